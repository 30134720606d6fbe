"""Tables as Excel workbooks, written row by row."""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import islice
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from textml.corpus.formats.workbook import read_workbook
from textml.errors import ArtifactError, MissingExtraError

if TYPE_CHECKING:
    import pyarrow as pa

# What a sheet holds, its header counted, and a cell, in UTF-16 code units: Microsoft, Excel specifications and limits.
_MAX_ROWS = 1_048_576
_MAX_CELL = 32_767
_INSTEAD = "Nothing was cut and nothing written; take .csv, .jsonl or .parquet, which hold it whole"
# Width of a column in characters, and the rows that it is made to fit.
_NARROWEST, _WIDEST, _N_MEASURED = 8, 60, 200
_BATCH = 1000


class Excel:
    """A workbook of one sheet: texts stay texts, the header stays in view; memory holds one row."""

    def __init__(self, file: BinaryIO, schema: "pa.Schema") -> None:
        try:
            import xlsxwriter
        except ImportError as cause:
            raise MissingExtraError(
                'Excel tables need XlsxWriter, which is not installed. Run: pip install "textml[excel]"'
            ) from cause

        self._names = schema.names
        self._book = xlsxwriter.Workbook(file, {"constant_memory": True})
        # otherwise the same table has other bytes every second
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
        ArtifactError : a text is longer than a cell can hold, or there are more rows than in a sheet
        """
        for row in rows.to_pylist():
            self._n_rows += 1
            if self._n_rows >= _MAX_ROWS:
                raise ArtifactError(f"an Excel sheet holds {_MAX_ROWS - 1:,} rows, and there are more. {_INSTEAD}")
            for column, name in enumerate(self._names):
                self._write_cell(column, row[name], row)

    def _write_cell(self, column: int, value: object, row: Mapping[str, Any]) -> None:
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

    def _check(self, column: int, text: str, row: Mapping[str, Any]) -> None:
        n_units = len(text.encode("utf-16-le")) // 2 if len(text) > _MAX_CELL // 2 else 0
        if n_units > _MAX_CELL:
            where = f"row {self._n_rows} ({row.get('id', 'no id')}), column {self._names[column]!r}"
            raise ArtifactError(f"{where}: {n_units:,} characters; a cell of Excel holds {_MAX_CELL:,}. {_INSTEAD}")

    def position(self) -> int:
        """Rows written."""
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
            # wraps what the file system said, which is told elsewhere
            raise failure.args[0] from failure

    @staticmethod
    def read(path: Path, schema: "pa.Schema", start: int, stop: int) -> Iterator["pa.RecordBatch"]:
        """Rows that were written between two positions; for workbooks that this class wrote."""
        import pyarrow as pa

        with path.open("rb") as file:
            # the sheet counts its header as row 1
            numbered = ((number - 1, row) for number, row in read_workbook(file, str(path)) if isinstance(row, dict))
            rows = (row for number, row in numbered if start < number <= stop)
            while batch := list(islice(rows, _BATCH)):
                yield pa.RecordBatch.from_pylist([_filled(row, schema) for row in batch], schema)


def _filled(row: Mapping[str, Any], schema: "pa.Schema") -> dict[str, Any]:
    """A row as it was written: a sheet has no empty texts, only empty cells."""
    import pyarrow as pa

    return {f.name: "" if row[f.name] is None and pa.types.is_string(f.type) else row[f.name] for f in schema}


def _width(text: str) -> int:
    """Width in characters of the first line; Chinese ones are twice as wide."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text.partition("\n")[0])
