"""Articles know their text and whether they tell a story; repeated ids are named."""

from pathlib import Path

import pytest

from textml.corpus.article import KINDS, Article, Kind, Lines, Page, drop_reason, drop_repeats, shorten_path
from textml.reasons import Reason


def test_the_text_of_an_article_begins_with_its_headlines() -> None:
    """Kicker, headline, subtitle and body, those that are there, a line each."""
    assert Article("a", "夜市重开", "摊位亮了灯。", kicker="沙埠镇").text == "沙埠镇\n夜市重开\n摊位亮了灯。"
    assert Article("a", "", "摊位亮了灯。").text == "摊位亮了灯。"


def test_lines_come_in_the_order_of_the_page() -> None:
    """Headline, text and the rest are put together by their numbers."""
    assert Lines((4,), (6, 7), (5, 8)).all() == (4, 5, 6, 7, 8)


@pytest.mark.parametrize(("body", "n"), [("早 市\n开", None), ("早 市", 2), ("", 0)])
def test_short_stories_are_left_out(body: str, n: int | None) -> None:
    """White space is no character."""
    expected = None if n is None else Reason("too_short", {"n": n, "needed": 3})
    assert drop_reason(Article("a", "", body), 3) == expected
    assert drop_reason(Article("a", "", " " * 99 + body), 3) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_what_tells_no_story_is_left_out_by_its_kind(kind: Kind) -> None:
    """Only articles, photos with captions and commentaries are labelled."""
    reason = drop_reason(Article("a", "", "早市五点开。", kind=kind), 3)
    assert reason == (None if kind in ("article", "photo", "commentary") else Reason(f"kind.{kind}"))


def test_the_first_article_of_an_id_is_kept() -> None:
    """Every later one is a problem that names the id and says what to do."""
    kept, problems = drop_repeats([Article("a", "", "甲"), Article("b", "", "乙"), Article("a", "", "丙")])
    assert [article.body for article in kept] == ["甲", "乙"]
    assert problems == ["a: read twice; the first was kept. Give every article its own id and name every input once"]


def test_a_name_that_is_no_utf8_is_written_out() -> None:
    """Two folders of the same name elsewhere give the same short path; bytes that are no text are escapes."""
    assert shorten_path(Path("/archive/2024/news.jsonl")) == shorten_path("/other/2024/news.jsonl") == "2024/news.jsonl"
    assert shorten_path("/a/b\udce6.txt") == "a/b\\xe6.txt"


def test_a_page_says_where_it_is() -> None:
    """Its file, with the place where that holds several pages; the id of a page made in Python."""
    assert Page("i/02", "", path="i.pdf", place=2).where == "i.pdf, page 2"
    assert Page("i/02", "", path="i/02.pdf").where == "i/02.pdf"
    assert Page("i/02", "").where == "i/02"
