"""Suggestions are added to the labelled set whole or not at all, and nothing in it is lost."""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from textml.corpus.formats.table import read_table, table_bytes
from textml.corpus.seeds import Section, read_labelled_set
from textml.errors import ArtifactError, SeedError
from textml.review.labelled_set import Added, add_suggestions
from textml.review.queue import to_label

SECTIONS = [Section("economy", "经济"), Section("politics-law", "政法")]


def suggestion(name: str, text: str = "") -> dict[str, Any]:
    """A row as `textml suggest` makes it."""
    return to_label(
        {"id": name, "title": f"标题{name}", "doubt": "economy 50 %"}, text or f"正文{name}。", "2025-03-01"
    )


ROWS = [suggestion(name) for name in "abc"]


def rows_of(path: Path) -> list[Any]:
    return [row for _, row in read_table(path)]


def test_lines_are_appended_and_never_twice(tmp_path: Path) -> None:
    """An id or a text that is there, filled in or not, is not added; a missing line break at the end is supplied."""
    path = tmp_path / "labeled.jsonl"
    before = '{"id": "b", "text": "老", "section": "economy"}\n{"id": "x", "data": "正文\\nc。", "label": ""}'
    path.write_text(before, encoding="utf-8")
    assert add_suggestions(path, ROWS) == Added(1, 2)
    assert path.read_text("utf-8").startswith(before + '\n{"id":"a",')
    assert add_suggestions(path, [*ROWS, ROWS[0]]) == Added(0, 4)
    assert path.read_bytes().endswith(b"}\n")
    labelled = read_labelled_set(path, SECTIONS)
    assert ([seed.id for seed in labelled.seeds], labelled.n_open) == (["b"], 2)
    assert list(tmp_path.iterdir()) == [path]


def test_an_article_with_another_id_or_cut_is_not_added_again(tmp_path: Path) -> None:
    """A suggestion that the set has under an earlier id, longer or shorter, is there already; so is its copy."""
    body = "沙埠镇夜市昨晚重新开张，四十二个摊位亮起了灯，卖烤饼的小伙子一晚上没有坐下来过。"
    path = tmp_path / "labeled.jsonl"
    row = {"id": "2025-03-01/01#07", "text": f"{body}他说明天还来。", "section": ""}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    market = suggestion("2025-03-01/01#abcdef", body)
    canal = suggestion("2025-03-01/01#ghjkmn", "南坡的水渠通了水。")
    copy = suggestion("2025-03-02/01#ghjkmn", "南坡的水渠 通了水。")
    assert add_suggestions(path, [market, canal, copy]) == Added(1, 2)
    assert [row["id"] for row in rows_of(path)] == ["2025-03-01/01#07", "2025-03-01/01#ghjkmn"]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_other_tables_are_written_beside(tmp_path: Path, ending: str) -> None:
    """Suggestions go into the columns that the table has; every cell stays, and the earlier file has a dated name."""
    path = tmp_path / f"labeled.{ending}"
    old = {"编号": 7, "正文": "桥梁合龙。", "栏目": "经济", "日期": "2025-02-01", "组": "甲"}
    path.write_bytes(before := table_bytes([old], path.name))
    kept = tmp_path / f"labeled.{date.today().isoformat()}.{ending}"
    assert add_suggestions(path, ROWS) == Added(3, 0, kept)
    assert kept.read_bytes() == before
    rows = rows_of(path)
    assert {name: str(rows[0][name]) for name in old} == {name: str(value) for name, value in old.items()}
    assert [(row["编号"], row["正文"], row["title"]) for row in rows[1:]] == [
        (row["id"], row["text"], row["title"]) for row in ROWS
    ]
    labelled = read_labelled_set(path, SECTIONS)
    assert ([(seed.id, seed.section) for seed in labelled.seeds], labelled.n_open) == ([("7", "economy")], 3)
    assert add_suggestions(path, ROWS) == Added(0, 3)
    assert sorted(tmp_path.iterdir()) == sorted([path, kept])


def test_a_list_of_one_label_stays_a_list(tmp_path: Path) -> None:
    """A Parquet column of lists is not turned into texts by the empty cells of suggestions."""
    path = tmp_path / "labeled.parquet"
    path.write_bytes(table_bytes([{"text": "桥梁合龙。", "label": ["economy"]}], path.name))
    add_suggestions(path, ROWS)
    assert [row["label"] for row in rows_of(path)] == [["economy"], None, None, None]


@pytest.mark.parametrize("content", [b"", b"\n", "\ufeff".encode()])
def test_an_empty_set_takes_suggestions(tmp_path: Path, content: bytes) -> None:
    """A file without lines is a labelled set without labels yet."""
    path = tmp_path / "labeled.jsonl"
    path.write_bytes(content)
    assert add_suggestions(path, ROWS) == Added(3, 0)
    assert [row["id"] for row in rows_of(path)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("labeled.jsonl", b'{"id": "a"}\n{"id": "b", "te', "labeled.jsonl:2: not JSON"),
        ("labeled.csv", b"id,text,section\na,b,c,d\n", "labeled.csv:2: more cells than the first line has columns"),
        ("labeled.jsonl.gz", b"", r"rows can be added to \.csv, \.jsonl, \.parquet, \.xlsx"),
        ("labeled.jsonl", None, "no such file. Restore the labelled set"),
    ],
)
def test_what_is_not_understood_stays(tmp_path: Path, name: str, content: bytes | None, error: str) -> None:
    """A broken line, a compressed file and a missing one: an error says what to do, and no byte changes."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises((ArtifactError, SeedError), match=error):
        add_suggestions(path, ROWS)
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == ({} if content is None else {path: content})


@pytest.mark.parametrize("others", [b"", b'{"id": "z"}\n'])
def test_a_full_disk_leaves_no_half_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, others: bytes) -> None:
    """What was written before the disk was full is taken back, unless somebody else has appended lines meanwhile."""
    path = tmp_path / "labeled.jsonl"
    path.write_bytes(before := b'{"id": "x", "text": "y", "section": ""}\n')
    write, sizes = os.write, iter([20])

    def run_full(opened: int, content: bytes) -> int:
        if size := next(sizes, 0):
            return write(opened, content[:size])
        path.write_bytes(path.read_bytes() + others)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", run_full)
    with pytest.raises(ArtifactError, match=r"cannot be written \(No space left on device\)"):
        add_suggestions(path, ROWS[:1])
    left = path.read_bytes()
    assert left.startswith(before)
    assert left.endswith(others)
    assert (left == before) == (not others)


def test_two_at_once(tmp_path: Path) -> None:
    """Four that add at the same time: every article is there once, and no lock is left."""
    path = tmp_path / "labeled.jsonl"
    path.write_bytes(b"")
    with ThreadPoolExecutor(4) as pool:
        added = list(pool.map(lambda name: add_suggestions(path, [suggestion(name), suggestion("all")]), "abcd"))
    assert sorted(found.n_added for found in added) == [1, 1, 1, 2]
    lines = path.read_text("utf-8").splitlines()
    assert sorted(json.loads(line)["id"] for line in lines) == ["a", "all", "b", "c", "d"]
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """Suggestions go into the file that a link leads to."""
    (tmp_path / "disk").mkdir()
    for name in ("labeled.jsonl", "labeled.csv"):
        (tmp_path / "disk" / name).write_text("" if name.endswith("jsonl") else "id,text,section\n")
        (tmp_path / name).symlink_to(tmp_path / "disk" / name)
        assert add_suggestions(tmp_path / name, ROWS).n_added == 3
        assert (tmp_path / name).is_symlink()
        assert len(rows_of(tmp_path / "disk" / name)) == 3


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".xlsx", ".parquet"])
def test_how_an_article_was_chosen_is_kept(tmp_path: Path, ending: str) -> None:
    """A set gets the column `chosen` with its first suggestion; labels of before say nothing of it."""
    path = tmp_path / f"labeled{ending}"
    path.write_bytes(table_bytes([{"id": "x", "text": "甲", "section": "economy"}], path.name))
    assert add_suggestions(path, ROWS[:1]).n_added == 1
    names = {name: None for row in rows_of(path) for name in row}
    rows = [{**names, **row, "section": row["section"] or "经济"} for row in rows_of(path)]
    path.write_bytes(table_bytes(rows, path.name))
    found = [(seed.id, seed.chosen) for seed in read_labelled_set(path, SECTIONS).seeds]
    assert found == [("x", ""), ("a", "suggested")]


def test_a_label_that_looks_wrong_is_asked_once(tmp_path: Path) -> None:
    """Its row is added beside the label, which is found by its id; it is not added again, open or decided."""
    path = tmp_path / "labeled.jsonl"
    path.write_text('{"id": "a", "text": "正文a。", "section": "economy"}\n', encoding="utf-8")
    check = {**ROWS[0], "chosen": "error check"}
    assert add_suggestions(path, [check, ROWS[0]]) == Added(1, 1)
    assert add_suggestions(path, [check]) == Added(0, 1)
    decided = {**check, "section": "政法", "labelled_by": "罗"}
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0] + table_bytes([decided], path.name))
    assert add_suggestions(path, [check]) == Added(0, 1)
    assert [(s.section, s.chosen) for s in read_labelled_set(path, SECTIONS).seeds] == [("politics-law", "error check")]


def test_rows_of_other_files_of_the_set_are_not_added_again(tmp_path: Path) -> None:
    """An article that is open in the second file stays there, and that file is as it was."""
    first, second = tmp_path / "labeled.jsonl", tmp_path / "more.csv"
    first.write_bytes(b"")
    second.write_bytes(before := table_bytes(ROWS[:2], second.name))
    assert add_suggestions(first, ROWS, [second]) == Added(1, 2)
    assert ([row["id"] for row in rows_of(first)], second.read_bytes()) == (["c"], before)
