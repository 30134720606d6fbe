"""Turn a page that was scanned askew, so that its lines are level."""

from collections.abc import Sequence
from statistics import median

from textml.corpus.geometry import Box
from textml.corpus.printed.ocr.recognized import Line, Recognized

# Words from which the slope of a line can be told, and lines from which that of the page can.
_WORDS, _LINES = 5, 8
# Slopes between what does not matter over the width of a page (a third of a line in a metre of body type) and what no
# OCR reads without having turned the page itself.
_LEAST, _MOST = 0.0008, 0.06


def straighten(page: Recognized) -> float:
    """Turn all places of a page by the slope of its lines.

    Parameters
    ----------
    page : Recognized
        Its boxes are changed.

    Returns
    -------
    float
        Height over width, downwards to the right; 0 for a page that is left as it is.
    """
    slopes = [slope for line in page.lines if (slope := _slope(line)) is not None]
    if len(slopes) < _LINES:
        return 0.0
    slope = median(slopes)
    if not _LEAST < abs(slope) < _MOST:
        return 0.0
    for line in page.lines:
        line.box = _turn(line.box, slope)
        for word in line.words:
            word.box = _turn(word.box, slope)
    for boxes in (page.rules, page.areas, page.pictures):
        boxes[:] = [turned for box in boxes if (turned := _turn(box, slope))]
    return slope


def _slope(line: Line) -> float | None:
    """Slope of the middles of a line's words, by least squares; None for a short or upright line."""
    boxes = [word.box for word in line.words if word.box]
    if len(boxes) < _WORDS or line.turned:
        return None
    # a comma stands low and 一 is flat: the higher words say where the line is
    highest = sorted(box.bottom - box.top for box in boxes)[len(boxes) * 3 // 4]
    points = _middles([box for box in boxes if box.bottom - box.top > 0.8 * highest])
    if len(points) < _WORDS:
        return None
    x = sum(point[0] for point in points) / len(points)
    y = sum(point[1] for point in points) / len(points)
    spread = sum((point[0] - x) ** 2 for point in points)
    if spread < (_WORDS * highest / 2) ** 2:
        return None
    return sum((point[0] - x) * (point[1] - y) for point in points) / spread


def _middles(boxes: Sequence[Box]) -> list[tuple[float, float]]:
    return [((box.left + box.right) / 2, (box.top + box.bottom) / 2) for box in boxes]


def _turn(box: Box | None, slope: float) -> Box | None:
    """A box around the upper left corner of the page; its size stays, as that of a small word does."""
    if box is None:
        return None
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    down, aside = -slope * x, slope * y
    return Box(box.left + aside, box.top + down, box.right + aside, box.bottom + down)
