"""Make printed lines of characters: those of one column that stand on one height."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from textml.corpus.geometry import Box
from textml.corpus.printed.glyphs.characters import Glyphs

# All distances in font sizes.
# Characters of one line differ in height by less than this where the file has them behind each other, ...
_LEVEL = 0.12
# ... and by less than this else: superscripts, Latin letters of another font.
_LOOSE_LEVEL = 0.35
# Characters of a line overlap by less than this; punctuation that is set to half its width comes near it.
_OVERLAP = 0.6
# A gap that is no gutter where the file has the characters behind each other: gutters of newspapers are 0.8 and wider.
_SMALL = 0.8
_LINE_GAP = 0.55
# Widest gap within one text object, or that a space of the file fills.
_OBJECT_GAP = 2.5
_SPACE_GAP = 1.7
# Widest gap between letter-spaced characters.
_SPACED_GAP = 3.0
# Even gaps differ by less than this.
_EVEN = 0.12
_SIZES = 1.3
_LOOSE_SIZES = 1.8
# Spans of so many characters, in sizes that differ by more than this, are two lines.
_MANY, _OWN_SIZE = 4, 1.03


def find_rows(glyphs: Glyphs, rules: Sequence[Box] = ()) -> list[NDArray[np.int64]]:
    """Find the printed lines.

    Parameters
    ----------
    glyphs : Glyphs
        All in one direction.
    rules : sequence of Box
        Thin lines; a printed line never goes on behind an upright one.

    Returns
    -------
    list of arrays of int
        For each line its characters from left to right.
    """
    if not len(glyphs):
        return []
    upright = [rule for rule in rules if rule.bottom - rule.top > rule.right - rule.left]
    return _join_spans(glyphs, _find_spans(glyphs), upright)


def _find_spans(seen: Glyphs) -> list[NDArray[np.int64]]:
    """Return stretches of the file's order that go on on one line."""
    em = np.minimum(seen.size[:-1], seen.size[1:])
    gap = (seen.left[1:] - seen.right[:-1]) / em
    level = np.abs(np.diff(seen.base)) <= _LEVEL * em
    level &= np.maximum(seen.size[:-1], seen.size[1:]) <= _SIZES * em
    level &= (gap > -_OVERLAP) & (seen.left[1:] > seen.left[:-1])
    near = gap <= _SMALL
    near |= (np.diff(seen.item) == 0) & (gap <= _OBJECT_GAP)
    near |= seen.spaced[1:] & (gap <= _SPACE_GAP)
    even = np.zeros(len(gap), bool)
    alike = (np.abs(np.diff(gap)) <= _EVEN) & level[1:] & level[:-1] & (gap[1:] <= _SPACED_GAP)
    even[1:] |= alike
    even[:-1] |= alike
    goes_on = level & (near | even)
    return np.split(np.arange(len(seen)), np.flatnonzero(~goes_on) + 1)


def _join_spans(seen: Glyphs, spans: list[NDArray[np.int64]], upright: list[Box]) -> list[NDArray[np.int64]]:
    """Join spans that stand beside each other on one height, wherever the file has them."""
    first, last = np.array([span[0] for span in spans]), np.array([span[-1] for span in spans])
    left, right = seen.left[first], seen.right[last]
    base = np.array([np.median(seen.base[span]) for span in spans])
    size = np.array([np.median(seen.size[span]) for span in spans])
    many = np.array([len(span) >= _MANY for span in spans])
    inner = np.array([_inner_gap(seen, span) for span in spans])
    order = np.argsort(base, kind="stable")
    levels = base[order]
    following: dict[int, int] = {}
    taken: dict[int, tuple[float, int]] = {}
    widest = float(size.max()) * _LOOSE_LEVEL
    for one in range(len(spans)):
        begin, end = np.searchsorted(levels, [base[one] - widest, base[one] + widest])
        near = order[begin:end]
        em = np.minimum(size[near], size[one])
        gap = (left[near] - right[one]) / em
        fits = (near != one) & (np.abs(base[near] - base[one]) <= _LOOSE_LEVEL * em)
        fits &= (np.maximum(size[near], size[one]) <= _LOOSE_SIZES * em) & (gap > -_OVERLAP) & (left[near] > left[one])
        fits &= gap <= np.maximum(_LINE_GAP, 1.35 * np.maximum(inner[near], inner[one]) + 0.1)
        # two headlines side by side are set in sizes of their own
        fits &= (np.maximum(size[near], size[one]) <= _OWN_SIZE * em) | ~many[near] | ~many[one]
        if not fits.any():
            continue
        other = int(near[fits][np.argmin(left[near[fits]])])
        if _is_parted(upright, right[one], left[other], base[one], size[one]):
            continue
        distance = float(abs(left[other] - right[one]))
        if other in taken and taken[other][0] <= distance:
            continue
        if other in taken:
            del following[taken[other][1]]
        taken[other] = (distance, one)
        following[one] = other
    return _chain(spans, following)


def _chain(spans: list[NDArray[np.int64]], following: dict[int, int]) -> list[NDArray[np.int64]]:
    """Return the spans with those that follow them put behind."""
    rows = []
    followers = set(following.values())
    for start in range(len(spans)):
        if start in followers:
            continue
        parts, here = [spans[start]], start
        while here in following:
            here = following[here]
            parts.append(spans[here])
        rows.append(np.concatenate(parts))
    return rows


def _inner_gap(seen: Glyphs, span: NDArray[np.int64]) -> float:
    """Return the usual gap within a span, in font sizes."""
    if len(span) < 4:
        return 0.0
    return float(np.median((seen.left[span[1:]] - seen.right[span[:-1]]) / seen.size[span[1:]]))


def _is_parted(upright: list[Box], left: float, right: float, base: float, size: float) -> bool:
    """Return whether a rule stands in a gap."""
    middle = base - 0.4 * size
    return any(
        left - 0.2 * size <= (rule.left + rule.right) / 2 <= right + 0.2 * size and rule.top <= middle <= rule.bottom
        for rule in upright
    )
