"""Tables are written batch by batch and read again piece by piece."""

from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pytest

from textml.corpus.formats.read import read_rows
from textml.corpus.formats.write import FORMATS, table_bytes
from textml.errors import ArtifactError

ROWS = [
    {"id": "a", "title": "=1+1", "share": -1.5, "sure": True},
    {"id": "b", "title": '甲,“乙”\n丙 "丁"', "share": 0.1, "sure": False},
    {"id": "c", "title": "'=1", "share": 1e-6, "sure": False},
    {"id": "d", "title": "", "share": 0.0, "sure": True},
]


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
    assert [row for _, row in read_rows(tmp_path / "t.csv")] == [{"id": "a", "title": cell, "text": "汀禾"}]


@pytest.mark.parametrize("cell", ["1=1", "汀-禾", " 汀禾", "'汀禾'", "——汀禾", "", "1\t=1"])
def test_other_cells_stay_as_they_are(tmp_path: Path, cell: str) -> None:
    """What no spreadsheet computes gets no apostrophe and loses none."""
    table = table_bytes([{"id": "a", "title": cell}], "t.csv")
    assert table.decode("utf-8-sig") == f'"id","title"\n"a","{cell}"\n'
    (tmp_path / "t.csv").write_bytes(table)
    assert [row for _, row in read_rows(tmp_path / "t.csv")] == [{"id": "a", "title": cell}]


def test_an_unknown_ending_is_refused() -> None:
    """The error names the endings that are allowed."""
    with pytest.raises(ArtifactError, match=r"labels\.doc: unknown kind of table '\.doc'\. Allowed: .*\.csv"):
        table_bytes(ROWS, "labels.doc")


@pytest.mark.parametrize("ending", FORMATS)
def test_pieces_of_a_table_are_read_again(tmp_path: Path, ending: str) -> None:
    """What was written between two positions comes back, cell by cell, whatever stands in the cells."""
    whole = pa.RecordBatch.from_pylist(ROWS)
    target = BytesIO()
    table = FORMATS[ending](target, whole.schema)
    positions = [table.position()]
    for start in (0, 1, 3):
        table.write(whole.slice(start, 2 if start == 1 else 1))
        positions.append(table.position())
    table.close()
    path = tmp_path / f"t{ending}"
    path.write_bytes(target.getvalue())
    for start, stop, first, last in ((0, 1, 0, 1), (1, 2, 1, 3), (2, 3, 3, 4), (0, 3, 0, 4), (1, 1, 1, 1)):
        pieces = FORMATS[ending].read(path, whole.schema, positions[start], positions[stop])
        found = [row for rows in pieces for row in rows.to_pylist()]
        assert found == ROWS[first:last]
