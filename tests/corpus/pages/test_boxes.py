"""Boxes say where on its page an article stands."""

from textml.corpus.article import Lines, Page
from textml.corpus.geometry import Box, Geometry, PrintedLine
from textml.corpus.pages.boxes import find_boxes
from textml.corpus.pages.cutting import split_page


def geometry(*lines: tuple[float, float, float, int]) -> Geometry:
    """Lines by left, top, right and frame, ten points high."""
    printed = [PrintedLine(Box(left, top, right, top + 10), 10.0, frame=n) for left, top, right, n in lines]
    return Geometry(200, 200, tuple(printed))


def test_each_column_and_the_headline_have_a_box() -> None:
    """A box is as wide as the widest line in it; a headline in the frame of its text has a box of its own."""
    places = geometry((10, 10, 90, 0), (10, 30, 50, 0), (12, 42, 48, 0), (60, 30, 100, 1), (60, 42, 95, 1))
    assert find_boxes(Lines(title=(1,), body=(2, 4, 5), furniture=(3,)), places) == (
        Box(10, 10, 90, 20),
        Box(10, 30, 50, 52),
        Box(60, 30, 100, 52),
    )


def test_lines_of_others_are_left_out() -> None:
    """What another article has in the middle of a column is not in a box of this one."""
    places = geometry((10, 10, 50, 0), (10, 22, 50, 0), (10, 34, 50, 0))
    assert find_boxes(Lines(body=(1, 3)), places) == (Box(10, 10, 50, 20), Box(10, 34, 50, 44))


def test_dumps_have_no_boxes() -> None:
    """A page without geometry says nothing of places, and neither does an item without lines."""
    assert find_boxes(Lines(body=(1,)), None) == ()
    assert find_boxes(Lines(), geometry((10, 10, 50, 0))) == ()


def test_articles_of_a_page_have_their_boxes() -> None:
    """Every line is in exactly one box of its own article."""
    text = "夜市重开\n本报讯（记者 田望生） 沙埠镇夜市昨晚重新开张，\n四十二个摊位亮起了灯，到十点还有人来。"
    places = geometry((10, 10, 190, 0), (10, 40, 190, 1), (10, 52, 170, 1))
    (article,) = split_page(Page("2024-02-19/01", text, geometry=places))
    assert article.boxes == (Box(10, 10, 190, 20), Box(10, 40, 190, 62))
    (article,) = split_page(Page("2024-02-19/01", text))
    assert article.boxes == ()
