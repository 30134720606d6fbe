"""Numbers of Hugging Face datasets become the names that dataset_info.json gives them."""

import json
from pathlib import Path

import pytest

from textml.corpus.formats.class_names import DATASET_INFO, name_classes
from textml.corpus.formats.table import read_table
from textml.errors import CorpusError

INFO = {
    "features": {
        "text": {"dtype": "string", "_type": "Value"},
        "label": {"names": ["economy", "文化"], "_type": "ClassLabel"},
    }
}


def read(folder: Path, info: str | None, *rows: dict[str, object]) -> list[object]:
    table = folder / "train.jsonl"
    table.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    if info is not None:
        (folder / DATASET_INFO).write_text(info, encoding="utf-8")
    return [row for _, row in name_classes(table, read_table(table))]


def test_numbers_become_names(tmp_path: Path) -> None:
    """-1 is no label; texts, other columns and truth values stay as they are."""
    rows = [{"text": "甲", "label": label, "page": 1} for label in (1, 0, -1, "economy", None, True)]
    found = read(tmp_path, json.dumps(INFO), *rows)
    labels = ["文化", "economy", None, "economy", None, True]
    assert found == [{"text": "甲", "label": label, "page": 1} for label in labels]


def test_a_number_without_a_name_is_named(tmp_path: Path) -> None:
    """It is a row that cannot be read, and the others are."""
    found = read(tmp_path, json.dumps(INFO), {"text": "甲", "label": 2}, {"text": "乙", "label": 0})
    assert found == ["label is 2, and dataset_info.json has 2 names for 0 to 1", {"text": "乙", "label": "economy"}]


@pytest.mark.parametrize("info", [None, "{}", "[]", '{"features": {"label": {"names": 7, "_type": "ClassLabel"}}}'])
def test_numbers_stay_where_nothing_names_them(tmp_path: Path, info: str | None) -> None:
    """No file, or one that says nothing of classes."""
    assert read(tmp_path, info, {"text": "甲", "label": 1}) == [{"text": "甲", "label": 1}]


def test_names_that_cannot_be_read_are_an_error(tmp_path: Path) -> None:
    """They are not guessed."""
    with pytest.raises(CorpusError, match=rf"{DATASET_INFO}: the names of the classes cannot be read"):
        read(tmp_path, "{", {"text": "甲", "label": 1})
