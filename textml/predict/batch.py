"""Label one batch of input."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from textml.corpus.article import Article
from textml.corpus.pages.corrections import Correction
from textml.corpus.reading.batches import Batch, read_batch
from textml.corpus.reading.known_ids import hash_ids
from textml.errors import CorpusError
from textml.models.shift.sample import Sampled, draw_sample
from textml.predict.labeller import Labeller

if TYPE_CHECKING:
    import pyarrow as pa

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class BatchResult:
    """Labels of a batch.

    Attributes
    ----------
    rows : pyarrow.RecordBatch
        Rows of the label table, one for each story.
    keys : (n_rows,) uint64 array
        Hashes of the ids.
    problems : tuple of str
        Files, rows and articles that could not be used.
    notes : tuple of str
        Decisions worth a look, such as cuts that are uncertain.
    sample : tuple of Sampled
        Some of the articles with their labels, to see whether they differ from the labelled ones.
    """

    rows: "pa.RecordBatch"
    keys: np.ndarray
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    sample: tuple[Sampled, ...] = ()


def table_schema(labeller: Labeller) -> "pa.Schema":
    """Columns of the label table with their types."""
    import pyarrow as pa

    def type_of(name: str) -> "pa.DataType":
        if name == "needs_review":
            return pa.bool_()
        return pa.float64() if name == "confidence" or name.startswith("p_") else pa.string()

    return pa.schema([(name, type_of(name)) for name in labeller.names])


def label_batch(
    batch: Batch, labeller: Labeller, corrections: Sequence[Correction] = (), min_chars: int = 0, share: float = 1.0
) -> BatchResult:
    """Read a batch, cut it into articles if it is pages, and label the stories.

    Parameters
    ----------
    batch : Batch
        Part of a source.
    labeller : Labeller
        What labels.
    corrections : sequence of Correction
        Corrections of page cuts.
    min_chars : int
        Stories with fewer characters are not labelled.
    share : float
        Share of the articles that the sample looks at, in (0, 1], see `choose_share`.

    Returns
    -------
    BatchResult
        An article that cannot be labelled, and a batch that cannot be read, are problems.
    """
    import pyarrow as pa

    schema = table_schema(labeller)
    try:
        reading = read_batch(batch, corrections, min_chars)
    except CorpusError as problem:
        return BatchResult(pa.RecordBatch.from_pylist([], schema), hash_ids([]), (str(problem),), ())
    tables, failed = label_or_halve(
        reading.articles, lambda part: pa.RecordBatch.from_pydict(dict(labeller.label(part)), schema)
    )
    failures = [f"{article_id}: {why}" for article_id, why in failed]
    rows = pa.concat_batches(tables) if tables else pa.RecordBatch.from_pylist([], schema)
    ids = rows["id"].to_pylist()
    given = dict(zip(ids, rows["section"].to_pylist(), strict=True))
    labelled = [article for article in reading.articles if article.id in given]
    sample = draw_sample(labelled, [given[article.id] for article in labelled], share=share)
    return BatchResult(rows, hash_ids(ids), (*reading.problems, *failures), tuple(reading.notes), tuple(sample))


def label_or_halve(
    articles: Sequence[Article], label: Callable[[Sequence[Article]], T]
) -> tuple[list[T], list[tuple[str, str]]]:
    """Label articles, each that fails apart from the others.

    Parameters
    ----------
    articles : sequence of Article
        Stories.
    label : callable
        Labels some of them.

    Returns
    -------
    labels : list
        What `label` returned of the articles that can be labelled, in their order, in as few parts as that takes.
    failures : list of (str, str)
        Id of each of the others, and why it could not be labelled.
    """
    if not articles:
        return [], []
    try:
        return [label(articles)], []
    except Exception as cause:
        # one failing article must not lose its batch
        if len(articles) == 1:
            what = f"{type(cause).__name__}: {cause}"
            return [], [(articles[0].id, f"could not be labelled ({what}). Check its text, or leave it out")]
    middle = len(articles) // 2
    (labels, failures), (more_labels, more_failures) = (
        label_or_halve(half, label) for half in (articles[:middle], articles[middle:])
    )
    return labels + more_labels, failures + more_failures
