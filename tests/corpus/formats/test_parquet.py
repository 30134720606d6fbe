"""Parquet tables are written in row groups and read again from any of them."""

from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from textml.corpus.formats import parquet
from textml.corpus.formats.parquet import Parquet

ROWS = pa.RecordBatch.from_pylist([{"id": f"x{n}", "share": n / 8} for n in range(8)])


def write(path: Path) -> Path:
    """The rows, three at a time."""
    target = BytesIO()
    table = Parquet(target, ROWS.schema)
    for start in (0, 3, 6):
        table.write(ROWS.slice(start, 3))
    assert table.position() == 8
    table.close()
    path.write_bytes(target.getvalue())
    return path


def test_rows_come_back_from_several_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A span may begin in one row group and end in another; groups outside it are not read."""
    monkeypatch.setattr(parquet, "_GROUP_ROWS", 3)
    path = write(tmp_path / "t.parquet")
    assert [pq.ParquetFile(path).metadata.row_group(n).num_rows for n in range(3)] == [3, 3, 2]
    for start, stop in ((0, 8), (2, 7), (3, 6), (4, 5), (8, 8)):
        found = [row for rows in Parquet.read_back(path, ROWS.schema, start, stop) for row in rows.to_pylist()]
        assert found == ROWS.slice(start, stop - start).to_pylist()


def test_rows_are_numbered_over_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first row is 1, whatever the number of rows read at a time."""
    monkeypatch.setattr(parquet, "_BATCH_ROWS", 3)
    with write(tmp_path / "t.parquet").open("rb") as file:
        assert list(Parquet.read_rows(file, "t.parquet")) == list(enumerate(ROWS.to_pylist(), 1))
