"""What is new in some issues, against the earlier ones of a run."""

import json
from pathlib import Path

import pytest

from tests.models.shift.articles import COMMON, NEW, make_articles
from textml.corpus.article import Article
from textml.corpus.words.segment import Words
from textml.models.shift.contrast import WordShare
from textml.models.shift.mix import compare_mix
from textml.models.shift.sample import draw_sample
from textml.models.shift.side import read_side
from textml.reasons import NotEnoughError
from textml.review.compare import _find_new_topic
from textml.runs.open_run import open_run


def test_shares_before_and_now() -> None:
    """A section that grew from a tenth to a half has moved, a small one has not."""
    changes = compare_mix(["a"] * 10 + ["b"] * 90, ["a"] * 25 + ["b"] * 25)
    assert [(c.name, c.before.value, c.now.value, c.moved) for c in changes] == [
        ("a", 0.1, 0.5, True),
        ("b", 0.9, 0.5, True),
    ]
    assert not any(change.moved for change in compare_mix(["a"] * 10 + ["b"] * 10, ["a"] * 12 + ["b"] * 8))


def test_articles_that_share_new_words_are_a_topic() -> None:
    """Four of thirty articles hold the new words together; single ones of them elsewhere are no topic."""
    plain = make_articles(26, COMMON, 1)
    news = [Article(f"n{i}", f"第{i}条", "，".join(NEW[i : i + 5])) for i in range(4)]
    sample = draw_sample([*plain, *news], [""] * 30)
    words = [WordShare(word, 0.1, 0.0) for word in NEW]
    found = _find_new_topic(read_side(sample, Words()), words, sample)
    assert found is not None
    assert found.share.value == pytest.approx(4 / 30)
    assert sorted(found.titles) == ["第0条", "第1条", "第2条", "第3条"]
    known = [WordShare(word, 0.1, 0.2) for word in NEW]
    assert _find_new_topic(read_side(sample, Words()), known, sample) is None


def test_new_issues_beside_those_of_a_run(project: Path, tmp_path: Path) -> None:
    """Made-up issues with new words: they are named, rows have shares and ends; three articles are too few."""
    run = open_run(project / "artifacts/default")
    articles = make_articles(30, COMMON + NEW, 2)
    table = tmp_path / "new.jsonl"
    table.write_text("".join(json.dumps({"id": a.id, "text": a.body}, ensure_ascii=False) + "\n" for a in articles))
    found = run.compare([str(table)])
    assert (found.n_now, found.n_before) == (30, len(run.contents.stories))
    assert set(NEW) & {word.word for word in found.words}
    rows = found.rows()
    assert sum(row["now"] for row in rows if row["part"] == "section") == pytest.approx(1)
    assert all(row["now_low"] <= row["now"] <= row["now_high"] for row in rows)
    table.write_text("".join(json.dumps({"id": a.id, "text": a.body}, ensure_ascii=False) + "\n" for a in articles[:3]))
    with pytest.raises(NotEnoughError, match=r"3 new, .* earlier; 20 of each are needed"):
        run.compare([str(table)])
