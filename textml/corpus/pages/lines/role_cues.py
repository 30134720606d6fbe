"""Cues for the role of every printed line, as columns of numbers: what the line looks like, and what is around it."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from textml.corpus.pages.lines.marks import is_page_head
from textml.corpus.pages.lines.names import is_names
from textml.corpus.pages.lines.print_cues import print_cues
from textml.corpus.pages.lines.sheet import Line, Sheet
from textml.corpus.pages.lines.wording import BRACKETS, BULLETS, CLAUSE, LETTERS, NEVER_FIRST, NEVER_LAST, SIGNED

Column = NDArray[np.float64]

_NUMBERED = re.compile(
    r"(?:[(][一二三四五六七八九十]{1,3}[)]|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节、]|[(]小标题[)])"
)
_HAN_GAP = re.compile(r"[\u3400-\u9fff”》!?] {1,3}[\u3400-\u9fff“《]")
_TEASER = re.compile(r"[A-D]?\d{1,2}\s*版[)]?$")
_STRAY = re.compile(r"[\u3400-\u9fff”][A-Z]$")
# A line narrower than its column by less than the first, or by more than the second, has no indent of two em.
_INDENT = (0.9, 3.4)
# A line that is narrower than its column by more than these, in em, is short, as at the end of a paragraph; by hand.
_SHORT, _VERY_SHORT = 1.6, 4.0
# How complete the last sentence of a line is that ends one, from `Marks.finish`.
_ENDED = 0.8


def is_numbered(folded: str) -> bool:
    """Whether a line starts like a numbered sub-heading: （一） or 二、."""
    return bool(_NUMBERED.match(folded))


def _read_text(line: Line) -> tuple[float, ...]:
    """What the words of a line say about it."""
    text = line.folded
    last, first = text[-1], text[0]
    marks = line.marks
    clauses = len(CLAUSE.findall(text))
    opens = marks.opens or bool(marks.origin)
    return (
        last in ",;、",
        last == "。",
        last == ":",
        last in "?!",
        last in "”)》",
        last in NEVER_LAST,
        first in NEVER_FIRST,
        first in ",。、;:!?”’)》%",
        clauses == 1,
        clauses >= 2,
        clauses >= 3,
        "。" in text[:-1],
        any(text.count(a) != text.count(b) for a, b in BRACKETS),
        " " in text and text.count(" ") < len(text) / 3 and _HAN_GAP.search(text) is not None,
        text.startswith("——"),
        line.letter_spaced,
        is_numbered(text),
        opens,
        marks.speaker,
        marks.alone,
        marks.sign_off,
        marks.finish,
        last == ")" and SIGNED.search(text) is not None,
        len(text) <= 48 and is_page_head(text),
        "版" in text[-3:] and _TEASER.search(text) is not None,
        last.isascii() and _STRAY.search(text) is not None,
        first.isascii() and LETTERS.fullmatch(text) is not None,
        names := is_names(text),
        names and first in BULLETS,
        line.indented,
        line.glued,
        line.apart,
        line.width,
    )


_TEXT = (
    "ends with a comma",
    "ends with a full stop",
    "ends with a colon",
    "ends with ? or !",
    "ends with a closing mark",
    "ends with a linking word",
    "starts with a particle",
    "starts with a closing mark",
    "one clause mark",
    "two clause marks",
    "three clause marks",
    "full stop inside",
    "unpaired brackets",
    "gap between words",
    "starts with a dash",
    "letter-spaced",
    "numbered",
    "opens an article",
    "speaker",
    "mark alone",
    "sign-off",
    "finish",
    "signed at the end",
    "page head",
    "sends to a page",
    "stray letter",
    "only capitals",
    "only names",
    "only names behind a bullet",
    "indented",
    "glued",
    "apart",
    "width",
)
_FITS = (
    ("fills its column", -1.6, 0.4),
    ("nearly fills its column", 0.4, _INDENT[0]),
    ("as narrow as an indent", *_INDENT),
    ("narrow", _INDENT[1], 6.0),
    ("much narrower", 6.0, 99.0),
)


# What is told of the line after (-1) and of the line before (1).
_AROUND = {
    "next finish": ("finish", -1),
    "next indented": ("indented", -1),
    "next fills": ("fills its column", -1),
    "next mark alone": ("mark alone", -1),
    "next opens an article": ("opens an article", -1),
    "next as wide": ("as wide", -1),
    "next apart": ("apart", -1),
    "next glued": ("glued", -1),
    "next numbered": ("numbered", -1),
    "next wider than its column": ("wider than its column", -1),
    "next much narrower": ("much narrower", -1),
    "before wider than its column": ("wider than its column", 1),
    "before mark alone": ("mark alone", 1),
}


def _shift(column: Column, by: int) -> Column:
    """The column with the value of the line before (1) or after (-1) at each line; 0 beyond the page."""
    moved = np.zeros_like(column)
    if by > 0:
        moved[by:] = column[:-by]
    else:
        moved[:by] = column[-by:]
    return moved


def _widths(sheet: Sheet, width: Column) -> dict[str, Column]:
    """How a line's width compares with the columns before and behind it, half a vote each; 0 on a flat page."""
    wrapped = np.float64(sheet.wrapped)
    found: dict[str, Column] = {"wider than its column": wrapped * (width > np.maximum(sheet.left, sheet.right) + 1.6)}
    for name, low, high in _FITS:
        votes = [(measure - width >= low) & (measure - width < high) for measure in (sheet.left, sheet.right)]
        found[name] = wrapped * 0.5 * votes[0] + wrapped * 0.5 * votes[1]
    found["at most 6 em"] = wrapped * (width <= 6.5)
    found["at most 10 em"] = wrapped * (width <= 10.5)
    return found


def line_cues(sheet: Sheet) -> tuple[dict[str, Column], dict[str, Column]]:
    """Cues of all lines of a page.

    Parameters
    ----------
    sheet : Sheet
        Lines of the page, at least one.

    Returns
    -------
    own : dict of str to ndarray of shape (n_lines,)
        Cues of a line that count whatever the role of the line before.
    after : dict of str to ndarray of shape (n_lines,)
        Cues whose weight depends on the role of the line before; those of the first line are 0.
    """
    rows = np.array([_read_text(line) for line in sheet.lines], dtype=float)
    text = {name: rows[:, place] for place, name in enumerate(_TEXT)}
    width = text.pop("width")
    fits = _widths(sheet, width)
    same = (np.abs(_shift(width, 1) - width) <= 0.5) & (np.arange(len(width)) > 0)
    own = text | fits | _combined(sheet, text | fits, width)
    looks = own | {"as wide": same * 1.0}
    own |= {cue: _shift(looks[name] * 1.0, by) for cue, (name, by) in _AROUND.items()}
    after = _after(sheet, looks, width)
    printed = print_cues(sheet.lines, sheet.indents)
    return own | printed[0], after | printed[1]


def _combined(sheet: Sheet, looks: dict[str, Column], width: Column) -> dict[str, Column]:
    """What a line looks like and how it fits its column taken together, and what holds for the page."""
    n = len(width)
    flat = np.full(n, 0.0 if sheet.wrapped else 1.0)
    not_indented = np.full(n, float(sheet.indents)) * (1 - looks["indented"])
    finish, fills = looks["finish"], looks["fills its column"]
    return {
        "colon, next numbered": looks["ends with a colon"] * _shift(looks["numbered"], -1),
        "finish, fills": finish * fills,
        "open, fills": (finish == 0) * fills,
        "flat": flat,
        "flat, wide": flat * np.clip(width - 24.0, 0.0, 20.0) / 10,
        "flat, open": flat * (finish == 0),
        "flat, gap": flat * looks["gap between words"],
        "not indented": not_indented,
        "spaced": np.full(n, float(sheet.spaced)),
        "first line": (np.arange(n) == 0) * 1.0,
        "last line": (np.arange(n) == n - 1) * 1.0,
        "next not indented, fills": _shift(not_indented * fills, -1),
    }


def _after(sheet: Sheet, looks: dict[str, Column], width: Column) -> dict[str, Column]:
    """Cues that mean one thing behind a headline and another one inside a paragraph."""
    n = len(width)
    measure = np.minimum(sheet.left, sheet.right)
    short = np.where(looks["letter-spaced"] > 0, 0.0, measure - width) if sheet.wrapped else np.zeros(n)
    first = (np.arange(n) > 0) * 1.0
    finish_before, short_before = _shift(looks["finish"], 1), _shift(short, 1)
    open_before, ended_before = finish_before == 0, finish_before >= _ENDED
    same, flat = looks["as wide"], looks["flat"]
    return {
        "always": first,
        "before open": first * open_before,
        "before ended": first * ended_before,
        "before half ended": first * ((finish_before > 0) & (finish_before < _ENDED)),
        "before short": first * (short_before > _SHORT),
        "before very short": first * (short_before > _VERY_SHORT),
        "before short and ended": first * ((short_before > _SHORT) & ended_before),
        "before short and open": first * ((short_before > _SHORT) & open_before),
        "as wide": same,
        "as wide, before open": same * open_before,
        "glued": looks["glued"],
        "apart": looks["apart"],
        "indented": looks["indented"],
        "not indented": first * looks["not indented"],
        "indent or less": first * looks["as narrow as an indent"],
        "fills": first * looks["fills its column"],
        "colon before speech": first * _speech(sheet.lines),
        "starts with a particle": first * looks["starts with a particle"],
        "flat": first * flat,
        "flat, before open": first * flat * open_before,
        "before signed": _shift(looks["signed at the end"], 1),
        "gap between words": first * looks["gap between words"],
        "numbered": first * looks["numbered"],
    }


def _speech(lines: Sequence[Line]) -> Column:
    """Lines that start with a quotation mark after a line that ends with a colon."""
    before = [False, *(line.folded[-1] == ":" for line in lines[:-1])]
    return np.array([colon and line.folded[0] == "“" for colon, line in zip(before, lines, strict=True)], dtype=float)
