"""A batch of input to its part of the label table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from textml.corpus.article import Article
from textml.corpus.pages.corrections import Correction
from textml.corpus.reading.batches import Batch, read_batch
from textml.corpus.reading.known_ids import hash_ids
from textml.errors import CorpusError
from textml.predict.labeller import Labeller

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Part:
    """What a batch came to.

    Attributes
    ----------
    rows : of the label table, one a story
    keys : (n_rows,) uint64, a hash of each id
    problems, notes : what could not be used, what a person may want to look at
    """

    rows: "pa.RecordBatch"
    keys: np.ndarray
    problems: tuple[str, ...]
    notes: tuple[str, ...]


def table_schema(labeller: Labeller) -> "pa.Schema":
    """Columns of the label table with their types."""
    import pyarrow as pa

    def type_of(name: str) -> "pa.DataType":
        if name == "needs_review":
            return pa.bool_()
        return pa.float64() if name == "confidence" or name.startswith("p_") else pa.string()

    return pa.schema([(name, type_of(name)) for name in labeller.names])


def label_batch(batch: Batch, labeller: Labeller, corrections: Sequence[Correction] = (), min_chars: int = 0) -> Part:
    """Read a batch, cut it where it is pages, label it; an article that fails is a problem, the others go on."""
    import pyarrow as pa

    try:
        reading = read_batch(batch, corrections, min_chars)
    except CorpusError as problem:
        return label_nothing(labeller, [str(problem)])
    schema = table_schema(labeller)
    tables, failures = _label_or_halve(reading.articles, labeller, schema)
    rows = pa.concat_batches(tables) if tables else pa.RecordBatch.from_pylist([], schema)
    keys = hash_ids(rows["id"].to_pylist())
    return Part(rows, keys, (*reading.problems, *failures), tuple(reading.notes))


def label_nothing(labeller: Labeller, problems: Sequence[str]) -> Part:
    """The part of a batch that could not be read."""
    import pyarrow as pa

    empty = pa.RecordBatch.from_pylist([], table_schema(labeller))
    return Part(empty, hash_ids([]), tuple(problems), ())


def _label_or_halve(
    articles: Sequence[Article], labeller: Labeller, schema: "pa.Schema"
) -> tuple[list["pa.RecordBatch"], list[str]]:
    """Rows of the articles that can be labelled, and what went wrong with the others."""
    import pyarrow as pa

    if not articles:
        return [], []
    try:
        return [pa.RecordBatch.from_pydict(dict(labeller.label(articles)), schema)], []
    except Exception as cause:
        # whatever it is that one article in a million brings about: the others are labelled all the same
        if len(articles) == 1:
            what = f"{type(cause).__name__}: {cause}"
            return [], [f"{articles[0].id}: could not be labelled ({what}). Look at its text, or take it out"]
    middle = len(articles) // 2
    (one, failed), (other, also) = (
        _label_or_halve(half, labeller, schema) for half in (articles[:middle], articles[middle:])
    )
    return one + other, failed + also
