"""Read the characters of a PDF page with their places and type."""

from dataclasses import dataclass, fields
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from textml.corpus.printed.glyphs.calls import ask, ask_each, bind, fill
from textml.corpus.printed.glyphs.fonts import Font, read_font
from textml.corpus.printed.glyphs.sheet import Sheet, turn_point

#: `Glyphs.turn` of text that stands neither upright nor at a right angle.
SLANTED = -1
# Degrees by which scanned text may be skewed and still count as upright; a column of 60 mm then falls by half a line.
_SKEW = 8.0
# Text render modes of PDF 32000-1, table 106, that paint nothing: 3, and 7, which only clips.
_UNPAINTED = (3, 7)
_SPACES = (0x09, 0x0A, 0x0D, 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
# Characters without width that join, part or direct others, and the byte order mark.
_NOTHING = (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF)


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Characters of one page, in the order of the file.

    Attributes
    ----------
    code : (n,) int
        Unicode code points.
    left, right : (n,) float
        In points along the line: where the character begins, and where the next one would.
    base : (n,) float
        Height of the line on which it stands, in points from the top.
    size : (n,) float, > 0
        Font size in points as it is seen, that is with all scaling.
    font : (n,) int
        Place in the fonts of the page.
    turn : (n,) int
        Direction of the text in quarter turns clockwise, 0 for upright text; SLANTED for what is between.
    item : (n,) int
        Number of the text object: characters that the file sets with one operator share it.
    hidden : (n,) bool
        Whether it is set invisibly, as the text layer of OCR is.
    unmapped : (n,) bool
        Whether the file does not say which character it is.
    spaced : (n,) bool
        Whether the file has a space before it. Spaces are no glyphs.
    """

    code: NDArray[np.int64]
    left: NDArray[np.float64]
    right: NDArray[np.float64]
    base: NDArray[np.float64]
    size: NDArray[np.float64]
    font: NDArray[np.int64]
    turn: NDArray[np.int64]
    item: NDArray[np.int64]
    hidden: NDArray[np.bool_]
    unmapped: NDArray[np.bool_]
    spaced: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.code)

    def take(self, index: NDArray[Any]) -> "Glyphs":
        """Return some of them; `index` is a mask, or positions."""
        return Glyphs(**{part.name: getattr(self, part.name)[index] for part in fields(self)})


class _Runs(NamedTuple):
    """What all characters of a text object share."""

    size: NDArray[np.float64]
    turn: NDArray[np.int64]
    font: NDArray[np.int64]
    hidden: NDArray[np.bool_]


def read_glyphs(textpage: int, sheet: Sheet) -> tuple[Glyphs, list[Font]]:
    """Read all characters of a page.

    Parameters
    ----------
    textpage : int
        Address of pdfium's text page.
    sheet : Sheet
        The visible part of the page.

    Returns
    -------
    glyphs : Glyphs
        Without the spaces and line breaks that pdfium makes up. Of turned text, `left`, `right` and `base` are measured
        on the page as it lies when this text is upright.
    fonts : list of Font
    """
    n = bind("FPDFText_CountChars")(textpage)
    items = np.fromiter(ask("FPDFText_GetTextObject", textpage, n), np.uint64, n)
    # characters that pdfium makes up belong to no object
    real = np.flatnonzero(items)
    begins = np.diff(items[real], prepend=np.uint64(0)) != 0
    runs, fonts = _read_runs(textpage, real[begins], items[real[begins]], sheet)
    run = np.cumsum(begins) - 1
    code = np.fromiter(ask("FPDFText_GetUnicode", textpage, n), np.int64, n)[real]
    unmapped = np.fromiter(ask("FPDFText_HasUnicodeMapError", textpage, n), np.int8, n)[real] == 1
    code, second = _join_pairs(code)
    space = ~unmapped & np.isin(code, _SPACES)
    ink = np.flatnonzero(unmapped | ~(space | second | np.isin(code, _NOTHING)))
    run = run[ink]
    left, right, base = _read_places(textpage, n, real[ink], runs.turn[run], sheet)
    spaced = np.diff(np.cumsum(space)[ink], prepend=0) > 0
    return Glyphs(
        code[ink],
        left,
        right,
        base,
        runs.size[run],
        runs.font[run],
        runs.turn[run],
        run,
        runs.hidden[run],
        unmapped[ink],
        spaced,
    ), fonts


def _join_pairs(code: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Join surrogates, which pdfium gives for rare characters; return the codes, and which are second halves."""
    first = np.flatnonzero((code[:-1] & ~0x3FF == 0xD800) & (code[1:] & ~0x3FF == 0xDC00))
    joined, second = code.copy(), np.zeros(len(code), bool)
    joined[first] = 0x10000 + ((code[first] - 0xD800) << 10) + code[first + 1] - 0xDC00
    second[first + 1] = True
    return joined, second


def _read_runs(textpage: int, first: NDArray[Any], items: NDArray[Any], sheet: Sheet) -> tuple[_Runs, list[Font]]:
    """Ask for size, direction, font and visibility, once for each text object."""
    n = len(first)
    matrix = np.zeros((n, 6), np.float32)
    start = matrix.ctypes.data
    fill(ask_each("FPDFText_GetMatrix", repeat(textpage), first.tolist(), range(start, start + 24 * n, 24)))
    points = np.fromiter(ask_each("FPDFText_GetFontSize", repeat(textpage), first.tolist()), float, n)
    handles = list(ask_each("FPDFTextObj_GetFont", items.tolist()))
    named = {handle: read_font(handle) for handle in dict.fromkeys(handles)}
    # a font that the file has in several parts is one font
    fonts = list(dict.fromkeys(named.values()))
    places = {handle: fonts.index(font) for handle, font in named.items()}
    modes = np.fromiter(ask_each("FPDFTextObj_GetTextRenderMode", items.tolist()), np.int64, n)
    runs = _Runs(
        np.abs(points) * np.hypot(matrix[:, 2], matrix[:, 3]),
        _find_turns(matrix[:, 0] * np.sign(points), matrix[:, 1] * np.sign(points), sheet.turn),
        np.array([places[handle] for handle in handles], np.int64),
        np.isin(modes, _UNPAINTED),
    )
    return runs, fonts


def _find_turns(along: NDArray[Any], up: NDArray[Any], turn: int) -> NDArray[np.int64]:
    """Return quarter turns clockwise from directions in the file and the page's own turn."""
    # a matrix of no number gives no direction
    quarters = np.nan_to_num(np.degrees(np.arctan2(-up, along)) / 90)
    nearest = np.rint(quarters)
    return np.where(np.abs(quarters - nearest) * 90 <= _SKEW, (nearest.astype(np.int64) + turn) % 4, SLANTED)


def _read_places(
    textpage: int, n: int, real: NDArray[Any], turns: NDArray[Any], sheet: Sheet
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return left, right and base of each real character, each on the page turned as its text is."""
    origin, box = np.zeros((n, 2)), np.zeros((n, 4), np.float32)
    start, end = origin.ctypes.data, origin.ctypes.data + 16 * n
    fill(
        ask_each(
            "FPDFText_GetCharOrigin", repeat(textpage), range(n), range(start, end, 16), range(start + 8, end + 8, 16)
        )
    )
    start = box.ctypes.data
    fill(ask_each("FPDFText_GetLooseCharBox", repeat(textpage), range(n), range(start, start + 16 * n, 16)))
    # FS_RECTF is left, top, right, bottom
    first, second = (
        sheet.place(box[real, 0].astype(float), box[real, 1]),
        sheet.place(box[real, 2].astype(float), box[real, 3]),
    )
    middle = sheet.place(origin[real, 0], origin[real, 1])
    width, height = sheet.shown
    left, right, base = (np.zeros(len(real)) for _ in range(3))
    for turn in range(4):
        those = turns == turn if turn else (turns == 0) | (turns == SLANTED)
        one, other = ([axis[those] for axis in corner] for corner in (first, second))
        start_x, _ = turn_point(one[0], one[1], turn, width, height)
        end_x, _ = turn_point(other[0], other[1], turn, width, height)
        left[those], right[those] = np.minimum(start_x, end_x), np.maximum(start_x, end_x)
        base[those] = turn_point(middle[0][those], middle[1][those], turn, width, height)[1]
    return left, right, base
