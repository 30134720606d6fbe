"""Articles that a person joins across pages."""

import re
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from textml.corpus.article import Page
from textml.corpus.pages.corrections import Correction, read_corrections
from textml.corpus.pages.cutting import cut_pages

FIRST = """夜市重开 四十二个摊位亮灯

本报讯（记者 沈砚秋） 沙埠镇

夜市昨晚重新开张，沿江的四十二个

摊位亮起了灯，摊主们等着客人上

（下转2版）
"""
SECOND = """水库闸门检修过半

本报讯（记者 温仲平） 龙窝水

库的闸门检修进入第二周，潜水员每

天下水三次，把吊耳上的锈敲下来。
"""
THIRD = SECOND.replace("水库闸门", "老窑烟囱").replace("龙窝水", "石瓮镇").replace("库的闸门检修", "的烟囱检修")
PAGES = [Page(f"d/0{n}", text, "2025-03-01", n) for n, text in ((1, FIRST), (2, SECOND), (3, THIRD))]


def join(second: int, first: int, at: str = "本报讯", body: str = "本报讯") -> Correction:
    """The article with a line of the second page continues that with a line of the first."""
    lines = [
        next((n, text) for n, text in enumerate(PAGES[number - 1].text.split("\n"), 1) if text.startswith(start))
        for number, start in ((second, at), (first, body))
    ]
    (n, text), (m, body_text) = lines
    return Correction("join", f"d/0{second}", n, text, m, body_text, "fixed.toml: join 1", body_page=f"d/0{first}")


def test_two_pages_hold_one_article() -> None:
    """Halves without fitting marks become one article, and the mark is no loose end any more."""
    loose = cut_pages(PAGES)
    assert (len(loose.articles), [note.split(": ")[1] for note in loose.notes]) == (
        3,
        ["marked 2版, no continuation found"],
    )
    cut = cut_pages(PAGES, [join(2, 1)])
    first, second = (article.id for article in loose.articles[:2])
    assert (cut.problems, cut.notes, cut.joined) == ([], [], {second: first})
    assert [(a.id, a.title, a.body[:4], a.body[-6:]) for a in cut.articles] == [
        (first, "夜市重开 四十二个摊位亮灯", "沙埠镇夜", "的锈敲下来。"),
        (loose.articles[2].id, "老窑烟囱检修过半", "石瓮镇的", "的锈敲下来。"),
    ]
    assert "等着客人上本报讯" in cut.articles[0].body or "等着客人上龙窝" in cut.articles[0].body


def test_three_pages_hold_one_article() -> None:
    """A chain is one article, in any order of the entries."""
    chain = [join(2, 1), join(3, 2)]
    whole = [cut_pages(PAGES, order) for order in permutations(chain)]
    assert whole[0] == whole[1]
    (article,) = whole[0].articles
    assert [word in article.body for word in ("沙埠镇", "龙窝水库", "石瓮镇")] == [True] * 3


def test_a_person_outweighs_the_marks() -> None:
    """Marks that fit make a pair only where a person has not said otherwise."""
    pages = [*PAGES[:2], replace(PAGES[2], text="（上接1版）\n\n" + THIRD.split("\n\n", 1)[1], number=2), PAGES[2]]
    pages = [replace(page, id=f"d/0{n}", path=f"d/0{n}.txt") for n, page in enumerate(pages, 1)]
    pages[1] = replace(pages[1], number=4)
    assert [a.page_id for a in cut_pages(pages).articles] == ["d/01", "d/02", "d/04"]
    cut = cut_pages(pages, [join(2, 1)])
    assert [a.page_id for a in cut.articles] == ["d/01", "d/03", "d/04"]
    assert [note.split(": ")[1] for note in cut.notes] == ["marked 1版, no beginning found"]


@pytest.mark.parametrize(
    ("joins", "problem"),
    [
        ([join(2, 1, at="天下水")], "line 7 of d/02 .* begins no article"),
        ([join(2, 1), join(3, 1)], "line 3 of d/03 .* contradicts another entry: an article goes on in one place"),
        ([join(3, 1), join(3, 2)], "line 3 of d/03 .* contradicts another entry"),
        ([join(1, 2), join(2, 1)], "line 3 of d/02 .* continues an article that continues this one"),
        ([replace(join(2, 1), body_text="夜市")], "line 3 of d/01 should read '夜市', but it reads '本报讯"),
    ],
)
def test_what_does_not_fit_is_named(joins: list[Correction], problem: str) -> None:
    """Of contradicting entries one is named in any order; the others are applied."""
    found = [cut_pages(PAGES, order) for order in permutations(joins)]
    assert all(one == found[0] for one in found)
    assert [re.search(problem, one) is not None for one in found[0].problems] == [True]
    assert len(found[0].joined) == len(joins) - 1


def test_pages_that_were_not_read_and_lines_that_moved_are_noted() -> None:
    """A join waits for its page; lines are found by their text."""
    cut = cut_pages(PAGES[:1], [join(2, 1)])
    assert (cut.problems, cut.notes[0]) == ([], "d/02: has corrections but was not read")
    moved = cut_pages(PAGES, [replace(join(2, 1), line=9)])
    assert moved.notes == [
        "d/02: lines were found by their text at other numbers: fixed.toml: join 1 (line 9 is 3 now)"
    ]
    assert len(moved.joined) == 1


def test_the_file_says_the_other_page(tmp_path: Path) -> None:
    """`body_page` belongs to a join with `body`; its own page changes nothing."""
    entry = "[[join]]\npage = 'd/02'\nline = '3 x'\nbody = '3 y'\nbody_page = 'd/01'\n"
    (tmp_path / "c.toml").write_text(entry + entry.replace("d/01", "d/02").replace("3 x", "4 x"), encoding="utf-8")
    assert [found.body_page for found in read_corrections(tmp_path / "c.toml")] == ["d/01", ""]
