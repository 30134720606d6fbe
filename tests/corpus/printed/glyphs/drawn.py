"""Pages that tests draw with reportlab, and read."""

from reportlab.lib.utils import ImageReader

from tests.corpus.printed.setting import HEIGHT, SONG, make_pdf
from textml.corpus.printed.pdf import read_pdf


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


def paint(canvas, left, bottom, width, height):
    """Draw a picture of four grey points."""
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("L", (2, 2), 128)), left, bottom, width, height)
