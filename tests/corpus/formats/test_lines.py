"""A line that is too long is passed over, with its length; memory holds no more than the limit."""

import gzip
import json
from io import BytesIO
from pathlib import Path

import pytest

from textml.corpus.formats import csv, jsonl, lines
from textml.corpus.formats.lines import read_lines
from textml.corpus.formats.table import read_table
from textml.corpus.reading import batches
from textml.corpus.reading.batches import iter_batches, read_batch
from textml.corpus.reading.sources import list_sources
from textml.errors import CorpusError


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines of 60 bytes, cells of 30 characters."""
    for module in (lines, jsonl, batches):
        monkeypatch.setattr(module, "LONGEST_LINE", 60)
    monkeypatch.setattr(lines, "_PIECE_BYTES", 7)
    monkeypatch.setattr(csv, "_LONGEST_CELL", 30)


@pytest.mark.usefixtures("short")
def test_the_limit_counts_the_line_end() -> None:
    """60 bytes are read, 61 are not; the next line begins where it begins."""
    content = b"a" * 59 + b"\n" + b"b" * 60 + b"\n" + b"c" * 200 + b"\n" + b"d\n" + b"e" * 61
    assert list(read_lines(BytesIO(content))) == [b"a" * 59 + b"\n", 61, 201, b"d\n", 61]


ROW = json.dumps({"id": "a", "text": "汀禾"}, ensure_ascii=False).encode() + b"\n"


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("block_bytes", [10, 61, 200, 10_000])
@pytest.mark.parametrize("name", ["t.jsonl", "t.jsonl.gz"])
def test_a_long_line_costs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, block_bytes: int
) -> None:
    """Blank or not, it is named with its number and length; the rows around it are read, in blocks of any size."""
    monkeypatch.setattr(batches, "BLOCK_BYTES", block_bytes)
    content = ROW + b" " * 500 + b"\n" + ROW.replace(b'"a"', b'"b"') + b'{"text": "' + b"x" * 90 + b'"}\n' + b"\n"
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    (source,), _ = list_sources([str(tmp_path / name)])
    found = list(iter_batches(source))
    readings = [read_batch(batch) for batch in found]
    assert [article.id for reading in readings for article in reading.articles] == ["a", "b"]
    assert [problem for reading in readings for problem in reading.problems] == [
        f"{tmp_path / name}:{line}: a line of {n} bytes, and 60 are the most that is read: line ends are missing. "
        "Correct the line, or remove it"
        for line, n in ((2, 501), (4, 103))
    ]
    if name == "t.jsonl":
        assert sum(batch.n_bytes for batch in found) == len(content)


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ("b," + "汀" * 40 + "\nc,d\n", r"t\.csv:3: a line of more than 30 characters"),
        ('b,"' + "甲文\n" * 40, r"t\.csv:3: cannot be read as a row \(field larger .*a quotation mark may be open"),
    ],
)
def test_a_row_of_csv_that_is_too_long_ends_its_table(tmp_path: Path, rest: str, message: str) -> None:
    """Where the next row begins is unknown then; the rows before are kept."""
    (tmp_path / "t.csv").write_text("id,text\na,甲文\n" + rest, encoding="utf-8")
    rows = read_table(tmp_path / "t.csv")
    assert next(rows) == (2, {"id": "a", "text": "甲文"})
    with pytest.raises(CorpusError, match=message):
        next(rows)


def test_blocks_of_long_rows_hold_few_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A block ends where it has enough characters, so that many long rows do not fill memory."""
    monkeypatch.setattr(batches, "BLOCK_BYTES", 100)
    (tmp_path / "t.csv").write_text("id,text\n" + "".join(f"{n},{'汀' * 40}\n" for n in range(9)), encoding="utf-8")
    (source,), _ = list_sources([str(tmp_path / "t.csv")])
    assert [len(batch.rows or ()) for batch in iter_batches(source)] == [3, 3, 3]
