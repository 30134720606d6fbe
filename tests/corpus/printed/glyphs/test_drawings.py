"""Tests of rules, areas and pictures on printed pages."""

import pytest

from tests.corpus.printed.glyphs.drawn import paint, read, write

pytestmark = pytest.mark.filterwarnings("ignore:ast.NameConstant:DeprecationWarning")


def test_rules_areas_and_pictures():
    """Lines, thin rectangles and edges are rules, filled and framed rectangles areas, images pictures."""

    def draw(canvas):
        write(canvas, "青溪镇新修水渠", left=310, top=100)
        canvas.line(50, 400, 250, 400)
        canvas.rect(260, 300, 1, 200, fill=1, stroke=0)
        canvas.setFillGray(0.9)
        canvas.rect(300, 300, 200, 100, fill=1, stroke=0)
        canvas.rect(50, 50, 100, 60, fill=0, stroke=1)
        paint(canvas, 400, 600, 120, 80)

    geometry = read(draw).geometry
    assert [tuple(map(round, box)) for box in geometry.pictures] == [(400, 120, 520, 200)]
    assert [tuple(map(round, box)) for box in geometry.areas] == [(50, 690, 150, 750), (300, 400, 500, 500)]
    assert sorted(tuple(map(round, box)) for box in geometry.rules) == [
        (50, 400, 250, 400),
        (50, 690, 50, 750),
        (50, 690, 150, 690),
        (50, 750, 150, 750),
        (150, 690, 150, 750),
        (260, 300, 261, 500),
    ]


def test_picture_in_a_frame():
    """Of a picture that its frame cuts, what is seen is a picture; one that is not seen is none."""

    def draw(canvas):
        write(canvas, "青溪镇新修水渠")
        for left in (100, 400):
            canvas.saveState()
            frame = canvas.beginPath()
            frame.rect(left, 200, 100, 80)
            canvas.clipPath(frame, stroke=0)
            paint(canvas, 50, 150, 300, 300)
            canvas.restoreState()

    assert [tuple(map(round, box)) for box in read(draw).geometry.pictures] == [(100, 520, 200, 600)]


def test_what_is_no_rule():
    """The ground of the page, white boxes, slanting strokes, curves and marks of a few points are nothing."""

    def draw(canvas):
        canvas.setFillGray(0.95)
        canvas.rect(0, 0, 600, 800, fill=1, stroke=0)
        canvas.setFillGray(1)
        canvas.rect(100, 100, 200, 200, fill=1, stroke=0)
        canvas.line(100, 100, 200, 250)
        canvas.line(10, 10, 14, 10)
        canvas.bezier(100, 100, 150, 300, 200, 300, 250, 100)

    geometry = read(draw).geometry
    assert (geometry.rules, geometry.areas, geometry.pictures) == ((), (), ())


def test_a_map_is_not_looked_at_for_ever():
    """Of a hundred thousand strokes a part is looked at, and the page says so."""

    def draw(canvas):
        write(canvas, "青溪镇新修水渠")
        canvas.line(50, 400, 250, 400)
        canvas._code.append("0 0 m 1 1 l S\n" * 100_000)

    page = read(draw)
    assert page.text == "青溪镇新修水渠"
    assert [tuple(map(round, rule)) for rule in page.geometry.rules] == [(50, 400, 250, 400)]
    assert page.notes == ("100001 objects are drawn on it: rules and pictures were looked for in 20000 of them",)
