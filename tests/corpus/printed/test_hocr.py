"""hOCR becomes text with the places of its lines, as XHTML and as any HTML."""

import re
import time

import pytest

from tests.corpus.printed.ocr_files import chars, hocr, hocr_file, hocr_page
from textml.corpus.geometry import Box
from textml.corpus.printed.hocr import read_hocr, read_title
from textml.corpus.printed.values import PrintedPage
from textml.errors import CorpusError

TWO_LINES = [[chars("渠水流到南坡的田头", 200, 300, 40), chars("早稻可以下田了", 200, 360, 40)]]
TEXT = "渠水流到南坡的田头\n早稻可以下田了"


def read_one(text: str) -> PrintedPage:
    """The only page of a file without a problem."""
    file = read_hocr(text.encode(), "a.hocr")
    assert file.problems == ()
    (page,) = file.pages
    return page


def with_page(inside: str, title: str = "bbox 0 0 3000 3000; scan_res 300 300") -> str:
    """A file of one page with these elements."""
    return f"<html><body><div class='ocr_page' title='{title}'>{inside}</div></body></html>"


def word(text: str, place: str, more: str = "") -> str:
    """A word with its place."""
    return f"<span class='ocrx_word' title='bbox {place}; x_wconf 90{more}'>{text}</span>\n"


def test_characters_become_lines() -> None:
    """Tesseract's words of one character are put together; places are points of the page."""
    page = read_one(hocr(TWO_LINES))
    assert page.text == TEXT
    assert page.geometry is not None
    assert (page.geometry.width, page.geometry.height) == (595.2, 841.92)
    assert page.geometry.lines[0].box == Box(48.0, 72.0, 133.92, 81.12)
    assert page.geometry.lines[0].size == pytest.approx(9.6, rel=0.03)


def test_the_resolution_gives_the_size_of_the_page() -> None:
    """600 dots an inch make the page half as large as 300, which are taken where the file says nothing."""
    widths = {}
    for dpi in (600, 300, 0, 1):
        file = read_hocr(hocr(TWO_LINES, dpi=dpi).encode(), "a.hocr")
        assert file.pages[0].geometry is not None
        widths[dpi] = file.pages[0].geometry.width, file.notes
    assumed = ("places in pixels without a resolution; 300 dpi is taken",)
    assert widths == {600: (297.6, ()), 300: (595.2, ()), 0: (595.2, assumed), 1: (595.2, assumed)}


@pytest.mark.parametrize("kind", ["ocr_line", "ocrx_line", "ocr_header", "ocr_caption", "ocr_textfloat"])
def test_kinds_of_lines(kind: str) -> None:
    """Tesseract calls lines by what they are in; all are lines."""
    assert read_one(hocr(TWO_LINES).replace("ocr_line", kind)).text == TEXT


def test_a_header_may_be_a_block_of_lines() -> None:
    """Converters of ABBYY's files put lines into a header."""
    text = hocr(TWO_LINES).replace("class='ocr_carea'", "class='ocr_header'")
    assert read_one(text).text == TEXT


def test_fonts_sizes_and_bold_words() -> None:
    """With hocr_font_info Tesseract writes the font and its size in points; bold words are in strong."""
    page = read_one(
        with_page(
            "<span class='ocr_line'>"
            + word("<strong>渠水</strong>", "100 100 198 148", "; x_font SimHei; x_fsize 12")
            + word("<strong><em>通水</em></strong>", "200 100 298 148", '; x_font "SimHei"; x_fsize 12')
            + "</span>"
        )
    )
    assert page.geometry is not None
    assert [(line.size, line.font, line.weight) for line in page.geometry.lines] == [(12.0, "SimHei", 700)]


def test_lines_without_words() -> None:
    """The text of a line is its own; the spaces that OCR puts between all characters are not the print's."""
    page = read_one(
        with_page(
            "<p class='ocr_par'><span class='ocr_line' title='bbox 100 100 400 148'>渠 水 通 到\n田 头</span></p>"
        )
    )
    assert page.text == "渠水通到田头"
    assert page.geometry is not None
    assert page.geometry.lines[0].box == Box(24, 24, 96, 35.52)


def test_words_without_lines() -> None:
    """Words of one paragraph are one line."""
    page = read_one(
        with_page("<p class='ocr_par'>" + word("渠水", "100 100 198 148") + word("通水", "200 100 298 148"))
    )
    assert page.text == "渠水通水"


def test_places_of_characters_and_other_readings() -> None:
    """Characters with boxes are the word's text; other readings of it are not on the page."""
    chosen = "".join(f"<span class='ocrx_cinfo' title='x_bboxes 1 2 3 4; x_conf 98'>{c}</span>" for c in "渠水")
    others = (
        "<span class='ocr_symbol' id='symbol_1'><span class='ocrx_cinfo' id='timestep1'>"
        "<span class='ocrx_cinfo' id='choice_1' title='x_confs 12'>巨</span></span></span>"
        "<span class='ocrx_cinfo' id='lstm_choices_1'><span class='ocrx_cinfo' title='x_confs 3'>冰</span></span>"
    )
    page = read_one(with_page(f"<span class='ocr_line'>{word(chosen + others, '100 100 198 148')}</span>"))
    assert page.text == "渠水"


def test_pictures_and_rules() -> None:
    """Photographs and separators are kept with their places."""
    places = {"photo": "0 0 300 600", "separator": "0 900 3000 903"}
    more = "".join(f"<div class='ocr_{kind}' title='bbox {place}'></div>" for kind, place in places.items())
    page = read_one(hocr_file([hocr_page(TWO_LINES, more=more)]))
    assert page.geometry is not None
    assert page.geometry.pictures == (Box(0, 0, 72, 144),)
    assert page.geometry.rules == (Box(0, 216, 720, 216.72),)


def test_vertical_lines() -> None:
    """Characters below each other are one line; a short one says so by its angle."""
    down = hocr([[chars("水渠通水", 400, 300, 80, down=True)]])
    page = read_one(down.replace("baseline 0 -4", "textangle 90"))
    assert page.text == "水渠通水"
    assert page.geometry is not None
    assert page.geometry.lines[0].vertical


def test_a_page_that_is_part_of_a_picture() -> None:
    """Places count from the page's own corner."""
    page = read_one(
        with_page(
            "<span class='ocr_line'>" + word("渠水", "600 600 698 648"), "bbox 300 600 3300 3600; scan_res 300 300"
        )
    )
    assert page.geometry is not None
    assert page.geometry.lines[0].box[:2] == (72, 0)
    assert page.geometry.width == 720


def test_several_pages_in_one_file() -> None:
    """Pages count from 1, the empty one too."""
    file = read_hocr(hocr_file([hocr_page(TWO_LINES), hocr_page([]), hocr_page(TWO_LINES)]).encode(), "a.hocr")
    assert [(page.number, len(page.text)) for page in file.pages] == [(1, 17), (2, 0), (3, 17)]


def test_html_that_is_no_xml() -> None:
    """Tags that are not closed, attributes without quotation marks, entities of HTML, and no page around it."""
    page = read_one(
        "<html><head><title>OCR</title><meta charset=utf-8><style>p > span {}</style></head><body><p class=ocr_par>"
        '<span class=ocr_line title="bbox 100 100 398 148"><span class=ocrx_word title="bbox 100 100 198 148">渠水'
        '</span>&nbsp;<br><span class=ocrx_word title="bbox 200 100 298 148">R&D</span></span></body></html>'
    )
    assert page.text == "渠水R&D"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(encoding: str) -> None:
    """The declaration says how to read the bytes, in XML's or in HTML's way."""
    declared = f"<meta http-equiv='Content-Type' content='text/html; charset={encoding.replace('-sig', '')}'>"
    line = f"<span class='ocr_line'>{word('渠水流到南坡的田头', '100 100 498 148')}</span>"
    html = with_page(line).replace("<body>", f"<head>{declared}</head><body>")
    assert read_hocr(html.encode(encoding), "a.hocr").pages[0].text == "渠水流到南坡的田头"


def test_a_file_that_is_cut_off_gives_what_it_has() -> None:
    """Whole pages and the beginning of the next are kept, and the end is named."""
    text = hocr_file([hocr_page(TWO_LINES), hocr_page(TWO_LINES)])
    for cut, second in [
        (text[: text.rindex(">下<")], "渠水流到南坡的田头\n早稻可以"),
        (text[: text.rindex("</body>")], TEXT),
    ]:
        file = read_hocr(cut.encode(), "a.hocr")
        assert [page.text for page in file.pages] == [TEXT, second]
        assert file.problems == (
            "a.hocr: the file ends too early, in or behind page 2. What could be read is kept; write it again",
        )


def test_without_places_it_is_a_dump() -> None:
    """Words without boxes are kept in the order of the file."""
    page = read_one(re.sub(r"bbox [\d ]+;?", "", hocr(TWO_LINES)))
    assert page.text == TEXT
    assert page.geometry is None


def test_other_html_is_refused() -> None:
    """A web page is no hOCR."""
    with pytest.raises(CorpusError, match=r"^a\.html: not hOCR\. Allowed: hOCR, which is HTML with elements of class"):
        read_hocr(b"<html><body><p>x</p></body></html>", "a.html")


def test_titles() -> None:
    """Properties are parted by semicolons, but for those in quotation marks; a broken title gives what it can."""
    assert read_title('bbox 1 2 3 4 ; image "a;b" ;x_wconf 9') == {"bbox": "1 2 3 4", "image": '"a;b"', "x_wconf": "9"}
    assert read_title("bbox 1 2 3 4; image 'it;x_wconf 9")["bbox"] == "1 2 3 4"
    assert read_title('image "open; bbox 1 2 3 4')["bbox"] == "1 2 3 4"


@pytest.mark.parametrize(
    "piece", ["<div class='ocr_page'>", "<span class='ocr_line'>", "<p>", "</p><p>字", "<b class='ocrx_word'>字"]
)
def test_time_is_linear(piece: str) -> None:
    """However elements are nested, a quarter of a megabyte is read within seconds."""
    for n in (1 << 16, 1 << 18):
        started = time.process_time()
        read_hocr(with_page(piece * (n // len(piece))).encode(), "a.hocr")
        seconds = time.process_time() - started
    assert seconds < 4
