"""Tests of characters that are set in their own way: ruby, letters of other sizes and widths, hyphens."""

import pytest

from tests.corpus.printed.glyphs.drawn import read, texts, write
from tests.corpus.printed.setting import HEIGHT, make_pdf_of_codes
from textml.corpus.printed.pdf import read_pdf

pytestmark = pytest.mark.filterwarnings("ignore:ast.NameConstant:DeprecationWarning")


def test_ruby():
    """Small letters that say how a character is read are neither part of its line nor a line."""

    def draw(canvas):
        write(canvas, "青溪镇今年新修水渠三条", "白犇村的茶油又丰收了吗", leading=20)
        write(canvas, "犇", left=60, top=111, size=4)
        canvas.setFont("Helvetica", 4)

    page = read(draw)
    assert texts(page) == ["白犇村的茶油又丰收了吗", "青溪镇今年新修水渠三条"]
    assert page.notes == ("1 characters of ruby left out",)


def test_letters_above_every_character():
    """Letters without tones above a text are ruby above its first line, too, where nothing but they shows it."""

    def draw(canvas):
        write(canvas, "青溪新修水渠", "白石茶油丰收", size=16, leading=34)
        canvas.setFont("Helvetica", 6)
        for number, word in enumerate(["qing", "xi", "xin", "xiu", "shui", "qu"]):
            for top in (100, 134):
                canvas.drawString(52 + 16 * number, HEIGHT - top + 15, word)

    page = read(draw)
    assert texts(page) == ["白石茶油丰收", "青溪新修水渠"]
    assert page.notes == ("36 characters of ruby left out",)


def test_small_line_between_large_ones_is_no_ruby():
    """A short small line between two large ones is a line where it does not touch the lower one."""

    def draw(canvas):
        write(canvas, "青溪镇新修水渠三条", "白石村茶油又丰收了", size=20, leading=44)
        write(canvas, "山里人家", left=60, top=118, size=8)

    assert texts(read(draw)) == ["山里人家", "白石村茶油又丰收了", "青溪镇新修水渠三条"]


def test_bullets():
    """A mark before an item of a list is in its line, though a gap parts them that is as wide as a gutter."""

    def draw(canvas):
        for number, line in enumerate(["青溪镇新修水渠", "白石村茶油丰收", "枫林乡修路", "竹坪村通车"]):
            write(canvas, "●", left=50, top=100 + 14 * number)
            write(canvas, line, left=71, top=100 + 14 * number)

    assert texts(read(draw)) == ["●枫林乡修路", "●白石村茶油丰收", "●竹坪村通车", "●青溪镇新修水渠"]


def test_line_above_a_headline_is_no_ruby():
    """A small line above a headline is a line."""

    def draw(canvas):
        write(canvas, "今年以来镇里多措并举", left=50, top=100, size=9)
        write(canvas, "青溪镇新修水渠三条", left=50, top=124, size=20)

    assert texts(read(draw)) == ["今年以来镇里多措并举", "青溪镇新修水渠三条"]


def test_large_first_letter():
    """A first letter over two lines stands before the first of them."""

    def draw(canvas):
        write(canvas, "青", left=50, top=122, size=26)
        write(canvas, "溪镇今年新修水渠", "三条，都通了水。", left=80, top=106)
        write(canvas, "全镇的茶油又丰收了吗呢", left=50, top=136)

    assert texts(read(draw)) == ["三条，都通了水。", "全镇的茶油又丰收了吗呢", "青溪镇今年新修水渠"]


def test_powers_stay_in_their_line():
    """A small raised figure belongs to its line."""

    def draw(canvas):
        write(canvas, "林地共3000m", left=50)
        write(canvas, "2", left=104, top=96, size=6)
        write(canvas, "以上", left=107.5)

    assert read(draw).text == "林地共3000m2以上"


def test_half_and_full_width():
    """Full-width letters and figures stay as they are; upright brackets and radicals become the plain characters."""
    page = read(lambda canvas: write(canvas, "ＡＢ１２（甲）"))
    assert page.text == "ＡＢ１２（甲）"


def test_what_a_font_says_its_characters_are():
    """Rare characters, several characters in one, and marks without width are written as they are read."""
    names = {1: "𠮷", 2: "ffi", 3: "明天", 4: "山", 5: "\u200b", 6: "\ufeff", 7: "\u2003", 8: "⼭"}
    (page,) = read_pdf(make_pdf_of_codes(names, [1, 4, 3, 2, 4, 7, 4, 8, 1, 5, 6]), "01.pdf").pages
    assert page.text == "𠮷山明天ffi山 山山𠮷"
    assert page.notes == ()


def test_latin_words():
    """Words of Latin letters have the spaces that are seen, from blanks or from gaps; letters have none."""

    def draw(canvas):
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 700, "Tea oil and")
        canvas.drawString(50 + canvas.stringWidth("Tea oil and ", "Helvetica", 10), 700, "water")

    assert read(draw).text == "Tea oil and water"


def test_hyphens_at_the_end():
    """A hyphen at the end of a line is written as one."""

    def draw(canvas):
        canvas.setFont("Helvetica", 10)
        canvas.drawString(50, 700, "irri-")
        canvas.drawString(50, 686, "gation so\u00adfar")

    assert read(draw).text.split("\n")[0] == "irri-"
