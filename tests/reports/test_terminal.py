"""A page and its cuts in a terminal."""

from dataclasses import replace
from pathlib import Path

import pytest

from textml.corpus.article import Article, Lines, Page
from textml.corpus.pages.corrections import Correction, read_corrections
from textml.reports.terminal import explain_corrections, explain_page

PAGE = Page("2025-01-01/01", "夜市重开\n\n沿江亮灯。\n（下转2版）\n\n节约用水\n", path="01.txt")
ARTICLES = [
    Article("a", "夜市重开", "沿江亮灯。", lines=Lines((1,), (3,), (4,)), confidence=0.4, reason="headline before"),
    Article("b", "节约用水", "", kind="slogan", lines=Lines((6,)), confidence=0.4),
]


def test_every_line_is_shown_with_its_item() -> None:
    """Each line has its number, item and role, each cut its reason; only doubtful stories are marked."""
    assert explain_page(PAGE, ARTICLES).plain.splitlines() == [
        "2025-01-01/01  01.txt",
        "  ── 1 article 夜市重开  0.40  ← check",
        "       headline before",
        "    1   1t 夜市重开",
        "    3   1b 沿江亮灯。",
        "    4   1f （下转2版）",
        "  ── 2 slogan 节约用水  0.40",
        "    6   2t 节约用水",
    ]


def test_an_item_in_two_places_goes_on_in_the_second() -> None:
    """Its reason is given once, its headline twice; notes about corrections stand below the page."""
    articles = [replace(ARTICLES[0], lines=Lines((6,), (1,))), replace(ARTICLES[1], lines=Lines((3,), (4,)))]
    assert [line for line in explain_page(PAGE, articles, ["a note"]).plain.splitlines() if line[:3] != "   "][1:] == [
        "  ── 1 article 夜市重开  0.40  ← check",
        "  ── 2 slogan 节约用水  0.40",
        "  ── 1 goes on: 夜市重开",
        "  a note",
    ]


@pytest.mark.parametrize("line", ["沿江亮灯。", "“It's” 亮灯。", 'it\'s \\ "亮灯"'])
def test_a_correction_can_be_copied(tmp_path: Path, line: str) -> None:
    """The example under the pages names the most doubtful story; it is a correction that fits, whatever its quotes."""
    page = replace(PAGE, text=PAGE.text.replace("沿江亮灯。", line))
    (tmp_path / "c.toml").write_text(explain_corrections(page, ARTICLES).plain.split("\n\n")[1], encoding="utf-8")
    (found,) = read_corrections(tmp_path / "c.toml")
    assert found == Correction("cut", PAGE.id, 3, line, where=found.where)


def test_markup_of_a_page_is_printed_as_it_is() -> None:
    """Square brackets in a page are text, not styles."""
    page = Page("p", "[bold]夜市[/bold]")
    assert "[bold]夜市[/bold]" in explain_page(page, [Article("a", "", "x", lines=Lines(body=(1,)))]).plain
