"""Find vertical headlines: characters of one size that stand below each other."""

import numpy as np
from numpy.typing import NDArray

from textml.corpus.printed.glyphs.characters import Glyphs
from textml.corpus.printed.glyphs.spacing import is_ideograph

# All distances in font sizes. Middles of the characters of a vertical line differ by less than this, ...
_ASIDE = 0.2
# ... and they follow each other this far below, evenly but for punctuation.
_NEAREST, _FARTHEST = 0.8, 2.2
_EVEN = 0.6
# A character of its size this near to its side shows that it stands in a line that lies.
_BESIDE = 0.5
_SIZES = 1.05
# Fewer may be lines of one character, ...
_FEWEST = 3
# ... but not where they are larger than most of the page by so much: two characters are a label.
_LABEL = 1.25
# Share of ideographs in a vertical line.
_IDEOGRAPHS = 0.6


def find_vertical(glyphs: Glyphs) -> list[NDArray[np.int64]]:
    """Find characters that the file sets one below the other.

    Parameters
    ----------
    glyphs : Glyphs
        All in one direction.

    Returns
    -------
    list of arrays of int
        For each vertical line its characters from top to bottom.
    """
    if len(glyphs) < 2:
        return []
    em = np.minimum(glyphs.size[:-1], glyphs.size[1:])
    middle = (glyphs.left + glyphs.right) / 2
    down = np.diff(glyphs.base) / em
    below = (np.abs(np.diff(middle)) <= _ASIDE * em) & (down >= _NEAREST) & (down <= _FARTHEST)
    below &= np.maximum(glyphs.size[:-1], glyphs.size[1:]) <= _SIZES * em
    # the first or the last character of a line that lies
    lying = (np.abs(down) <= _ASIDE) & (np.abs(glyphs.left[1:] - glyphs.right[:-1]) <= _BESIDE * em)
    flat = np.append(lying, False) | np.append(False, lying)
    below &= ~flat[:-1] & ~flat[1:]
    starts = np.flatnonzero(np.append(True, ~below))
    counts = np.diff(np.append(starts, len(glyphs)))
    label = _LABEL * float(np.median(glyphs.size))
    ideograph = is_ideograph(glyphs.code)
    lines = []
    for start, count in zip(starts[counts > 1].tolist(), counts[counts > 1].tolist(), strict=True):
        line, steps = np.arange(start, start + count), down[start : start + count - 1]
        enough = count >= _FEWEST or (glyphs.size[start] >= label and _stands_alone(glyphs, line))
        if enough and ideograph[line].mean() >= _IDEOGRAPHS and np.ptp(steps) <= _EVEN:
            lines.append(line)
    return lines


def find_vertical_among(glyphs: Glyphs, alone: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Find vertical lines among characters that stand alone, wherever the file has them.

    Parameters
    ----------
    glyphs : Glyphs
        All in one direction.
    alone : (n,) int
        Those that have nothing of their line beside them.

    Returns
    -------
    list of arrays of int
        For each vertical line its characters from top to bottom: three at least.
    """
    if not len(alone):
        return []
    those = glyphs.take(alone)
    middle = (those.left + those.right) / 2
    across = np.argsort(middle, kind="stable")
    column = np.zeros(len(alone), np.int64)
    column[across] = np.cumsum(np.diff(middle[across], prepend=middle[across[0]]) > _ASIDE * those.size[across])
    order = alone[np.lexsort((those.base, column))]
    return [order[line] for line in find_vertical(glyphs.take(order)) if len(line) >= _FEWEST]


def _stands_alone(glyphs: Glyphs, line: NDArray[np.int64]) -> bool:
    """Return whether nothing of its size stands beside a vertical line."""
    size = float(glyphs.size[line[0]])
    left, right = glyphs.left[line].min() - size, glyphs.right[line].max() + size
    beside = (glyphs.right > left) & (glyphs.left < right) & (glyphs.size >= 0.8 * size)
    beside &= (glyphs.base > glyphs.base[line[0]] - 0.5 * size) & (glyphs.base < glyphs.base[line[-1]] + 0.5 * size)
    return int(beside.sum()) == len(line)
