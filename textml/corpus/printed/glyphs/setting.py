"""Set the characters of a page as printed lines, in any order."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from textml.corpus.geometry import Box, PrintedLine
from textml.corpus.printed.glyphs.characters import Glyphs
from textml.corpus.printed.glyphs.fonts import Font
from textml.corpus.printed.glyphs.rows import find_rows
from textml.corpus.printed.glyphs.sheet import turn_box
from textml.corpus.printed.glyphs.spacing import write_line
from textml.corpus.printed.glyphs.vertical import find_vertical

# Of a Chinese character's body above and below its base line, in font sizes (OpenType's ideographic em box). What fonts
# say of themselves differs from font to font, also within a line.
_ABOVE, _BELOW = 0.88, 0.12


def set_lines(
    glyphs: Glyphs, fonts: Sequence[Font], rules: Sequence[Box], width: float, height: float
) -> list[tuple[str, PrintedLine]]:
    """Make printed lines of all characters of a page.

    Parameters
    ----------
    glyphs : Glyphs
    fonts : sequence of Font
        To which `glyphs.font` points.
    rules : sequence of Box
        Thin lines, over which no printed line goes on.
    width, height : float
        Of the page as it is shown, in points.

    Returns
    -------
    list of (str, PrintedLine)
        Text and place of every line, upright lines first. Lines of turned text are vertical. `frame` is 0 everywhere.
    """
    lines = []
    for turn in range(4):
        those = glyphs.take(glyphs.turn == turn)
        if not len(those):
            continue
        below = find_vertical(those) if turn == 0 else []
        rest = np.setdiff1d(np.arange(len(those)), np.concatenate([*below, []]).astype(np.int64))
        lying = those.take(rest)
        turned = [turn_box(rule, turn, width, height) for rule in rules]
        for row in find_rows(lying, turned):
            line = _describe(lying, row, fonts, turn % 2 == 1)
            sides = (height, width) if turn % 2 else (width, height)
            lines.append((write_line(lying, row), _put(line, turn_box(line.box, -turn, *sides))))
        for column in below:
            text = "".join(chr(code) for code in those.code[column].tolist())
            lines.append((text, _describe(those, column, fonts, vertical=True)))
    return lines


def _put(line: PrintedLine, box: Box) -> PrintedLine:
    return PrintedLine(box, line.size, line.font, line.weight, line.frame, line.vertical)


def _describe(glyphs: Glyphs, row: NDArray[np.int64], fonts: Sequence[Font], vertical: bool) -> PrintedLine:
    """Return the place and the type of a line: those of most of its characters."""
    sizes, counts = np.unique(glyphs.size[row].round(2), return_counts=True)
    size = float(sizes[np.argmax(counts)])
    font = fonts[int(np.bincount(glyphs.font[row]).argmax())]
    base = glyphs.base[row]
    top, bottom = (base.min(), base.max()) if vertical else (np.median(base), np.median(base))
    left, right = float(glyphs.left[row].min()), float(glyphs.right[row].max())
    box = Box(left, float(top) - _ABOVE * size, right, float(bottom) + _BELOW * size)
    return PrintedLine(box, size, font.name, font.weight, vertical=vertical)
