"""Reading order of hand-made pages: every story in one piece, behind its headline."""

import random
from itertools import permutations

import pytest

from tests.corpus.printed.columns import LEADING, SIZE, Set, column, columns, line, prose, title, wrap
from textml.corpus.geometry import Box
from textml.corpus.printed.order import arrange

WIDTH, HEIGHT = 800.0, 1100.0
# Left edges of five columns of 14 em with 12 points between them.
C = [40.0 + 152 * n for n in range(5)]


def read(lines: Set, **drawn: list[Box]) -> str:
    """Text of a page without its line breaks and indents; the lines come in an order of no sense."""
    shuffled = list(lines)
    random.Random(3).shuffle(shuffled)
    text, geometry = arrange(shuffled, WIDTH, HEIGHT, **drawn)
    assert len(geometry.lines) == len(text.split("\n")) == len(lines)
    return text.replace("\n", "").replace("\u3000", "")


def whole(name: str, n_paragraphs: int = 3, n_clauses: int = 7) -> str:
    return "".join(prose(name, n_paragraphs, n_clauses))


def lines_of(name: str, n_paragraphs: int = 3, n_clauses: int = 7, em: int = 14) -> list[tuple[str, bool]]:
    return wrap(prose(name, n_paragraphs, n_clauses), em)


def test_an_empty_page_has_no_lines() -> None:
    """Nothing in, nothing out; blank lines count for nothing."""
    assert arrange([], WIDTH, HEIGHT) == arrange([line("  ", 0, 0)], WIDTH, HEIGHT)
    assert arrange([], WIDTH, HEIGHT)[0] == ""


def test_indents_and_frames_are_written() -> None:
    """A line that is indented in its column starts with two full-width spaces; a column that runs on starts without."""
    wrapped = [
        ("石坊的渠水通到了每一块田", True),
        ("边上，人们说今年的稻子要好", False),
        ("得多。", False),
        ("老桥两头种上了乌桕，叶子", True),
    ]
    rest = [("红了半边天，过路的人都停下", False), ("来看。", False), ("村口的钟敲了三下，人齐了", True), ("。", False)]
    page = [*title("渠水通到田边", C[0], 60), *column(wrapped, C[0], 100), *column(rest, C[1], 100)]
    text, geometry = arrange(page[::-1], WIDTH, HEIGHT)
    assert text.split("\n") == [
        "渠水通到田边",
        "\u3000\u3000石坊的渠水通到了每一块田",
        "边上，人们说今年的稻子要好",
        "得多。",
        "\u3000\u3000老桥两头种上了乌桕，叶子",
        "红了半边天，过路的人都停下",
        "来看。",
        "\u3000\u3000村口的钟敲了三下，人齐了",
        "。",
    ]
    assert [printed.frame for printed in geometry.lines] == [0, 1, 1, 1, 1, 2, 2, 2, 2]


def test_the_order_of_the_file_does_not_matter() -> None:
    """Any order of the lines gives the same text and geometry."""
    page = [
        *title("渠水", C[0], 60),
        *column(lines_of("甲", 1, 2), C[0], 100),
        *column(lines_of("乙", 1, 2), C[1], 100),
    ]
    assert len({arrange(order, WIDTH, HEIGHT) for order in permutations(page[:6])}) == 1


def test_stories_in_a_grid_are_read_row_by_row() -> None:
    """Each headline of one column comes right before its text, whatever the lengths of the columns."""
    names = "甲乙丙丁戊己庚辛壬癸"
    page: Set = []
    for n, name in enumerate(names):
        row, at = divmod(n, 5)
        page += title(f"{name}村修渠", C[at], 60 + 450 * row, 20)
        page += column(lines_of(name, 2 + n % 3), C[at], 100 + 450 * row)
    text = read(page)
    assert text == "".join(f"{name}村修渠" + whole(name, 2 + n % 3) for n, name in enumerate(names))


def test_a_headline_of_four_columns_has_two_beside_a_picture() -> None:
    """Columns beside the picture are one story; the caption does not come between."""
    picture = Box(C[2], 120, C[4] - 12, 400)
    page = [
        *title("渡口的船早晚各开一班", 200, 60, 30),
        *columns(lines_of("甲", 6), [(C[0], 120, 25), (C[1], 120, 25), (C[2], 460, 0)]),
        *column([("渡口停着的船，林岸摄", False)], C[2], 406, 8, "Kai"),
        *title("丙村晒谷", C[4], 60, 20),
        *column(lines_of("丙"), C[4], 120),
    ]
    text = read(page, pictures=[picture])
    assert "渡口的船早晚各开一班" + whole("甲", 6) in text
    assert "丙村晒谷" + whole("丙") in text
    assert "渡口停着的船，林岸摄" in text


def test_an_l_shaped_story_stays_whole() -> None:
    """The first column goes down beside the story below the second and third."""
    story, other = lines_of("甲", 8), lines_of("乙", 4)
    page = [
        *title("渠水通到三个村", C[0], 60, 30),
        *columns(story, [(C[0], 110, 50), (C[1], 110, 14), (C[2], 110, 0)]),
        *title("乙村的桥修好了", C[1], 430, 24),
        *columns(other, [(C[1], 470, len(other) // 2 + 1), (C[2], 470, 0)]),
    ]
    text = read(page)
    assert "渠水通到三个村" + whole("甲", 8) in text
    assert "乙村的桥修好了" + whole("乙", 4) in text


def test_a_box_inside_a_story_does_not_interrupt_it() -> None:
    """The sentence of the outer story runs on below the box, which is read after it."""
    box = Box(C[1] - 5, 200, C[1] + 145, 480)
    page = [
        *title("老桥两头种上乌桕", C[0], 60, 30),
        *columns(lines_of("甲", 9), [(C[0], 110, 40), (C[1], 110, 6), (C[1], 490, 13), (C[2], 110, 0)]),
        *title("链接", C[1] + 5, 208, 14),
        *column(lines_of("丁", 2, 5, 13), C[1] + 5, 230),
    ]
    text = read(page, areas=[box])
    assert "老桥两头种上乌桕" + whole("甲", 9) in text
    assert "链接" + whole("丁", 2, 5) in text


@pytest.mark.parametrize("right", [True, False])
def test_an_upright_headline_stands_beside_its_text(right: bool) -> None:
    """It is read before the text, from right to left where it has two lines."""
    at = C[2] if right else C[0]
    text_at = C[0] if right else C[1]
    page = [
        line("晒谷场上坐满人", at + 40, 100, 28, "Hei", vertical=True),
        line("老人说起当年", at, 100, 20, "Hei", vertical=True),
        *columns(lines_of("甲", 4), [(text_at, 100, 20), (text_at + 152, 100, 0)]),
        *title("乙村的桥修好了", C[0], 600, 24),
        *columns(lines_of("乙", 4), [(C[0], 640, 20), (C[1], 640, 0)]),
    ]
    text = read(page)
    assert text == "晒谷场上坐满人老人说起当年" + whole("甲", 4) + "乙村的桥修好了" + whole("乙", 4)


def test_a_headline_below_its_text_comes_first() -> None:
    """Nothing but the headline below can belong to the text."""
    page = [
        *columns(lines_of("甲", 4), [(C[0], 100, 22), (C[1], 100, 0)]),
        *title("渡船早晚各开一班", C[0], 430, 28),
        *title("乙村的桥修好了", C[2], 100, 24),
        *column(lines_of("乙", 4), C[2], 140),
    ]
    text = read(page)
    assert "渡船早晚各开一班" + whole("甲", 4) in text
    assert "乙村的桥修好了" + whole("乙", 4) in text


def test_a_headline_in_the_middle_of_its_columns() -> None:
    """The first column begins left of the headline, at its height; the others stand below it and right of it."""
    story = lines_of("甲", 9)
    page = [
        *title("丙村晒谷", C[0], 60, 20),
        *column(lines_of("丙"), C[0], 100),
        *column(lines_of("戊", 2), C[1], 100),
        *title("戊村有了灯", C[1], 60, 20),
        *title("二十户人家添新灶", C[2] + 20, 560, 32),
        *columns(story, [(C[1], 560, 30), (C[2], 630, 25), (C[3], 630, 25), (C[4], 560, 0)]),
    ]
    text = read(page)
    assert "二十户人家添新灶" + whole("甲", 9) in text
    assert "戊村有了灯" + whole("戊", 2) in text


def test_measures_change_within_a_story() -> None:
    """Two wide columns above, three narrow ones below, under one headline."""
    wide, narrow = prose("甲", 4), prose("丁", 4)
    page = [
        *title("渠水通到三个村", C[0], 60, 30),
        *columns(wrap(wide, 21), [(C[0], 110, 14), (C[0] + 228, 110, 0)]),
        *columns(wrap(narrow, 14), [(C[0], 420, 14), (C[1], 420, 14), (C[2], 420, 0)]),
        *title("乙村的桥修好了", C[3], 60, 24),
        *column(lines_of("乙", 6), C[3], 100),
    ]
    text = read(page)
    assert "渠水通到三个村" + "".join(wide) + "".join(narrow) in text


def test_a_page_of_one_story_without_a_headline() -> None:
    """Columns are read from left to right."""
    text = read(columns(lines_of("甲", 16), [(left, 60, 40) for left in C[:4]]))
    assert text == whole("甲", 16)


def test_classified_notices_in_narrow_columns() -> None:
    """Each notice is read as a whole, down the columns; one runs on into the next."""
    notices = [prose(name, 1, 2) for name in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未"]
    wrapped = [printed for notice in notices for printed in wrap(notice, 9)]
    page = columns(wrapped, [(40 + 98 * n, 200, 20) for n in range(6)])
    text = read([*title("分类信息", 40, 150, 20), *page])
    assert text == "分类信息" + "".join(notice[0] for notice in notices)


def test_a_rule_parts_two_texts_without_headlines() -> None:
    """The text right of an upright rule is none of the left one's."""
    left, right = lines_of("甲", 4), lines_of("乙", 4)
    page = [*columns(left, [(C[0], 100, 20), (C[1], 100, 0)]), *columns(right, [(C[2], 100, 20), (C[3], 100, 0)])]
    text = read(page, rules=[Box(C[2] - 7, 90, C[2] - 6.5, 460)])
    assert text == whole("甲", 4) + whole("乙", 4)


def test_kicker_title_subtitle_and_byline_stay_together() -> None:
    """They stand at the left, in the middle and over another column, and are read from top to bottom."""
    page = [
        line("乡村见闻", C[0], 60, 12, "Hei"),
        *title("渠水通到三个村", C[0] + 120, 76, 30),
        line("——写在通水之后", C[0], 112, 13),
        line("本报记者 田望生", C[1] + 20, 132, 10),
        *columns(lines_of("甲", 6), [(C[0], 160, 25), (C[1], 160, 25), (C[2], 160, 0)]),
        *title("乙村的桥修好了", C[3], 60, 18),
        *column(lines_of("乙", 6), C[3], 100),
    ]
    text = read(page)
    assert "乡村见闻渠水通到三个村——写在通水之后本报记者 田望生" + whole("甲", 6) in text
    assert "乙村的桥修好了" + whole("乙", 6) in text


def test_head_and_foot_of_the_page_are_read_first_and_last() -> None:
    """They say date, page and editor; a headline close below is not glued to them."""
    page = [
        *title("要闻", 40, 20, 20),
        line("2031年5月6日 星期二 责任编辑 田望生", 400, 24, 9),
        *title("渠水通到三个村", C[0], 52, 30),
        *columns(lines_of("甲", 6), [(C[0], 100, 25), (C[1], 100, 0)]),
        line("2031年5月6日 第3版", 40, 1080, 8),
    ]
    text = read(page)
    assert text == ("要闻2031年5月6日 星期二 责任编辑 田望生渠水通到三个村" + whole("甲", 6) + "2031年5月6日 第3版")


def test_a_short_last_line_does_not_part_a_column() -> None:
    """A line of one character and the indented line below it share no width."""
    wrapped = [
        ("渠水通到了石坊村的每一块田", False),
        ("。", False),
        ("老桥两头种上了乌桕，人们", True),
        ("说，秋天要来看。", False),
    ]
    text, geometry = arrange(column(wrapped, C[0], 100), WIDTH, HEIGHT)
    assert {printed.frame for printed in geometry.lines} == {0}
    assert text.split("\n")[2].startswith("\u3000\u3000")


def test_a_story_runs_on_below_a_picture_across_its_columns() -> None:
    """Where a picture cuts all columns, sentences say that the text goes on below it, column by column."""
    story = lines_of("甲", 10)
    upper, lower = (100.0, 12), (460.0, 12)
    places = [(left, top, n) for left in C[:3] for top, n in (upper, lower)]
    page = [*title("渡船早晚各开一班", C[0], 50, 30), *columns(story, places)]
    text = read(page, pictures=[Box(C[0], 280, C[2] + 140, 450)])
    assert text == "渡船早晚各开一班" + whole("甲", 10)


def test_many_lines_take_little_time() -> None:
    """A page of 2,000 lines is a matter of a fraction of a second, and of lines more, not of their square."""
    page: Set = []
    for n in range(20):
        page += column(lines_of("甲", 20)[:100], 10 + 150 * n, 50)
    assert len(page) == 2000
    _, geometry = arrange(page, 3100.0, 50 + 100 * LEADING + SIZE)
    assert len(geometry.lines) == 2000
