"""Tests of what stands on printed pages: each test sets a page with reportlab, and reads it."""

import pytest
from reportlab.lib.utils import ImageReader

from tests.corpus.printed.setting import HEIGHT, SONG, make_pdf, make_pdf_of_codes
from textml.corpus.printed.pdf import read_pdf

pytestmark = pytest.mark.filterwarnings("ignore:ast.NameConstant:DeprecationWarning")


def write(canvas, *lines, left=50, top=100, size=10, leading=14, mode=0):
    """Write lines; the base line of the first begins so many points from the upper left corner."""
    for number, line in enumerate(lines):
        text = canvas.beginText(left, HEIGHT - top - number * leading)
        text.setFont(SONG, size)
        text.setTextRenderMode(mode)
        text.textOut(line)
        canvas.drawText(text)


def scatter(canvas, line, left=50, top=100, size=10, step=10.0):
    """Write each character on its own, `step` points from the last one."""
    for number, character in enumerate(line):
        write(canvas, character, left=left + number * step, top=top, size=size)


def read(draw, **options):
    """Return the only page of a PDF."""
    (page,) = read_pdf(make_pdf(draw, **options), "01.pdf").pages
    return page


def texts(page):
    return sorted(page.text.replace("\u3000", "").split("\n")) if page.text else []


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


def paint(canvas, left, bottom, width, height):
    """Draw a picture of four grey points."""
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("L", (2, 2), 128)), left, bottom, width, height)


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
