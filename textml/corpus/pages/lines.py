"""Text of a page to its printed lines, measured in em."""

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from textml.corpus.pages.marks import Marks, read_marks
from textml.corpus.pages.whitespace import close_spacing, is_letter_spaced

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_FLAT_WIDTH = 32.0
_WIDEST = 63
_REACH = 9
_FEW = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank.

    Attributes
    ----------
    number : its printed number, 1 or more, blank lines counted
    text : as printed, without white space at its ends
    folded : full-width ASCII folded to half width and letter spacing closed, for matching
    width : em; 1 for a full-width character, 0.5 for ASCII, 0.25 for a space
    glued : no blank line before it on a page that puts one between most lines
    indented : opens with a full-width space or a wide gap
    spread : letter-spaced by the extractor, so that its width says nothing but that it fills its column
    marks : what its folded text opens and ends with
    """

    number: int
    text: str
    folded: str
    width: float
    glued: bool
    indented: bool
    spread: bool
    marks: Marks


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a page that are not blank, with what is true of all of them.

    Attributes
    ----------
    lines : in page order
    wrapped : lines are printed lines; else a line is a paragraph
    spaced : a blank line stands between most lines, so that a missing one means something
    left, right : (n_lines,) float, em; the measure of the column as the lines before (after) a line show it
    """

    lines: list[Line]
    wrapped: bool
    spaced: bool
    left: NDArray[np.float64]
    right: NDArray[np.float64]


def width_of(text: str) -> float:
    """Width in em: 1 for a full-width character, 0.5 for ASCII, 0.25 for a space (the extractor's spaces are thin)."""
    spaces = text.count(" ")
    ascii_ = len(text) if text.isascii() else len(text.encode("ascii", "ignore"))
    return len(text) - 0.5 * ascii_ - 0.25 * spaces


def fold(text: str) -> str:
    """Full-width ASCII and spaces to half width, one character for one."""
    return text.translate(_FOLD)


def read_sheet(text: str) -> Sheet:
    """The printed lines of a page's text with their measures."""
    printed = text.split("\n")
    folded = fold(text).split("\n")
    filled = [n for n, line in enumerate(printed) if line.strip()]
    gaps = sum(b - a > 1 for a, b in pairwise(filled))
    spaced = gaps > 0.4 * max(len(filled) - 1, 1)
    lines = []
    last = -2
    for n in filled:
        raw = printed[n]
        stripped = raw.strip()
        start = raw.find(stripped[0])
        fold_line = folded[n][start : start + len(stripped)]
        indented = raw[0] == "\u3000" or start > 1
        spread = len(stripped) > 15 and is_letter_spaced(stripped)
        fold_line = close_spacing(fold_line) if spread else fold_line
        width = width_of(stripped.replace(" ", "") if spread else stripped)
        glued = spaced and n == last + 1
        lines.append(Line(n + 1, stripped, fold_line, width, glued, indented, spread, read_marks(fold_line)))
        last = n
    widths = np.array([line.width for line in lines])
    return Sheet(lines, _is_wrapped(widths), spaced, *_measures(widths))


def _is_wrapped(widths: NDArray[np.float64]) -> bool:
    """Whether lines are as narrow as print columns; very short ones (headlines) do not vote."""
    voters = [w for w in widths.tolist() if w >= 8]
    return not voters or median(voters) <= _FLAT_WIDTH


def _measures(widths: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Commonest width among the lines before, and among those after, each line."""
    n = len(widths)
    bins = np.minimum(np.rint(widths), _WIDEST).astype(int)
    counts = np.zeros((n + 1, _WIDEST + 1))
    # short lines say little about a column: they are headlines, questions, last lines
    counts[np.arange(1, n + 1), bins] = np.clip((widths - 5.0) / 7.0, 0.1, 1.0)
    sums = counts.cumsum(axis=0)
    # lines narrower than a column can be say nothing about its measure
    tilt = np.linspace(0.0, 0.02, _WIDEST + 1)
    tilt[:7] = -5.0
    at = np.arange(n)
    left = sums[at + 1] - sums[np.maximum(at + 1 - _REACH, 0)]
    right = sums[np.minimum(at + _REACH, n)] - sums[at]
    before, after = _mode(left + tilt), _mode(right + tilt)
    # a few lines at the page's top or foot are no column yet
    voters_left, voters_right = left[:, 7:].sum(axis=1), right[:, 7:].sum(axis=1)
    few_left = (voters_left < _FEW) & (voters_right > voters_left)
    few_right = (voters_right < _FEW) & (voters_left > voters_right)
    return np.where(few_left, after, before), np.where(few_right, before, after)


def _mode(votes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Widest of the widths that are common: lines fall short of their column more often than they pass it."""
    smooth = votes.copy()
    smooth[:, 1:] += 0.6 * votes[:, :-1]
    smooth[:, :-1] += 0.6 * votes[:, 1:]
    common = smooth >= 0.7 * smooth.max(axis=1, keepdims=True)
    best = votes.shape[1] - 1 - common[:, ::-1].argmax(axis=1)
    rows = np.arange(len(votes))
    weights = [np.maximum(votes[rows, np.clip(best + step, 0, _WIDEST)], 0) for step in (-1, 0, 1)]
    measure: NDArray[np.float64] = best + (weights[2] - weights[0]) / np.maximum(sum(weights), 1e-9)
    return measure
