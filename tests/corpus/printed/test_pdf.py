"""Tests of `textml.corpus.printed.pdf`."""

import pytest

from tests.corpus.printed.setting import SONG, make_pdf
from textml.corpus.printed.pdf import read_pdf
from textml.errors import CorpusError


def write(canvas, *lines, left=50, top=100, size=10, leading=14):
    """Write lines; `left` and `top` are where the first one's base line begins, in points from the upper left."""
    canvas.setFont(SONG, size)
    for number, line in enumerate(lines):
        canvas.drawString(left, 800 - top - number * leading, line)


def test_lines_have_their_place_and_type():
    """A line of 20 points, 100 points from the top, has its box around it in points from the upper left corner."""
    printed = read_pdf(make_pdf(lambda canvas: write(canvas, "青溪镇新修水渠", size=20)), "01.pdf")
    (page,) = printed.pages
    (line,) = page.geometry.lines
    assert page.text == "青溪镇新修水渠"
    assert page.number == 1
    assert (page.geometry.width, page.geometry.height) == (600, 800)
    assert tuple(line.box) == pytest.approx((50, 82.4, 190, 102.4))
    assert (line.size, line.font, line.weight, line.vertical) == (20, SONG, 300, False)
    assert (printed.problems, printed.notes, page.notes) == ((), (), ())


def test_no_line_goes_on_over_a_gutter():
    """Two columns on the same heights are four lines, whatever the order of the file."""

    def draw(canvas):
        for top in (100, 114):
            write(canvas, "青溪镇今年新修水渠三条", left=50, top=top)
            write(canvas, "白石村的茶油又丰收了吗", left=171, top=top)

    (page,) = read_pdf(make_pdf(draw), "01.pdf").pages
    assert sorted(page.text.split()) == ["白石村的茶油又丰收了吗"] * 2 + ["青溪镇今年新修水渠三条"] * 2


def test_what_is_no_pdf_is_said():
    """Text that was saved as .pdf is an error that names the file."""
    with pytest.raises(CorpusError, match=r"^01\.pdf: no PDF"):
        read_pdf("<!DOCTYPE html><title>找不到</title>".encode(), "01.pdf")


def test_a_damaged_pdf_is_said():
    """A PDF of which only the beginning is there is an error that says what to do."""
    raw = make_pdf(lambda canvas: write(canvas, "青溪镇新修水渠"))
    with pytest.raises(CorpusError, match=r"^01\.pdf: a PDF that cannot be read .*qpdf"):
        read_pdf(raw[:40], "01.pdf")
