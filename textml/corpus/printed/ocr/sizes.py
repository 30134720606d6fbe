"""Tell the sizes of type on a page from boxes that jitter."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from statistics import median

# Sizes of one block's lines differ by this at most before they are different type: boxes jitter by some pixels.
_BLOCK = 0.05
# Sizes of one type on the page differ by this from the usual one; types are chosen to differ by a tenth at least.
_PAGE = 0.05


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
    of_block: dict[int, list[float]] = {}
    for size, block in zip(sizes, blocks, strict=True):
        of_block.setdefault(block, []).append(size)
    usual = {block: median(found) for block, found in of_block.items()}
    even = [
        usual[block] if abs(size - usual[block]) <= _BLOCK * usual[block] else size
        for size, block in zip(sizes, blocks, strict=True)
    ]
    types = _find_types(even, n_chars)
    return [min((abs(size - one), one) for one in types)[1] if types else size for size in even]


def _find_types(sizes: Sequence[float], n_chars: Sequence[int]) -> list[float]:
    """The sizes of a page's types: again and again the one with most characters near it, until no line is left."""
    left = sorted(zip(sizes, n_chars, strict=True))
    types = []
    while left:
        values = [size for size, _ in left]
        weights = [0]
        for _, n in left:
            weights.append(weights[-1] + n)
        windows = [
            (bisect_left(values, size * (1 - _PAGE)), bisect_right(values, size * (1 + _PAGE))) for size in values
        ]
        start, end = max(windows, key=lambda window: (weights[window[1]] - weights[window[0]], -window[0]))
        half = (weights[start] + weights[end]) / 2
        types.append(values[bisect_left(weights, half, start + 1, end + 1) - 1])
        left = left[:start] + left[end:]
    return types
