"""Read files line by line, without keeping a line that is longer than any article."""

from collections.abc import Iterator
from typing import Protocol

#: Bytes of the longest line that is read, its line end counted. An article of a newspaper has a few thousand, a whole
#: year of one about this many; what is longer has lost its line ends.
LONGEST_LINE = 1 << 26
# Bytes of a long line that are passed over at a time.
_PIECE_BYTES = 1 << 20


class HasLines(Protocol):
    """A binary file, or a stream that decompresses one."""

    def readline(self, size: int, /) -> bytes:
        """Read a line, or as many bytes of it."""


def read_lines(file: HasLines) -> Iterator[bytes | int]:
    """Read the lines of a file.

    Parameters
    ----------
    file : binary file
        Open for reading, also as a decompressing stream.

    Yields
    ------
    bytes or int
        The line with its end; of a line that is longer than LONGEST_LINE only the number of its bytes.
    """
    while line := file.readline(LONGEST_LINE + 1):
        yield line if len(line) <= LONGEST_LINE else len(line) + skip_rest(file, line)


def skip_rest(file: HasLines, begun: bytes) -> int:
    """Pass over the rest of a line that has been read in part; return the number of its bytes."""
    n_bytes, piece = 0, begun
    while piece and not piece.endswith(b"\n"):
        piece = file.readline(_PIECE_BYTES)
        n_bytes += len(piece)
    return n_bytes


def describe_long_line(n_bytes: int) -> str:
    """Say that a line is too long."""
    return f"a line of {n_bytes:,} bytes, and {LONGEST_LINE:,} are the most that is read: line ends are missing"
