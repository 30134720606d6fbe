"""Tables as JSON lines; compressed ones are read too."""

import codecs
import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from textml.corpus.formats.rows import Numbered

if TYPE_CHECKING:
    import pyarrow as pa

# Rows are read back in pieces of this many bytes: few calls, little memory.
_PIECE_BYTES = 1 << 20


class JsonLines:
    """One JSON object a line, in UTF-8."""

    def __init__(self, file: BinaryIO, schema: "pa.Schema") -> None:
        self._file = file
        # a pipe cannot tell its position
        self._n_bytes = 0

    def write(self, rows: "pa.RecordBatch") -> None:
        """Append rows."""
        import orjson

        lines = b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows.to_pylist())
        self._file.write(lines)
        self._n_bytes += len(lines)

    def position(self) -> int:
        """Return the number of bytes written."""
        return self._n_bytes

    def close(self) -> None:
        """Finish the table; the file stays open."""

    @staticmethod
    def read_back(path: Path, schema: "pa.Schema", start: int, stop: int) -> Iterator["pa.RecordBatch"]:
        """Read the rows that this class wrote between two positions."""
        import orjson
        import pyarrow as pa

        with path.open("rb") as file:
            file.seek(start)
            while start < stop:
                # readlines reads on until it has more bytes than asked for
                piece = file.readlines(min(_PIECE_BYTES, stop - start) - 1)
                start += sum(map(len, piece))
                yield pa.RecordBatch.from_pylist([orjson.loads(line) for line in piece], schema)

    @staticmethod
    def read_rows(file: BinaryIO, where: str) -> Iterator[Numbered]:
        """Read the rows of any JSON lines file."""
        yield from parse_lines(file)


class GzipJsonLines:
    """JSON lines in a gzip file, which are read and not written."""

    @staticmethod
    def read_rows(file: BinaryIO, where: str) -> Iterator[Numbered]:
        """Read the rows of any compressed JSON lines file."""
        with gzip.open(file) as lines:
            yield from parse_lines(lines)


def parse_lines(lines: Iterable[bytes], first: int = 1) -> Iterator[Numbered]:
    """Read rows of JSON lines.

    Parameters
    ----------
    lines : iterable of bytes
        With or without their line ends.
    first : int
        Number of the first line in its file, from 1.

    Yields
    ------
    (int, Row or str)
        Number of the line, and its row or what is wrong with it. Empty lines are skipped.
    """
    import orjson

    for number, line in enumerate(lines, first):
        line = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError as cause:
            yield number, f"not JSON ({cause})"
        else:
            yield number, row if isinstance(row, dict) else "not a JSON object"
