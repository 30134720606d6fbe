"""Set small invented pages as PDF, with a font that every reader of PDF knows and none embeds."""

from collections.abc import Callable
from io import BytesIO

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

SONG = "STSong-Light"
WIDTH, HEIGHT = 600, 800


def make_pdf(*draws: Callable[[Canvas], None], size: tuple[float, float] = (WIDTH, HEIGHT), **options: object) -> bytes:
    """Return a PDF with one page for each function that draws; `options` are those of the canvas."""
    pdfmetrics.registerFont(UnicodeCIDFont(SONG))
    out = BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1, **options)
    for draw in draws:
        canvas.setFont(SONG, 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
