"""Excel workbooks to rows."""

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any, BinaryIO
from zipfile import BadZipFile

from textml.errors import CorpusError

Row = Mapping[str, Any]


def read_workbook(file: BinaryIO, where: str) -> Iterator[tuple[int, Row | str]]:
    """Rows of the first sheet, by the names in its first row; empty ones are passed over.

    Parameters
    ----------
    file : open, at its beginning; where : its name

    Yields
    ------
    (number as the sheet shows it, cells by name), or (number, what is wrong with the row); formulas count as what they
    came to when the workbook was saved

    Raises
    ------
    CorpusError : openpyxl is not installed
    ValueError : this is no workbook
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
        raise ValueError("no Excel workbook") from cause
    rows = book.worksheets[0].iter_rows(values_only=True)
    names = [None if name is None else str(name) for name in next(rows, ())]
    for number, cells in enumerate(rows, 2):
        # what XML cannot hold is written by its number
        values = [unescape(cell) if isinstance(cell, str) and "_x" in cell else cell for cell in cells]
        if any(name is None and value is not None for name, value in zip_longest(names, values)):
            yield number, "more cells than the first row has names"
        elif any(value is not None for value in values):
            yield number, {name: value for name, value in zip_longest(names, values) if name is not None}
