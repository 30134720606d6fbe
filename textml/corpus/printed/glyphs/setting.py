"""Set the characters of a page as printed lines, in any order."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textml.corpus.geometry import Box, PrintedLine
from textml.corpus.printed.glyphs.annexes import Line, drop_ruby, join_large_letters
from textml.corpus.printed.glyphs.characters import Glyphs
from textml.corpus.printed.glyphs.fonts import Font
from textml.corpus.printed.glyphs.groups import take_middle
from textml.corpus.printed.glyphs.rows import find_rows
from textml.corpus.printed.glyphs.sheet import turn_box
from textml.corpus.printed.glyphs.spacing import write_column, write_rows
from textml.corpus.printed.glyphs.vertical import find_vertical, find_vertical_among

# Of a Chinese character's body above and below its base line, in font sizes (OpenType's ideographic em box). What fonts
# say of themselves differs from font to font, also within a line.
_ABOVE, _BELOW = 0.88, 0.12


def set_lines(
    glyphs: Glyphs, fonts: Sequence[Font], rules: Sequence[Box], width: float, height: float
) -> tuple[list[Line], tuple[str, ...]]:
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
    lines : list of (str, PrintedLine)
        Text and place of every line. Those of turned text are vertical. `frame` is 0 everywhere.
    notes : tuple of str
        What was left out.
    """
    lines: list[Line] = []
    n_ruby = 0
    for turn in range(4):
        those = glyphs.take(glyphs.turn == turn)
        if not len(those):
            continue
        turned = [turn_box(rule, turn, width, height) for rule in rules]
        wide, high = (height, width) if turn % 2 else (width, height)
        upright, dropped = drop_ruby(_set_upright(those, fonts, turned))
        n_ruby += dropped
        lines.extend(_turn(line, turn, wide, high) for line in join_large_letters(upright))
    return lines, (f"{n_ruby} characters of ruby left out",) if n_ruby else ()


def _turn(line: Line, turn: int, width: float, height: float) -> Line:
    """Return a line of text that was turned to be upright, where it stands on the page."""
    if not turn:
        return line
    text, printed = line
    box = turn_box(printed.box, -turn, width, height)
    return text, replace(printed, box=box, vertical=printed.vertical or turn % 2 == 1)


def _set_upright(glyphs: Glyphs, fonts: Sequence[Font], rules: Sequence[Box]) -> list[Line]:
    """Make lines of characters that all stand in one direction."""
    columns = find_vertical(glyphs)
    lying = np.ones(len(glyphs), bool)
    for column in columns:
        lying[column] = False
    places = np.flatnonzero(lying)
    rows = find_rows(glyphs.take(places), rules)
    single = np.bincount(rows)[rows] == 1
    below = find_vertical_among(glyphs, places[single])
    columns += below
    kept = ~np.isin(places, np.concatenate([*below, [-1]]))
    places, rows = places[kept], rows[kept]
    order = np.lexsort((glyphs.left[places], rows))
    starts = np.flatnonzero(np.diff(rows[order], prepend=-1))
    rest = glyphs.take(places[order])
    lines = list(zip(write_rows(rest, starts), _describe(rest, starts, fonts, vertical=False), strict=True))
    for column in columns:
        those = glyphs.take(column)
        (line,) = _describe(those, np.zeros(1, np.int64), fonts, vertical=True)
        lines.append((write_column(those), line))
    return lines


def _describe(glyphs: Glyphs, starts: NDArray[np.int64], fonts: Sequence[Font], vertical: bool) -> list[PrintedLine]:
    """Return place and type of the lines that begin at `starts`: size and font are those of most characters."""
    if not len(glyphs):
        return []
    size, font = take_middle(glyphs.size.round(2), starts), take_middle(glyphs.font, starts)
    if vertical:
        top, bottom = np.minimum.reduceat(glyphs.base, starts), np.maximum.reduceat(glyphs.base, starts)
    else:
        top = bottom = take_middle(glyphs.base, starts)
    left, right = np.minimum.reduceat(glyphs.left, starts), np.maximum.reduceat(glyphs.right, starts)
    columns: list[NDArray[Any]] = [left, top - _ABOVE * size, right, bottom + _BELOW * size, size, font]
    return [
        PrintedLine(Box(*sides), points, fonts[place].name, fonts[place].weight, vertical=vertical)
        for *sides, points, place in zip(*(column.tolist() for column in columns), strict=True)
    ]
