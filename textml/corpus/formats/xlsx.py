"""Tables as Excel workbooks, row by row: texts stay texts, and formulas are read as their saved values."""

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from itertools import islice, zip_longest
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from zipfile import BadZipFile

from textml.corpus.formats.rows import Numbered, Row
from textml.errors import ArtifactError, CorpusError, MissingExtraError

if TYPE_CHECKING:
    import pyarrow as pa

# Rows of a sheet, its header counted (Microsoft, Excel specifications and limits).
_MAX_ROWS = 1_048_576
# UTF-16 code units of a cell (same source).
_MAX_CELL = 32_767
_INSTEAD = "Nothing was written; use .csv, .jsonl or .parquet, which have no such limit"
# Width of a column in characters, and how many rows from the top decide it.
_NARROWEST, _WIDEST, _N_MEASURED = 8, 60, 200
# Rows read back at a time.
_BATCH_ROWS = 1000


class Xlsx:
    """A workbook of one sheet whose header stays in view; memory holds one row."""

    def __init__(self, file: BinaryIO, schema: "pa.Schema") -> None:
        try:
            import xlsxwriter
        except ImportError as cause:
            raise MissingExtraError(
                'Excel tables need XlsxWriter, which is not installed. Run: pip install "textml[excel]"'
            ) from cause

        self._names = schema.names
        self._book = xlsxwriter.Workbook(file, {"constant_memory": True})
        # otherwise the bytes of the same table change every second
        self._book.set_properties({"created": datetime(2000, 1, 1)})
        self._sheet = self._book.add_worksheet("textml")
        # the format "text" keeps a formula a text and an id its zeros when somebody edits the cell
        self._text = self._book.add_format({"num_format": "@"})
        header = self._book.add_format({"num_format": "@", "bold": True})
        self._widths = [max(_NARROWEST, _width(name)) for name in self._names]
        self._n_rows = 0
        for column, name in enumerate(self._names):
            self._sheet.write_string(0, column, name, header)
        self._sheet.freeze_panes(1, 0)

    def write(self, rows: "pa.RecordBatch") -> None:
        """Append rows.

        Raises
        ------
        ArtifactError
            A text is longer than a cell can hold, or there are more rows than a sheet can hold.
        """
        for row in rows.to_pylist():
            self._n_rows += 1
            if self._n_rows >= _MAX_ROWS:
                raise ArtifactError(f"an Excel sheet holds {_MAX_ROWS - 1:,} rows, and there are more. {_INSTEAD}")
            for column, name in enumerate(self._names):
                self._write_cell(column, row[name], row)

    def _write_cell(self, column: int, value: object, row: Row) -> None:
        if value is None or (isinstance(value, float) and isnan(value)):
            return
        if isinstance(value, bool):
            self._sheet.write_boolean(self._n_rows, column, value)
        elif isinstance(value, int | float):
            self._sheet.write_number(self._n_rows, column, value)
        else:
            text = str(value)
            self._check(column, text, row)
            # never `write`, which makes formulas and links of texts that look like them
            self._sheet.write_string(self._n_rows, column, text, self._text)
            if self._n_rows <= _N_MEASURED:
                self._widths[column] = max(self._widths[column], _width(text[:_WIDEST]))

    def _check(self, column: int, text: str, row: Row) -> None:
        n_units = len(text.encode("utf-16-le")) // 2 if len(text) > _MAX_CELL // 2 else 0
        if n_units > _MAX_CELL:
            where = f"row {self._n_rows} ({row.get('id', 'no id')}), column {self._names[column]!r}"
            raise ArtifactError(f"{where}: {n_units:,} characters; a cell of Excel holds {_MAX_CELL:,}. {_INSTEAD}")

    def position(self) -> int:
        """Return the number of rows written."""
        return self._n_rows

    def close(self) -> None:
        """Finish the workbook; the file stays open."""
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, min(width + 1, _WIDEST))
        if self._names:
            self._sheet.autofilter(0, 0, self._n_rows, len(self._names) - 1)
        from xlsxwriter.exceptions import FileCreateError

        try:
            self._book.close()
        except FileCreateError as failure:
            # show the error of the file system, not its wrapper
            raise failure.args[0] from failure

    @staticmethod
    def read_back(path: Path, schema: "pa.Schema", start: int, stop: int) -> Iterator["pa.RecordBatch"]:
        """Read the rows that this class wrote between two positions."""
        import pyarrow as pa

        with path.open("rb") as file:
            # the sheet counts its header as row 1
            numbered = ((number - 1, row) for number, row in Xlsx.read_rows(file, str(path)) if isinstance(row, dict))
            rows = (row for number, row in numbered if start < number <= stop)
            while batch := list(islice(rows, _BATCH_ROWS)):
                yield pa.RecordBatch.from_pylist([_fill(row, schema) for row in batch], schema)

    @staticmethod
    def read_rows(file: BinaryIO, where: str) -> Iterator[Numbered]:
        """Read the rows of the first sheet of any workbook, numbered as the sheet shows them; empty ones are skipped.

        Raises
        ------
        CorpusError
            openpyxl is not installed.
        ValueError
            The file is no workbook.
        """
        try:
            from openpyxl import load_workbook
            from openpyxl.utils.escape import unescape
        except ImportError as cause:
            raise CorpusError(
                f'{where}: Excel tables are read by openpyxl, which is not installed. Run: pip install "textml[excel]"'
            ) from cause

        try:
            book = load_workbook(file, read_only=True, data_only=True)
        except (BadZipFile, LookupError, SyntaxError) as cause:
            raise ValueError("not an Excel workbook") from cause
        rows = book.worksheets[0].iter_rows(values_only=True)
        names = [None if name is None else str(name) for name in next(rows, ())]
        for number, cells in enumerate(rows, 2):
            # characters that XML cannot hold are written as their numbers
            values = [unescape(cell) if isinstance(cell, str) and "_x" in cell else cell for cell in cells]
            if any(name is None and value is not None for name, value in zip_longest(names, values)):
                yield number, "more cells than the first row has names"
            elif any(value is not None for value in values):
                yield number, {name: value for name, value in zip_longest(names, values) if name is not None}


def _fill(row: Row, schema: "pa.Schema") -> dict[str, Any]:
    """Return a row as it was written: a sheet has no empty texts, only empty cells."""
    import pyarrow as pa

    return {f.name: "" if row[f.name] is None and pa.types.is_string(f.type) else row[f.name] for f in schema}


def _width(text: str) -> int:
    """Width in characters of the first line; Chinese ones are twice as wide."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text.partition("\n")[0])
