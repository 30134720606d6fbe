"""What a person looks at first, and how the answer gets back into the seeds."""

import json
from pathlib import Path

from textml.corpus.seeds import Section, read_seeds
from textml.review.queue import rank_doubtful, to_label

ROWS = [
    {"id": "a", "title": "甲", "confidence": 0.9, "needs_review": False, "p_economy": 0.9, "p_culture": 0.1},
    {"id": "b", "title": "乙", "confidence": 0.6, "needs_review": True, "p_economy": 0.4, "p_culture": 0.6},
    {"id": "c", "title": "丙", "confidence": 0.51, "needs_review": True, "p_economy": 0.51, "p_culture": 0.49},
]


def test_the_most_doubtful_first() -> None:
    """Only doubtful articles are ranked, the least sure first, with the two likeliest sections."""
    ranked = rank_doubtful(ROWS, 5)
    assert [(row["id"], row["doubt"]) for row in ranked] == [
        ("c", "economy 51 %, culture 49 %"),
        ("b", "culture 60 %, economy 40 %"),
    ]
    assert [row["id"] for row in rank_doubtful(ROWS, 1)] == ["c"]
    # what has a label needs no second one
    assert [row["id"] for row in rank_doubtful(ROWS, 1, ["c"])] == ["b"]


def test_doubtful_cuts_come_after_doubtful_sections() -> None:
    """An article whose section is clear comes last whatever its confidence, and says why it is there at all."""
    clear = {
        "id": "d",
        "title": "丁",
        "section": "economy",
        "confidence": 0.5,
        "needs_review": True,
        "p_economy": 0.9996,
    }
    ranked = rank_doubtful([clear, *ROWS], 5)
    assert [row["id"] for row in ranked] == ["c", "b", "d"]
    assert ranked[-1]["doubt"] == "economy >99 %; clear, but its cut is doubtful"


def test_a_completed_line_is_a_seed(tmp_path: Path) -> None:
    """Section and name filled in, the line can be appended to the labelled set as it is."""
    line = to_label(rank_doubtful(ROWS, 1)[0], "正文。", "2025-03-01")
    assert (line["section"], line["labelled_by"]) == ("", "")
    line.update(section="economy", labelled_by="archivist")
    (tmp_path / "labeled.jsonl").write_text(json.dumps(line), encoding="utf-8")
    seed = read_seeds(tmp_path / "labeled.jsonl", [Section("economy", "经济"), Section("culture", "文化")])[0]
    assert (seed.id, seed.body, seed.section, seed.date) == ("c", "正文。", "economy", "2025-03-01")


def test_new_articles_come_sooner() -> None:
    """One that looks newer than nearly all labelled ones counts as half as certain."""
    open_row = {**ROWS[0], "section": "", "needs_review": True}
    rows = [{**open_row, "id": i, "confidence": confidence} for i, confidence in (("x", 0.5), ("y", 0.7))]
    assert [row["id"] for row in rank_doubtful(rows, 2)] == ["x", "y"]
    assert [row["id"] for row in rank_doubtful(rows, 2, newness={"y": 0.99})] == ["y", "x"]
    assert [row["id"] for row in rank_doubtful(rows, 2, newness={"y": 0.9})] == ["x", "y"]
