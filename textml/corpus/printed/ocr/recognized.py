"""What OCR recognised on a page: words with their places, as ALTO and hOCR give them, before they are put in order."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from textml.corpus.geometry import Box

POINTS_PER_INCH = 72.0
#: Weights of type as `PrintedLine.weight` counts them.
REGULAR, BOLD = 400, 700
#: Characters that take a whole square in Chinese print, dashes, quotation marks and signs too; others take half of one.
FULL_WIDTH = (
    "\u00b7\u1100-\u115f\u2010-\u205e\u2100-\u27bf\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f"
    "\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
)
# Resolution that is taken where a file says none: the one at which newspapers are scanned for OCR.
_USUAL_DPI = 300.0
# Resolutions between a screen's and the finest scan of a page.
_DPI = range(30, 2401)
# Those that scanners are set to, of which the nearest is taken for a measured one.
_SCANNERS = (72, 96, 100, 150, 200, 240, 300, 400, 600, 1200)
# How far a measured resolution may lie from a scanner's, as font sizes in points are whole numbers: 10 for 9.5 to 10.5.
_NEAR = 0.12
# Numbers beyond this are no places: 100 m in points.
_FARTHEST = 300_000.0
_FULL_WIDTH = re.compile(f"[{FULL_WIDTH}]")
# An ideograph, and not a mark, whose ink is small.
_IDEOGRAPH = re.compile("[\u3005\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]")
# Ink of most ideographs is so high, of the square in which they are designed; that of digits and of a word's letters.
_INK, _INK_OF_LATIN = 0.93, 0.72
# Ideographs from which the advance between them says something, and the narrowest type, in its height.
_ENOUGH, _NARROWEST = 5, 0.6


@dataclass(slots=True)
class Word:
    """One word, or one character where OCR takes characters for words.

    Attributes
    ----------
    text : str
    box : Box or None
        In the unit of the file; None where it does not say.
    size : float
        Font size in points as the file says; 0 where it does not.
    font : str
    bold : bool
    """

    text: str
    box: Box | None = None
    size: float = 0.0
    font: str = ""
    bold: bool = False


@dataclass(slots=True)
class Line:
    """One recognised line.

    Attributes
    ----------
    words : list of Word
        In the order of the file.
    box : Box or None
        As the file gives it for the whole line.
    block : int
        Number of the block in which it stands.
    turned : bool
        Whether the file says that its characters stand below each other, or that it is turned.
    """

    words: list[Word] = field(default_factory=list)
    box: Box | None = None
    block: int = 0
    turned: bool = False


@dataclass(slots=True)
class Recognized:
    """One recognised page, in the unit of the file.

    Attributes
    ----------
    width, height : float
        0 where the file does not say.
    lines : list of Line
    rules, areas, pictures : list of Box
    dpi : float
        Resolution of the scan; 0 where it is not known.
    """

    width: float = 0.0
    height: float = 0.0
    lines: list[Line] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    dpi: float = 0.0


def read_number(text: str) -> float | None:
    """A number as files write it; None for what is none, and for one that is no place on any page.

    >>> read_number(" 12.5 "), read_number("nan"), read_number("1e300"), read_number("")
    (12.5, None, None, None)
    """
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) <= _FARTHEST * 100 else None


def make_box(left: float | None, top: float | None, right: float | None, bottom: float | None) -> Box | None:
    """A box with an area, or a line without a width; None where a number is missing or they are the wrong way round."""
    if left is None or top is None or right is None or bottom is None or right < left or bottom < top:
        return None
    return Box(left, top, right, bottom) if right > left or bottom > top else None


def surround(boxes: Sequence[Box]) -> Box | None:
    """The box around all; None around nothing."""
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def count_widths(text: str) -> float:
    """Width of a text in ideographs, white space not counted.

    >>> count_widths("第12届")
    3.0
    """
    n_full = len(_FULL_WIDTH.findall(text))
    return n_full + (sum(not c.isspace() for c in text) - n_full) / 2


def measure_em(line: Line, box: Box, *, vertical: bool) -> float:
    """Size of a line's type in the unit of the file, by the height of its words.

    Parameters
    ----------
    line : Line
    box : Box
        Around its words.
    vertical : bool

    Returns
    -------
    float
        0 for a line without an extent.
    """
    known = [(word.text, word.box) for word in line.words if word.box] or [("汀", box)]
    measured: dict[bool, list[float]] = {True: [], False: []}
    for text, place in known:
        across = place.right - place.left if vertical else place.bottom - place.top
        is_full = bool(_IDEOGRAPH.search(text))
        measured[is_full].append(across / (_INK if is_full else _INK_OF_LATIN))
    heights = sorted(measured[True] or measured[False])
    # a low character such as 一 is no measure, and neither is a box into which a speck of dirt fell
    height = heights[len(heights) * 5 // 8]
    n = count_widths("".join(word.text for word in line.words))
    advance = (box.bottom - box.top if vertical else box.right - box.left) / max(n, 1.0)
    if not any(c.isalnum() for text, _ in known for c in text):
        # dashes and dots are as wide as they are, and hardly high
        return max(height, advance)
    # ideographs that stand much nearer to each other than they are high: the height is that of something else
    return advance if n >= _ENOUGH and advance < _NARROWEST * height else height


def find_dpi(page: Recognized) -> tuple[float, str]:
    """Resolution of a page in pixels, and the sentence that says what it rests on; none is needed if the file says it.

    Parameters
    ----------
    page : Recognized

    Returns
    -------
    dpi : float
    note : str
    """
    if round(page.dpi) in _DPI:
        return page.dpi, ""
    ratios = []
    for line in page.lines:
        sizes = [word.size for word in line.words if word.size > 0]
        box = surround([word.box for word in line.words if word.box]) or line.box
        if sizes and box:
            ratios.append(measure_em(line, box, vertical=line.turned) / sizes[0] * POINTS_PER_INCH)
    if ratios and round(measured := sorted(ratios)[len(ratios) // 2]) in _DPI:
        nearest = min(_SCANNERS, key=lambda dpi: abs(dpi - measured))
        dpi = float(nearest) if abs(nearest - measured) <= _NEAR * nearest else measured
        return dpi, f"places in pixels without a resolution; {dpi:.0f} dpi is taken, as its font sizes say"
    return _USUAL_DPI, f"places in pixels without a resolution; {_USUAL_DPI:.0f} dpi is taken"
