"""Tests of what the arrays of characters are made into, without a PDF."""

import numpy as np
import pytest

from textml.corpus.geometry import Box
from textml.corpus.printed.glyphs.characters import Glyphs
from textml.corpus.printed.glyphs.fonts import weigh
from textml.corpus.printed.glyphs.groups import take_middle
from textml.corpus.printed.glyphs.rows import find_rows
from textml.corpus.printed.glyphs.sheet import Sheet, turn_box
from textml.corpus.printed.glyphs.spacing import write_rows


def place(text, lefts, size=10.0, width=1.0, base=100.0):
    """Characters of one line, each `width` font sizes wide; a blank in the text is a space of the file."""
    signs = [sign for sign in text if sign != " "]
    n = len(signs)
    spaced = np.array([text[at - 1] == " " if at else False for at, sign in enumerate(text) if sign != " "])
    left = np.array(lefts, float)
    zeros = np.zeros(n, np.int64)
    return Glyphs(
        np.array([ord(sign) for sign in signs]),
        left,
        left + width * size,
        np.full(n, base),
        np.full(n, size),
        zeros,
        zeros,
        np.arange(n),
        zeros > 0,
        zeros > 0,
        spaced,
    )


def write(text, steps, **options):
    """The text of one line whose characters begin at these steps of 10 points."""
    return write_rows(place(text, [10 * step for step in steps], **options), np.zeros(1, np.int64))[0]


@pytest.mark.parametrize(
    ("text", "steps", "written"),
    [
        ("守住青山", [0, 1, 2, 3], "守住青山"),
        ("守住青山", [0, 1, 2.5, 3.5], "守住 青山"),
        ("守住青山", [0, 1, 2.3, 3.3], "守住青山"),
        ("守 住 青 山", [0, 1.5, 3, 4.5], "守住青山"),
        ("守 住 青 山", [0, 1.25, 2.5, 3.75], "守住青山"),
        ("守住 青山", [0, 1, 2.25, 3.25], "守住 青山"),
        ("黄 伟", [0, 1.5], "黄伟"),
        ("记者 黄 伟", [0, 1, 2.5, 4], "记者 黄 伟"),
        ("水渠，通水", [0, 1, 2, 3.5, 4.5], "水渠，通水"),
        ("山", [0], "山"),
        ("兰\u00ad州\u00ad", [0, 1, 1.1, 2], "兰州-"),
        ("⼭高︵上︶", [0, 1, 2, 3, 4], "山高(上)"),
        ("山\x02", [0, 1], "山-"),
    ],
)
def test_spaces(text, steps, written):
    """Blanks of the file and wide gaps are spaces, where the line as a whole is not letter-spaced."""
    assert write(text, steps) == written


@pytest.mark.parametrize(
    ("text", "steps", "written"),
    [("teaoil", [0, 0.5, 1, 1.8, 2.3, 2.8], "tea oil"), ("NEWS", [0, 1, 2, 3], "NEWS"), ("ab", [0, 0.6], "ab")],
)
def test_spaces_between_letters(text, steps, written):
    """Letters half a size wide are parted by a gap of a word, but not where all of them stand apart."""
    assert write(text, steps, width=0.5) == written


def test_letter_spaced_around_a_word():
    """A justified line whose Chinese characters stand apart has no spaces, though the letters of a word do not."""
    widths = np.array([1, 1, *[0.5] * 6, 1, 1])
    gaps = np.array([0.5, 0.5, *[0.0] * 5, 0.5, 0.5])
    lefts = 10 * np.append(0.0, np.cumsum(widths[:-1] + gaps))
    assert write_rows(place("使用iPhone手机", lefts, width=widths), np.zeros(1, np.int64)) == ["使用iPhone手机"]


def test_what_is_no_character():
    """Halves of pairs, control characters and what the file does not name are U+FFFD."""
    glyphs = place("甲乙丙丁", [0, 10, 20, 30])
    glyphs.code[1:3] = [0xD800, 7]
    glyphs.unmapped[3] = True
    assert write_rows(glyphs, np.zeros(1, np.int64)) == ["甲\ufffd\ufffd\ufffd"]


def test_several_lines():
    """Lines that stand behind each other in the arrays are written one by one."""
    glyphs = place("山高水 长云湖", [0, 10, 20, 0, 10, 20])
    assert write_rows(glyphs, np.array([0, 3])) == ["山高水", "长云湖"]
    assert write_rows(place("", []), np.zeros(0, np.int64)) == []


def test_rows_have_the_numbers_of_their_first_characters():
    """Two columns of one height, which the file has row by row, are lines of their own."""
    glyphs = place("山高水长", [0, 10, 40, 50])
    assert find_rows(glyphs).tolist() == [0, 0, 1, 1]
    assert find_rows(place("", [])).tolist() == []


def test_rule_between_characters():
    """An upright rule parts what stands right and left of it, one that is short or lies does not."""
    glyphs = place("山高水长", [0, 10, 22, 32])
    assert find_rows(glyphs, [Box(21, 80, 21, 130)]).tolist() == [0, 0, 1, 1]
    assert find_rows(glyphs, [Box(21, 92, 21, 98)]).tolist() == [0, 0, 0, 0]
    assert find_rows(glyphs, [Box(0, 96, 50, 97)]).tolist() == [0, 0, 0, 0]
    assert find_rows(glyphs, [Box(21, 180, 21, 230)]).tolist() == [0, 0, 0, 0]


def test_middle_of_groups():
    """The lower median of each group is the value of most of its members, where there is one."""
    assert take_middle(np.array([3.0, 1.0, 2.0, 8.0, 7.0]), np.array([0, 3])).tolist() == [2.0, 7.0]
    assert take_middle(np.array([4, 9, 9, 2, 9]), np.array([0])).tolist() == [9]


@pytest.mark.parametrize("turn", range(4))
def test_boxes_are_turned_and_back(turn):
    """A box that is turned and turned back is the same; once in between it stands where it should."""
    box = Box(10, 20, 40, 30)
    sides = (100, 200) if turn % 2 == 0 else (200, 100)
    turned = turn_box(box, turn, 100, 200)
    assert turned == [box, Box(20, 60, 30, 90), Box(60, 170, 90, 180), Box(170, 10, 180, 40)][turn]
    assert turn_box(turned, -turn, *sides) == box


@pytest.mark.parametrize(("turn", "corner"), [(0, (10, 30)), (1, (20, 10)), (2, (90, 20)), (3, (30, 90))])
def test_points_of_a_turned_page(turn, corner):
    """A point 10 from the left and 20 from the bottom of a page of 100 x 50, as the turned page shows it."""
    assert Sheet(0, 0, 100, 50, turn).place(10, 20) == corner


@pytest.mark.parametrize(
    ("name", "weight"),
    [
        ("SimSun", 400),
        ("SimHei", 700),
        ("FZXiaoBiaoSong-B05S", 700),
        ("FZXiHei", 300),
        ("FZDaHei-B02S", 800),
        ("NotoSansCJKsc-Medium", 600),
        ("Arial-BoldMT", 700),
        ("方正小标宋简体", 700),
        ("", 400),
    ],
)
def test_weights(name, weight):
    """The names of fonts tell their weight."""
    assert weigh(name) == weight
    assert weigh(name, force_bold=True) == max(weight, 700)
