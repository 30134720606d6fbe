"""Pages with geometry: what looks like one piece is cut as one, and types tell the parts of a headline."""

import random

from tests.corpus.printed.columns import Set, column, columns, line, prose, title, wrap
from textml.corpus.article import Article, Page
from textml.corpus.geometry import Box
from textml.corpus.pages.cutting import split_page
from textml.corpus.printed.order import arrange

C = [40.0 + 152 * n for n in range(5)]


def cut(lines: Set, **drawn: list[Box]) -> list[Article]:
    """Articles of a page whose lines come in an order of no sense."""
    shuffled = list(lines)
    random.Random(5).shuffle(shuffled)
    text, geometry = arrange(shuffled, 800, 1100, **drawn)
    return split_page(Page("2031-05-06/01", text, geometry=geometry))


def test_columns_under_a_headline_are_its_article() -> None:
    """Two stories side by side, one of three columns, become two articles whose paragraphs are whole."""
    page = [
        *title("渠水通到三个村", C[0], 60, 30),
        *columns(wrap(prose("甲", 6)), [(C[0], 110, 25), (C[1], 110, 25), (C[2], 110, 0)]),
        *title("乙村的桥修好了", C[3], 60, 20),
        *column(wrap(prose("乙", 5)), C[3], 100),
    ]
    found = [(article.title, article.body) for article in cut(page)]
    assert found == [("渠水通到三个村", "\n".join(prose("甲", 6))), ("乙村的桥修好了", "\n".join(prose("乙", 5)))]


def test_the_largest_type_is_the_title() -> None:
    """The line above it is the kicker, the one below it the subtitle, whatever they say."""
    page = [
        line("三年修渠终有成", C[0], 60, 13, "Hei"),
        *title("田边听水声", C[0], 80, 28),
        line("七百亩旱地变了样", C[0], 116, 13, "Hei"),
        *columns(wrap(prose("甲", 6)), [(C[0], 145, 25), (C[1], 145, 25), (C[2], 145, 0)]),
    ]
    (article,) = cut(page)
    assert (article.kicker, article.title, article.subtitle) == ("三年修渠终有成", "田边听水声", "七百亩旱地变了样")


def test_a_caption_is_no_part_of_the_story_around_it() -> None:
    """It stands below its picture, in a type of its own."""
    caption = "晒谷场上坐满了人，孩子们在看皮影戏。林岸摄"
    page = [
        *title("渡口的船早晚各开一班", 60, 60, 30),
        *columns(wrap(prose("甲", 6)), [(C[0], 120, 30), (C[1], 120, 30), (C[2], 330, 0)]),
        *column([(caption[:16], False), (caption[16:], False)], C[2], 306, 8, "Kai"),
    ]
    found = cut(page, pictures=[Box(C[2], 120, C[2] + 140, 300)])
    assert [article.body for article in found if article.title] == ["\n".join(prose("甲", 6))]
