"""Excel workbooks hold every text whole, and compute nothing."""

import errno
import gc
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest

from textml.config import check_settings
from textml.corpus.formats.table import table_bytes
from textml.corpus.formats.xlsx import Xlsx
from textml.disk.writing import write_beside
from textml.errors import ArtifactError, MissingExtraError
from textml.runs.pipeline import run

TEXTS = [
    "=1+1",
    '=HYPERLINK("http://127.0.0.1")',
    "http://127.0.0.1/汀禾",
    "mailto:a@b.c",
    "007",
    "1e5",
    "2025-02-13/01#03",
    " 两边有空格 ",
    "两段\n文字",
    "\r=1",
    "控制\x0b符",
    "_x0041_",
    "<b>&汀禾</b>",
    "😀",
    "",
]


def opened(table: bytes) -> Any:
    """The sheet, as another library reads it."""
    return openpyxl.load_workbook(BytesIO(table)).active


def test_every_text_stays_the_text_it_was() -> None:
    """No cell is a formula, a link, a number or cut, whatever stands in it; editing one does not make it so either."""
    sheet = opened(table_bytes([{"text": text} for text in TEXTS], "t.xlsx"))
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    # openpyxl leaves what XML cannot hold in its written form
    read = ["" if cell.value is None else openpyxl.utils.escape.unescape(cell.value) for cell in cells]
    assert read == TEXTS
    assert {cell.data_type for cell in cells if cell.value} <= {"s", "inlineStr"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert not any(cell.hyperlink for cell in cells)


def test_numbers_and_truth_stay_what_they_are() -> None:
    """Shares can be computed with, yes and no are yes and no, what is missing is an empty cell."""
    rows = [{"share": 0.123456, "n": 7, "sure": True, "gap": 1.0}, {"share": 1e-6, "n": -1, "sure": False, "gap": None}]
    sheet = opened(table_bytes([*rows, {**rows[0], "share": float("nan")}], "t.xlsx"))
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["share", "n", "sure", "gap"],
        [0.123456, 7, True, 1],
        [1e-6, -1, False, None],
        [None, 7, True, 1],
    ]


def test_a_sheet_is_made_to_be_read() -> None:
    """The header is bold, frozen and has filters; columns are as wide as their texts, Chinese ones counted double."""
    sheet = opened(table_bytes([{"id": "a", "title": "汀禾新报今日四版", "text": "长" * 500}], "t.xlsx"))
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet["A1"].font.b) == ("A2", "A1:C2", True)
    widths = [round(sheet.column_dimensions[name].width) for name in "ABC"]
    assert widths == [10, 18, 61]


def test_the_same_table_has_the_same_bytes() -> None:
    """No time of writing lies in the file."""
    assert table_bytes([{"a": "汀禾"}], "t.xlsx") == table_bytes([{"a": "汀禾"}], "t.xlsx")


@pytest.mark.parametrize(("text", "fits"), [("汀" * 32_767, True), ("汀" * 32_768, False), ("😀" * 16_384, False)])
def test_a_text_is_never_cut(text: str, fits: bool) -> None:
    """A cell holds 32,767 UTF-16 units; a longer text is an error that names the row, the column and a way out."""
    rows = [{"id": "x0", "text": "汀禾"}, {"id": "x1", "text": text}]
    if fits:
        assert opened(table_bytes(rows, "t.xlsx"))["B3"].value == text
        return
    with pytest.raises(ArtifactError, match=r"row 2 \(x1\), column 'text': 32,768 characters; .*use \.csv"):
        table_bytes(rows, "t.xlsx")


def test_rows_are_never_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that is longer than a sheet is an error."""
    monkeypatch.setattr("textml.corpus.formats.xlsx._MAX_ROWS", 4)
    assert len(list(opened(table_bytes([{"a": 1}] * 3, "t.xlsx")).iter_rows())) == 4
    with pytest.raises(ArtifactError, match="an Excel sheet holds 3 rows, and there are more"):
        table_bytes([{"a": 1}] * 4, "t.xlsx")


def test_an_empty_table_has_its_header() -> None:
    """No row, but the names of the columns."""
    target = BytesIO()
    Xlsx(target, pa.schema([("id", pa.string()), ("share", pa.float64())])).close()
    assert [[cell.value for cell in row] for row in opened(target.getvalue()).iter_rows()] == [["id", "share"]]


def test_texts_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    """What is taken over from an earlier table is the same to the character."""
    rows = pa.RecordBatch.from_pylist([{"text": text, "n": n, "gap": None} for n, text in enumerate(TEXTS)])
    rows = rows.cast(pa.schema([("text", pa.string()), ("n", pa.int64()), ("gap", pa.float64())]))
    target = BytesIO()
    table = Xlsx(target, rows.schema)
    table.write(rows)
    table.close()
    (tmp_path / "t.xlsx").write_bytes(target.getvalue())
    read = [row for piece in Xlsx.read_back(tmp_path / "t.xlsx", rows.schema, 3, 12) for row in piece.to_pylist()]
    assert read == [{"text": text, "n": n, "gap": None} for n, text in enumerate(TEXTS)][3:12]


def test_without_xlsxwriter_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is named by the line that installs it."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError, match=r'pip install "textml\[excel\]"'):
        table_bytes([{"a": 1}], "t.xlsx")


class Full(BytesIO):
    """A file on a full disk."""

    def write(self, _: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_told_as_for_every_table(tmp_path: Path) -> None:
    """What the file system says comes through, what stood there stays, and nothing is tried again later."""
    (tmp_path / "t.xlsx").write_bytes(b"earlier")
    table = Xlsx(Full(), pa.schema([("id", pa.string())]))
    message = r"t\.xlsx: cannot be written \(No space left on device\)"
    with pytest.raises(ArtifactError, match=message), write_beside(tmp_path / "t.xlsx"):
        table.close()
    assert (tmp_path / "t.xlsx").read_bytes() == b"earlier"
    del table
    gc.collect()


def test_a_folder_for_temporary_files_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names that folder and not the table."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    with pytest.raises(ArtifactError, match=r"none: cannot be written \(No such file or directory\), .*TMPDIR"):
        table_bytes([{"a": 1}], "t.xlsx")


@pytest.mark.parametrize(
    "function", ["xlsxwriter.worksheet.Worksheet._write_single_row", "xlsxwriter.packager.Packager._filename"]
)
def test_a_folder_for_temporary_files_that_is_full_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    """Whether it is full when rows are written or when the workbook is put together; it is empty afterwards."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def fail(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(function, fail)
    with pytest.raises(
        ArtifactError, match=rf"^{tmp_path}: cannot be written \(No space left on device\), and an Excel"
    ):
        table_bytes([{"id": "a"}, {"id": "b"}], "t.xlsx")
    assert list(tmp_path.iterdir()) == []
    gc.collect()


def test_a_missing_extra_is_told_before_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that is to write Excel tables without XlsxWriter stops at once, before anything is read."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    read: list[object] = []
    monkeypatch.setattr("textml.runs.pipeline.hash_inputs", read.append)
    settings = check_settings({"reports": {"table_formats": ["xlsx"]}}, "test")
    with pytest.raises(MissingExtraError, match=r"textml\[excel\]"):
        run(settings, tmp_path / "artifacts/default")
    assert not read
