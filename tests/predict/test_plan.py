"""The input of a dataset is divided the same way every time."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from textml.corpus.reading.batches import read_batch
from textml.corpus.reading.sources import list_sources
from textml.predict import plan
from textml.predict.plan import Partition, plan_partitions
from textml.predict.result import MessageLog


def write_rows(path: Path, n: int) -> Path:
    """A table of n articles."""
    rows = [{"id": f"{path.stem}{number}", "text": "县法院开庭审理。" * 5} for number in range(n)]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def partitions_of(*paths: Path) -> tuple[list[Partition], MessageLog]:
    problems = MessageLog()
    return list(plan_partitions(list_sources([str(path) for path in paths])[0], problems)), problems


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Partitions of some thirty articles."""
    monkeypatch.setattr(plan, "PART_BYTES", 5000)


def test_partitions_of_a_table_are_its_lines_once_each(tmp_path: Path) -> None:
    """Read one after the other they give every article, in order; names sort as the numbers do."""
    found, problems = partitions_of(write_rows(tmp_path / "a.jsonl", 200))
    assert len(found) > 3
    assert sorted(part.name for part in found) == [part.name for part in found]
    assert sum(part.n_bytes for part in found) == (tmp_path / "a.jsonl").stat().st_size
    articles = [a.id for part in found for batch in part.read_batches(problems) for a in read_batch(batch).articles]
    assert articles == [f"a{number}" for number in range(200)]
    assert problems.n_messages == 0


def test_a_new_table_changes_no_other_partition(tmp_path: Path) -> None:
    """Only the numbers move; what the parts are made from has the same digest."""
    write_rows(tmp_path / "b.jsonl", 100)
    before, _ = partitions_of(tmp_path)
    write_rows(tmp_path / "a.jsonl", 10)
    after, _ = partitions_of(tmp_path)
    assert [part.key for part in after[1:]] == [part.key for part in before]
    assert [part.number for part in after] == list(range(len(after)))


def test_changed_input_has_another_digest(tmp_path: Path) -> None:
    """The digest follows the stamp of the file and the lines of the partition."""
    (first, second, *_), _ = partitions_of(write_rows(tmp_path / "a.jsonl", 100))
    (source, batch), *_ = first.pieces
    assert first.key != second.key
    assert Partition(0, ((replace(source, stamp="later"), batch),)).key != first.key
    assert Partition(7, first.pieces).key == first.key
    assert second.input == [f"{source.name}, bytes {first.n_bytes} to {first.n_bytes + second.n_bytes}"]


def test_a_table_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """The others are planned all the same."""
    (tmp_path / "a.jsonl").write_text("")
    found, problems = partitions_of(tmp_path / "a.jsonl", write_rows(tmp_path / "b.jsonl", 3))
    assert [part.input[0].split(",")[0] for part in found] == [str(tmp_path / "b.jsonl")]
    assert problems.messages == [f"{tmp_path / 'a.jsonl'}: this table has no rows. Write it again, or leave it out"]
