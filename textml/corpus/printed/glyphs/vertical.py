"""Find vertical headlines: characters of one size that stand below each other."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from textml.corpus.printed.glyphs.characters import Glyphs

# All distances in font sizes. Middles of the characters of a vertical line differ by less than this, ...
_ASIDE = 0.2
# ... and they follow each other this far below, evenly.
_NEAREST, _FARTHEST = 0.8, 2.2
_EVEN = 0.25
_SIZES = 1.05
# Fewer may be a column of figures, or lines of one character.
_FEWEST = 3
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
    if len(glyphs) < _FEWEST:
        return []
    em = np.minimum(glyphs.size[:-1], glyphs.size[1:])
    middle = (glyphs.left + glyphs.right) / 2
    down = np.diff(glyphs.base) / em
    below = (np.abs(np.diff(middle)) <= _ASIDE * em) & (down >= _NEAREST) & (down <= _FARTHEST)
    below &= np.maximum(glyphs.size[:-1], glyphs.size[1:]) <= _SIZES * em
    ideograph = (glyphs.code >= 0x3400) & (glyphs.code <= 0x9FFF)
    lines = []
    # a run of steps down begins behind each step that is none
    for begin, end in pairwise([-1, *np.flatnonzero(~below).tolist(), len(below)]):
        line = np.arange(begin + 1, end + 1)
        if len(line) >= _FEWEST and ideograph[line].mean() >= _IDEOGRAPHS and np.ptp(down[line[:-1]]) <= _EVEN:
            lines.append(line)
    return lines
