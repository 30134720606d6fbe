"""The lines of a page, and how their boxes lie to each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from textml.corpus.geometry import Box, PrintedLine

# Width of the cells in which lines look for the line above them, in points; print columns are wider than 60.
_CELL = 8.0


@dataclass(slots=True)
class PageLines:
    """The lines of a page with what is drawn around them.

    Attributes
    ----------
    texts : list of str
        Text of each line.
    lines : list of PrintedLine
        From top to bottom, whatever order they came in.
    width, height : float
        Of the page, in points.
    rules, areas, pictures : tuple of Box
        As in `Geometry`; areas without text count as pictures.
    held : list of int
        Position of the smallest area that holds each line; -1 for none.
    folios : set of int
        Lines of the page's head and foot.
    """

    texts: list[str]
    lines: list[PrintedLine]
    width: float
    height: float
    rules: tuple[Box, ...] = ()
    areas: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()
    held: list[int] = field(default_factory=list)
    folios: set[int] = field(default_factory=set)


def cells(left: float, right: float) -> range:
    """Cells of the page's width that a stretch of it touches."""
    return range(int(left / _CELL), int(max(right - 0.01, left) / _CELL) + 1)


def overlap(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Length that two stretches share; negative is the gap between them."""
    return min(one[1], other[1]) - max(one[0], other[0])


def across(box: Box) -> tuple[float, float]:
    """Left and right edge of a box."""
    return box.left, box.right


def down(box: Box) -> tuple[float, float]:
    """Top and bottom edge of a box."""
    return box.top, box.bottom


def surround(boxes: Iterable[Box]) -> Box:
    """Smallest box around some boxes, at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def middle(line: PrintedLine) -> float:
    """Height at which the middle of a line stands."""
    return (line.box.top + line.box.bottom) / 2


class Type(Protocol):
    """What is set in a font and a size."""

    font: str
    size: float


def style(line: PrintedLine | Type) -> tuple[str, float]:
    """Font and rounded size: what makes two lines look alike."""
    return line.font, round(line.size * 2) / 2


def hold(lines: Sequence[PrintedLine], areas: Sequence[Box], width: float, height: float) -> list[int]:
    """Find the smallest area that holds each line.

    Parameters
    ----------
    lines : sequence of PrintedLine
    areas : sequence of Box
        Those of nearly the whole page hold nothing apart and are left out.
    width, height : float
        Of the page, in points.

    Returns
    -------
    list of int
        Position of an area for each line; -1 for none.
    """
    sizes = [(area.right - area.left) * (area.bottom - area.top) for area in areas]
    order = sorted((size, n) for n, size in enumerate(sizes) if size < 0.8 * width * height)
    found = []
    for line in lines:
        x, y = (line.box.left + line.box.right) / 2, middle(line)
        inside = (n for _, n in order if areas[n].left <= x <= areas[n].right and areas[n].top <= y <= areas[n].bottom)
        found.append(next(inside, -1))
    return found
