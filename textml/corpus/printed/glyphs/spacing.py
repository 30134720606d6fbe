"""Write the text of printed lines: their characters, with the spaces that a reader sees."""

import re
import unicodedata
from typing import Any

import numpy as np
from numpy.typing import NDArray

from textml.corpus.printed.glyphs.characters import Glyphs
from textml.corpus.printed.glyphs.groups import take_middle

# All gaps in font sizes. A space between Latin words is a fourth to a third; letters of one word stand nearer.
_WORD_GAP = 0.15
# Between Chinese characters, where it is this much wider than the gaps of the line, it parts two phrases.
_PHRASE_GAP = 0.45
# A line most of whose gaps are as wide as this is letter-spaced.
_SPACED, _MOST = 0.3, 0.75
# In a letter-spaced line, gaps that are this many times as wide as the usual ones and a bit are those between words.
_WIDER, _BIT = 1.5, 0.15
_REPLACEMENT = 0xFFFD
_SOFT_HYPHEN = "\u00ad"
# pdfium gives this for a hyphen at the end of a line, be it a soft one or not.
_PDFIUM_HYPHEN = "\x02"
# Radicals, ideographs for compatibility, upright forms of punctuation, and ligatures: shapes that fonts have for their
# own ends, and that mean the plain characters.
_SHAPES = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06\ufe10-\ufe19\ufe30-\ufe4f]")
# What would be taken for a character and is none: control characters and halves of surrogate pairs.
_CONTROLS = re.compile(r"[\x00-\x01\x03-\x09\x0b-\x1f\x7f-\x9f]")


def write_rows(glyphs: Glyphs, starts: NDArray[np.int64]) -> list[str]:
    """Write the text of lines.

    Parameters
    ----------
    glyphs : (n,) Glyphs
        One line behind the other, each from left to right.
    starts : (n_lines,) int, ascending
        Where each line begins.

    Returns
    -------
    list of str
        U+FFFD stands for characters that the file does not name. A letter-spaced line is closed: it has spaces only
        where a gap is wider than its others. In other lines a space of the file stays, and there is one where a gap
        between Latin words or two Chinese phrases is as wide as that.
    """
    if not len(glyphs):
        return []
    parted = _find_parted(glyphs, starts)
    code = np.where(glyphs.unmapped | ~_is_character(glyphs.code), _REPLACEMENT, glyphs.code)
    breaks = np.zeros(len(glyphs), bool)
    breaks[starts[1:]] = True
    places = np.flatnonzero(parted | breaks)
    signs = np.insert(code, places, np.where(breaks[places], ord("\n"), ord(" ")))
    text = signs.astype("<u4").tobytes().decode("utf-32-le")
    text = _SHAPES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), _CONTROLS.sub("\ufffd", text))
    return [_end_words(line) for line in text.split("\n")]


def write_column(glyphs: Glyphs) -> str:
    """Write the text of a vertical line, its characters from top to bottom; no spaces are made up."""
    return "".join(write_rows(glyphs, np.arange(len(glyphs))))


def _end_words(line: str) -> str:
    """Write hyphens as they are printed: a soft one only at the end of the line."""
    if line.endswith(_SOFT_HYPHEN):
        line = line[:-1] + "-"
    return line.replace(_SOFT_HYPHEN, "").replace(_PDFIUM_HYPHEN, "-")


def _find_parted(glyphs: Glyphs, starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return before which characters there is a space."""
    em = np.minimum(glyphs.size, np.append(glyphs.size[0], glyphs.size[:-1]))
    gap = (glyphs.left - np.append(0.0, glyphs.right[:-1])) / em
    first = np.zeros(len(glyphs), bool)
    first[starts] = True
    row = np.cumsum(first) - 1
    chinese, latin = is_ideograph(glyphs.code), _is_latin(glyphs.code)
    both_chinese, both_latin = _with_next(chinese) & ~first, _with_next(latin) & ~first
    n = len(starts)
    usual_chinese, usual = _usual_gaps(gap, row, both_chinese, n), _usual_gaps(gap, row, ~first, n)
    apart = gap >= _SPACED
    letter_spaced = _are_most(row, apart, ~first, n) | _are_most(row, glyphs.spaced, ~first, n)
    letter_spaced |= _are_most(row, apart, both_chinese, n)
    # of two signs only Chinese characters are a letter-spaced title
    letter_spaced &= (np.bincount(row, minlength=n) > 2) | (np.bincount(row[both_chinese], minlength=n) == 1)
    wide = both_chinese & (gap > np.minimum(usual_chinese, usual)[row] + _PHRASE_GAP)
    wide |= both_latin & (gap > np.maximum(_usual_gaps(gap, row, both_latin, n), 0)[row] + _WORD_GAP)
    even = np.maximum(usual, np.where(np.isinf(usual_chinese), usual, usual_chinese))
    parted: NDArray[np.bool_] = (
        np.where(letter_spaced[row], gap > _WIDER * even[row] + _BIT, wide | glyphs.spaced) & ~first
    )
    return parted


def _are_most(row: NDArray[Any], wide: NDArray[Any], counted: NDArray[Any], n: int) -> NDArray[np.bool_]:
    """Return of which lines most of the counted gaps are wide."""
    n_counted, n_wide = np.bincount(row[counted], minlength=n), np.bincount(row[counted & wide], minlength=n)
    most: NDArray[np.bool_] = (n_counted > 0) & (n_wide >= _MOST * n_counted)
    return most


def _usual_gaps(gap: NDArray[Any], row: NDArray[Any], counted: NDArray[Any], n: int) -> NDArray[np.float64]:
    """Return the middle of the counted gaps of each line; infinite where it has none."""
    usual = np.full(n, np.inf)
    of_row = row[counted]
    if len(of_row):
        starts = np.flatnonzero(np.diff(of_row, prepend=-1))
        usual[of_row[starts]] = take_middle(gap[counted], starts)
    return usual


def _with_next(kind: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which characters are of a kind, as the one before each is."""
    both: NDArray[np.bool_] = kind & np.append(False, kind[:-1])
    return both


def is_ideograph(code: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which code points are Chinese characters.

    Parameters
    ----------
    code : (n,) int

    Returns
    -------
    (n,) bool
    """
    chinese: NDArray[np.bool_] = (
        ((code >= 0x3400) & (code <= 0x9FFF)) | ((code >= 0x20000) & (code <= 0x3FFFF)) | (code == ord("〇"))
    )
    return chinese


def _is_latin(code: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which are letters or digits of Latin writing, or the marks that stand in such words."""
    letters = ((code >= 0x41) & (code <= 0x5A)) | ((code >= 0x61) & (code <= 0x7A)) | ((code >= 0xC0) & (code <= 0x24F))
    known: NDArray[np.bool_] = (
        letters | ((code >= 0x30) & (code <= 0x39)) | np.isin(code, [ord(c) for c in ".,;:!?'\"()&%-/"])
    )
    return known


def _is_character(code: NDArray[np.int64]) -> NDArray[np.bool_]:
    real: NDArray[np.bool_] = (code > 0) & (code < 0x110000) & ((code < 0xD800) | (code > 0xDFFF))
    return real
