"""Tables as JSON lines; compressed ones are read too."""

import codecs
import gzip
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from textml.corpus.formats.lines import LONGEST_LINE, describe_long_line, read_lines
from textml.corpus.formats.rows import BadCell, Numbered, Row

if TYPE_CHECKING:
    import pyarrow as pa

# Rows are read back in pieces of this many bytes: few calls, little memory.
_PIECE_BYTES = 1 << 20
# orjson reads whole numbers from here on as floats, which may give two ids one number.
_INEXACT = 2.0**63
_TWICE = BadCell("stands twice in its line. Remove one of the two")


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
        yield from parse_lines(read_lines(file))

    @staticmethod
    def damage() -> tuple[type[Exception], ...]:
        """Nothing: a line that cannot be read is a problem of its row."""
        return ()


class GzipJsonLines:
    """JSON lines in a gzip file, which are read and not written."""

    @staticmethod
    def read_rows(file: BinaryIO, where: str) -> Iterator[Numbered]:
        """Read the rows of any compressed JSON lines file."""
        with gzip.open(file) as lines:
            yield from parse_lines(read_lines(lines))

    @staticmethod
    def damage() -> tuple[type[Exception], ...]:
        """What gzip raises on a file that is cut off, altered or followed by something else."""
        return (EOFError, zlib.error)


def parse_lines(lines: Iterable[bytes | int], first: int = 1) -> Iterator[Numbered]:
    """Read rows of JSON lines.

    Parameters
    ----------
    lines : iterable of bytes or int
        With or without their line ends; a number of bytes in place of a line that is too long.
    first : int
        Number of the first line in its file, from 1.

    Yields
    ------
    (int, Row or str)
        Number of the line, and its row or what is wrong with it. Empty lines are skipped.
    """
    for number, line in enumerate(lines, first):
        # the limit counts the line end, which a line of a split block has lost
        n_bytes = line if isinstance(line, int) else len(line) + (not line.endswith(b"\n"))
        if isinstance(line, int) or n_bytes > LONGEST_LINE:
            yield number, describe_long_line(n_bytes)
            continue
        line = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if line.strip():
            yield number, _parse(line)


def _parse(line: bytes) -> Row | str:
    """The object in a line, or what is wrong with it."""
    import orjson

    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as cause:
        return f"not JSON ({cause})"
    if not isinstance(row, dict):
        return "not a JSON object"
    return row if _is_exact(row, line) else _parse_exactly(line)


def _is_exact(row: dict[str, Any], line: bytes) -> bool:
    """Whether a row surely has every key of its line, and every whole number as it stands there."""
    n_texts = len(row)
    for value in row.values():
        if type(value) is str:
            n_texts += 1
        elif type(value) is float and abs(value) >= _INEXACT:
            return False
    # a key that comes twice, and texts that lie deeper, have quotation marks of their own
    n_escaped = line.count(b'\\"') if b"\\" in line else 0
    return line.count(b'"') - n_escaped == 2 * n_texts


def _parse_exactly(line: bytes) -> Row | str:
    """The object in a line, by Python's own parser: slower, but it shows every key and cuts no number."""
    try:
        return dict(json.loads(line, object_pairs_hook=_build_object))
    except (ValueError, RecursionError) as cause:
        return f"not JSON that can be read in one way ({cause})"


def _build_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose repeated keys have no value that could be chosen."""
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        found |= {key: _TWICE for key, n in counts.items() if n > 1}
    return found
