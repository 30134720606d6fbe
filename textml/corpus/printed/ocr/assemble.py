"""Make printed pages of what OCR recognised: one unit, no impossible places, lines in reading order."""

import math
from collections.abc import Sequence
from statistics import median

from textml.corpus.geometry import Box, PrintedLine
from textml.corpus.printed.ocr.pieces import mend_lines
from textml.corpus.printed.ocr.recognized import BOLD, REGULAR, Line, Recognized, Word, measure_em, surround
from textml.corpus.printed.ocr.sizes import even_out
from textml.corpus.printed.ocr.spaces import join_words, tidy
from textml.corpus.printed.ocr.straighten import straighten
from textml.corpus.printed.order import arrange
from textml.corpus.printed.values import PrintedPage

# Lines may reach so far beyond the page, as a share of it, before the page's own size is taken to be wrong.
_BEYOND = 0.02
# Places this many times the page's size away from it are none.
_ABSURD = 20.0
# The widest newspaper is 600 mm wide, a spread of two pages 1,200; in points.
_WIDEST = 3400.0
# Specks of dirt that are read as marks are smaller than this, in heights of most lines; stops stand in a line's words.
_SPECK = 0.5
# A size in the file this many times larger or smaller than the line is not that line's.
_MISMATCH = 1.5
# Lines of so many ideographs stand upright if they are so many times higher than wide.
_UPRIGHT = 1.7


def make_page(number: int, page: Recognized, scale: float, notes: Sequence[str] = ()) -> PrintedPage:
    """Make a page of the lines that were recognised on it.

    Parameters
    ----------
    number : int
        Its place in the file, from 1.
    page : Recognized
        In the unit of the file.
    scale : float
        Points in one unit.
    notes : sequence of str
        What is known of the page already.

    Returns
    -------
    PrintedPage
        Without geometry where most of its lines have no place: these are then in the order of the file.
    """
    found = [*notes]
    lines, n_specks = _leave_out_specks([line for line in page.lines if any(tidy(word.text) for word in line.words)])
    if n_specks:
        found.append(f"{n_specks} marks of less than half the height of its type are left out as specks")
    page.lines = lines
    _clip_all(page, extent := _extent(page))
    if slope := straighten(page):
        found.append(f"scanned askew by {math.degrees(math.atan(slope)):.1f} degrees; its places are made level")
        _clip_all(page, extent)
    lines = mend_lines(lines)
    places = [_place(line) for line in lines]
    n_lost = sum(place is None for place in places)
    if n_lost * 2 > len(lines):
        note = f"{n_lost} of {len(lines)} lines have no place; read in the file's order, as a dump is"
        return PrintedPage(number, _as_dump(lines), None, (*found, note))
    if n_lost:
        found.append(f"{n_lost} of {len(lines)} lines have no place; each is set below the line before it")
    width, height = (round(size * scale, 3) for size in extent)
    if width > _WIDEST:
        found.append(f"{width / 72 * 0.0254:.1f} m wide; look whether its unit of measure is right")
    texts = _printed(lines, _fill(places), scale)
    text, geometry = arrange(
        texts, width, height, *(_scaled(boxes, scale) for boxes in (page.rules, page.areas, page.pictures))
    )
    return PrintedPage(number, text, geometry, tuple(found))


def _extent(page: Recognized) -> tuple[float, float]:
    """Width and height of the page, in its unit: as the file says, or as far as its lines reach."""
    boxes = [box for line in page.lines for box in (line.box, *(word.box for word in line.words)) if box]
    rights, bottoms = sorted(box.right for box in boxes), sorted(box.bottom for box in boxes)
    # the outermost one in twenty may lie anywhere
    reach = (rights[len(rights) * 19 // 20], bottoms[len(bottoms) * 19 // 20]) if boxes else (0.0, 0.0)
    width, height = (
        size if size > 0 and reached <= size * (1 + _BEYOND) else max(reached, size, 1.0)
        for size, reached in zip((page.width, page.height), reach, strict=True)
    )
    return width, height


def _leave_out_specks(lines: list[Line]) -> tuple[list[Line], int]:
    """Lines without those that are a mark or two in ASCII, and much smaller than the page's type."""
    heights = [box.bottom - box.top for line in lines for box in [_place(line)] if box]
    least = _SPECK * median(heights) if heights else 0.0
    kept = []
    for line in lines:
        text, box = "".join(tidy(word.text) for word in line.words), _place(line)
        is_speck = len(text) <= 2 and text.isascii() and box and max(_sides(box)) < least
        kept += [] if is_speck else [line]
    return kept, len(lines) - len(kept)


def _sides(box: Box) -> tuple[float, float]:
    return box.right - box.left, box.bottom - box.top


def _clip_all(page: Recognized, extent: tuple[float, float]) -> None:
    """Take away what lies beyond the page."""
    for line in page.lines:
        line.box = _clip(line.box, extent)
        for word in line.words:
            word.box = _clip(word.box, extent)


def _place(line: Line) -> Box | None:
    """The box around a line's words; None where it has none."""
    boxes = [word.box for word in line.words if word.box]
    around = surround(boxes) if 2 * len(boxes) >= len(line.words) else None
    return around or line.box or surround(boxes)


def _clip(box: Box | None, extent: tuple[float, float]) -> Box | None:
    """The part of a box that is on the page; None for a box that is far away or outside."""
    width, height = extent
    if box is None or min(box) < -_ABSURD * max(extent) or max(box) > _ABSURD * max(extent):
        return None
    left, top, right, bottom = max(box.left, 0.0), max(box.top, 0.0), min(box.right, width), min(box.bottom, height)
    return Box(left, top, right, bottom) if right > left and bottom > top else None


def _fill(places: Sequence[Box | None]) -> list[Box]:
    """Places of all lines: one that has none stands below the line before it, or above the first that has one."""
    known = next((box for box in places if box), None)
    if known is None:
        return []
    first = places.index(known)
    # those before the first that has a place share the height above it
    step = known.top / (first + 1)
    filled = [Box(known.left, n * step, known.right, (n + 0.9) * step) for n in range(first)]
    for box in places[first:]:
        known = box or Box(known.left, known.bottom, known.right, 2 * known.bottom - known.top)
        filled.append(known)
    return filled


def _as_dump(lines: Sequence[Line]) -> str:
    """Lines as they follow in the file, with a blank line between two blocks."""
    pieces: list[str] = []
    for before, line in zip([None, *lines], lines, strict=False):
        pieces += [""] if before and before.block != line.block else []
        pieces.append(join_words([Word(word.text) for word in line.words], 0.0))
    return "\n".join(pieces)


def _printed(lines: Sequence[Line], places: Sequence[Box], scale: float) -> list[tuple[str, PrintedLine]]:
    """Texts and places in points."""
    upright = [line.turned or _is_upright(line, box) for line, box in zip(lines, places, strict=True)]
    ems = [
        measure_em(*known, vertical=turned)
        for known, turned in zip(zip(lines, places, strict=True), upright, strict=True)
    ]
    n_chars = [sum(len(word.text) for word in line.words) for line in lines]
    even = even_out(ems, [line.block for line in lines], n_chars)
    made = []
    for line, box, em, turned, measured in zip(lines, places, even, upright, ems, strict=True):
        size, font = _type_of(line, em * scale)
        n_bold = sum(len(word.text) for word in line.words if word.bold)
        n_all = sum(len(word.text) for word in line.words)
        weight = BOLD if 2 * n_bold > n_all else REGULAR if font else 0
        place = PrintedLine(_scaled([box], scale)[0], size, font, weight, vertical=turned)
        made.append((join_words(line.words, measured, vertical=turned), place))
    return made


def _is_upright(line: Line, box: Box) -> bool:
    """Whether a line's characters stand below each other."""
    n_chars = sum(not c.isspace() for word in line.words for c in word.text)
    return n_chars > 1 and box.bottom - box.top > _UPRIGHT * (box.right - box.left)


def _type_of(line: Line, measured: float) -> tuple[float, str]:
    """Size in points and font: as the file says if that fits the line's height, or as measured and unknown."""
    sizes = sorted((word.size, word.font) for word in line.words if word.size > 0)
    if sizes:
        size, font = sizes[len(sizes) // 2]
        if measured / _MISMATCH <= size <= measured * _MISMATCH:
            return size, font
    return measured, ""


def _scaled(boxes: Sequence[Box], scale: float) -> tuple[Box, ...]:
    return tuple(Box(*(round(side * scale, 3) for side in box)) for box in boxes)
