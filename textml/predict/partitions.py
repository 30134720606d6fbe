"""Label archives into a dataset, one part for each partition of the input, on this machine or on a Dask cluster."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from joblib import Parallel, delayed

from textml.corpus.reading.addresses import is_address
from textml.corpus.reading.sources import STDIN, Source, describe_names, is_unchanged, list_sources
from textml.disk.files import digest
from textml.disk.guard import check_output
from textml.errors import ArtifactError, ClusterError, ConfigError, CorpusError
from textml.models.shift.sample import Sampled, choose_share, join_samples
from textml.predict import plan
from textml.predict.archive import Recipe, build_labeller, build_pool, compare_labelled
from textml.predict.batch import label_batch, table_schema
from textml.predict.cluster import compare_versions, connect
from textml.predict.dataset import Dataset, PartEntry, is_own_part, open_dataset, write_part
from textml.predict.label_table import LabelTable
from textml.predict.labeller import Labeller
from textml.predict.plan import Partition, plan_partitions
from textml.predict.result import LabelResult, MessageLog
from textml.progress import Count, Progress, Silent
from textml.versions import made_with
from textml.workers import close_quietly, start_workers

if TYPE_CHECKING:
    from distributed import Client, Future

# Problems of a part that the manifest lists; all are counted.
_N_PROBLEMS = 100
# Seconds after which a lost worker is reported at the latest.
_LOOK_EVERY = 2
# Tasks submitted for each thread of the cluster: one that runs, one that waits.
_TASKS_A_THREAD = 2


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for all parts of a dataset.

    Attributes
    ----------
    recipe : Recipe
        What labels.
    out : str
        The dataset, by absolute path or address.
    made_with : dict of str to str
        Versions and code of the process that started the job.
    share : float
        Share of the articles that samples of parts look at, in (0, 1].
    """

    recipe: Recipe
    out: str
    made_with: dict[str, str]
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class PartResult:
    """A part that was written, notes about its articles and some of them, and the sources that changed meanwhile."""

    entry: PartEntry
    notes: tuple[str, ...]
    changed: tuple[str, ...] = ()
    sample: tuple[Sampled, ...] = ()


#: A partition with its part, or with the reason why it has none.
_Outcome = tuple[Partition, PartResult | str]
#: Labels partitions in any order.
_LabelAll = Callable[[Iterator[Partition]], Iterator[_Outcome]]


def label_dataset(
    recipe: Recipe,
    paths: Sequence[str],
    out: str,
    cluster: str | None = None,
    n_workers: int | None = None,
    progress: Progress | None = None,
) -> LabelResult:
    """Label pages and tables with a run into a dataset of Parquet parts.

    Parts whose input did not change are kept, so an interrupted job can be resumed, and a grown archive costs only its
    new files. Parts have the same bytes on one machine and on any number of them. A source that vanishes or changes
    meanwhile is left out as a whole and named; the same command labels it the next time.

    Parameters
    ----------
    recipe : Recipe
        What `textml.predict.archive.open_recipe` returned.
    paths : sequence of str
        Page dumps, tables, folders, by path or address. Every worker of a cluster must be able to read them.
    out : str
        Folder of the dataset, by path or address. Every worker of a cluster must be able to write there.
    cluster : str, optional
        Address for `textml.predict.cluster.connect`; this machine by default.
    n_workers : int, optional
        joblib's ``n_jobs``, without a cluster.
    progress : Progress, optional
        Where progress is shown; nowhere by default.

    Returns
    -------
    LabelResult

    Raises
    ------
    CorpusError
        If a given path does not exist.
    ConfigError
        If the standard input is given.
    ArtifactError
        If the run cannot be used, or if the dataset cannot be written, has another recipe, is itself the input, or is
        being written by another command.
    ClusterError, MissingExtraError
        As for `connect`.

    Examples
    --------
    >>> from pathlib import Path
    >>> from textml.predict.archive import open_recipe
    >>> recipe = open_recipe(Path("artifacts/default"))  # doctest: +SKIP
    >>> done = label_dataset(recipe, ["seeds/pages"], "labels/")  # doctest: +SKIP
    >>> import pandas as pd
    >>> len(pd.read_parquet("labels/")) == done.n_articles  # doctest: +SKIP
    True
    """
    progress = progress or Silent()
    if STDIN in paths:
        raise ConfigError(
            "Cannot read standard input into a dataset: an interrupted job re-reads its input when resumed. "
            "Pass file paths"
        )
    labeller = build_labeller(recipe)
    problems, notes = MessageLog(), MessageLog()
    sources, unreadable = list_sources([_absolute(path) for path in paths], recipe.truth, recipe.name_pattern)
    problems.add(unreadable)
    notes.add(describe_names(sources))
    job = Job(recipe, _absolute(out), made_with(), choose_share(sum(source.n_bytes for source in sources)))
    check_output(job.out, [])
    sources = _exclude_own_parts(sources, job.out)
    pool = build_pool(sources, n_workers, "generator_unordered")
    with (
        _start_workers(job, labeller, cluster or pool, progress) as label_all,
        open_dataset(job.out, _describe_recipe(job)) as dataset,
        progress.counting("labelling", sum(source.n_bytes for source in sources)) as count,
    ):
        parts = _Collector(dataset, problems, notes, count)
        for partition, result in label_all(parts.pass_new(plan_partitions(sources, problems))):
            parts.enter(partition, result)
        parts.keep_found()
        if parts.complete:
            dataset.finish()
    shift = compare_labelled(recipe, parts.sample, notes)
    return LabelResult(
        parts.n_rows, parts.n_labelled, parts.n_none, parts.n_kept, str(labeller.promise), problems, notes, shift
    )


def _absolute(name: str) -> str:
    """A path that means the same in every process, whatever folder it works in."""
    return name if is_address(name) else str(Path(name).absolute())


def _exclude_own_parts(sources: Sequence[Source], out: str) -> list[Source]:
    """Sources without the parts of the dataset itself, which may be in an input folder."""
    others = [source for source in sources if not any(is_own_part(file, out) for file in source.files)]
    if sources and not others:
        raise ArtifactError(f"{out}: is both input and output. Choose another --out, or other input")
    return others


def _describe_recipe(job: Job) -> dict[str, Any]:
    """What determines the rows, for the manifest. The places of the run and of its checked articles do not."""
    recipe = asdict(job.recipe)
    recipe.pop("truth")
    return {
        "run": Path(recipe.pop("folder")).name,
        **recipe,
        "corrections": digest([recipe["corrections"]]),
        "part_bytes": plan.PART_BYTES,
        **job.made_with,
    }


def label_partition(job: Job, labeller: Labeller, partition: Partition) -> PartResult | str:
    """Label a partition and write its part.

    Parameters
    ----------
    job : Job
        What is the same for all parts.
    labeller : Labeller
        What labels.
    partition : Partition
        Input of the part.

    Returns
    -------
    PartResult or str
        The part, or why its input cannot be read.

    Raises
    ------
    ArtifactError
        If the part cannot be written.
    """
    changed: tuple[str, ...] = ()
    while True:
        now = tuple(source.name for source, _ in partition.pieces if not is_unchanged(source))
        changed += now
        partition = partition.without(now)
        if not partition.pieces:
            return _describe_changed(changed)
        try:
            return replace(_write_part(job, labeller, partition), changed=changed)
        except _ChangedError:
            continue
        except CorpusError as problem:
            return str(problem)


class _ChangedError(Exception):
    """Input changed while a part was made of it."""


def _describe_changed(sources: Sequence[str]) -> str:
    return f"{', '.join(sources)}: missing on the worker, or changed in the meantime. Start the same command again"


def _write_part(job: Job, labeller: Labeller, partition: Partition) -> PartResult:
    problems, notes, sample = MessageLog(), MessageLog(), list[Sampled]()
    with write_part(job.out, partition.name) as file:
        with closing(LabelTable(file, Path(partition.name), table_schema(labeller), {})) as table:
            for batch in partition.read_batches(problems):
                result = label_batch(batch, labeller, job.recipe.corrections, job.recipe.min_chars, job.share)
                sample = join_samples([*sample, *result.sample])
                problems.add((*result.problems, *table.add(result.rows, result.keys)))
                notes.add(result.notes)
        n_bytes = file.tell()
        if not all(is_unchanged(source) for source, _ in partition.pieces):
            raise _ChangedError
    entry = PartEntry(
        name=partition.name,
        key=partition.key,
        input=partition.input,
        n_bytes=n_bytes,
        n_rows=table.n_rows,
        n_labelled=table.n_labelled,
        n_none=table.n_none,
        problems=problems.messages[:_N_PROBLEMS],
        n_problems=problems.n_messages,
    )
    return PartResult(entry, tuple(notes.messages), sample=tuple(sample))


class _Collector:
    """Enters parts into the dataset, those that were written and those that are kept, and adds up their counts."""

    def __init__(self, dataset: Dataset, problems: MessageLog, notes: MessageLog, count: Count) -> None:
        self.n_rows = self.n_labelled = self.n_none = self.n_kept = 0
        self.complete, self.sample = True, list[Sampled]()
        self._dataset, self._problems, self._notes, self._count = dataset, problems, notes, count
        self._found: list[tuple[Partition, PartEntry]] = []
        self._n_bytes = 0

    def pass_new(self, partitions: Iterator[Partition]) -> Iterator[Partition]:
        """Pass on the partitions without a part. joblib calls this from its own threads, so the others only wait."""
        for partition in partitions:
            entry = self._dataset.find_part(partition.key)
            if entry:
                self._found.append((partition, entry))
            else:
                yield partition

    def enter(self, partition: Partition, result: PartResult | str) -> None:
        """Enter a part that was written, or the reason why it was not."""
        self.keep_found()
        if isinstance(result, str):
            self._leave_out(result)
        else:
            if result.changed:
                self._leave_out(_describe_changed(result.changed))
            self._dataset.add(result.entry)
            self._notes.add(result.notes)
            self.sample = join_samples([*self.sample, *result.sample])
            self._add_counts(partition, result.entry)

    def _leave_out(self, reason: str) -> None:
        """Name input that has no part; a table of many parts is named once."""
        self.complete = False
        if reason not in self._problems.messages:
            self._problems.add([reason])

    def keep_found(self) -> None:
        """Enter the parts that `pass_new` found meanwhile."""
        while self._found:
            partition, entry = self._found.pop(0)
            self._dataset.keep(partition.name, entry)
            self.n_kept += entry.n_rows
            self._add_counts(partition, entry)

    def _add_counts(self, partition: Partition, entry: PartEntry) -> None:
        self._problems.add(entry.problems)
        self._problems.n_messages += entry.n_problems - len(entry.problems)
        self.n_rows += entry.n_rows
        self.n_labelled += entry.n_labelled
        self.n_none += entry.n_none
        self._n_bytes += partition.n_bytes
        self._count(self._n_bytes)


@contextmanager
def _start_workers(job: Job, labeller: Labeller, place: str | Parallel, progress: Progress) -> Iterator[_LabelAll]:
    """Workers of the cluster at an address, or of joblib's pool."""
    if isinstance(place, str):
        with connect(place) as client:
            yield partial(_label_on_cluster, client, job, labeller, progress)
    else:
        yield partial(_label_here, job, place)


def _label_here(job: Job, pool: Parallel, partitions: Iterator[Partition]) -> Iterator[_Outcome]:
    with start_workers(pool) as parallel:
        tasks = (delayed(_label_in_process)(job, partition) for partition in partitions)
        with close_quietly(parallel(tasks)) as results:
            yield from results


def _label_in_process(job: Job, partition: Partition) -> _Outcome:
    return partition, label_partition(job, build_labeller(job.recipe), partition)


def _label_on_cluster(
    client: "Client", job: Job, labeller: Labeller, progress: Progress, partitions: Iterator[Partition]
) -> Iterator[_Outcome]:
    from distributed import wait
    from distributed.scheduler import KilledWorker

    # A task that returns the labeller: each worker fetches the result once, and again if it was lost.
    shared = client.submit(_identity, labeller, pure=False)
    workers = client.nthreads()
    running: dict[Future, Partition] = {}
    while True:
        # No more tasks than the threads need: the list of partitions may be longer than memory.
        for partition in islice(partitions, max(_TASKS_A_THREAD * sum(workers.values()) - len(running), 0)):
            running[client.submit(_label_on_worker, job, shared, partition, pure=False)] = partition
        if not running:
            return
        try:
            with client.as_current():
                finished = wait(list(running), timeout=_LOOK_EVERY, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            finished = set()
        workers = _report_lost_workers(client, workers, progress)
        for future in finished:
            partition = running.pop(future)
            try:
                yield partition, future.result()
            except KilledWorker as cause:
                reason = f"several workers died while labelling it ({cause}). It may be too large for their memory"
                yield partition, f"{', '.join(partition.input)}: {reason}"


def _report_lost_workers(client: "Client", before: dict[str, int], progress: Progress) -> dict[str, int]:
    """Report the workers that were lost; return the threads of those that are here."""
    now: dict[str, int] = client.nthreads()
    for worker in sorted(set(before) - set(now)):
        progress.say(f"worker {worker} was lost; other workers repeat its work")
    if before and not now:
        progress.say("no worker is left; waiting for one")
    return now


def _identity(labeller: Labeller) -> Labeller:
    return labeller


def _label_on_worker(job: Job, labeller: Labeller, partition: Partition) -> PartResult | str:
    """`label_partition`, unless this worker joined after `connect` compared the others, and has other versions."""
    differences = compare_versions(job.made_with, made_with())
    if differences:
        raise ClusterError(
            f"a worker has different versions, so its results could differ: {differences}. "
            "Install the same versions there"
        )
    return label_partition(job, labeller, partition)
