"""Archives to a dataset of labels, part by part, on this machine or on a cluster."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from joblib import Parallel, delayed

from textml.corpus.reading.addresses import is_address
from textml.corpus.reading.batches import Batch, iter_batches, split_batch
from textml.corpus.reading.sources import STDIN, Source, is_seekable, is_table, is_unchanged, list_sources
from textml.errors import ArtifactError, ClusterError, ConfigError, CorpusError
from textml.predict.archive import Labelled, Recipe, Told, build_pool, labeller_of
from textml.predict.batch import label_batch, table_schema
from textml.predict.cluster import connect, differing
from textml.predict.dataset import Dataset, PartEntry, is_own_part, write_part
from textml.predict.label_table import LabelTable, sum_of
from textml.predict.labeller import Labeller
from textml.progress import Progress, Silent
from textml.versions import made_with

# Input of a part: some seconds of work, so that little is done twice and many workers have something to do.
PART_BYTES = 1 << 24
_N_PROBLEMS = 100
_LOOK_EVERY = 2  # seconds in which a worker that is lost is told


@dataclass(frozen=True, slots=True)
class Job:
    """What makes parts, the same for all of them.

    Attributes
    ----------
    recipe : what labels; out : the dataset
    made_with : versions and code of the process that asked for it
    """

    recipe: Recipe
    out: str
    made_with: dict[str, str]


@dataclass(frozen=True, slots=True)
class Partition:
    """Input of one part: lines of a table, a table that cannot be divided, or the pages of some issues.

    Attributes
    ----------
    number : place among all parts
    pieces : sources, each with the part of it that is meant, None for the whole of a table
    """

    number: int
    pieces: tuple[tuple[Source, Batch | None], ...]

    @property
    def n_bytes(self) -> int:
        """Size of the input."""
        return sum(batch.n_bytes if batch else source.n_bytes for source, batch in self.pieces)

    @property
    def key(self) -> str:
        """Sum of what the part is made from."""
        return sum_of([(s.name, s.stamp, b and (b.first, b.span)) for s, b in self.pieces])

    @property
    def name(self) -> str:
        """Of its file: parts sort in the order of the input."""
        return f"part-{self.number:06d}-{self.key[:12]}.parquet"

    @property
    def input(self) -> list[str]:
        """What it is made from, in words."""
        return [f"{s.name}, bytes {b.span[0]} to {b.span[1]}" if b and b.span[1] else s.name for s, b in self.pieces]


@dataclass(frozen=True, slots=True)
class Made:
    """A part that was made, and what a person may want to look at."""

    entry: PartEntry
    notes: tuple[str, ...]


#: Makes parts of partitions, in any order: each with its part, or why there is none.
_Makes = Callable[[Iterator[Partition]], Iterator[tuple[Partition, Made | str]]]


def label_dataset(
    recipe: Recipe,
    paths: Sequence[str],
    out: str,
    cluster: str | None = None,
    n_workers: int | None = None,
    progress: Progress | None = None,
) -> Labelled:
    """Label page dumps and tables with a run into a dataset of Parquet parts.

    A part that stands there and whose input is the same is kept: a command that was stopped, or whose input has grown,
    goes on. Parts are the same bytes on one machine and on any number of them.

    Parameters
    ----------
    recipe : of `textml.predict.archive.open_recipe`
    paths : page dumps, tables, folders, by path or address; on a cluster every worker has to see them
    out : folder, by path or address; on a cluster every worker has to be able to write there
    cluster : as for `textml.predict.cluster.connect`, or None for this machine
    n_workers : without a cluster, joblib's ``n_jobs``
    progress : whom to tell

    Raises
    ------
    CorpusError : a given path does not exist
    ConfigError : the standard input, which cannot be read twice, is asked for
    ArtifactError : the run cannot be used, the dataset cannot be written, or was made otherwise
    ClusterError, MissingExtraError : as for `connect`
    """
    progress = progress or Silent()
    if STDIN in paths:
        raise ConfigError(
            "Cannot read standard input into a dataset: an interrupted job re-reads its input when resumed. "
            "Pass file paths"
        )
    labeller = labeller_of(recipe)
    problems, notes = Told(), Told()
    sources, unreadable = list_sources([_everywhere(path) for path in paths], recipe.truth)
    problems.add(unreadable)
    job = Job(recipe, _everywhere(out), made_with())
    sources = _exclude_own_parts(sources, job.out)
    n_bytes = sum(source.n_bytes for source in sources)
    pool = build_pool(sources, n_workers, "generator_unordered")
    with (
        _makes(job, labeller, cluster or pool, progress) as make,
        Dataset(job.out, _about(job)) as dataset,
        progress.counting("labelling", n_bytes) as count,
    ):
        found = _Tally(dataset, problems, notes, count)
        for partition, made in make(found.to_make(plan_parts(sources, problems))):
            found.enter(partition, made)
        found.keep_all()
        if found.whole:
            dataset.finish()
    return Labelled(found.n_rows, found.n_labelled, found.n_kept, str(labeller.promise), problems, notes)


def _exclude_own_parts(sources: Sequence[Source], out: str) -> list[Source]:
    """Sources without the parts of the dataset itself, which may lie in a folder that is labelled."""
    others = [source for source in sources if not any(is_own_part(file, out) for file in source.files)]
    if sources and not others:
        raise ArtifactError(f"{out}: is the input and the output. Choose another --out, or other input")
    return others


def plan_parts(sources: Sequence[Source], problems: Told) -> Iterator[Partition]:
    """Partitions of the input, in its order; a source that cannot be read is told.

    Tables make parts of their own, so that a new one changes no part but its own; issues of pages are put together.
    """
    number = 0
    waiting: list[tuple[Source, Batch | None]] = []
    for source in [*sources, None]:
        alone = source is None or is_table(source)
        if waiting and (alone or sum(s.n_bytes for s, _ in waiting) >= PART_BYTES):
            yield Partition(number, tuple(waiting))
            number, waiting = number + 1, []
        if source is None:
            return
        try:
            pieces = iter_batches(source, PART_BYTES) if is_seekable(source) else iter([None])
            for batch in pieces:
                if alone:
                    yield Partition(number, ((source, batch),))
                    number += 1
                else:
                    waiting.append((source, batch))
        except CorpusError as problem:
            problems.add([str(problem)])


def make_part(job: Job, labeller: Labeller, partition: Partition) -> Made | str:
    """Label a partition and write its part; why not, where its input cannot be read.

    Raises
    ------
    ArtifactError : the part cannot be written
    """
    changed = [source.name for source, _ in partition.pieces if not is_unchanged(source)]
    if changed:
        return f"{', '.join(changed)}: not where it is worked on, or changed meanwhile. Start the same command again"
    problems, notes = Told(), Told()
    try:
        with write_part(job.out, partition.name) as file:
            with closing(LabelTable(file, Path(partition.name), table_schema(labeller), {})) as table:
                for batch in _batches(partition, problems):
                    part = label_batch(batch, labeller, job.recipe.corrections, job.recipe.min_chars)
                    problems.add((*part.problems, *table.add(part.rows, part.keys)))
                    notes.add(part.notes)
            n_bytes = file.tell()
    except CorpusError as problem:
        return str(problem)
    counts = (n_bytes, table.n_rows, table.n_labelled)
    told = (problems.first[:_N_PROBLEMS], problems.n)
    return Made(PartEntry(partition.name, partition.key, partition.input, *counts, *told), tuple(notes.first))


class _Tally:
    """What parts came to, made and kept."""

    def __init__(self, dataset: Dataset, problems: Told, notes: Told, count: Callable[..., None]) -> None:
        self.n_rows = self.n_labelled = self.n_kept = 0
        self.whole = True
        self._dataset, self._problems, self._notes, self._count = dataset, problems, notes, count
        self._kept: list[tuple[Partition, PartEntry]] = []
        self._done = 0

    def to_make(self, partitions: Iterator[Partition]) -> Iterator[Partition]:
        """Partitions without a part; asked for by whatever thread has room for work, so the others only wait here."""
        for partition in partitions:
            entry = self._dataset.part_before(partition.key)
            if entry:
                self._kept.append((partition, entry))
            else:
                yield partition

    def enter(self, partition: Partition, made: Made | str) -> None:
        """A part was made, or not."""
        self.keep_all()
        if isinstance(made, str):
            self.whole = False
            self._problems.add([made])
        else:
            self._dataset.add(made.entry)
            self._notes.add(made.notes)
            self._add(partition, made.entry)

    def keep_all(self) -> None:
        """Take over the parts that were found meanwhile."""
        while self._kept:
            partition, entry = self._kept.pop(0)
            self._dataset.keep(partition.name, entry)
            self.n_kept += entry.n_rows
            self._add(partition, entry)

    def _add(self, partition: Partition, entry: PartEntry) -> None:
        self._problems.add(entry.problems)
        self._problems.n += entry.n_problems - len(entry.problems)
        self.n_rows += entry.n_rows
        self.n_labelled += entry.n_labelled
        self._done += partition.n_bytes
        self._count(self._done)


@contextmanager
def _makes(job: Job, labeller: Labeller, place: str | Parallel, progress: Progress) -> Iterator[_Makes]:
    """What makes parts, on the cluster of an address or in joblib's pool."""
    if isinstance(place, str):
        with connect(place) as client:
            yield partial(_make_on_cluster, client, job, labeller, progress)
    else:
        yield partial(_make_here, job, place)


def _make_here(job: Job, pool: Parallel, partitions: Iterator[Partition]) -> Iterator[tuple[Partition, Made | str]]:
    with pool as parallel:
        yield from parallel(delayed(_make_in_process)(job, partition) for partition in partitions)


def _make_in_process(job: Job, partition: Partition) -> tuple[Partition, Made | str]:
    return partition, make_part(job, labeller_of(job.recipe), partition)


def _make_on_cluster(
    client: Any, job: Job, labeller: Labeller, progress: Progress, partitions: Iterator[Partition]
) -> Iterator[tuple[Partition, Made | str]]:
    from distributed import wait
    from distributed.scheduler import KilledWorker

    # A task of its own: every worker fetches what it holds once, and again from the scheduler where it was lost.
    shared = client.submit(_same, labeller, pure=False)
    workers = client.nthreads()
    running: dict[Any, Partition] = {}
    while True:
        # something to go on with for every thread, and no more: the input may be longer than memory
        for partition in islice(partitions, max(2 * sum(workers.values()) - len(running), 0)):
            running[client.submit(_make_on_worker, job, shared, partition, pure=False)] = partition
        if not running:
            return
        try:
            with client.as_current():
                finished = wait(list(running), timeout=_LOOK_EVERY, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            finished = set()
        workers = _told_of_losses(client, workers, progress)
        for future in finished:
            partition = running.pop(future)
            try:
                yield partition, future.result()
            except KilledWorker as cause:
                ended = f"several workers ended over it ({cause}). Look at its size"
                yield partition, f"{', '.join(partition.input)}: {ended}"


def _told_of_losses(client: Any, before: dict[str, int], progress: Progress) -> dict[str, int]:
    now: dict[str, int] = client.nthreads()
    for worker in sorted(set(before) - set(now)):
        progress.say(f"worker {worker} was lost; what it worked on is done again elsewhere")
    if before and not now:
        progress.say("no worker is left; waiting for one")
    return now


def _same(value: Any) -> Any:
    return value


def _make_on_worker(job: Job, labeller: Labeller, partition: Partition) -> Made | str:
    """`make_part`, unless this worker came later than the others were compared, and is another."""
    differences = differing(job.made_with, made_with())
    if differences:
        raise ClusterError(f"a worker would compute other numbers: {differences}. Install the same versions there")
    return make_part(job, labeller, partition)


def _batches(partition: Partition, problems: Told) -> Iterator[Batch]:
    """Batches of bounded memory; a table that cannot be read to its end gives what stands before."""
    for source, batch in partition.pieces:
        if batch:
            yield from split_batch(batch)
            continue
        try:
            yield from iter_batches(source)
        except CorpusError as problem:
            problems.add([str(problem)])


def _everywhere(name: str) -> str:
    """A path as every process finds it, whatever folder it works in."""
    return name if is_address(name) or name == STDIN else str(Path(name).absolute())


def _about(job: Job) -> dict[str, Any]:
    """What decides the rows, as the list of the dataset has it; where the run lies does not."""
    recipe = asdict(replace(job.recipe, folder=""))
    corrections = sum_of(recipe.pop("corrections"))
    recipe.pop("folder")
    return {
        "run": Path(job.recipe.folder).name,
        **recipe,
        "corrections": corrections,
        "part_bytes": PART_BYTES,
        **job.made_with,
    }
