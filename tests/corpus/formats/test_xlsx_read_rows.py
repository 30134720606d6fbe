"""Workbooks that a person saved from Excel are read as any table."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from textml.corpus.formats.table import read_table, table_bytes
from textml.corpus.reading.batches import iter_batches, read_batch
from textml.corpus.reading.files import find_inputs
from textml.corpus.reading.inputs import read_inputs
from textml.corpus.reading.sources import list_sources
from textml.corpus.seeds import Section, read_seeds
from textml.errors import CorpusError


def saved(path: Path, *rows: list[Any]) -> Path:
    """A workbook as a person leaves it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.create_sheet("notes").append(["text", "another sheet"])
    book.save(path)
    return path


def test_cells_are_read_as_they_are_meant(tmp_path: Path) -> None:
    """Dates, numbers and texts; names may be Chinese; empty rows and other sheets are passed over."""
    table = saved(
        tmp_path / "t.xlsx",
        ["编号", "标题", "正文", "日期"],
        [7, None, "早市五点开。", datetime(2025, 1, 2)],
        [None, None, None, None],
        ["b", "晚市", "晚市七点收。\n灯还亮着。", "2025/1/3"],
    )
    reading = read_inputs(table)
    assert [(a.id, a.title, a.body, a.date) for a in reading.articles] == [
        ("7", "", "早市五点开。", "2025-01-02"),
        ("b", "晚市", "晚市七点收。\n灯还亮着。", "2025-01-03"),
    ]
    assert reading.problems == []


def test_rows_are_counted_as_the_sheet_shows_them(tmp_path: Path) -> None:
    """A problem names the row that a person sees in Excel."""
    table = saved(tmp_path / "t.xlsx", ["id", "text"], ["a", "甲文"], [None, None], ["b", None], ["c", "丙文", "?"])
    said = [str(problem) for problem in read_inputs(table).problems]
    assert "t.xlsx:4: the cell 'text' is empty" in said[0]
    assert "t.xlsx:5: more cells than the first row has names" in said[1]


def test_what_was_suggested_comes_back_as_labels(tmp_path: Path) -> None:
    """A table written to be filled in is a labelled set once somebody has filled it in."""
    rows = [{"id": f"x{n}", "title": "=晚\r市", "text": f"晚市第{n}夜。", "section": "", "date": ""} for n in (1, 2)]
    (tmp_path / "to_label.xlsx").write_bytes(table_bytes(rows, "to_label.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "to_label.xlsx")
    for row in (2, 3):
        book.active.cell(row, 4).value = "民生"
    book.save(tmp_path / "to_label.xlsx")
    seeds = read_seeds(tmp_path / "to_label.xlsx", [Section("livelihood", "民生")])
    assert [(seed.id, seed.title, seed.section) for seed in seeds] == [
        ("x1", "=晚\r市", "livelihood"),
        ("x2", "=晚\r市", "livelihood"),
    ]


def test_what_excel_has_open_is_no_input(tmp_path: Path) -> None:
    """The mark that Excel leaves beside an open workbook is not read."""
    saved(tmp_path / "t.xlsx", ["text"], ["甲"])
    (tmp_path / "~$t.xlsx").write_bytes(b"\x05editor")
    assert find_inputs(tmp_path) == [str(tmp_path / "t.xlsx")]


def test_without_openpyxl_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook that cannot be read is named with the line that helps; other tables are read."""
    saved(tmp_path / "a.xlsx", ["text"], ["甲"])
    (tmp_path / "b.jsonl").write_text('{"id": "b", "text": "乙"}\n', encoding="utf-8")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    reading = read_inputs(tmp_path)
    assert [article.id for article in reading.articles] == ["b"]
    assert 'a.xlsx: Excel tables are read by openpyxl, which is not installed. Run: pip install "textml[excel]"' in str(
        reading.problems[0]
    )


def test_a_file_that_is_no_workbook_says_so(tmp_path: Path) -> None:
    """Any other file under that name is an error that names it."""
    (tmp_path / "t.xlsx").write_text("汀禾", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"t\.xlsx: cannot be read as \.xlsx \(not an Excel workbook\)"):
        list(read_table(tmp_path / "t.xlsx"))


def test_a_workbook_that_is_cut_off_gives_its_first_rows(tmp_path: Path) -> None:
    """What stands before the damage in the sheet is read; the file is named."""
    book = openpyxl.Workbook()
    for row in [("id", "text"), *((f"x{n}", f"早市{n}点开。") for n in range(9))]:
        book.active.append(row)
    book.save(tmp_path / "whole.xlsx")
    with ZipFile(tmp_path / "whole.xlsx") as whole, ZipFile(tmp_path / "cut.xlsx", "w") as cut:
        for name in whole.namelist():
            content = whole.read(name)
            cut.writestr(name, content[: len(content) // 2] if "sheet1" in name else content)
    (source,), _ = list_sources([str(tmp_path / "cut.xlsx")])
    ids: list[str] = []
    with pytest.raises(CorpusError, match=r"cut\.xlsx: cannot be read as \.xlsx"):
        ids.extend(article.id for batch in iter_batches(source) for article in read_batch(batch).articles)
    assert ids == [f"x{n}" for n in range(len(ids))]
    assert 0 < len(ids) < 9
