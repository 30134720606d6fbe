"""Parquet tables are written in row groups and read again from any of them."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from textml.corpus.formats import parquet
from textml.corpus.formats.parquet import Parquet
from textml.corpus.formats.table import read_table
from textml.corpus.reading.inputs import read_inputs
from textml.errors import CorpusError

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


def rows_of(path: Path, table: pa.Table) -> list[object]:
    """The rows of a table that another program wrote."""
    pq.write_table(table, path)
    return [row for _, row in read_table(path)]


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        (pa.array(["汀".encode(), None], pa.binary()), ["汀", None]),
        (pa.array(["汀", "禾"], pa.large_string()), ["汀", "禾"]),
        (pa.array(["汀", None]).dictionary_encode(), ["汀", None]),
        (pa.array([Decimal("1.50"), None]), [Decimal("1.50"), None]),
        (pa.nulls(2), [None, None]),
        (pa.array([["汀"], []]), [["汀"], []]),
        (pa.array([{"a": 1}, None]), [{"a": 1}, None]),
    ],
)
def test_columns_of_any_type_are_values(tmp_path: Path, column: pa.Array, cells: list[object]) -> None:
    """Text that was stored as bytes is text; what is no text stays what it is, for the row to say so."""
    assert rows_of(tmp_path / "t.parquet", pa.table({"text": column})) == [{"text": cell} for cell in cells]


def test_one_cell_that_cannot_be_read_costs_its_row_alone(tmp_path: Path) -> None:
    """A time out of range and bytes that are no UTF-8 are named; in columns that are not used they cost nothing."""
    stored = pa.array([b"\xff\xfe", "汀禾新报".encode()], pa.binary())
    broken = pa.Array.from_buffers(pa.string(), 2, stored.buffers())
    times = pa.array([10**9, 2**45], pa.timestamp("s"))
    path = tmp_path / "t.parquet"
    rows_of(path, pa.table({"id": ["a", "b"], "text": ["甲文", "乙文"], "date": times, "note": broken}))
    reading = read_inputs(path)
    assert [(article.id, article.date) for article in reading.articles] == [("a", "2001-09-09")]
    (problem,) = reading.problems
    assert problem.startswith(f"{path}:2: the cell 'date' holds timestamp[ms] 35184372088832000, which is out of range")
    rows_of(path, pa.table({"id": ["a", "b"], "text": broken, "crawled": times}))
    reading = read_inputs(path)
    assert [article.id for article in reading.articles] == ["b"]
    assert reading.problems[0].startswith(f"{path}:1: the cell 'text' holds bytes that are no UTF-8 text")


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    """What Arrow raises becomes one error of the file."""
    path = write(tmp_path / "t.parquet")
    whole = path.read_bytes()
    for content in (whole[:-20], whole[:40] + whole[60:], b"PAR1" + b"\0" * 50 + b"PAR1", b""):
        path.write_bytes(content)
        with pytest.raises(CorpusError, match=r"t\.parquet: cannot be read as \.parquet"):
            list(read_table(path))


def test_rows_that_are_too_long_are_refused_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the sizes in the footer: a page is unpacked as a whole. Few long rows are read at a time."""
    table = pa.table({"id": [f"x{n}" for n in range(9)], "text": [str(n) * 1000 for n in range(9)]})
    pq.write_table(table, tmp_path / "t.parquet", use_dictionary=False, compression="zstd", write_statistics=False)
    size = (tmp_path / "t.parquet").stat().st_size
    about = pq.ParquetFile(tmp_path / "t.parquet").metadata
    assert parquet._fit_rows(about, size, "t") == 1000
    monkeypatch.setattr(parquet, "_BATCH_BYTES", 2900)
    assert parquet._fit_rows(about, size, "t") == 2
    monkeypatch.setattr(parquet, "_SMALL_GROUP", 5000)
    assert len(list(read_table(tmp_path / "t.parquet"))) == 9
    for limit, least in (("_LONGEST_ROW", 900), ("_MOST_UNPACKED", 3)):
        with monkeypatch.context() as lower:
            lower.setattr(parquet, limit, least)
            with pytest.raises(
                CorpusError,
                match=r"t\.parquet: row group 1 unpacks to .* bytes in 9 rows\. Allowed: [\d,]+ bytes a row",
            ):
                list(read_table(tmp_path / "t.parquet"))
