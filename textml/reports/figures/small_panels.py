"""Many small panels on one pair of axes.

Axes of their own for each of fifty topics cost more than what is drawn on them: ticks, labels and layout of every panel
are made, and measured several times. Here a panel is a place on the sheet, and all panels share a few collections.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from textml.reports.figures.drawing import INK, WIDTH, sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Columns of panels.
_COLUMNS = 2
# Inches: around all panels, and between what stands beside each other.
_EDGE, _GAP = 0.05, 0.06
# Points: the line of a frame, and how far a mark sticks out of it.
_LINE, _MARK = 0.8, 3.5
# Widths of characters as shares of their height: Chinese ones and capitals, and others.
_WIDE, _NARROW = 1.0, 0.62
_FIRST_WIDE = "\u2e80"
# Height of a line of text as a share of its points.
_LEADING = 1.45

#: Names with their places on an edge of a panel, as shares of it from the left or from the bottom.
Names = Sequence[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a panel stands, in inches from the upper left corner of the sheet.

    Attributes
    ----------
    left, right, top, bottom : float
        Edges of what is drawn; title and labels stand outside.
    """

    left: float
    right: float
    top: float
    bottom: float

    def across(self, share: Any) -> Any:
        """The x at a share of the width, from the left."""
        return self.left + share * (self.right - self.left)

    def up(self, share: Any) -> Any:
        """The y at a share of the height, from the bottom."""
        return self.bottom + share * (self.top - self.bottom)


def text_width(text: str, points: float) -> float:
    """Estimate how wide a line of text is, in inches; rather too wide, as the page has the reader's font.

    >>> round(text_width("水库", 9), 3), round(text_width("2025", 9), 3)
    (0.25, 0.31)
    """
    n_wide = sum(character >= _FIRST_WIDE or character.isupper() for character in text)
    return (_WIDE * n_wide + _NARROW * (len(text) - n_wide)) * points / 72


@contextmanager
def small_panels(
    titles: Sequence[str], height: float, points: float, margins: tuple[Sequence[float], float, float]
) -> Iterator[tuple["Figure", "Axes", list[Place]]]:
    """Make a figure of small panels with titles and frames, two in a row.

    Parameters
    ----------
    titles : (n_panels,) sequence of str
        Each stands above the left end of its panel; one line of some 24 characters has room.
    height : float
        Inches from one row of panels to the next.
    points : float
        Height of the titles.
    margins : (sequence of float, float, float)
        Inches left of each panel, of which the widest in its column counts, right of it, and below it.

    Yields
    ------
    (Figure, Axes, list of Place)
        Axes that cover the figure, in inches from its upper left corner, and the places of the panels on them.
    """
    left, right, below = margins
    columns = max(1, min(_COLUMNS, len(titles)))
    rows = max(1, -(-len(titles) // columns))
    width = WIDTH / columns
    lefts = [_EDGE + max(left[column::columns], default=0.0) for column in range(columns)]
    above = _EDGE + _LEADING * points / 72 + _GAP
    places = [
        Place(
            x * width + lefts[x], (x + 1) * width - _EDGE - right, y * height + above, (y + 1) * height - _EDGE - below
        )
        for y, x in (divmod(number, columns) for number in range(len(titles)))
    ]
    with sheet(WIDTH, rows * height) as (figure, axes):
        stroke_lines(axes, [[(p.left, p.top), (p.left, p.bottom), (p.right, p.bottom)] for p in places])
        for place, title in zip(places, titles, strict=True):
            # a title that would reach over the edge of its column begins above the labels
            start = min(place.left, place.right + right - text_width(title, points))
            axes.text(start, place.top - _GAP, title, fontsize=points, va="baseline")
        yield figure, axes, places


def stroke_lines(axes: "Axes", lines: Sequence[Any], colors: str | Sequence[str] = INK, width: float = _LINE) -> None:
    """Draw lines, each a sequence of points in inches; `width` is in points."""
    from matplotlib.collections import LineCollection

    axes.add_collection(LineCollection(lines, colors=colors, linewidths=width, capstyle="projecting"), autolim=False)


def fill_shapes(axes: "Axes", shapes: Sequence[np.ndarray], colors: Sequence[str], alpha: float = 1.0) -> None:
    """Fill shapes without an outline, each a (n_points, 2) array in inches."""
    from matplotlib.collections import PolyCollection

    axes.add_collection(PolyCollection(shapes, facecolors=colors, alpha=alpha, linewidths=0), autolim=False)


def mark_points(axes: "Axes", lines: Sequence[np.ndarray], colors: Sequence[str], size: float) -> None:
    """Mark the points of lines by dots; `size` is their width in points."""
    points = np.concatenate(lines)
    of_points = [color for color, line in zip(colors, lines, strict=True) for _ in line]
    axes.scatter(points[:, 0], points[:, 1], s=size**2, c=of_points, linewidths=0, zorder=2)


def name_heights(
    axes: "Axes", places: Sequence[Place], names: Sequence[Names], points: float, marked: bool = False
) -> None:
    """Write names at the left of each panel, at heights given as shares, with a short line if they are marked."""
    out = _MARK / 72 if marked else 0.0
    ends = [
        (place.left, place.up(share), name) for place, own in zip(places, names, strict=True) for share, name in own
    ]
    if marked:
        stroke_lines(axes, [[(x - out, y), (x, y)] for x, y, _ in ends])
    for x, y, name in ends:
        axes.text(x - out - _GAP, y, name, fontsize=points, ha="right", va="center_baseline")


def name_ends(axes: "Axes", places: Sequence[Place], names: Names, points: float) -> None:
    """Write the same names below every panel, at places given as shares of the width, with a short line."""
    out = _MARK / 72
    ends = [(place.across(share), place.bottom, name) for place in places for share, name in names]
    stroke_lines(axes, [[(x, y), (x, y + out)] for x, y, _ in ends])
    for x, y, name in ends:
        axes.text(x, y + out + _GAP / 2, name, fontsize=points, ha="center", va="top")


def room_left(names: Sequence[str], points: float, marked: bool = False) -> float:
    """Inches that the widest of some names needs at the left of a panel; see `name_heights`."""
    return max((text_width(name, points) for name in names), default=0.0) + _GAP + (_MARK / 72 if marked else 0)


def room_below(points: float) -> float:
    """Inches that a line of names needs below a panel; see `name_ends`."""
    return _MARK / 72 + _GAP / 2 + _LEADING * points / 72
