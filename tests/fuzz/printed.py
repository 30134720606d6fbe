"""Files with the places of their lines, to be broken, and how they are read: PDF, ALTO and hOCR."""

from collections.abc import Callable
from functools import cache
from math import isfinite
from pathlib import Path

from tests.corpus.printed.ocr_files import Said, alto, alto_file, alto_page, chars, hocr, hocr_file, hocr_page
from textml.corpus.article import Page
from textml.corpus.pages.cutting import split_page
from textml.corpus.printed.values import PrintedFile


def encode_all(*texts: str) -> list[bytes]:
    """Each text in four encodings."""
    return [text.encode(encoding, "ignore") for text in texts for encoding in ("utf-8", "gb18030", "utf-16", "big5")]


def read_printed(read: Callable[[bytes, str], PrintedFile]) -> Callable[[bytes, Path], None]:
    """Every line has its place on the page, the page can be cut, and reading again gives the same."""

    def read_and_cut(content: bytes, folder: Path) -> None:
        found = read(content, "page")
        assert found.pages or found.problems
        for page in found.pages:
            assert "\r" not in page.text
            if page.geometry is not None:
                texts = page.text.split("\n") if page.text else []
                assert all(text.strip() for text in texts)
                assert len(texts) == len(page.geometry.lines)
                for line in page.geometry.lines:
                    assert all(map(isfinite, (*line.box, line.size)))
                    assert line.box.left <= line.box.right
                    assert line.box.top <= line.box.bottom
            split_page(Page("p", page.text, geometry=page.geometry))
        assert read(content, "page") == found

    return read_and_cut


def _recognized() -> list[list[Said]]:
    """Two columns with a headline, as OCR finds them."""
    left, right = (
        ("立夏才过三天南坡的水", "渠就通了水。", "记者 田望生"),
        ("上湾村的竹席摊子在", "桥头，一天卖出 15 张。"),
    )
    return [
        [chars("渠水流到田头", 200, 100, 120), chars("南坡", 2200, 100, 60, down=True)],
        [chars(text, 200, 300 + 60 * n, 40) for n, text in enumerate(left)],
        [chars(text, 700, 300 + 60 * n, 40) for n, text in enumerate(right)],
    ]


@cache
def make_altos() -> list[bytes]:
    """A page in three encodings, and three pages in a file with styles and drawings."""
    blocks = _recognized()
    styles = '<Styles><TextStyle ID="T" FONTSIZE="10" FONTFAMILY="SimSun" FONTSTYLE="bold"/></Styles>'
    drawn = (
        '<Illustration ID="i" HPOS="9" VPOS="9" WIDTH="99" HEIGHT="99"/><GraphicalElement ID="g"><Shape>'
        '<Polygon POINTS="0,9 9,9 9,90"/></Shape></GraphicalElement><TextLine STYLEREFS="T" ROTATION="90">'
        '<String CONTENT="ki" SUBS_TYPE="HypPart1" SUBS_CONTENT="kilo"/><HYP CONTENT="-"/></TextLine>'
    )
    several = alto_file(
        [alto_page(blocks), alto_page([]), alto_page(blocks[:1], more=drawn)], unit="mm10", styles=styles
    )
    return [*encode_all(alto(blocks))[:3], several.encode()]


@cache
def make_hocrs() -> list[bytes]:
    """The same as hOCR."""
    blocks = _recognized()
    drawn = (
        "<div class='ocr_photo' title='bbox 0 0 99 99'></div><div class='ocr_header'><span class='ocr_line' "
        "title='bbox 9 9 99 30; textangle 90'>渠 水<span class='ocrx_word' title='bbox 9 9 30 30; x_font \"A;B\"; "
        "x_fsize 10'><strong>水</strong><span class='ocrx_cinfo' title='x_confs 3'>冰</span></span></span></div>"
    )
    several = hocr_file([hocr_page(blocks, dpi=0), hocr_page([]), hocr_page(blocks[:1], more=drawn)])
    return [*encode_all(hocr(blocks))[:3], several.encode()]


@cache
def make_pdfs() -> list[bytes]:
    """A page with two columns, rules, a picture and upright text, plain and packed."""
    from io import BytesIO

    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfgen.canvas import Canvas

    registerFont(UnicodeCIDFont("STSong-Light"))
    made = []
    for packed in (0, 1):
        file = BytesIO()
        canvas = Canvas(file, (600, 800), pageCompression=packed, invariant=1)
        for block in _recognized():
            for line in block:
                canvas.setFont("STSong-Light", (line.words[0][1][3] - line.words[0][1][1]) / 4)
                for text, (left, top, _, bottom) in line.words:
                    canvas.drawString(left / 4, 800 - (top + bottom) / 8, text)
        canvas.line(20, 700, 580, 700)
        canvas.rect(20, 20, 100, 60)
        canvas.rotate(90)
        canvas.drawString(40, -590, "Yongkang R&D")
        canvas.showPage()
        canvas.showPage()
        canvas.save()
        made.append(file.getvalue())
    return made
