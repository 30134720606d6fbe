"""The list of a dataset is read as it was written, or refused with advice."""

import json
import os
from pathlib import Path

import pytest

from textml.errors import ArtifactError
from textml.predict.dataset import (
    FORMAT,
    MANIFEST,
    Dataset,
    PartEntry,
    is_dataset,
    is_own_part,
    open_dataset,
    write_part,
)

PART = "part-000000-0123456789ab.parquet"


def write_dataset(out: Path) -> None:
    """A finished dataset of one part of three bytes."""
    with open_dataset(str(out), {"run": "default"}) as dataset:
        with write_part(str(out), PART) as file:
            file.write(b"abc")
        dataset.add(PartEntry(PART, "key", ["a.jsonl"], 3, 2, 1, 1, [], 0))
        dataset.finish()


def test_a_part_is_on_the_disk_before_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A power cut leaves no empty part under its name."""
    seen: list[list[str]] = []
    monkeypatch.setattr(os, "fsync", lambda number: seen.append([path.name for path in tmp_path.iterdir()]))
    with write_part(str(tmp_path), PART) as file:
        file.write(b"abc")
    assert len(seen) == 1
    assert PART not in seen[0]
    assert [path.name for path in tmp_path.iterdir()] == [PART]


def test_a_part_of_the_same_input_is_found_again(tmp_path: Path) -> None:
    """The list survives; a part whose file has another size does not."""
    write_dataset(tmp_path / "labels")
    again = Dataset(str(tmp_path / "labels"), {"run": "default"}, lambda: None)
    assert again.find_part("key") == PartEntry(PART, "key", ["a.jsonl"], 3, 2, 1, 1, [], 0)
    assert again.find_part("other") is None
    (tmp_path / "labels" / PART).write_bytes(b"ab")
    assert Dataset(str(tmp_path / "labels"), {"run": "default"}, lambda: None).find_part("key") is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": FORMAT + 1}, rf"format {FORMAT + 1}, this textml reads and writes format {FORMAT}"),
        ({"format": "1"}, r"format '1', this textml reads"),
        ({"format": True}, r"format True, this textml reads"),
        ({"made_by": "spark"}, r"was not written by textml \(made_by 'spark'\)"),
        ({"parts": [{"name": PART}]}, r"was not written by textml"),
        ({"recipe": {"run": "other"}}, r"holds labels made with different settings \(run\)"),
    ],
)
def test_another_list_is_refused(tmp_path: Path, change: dict[str, object], message: str) -> None:
    """A list of another format, program, shape or recipe: the error says which."""
    write_dataset(tmp_path / "labels")
    path = tmp_path / "labels" / MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **change}), encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(ArtifactError, match=message):
        Dataset(str(tmp_path / "labels"), {"run": "default"}, lambda: None)
    assert path.read_bytes() == before


def test_only_own_parts_are_removed(tmp_path: Path) -> None:
    """What a killed process left and parts of input that is gone go; every other file stays."""
    write_dataset(tmp_path)
    unfinished = (f".{PART}.0123456789ab.new", f".{MANIFEST}.0123456789ab.new")
    for name in (*unfinished, "part-000001-0123456789ab.parquet", "part-1.parquet", "mine.txt"):
        (tmp_path / name).write_bytes(b"")
    with open_dataset(str(tmp_path), {"run": "default"}) as dataset:
        entry = dataset.find_part("key")
        assert entry is not None
        dataset.keep(PART, entry)
        dataset.finish()
    assert sorted(file.name for file in tmp_path.iterdir()) == [MANIFEST, "mine.txt", PART, "part-1.parquet"]


def test_parts_are_known_by_name_and_folder(tmp_path: Path) -> None:
    """A link, a relative path and an address name the same folder."""
    (tmp_path / "labels").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "labels")
    for out in (tmp_path / "labels", tmp_path / "link", f"file://{tmp_path}/labels"):
        assert is_own_part(str(tmp_path / "labels" / PART), str(out))
        assert is_own_part(f"file://{tmp_path}/labels/{PART}", str(out))
        assert not is_own_part(str(tmp_path / PART), str(out))
        assert not is_own_part(str(tmp_path / "labels/part-1.parquet"), str(out))
    assert is_own_part(f"memory://labels/{PART}", "memory://labels/")


@pytest.mark.parametrize(
    ("out", "dataset"),
    [("labels", True), ("labels/", True), ("s3://b/labels.parquet", True), ("labels.csv", False), ("-", False)],
)
def test_a_dataset_is_recognised_by_its_name(out: str, dataset: bool) -> None:
    """A folder or an address is one, a table or the standard output is none."""
    assert is_dataset(out) is dataset
