"""PDF, ALTO and hOCR as people give them by mistake, and as OCR and broken machines leave them."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from tests.corpus.printed.ocr_files import alto, alto_file, chars, hocr

Build = Callable[[Path], object]

TITLE = "庭前调解化解纠纷"
BODY = (
    "　　县人民法院昨天公开开庭审理一起买",
    "卖合同纠纷案，双方当庭达成调解，被告",
    "同意分三期付清货款。",
    "　　承办法官说，这类案件今年已审结四",
    "十多件，大多在庭前调解阶段化解。",
)
SCAN = [
    [chars(TITLE, 300, 300, 110)],
    [chars(text.replace("　", " "), 300, 480 + 60 * n, 40) for n, text in enumerate(BODY)],
]
_FAR = [SCAN[0], [*SCAN[1][:2], chars(BODY[2], 60_000, 600, 40), *SCAN[1][3:]]]


def _write(content: bytes) -> Build:
    return lambda path: path.write_bytes(content)


def _text(content: str, encoding: str = "utf-8") -> Build:
    return _write(content.encode(encoding))


def _pdf(draw: Callable[[Canvas], object], secret: str | None = None, size: tuple[float, float] = (600, 800)) -> bytes:
    """One page on which something is drawn."""
    file = BytesIO()
    canvas = Canvas(file, size, invariant=1, encrypt=secret)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _story(canvas: Canvas) -> None:
    registerFont(UnicodeCIDFont("STSong-Light"))
    for text, size, down in [(TITLE, 28, 100), *((line, 10, 130 + 15 * n) for n, line in enumerate(BODY))]:
        canvas.setFont("STSong-Light", size)
        canvas.drawString(60, 800 - down, text)


def _picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "gray")), 0, 0, 600, 800)


_PDF = _pdf(_story)
_BOMB = '<!DOCTYPE alto [<!ENTITY a "字"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><alto'

# The values are those of `bad_inputs.INPUTS`: articles, -1 for a file that is named and of which none is read.
# A METS file lies beside the pages that it lists, and is none.
PRINTED: dict[str, tuple[Build, int]] = {
    "page.pdf": (_write(_PDF), 1),
    "pdf in a page.txt": (_write(_PDF), 1),
    "mail.pdf": (_write(b"Content-Type: application/pdf\r\n\r\n" + _PDF), 1),
    "picture.pdf": (_write(_pdf(_picture)), -1),
    "empty.pdf": (_write(_pdf(lambda canvas: None)), -1),
    "secret.pdf": (_write(_pdf(_story, secret="x")), -1),
    "cut.pdf": (_write(_PDF[:300]), -1),
    "no bytes.pdf": (_write(b""), -1),
    "nul.pdf": (_write(b"%PDF-1.7\n" + bytes(3000)), -1),
    "web page.pdf": (_text("<!DOCTYPE html><html><body><p>请先登录</p></body></html>"), -1),
    "poster.pdf": (_write(_pdf(_story, size=(8600, 800))), 1),
    "scan.xml": (_text(alto(SCAN)), 1),
    "scan.txt": (_text(alto(SCAN)), 1),
    "gbk.xml": (_text(alto(SCAN).replace("UTF-8", "GB18030"), "gb18030"), 1),
    "utf16.xml": (_text(alto(SCAN).replace("UTF-8", "UTF-16"), "utf-16"), 1),
    "no places.xml": (_text(re.sub(r' (HPOS|VPOS|WIDTH|HEIGHT)="[^"]*"', "", alto(SCAN))), 1),
    "no numbers.xml": (_text(re.sub(r'="\d+"', '="nan"', alto(SCAN))), 1),
    "three metres.xml": (_text(alto(SCAN, 35_500, 3508)), 1),
    # a line a kilometre away is no part of the story
    "far.xml": (_text(alto(_FAR)), 2),
    "entities.xml": (_text(alto(SCAN).replace("<alto", _BOMB, 1).replace(TITLE[0], "&b;&c;")), 1),
    "controls.xml": (_text(alto(SCAN).replace("</TextLine>", "\x0c\x00</TextLine>")), 1),
    "empty.xml": (_text(alto([])), -1),
    "no page.xml": (_text(alto_file([])), -1),
    "cut.xml": (_text(alto(SCAN)[:500]), -1),
    "mets.xml": (_text('<?xml version="1.0"?><mets:mets xmlns:mets="x"><mets:fileSec/></mets:mets>'), 0),
    "bytes.xml": (_write(b"<alto>" + b"\x81\xff\x80" * 400), -1),
    "no bytes.xml": (_write(b""), -1),
    "scan.hocr": (_text(hocr(SCAN)), 1),
    "scan.html": (_text(hocr(SCAN)), 1),
    "utf16.hocr": (_text(hocr(SCAN).replace("UTF-8", "UTF-16"), "utf-16"), 1),
    "no places.hocr": (_text(hocr(SCAN).replace("bbox", "box")), 1),
    "open.hocr": (_text(hocr(SCAN).replace("</span>", "").replace("</p>", "")), 1),
    "empty.hocr": (_text(hocr([])), -1),
    "cut.hocr": (_text(hocr(SCAN)[:700]), -1),
    "web page.hocr": (_text("<html><body><p>请先登录</p></body></html>"), -1),
}
