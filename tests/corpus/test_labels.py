"""Labels are found in the words of other tools, and never written over."""

import json
from pathlib import Path
from typing import Any

import pytest

from textml.corpus.formats.table import table_bytes
from textml.corpus.labels import check_table, fold_name
from textml.errors import ArtifactError

LABELLED = [{"text": "夜市重开。", "section": ""}, {"text": "桥梁合龙。", "section": "民生"}]


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet", "xlsx"])
@pytest.mark.parametrize("column", ["section", "Label", "栏目"])
def test_a_table_with_a_label_is_never_replaced(tmp_path: Path, ending: str, column: str) -> None:
    """One filled cell among empty ones is enough, in any format; without one the table may be replaced."""
    out = tmp_path / f"to_label.{ending}"
    for rows, n_labels in ((LABELLED, 1), (LABELLED[:1], 0)):
        out.write_bytes(table_bytes([{"正文": row["text"], column: row["section"]} for row in rows], out.name))
        if n_labels:
            with pytest.raises(ArtifactError, match=rf"to_label\.{ending}: holds 1 label that a person gave"):
                check_table(out, [])
        else:
            check_table(out, [])


@pytest.mark.parametrize(
    ("row", "n_labels"),
    [
        ({"data": "夜市重开。", "label": ["economy"]}, 1),
        ({"data": "夜市重开。", "label": []}, 0),
        ({"text": "夜市重开。", "section": "", "labelled_by": "罗"}, 1),
        ({"id": "2025-01-01/01", "articles": [{"section": "economy"}, {"section": ""}, {"section": "culture"}]}, 2),
        ({"id": "a", "section": "economy", "why": "夜市"}, 0),
        ({"id": "a", "title": "夜市", "text": "夜市重开。"}, 0),
    ],
)
def test_what_counts_as_a_label(tmp_path: Path, row: dict[str, Any], n_labels: int) -> None:
    """Labels of other tools and checked pages count; rows of a label table, which have no text, do not."""
    out = tmp_path / "out.jsonl"
    out.write_text(json.dumps(row) + "\n", encoding="utf-8")
    if n_labels:
        with pytest.raises(ArtifactError, match=f"holds {n_labels} label"):
            check_table(out, [])
    else:
        check_table(out, [])


@pytest.mark.parametrize("content", ['[{"text": "夜市重开。"}]', "[\n{\n", "PK"])
def test_what_nobody_can_read_may_hold_labels(tmp_path: Path, content: str) -> None:
    """A file of which no row can be read is not replaced; an empty one, and one that is not there, are."""
    out = tmp_path / ("labels.xlsx" if content == "PK" else "labels.jsonl")
    out.write_text(content, encoding="utf-8")
    with pytest.raises(ArtifactError, match="It may hold labels, so nothing was written"):
        check_table(out, [])
    out.write_bytes(b"")
    check_table(out, [])
    check_table(tmp_path / "nowhere/labels.csv", [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sport", "ＳＰＯＲＴ"),
        ("海外 新闻", "海外新闻"),
        ("海外新闻", "海外\u3000新\u200b闻"),
        ("café", "cafe\u0301"),
        ("一版", "⼀版"),
        ("民生", "民生\ufe00"),
    ],
)
def test_names_that_look_alike(one: str, other: str) -> None:
    """Width, case, spaces, combining and invisible characters do not tell two names apart."""
    assert fold_name(one) == fold_name(other)


def test_names_that_differ() -> None:
    """Other letters, digits and marks do."""
    assert len({fold_name(name) for name in ("经济", "经济1", "经济-1", "政法", "é", "e")}) == 6
