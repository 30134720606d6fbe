"""Set small invented pages as PDF, with a font that readers of PDF know by name."""

from collections.abc import Callable, Iterable
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


def make_pdf_of_codes(names: dict[int, str], codes: Iterable[int]) -> bytes:
    """Return a page with these codes beside each other; `names` are the characters that the file says they are."""
    cmap = "\n".join(f"<{code:04X}> <{name.encode('utf-16-be').hex()}>" for code, name in names.items())
    shown = "".join(f"{code:04X}" for code in codes)
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F 5 0 R >> >> /Contents 4 0 R >>",
        _stream(f"BT /F 10 Tf 50 700 Td <{shown}> Tj ET"),
        "<< /Type /Font /Subtype /Type0 /BaseFont /Invented /Encoding /Identity-H /DescendantFonts [6 0 R]"
        " /ToUnicode 7 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Invented /FontDescriptor 8 0 R /DW 1000"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        _stream(
            "begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange"
            f" {len(names)} beginbfchar\n{cmap}\nendbfchar endcmap"
        ),
        "<< /Type /FontDescriptor /FontName /Invented /Flags 4 /FontBBox [0 0 1000 880] /Ascent 880 /Descent 0 >>",
    ]
    objects = "".join(f"{number} 0 obj\n{part}\nendobj\n" for number, part in enumerate(parts, 1))
    # readers make the table of objects themselves where it is missing
    return f"%PDF-1.7\n{objects}trailer << /Root 1 0 R >>\n".encode()


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"
