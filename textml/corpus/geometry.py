"""Where on the page its lines are printed: the values that readers of PDF and OCR fill, and the cutter looks at."""

from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle on the page, in points (1/72 inch) from its upper left corner.

    Attributes
    ----------
    left, top, right, bottom : float
        With left <= right and top <= bottom.
    """

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """Place and type of one printed line.

    Attributes
    ----------
    box : Box
        Around its characters.
    size : float
        Font size in points, of most of its characters; of OCR the height of the line.
    font : str
        Name of that font as the file gives it; may be empty.
    weight : int
        Weight of that font, 400 for regular and 700 for bold; 0 where it is not known.
    frame : int
        Number of its text frame: lines of one column that stand below each other without a gap or a rule between them.
        Frames are numbered from 0 in the order in which they are read.
    vertical : bool
        Whether its characters stand below each other.
    kind : {"", "text", "head", "caption", "folio"}
        What it looks like on the page: running text, part of a headline, a caption, or the page's head or foot; empty
        where nobody looked.
    story : int
        Number of the headline, columns or caption that look like one piece, from 0 in the order in which they are read.
    """

    box: Box
    size: float
    font: str = ""
    weight: int = 0
    frame: int = 0
    vertical: bool = False
    kind: str = ""
    story: int = 0


@dataclass(frozen=True, slots=True)
class Geometry:
    """What a page's file says of places, beside its text.

    Attributes
    ----------
    width, height : float
        Of the page, in points.
    lines : tuple of PrintedLine
        One for every line of `Page.text`, in its order; such a text has no blank lines.
    rules : tuple of Box
        Thin lines, and the edges of frames, that separate.
    areas : tuple of Box
        Filled or framed rectangles that may hold text.
    pictures : tuple of Box
        Images.
    turn : int
        Quarter turns clockwise of most of its text as the file shows it: the page was read, and is measured, after it
        was turned back by as many.
    """

    width: float
    height: float
    lines: tuple[PrintedLine, ...]
    rules: tuple[Box, ...] = ()
    areas: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()
    turn: int = 0
