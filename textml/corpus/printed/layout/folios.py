"""Find the lines of the head and foot of a page."""

import re

from textml.corpus.geometry import Box, PrintedLine
from textml.corpus.printed.layout.boxes import PageLines, across, down, overlap, style

# The head and foot of a page lie within this share of its height.
_EDGE = 0.12
# What stands alone within this share at the lower edge is the foot, whatever it says.
_MARGIN = 0.03
# The head of a page has at most so many rows.
_FOLIO_ROWS = 3
_CLAUSE = re.compile(r"[，。；！？,;!?]")
_FOLIO = re.compile(
    r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|责任?编辑|责编|版式|刊号|第?\s*[A-Z]?\d{1,3}\s*版|星期[一二三四五六日天]"
)


def find_folios(page: PageLines) -> set[int]:
    """Find the lines at the upper and lower edge that say date, page and editor, with those beside and outside of them.

    Parameters
    ----------
    page : PageLines

    Returns
    -------
    set of int
        Positions of lines.
    """
    high, low = _EDGE * page.height, (1 - _EDGE) * page.height
    edge_lines = [
        (line, text)
        for line, text in zip(page.lines, page.texts, strict=True)
        if line.box.bottom < high or line.box.top > low
    ]
    said = [line.box for line, text in edge_lines if _FOLIO.search(text) and not _begins_column(line, page)]
    head = [box for box in said if box.bottom < high]
    foot = [box for box in said if box.top > low and not _has_line_above(box, page)]
    found: set[int] = set()
    # a line of text may say a date too: the head begins with the first of them, and the foot ends with the last
    top = min((box.bottom for box in head), default=-1.0)
    row = [box for box in head if box.top < top + _FOLIO_ROWS * (box.bottom - box.top)]
    floor = max((box.top for box in foot), default=page.height + 1)
    edge = [
        line.box
        for line, text in zip(page.lines, page.texts, strict=True)
        if line.box.top > (1 - _MARGIN) * page.height and not _CLAUSE.search(text)
    ]
    floor = min([floor, *(box.top - 1 for box in edge if not _has_line_above(box, page))])
    for n, line in enumerate(page.lines):
        middle = (line.box.top + line.box.bottom) / 2
        beside = any(overlap(down(line.box), down(box)) > 0 for box in row)
        if (
            middle < max((box.bottom for box in row), default=-1.0)
            or (beside and line.box.bottom < high)
            or middle > floor
        ):
            found.add(n)
    return found


def _begins_column(line: PrintedLine, page: PageLines) -> bool:
    """Whether two lines of the same type stand close below a line, and about as wide."""
    height = line.box.bottom - line.box.top
    wide = line.box.right - line.box.left
    below = [
        other
        for other in page.lines
        if 0.5 * height < other.box.bottom - line.box.bottom < 3.8 * height
        and style(other) == style(line)
        and overlap(across(other.box), across(line.box)) > 0.6 * wide
        and abs(other.box.right - line.box.right) < 2 * height
    ]
    return len(below) > 1


def _has_line_above(box: Box, page: PageLines) -> bool:
    """Whether a line stands as close above a box as lines of one text do."""
    height = box.bottom - box.top
    return any(
        0.5 * height < box.bottom - line.box.bottom < 2.2 * height and overlap(across(line.box), across(box)) > 0
        for line in page.lines
    )
