"""Tables as CSV, written so that no spreadsheet runs a cell as a formula."""

import csv
import re
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, BinaryIO

from textml.corpus.decode import decode
from textml.corpus.formats.lines import LONGEST_LINE
from textml.corpus.formats.rows import Numbered, check_columns
from textml.errors import CorpusError

if TYPE_CHECKING:
    import pyarrow as pa

# Characters of the longest line and of the longest cell; the csv module keeps four bytes for each. A cell may hold a
# whole page; a longer one means that a quotation mark was not closed.
_LONGEST_CELL = LONGEST_LINE // 4
# The encoding of a longer file is taken from its beginning, because the file is read row by row.
_SAMPLE_BYTES = 1 << 26
# Follows the last line; inside a cell it shows that a quotation mark was not closed.
_END = "\U0010ffff"
# The csv module has one limit for the whole process. It is raised for one row at a time, by one thread at a time.
_LIMIT_LOCK = Lock()

#: Beginning of a cell that a spreadsheet would compute, full-width signs included, after any apostrophes that prevent
#: it (OWASP, CSV injection; some spreadsheets skip spaces first). Python's `re` and Arrow's RE2 read it alike.
COMPUTED = "'*(?:[\t\r\n]|[ \u00a0\u3000]*[=+\\-@＝＋－＠])"
_ESCAPED = re.compile(f"'(?={COMPUTED})")


class Csv:
    """Comma-separated values in UTF-8 with a byte order mark; one apostrophe protects cells that look like formulas."""

    def __init__(self, file: BinaryIO, schema: "pa.Schema") -> None:
        import pyarrow.csv as arrow_csv

        # without the mark, spreadsheets show Chinese as mojibake
        file.write("\ufeff".encode())
        self._file = file
        self._writer = arrow_csv.CSVWriter(file, schema)

    def write(self, rows: "pa.RecordBatch") -> None:
        """Append rows."""
        self._writer.write(_replace(rows, f"^({COMPUTED})", r"'\1"))

    def position(self) -> int:
        """Return the number of bytes written."""
        return self._file.tell()

    def close(self) -> None:
        """Finish the table; the file stays open."""
        self._writer.close()

    @staticmethod
    def read_back(path: Path, schema: "pa.Schema", start: int, stop: int) -> Iterator["pa.RecordBatch"]:
        """Read the rows that this class wrote between two positions."""
        import pyarrow as pa
        import pyarrow.csv as arrow_csv

        names = arrow_csv.ReadOptions(column_names=schema.names)
        quoting = arrow_csv.ParseOptions(newlines_in_values=True)
        types = arrow_csv.ConvertOptions(column_types=schema)
        if start < stop:
            with pa.OSFile(str(path)) as file:
                for rows in arrow_csv.open_csv(file.get_stream(start, stop - start), names, quoting, types):
                    yield _replace(rows, f"^'({COMPUTED})", r"\1")

    @staticmethod
    def read_rows(file: BinaryIO, where: str) -> Iterator[Numbered]:
        """Read the rows of any CSV file: commas, semicolons or tabs, in any encoding that `decode` knows."""
        text = TextIOWrapper(file, _detect_encoding(file, where), "replace", "")
        try:
            yield from _parse(text, where)
        finally:
            text.detach()

    @staticmethod
    def damage() -> tuple[type[Exception], ...]:
        """Nothing: texts are decoded with replacements, and a row that cannot be read says so."""
        return ()


def _parse(text: TextIOWrapper, where: str) -> Iterator[Numbered]:
    first = text.readline(_LONGEST_CELL)
    text.seek(0)
    # spreadsheets write semicolons or tabs where the comma is the decimal point
    rows = csv.DictReader(_lines(text, where), delimiter=max(",;\t", key=first.count))
    before = 1
    while (row := _next_row(rows, where)) is not None:
        if before == 1:
            check_columns(rows.fieldnames or (), where)
        last = next((cell for cell in reversed(row.values()) if cell), "")
        if _END in last:
            if next(iter(row.values())) != _END:
                yield before + 1, "a quotation mark is not closed, so all that follows was read as one cell"
        elif None in row:
            yield rows.line_num, "more cells than the first line has columns: put texts with commas in quotation marks"
        else:
            yield rows.line_num, {name: _unescape(cell) for name, cell in row.items()}
        before = rows.line_num


def _lines(text: TextIOWrapper, where: str) -> Iterator[str]:
    """Lines of a file, and _END after the last."""
    number = 0
    while line := text.readline(_LONGEST_CELL + 1):
        number += 1
        if len(line) > _LONGEST_CELL:
            raise CorpusError(
                f"{where}:{number}: a line of more than {_LONGEST_CELL:,} characters, which is the most that is read. "
                "Write the table again with one article a line, or as .jsonl"
            )
        yield line
    yield _END


def _next_row(rows: "csv.DictReader[str]", where: str) -> dict[str, Any] | None:
    """Read one row with a raised limit on the length of cells, and set the limit back."""
    begin = rows.line_num + 1
    with _LIMIT_LOCK:
        limit = csv.field_size_limit(_LONGEST_CELL)
        try:
            return next(rows, None)
        except csv.Error as cause:
            raise CorpusError(
                f"{where}:{begin}: cannot be read as a row ({cause}); {_LONGEST_CELL:,} characters are the most in a "
                "cell, and a quotation mark may be open. Correct the row, or write the table again as .jsonl"
            ) from cause
        finally:
            csv.field_size_limit(limit)


def _detect_encoding(file: BinaryIO, where: str) -> str:
    """Encoding of a CSV file, from its whole lines up to `_SAMPLE_BYTES`."""
    sample = file.read(_SAMPLE_BYTES)
    if file.read(1):
        end = sample.rfind(b"\n") + 1
        # a character of UTF-16 has two bytes
        sample = sample[: end + end % 2]
    file.seek(0)
    encoding = decode(sample, where)[1]
    return "utf-8-sig" if encoding == "utf-8" else encoding


def _unescape(cell: str | None) -> str | None:
    """Take off the apostrophe that protected a cell."""
    return cell[1:] if cell and _ESCAPED.match(cell) else cell


def _replace(rows: "pa.RecordBatch", pattern: str, replacement: str) -> "pa.RecordBatch":
    """Replace a pattern in every cell of text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = [
        pc.replace_substring_regex(column, pattern, replacement) if pa.types.is_string(column.type) else column
        for column in rows.columns
    ]
    return pa.RecordBatch.from_arrays(columns, schema=rows.schema)
