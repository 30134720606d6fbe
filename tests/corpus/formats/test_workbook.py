"""Workbooks as people and programs leave them: read as a person sees them, or refused in time."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
import xlsxwriter
from openpyxl.chart import BarChart, Reference

from textml.corpus.formats import workbook
from textml.corpus.formats.table import read_table
from textml.corpus.reading.inputs import Reading, read_inputs
from textml.errors import CorpusError

TEXT = "市里昨天开会讨论水库的除险加固。"


def change(path: Path, part: str, how: Callable[[bytes], bytes]) -> Path:
    """A workbook of one row, one part of which is changed."""
    whole = path.with_name("whole.zip")
    with xlsxwriter.Workbook(whole) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "text", "date"])
        sheet.write_row(1, 0, ["a", TEXT])
        sheet.write_datetime(1, 2, date(2025, 1, 2), book.add_format({"num_format": "yyyy-mm-dd"}))
    with ZipFile(whole) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, how(old.read(name)) if name == part else old.read(name))
    return path


def build(path: Path, *edits: Callable[[Any, Any], None]) -> Reading:
    """What is read of a workbook of one row, after some edits."""
    book = openpyxl.Workbook()
    book.active.append(["id", "text", "date"])
    book.active.append(["a", TEXT, "2025-01-02"])
    for edit in edits:
        edit(book, book.active)
    book.save(path)
    return read_inputs(path)


def test_the_first_sheet_that_is_seen_is_read(tmp_path: Path) -> None:
    """Hidden sheets and charts before it are passed over; a hidden one is read if there is no other."""

    def hide(book: Any, _: Any) -> None:
        book.create_sheet("hidden", 0).sheet_state = "hidden"
        book.worksheets[0].append(["x"])

    def draw(book: Any, sheet: Any) -> None:
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=2))
        book.create_chartsheet(index=0).add_chart(chart)

    for edits in ([], [hide], [draw], [hide, draw]):
        reading = build(tmp_path / "t.xlsx", *edits)
        assert ([article.id for article in reading.articles], reading.problems) == (["a"], [])
    book = openpyxl.Workbook()
    book.create_chartsheet()
    book.remove(book.worksheets[0])
    book.save(tmp_path / "chart.xlsx")
    with pytest.raises(CorpusError, match=r"chart\.xlsx: a workbook without a sheet of cells"):
        list(read_table(tmp_path / "chart.xlsx"))


def test_damaged_styles_are_named(tmp_path: Path) -> None:
    """Without them a date is a number, so the workbook is refused, whatever openpyxl raises."""
    for how in (
        lambda xml: xml[: len(xml) // 2],
        lambda xml: xml.replace(b' numFmtId="164"', b' numFmtId="x"'),
    ):
        path = change(tmp_path / "t.xlsx", "xl/styles.xml", how)
        with pytest.raises(CorpusError, match=r"t\.xlsx: cannot be read as \.xlsx \(its styles are damaged"):
            list(read_table(path))


def test_a_formula_without_a_saved_value_is_no_empty_cell(tmp_path: Path) -> None:
    """A program that wrote the workbook computed nothing; in columns that are not read this costs nothing."""

    def compute(_: Any, sheet: Any) -> None:
        sheet["D1"], sheet["D2"] = "n", "=LEN(B2)"
        for row in (["=1+1", TEXT], ["c", "=B2"], ["d", TEXT, "=TODAY()"]):
            sheet.append(row)

    reading = build(tmp_path / "t.xlsx", compute)
    assert [article.id for article in reading.articles] == ["a"]
    assert [problem.split(". ")[0] for problem in reading.problems] == [
        f"{tmp_path}/t.xlsx:{n}: the cell '{name}' holds a formula without a saved value"
        for n, name in ((3, "id"), (4, "text"), (5, "date"))
    ]


def test_numbers_that_are_no_dates_are_named(tmp_path: Path) -> None:
    """Dates before 1900 are texts in Excel; times of day and numbers beyond all dates are none."""

    def enter(_: Any, sheet: Any) -> None:
        for n, value in enumerate(("1899-12-31", 1, 61, 0.5, 1e9, "#N/A"), 3):
            sheet.append([f"d{n}", TEXT, value])
            sheet.cell(n, 3).number_format = "yyyy-mm-dd"

    reading = build(tmp_path / "t.xlsx", enter)
    assert [(article.id, article.date) for article in reading.articles[1:]] == [
        ("d3", "1899-12-31"),
        ("d4", "1900-01-01"),
        ("d5", "1900-03-01"),
    ]
    assert ["is not a date" in problem for problem in reading.problems] == [True, False, False]
    assert ["holds the error #" in problem for problem in reading.problems] == [False, True, True]


def test_cells_that_are_merged_downwards_have_one_value(tmp_path: Path) -> None:
    """A date written once beside several articles is the date of each; empty rows stay empty."""

    def merge(_: Any, sheet: Any) -> None:
        for name in "bcd":
            sheet.append([name, TEXT + name])
        sheet["C5"] = "2025-01-09"
        for cells in ("C2:C4", "C5:D7"):
            sheet.merge_cells(cells)

    reading = build(tmp_path / "t.xlsx", merge)
    assert [article.date for article in reading.articles] == ["2025-01-02"] * 3 + ["2025-01-09"]
    assert reading.problems == []


def test_rows_far_below_are_found_at_once(tmp_path: Path) -> None:
    """A sheet may say that it is as large as Excel allows; only the rows that are there cost time."""
    path = change(
        tmp_path / "t.xlsx",
        "xl/worksheets/sheet1.xml",
        lambda xml: (
            xml.replace(b'<dimension ref="A1:C2"/>', b'<dimension ref="A1:XFD1048576"/>')
            .replace(b'<row r="2"', b'<row r="1048576"')
            .replace(b'r="A2"', b'r="A1048576"')
            .replace(b'r="B2"', b'r="B1048576"')
            .replace(b'r="C2"', b'r="C1048576"')
        ),
    )
    ((number, row),) = read_table(path)
    assert isinstance(row, dict)
    assert (number, row["id"], row["text"]) == (1_048_576, "a", TEXT)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
@pytest.mark.parametrize(
    ("limit", "least", "message"),
    [
        ("MOST_UNPACKED", 9000, r"unpacks to [\d,]+ bytes. Allowed: 9,000. Save it as"),
        ("_LONGEST_ROW", 8000, r"has a row or text of [\d,]+ bytes or more, and \d of them before"),
        (
            "_MOST_ROWS",
            1,
            r"has a row or text of [\d,]+ bytes or more, and \d of them before. Allowed: 1, of [\d,]+ bytes",
        ),
    ],
)
def test_a_workbook_that_is_too_much_is_refused_before_openpyxl_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, limit: str, least: int, message: str
) -> None:
    """Sheets and shared texts are measured by their sizes, and by what lies between two rows or texts."""
    path = change(tmp_path / "t.xlsx", part, lambda xml: xml.replace(b"<t>id</t>", b"<t>" + b"i" * 9000 + b"</t>"))
    if "sheet1" in part:
        path = change(tmp_path / "t.xlsx", part, lambda xml: xml.replace(b"<v>", b"<v>" + b" " * 9000))
    for pieces in (1 << 20, 50):
        monkeypatch.setattr(workbook, "_PIECE_BYTES", pieces)
        monkeypatch.setattr(workbook, "_SMALL", 1 << 24)
        assert len(list(read_table(path))) == 1
        monkeypatch.setattr(workbook, "_SMALL", 8000)
        with monkeypatch.context() as lower:
            lower.setattr(workbook, limit, least)
            with pytest.raises(CorpusError, match=rf"t\.xlsx: {part} in this workbook {message}"):
                list(read_table(path))


def test_an_encrypted_workbook_is_named(tmp_path: Path) -> None:
    """Excel keeps it in another container, as it does workbooks of before 2007."""
    (tmp_path / "t.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(CorpusError, match=r"t\.xlsx: cannot be read as \.xlsx \(not an Excel workbook\)"):
        list(read_table(tmp_path / "t.xlsx"))
