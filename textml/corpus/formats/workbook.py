"""Read the first sheet of a workbook, row by row, after checking that it fits into memory."""

import re
import warnings
import zlib
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from textml.corpus.formats.rows import BadCell, Numbered, check_columns
from textml.errors import CorpusError

if TYPE_CHECKING:
    from openpyxl.reader.excel import ExcelReader

#: Bytes of the largest part of a workbook. The sheet of 100,000 articles has 300 MB; openpyxl needs minutes for more.
MOST_UNPACKED = 1 << 30
# Parts up to this many bytes are read without a closer look.
_SMALL = 1 << 24
# Bytes of a row of a sheet, or of a text that cells share: openpyxl holds all of it, in up to 25 times the memory. A
# row of ten texts, each as long as Excel allows, has 1 MB.
_LONGEST_ROW = 1 << 24
# Rows of a sheet, or shared texts; each costs 200 bytes. Excel has at most a million rows.
_MOST_ROWS = 1 << 22
# Bytes of a part that are looked at together, and as many as a tag needs that stands on the border of two pieces.
_PIECE_BYTES, _TAG_BYTES = 1 << 20, 128
_ROW = re.compile(rb"<(?:\w+:)?(?:row|si)[\s/>]")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_UNSAVED = BadCell("holds a formula without a saved value. Open the workbook in Excel and save it, or write the value")

#: What openpyxl and zipfile raise on damaged workbooks: openpyxl converts most of what it finds without a check.
DAMAGE = (
    ArithmeticError,
    AttributeError,
    BadZipFile,
    EOFError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zlib.error,
)


def read_first_sheet(file: BinaryIO, where: str) -> Iterator[Numbered]:
    """Read the rows of the first sheet that is not hidden.

    The first row that holds something names the columns. Cells that are merged downwards have the value of the first.
    Formulas have their saved values.

    Parameters
    ----------
    file : BinaryIO
        The workbook.
    where : str
        Its name, for messages.

    Yields
    ------
    (int, Row or str)
        Number of the row as the sheet shows it, and the row or what is wrong with it. Empty rows are skipped.

    Raises
    ------
    CorpusError
        It unpacks to more than can be read, or has no sheet of cells; or openpyxl is not installed.
    """
    book = _open(file, where)
    path = _choose_sheet(book, where)
    merged = _MergedCells(_find_merged(book.archive, path))
    names: dict[int, str] = {}
    for number, cells in _read_cells(book, path):
        if all(value is None for value in cells.values()):
            continue
        if not names:
            names = {column: str(value) for column, value in cells.items() if value is not None}
            check_columns(names.values(), where)
            continue
        merged.fill(number, cells)
        if any(value is not None and column not in names for column, value in cells.items()):
            yield number, "more cells than the first row has names"
        else:
            yield number, {name: cells.get(column) for column, name in names.items()}


class _Archive(ZipFile):
    """The parts of a workbook; one that openpyxl could not hold in memory is refused before it is read."""

    where = ""

    def open(self, name: str | ZipInfo, *args: Any, **options: Any) -> IO[bytes]:
        about = name if isinstance(name, ZipInfo) else self.getinfo(name)
        if about.file_size > MOST_UNPACKED:
            self._refuse(about, f"unpacks to {about.file_size:,} bytes. Allowed: {MOST_UNPACKED:,}")
        if about.file_size > _SMALL:
            with super().open(about) as part:
                n_rows, longest = _measure(part)
            if longest > _LONGEST_ROW or n_rows > _MOST_ROWS:
                self._refuse(
                    about,
                    f"has a row or text of {longest:,} bytes or more, and {n_rows:,} of them before. Allowed: "
                    f"{_MOST_ROWS:,}, of {_LONGEST_ROW:,} bytes",
                )
        return super().open(about, *args, **options)

    def _refuse(self, about: ZipInfo, found: str) -> None:
        raise CorpusError(
            f"{self.where}: {about.filename} in this workbook {found}. Save it as .csv or .jsonl, or divide it"
        )


def _measure(part: IO[bytes]) -> tuple[int, int]:
    """Number of rows in a part, and the bytes of the longest; counting ends at one that is too long."""
    n_rows = longest = current = 0
    for piece, n_old in _pieces(part):
        last = n_old
        for found in _ROW.finditer(piece):
            if found.end() > n_old:
                longest = max(longest, current + found.start() - last)
                n_rows, current, last = n_rows + 1, 0, found.start()
        current += len(piece) - last
        longest = max(longest, current)
        if longest > _LONGEST_ROW or n_rows > _MOST_ROWS:
            break
    return n_rows, longest


def _pieces(part: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    """Pieces of a part, each behind the end of the piece before it; the number is the length of this end."""
    end = b""
    while piece := part.read(_PIECE_BYTES):
        piece = end + piece
        yield piece, len(end)
        end = piece[-_TAG_BYTES:]


def _open(file: BinaryIO, where: str) -> "ExcelReader":
    """Read what stands beside the sheets and is needed for their cells: shared texts, and the formats of dates."""
    try:
        import openpyxl
    except ImportError as cause:
        raise CorpusError(
            f'{where}: Excel tables are read by openpyxl, which is not installed. Run: pip install "textml[excel]"'
        ) from cause

    with warnings.catch_warnings():
        # about styles and filters that say nothing about the cells
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.reader.excel.ExcelReader(file, read_only=True, data_only=True, keep_links=False)
            book.archive = _Archive(file)
            book.archive.where = where
            book.read_manifest()
            book.read_strings()
            book.read_workbook()
        except DAMAGE as cause:
            raise ValueError("not an Excel workbook") from cause
        try:
            openpyxl.styles.stylesheet.apply_stylesheet(book.archive, book.wb)
        except DAMAGE as cause:
            raise ValueError(f"its styles are damaged, and dates cannot be told from numbers: {cause}") from cause
    return book


def _choose_sheet(book: "ExcelReader", where: str) -> str:
    """The part that holds the first sheet that a person sees."""
    with warnings.catch_warnings():
        # about sheets without a part
        warnings.simplefilter("ignore")
        sheets = list(book.parser.find_sheets())
    found = [
        (sheet.state == "visible", str(rel.target))
        for sheet, rel in sheets
        if rel.target in book.valid_files and rel.Type.endswith("/worksheet")
    ]
    if not found:
        raise CorpusError(f"{where}: a workbook without a sheet of cells. Put the articles into a sheet")
    return next((path for visible, path in found if visible), found[0][1])


def _read_cells(book: "ExcelReader", path: str) -> Iterator[tuple[int, dict[int, Any]]]:
    """Read the rows of a sheet: the number of each, and its values by their columns."""
    from openpyxl.utils.escape import unescape
    from openpyxl.worksheet._reader import FORMULA_TAG, ROW_TAG, WorkSheetParser
    from openpyxl.xml.functions import iterparse

    class Cells(WorkSheetParser):
        """Reads cells; everything else in a sheet is passed over."""

        dates = frozenset(map(str, book.wb._date_formats))

        def _parse_date(self, element: Any) -> Any:
            with warnings.catch_warnings():
                # a number that is no date becomes an error, which is named below
                warnings.simplefilter("ignore")
                return super().parse_cell(element)

        def parse_cell(self, element: Any) -> Any:
            cell = self._parse_date(element) if element.get("s") in self.dates else super().parse_cell(element)
            value = cell["value"]
            if value is None and element.find(FORMULA_TAG) is not None and element.get("t") != "str":
                cell["value"] = _UNSAVED
            elif cell["data_type"] == "e":
                cell["value"] = BadCell(f"holds the error {value}. Correct it in Excel")
            elif isinstance(value, str) and "_x" in value:
                # characters that XML cannot hold are written as their numbers
                cell["value"] = unescape(value)
            return cell

    about = book.wb
    with book.archive.open(path) as part:
        cells = Cells(part, book.shared_strings, True, about.epoch, about._date_formats, about._timedelta_formats)
        for _, element in iterparse(part):
            if element.tag == ROW_TAG:
                number, row = cells.parse_row(element)
                yield number, {cell["column"]: cell["value"] for cell in row}
                element.clear()
                cells.row_dimensions.clear()


def _find_merged(archive: ZipFile, path: str) -> dict[int, list[tuple[int, int]]]:
    """First and last rows of the cells that are merged downwards, by the first of their columns, from the end."""
    from openpyxl.utils import column_index_from_string

    merged: dict[int, list[tuple[int, int]]] = {}
    with archive.open(path) as part:
        for piece, n_old in _pieces(part):
            for found in _MERGED.finditer(piece):
                first, last = int(found[2]), int(found[3])
                if found.end() > n_old and first < last:
                    merged.setdefault(column_index_from_string(found[1].decode()), []).append((first, last))
    for spans in merged.values():
        spans.sort(reverse=True)
    return merged


class _MergedCells:
    """Gives cells that are merged downwards the value of the first, row after row."""

    def __init__(self, spans: dict[int, list[tuple[int, int]]]) -> None:
        self._spans = spans
        self._values: dict[int, tuple[int, Any]] = {}

    def fill(self, number: int, cells: dict[int, Any]) -> None:
        """Fill the cells of a row."""
        for column, spans in self._spans.items():
            while spans and spans[-1][1] < number:
                spans.pop()
            first = spans[-1][0] if spans else number + 1
            if first == number:
                self._values[column] = (first, cells.get(column))
            elif first < number and column in self._values and self._values[column][0] == first:
                cells[column] = self._values[column][1]
