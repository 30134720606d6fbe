"""CSV cells are texts, whatever a spreadsheet would make of them."""

import csv
from pathlib import Path

import pytest

from textml.corpus.formats.table import read_table, table_bytes
from textml.errors import CorpusError


def test_no_cell_of_a_csv_starts_a_formula() -> None:
    """Cells that a spreadsheet would compute are shown as text; numbers stay numbers; UTF-8 with its mark."""
    table = table_bytes([{"a": "=1+1", "b": -1.5, "c": "@x", "d": "甲,乙"}], "t.csv").decode("utf-8")
    assert table == '\ufeff"a","b","c","d"\n"\'=1+1",-1.5,"\'@x","甲,乙"\n'


COMPUTED = [
    "=1",
    "+1",
    "-1",
    "@x",
    "\t=1",
    "\r=1",
    "\n=1",
    "\t1",
    " =1",
    "\u3000-1",
    "\u00a0@x",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
]


@pytest.mark.parametrize("cell", COMPUTED)
def test_whatever_a_spreadsheet_computes_comes_out_as_text_and_back(tmp_path: Path, cell: str) -> None:
    """Full-width signs, and signs behind tabs, line ends, spaces or apostrophes, get one apostrophe, which reading
    takes off."""
    table = table_bytes([{"id": "a", "title": cell, "text": "汀禾"}], "t.csv")
    assert table.decode("utf-8-sig") == f'"id","title","text"\n"a","\'{cell}","汀禾"\n'
    (tmp_path / "t.csv").write_bytes(table)
    assert [row for _, row in read_table(tmp_path / "t.csv")] == [{"id": "a", "title": cell, "text": "汀禾"}]


@pytest.mark.parametrize("cell", ["1=1", "汀-禾", " 汀禾", "'汀禾'", "——汀禾", "", "1\t=1"])
def test_other_cells_stay_as_they_are(tmp_path: Path, cell: str) -> None:
    """What no spreadsheet computes gets no apostrophe and loses none."""
    table = table_bytes([{"id": "a", "title": cell}], "t.csv")
    assert table.decode("utf-8-sig") == f'"id","title"\n"a","{cell}"\n'
    (tmp_path / "t.csv").write_bytes(table)
    assert [row for _, row in read_table(tmp_path / "t.csv")] == [{"id": "a", "title": cell}]


def test_the_limit_of_the_csv_module_stays_as_it_was(tmp_path: Path) -> None:
    """Reading a table with a long cell changes no setting of the process, not even halfway through the table."""
    (tmp_path / "t.csv").write_text("id,text\na," + "汀" * 200_000 + "\nb,禾\n", encoding="utf-8")
    limit = csv.field_size_limit()
    rows = read_table(tmp_path / "t.csv")
    number, row = next(rows)
    assert (number, len(row["text"])) == (2, 200_000)  # type: ignore[index]
    assert csv.field_size_limit() == limit
    assert list(rows) == [(3, {"id": "b", "text": "禾"})]
    assert csv.field_size_limit() == limit


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_any_encoding_of_a_spreadsheet(tmp_path: Path, encoding: str) -> None:
    """The encoding is found from the bytes, as for page dumps."""
    text = "编号,正文\na,市里昨天开会讨论水库的除险加固。\n"
    (tmp_path / "t.csv").write_bytes(text.encode(encoding))
    assert list(read_table(tmp_path / "t.csv")) == [(2, {"编号": "a", "正文": "市里昨天开会讨论水库的除险加固。"})]


def test_names_of_columns(tmp_path: Path) -> None:
    """Empty names are harmless, a text that comes twice is refused; NULs in a cell stay in it."""
    (tmp_path / "t.csv").write_text("id,,text,\na,,汀禾\0新报,\n" + "b,,晚市七点收。,\n" * 40, encoding="utf-8")
    assert next(read_table(tmp_path / "t.csv")) == (2, {"id": "a", "": "", "text": "汀禾\0新报"})
    (tmp_path / "t.csv").write_text("id,text,text\na,甲,乙\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"t\.csv: two columns have the name 'text'"):
        list(read_table(tmp_path / "t.csv"))
