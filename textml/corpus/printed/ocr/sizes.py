"""Tell the sizes of type on a page from boxes that jitter."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from math import sqrt

# Sizes differ by so much, as a share, from the true one where boxes jitter by two pixels of forty: always, and of a
# single character. Of n characters the second is divided by the root of n.
_ALWAYS, _OF_ONE = 0.03, 0.13
# Half the window in which lines are of one type; types of a page differ by a tenth at least.
_WINDOW = 0.05
# A page has ten; what is left after so many keeps the size that was measured.
_MOST_TYPES = 40


def even_out(sizes: Sequence[float], blocks: Sequence[int], n_chars: Sequence[int]) -> list[float]:
    """Give lines of one type one size.

    Parameters
    ----------
    sizes : (n_lines,) float, more than 0
        As measured.
    blocks : (n_lines,) int
        Number of the block in which each line stands.
    n_chars : (n_lines,) int, more than 0
        Lines with more characters say more.

    Returns
    -------
    (n_lines,) list of float

    >>> even_out([10.0, 10.3, 9.8, 31.0], [0, 0, 1, 2], [20, 18, 22, 6])
    [10.0, 10.0, 10.0, 31.0]
    """
    even, known = _even_blocks(sizes, blocks, n_chars)
    types = _find_types(even, n_chars)
    return [_choose(size, n, types) for size, n in zip(even, known, strict=True)]


def _reach(n: int) -> float:
    """How far a size that was measured on so many characters may lie from the true one, as a share."""
    return _ALWAYS + _OF_ONE / sqrt(max(n, 1))


def _even_blocks(
    sizes: Sequence[float], blocks: Sequence[int], n_chars: Sequence[int]
) -> tuple[list[float], list[int]]:
    """The usual size of its block for each line that may have it, and the characters on which that rests."""
    of_block: dict[int, list[int]] = defaultdict(list)
    for line, block in enumerate(blocks):
        of_block[block].append(line)
    even, known = [*sizes], [*n_chars]
    for lines in of_block.values():
        usual = _middle([(sizes[line], n_chars[line]) for line in lines])
        alike = [line for line in lines if abs(sizes[line] - usual) <= _reach(n_chars[line]) * usual]
        n_alike = sum(n_chars[line] for line in alike)
        for line in alike:
            even[line], known[line] = usual, n_alike
    return even, known


def _middle(weighted: Sequence[tuple[float, int]]) -> float:
    """The median of sizes by their characters."""
    weighted = sorted(weighted)
    half, seen = sum(n for _, n in weighted) / 2, 0
    for size, n in weighted:
        seen += n
        if seen >= half:
            return size
    return 0.0


def _find_types(sizes: Sequence[float], n_chars: Sequence[int]) -> list[float]:
    """The sizes of a page's types: again and again the one with most characters near it, until no line is left."""
    left = sorted(zip(sizes, n_chars, strict=True))
    types: list[float] = []
    while left and len(types) < _MOST_TYPES:
        values = [size for size, _ in left]
        weights = [0]
        for _, n in left:
            weights.append(weights[-1] + n)
        limits = [(size * (1 - _WINDOW), size * (1 + _WINDOW)) for size in values]
        windows = [(bisect_left(values, low), bisect_right(values, high)) for low, high in limits]
        start, end = max(windows, key=lambda window: (weights[window[1]] - weights[window[0]], -window[0]))
        types.append(_middle(left[start:end]))
        left = left[:start] + left[end:]
    return types


def _choose(size: float, n: int, types: Sequence[float]) -> float:
    """The most common type that a size may be."""
    may_be = (one for one in types if abs(size - one) <= _reach(n) * one)
    return next(may_be, size)
