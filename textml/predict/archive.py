"""Archives of any size to their label table, batch by batch, in the order of the input."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import astuple, dataclass, field
from functools import lru_cache, partial
from itertools import islice
from math import inf
from pathlib import Path

from joblib import Parallel, delayed, effective_n_jobs

from textml import store
from textml.corpus.pages.corrections import Correction, read_corrections
from textml.corpus.reading.batches import Batch, iter_batches
from textml.corpus.reading.sources import Source, is_table, is_unchanged, list_sources
from textml.errors import ArtifactError, CorpusError
from textml.models.topics.model import TopicModel
from textml.predict.batch import Part, label_batch, table_schema
from textml.predict.label_table import LabelTable, is_label_table, sum_of, write_labels
from textml.predict.labeller import Labeller, Models
from textml.predict.run_models import open_models, read_run_settings
from textml.progress import Progress, Silent
from textml.versions import made_with

# Batches that are worked on between two pauses in which nothing waits to be written: bounds what lies in memory.
_WINDOW = 64
# Processes take a second or two to start: less work than these seconds is done as fast without them. Roughly, in bytes
# a second, rows of tables are labelled and pages are cut as fast as this:
_WORTH_PROCESSES = 4.0
_ROWS_SPEED = 20e6
_PAGES_SPEED = 0.6e6
# More workers than these wait for each other where they are threads.
_WORTH_THREADS = 3
# As many problems and notes are kept; all are counted.
_N_KEPT = 1000


@dataclass(frozen=True, slots=True)
class Recipe:
    """What labels: enough for any process to make the same labeller.

    Attributes
    ----------
    folder : the run
    made : sum of its manifest, so that a run made anew is another recipe
    precision : share of right labels wanted, in (0, 1)
    topics : whether topics are wanted
    corrections : of cuts
    min_chars : stories with fewer characters are not labelled, as in the run
    truth : file of checked articles, which is no input
    """

    folder: str
    made: str
    precision: float
    topics: bool
    corrections: tuple[Correction, ...] = ()
    min_chars: int = 0
    truth: str = ""


@dataclass(slots=True)
class Told:
    """Messages, the first thousand of them, and how many there were."""

    first: list[str] = field(default_factory=list)
    n: int = 0

    def add(self, messages: Iterable[str]) -> None:
        """Take messages in."""
        for message in messages:
            self.n += 1
            if self.n <= _N_KEPT:
                self.first.append(message)


@dataclass(frozen=True, slots=True)
class Labelled:
    """What labelling came to.

    Attributes
    ----------
    n_articles, n_labelled : rows of the table, and those with a section
    n_kept : rows taken over from the table that stood there, because their input is the same
    promise : what holds of the labels
    problems, notes : what could not be used, what a person may want to look at
    """

    n_articles: int
    n_labelled: int
    n_kept: int
    promise: str
    problems: Told
    notes: Told


#: What a batch or a source came to: its part of the table, None at the end of a source, True where the rows of a source
#: are taken over, a text where it cannot be read to its end.
_Step = Part | str | bool | None


def open_recipe(folder: Path, precision: float | None = None, topics: bool = True) -> Recipe:
    """How a run labels.

    Parameters
    ----------
    folder : the run
    precision : share of right labels wanted; None takes the run's setting
    topics : False leaves the column of topics empty, which is several times as fast

    Raises
    ------
    ArtifactError : there is no such run
    """
    settings = read_run_settings(folder)
    corrections = _read_run_corrections(folder, settings.corpus.corrections)
    made = store.sha256_of(folder / store.MANIFEST)
    precision = settings.models.precision if precision is None else precision
    corpus = settings.corpus
    return Recipe(str(folder), made, precision, topics, tuple(corrections), corpus.min_chars, corpus.truth)


def _read_run_corrections(folder: Path, path: str) -> list[Correction]:
    """The corrections of a run, looked up in the present folder, then in PROJECT of PROJECT/artifacts/RUN."""
    if not path:
        return []
    project = folder.resolve().parent.parent
    for home in (Path(), project):
        if (home / path).exists():
            return read_corrections(home / path)
    raise ArtifactError(
        f"{path}: the corrections of {folder} are missing. Start textml in the folder where the run was made, or copy "
        f"the file to {project / path}"
    )


@lru_cache(maxsize=1)
def labeller_of(recipe: Recipe) -> Labeller:
    """The labeller of a recipe, made once in a process.

    Raises
    ------
    ArtifactError : the run is missing or altered, or holds no model that is wanted
    """
    folder = Path(recipe.folder)
    models = open_models(folder)[1]
    topics = _on_one_thread(models.topics) if recipe.topics and models.topics is not None else None
    wanted = Models(models.sections, topics, models.missing)
    if wanted.sections is None and wanted.topics is None:
        raise ArtifactError(f"{folder}: holds no model ({models.missing}). Train one with `textml train {folder.name}`")
    return Labeller(wanted, recipe.precision)


def _on_one_thread(topics: TopicModel) -> TopicModel:
    """The same fitted topics on one thread: cores share out the batches, not the articles of one."""
    topics, topics.lda_ = copy(topics), copy(topics.lda_)
    topics.lda_.n_jobs = 1
    return topics


def label_archive(
    recipe: Recipe, paths: Sequence[str], out: Path, n_workers: int | None = None, progress: Progress | None = None
) -> Labelled:
    """Label page dumps and tables with a run into a table.

    Input that is the same as when the table that stands there was written is taken over from it. At any time only some
    batches lie in memory.

    Parameters
    ----------
    recipe : of `open_recipe`
    paths : page dumps, tables, folders; ``-`` for JSON lines from the standard input
    out : .csv, .jsonl, .parquet or .xlsx; ``-`` for JSON lines to the standard output
    n_workers : joblib's ``n_jobs``: None heeds ``joblib.parallel_config``, -1 takes all cores; the table is the same
    progress : whom to tell

    Raises
    ------
    CorpusError : a given path does not exist
    ArtifactError : the run cannot be used, nothing could be read, or the table cannot be written, or is itself input;
        then what stood there is untouched
    """
    progress = progress or Silent()
    labeller = labeller_of(recipe)
    problems, notes = Told(), Told()
    sources, unreadable = list_sources(paths, recipe.truth)
    problems.add(unreadable)
    sources = _without(sources, out)
    with write_labels(out, table_schema(labeller), sum_of(astuple(recipe), made_with())) as table:
        new = [source for source in sources if not table.has(source)]
        pool = build_pool(new, n_workers)
        with progress.counting("labelling", sum(source.n_bytes for source in new)) as count:
            done = 0
            for source, size, result in _in_order(_steps(sources, table), partial(_label, recipe), pool):
                problems.add(_enter(table, source, result))
                notes.add(result.notes if isinstance(result, Part) else ())
                done += size
                count(done)
        if problems.n and not table.n_rows:
            raise ArtifactError(
                f"{out}: not written, for nothing could be read. First of {problems.n} problems: {problems.first[0]}"
            )
    return Labelled(table.n_rows, table.n_labelled, table.n_kept, str(labeller.promise), problems, notes)


def _without(sources: Sequence[Source], out: Path) -> list[Source]:
    """Sources but the label table itself, which may lie in a folder that is labelled."""
    others = [source for source in sources if not any(_is_same(Path(file), out) for file in source.files)]
    if len(others) < len(sources) and not (others and is_label_table(out)):
        raise ArtifactError(f"{out}: is part of the input, which would be lost. Choose another --out")
    return others


def _is_same(file: Path, out: Path) -> bool:
    return file.name == out.name and out.exists() and file.samefile(out)


def build_pool(sources: Sequence[Source], n_workers: int | None, order: str = "generator") -> Parallel:
    """Threads or processes, as suits the work, unless ``joblib.parallel_config`` says otherwise.

    The kernels that label rows of tables leave Python free for other threads, which start at once and share the models;
    the rest, a third of the time, keeps about three of them busy. Cutting pages is Python's own work.
    """
    few = 0 < effective_n_jobs(n_workers) <= _WORTH_THREADS
    if few and all(is_table(source) for source in sources):
        return Parallel(n_jobs=n_workers, return_as=order, prefer="threads")
    return Parallel(n_jobs=1 if _seconds(sources) < _WORTH_PROCESSES else n_workers, return_as=order)


def _seconds(sources: Sequence[Source]) -> float:
    """About how long one process would take; who knows of the standard input."""
    if not all(source.files for source in sources):
        return inf
    return sum(source.n_bytes / (_ROWS_SPEED if is_table(source) else _PAGES_SPEED) for source in sources)


def _label(recipe: Recipe, batch: Batch) -> Part:
    return label_batch(batch, labeller_of(recipe), recipe.corrections, recipe.min_chars)


def _steps(sources: Sequence[Source], table: LabelTable) -> Iterator[tuple[Source, Batch | str | bool | None]]:
    for source in sources:
        if table.has(source):
            yield source, True
            continue
        try:
            for batch in iter_batches(source):
                yield source, batch
            yield source, None
        except CorpusError as problem:
            yield source, str(problem)


def _in_order(
    steps: Iterator[tuple[Source, Batch | str | bool | None]], work: Callable[[Batch], Part], pool: Parallel
) -> Iterator[tuple[Source, int, _Step]]:
    """Source, bytes of it that are done, and result of every step."""
    with pool as parallel:
        while window := list(islice(steps, _WINDOW)):
            parts = parallel(delayed(work)(step) for _, step in window if isinstance(step, Batch))
            for source, step in window:
                if isinstance(step, Batch):
                    yield source, step.n_bytes, next(parts)
                else:
                    yield source, 0, step
            # joblib takes the next window only when it has been asked for the end of this one
            next(parts, None)


def _enter(table: LabelTable, source: Source, result: _Step) -> list[str]:
    """Put the result of a step into the table; what could not be used."""
    if isinstance(result, Part):
        return [*table.add_problems(result.problems), *table.add(result.rows, result.keys)]
    said = table.take_over(source) if result is True else []
    if isinstance(result, str):
        said = [result]
    elif result is None and not is_unchanged(source):
        said = [f"{source.name}: changed while it was read, so rows may be missing. Start the same command again"]
    table.end(source, whole=result is True or not said)
    return said
