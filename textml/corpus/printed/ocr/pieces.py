"""Put right which words are a line: OCR draws lines of two columns together, and cuts one line in pieces."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from textml.corpus.geometry import Box
from textml.corpus.printed.ocr.recognized import Line, Word, measure_em, surround

# All in ideographs of the line. A gutter is one at least, less what the boxes jitter; what is between two pieces of a
# line is that or less, even beside a comma, whose ink fills half of its square.
_GUTTER = 0.75
_PIECE = 0.95
# Lines so far above and below say whether a gap goes on there.
_BAND = 5.0
# A column's lines begin at the same place, but for jitter and for a page that lies askew.
_SAME_EDGE = 0.55
# So many lines that begin or end at a gap make it a gutter.
_ENOUGH = 2
# Words reach so far into a gap by jitter.
_TOUCH = 0.25
# Lines whose type differs by more say nothing of each other: headlines stand above the gutters of their bodies.
_SAME_TYPE = 1.35
# A gap in a line of large type that is wider than its others by this many ideographs is no space between two phrases:
# it parts two headlines if a gutter of the smaller type below lies in it.
_BETWEEN_HEADLINES = 1.4
# Indented lines begin so many ideographs behind a gutter, and lines end so many before it.
_NEAR_GUTTER = 2.4
# Pieces of a line overlap by this share of their height.
_OVERLAP = 0.6
# Lines that are looked at beside one; a page has fewer in such a band, and what has more is no page.
_MOST = 300
# A page of a newspaper has a thousand lines; on what has more than this nothing is put right.
_MOST_LINES = 10_000


@dataclass(slots=True)
class _Placed:
    """A horizontal line with its words from left to right."""

    line: Line
    words: list[Word]
    box: Box
    em: float
    lefts: list[float]
    reach: list[float]

    @property
    def middle(self) -> float:
        return (self.box.top + self.box.bottom) / 2


def mend_lines(lines: Sequence[Line]) -> list[Line]:
    """Part lines at the gutters that they cross, and join pieces that stand beside each other in one column.

    Parameters
    ----------
    lines : sequence of Line
        Their boxes in one unit. Lines of which a word has no place, and upright ones, stay as they are; so do all of a
        page with more than 10,000.

    Returns
    -------
    list of Line
        In the order of the file; what is joined stands where its first piece was.
    """
    if len(lines) > _MOST_LINES:
        return [*lines]
    parted = _part([*lines])
    return _join(parted)


def _part(lines: list[Line]) -> list[Line]:
    page = _Page(lines)
    found: list[Line] = []
    for line in lines:
        placed = page.placed.get(id(line))
        cuts = page.find_gutters(placed) if placed else []
        if not placed or not cuts:
            found.append(line)
            continue
        for start, end in pairwise([0, *cuts, len(placed.words)]):
            found.append(Line(placed.words[start:end], None, line.block, line.turned))
    return found


def _join(lines: list[Line]) -> list[Line]:
    page = _Page(lines)
    gone: set[int] = set()
    # each line looks for the piece to its right; chains of pieces become one from their last on
    for placed in sorted(page.placed.values(), key=lambda p: (-p.box.left, p.box.top)):
        following = page.find_rest(placed, gone)
        if following is not None:
            gone.add(id(following.line))
            placed.line.words = [*placed.words, *page.placed[id(following.line)].line.words]
            placed.line.box = None
    return [line for line in lines if id(line) not in gone]


def _place(line: Line) -> _Placed | None:
    """A line's words from left to right; None for one that is upright or has words without a place."""
    boxes = [word.box for word in line.words if word.box]
    box = surround(boxes)
    if box is None or len(boxes) < len(line.words) or line.turned:
        return None
    em = measure_em(line, box, vertical=False)
    if em <= 0 or box.bottom - box.top > 1.7 * max(em, box.right - box.left):
        return None
    words = sorted(line.words, key=lambda word: word.box or box)
    lefts = [word.box.left for word in words if word.box]
    return _Placed(line, words, box, em, lefts, [*accumulate((w.box.right for w in words if w.box), max)])


class _Page:
    """The horizontal lines of a page, found by their height."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.placed = {id(line): placed for line in lines if (placed := _place(line))}
        self.by_height = sorted(self.placed.values(), key=lambda p: (p.middle, p.box.left, p.box.right))
        self.middles = [placed.middle for placed in self.by_height]

    def near(self, placed: _Placed, distance: float, smallest: float = 1 / _SAME_TYPE) -> list[_Placed]:
        """Lines whose middle is so near in height and whose type is as large, the nearest `_MOST` of them."""
        at = bisect_left(self.middles, placed.middle)
        first = max(bisect_left(self.middles, placed.middle - distance), at - _MOST // 2)
        last = min(bisect_right(self.middles, placed.middle + distance), at + _MOST // 2)
        return [
            other
            for other in self.by_height[first:last]
            if other is not placed and smallest < other.em / placed.em < _SAME_TYPE
        ]

    def find_gutters(self, placed: _Placed) -> list[int]:
        """Positions of the words that begin behind a gutter."""
        wide = [
            (n, right, left)
            for n, (right, left) in enumerate(zip(placed.reach, placed.lefts[1:], strict=False), 1)
            if left - right > _GUTTER * placed.em
        ]
        if not wide:
            return []
        others = self.near(placed, _BAND * placed.em)
        found = {n for n, right, left in wide if _is_gutter(right, left, placed.em, others)}
        gaps = sorted(left - right for right, left in zip(placed.reach, placed.lefts[1:], strict=False))
        usual = max(gaps[(len(gaps) - 1) // 2], 0.0) if len(gaps) > 1 else 0.0
        apart = [gap for gap in wide if gap[2] - gap[1] - usual > _BETWEEN_HEADLINES * placed.em]
        smaller = self.near(placed, _BAND * placed.em, 0.0) if apart else []
        found |= {n for n, right, left in apart if _holds_gutter(right, left, smaller)}
        return sorted(found)

    def find_rest(self, placed: _Placed, gone: set[int]) -> _Placed | None:
        """The piece that goes on to the right of a line."""
        others = self.near(placed, _BAND * placed.em)
        beside = [other for other in others if id(other.line) not in gone and _is_beside(placed, other)]
        if not beside:
            return None
        rest = min(beside, key=lambda other: (other.box.left, other.middle))
        around = [other for other in others if other is not rest]
        return None if _is_gutter(placed.box.right, rest.box.left, placed.em, around) else rest


def _is_beside(one: _Placed, other: _Placed) -> bool:
    """Whether a line stands close to the right of one, at its height."""
    shared = min(one.box.bottom, other.box.bottom) - max(one.box.top, other.box.top)
    lower = min(one.box.bottom - one.box.top, other.box.bottom - other.box.top)
    gap = other.box.left - one.box.right
    return shared > _OVERLAP * lower and -_TOUCH * one.em < gap < _PIECE * one.em


def _is_gutter(right: float, left: float, em: float, others: Sequence[_Placed]) -> bool:
    """Whether the gap between two words goes on above or below: lines begin or end there, and hardly one crosses it."""
    touch = min(_TOUCH * em, (left - right) / 3)
    n_edges = n_crossing = 0
    for other in others:
        # the last word that begins before the gap's end reaches into it, or the gap is free in this line
        n = bisect_left(other.lefts, left - touch)
        if n and other.reach[n - 1] > right + touch:
            n_crossing += 1
        begins = abs(other.box.left - left) < _SAME_EDGE * em
        ends = abs(other.box.right - right) < _SAME_EDGE * em
        n_edges += begins or ends
    return n_edges >= _ENOUGH and n_edges > 2 * n_crossing


def _holds_gutter(right: float, left: float, others: Sequence[_Placed]) -> bool:
    """Whether lines of smaller type leave a strip of the gap free, end before it and begin behind it."""
    inside: list[tuple[float, float]] = [(right, right), (left, left)]
    for other in others:
        words = range(bisect_right(other.reach, right), bisect_left(other.lefts, left))
        inside.extend((other.lefts[n], other.reach[n]) for n in words)
    inside.sort()
    reach = right
    for start, end in inside:
        if start > reach and _is_strip(reach, start, others):
            return True
        reach = max(reach, end)
    return False


def _is_strip(right: float, left: float, others: Sequence[_Placed]) -> bool:
    n_ends = n_begins = 0
    for other in others:
        if left - right > _GUTTER * other.em:
            n_ends += -_TOUCH * other.em < right - other.box.right < _NEAR_GUTTER * other.em
            n_begins += -_TOUCH * other.em < other.box.left - left < _NEAR_GUTTER * other.em
    return min(n_ends, n_begins) >= _ENOUGH
