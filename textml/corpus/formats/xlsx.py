"""Tables as Excel workbooks, row by row: texts stay texts, and formulas are read as their saved values."""

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import islice
from math import isnan
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TYPE_CHECKING, Any, BinaryIO

from textml.corpus.formats.rows import Numbered, Row
from textml.corpus.formats.workbook import DAMAGE, read_first_sheet
from textml.errors import ArtifactError, MissingExtraError

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
    """A workbook whose header stays in view; memory holds one row.

    Parameters
    ----------
    file : BinaryIO
        Open for writing; it stays open.
    schema : pyarrow.Schema
        Names and types of the columns.
    blank : sequence of str
        Names of further columns, for a person to fill in.
    """

    def __init__(self, file: BinaryIO, schema: "pa.Schema", blank: Sequence[str] = ()) -> None:
        try:
            import xlsxwriter
        except ImportError as cause:
            raise MissingExtraError(
                'Excel tables need XlsxWriter, which is not installed. Run: pip install "textml[excel]"'
            ) from cause

        self._names = schema.names
        header_cells = [*self._names, *blank]
        self._target = _Target(file)
        with self._explain_temporary_files():
            # rows wait here until the workbook is closed
            self._folder = TemporaryDirectory(prefix="textml-")
            self._book = xlsxwriter.Workbook(self._target, {"constant_memory": True, "tmpdir": self._folder.name})
            self._sheet = self._book.add_worksheet("textml")
        # otherwise the bytes of the same table change every second
        self._book.set_properties({"created": datetime(2000, 1, 1)})
        # the format "text" keeps a formula a text and an id its zeros when somebody edits the cell
        self._text = self._book.add_format({"num_format": "@"})
        header = self._book.add_format({"num_format": "@", "bold": True})
        self._widths = [max(_NARROWEST, _width(name)) for name in header_cells]
        self._n_rows = 0
        for column, name in enumerate(header_cells):
            self._sheet.write_string(0, column, name, header)
        self._sheet.freeze_panes(1, 0)

    def write(self, rows: "pa.RecordBatch") -> None:
        """Append rows.

        Raises
        ------
        ArtifactError
            A text is longer than a cell can hold, there are more rows than a sheet can hold, or the folder for
            temporary files is full.
        """
        with self._explain_temporary_files():
            self._write_rows(rows)

    def _write_rows(self, rows: "pa.RecordBatch") -> None:
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

    def offer(self, column: str, sheet: str, rows: Sequence[Sequence[str]]) -> None:
        """Offer the cells that a second sheet begins its rows with, in a drop-down list in every cell of a column.

        Parameters
        ----------
        column : str
            Name of the column.
        sheet : str
            Name of the second sheet.
        rows : sequence of sequence of str
            Its rows, the first of which names its columns.
        """
        second, place = self._book.add_worksheet(sheet), self._names.index(column)
        for number, row in enumerate(rows):
            for cell, text in enumerate(row):
                second.write_string(number, cell, text, self._text)
        second.set_column(1, len(rows[0]) - 1, _WIDEST)
        choices = {"validate": "list", "source": f"='{sheet}'!$A$2:$A${len(rows)}"}
        self._sheet.data_validation(1, place, max(self._n_rows, 1), place, choices)

    def position(self) -> int:
        """Return the number of rows written."""
        return self._n_rows

    def close(self) -> None:
        """Finish the workbook; the file stays open.

        Raises
        ------
        ArtifactError
            The folder for temporary files is full.
        OSError
            The file cannot be written.
        """
        try:
            with self._explain_temporary_files():
                if not self._target.given_up:
                    self._finish()
        finally:
            with suppress(OSError):
                # what XlsxWriter leaves open after a failure
                self._sheet._opt_close()
            self._folder.cleanup()

    @contextmanager
    def _explain_temporary_files(self) -> Iterator[None]:
        """Say which place cannot be written where it is not that of the workbook."""
        try:
            yield
        except OSError as cause:
            if self._target.failed:
                raise
            self._target.given_up = True
            raise ArtifactError(
                f"{_temporary_folder()}: cannot be written ({cause.strerror or cause}), and an Excel table needs room "
                "there until it is finished. Make room, let TMPDIR name another folder, or write .csv, .jsonl or "
                ".parquet"
            ) from cause

    def _finish(self) -> None:
        for column, width in enumerate(self._widths):
            self._sheet.set_column(column, column, min(width + 1, _WIDEST))
        if self._widths:
            self._sheet.autofilter(0, 0, self._n_rows, len(self._widths) - 1)
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
        """Read the rows of the first visible sheet of any workbook.

        Raises
        ------
        CorpusError
            openpyxl is not installed, or the workbook is more than can be read.
        """
        yield from read_first_sheet(file, where)

    @staticmethod
    def damage() -> tuple[type[Exception], ...]:
        """What openpyxl raises."""
        return DAMAGE


class _Target:
    """The file of a workbook; once it is given up nothing more is written, whatever zipfile still tries."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.failed = self.given_up = False

    def write(self, content: bytes) -> int:
        """Write bytes."""
        if self.given_up:
            return len(content)
        try:
            return self._file.write(content)
        except OSError:
            self.failed = self.given_up = True
            raise

    def seek(self, *place: int) -> int:
        """Go to a place."""
        return 0 if self.given_up else self._file.seek(*place)

    def tell(self) -> int:
        """Return the place."""
        return 0 if self.given_up else self._file.tell()

    def flush(self) -> None:
        """Hand on what was written."""
        if not self.given_up:
            self._file.flush()


def _temporary_folder() -> str:
    try:
        return gettempdir()
    except OSError:
        return "no folder for temporary files"


def _fill(row: Row, schema: "pa.Schema") -> dict[str, Any]:
    """Return a row as it was written: a sheet has no empty texts, only empty cells."""
    import pyarrow as pa

    return {f.name: "" if row[f.name] is None and pa.types.is_string(f.type) else row[f.name] for f in schema}


def _width(text: str) -> int:
    """Width in characters of the first line; Chinese ones are twice as wide."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text.partition("\n")[0])
