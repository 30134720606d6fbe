"""Tables of every format are written batch by batch and read again piece by piece."""

from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pytest

from textml.corpus.formats.table import FORMATS, READERS, find_ending, read_table, table_bytes
from textml.errors import ArtifactError, CorpusError

ROWS = [
    {"id": "a", "title": "=1+1", "share": -1.5, "sure": True},
    {"id": "b", "title": '甲,“乙”\n丙 "丁"', "share": 0.1, "sure": False},
    {"id": "c", "title": "'=1", "share": 1e-6, "sure": False},
    {"id": "d", "title": "", "share": 0.0, "sure": True},
]


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
        pieces = FORMATS[ending].read_back(path, whole.schema, positions[start], positions[stop])
        found = [row for rows in pieces for row in rows.to_pylist()]
        assert found == ROWS[first:last]


@pytest.mark.parametrize("ending", FORMATS)
def test_what_is_written_is_read_as_the_same_texts(tmp_path: Path, ending: str) -> None:
    """A table of results can be read as a table of any origin: one row each, texts unchanged."""
    path = tmp_path / f"t{ending}"
    path.write_bytes(table_bytes(ROWS, path.name))
    read = [row for _, row in read_table(path) if not isinstance(row, str)]
    assert [row["id"] for row in read] == ["a", "b", "c", "d"]
    assert [row["title"] or "" for row in read] == [row["title"] for row in ROWS]


def test_a_name_says_how_a_table_is_read() -> None:
    """Endings are found in any case, the longer one first; compressed JSON lines are read and not written."""
    names = ["a.CSV", "a.jsonl", "s3://b/a.jsonl.gz", "a.parquet", "a.xlsx", "a.txt", "a.gz"]
    assert [find_ending(name) for name in names] == [*sorted(READERS), None, None]
    with pytest.raises(ArtifactError, match=r"unknown kind of table '\.gz'"):
        table_bytes(ROWS, "a.jsonl.gz")


def test_a_table_that_is_missing_or_of_another_kind(tmp_path: Path) -> None:
    """The error names the file, and what can be read."""
    with pytest.raises(CorpusError, match=r"t\.csv: cannot be read \(No such file or directory\)\. Check the path"):
        list(read_table(tmp_path / "t.csv"))
    (tmp_path / "t.doc").write_bytes(b"")
    with pytest.raises(CorpusError, match=r"t\.doc: unknown kind of table. Allowed: \.csv, \.jsonl, \.jsonl\.gz"):
        list(read_table(tmp_path / "t.doc"))
