"""Label archives of any size into one table, batch by batch, in the order of the input."""

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import astuple, dataclass
from functools import lru_cache, partial
from math import inf
from pathlib import Path

from joblib import Parallel, delayed, effective_n_jobs

from textml import store
from textml.corpus.labels import check_table
from textml.corpus.pages.corrections import Correction
from textml.corpus.reading.batches import BLOCK_BYTES, Batch, held_size, iter_batches
from textml.corpus.reading.side_by_side import is_quick
from textml.corpus.reading.sources import STDIN, Source, describe_names, is_table, is_unchanged, list_sources
from textml.corpus.sections import Section
from textml.disk.files import digest
from textml.disk.guard import check_output
from textml.errors import ArtifactError, CorpusError, TextmlError
from textml.models.sections.selective import check_precision
from textml.models.shift.sample import Sampled, choose_share, join_samples
from textml.models.shift.shift import Shift, compare_sample
from textml.models.topics.model import TopicModel
from textml.predict.batch import BatchResult, label_batch, table_schema
from textml.predict.contents import Contents, open_contents
from textml.predict.label_table import LabelTable, is_label_table, write_labels
from textml.predict.labeller import Labeller, Models
from textml.predict.result import LabelResult, MessageLog
from textml.predict.run_settings import find_in_project, list_run_inputs, read_run_corrections, read_run_settings
from textml.progress import Progress, Silent
from textml.reasons import join_reasons
from textml.versions import made_with
from textml.workers import close_quietly, start_workers

# Steps labelled between two writes. joblib continues while a slow batch holds up the order, so this limits how many
# results wait in memory.
_WINDOW = 64
# Bytes or characters of a table that may wait to be labelled; fewer steps are taken where their rows are long.
_WINDOW_SIZE = _WINDOW * BLOCK_BYTES
# Processes take a second or two to start. Work of fewer seconds than this is as fast in one process.
_WORTH_PROCESSES = 4.0
# Bytes of table rows that one process labels in a second, measured on web news by tests/bench/bench_archive.py.
_ROWS_SPEED = 20e6
# Bytes of page dumps that one process cuts and labels in a second, measured on the invented newspaper.
_PAGES_SPEED = 0.6e6
# Bytes of PDF that one process reads, cuts and labels in a second: pages with their fonts have 300 KB and take 0.1 s.
_PDF_SPEED = 3e6
# With more threads than this, threads wait for each other and processes are faster.
_WORTH_THREADS = 3


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything besides the article that determines a row; every process builds the same labeller from it.

    Attributes
    ----------
    folder : str
        The run.
    run_digest : str
        The sum of the run's manifest, so that another run in the same folder is another recipe.
    precision : float
        Share of labels that must be right, in (0, 1).
    topics : bool
        Whether the column of topics is filled.
    corrections : tuple of Correction
        Corrections of page cuts.
    min_chars : int
        Stories with fewer characters are not labelled, as in the run.
    truth : str
        File of checked articles, which is no input.
    name_pattern : str
        What the names of page files mean, as in the run.
    """

    folder: str
    run_digest: str
    precision: float
    topics: bool
    corrections: tuple[Correction, ...] = ()
    min_chars: int = 0
    truth: str = ""
    name_pattern: str = ""


@dataclass(frozen=True, slots=True)
class _Step:
    """One batch of a source, or its end (`batch` is None), with what stopped the reading, if anything."""

    source: Source
    batch: Batch | None = None
    failure: str = ""


def open_recipe(folder: Path, precision: float | None = None, topics: bool = True) -> Recipe:
    """Read the labelling recipe of a run.

    Parameters
    ----------
    folder : Path
        The run, ``artifacts/NAME``.
    precision : float, optional
        Share of labels that must be right, in (0, 1); the run's setting by default.
    topics : bool
        False leaves the column of topics empty, which is several times as fast.

    Returns
    -------
    Recipe

    Raises
    ------
    ArtifactError
        If there is no such run, or its corrections of page cuts are missing.
    ConfigError
        If `precision` is out of range.
    CorpusError
        If its corrections cannot be read.
    """
    # read before the settings: those of a run that takes this one's place meanwhile do not go with this sum
    run_digest = store.read_manifest(folder)["sum"]
    settings = read_run_settings(folder)
    corpus = settings.corpus
    return Recipe(
        folder=str(folder),
        run_digest=run_digest,
        precision=settings.models.precision if precision is None else check_precision(precision),
        topics=topics,
        corrections=tuple(read_run_corrections(folder)),
        min_chars=corpus.min_chars,
        truth=str(find_in_project(folder, corpus.truth)) if corpus.truth else "",
        name_pattern=corpus.name_pattern,
    )


@lru_cache(maxsize=1)
def build_labeller(recipe: Recipe) -> Labeller:
    """Build the labeller of a recipe, once in a process.

    Parameters
    ----------
    recipe : Recipe
        What `open_recipe` returned.

    Returns
    -------
    Labeller

    Raises
    ------
    ArtifactError
        If the run is missing or altered, was made again since the recipe was read, or holds no model.
    """
    folder = Path(recipe.folder)
    models = open_contents(folder).models
    if store.read_manifest(folder)["sum"] != recipe.run_digest:
        # Some processes may have labelled with the run that was there before.
        raise ArtifactError(f"{folder}: was made again while it labelled. Start the same command again")
    topics = _on_one_thread(models.topics) if recipe.topics and models.topics is not None else None
    if models.sections is None and topics is None:
        raise ArtifactError(
            f"{folder}: holds no model ({join_reasons(models.missing)}). Train one with `textml train {folder.name}`"
        )
    return Labeller(Models(models.sections, topics, models.missing, models.keywords), recipe.precision)


def _read_sections(folder: Path) -> list[Section]:
    """The sections of a run, which a person may choose from."""
    contents = Contents(store.Run(folder, store.read_manifest(folder)))
    return contents.named if contents.folder.has("corpus/sections.jsonl") else []


def compare_labelled(recipe: Recipe, sample: Sequence[Sampled], notes: MessageLog) -> Shift:
    """Say how articles that a recipe labelled differ from the labelled set of its run.

    Parameters
    ----------
    recipe : Recipe
        What labelled them.
    sample : sequence of Sampled
        Some of them.
    notes : MessageLog
        Takes the reason if their words cannot be compared.
    """
    folder, promise = Path(recipe.folder), build_labeller(recipe).promise
    try:
        reference = Contents(store.Run(folder, store.read_manifest(folder))).reference
        return compare_sample(reference, sample, promise.precision if promise.coverage else 0.0)
    except TextmlError as problem:
        # the labels are written, and as good as before
        notes.add([f"not compared with the labelled articles: {problem}"])
        return Shift()


def _on_one_thread(topics: TopicModel) -> TopicModel:
    """The same fitted topics on one thread: the cores share the batches, not the articles of one batch."""
    topics, topics.lda_ = copy(topics), copy(topics.lda_)
    topics.lda_.n_jobs = 1
    return topics


def label_archive(
    recipe: Recipe, paths: Sequence[str], out: Path, n_workers: int | None = None, progress: Progress | None = None
) -> LabelResult:
    """Label pages and tables with a run, and write the rows to a table.

    Rows of unchanged input are copied from the earlier table. Only some batches are in memory at a time. Of a source
    that vanishes or changes meanwhile the rows that were read stay in the table; it is named, and read again the next
    time.

    Parameters
    ----------
    recipe : Recipe
        What `open_recipe` returned.
    paths : sequence of str
        Page dumps, tables, folders; ``-`` for JSON lines from the standard input.
    out : Path
        Table to write: .csv, .jsonl, .parquet or .xlsx; ``-`` for JSON lines to the standard output.
    n_workers : int, optional
        joblib's ``n_jobs``: -1 takes all cores, None asks ``joblib.parallel_config``. The table does not depend on it.
    progress : Progress, optional
        Where progress is shown; nowhere by default.

    Returns
    -------
    LabelResult

    Raises
    ------
    CorpusError
        If a given path does not exist.
    ArtifactError
        If the run cannot be used, if nothing could be read, or if the table cannot be written or is itself input. An
        earlier table is unchanged then.

    Examples
    --------
    >>> recipe = open_recipe(Path("artifacts/default"))  # doctest: +SKIP
    >>> done = label_archive(recipe, ["seeds/pages"], Path("labels.csv"))  # doctest: +SKIP
    >>> done.n_labelled <= done.n_articles  # doctest: +SKIP
    True
    """
    progress = progress or Silent()
    labeller = build_labeller(recipe)
    problems, notes = MessageLog(), MessageLog()
    sources, unreadable = list_sources(paths, recipe.truth, recipe.name_pattern)
    problems.add(unreadable)
    notes.add(describe_names(sources))
    sources, sample = _exclude_table(sources, out, Path(recipe.folder)), list[Sampled]()
    offered = _read_sections(Path(recipe.folder)) if out.suffix.lower() == ".xlsx" else []
    with write_labels(out, table_schema(labeller), digest([astuple(recipe), made_with()])) as table:
        new = [source for source in sources if not table.has_unchanged(source)]
        pool = build_pool(new, n_workers)
        with progress.counting("labelling", sum(source.n_bytes for source in new)) as count:
            done, label = 0, partial(_label, recipe, choose_share(sum(source.n_bytes for source in new)))
            for step, result in _label_in_order(_iter_steps(sources, table), label, pool):
                sample = join_samples([*sample, *result.sample]) if result else sample
                problems.add(_enter_result(table, result) if result else _end_source(table, step))
                notes.add(result.notes if result else ())
                done += step.batch.n_bytes if step.batch else 0
                count(done)
        if problems.n_messages and not table.n_rows:
            raise ArtifactError(
                f"{out}: not written because no input could be read. First of {problems.n_messages} problems: "
                f"{problems.messages[0]}"
            )
        table.offer_sections(offered)
    if table.kept:
        notes.add([f"{out}: had been changed since textml wrote it, and is kept as it was: {table.kept}"])
    shift = compare_labelled(recipe, sample, notes)
    return LabelResult(
        table.n_rows, table.n_labelled, table.n_none, table.n_kept, str(labeller.promise), problems, notes, shift
    )


def _exclude_table(sources: Sequence[Source], out: Path, folder: Path) -> list[Source]:
    """Sources without the label table itself, which may be in an input folder; other input is never written over."""
    others = [source for source in sources if not any(_is_same(Path(file), out) for file in source.files)]
    if is_label_table(out) and (others or not sources):
        check_output(out, _files_of(others))
        return others
    check_table(out, [*_files_of(sources), *list_run_inputs(folder)])
    return list(sources)


def _files_of(sources: Sequence[Source]) -> list[str]:
    return [file for source in sources for file in source.files or [STDIN]]


def _is_same(file: Path, out: Path) -> bool:
    return file.name == out.name and out.exists() and file.samefile(out)


def build_pool(sources: Sequence[Source], n_workers: int | None, order: str = "generator") -> Parallel:
    """Build a pool of threads or processes, whichever suits the work, unless ``joblib.parallel_config`` names one.

    The kernels that label rows of tables release Python's lock, so about three threads are busy at once; they start
    immediately and share the models. Cutting pages is Python code, which runs in parallel only in processes.

    Parameters
    ----------
    sources : sequence of Source
        The input.
    n_workers : int or None
        joblib's ``n_jobs``.
    order : {"generator", "generator_unordered"}
        joblib's ``return_as``.

    Returns
    -------
    joblib.Parallel
    """
    few = 0 < effective_n_jobs(n_workers) <= _WORTH_THREADS
    if few and all(is_table(source) for source in sources):
        return Parallel(n_jobs=n_workers, return_as=order, prefer="threads")
    return Parallel(n_jobs=1 if _estimate_seconds(sources) < _WORTH_PROCESSES else n_workers, return_as=order)


def _estimate_seconds(sources: Sequence[Source]) -> float:
    """Estimated run time in one process, in seconds; infinite for standard input."""
    if not all(source.files for source in sources):
        return inf
    return sum(source.n_bytes / _speed_of(source) for source in sources)


def _speed_of(source: Source) -> float:
    if is_table(source):
        return _ROWS_SPEED
    return _PAGES_SPEED if all(map(is_quick, source.files)) else _PDF_SPEED


def _label(recipe: Recipe, share: float, batch: Batch) -> BatchResult:
    return label_batch(batch, build_labeller(recipe), recipe.corrections, recipe.min_chars, share)


def _iter_steps(sources: Sequence[Source], table: LabelTable) -> Iterator[_Step]:
    """The batches of every source that changed, and the end of every source."""
    for source in sources:
        failure = ""
        if not table.has_unchanged(source):
            try:
                for batch in iter_batches(source):
                    yield _Step(source, batch)
            except CorpusError as problem:
                failure = str(problem)
        yield _Step(source, failure=failure)


def _label_in_order(
    steps: Iterator[_Step], work: Callable[[Batch], BatchResult], pool: Parallel
) -> Iterator[tuple[_Step, BatchResult | None]]:
    """Yield every step in order, with the result of its batch."""
    with start_workers(pool) as parallel:
        while window := _take_window(steps):
            with close_quietly(parallel(delayed(work)(step.batch) for step in window if step.batch)) as results:
                for step in window:
                    yield step, next(results) if step.batch else None
                # joblib takes the next window only when this generator has ended
                next(results, None)


def _take_window(steps: Iterator[_Step]) -> list[_Step]:
    """Steps whose batches fit into memory together."""
    window: list[_Step] = []
    held = 0
    for step in steps:
        window.append(step)
        held += held_size(step.batch) if step.batch else 0
        if len(window) == _WINDOW or held >= _WINDOW_SIZE:
            break
    return window


def _enter_result(table: LabelTable, result: BatchResult) -> list[str]:
    """Put the rows of a batch into the table; return its problems."""
    return [*table.add_problems(result.problems), *table.add(result.rows, result.keys)]


def _end_source(table: LabelTable, step: _Step) -> list[str]:
    """End a source in the table, after copying its earlier rows if it did not change; return its problems."""
    source = step.source
    if table.has_unchanged(source):
        problems = table.copy_rows(source)
        table.end_source(source, complete=True)
        return problems
    problems = [step.failure] if step.failure else []
    if not problems and not is_unchanged(source):
        problems = [f"{source.name}: changed while it was read, so rows may be missing. Start the same command again"]
    table.end_source(source, complete=not problems)
    return problems
