"""Leave out the characters of a page that nobody reads: printed twice, hidden, or outside."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from textml.corpus.printed.glyphs.characters import SLANTED, Glyphs
from textml.corpus.printed.glyphs.sheet import Sheet

# A copy for effect (shadow, bold) lies nearer than this, in font sizes; characters that are read stand 0.4 apart.
_COPY = 0.25
# Invisible text is the text of the page where it has more than this many times the visible characters: a scan with a
# stamp, or with the line that a library prints on each page.
_OCR = 4
# Half the side of the cells, in font sizes, in which a visible character covers an invisible one.
_COVER = 1.0
# Share of its characters that are turned alike, above which a page lies on its side.
_TURNED = 0.6


def turn_upright(glyphs: Glyphs, sheet: Sheet) -> tuple[Glyphs, Sheet, tuple[str, ...]]:
    """Turn a page most of whose text is turned, so that it can be read.

    Parameters
    ----------
    glyphs : Glyphs
    sheet : Sheet
        The visible part of the page.

    Returns
    -------
    glyphs : Glyphs
    sheet : Sheet
    notes : tuple of str
        By how much the page was turned, where it was.
    """
    turns = np.bincount(glyphs.turn[glyphs.turn != SLANTED], minlength=4)
    most = int(np.argmax(turns))
    if most == 0 or turns[most] <= _TURNED * len(glyphs):
        return glyphs, sheet, ()
    turn = np.where(glyphs.turn == SLANTED, SLANTED, (glyphs.turn - most) % 4)
    sheet = sheet._replace(turn=(sheet.turn - most) % 4)
    return replace(glyphs, turn=turn), sheet, (f"its text is turned by {90 * most} degrees: read as it is upright",)


def drop_unread(glyphs: Glyphs, width: float, height: float) -> tuple[Glyphs, tuple[str, ...]]:
    """Leave out characters that a person does not see, or sees once where the file has them twice.

    Parameters
    ----------
    glyphs : Glyphs
    width, height : float
        Of the page as it is shown, in points.

    Returns
    -------
    glyphs : Glyphs
        Those that are left, in their order.
    notes : tuple of str
        How many were left out because they lie outside the page or slanted. Copies and hidden text are not counted.
    """
    notes: list[str] = []
    slanted = glyphs.turn == SLANTED
    if lost := int(slanted.sum()):
        notes.append(f"{lost} characters set at a slant, such as a stamp, left out")
        glyphs = glyphs.take(~slanted)
    inside = _is_inside(glyphs, width, height)
    if lost := int((~inside).sum()):
        notes.append(f"{lost} characters outside the page left out")
        glyphs = glyphs.take(inside)
    glyphs = glyphs.take(~_is_covered(glyphs))
    return glyphs.take(~_is_copy(glyphs)), tuple(notes)


def _is_inside(glyphs: Glyphs, width: float, height: float) -> NDArray[np.bool_]:
    """Return whether the middle of each character is on the page."""
    turned = glyphs.turn % 2 == 1
    wide, high = np.where(turned, height, width), np.where(turned, width, height)
    middle, level = (glyphs.left + glyphs.right) / 2, glyphs.base - 0.4 * glyphs.size
    return (middle >= 0) & (middle <= wide) & (level >= 0) & (level <= high) & (glyphs.size > 0)


def _is_covered(glyphs: Glyphs) -> NDArray[np.bool_]:
    """Return which invisible characters are not the text of this page."""
    hidden, seen = glyphs.hidden, ~glyphs.hidden
    if not hidden.any() or _OCR * seen.sum() > hidden.sum():
        return hidden
    cell = 2 * _COVER * float(np.median(glyphs.size))
    places = np.rint((glyphs.left + glyphs.right) / 2 / cell).astype(np.int64) * (1 << 20)
    places += np.rint(glyphs.base / cell).astype(np.int64) * 4 + glyphs.turn
    return hidden & np.isin(places, places[seen])


def _is_copy(glyphs: Glyphs) -> NDArray[np.bool_]:
    """Return which characters repeat one that the file has before, at nearly the same place."""
    copy = np.zeros(len(glyphs), bool)
    if not len(glyphs):
        return copy
    step = np.maximum(glyphs.size, 1e-3) * 2 * _COPY
    kind = (glyphs.code * 4 + glyphs.turn) * (1 << 16) + np.clip(np.rint(glyphs.size * 10), 0, (1 << 16) - 1).astype(
        np.int64
    )
    # a pair that falls into two bands of one grid falls into one of a grid that is shifted by half a band
    for shift in (0.0, 0.5):
        band = np.floor(glyphs.base / step + shift)
        order = np.lexsort((glyphs.left, band, kind))
        before, behind = order[:-1], order[1:]
        same = (kind[before] == kind[behind]) & (glyphs.item[before] != glyphs.item[behind])
        same &= np.abs(glyphs.left[before] - glyphs.left[behind]) <= _COPY * glyphs.size[before]
        same &= np.abs(glyphs.base[before] - glyphs.base[behind]) <= _COPY * glyphs.size[before]
        copy |= _later_of_chains(order, same)
    return copy


def _later_of_chains(order: NDArray[np.int64], same: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return all but the first in the file of each chain of copies; `same` says whether a place goes with the next."""
    chain = np.concatenate(([0], np.cumsum(~same)))
    first = np.full(len(order), len(order), np.int64)
    np.minimum.at(first, chain, order)
    later = np.zeros(len(order), bool)
    later[order] = order != first[chain]
    return later
