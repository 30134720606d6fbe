"""Make printed lines of characters: those of one column that stand on one height."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textml.corpus.geometry import Box
from textml.corpus.printed.glyphs.characters import Glyphs
from textml.corpus.printed.glyphs.groups import take_middle

# All distances in font sizes.
# Characters of one line differ in height by less than this where the file has them behind each other, ...
_LEVEL = 0.12
# ... and by less than this else: Latin letters of another font, words of a skewed scan.
_LOOSE_LEVEL = 0.35
# Small characters stand in a line as high or as low as this: powers, indices, notes.
_RAISED, _LOWERED = 0.55, 0.25
# Characters of a line overlap by less than this; punctuation that is set to half its width comes near it.
_OVERLAP = 0.6
# A gap as small as this is no gutter, be it between two sizes or two fonts; those of newspapers are 0.6 and wider.
_SMALL_GAP = 0.3
# The widest gap of a line where the file has its parts far from each other, ...
_LINE_GAP = 0.55
# ... where it has them one after the other, as phrases of a headline, ...
_PHRASE_GAP = 1.3
# ... and a space between them, ...
_SPACE_GAP = 1.7
# ... and within one text object.
_OBJECT_GAP = 2.5
# Where this many stretches of text begin right below each other (so many points from it) is the edge of a column:
# a gap before it is a gutter.
_EDGE, _EDGE_WIDTH = 4, 0.5
# Widest gap between letter-spaced characters.
_SPACED_GAP = 3.0
# Even gaps differ by less than this.
_EVEN = 0.12
_SIZES = 1.3
_SMALLEST = 1.8
# Spans of so many characters, in sizes that differ by more than this, are two lines: headlines side by side have sizes
# of their own.
_MANY, _OWN_SIZE = 4, 1.03
# Marks before the items of a list, behind which a gap is no gutter.
_BULLETS = [ord(mark) for mark in "•●○■□◆◇▲△★☆※·▪►▶"]
# Share of the characters that begin a stretch, above which the file has them in no order.
_SCATTERED = 0.5
# A rule that parts characters is longer than this.
_RULE = 1.0
# So many stretches that begin near the end of one are looked at: on a page that is read there are a few.
_MOST_NEAR = 200


@dataclass(frozen=True, slots=True)
class _Spans:
    """Stretches of the file's order that go on on one line."""

    starts: NDArray[np.int64]
    counts: NDArray[np.int64]
    left: NDArray[np.float64]
    right: NDArray[np.float64]
    base: NDArray[np.float64]
    size: NDArray[np.float64]
    font: NDArray[np.int64]
    spaced: NDArray[np.bool_]
    bullet: NDArray[np.bool_]
    gap: NDArray[np.float64]


def find_rows(glyphs: Glyphs, rules: Sequence[Box] = ()) -> NDArray[np.int64]:
    """Find the printed lines.

    Parameters
    ----------
    glyphs : (n,) Glyphs
        All in one direction.
    rules : sequence of Box
        Thin lines; a printed line never goes on behind an upright one.

    Returns
    -------
    (n,) int
        The number of each character's line, from 0.
    """
    if not len(glyphs):
        return np.zeros(0, np.int64)
    upright = _Upright(rules)
    spans = _find_spans(glyphs, upright)
    if len(spans.starts) <= _SCATTERED * len(glyphs):
        return _join_spans(spans, upright)
    # this file has its characters in an order that says nothing: take one that does
    order = np.lexsort((glyphs.left, glyphs.base.round(1)))
    numbers = np.zeros(len(glyphs), np.int64)
    numbers[order] = _join_spans(_find_spans(glyphs.take(order), upright), upright)
    return numbers


def _join_spans(spans: _Spans, upright: "_Upright") -> NDArray[np.int64]:
    """Join spans to lines, and return the number of each character's line."""
    one, other = _find_pairs(spans)
    kept = ~upright.part(spans.right[one], spans.left[other], spans.base[one], spans.size[one])
    numbers = _number_chains(len(spans.starts), *_choose_pairs(spans, one[kept], other[kept]))
    return np.repeat(numbers, spans.counts)


class _Upright:
    """Upright rules, sorted from left to right."""

    def __init__(self, rules: Sequence[Box]) -> None:
        upright = [rule for rule in rules if rule.bottom - rule.top > rule.right - rule.left]
        boxes = np.array(upright, float).reshape(-1, 4)
        middle = (boxes[:, 0] + boxes[:, 2]) / 2
        order = np.argsort(middle, kind="stable")
        self.middle, self.top, self.bottom = middle[order], boxes[order, 1], boxes[order, 3]

    def part(
        self, left: NDArray[Any], right: NDArray[Any], base: NDArray[Any], size: NDArray[Any]
    ) -> NDArray[np.bool_]:
        """Return which gaps from `left` to `right` hold a rule that passes the line."""
        parted = np.zeros(len(left), bool)
        if not len(self.middle):
            return parted
        margin = 0.1 * size
        begin = np.searchsorted(self.middle, np.minimum(left, right) - margin)
        end = np.searchsorted(self.middle, np.maximum(left, right) + margin)
        for place in np.flatnonzero(end > begin).tolist():
            top, bottom = self.top[begin[place] : end[place]], self.bottom[begin[place] : end[place]]
            level = base[place] - 0.4 * size[place]
            parted[place] = bool(((top < level) & (bottom > level) & (bottom - top > _RULE * size[place])).any())
        return parted


def _find_spans(glyphs: Glyphs, upright: _Upright) -> _Spans:
    """Find stretches of the file's order that go on on one line."""
    em, largest = np.minimum(glyphs.size[:-1], glyphs.size[1:]), np.maximum(glyphs.size[:-1], glyphs.size[1:])
    gap = (glyphs.left[1:] - glyphs.right[:-1]) / em
    level = (np.abs(np.diff(glyphs.base)) <= _LEVEL * em) & (largest <= _SIZES * em)
    # characters of one ligature stand at the same place
    level &= (gap > -_OVERLAP) & (glyphs.left[1:] > glyphs.left[:-1]) | (np.diff(glyphs.left) == 0) & (
        np.diff(glyphs.item) == 0
    )
    near = (gap <= _SMALL_GAP) | (np.diff(glyphs.item) == 0) & (gap <= _OBJECT_GAP)
    even = np.zeros(len(gap), bool)
    alike = (np.abs(np.diff(gap)) <= _EVEN) & level[1:] & level[:-1] & (gap[1:] <= _SPACED_GAP)
    even[1:] |= alike
    even[:-1] |= alike
    goes_on = level & (near | even)
    tested = np.flatnonzero(goes_on & (gap > 0))
    goes_on[tested] = ~upright.part(
        glyphs.right[tested], glyphs.left[tested + 1], glyphs.base[tested], glyphs.size[tested]
    )
    return _measure_spans(glyphs, np.append(0, np.flatnonzero(~goes_on) + 1), np.append(0.0, gap))


def _measure_spans(glyphs: Glyphs, starts: NDArray[np.int64], gap: NDArray[np.float64]) -> _Spans:
    """Return the spans that begin at `starts`; `gap` is that before each character."""
    counts = np.diff(np.append(starts, len(glyphs)))
    inner = gap.copy()
    # the gap before a span is none of its own; a span without any has 0
    inner[starts] = 0.0
    usual = take_middle(inner, starts)
    return _Spans(
        starts,
        counts,
        np.minimum.reduceat(glyphs.left, starts),
        np.maximum.reduceat(glyphs.right, starts),
        take_middle(glyphs.base, starts),
        take_middle(glyphs.size, starts),
        take_middle(glyphs.font, starts),
        glyphs.spaced[starts],
        (counts == 1) & np.isin(glyphs.code[starts], _BULLETS),
        np.where(counts >= _MANY, usual, 0.0),
    )


def _find_pairs(spans: _Spans) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return spans and what may follow them on their line."""
    one, other = _find_neighbours(spans)
    em, largest = np.minimum(spans.size[one], spans.size[other]), np.maximum(spans.size[one], spans.size[other])
    gap = (spans.left[other] - spans.right[one]) / em
    drop = spans.base[other] - spans.base[one]
    level = (np.abs(drop) <= _LOOSE_LEVEL * em) & (largest <= _SIZES * em)
    # how far the smaller one stands below the base line of the larger one
    lower = np.where(spans.size[other] <= spans.size[one], drop, -drop)
    short = np.where(spans.size[other] <= spans.size[one], spans.counts[other], spans.counts[one]) < _MANY
    small = short & (largest > _SIZES * em) & (largest <= _SMALLEST * em) & (gap <= _SMALL_GAP)
    small &= (lower >= -_RAISED * largest) & (lower <= _LOWERED * largest)
    few = np.minimum(spans.counts[one], spans.counts[other]) < _MANY
    large = few & (largest <= _SMALLEST * em) & (gap <= _SMALL_GAP) & (np.abs(drop) <= _LEVEL * em)
    fits = small | large | level & (gap <= _find_widest(spans, one, other))
    many = spans.counts >= _MANY
    fits &= (largest <= _OWN_SIZE * em) | ~many[one] | ~many[other]
    return one[fits], other[fits]


def _find_widest(spans: _Spans, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the widest gap that each pair may have, in font sizes."""
    even = 1.35 * np.maximum(spans.gap[one], spans.gap[other]) + 0.1
    widest = np.maximum(_LINE_GAP, even)
    behind, alike = other == one + 1, spans.font[one] == spans.font[other]
    widest = np.where(behind & alike, np.where(spans.spaced[other], _SPACE_GAP, np.maximum(_PHRASE_GAP, even)), widest)
    edges = np.sort(spans.left)
    begin = np.searchsorted(edges, spans.left[other] - _EDGE_WIDTH)
    at_edge = np.searchsorted(edges, spans.left[other] + _EDGE_WIDTH, side="right") - begin >= _EDGE
    widest = np.where(at_edge | ~alike & ~behind, _SMALL_GAP, widest)
    return np.where(spans.bullet[one], np.maximum(_PHRASE_GAP, widest), widest)


def _find_neighbours(spans: _Spans) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs of spans that stand near each other, the right one second, with no look at the rest."""
    # a grid of bands, so that the cost is that of the pairs which are near
    height = _RAISED * float(spans.size.max())
    band = np.floor(spans.base / height)
    reach = _SPACED_GAP * float(spans.size.max())
    far = float(spans.right.max() - spans.left.min()) + 4 * reach
    key = band * far + (spans.left - spans.left.min())
    order = np.argsort(key, kind="stable")
    keys = key[order]
    ones, others = [], []
    for step in (-1, 0, 1):
        # beginnings of what may follow: from where this span begins to behind its end
        line = (band + step) * far - spans.left.min()
        begin = np.searchsorted(keys, np.maximum(spans.left, spans.right - _OVERLAP * spans.size) + line)
        end = np.searchsorted(keys, spans.right + _reach(spans) + line, side="right")
        counts = np.clip(end - begin, 0, _MOST_NEAR)
        one = np.repeat(np.arange(len(counts)), counts)
        offset = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        ones.append(one)
        others.append(order[np.repeat(begin, counts) + offset])
    one, other = np.concatenate(ones), np.concatenate(others)
    apart = (one != other) & (spans.left[other] > spans.left[one])
    return one[apart], other[apart]


def _reach(spans: _Spans) -> NDArray[np.float64]:
    """Return how far behind each span the next one of its line may begin, in points."""
    return np.maximum(_SPACE_GAP, 1.35 * np.minimum(spans.gap, _SPACED_GAP) + 0.1) * spans.size * _SIZES


def _choose_pairs(
    spans: _Spans, one: NDArray[np.int64], other: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each span at most one that follows, and that follows none else: nearest pairs first."""
    distance = np.abs(spans.left[other] - spans.right[one])
    ahead: set[int] = set()
    behind: set[int] = set()
    kept = []
    order = np.lexsort((other, one, distance.round(3)))
    for place, a, b in zip(order.tolist(), one[order].tolist(), other[order].tolist(), strict=True):
        if a not in ahead and b not in behind:
            ahead.add(a)
            behind.add(b)
            kept.append(place)
    return one[kept], other[kept]


def _number_chains(n: int, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the number of the chain of each of `n` spans; no span follows two, or is followed by two."""
    following = dict(zip(one.tolist(), other.tolist(), strict=True))
    numbers = np.full(n, -1, np.int64)
    for number, start in enumerate(sorted(set(range(n)) - set(following.values()))):
        here: int | None = start
        while here is not None:
            numbers[here] = number
            here = following.get(here)
    return numbers
