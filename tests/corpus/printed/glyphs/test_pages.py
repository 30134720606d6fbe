"""Tests of what stands on printed pages: each test sets a page with reportlab, and reads it."""

import pytest

from tests.corpus.printed.glyphs.drawn import paint, read, scatter, texts, write
from tests.corpus.printed.setting import HEIGHT, SONG, make_pdf
from textml.corpus.printed.pdf import read_pdf

pytestmark = pytest.mark.filterwarnings("ignore:ast.NameConstant:DeprecationWarning")


def test_vertical_headline():
    """Characters one below the other are one line, with its box around all of them."""

    def draw(canvas):
        for number, character in enumerate("山高水长"):
            write(canvas, character, left=400, top=100 + 24 * number, size=20)
        write(canvas, "青溪镇今年新修水渠三条", "全镇的茶油又丰收了。", top=100)

    page = read(draw)
    assert texts(page) == ["全镇的茶油又丰收了。", "山高水长", "青溪镇今年新修水渠三条"]
    (upright,) = (line for line in page.geometry.lines if line.vertical)
    assert tuple(upright.box) == pytest.approx((400, 82.4, 420, 174.4))
    assert upright.size == 20


def test_vertical_lines_set_row_by_row():
    """Two vertical lines, which the file has in rows across, are read from top to bottom."""

    def draw(canvas):
        for number, pair in enumerate(["守养", "住活", "青茶", "山油"]):
            write(canvas, pair[0], left=400, top=100 + 24 * number, size=20)
            write(canvas, pair[1], left=368, top=100 + 24 * number, size=20)

    assert texts(read(draw)) == ["养活茶油", "守住青山"]


def test_vertical_label_of_two():
    """Two large characters one below the other, with nothing beside them, are a vertical label."""

    def draw(canvas):
        write(canvas, "导", left=50, top=100, size=18)
        write(canvas, "读", left=50, top=122, size=18)
        write(canvas, "青溪镇今年新修水渠三条", "全镇的茶油又丰收了。", left=100)

    assert "导读" in texts(read(draw))


def test_lines_of_one_character_stay_lines():
    """The last characters of two paragraphs, one below the other, are two lines."""

    def draw(canvas):
        write(canvas, "青溪镇今年新修水渠三", "条", "。", "全镇的茶油又丰收了吗")

    assert texts(read(draw)) == ["。", "全镇的茶油又丰收了吗", "条", "青溪镇今年新修水渠三"]
    page = read(lambda canvas: write(canvas, "青溪镇今年新修水渠三", "条", "了", "全镇的茶油又丰收了吗"))
    assert texts(page) == ["了", "全镇的茶油又丰收了吗", "条", "青溪镇今年新修水渠三"]


@pytest.mark.parametrize(("right", "down"), [(0.0, 0.0), (0.4, 0.0), (3.0, 3.0)])
def test_text_printed_twice(right, down):
    """A headline with a shadow, or printed again for weight, is there once, with its last characters."""

    def draw(canvas):
        scatter(canvas, "白石村新修水渠", size=30, step=30)
        scatter(canvas, "白石村新修水渠", left=50 + right, top=100 + down, size=30, step=30)

    assert texts(read(draw)) == ["白石村新修水渠"]


def test_doubled_characters_of_a_word_stay():
    """Two equal characters beside each other are no copies, even in one text object."""
    assert texts(read(lambda canvas: scatter(canvas, "天天向上好好学", step=9))) == ["天天向上好好学"]


def test_ocr_layer_of_a_scan():
    """A page that only has invisible text over a picture is read."""

    def draw(canvas):
        paint(canvas, 0, 0, 600, 800)
        write(canvas, "青溪镇今年新修水渠三条", "全镇的茶油又丰收了。", mode=3)

    assert texts(read(draw)) == ["全镇的茶油又丰收了。", "青溪镇今年新修水渠三条"]


def test_ocr_layer_over_printed_text():
    """Invisible text that repeats the visible one, a bit aside, is left out."""

    def draw(canvas):
        write(canvas, "青溪镇今年新修水渠三条", "全镇的茶油又丰收了。")
        write(canvas, "青溪镇今年新修水渠三条", "全镇的茶油又丰收了。", left=53, top=98, size=9.5, mode=3)

    assert texts(read(draw)) == ["全镇的茶油又丰收了。", "青溪镇今年新修水渠三条"]


def test_ocr_layer_beside_a_stamp():
    """A line that a library prints on each scanned page does not hide the scan's text."""

    def draw(canvas):
        write(canvas, "白石图书馆藏", top=780)
        write(canvas, *["青溪镇今年新修水渠三条"] * 5, mode=3)

    assert texts(read(draw)) == ["白石图书馆藏"] + ["青溪镇今年新修水渠三条"] * 5


def test_ocr_layer_of_the_stamp_itself():
    """What OCR found in a stamp that is printed too is there once."""

    def draw(canvas):
        write(canvas, "白石图书馆藏", top=780)
        write(canvas, "白石图书馆藏", left=52, top=781, mode=3)
        write(canvas, *["青溪镇今年新修水渠三条"] * 5, mode=3)

    assert texts(read(draw)) == ["白石图书馆藏"] + ["青溪镇今年新修水渠三条"] * 5


def test_hidden_words():
    """Invisible words beside printed text are not part of the page."""

    def draw(canvas):
        write(canvas, "青溪镇今年新修水渠三条", "全镇的茶油又丰收了。")
        write(canvas, "搜索用词", top=600, mode=3)

    assert texts(read(draw)) == ["全镇的茶油又丰收了。", "青溪镇今年新修水渠三条"]


def test_text_outside_the_page():
    """Characters outside the crop box are left out, and the page says how many; boxes count from its corner."""

    def draw(canvas):
        canvas.setCropBox((20, 20, 500, 700))
        write(canvas, "青溪镇新修水渠", top=200)
        write(canvas, "裁切线外的字", left=510)

    page = read(draw)
    assert page.text == "青溪镇新修水渠"
    assert page.notes == ("6 characters outside the page left out",)
    assert (page.geometry.width, page.geometry.height) == (480, 680)
    assert tuple(page.geometry.lines[0].box) == pytest.approx((30, 91.2, 100, 101.2))


@pytest.mark.parametrize(("angle", "box"), [(90, (291.2, 460, 301.2, 500)), (180, (260, 498.8, 300, 508.8))])
def test_turned_text(angle, box):
    """Text turned by a right angle is a line of its own, in the place where it stands."""

    def draw(canvas):
        write(canvas, *["青溪镇今年新修水渠三条白石村的茶油又丰收了吗全镇"] * 4, left=60, top=300 - 14, leading=14)
        canvas.saveState()
        canvas.translate(300, HEIGHT - 500)
        canvas.rotate(angle)
        canvas.setFont(SONG, 10)
        canvas.drawString(0, 0, "摄影报道")
        canvas.restoreState()

    page = read(draw)
    lines = dict(zip(page.text.split("\n"), page.geometry.lines, strict=True))
    assert tuple(lines["摄影报道"].box) == pytest.approx(box)
    assert lines["摄影报道"].vertical is (angle == 90)
    assert len(lines) == 2


def test_slanted_stamp():
    """A stamp across the page is left out, and the page says so."""

    def draw(canvas):
        write(canvas, "青溪镇新修水渠")
        canvas.translate(100, 300)
        canvas.rotate(45)
        write(canvas, "样报", size=90)

    page = read(draw)
    assert page.text == "青溪镇新修水渠"
    assert page.notes == ("2 characters set at a slant, such as a stamp, left out",)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_page_with_a_turn(turn):
    """A page that its file turns is read as it is shown: upright, from its own upper left corner."""

    def draw(canvas):
        canvas._doc  # noqa: B018
        canvas.translate(*{90: (600, 0), 180: (600, 800), 270: (0, 800)}[turn])
        canvas.rotate({90: 90, 180: 180, 270: 270}[turn])
        canvas.setFont(SONG, 10)
        high = 800 if turn == 180 else 600
        canvas.drawString(50, high - 100, "青溪镇新修水渠")
        canvas.drawString(50, high - 114, "茶油丰收")

    raw = make_pdf(draw, pageCompression=0).replace(b"/Rotate 0", b"/Rotate %d" % turn)
    (page,) = read_pdf(raw, "01.pdf").pages
    assert page.text.split("\n") == ["青溪镇新修水渠", "茶油丰收"]
    assert tuple(page.geometry.lines[0].box) == pytest.approx((50, 91.2, 120, 101.2))
    assert (page.geometry.width, page.geometry.height) == ((600, 800) if turn == 180 else (800, 600))
    assert page.notes == ()


def test_page_that_lies_on_its_side():
    """A page whose whole text is turned, though its file does not say so, is turned back and says it."""

    def draw(canvas):
        canvas.translate(600, 0)
        canvas.rotate(90)
        canvas.setFont(SONG, 10)
        canvas.drawString(50, 500, "青溪镇新修水渠")
        canvas.drawString(50, 486, "茶油丰收")

    page = read(draw)
    assert page.text.split("\n") == ["青溪镇新修水渠", "茶油丰收"]
    assert (page.geometry.width, page.geometry.height) == (800, 600)
    assert page.geometry.lines[0].vertical is False
    assert page.notes == ("its text is turned by 270 degrees: read as it is upright",)


@pytest.mark.parametrize("gap", [0.5, 1.0, 2.0])
def test_letter_spaced_title(gap):
    """A title set with wide, even gaps is one line without spaces."""
    page = read(lambda canvas: scatter(canvas, "云湖晚报", size=40, step=40 * (1 + gap)))
    assert page.text == "云湖晚报"


def test_letter_spaced_by_spaces():
    """A title that the file spaces with blanks is closed too; two words of it stay apart."""
    assert read(lambda canvas: write(canvas, "云 湖 晚 报", size=40)).text == "云湖晚报"

    def draw(canvas):
        scatter(canvas, "云湖", size=20, step=30)
        scatter(canvas, "晚报", left=50 + 74, size=20, step=30)

    assert read(draw).text == "云湖 晚报"


def test_justified_line_stays_one():
    """A justified line whose characters stand apart evenly is one line, and has no spaces."""
    page = read(lambda canvas: scatter(canvas, "全镇新修了三条水渠", step=16))
    assert page.text == "全镇新修了三条水渠"


@pytest.mark.parametrize("apart", [16, 20])
def test_phrases_of_a_headline(apart):
    """Two phrases of a headline that stand apart are one line with a space between, without a blank in the file."""

    def draw(canvas):
        scatter(canvas, "守住青山", size=20, step=20)
        scatter(canvas, "养活茶油", left=130 + apart, size=20, step=20)

    assert read(draw).text == "守住青山 养活茶油"


def test_headlines_side_by_side():
    """Two headlines of one size in neighbouring columns are two lines where the columns under them say so."""

    def draw(canvas):
        scatter(canvas, "守住青山养活茶", left=50, size=20, step=20)
        scatter(canvas, "水渠修到田边了", left=204, size=20, step=20)
        write(canvas, *["青溪镇今年新修水渠三条又"] * 4, left=50, top=130)
        write(canvas, *["白石村的茶油又丰收了吗呢"] * 4, left=204, top=130)

    assert {"守住青山养活茶", "水渠修到田边了"} <= set(texts(read(draw)))


def test_a_rule_parts_lines():
    """Columns that stand near to each other, with a rule between them, are not joined."""

    def draw(canvas):
        for top in (100, 120):
            scatter(canvas, "青溪镇新修水渠", top=top)
            scatter(canvas, "白石村茶油丰收", left=124, top=top)
        canvas.line(122, HEIGHT - 80, 122, HEIGHT - 130)

    assert texts(read(draw)) == ["白石村茶油丰收"] * 2 + ["青溪镇新修水渠"] * 2


def test_order_of_the_file_does_not_matter():
    """A page whose characters stand in the file in any order has the same lines."""

    def draw(canvas):
        placed = [
            (character, left + 10 * number, top)
            for left, lines in (
                (50, ["青溪镇今年新修水渠", "全镇的茶油又丰收了"]),
                (155, ["白石村的老屋修好了", "游客多了三成有余啊"]),
            )
            for top, line in zip((100, 114), lines, strict=True)
            for number, character in enumerate(line)
        ]
        placed += [
            (character, 50 + 10 * number, 86) for number, character in enumerate("山高水长 守信重义") if number != 4
        ]
        for place in range(len(placed)):
            character, left, top = placed[place * 7 % len(placed)]
            write(canvas, character, left=left, top=top)

    assert texts(read(draw)) == [
        "全镇的茶油又丰收了",
        "山高水长 守信重义",
        "游客多了三成有余啊",
        "白石村的老屋修好了",
        "青溪镇今年新修水渠",
    ]


def test_text_in_a_form():
    """Text and rules in a form XObject are where the form is put, scaled."""

    def draw(canvas):
        canvas.beginForm("box")
        canvas.setFont(SONG, 10)
        canvas.drawString(10, 10, "便民信息")
        canvas.line(0, 0, 60, 0)
        canvas.endForm()
        canvas.translate(100, 200)
        canvas.scale(2, 2)
        canvas.doForm("box")

    page = read(draw)
    assert page.text == "便民信息"
    assert tuple(page.geometry.lines[0].box) == pytest.approx((120, 562.4, 200, 582.4))
    assert page.geometry.lines[0].size == 20
    (rule,) = page.geometry.rules
    assert tuple(rule) == pytest.approx((100, 600, 220, 600), abs=0.01)


def test_a_page_of_three_metres():
    """A page 3 m wide is read like any other."""
    page = read(lambda canvas: canvas.drawString(8000, 100, "青溪镇新修水渠"), size=(8504, 1000))
    assert page.text == "青溪镇新修水渠"
    assert page.geometry.width == 8504
    assert page.geometry.lines[0].box.left == pytest.approx(8000)
