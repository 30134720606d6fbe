"""Find where on the page the lines of an article stand."""

from itertools import pairwise

from textml.corpus.article import Lines
from textml.corpus.geometry import Box, Geometry


def find_boxes(lines: Lines, geometry: Geometry | None) -> tuple[Box, ...]:
    """Put boxes around the lines of an article, one for each column and for each piece of its headline.

    Parameters
    ----------
    lines : Lines
        The lines of the article.
    geometry : Geometry or None
        Of its page; None for a dump.

    Returns
    -------
    tuple of Box
        In reading order; lines of other articles are not inside, unless they stand between its own.

    Examples
    --------
    >>> from textml.corpus.geometry import PrintedLine
    >>> boxes = [Box(0, 0, 90, 20), Box(0, 30, 40, 40), Box(0, 42, 40, 52), Box(50, 30, 90, 40)]
    >>> printed = [PrintedLine(box, 10.0, frame=frame) for box, frame in zip(boxes, (0, 1, 1, 2), strict=True)]
    >>> find_boxes(Lines(title=(1,), body=(2, 3, 4)), Geometry(90, 60, tuple(printed)))[1]
    Box(left=0, top=30, right=40, bottom=52)
    """
    numbers = lines.all()
    if geometry is None or not numbers:
        return ()
    title = set(lines.title)
    pieces = [[numbers[0]]]
    for one, other in pairwise(numbers):
        same_frame = geometry.lines[one - 1].frame == geometry.lines[other - 1].frame
        if other == one + 1 and same_frame and (one in title) == (other in title):
            pieces[-1].append(other)
        else:
            pieces.append([other])
    return tuple(_surround([geometry.lines[number - 1].box for number in piece]) for piece in pieces)


def _surround(boxes: list[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))
