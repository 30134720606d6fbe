"""All pages of a reading, whatever they hold."""

from dataclasses import replace
from pathlib import Path

import pytest

from textml.corpus.article import Page, drop_repeats
from textml.corpus.pages import cutting
from textml.corpus.pages.corrections import Correction
from textml.corpus.pages.cutting import cut_pages
from textml.corpus.reading.inputs import read_pages

STORY = """水库闸门检修过半

本报讯（记者 温仲平） 龙窝水

库的闸门检修进入第二周，水位已经

降到了往年的最低处，露出石阶。
"""


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("龙窝水库的闸门检修昨天完工，水位今起回升。", {"article"}),
        ("夜市重开\n\n水库检修\n\n老窑收徒\n", {"teaser"}),
        ("节约用水 人人有责\n", {"slogan", "teaser"}),
        ("Tinghe Daily\n\nThe reservoir gate was repaired yesterday, the water rises again from today.\n", {"article"}),
        ("", set()),
    ],
)
def test_unusual_pages(text: str, kinds: set[str]) -> None:
    """One line, only headlines, only furniture, Latin text, nothing: a result without a crash, every line in it."""
    cut = cut_pages([Page("p", text)])
    assert {article.kind for article in cut.articles} <= kinds
    owned = sorted(n for article in cut.articles for n in article.lines.all())
    assert owned == [n for n, line in enumerate(text.split("\n"), 1) if line.strip()]


def test_half_decoded_pages_are_kept_and_their_share_told() -> None:
    """Characters that nobody can read are counted in a note; the page is cut all the same."""
    cut = cut_pages([Page("p", STORY.replace("闸门", "\ufffd\ue001"), path="p.txt")])
    assert cut.notes == ["p.txt: 7.7 % of the characters are unreadable; the page was kept"]
    assert cut.problems == []
    assert len(cut.articles) == 1


def test_a_page_without_an_article_is_named() -> None:
    """Only furniture: a problem with the page's file."""
    cut = cut_pages([Page("p", "节约用水 人人有责\n", path="p.txt"), Page("q", STORY, path="q.txt")])
    assert len(cut.problems) == 1
    assert cut.problems[0].startswith("p.txt: no article found on this page (1 other items)")


def test_a_page_that_changed_under_its_corrections_is_cut_without_them() -> None:
    """The misfit is a problem; the articles are those without the correction."""
    page = Page("p", STORY)
    cut = cut_pages([page], [Correction("cut", "p", 3, "another text", where="fixed.toml: cut 1")])
    assert cut.articles == cut_pages([page]).articles
    assert cut.problems[0].startswith("fixed.toml: cut 1: line 3 of p should read 'another text'")


def test_the_same_for_any_number_of_processes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes give the articles, notes and joins of one, in the same order, and report every page."""
    monkeypatch.setattr(cutting, "_WORTH_A_POOL", 2)
    monkeypatch.setattr(cutting, "_BATCH", 5)
    pages = read_pages(root / "seeds/pages")[:12]
    pages.append(replace(pages[0], id="x", number=None, text=pages[0].text.replace("代表", "\ufffd")))
    counted = []

    def track(items, what, n_items):  # type: ignore[no-untyped-def]
        for item in items:
            counted.append((what, n_items))
            yield item

    assert cut_pages(pages, n_workers=2, track=track) == cut_pages(pages)
    assert counted == [("cutting pages", 13)] * 13


def test_corrections_of_pages_that_were_not_read_are_told() -> None:
    """A misspelt page id would make a correction do nothing: it is a note."""
    cut = cut_pages([Page("2025-01-01/01", STORY)], [Correction("cut", "2025-01-01/1", 3, "x")])
    assert cut.notes == ["2025-01-01/1: has corrections, but was not read"]


def test_repeated_ids_are_named() -> None:
    """An article that comes as a page and in a table is counted once, and it is said."""
    found = cut_pages([Page("p", STORY)]).articles
    kept, problems = drop_repeats([*found, *found])
    assert kept == found
    assert problems[0].startswith("p#01: read twice, the first was kept")
    assert len(problems) == len(found)
