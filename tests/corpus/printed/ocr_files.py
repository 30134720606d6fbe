"""ALTO and hOCR as programs write them, made of lines of invented text."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

Place = tuple[float, float, float, float]


class Said(NamedTuple):
    """A line: its words, and the place of each as left, top, right, bottom."""

    words: Sequence[tuple[str, Place]]

    @property
    def place(self) -> Place:
        """Around its words."""
        lefts, tops, rights, bottoms = zip(*(place for _, place in self.words), strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)


def chars(text: str, left: float, top: float, em: float, *, pitch: float = 0.0, down: bool = False) -> Said:
    """A line whose characters OCR takes for words, as Tesseract does with Chinese; a space is an empty square."""
    step = pitch or em
    places = [(left, top + n * step) if down else (left + n * step, top) for n in range(len(text))]
    ink = 0.95 * em
    return Said([(c, (x, y, x + ink, y + ink)) for c, (x, y) in zip(text, places, strict=True) if c != " "])


def _attributes(place: Place) -> str:
    left, top, right, bottom = place
    return f'HPOS="{left:g}" VPOS="{top:g}" WIDTH="{right - left:g}" HEIGHT="{bottom - top:g}"'


def around(places: Iterable[Place]) -> Place:
    """The box around places."""
    lefts, tops, rights, bottoms = zip(*places, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def alto(blocks: Sequence[Sequence[Said]], width: float = 2480, height: float = 3508, *, unit: str = "pixel") -> str:
    """One page as Tesseract writes it."""
    return alto_file([alto_page(blocks, width, height)], unit=unit)


def alto_file(pages: Sequence[str], *, unit: str = "pixel", styles: str = "") -> str:
    """Pages in one file."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#" '
        'xmlns:xlink="http://www.w3.org/1999/xlink">\n<Description>\n'
        f"<MeasurementUnit>{unit}</MeasurementUnit>\n<sourceImageInformation><fileName>scan.tif</fileName>"
        f"</sourceImageInformation>\n</Description>\n{styles}<Layout>\n{''.join(pages)}</Layout>\n</alto>\n"
    )


def alto_page(blocks: Sequence[Sequence[Said]], width: float = 2480, height: float = 3508, more: str = "") -> str:
    """One page of a file; `more` are elements beside its blocks."""
    text = "".join(
        f'<ComposedBlock ID="cblock_{n}" {_attributes(around(line.place for line in block))}>\n'
        f'<TextBlock ID="block_{n}" {_attributes(around(line.place for line in block))}>\n'
        + "".join(_alto_line(line) for line in block)
        + "</TextBlock>\n</ComposedBlock>\n"
        for n, block in enumerate(blocks)
    )
    return (
        f'<Page WIDTH="{width:g}" HEIGHT="{height:g}" PHYSICAL_IMG_NR="0" ID="page_0">\n'
        f'<PrintSpace HPOS="0" VPOS="0" WIDTH="{width:g}" HEIGHT="{height:g}">\n{more}{text}</PrintSpace>\n</Page>\n'
    )


def _alto_line(line: Said) -> str:
    words = [f'<String {_attributes(place)} WC="0.91" CONTENT={quoteattr(word)}/>' for word, place in line.words]
    return (
        f"<TextLine {_attributes(line.place)}>\n"
        + '<SP WIDTH="2" VPOS="1" HPOS="1"/>\n'.join(words)
        + "\n</TextLine>\n"
    )


def hocr(blocks: Sequence[Sequence[Said]], width: float = 2480, height: float = 3508, *, dpi: int = 300) -> str:
    """One page as Tesseract writes it."""
    return hocr_file([hocr_page(blocks, width, height, dpi=dpi)])


def hocr_file(pages: Sequence[str]) -> str:
    """Pages in one file."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"\n'
        '    "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">\n <head>\n  <title></title>\n'
        '  <meta http-equiv="Content-Type" content="text/html;charset=utf-8"/>\n'
        "  <meta name='ocr-system' content='tesseract 5.3.0' />\n </head>\n <body>\n"
        f"{''.join(pages)} </body>\n</html>\n"
    )


def hocr_page(
    blocks: Sequence[Sequence[Said]], width: float = 2480, height: float = 3508, *, dpi: int = 300, more: str = ""
) -> str:
    """One page of a file; `more` are elements beside its blocks."""
    resolution = f"; scan_res {dpi} {dpi}" if dpi else ""
    text = "".join(
        f"   <div class='ocr_carea' title=\"{_bbox(around(line.place for line in block))}\">\n"
        f"    <p class='ocr_par' lang='chi_sim' title=\"{_bbox(around(line.place for line in block))}\">\n"
        + "".join(_hocr_line(line) for line in block)
        + "    </p>\n   </div>\n"
        for block in blocks
    )
    return (
        f"  <div class='ocr_page' id='page_1' title='image \"a;b.png\"; bbox 0 0 {width:g} {height:g}; ppageno 0"
        f"{resolution}'>\n{more}{text}  </div>\n"
    )


def _bbox(place: Place) -> str:
    return "bbox " + " ".join(f"{side:.0f}" for side in place)


def _hocr_line(line: Said) -> str:
    words = "".join(
        f"      <span class='ocrx_word' title='{_bbox(place)}; x_wconf 91'>{escape(word)}</span>\n"
        for word, place in line.words
    )
    size = "baseline 0 -4; x_size 42.5; x_descenders 8; x_ascenders 9"
    return f"     <span class='ocr_line' title=\"{_bbox(line.place)}; {size}\">\n{words}     </span>\n"
