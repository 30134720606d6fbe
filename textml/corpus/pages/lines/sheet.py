"""Read the printed lines of a page and measure them in em."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from textml.corpus.geometry import Geometry, PrintedLine
from textml.corpus.pages.lines.marks import Marks, read_marks
from textml.corpus.pages.lines.whitespace import close_spacing, is_letter_spaced

_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}

# The four numbers below were set by hand on made-up pages (tests/corpus/pages/simulator.py).
# Widest print column in em: where most lines are wider, every line is a whole paragraph.
_FLAT_WIDTH = 32.0
# Widest column that is counted, in em: the last bin of the width histogram.
_WIDEST = 63
# How many lines before, and after, a line vote for the width of its column.
_REACH = 9
# Lines whose columns are measured at once: the histograms of each take 4 kB.
_STRETCH = 4096
# With fewer indented lines than this, indents are chance.
_INDENTED = 3
# With fewer votes than this on one side, the other side decides.
_FEW = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line that is not blank.

    Attributes
    ----------
    number : int
        Its printed number, 1 or more; blank lines count.
    text : str
        As printed, without white space at its ends.
    folded : str
        For matching: full-width ASCII folded to half width, letter spacing closed.
    width : float
        In em: 1 for a full-width character, 0.5 for ASCII, 0.25 for a space.
    glued : bool
        No blank line comes before it, on a page that has one between most lines.
    indented : bool
        Starts with a full-width space or a wide gap.
    letter_spaced : bool
        Printed with a space after every character. It fills its column; its width means nothing else.
    marks : Marks
        What the folded text starts and ends with.
    apart : bool
        A blank line comes before it, on a page that has none between most lines.
    printed : PrintedLine or None
        Where and how it is printed; None on pages of text dumps.
    """

    number: int
    text: str
    folded: str
    width: float
    glued: bool
    indented: bool
    letter_spaced: bool
    marks: Marks
    apart: bool = False
    printed: PrintedLine | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The printed lines of a page.

    Attributes
    ----------
    lines : list of Line
        In the order of the text, or in that in which its texts go on; without blank lines.
    wrapped : bool
        A line is a printed line; otherwise a line is a whole paragraph.
    spaced : bool
        Most lines have a blank line between them, so a missing one means something.
    indents : bool
        The dump kept the indents of paragraphs, so a line without one means something.
    left, right : ndarray of shape (n_lines,)
        Width of the column in em, estimated from each line and those before it (left) or after it (right).
    """

    lines: list[Line]
    wrapped: bool
    spaced: bool
    indents: bool
    left: NDArray[np.float64]
    right: NDArray[np.float64]


def measure_width(text: str) -> float:
    """Measure a text in em.

    A full-width character counts 1, ASCII 0.5, and a space 0.25, because the spaces of extractors are thin.

    Examples
    --------
    >>> measure_width("水渠 12 里")
    4.5
    """
    spaces = text.count(" ")
    ascii_ = len(text) if text.isascii() else len(text.encode("ascii", "ignore"))
    return len(text) - 0.5 * ascii_ - 0.25 * spaces


def fold(text: str) -> str:
    """Replace full-width ASCII and spaces by half-width ones, character for character.

    Examples
    --------
    >>> fold("（下转３版）")
    '(下转3版)'
    """
    return text.translate(_FOLD)


def read_sheet(text: str, geometry: Geometry | None = None) -> Sheet:
    """Read the printed lines of a page's text.

    Parameters
    ----------
    text : str
        Text of the page, lines separated by ``\\n``.
    geometry : Geometry or None
        Where its lines are printed; one for each line that is not blank.

    Returns
    -------
    Sheet
        Its lines that are not blank, measured.
    """
    printed = text.split("\n")
    folded = fold(text).split("\n")
    filled = [n for n, line in enumerate(printed) if line.strip()]
    gaps = sum(b - a > 1 for a, b in pairwise(filled))
    spaced = gaps > 0.4 * max(len(filled) - 1, 1)
    lines = []
    last = -2
    places = geometry.lines if geometry and len(geometry.lines) == len(filled) else [None] * len(filled)
    for n, place in zip(filled, places, strict=True):
        raw = printed[n]
        stripped = raw.strip()
        start = raw.find(stripped[0])
        fold_line = folded[n][start : start + len(stripped)]
        indented = raw[0] == "\u3000" or start > 1
        letter_spaced = len(stripped) > 15 and is_letter_spaced(stripped)
        fold_line = close_spacing(fold_line) if letter_spaced else fold_line
        width = measure_width(stripped.replace(" ", "") if letter_spaced else stripped)
        glued = spaced and n == last + 1
        apart = not spaced and n > last + 1 > 0
        marks = read_marks(fold_line)
        lines.append(Line(n + 1, stripped, fold_line, width, glued, indented, letter_spaced, marks, apart, place))
        last = n
    indents = sum(line.indented for line in lines) >= max(_INDENTED, len(lines) / 50)
    return measure_sheet(Sheet(lines, True, spaced, indents, np.zeros(0), np.zeros(0)))


def measure_sheet(sheet: Sheet) -> Sheet:
    """Measure the columns of a page anew, after its lines have changed.

    Parameters
    ----------
    sheet : Sheet
        The lines, and whether they have blank lines between them and indents; the rest is not used.

    Returns
    -------
    Sheet
    """
    widths = np.array([line.width for line in sheet.lines])
    left, right = _measures(widths)
    for first, end, measure in _frames(sheet.lines):
        left[first:end] = right[first:end] = measure
    return replace(sheet, wrapped=_is_wrapped(widths), left=left, right=right)


def _frames(lines: Sequence[Line]) -> Iterator[tuple[int, int, float]]:
    """First and last (exclusive) line of every printed column of running text, with its width in em."""
    numbered = [line.printed.frame if line.printed and line.printed.kind == "text" else -1 for line in lines]
    end = 0
    for frame, group in groupby(numbered):
        first, end = end, end + len(list(group))
        if frame >= 0 and end - first > 2:
            # most lines fill their column; some hang over it by a mark
            yield first, end, sorted(line.width for line in lines[first:end])[(3 * (end - first)) // 4]


def _is_wrapped(widths: NDArray[np.float64]) -> bool:
    """Whether lines are as narrow as print columns; very short ones, such as headlines, do not count."""
    voters = [w for w in widths.tolist() if w >= 8]
    return not voters or median(voters) <= _FLAT_WIDTH


def _measures(widths: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Estimate the column width at each line of a page, stretch by stretch."""
    left, right = np.zeros(len(widths)), np.zeros(len(widths))
    for start in range(0, len(widths), _STRETCH):
        stop, first = start + _STRETCH, max(start - _REACH, 0)
        before, after = _measure_stretch(widths[first : stop + _REACH])
        own = slice(start - first, stop - first)
        left[start:stop], right[start:stop] = before[own], after[own]
    return left, right


def _measure_stretch(widths: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Estimate the column width at each line, from the lines before it and from those after it."""
    n = len(widths)
    bins = np.minimum(np.rint(widths), _WIDEST).astype(int)
    counts = np.zeros((n + 1, _WIDEST + 1))
    # short lines say little about their column: they are headlines, questions, last lines
    counts[np.arange(1, n + 1), bins] = np.clip((widths - 5.0) / 7.0, 0.1, 1.0)
    sums = counts.cumsum(axis=0)
    # lines narrower than any column say nothing about its width; of equal votes the wider width wins
    tilt = np.linspace(0.0, 0.02, _WIDEST + 1)
    tilt[:7] = -5.0
    at = np.arange(n)
    left = sums[at + 1] - sums[np.maximum(at + 1 - _REACH, 0)]
    right = sums[np.minimum(at + _REACH, n)] - sums[at]
    before, after = _mode(left + tilt), _mode(right + tilt)
    # a few lines at the top or foot of the page do not make a column
    voters_left, voters_right = left[:, 7:].sum(axis=1), right[:, 7:].sum(axis=1)
    few_left = (voters_left < _FEW) & (voters_right > voters_left)
    few_right = (voters_right < _FEW) & (voters_left > voters_right)
    return np.where(few_left, after, before), np.where(few_right, before, after)


def _mode(votes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Widest of the common widths, because lines are shorter than their column more often than longer."""
    smooth = votes.copy()
    smooth[:, 1:] += 0.6 * votes[:, :-1]
    smooth[:, :-1] += 0.6 * votes[:, 1:]
    common = smooth >= 0.7 * smooth.max(axis=1, keepdims=True)
    best = votes.shape[1] - 1 - common[:, ::-1].argmax(axis=1)
    rows = np.arange(len(votes))
    weights = [np.maximum(votes[rows, np.clip(best + step, 0, _WIDEST)], 0) for step in (-1, 0, 1)]
    measure: NDArray[np.float64] = best + (weights[2] - weights[0]) / np.maximum(sum(weights), 1e-9)
    return measure
