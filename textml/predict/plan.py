"""Divide the input of a dataset into partitions of a few seconds of work each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from textml.corpus.reading.batches import Batch, iter_batches, split_batch
from textml.corpus.reading.sources import Source, is_seekable, is_table
from textml.disk.files import digest
from textml.errors import CorpusError
from textml.predict.result import MessageLog

#: Input bytes of a partition: a few seconds of work, so that little is repeated and many workers are busy.
PART_BYTES = 1 << 24


@dataclass(frozen=True, slots=True)
class Partition:
    """Input of one part: lines of a table, a table that cannot be divided, or the pages of some issues.

    Attributes
    ----------
    number : int
        Place among all partitions, from 0.
    pieces : tuple of (Source, Batch or None)
        Sources, each with one of its batches; None for a whole table.
    """

    number: int
    pieces: tuple[tuple[Source, Batch | None], ...]

    @property
    def n_bytes(self) -> int:
        """Size of the input."""
        return sum(batch.n_bytes if batch else source.n_bytes for source, batch in self.pieces)

    @property
    def key(self) -> str:
        """Digest of the input."""
        return digest([[(s.name, s.stamp, b and (b.first, b.span)) for s, b in self.pieces]])

    @property
    def name(self) -> str:
        """Name of the part's file; names sort in the order of the input."""
        return f"part-{self.number:06d}-{self.key[:12]}.parquet"

    @property
    def input(self) -> list[str]:
        """Description of the input."""
        return [f"{s.name}, bytes {b.span[0]} to {b.span[1]}" if b and b.span[1] else s.name for s, b in self.pieces]

    def without(self, names: Sequence[str]) -> "Partition":
        """Return the same place in the input without some sources."""
        return replace(self, pieces=tuple(piece for piece in self.pieces if piece[0].name not in names))

    def read_batches(self, problems: MessageLog) -> Iterator[Batch]:
        """Read the batches of the input; a table that cannot be read to its end gives the batches before."""
        for source, batch in self.pieces:
            if batch:
                yield from split_batch(batch)
                continue
            try:
                yield from iter_batches(source)
            except CorpusError as problem:
                problems.add([str(problem)])


def plan_partitions(sources: Sequence[Source], problems: MessageLog) -> Iterator[Partition]:
    """Divide sources into partitions, in their order.

    Each table has partitions of its own, so that a new table changes no other part. Issues of pages share partitions.

    Parameters
    ----------
    sources : sequence of Source
        The input.
    problems : MessageLog
        Takes a message for each source that cannot be read.

    Yields
    ------
    Partition
    """
    number = 0
    issues: list[tuple[Source, Batch | None]] = []
    for source in [*sources, None]:
        alone = source is None or is_table(source)
        if issues and (alone or sum(issue.n_bytes for issue, _ in issues) >= PART_BYTES):
            yield Partition(number, tuple(issues))
            number, issues = number + 1, []
        if source is None:
            return
        try:
            for batch in iter_batches(source, PART_BYTES) if is_seekable(source) else [None]:
                if alone:
                    yield Partition(number, ((source, batch),))
                    number += 1
                else:
                    issues.append((source, batch))
        except CorpusError as problem:
            problems.add([str(problem)])
