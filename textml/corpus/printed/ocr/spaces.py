"""Put the words of a recognised line together, with spaces where the print has them and not between all characters."""

import re
from collections.abc import Sequence
from itertools import pairwise

from textml.corpus.printed.ocr.recognized import FULL_WIDTH, Word, count_widths

_HAN = FULL_WIDTH
_ONE_SPACE = re.compile(rf"(?<=[{_HAN}])[ \t](?=[{_HAN}])")
_PAIR = re.compile(rf"(?<=[{_HAN}])(?=[{_HAN}])")
_SPACES = re.compile(r"[ \t\r\n\f\v\xa0]+")
_FULL = re.compile(f"[{_HAN}]")
# Their ink fills half of the square or less: beside it is no gap, it is their own.
_THIN = frozenset("，。、；：？！“”‘’（）《》〈〉【】…—─·．")
# A gap between ideographs is a space if it is wider by this than what is between the others, in ideographs. Lines are
# set wider by a quarter at most to fill their measure; the space in a headline is half an ideograph or a whole one.
_WIDE = 0.42
# The same beside thin marks, beside Latin letters and digits, and between these.
_BESIDE_MARK = 1.2
_BESIDE_LATIN = 0.5
_BETWEEN_LATIN = 0.12


def join_words(words: Sequence[Word], em: float, *, vertical: bool = False) -> str:
    """Text of a line.

    Parameters
    ----------
    words : sequence of Word
        From left to right, or from top to bottom.
    em : float
        Size of the type in the unit of their boxes.
    vertical : bool
        Whether the words stand below each other.

    Returns
    -------
    str
        Without space at its ends.

    Examples
    --------
    >>> from textml.corpus.geometry import Box
    >>> chars = [Word(c, Box(x, 0, x + 19, 20)) for c, x in zip("渠水流到田头", (0, 20, 40, 80, 100, 120))]
    >>> join_words(chars, 20)
    '渠水流 到田头'
    """
    words = [Word(tidy(word.text), word.box) for word in words if tidy(word.text)]
    if not words:
        return ""
    gaps = [_gap(one, other, vertical=vertical) for one, other in pairwise(words)]
    usual = _usual_gap(words, gaps, vertical=vertical)
    pieces = [words[0].text]
    for one, other, gap in zip(words, words[1:], gaps, strict=False):
        pieces += [" " if _is_space(one.text, other.text, gap, usual, em) else "", other.text]
    return tidy("".join(pieces))


def tidy(text: str) -> str:
    """Take the spaces out that OCR writes between all characters, and make one of several others.

    >>> tidy(" 市 里 昨 天 开 会 "), tidy("品质 活力")
    ('市里昨天开会', '品质 活力')
    """
    text = _SPACES.sub(" ", text.replace("\u200b", "")).strip(" ")
    n_spaces = len(_ONE_SPACE.findall(text))
    # most pairs of neighbours have a space between them: it is the program's, not the print's
    return _ONE_SPACE.sub("", text) if n_spaces > 1 and n_spaces > len(_PAIR.findall(text)) else text


def _gap(one: Word, other: Word, *, vertical: bool) -> float | None:
    if one.box is None or other.box is None:
        return None
    return other.box.top - one.box.bottom if vertical else other.box.left - one.box.right


def _usual_gap(words: Sequence[Word], gaps: Sequence[float | None], *, vertical: bool) -> float:
    """What is between two ideographs in most places, also within a word."""
    found = sorted(
        gap
        for one, other, gap in zip(words, words[1:], gaps, strict=False)
        if gap is not None and _kind(one.text[-1]) == _kind(other.text[0]) == "han"
    )
    found = [max(gap, 0.0) for gap in found]
    # a word of several ideographs shows as many times what is between its own: their advance less their square
    for word in words:
        n = count_widths(word.text)
        if word.box and n >= 2 and all(_kind(c) == "han" for c in word.text):
            along, across = word.box.right - word.box.left, word.box.bottom - word.box.top
            along, across = (across, along) if vertical else (along, across)
            found += [max(0.0, (along - n * across) / (n - 1))] * int(n - 1)
    return sorted(found)[len(found) // 2] if found else 0.0


def _kind(c: str) -> str:
    """Of a character: a thin mark, an ideograph, or one of half the width."""
    return "mark" if c in _THIN else "han" if _FULL.match(c) else "half"


def _is_space(one: str, other: str, gap: float | None, usual: float, em: float) -> bool:
    kinds = {_kind(one[-1]), _kind(other[0])}
    if gap is None:
        return kinds == {"half"}
    if kinds == {"half"}:
        return gap > _BETWEEN_LATIN * em
    if "mark" in kinds:
        return gap - usual > _BESIDE_MARK * em
    return gap - usual > (_BESIDE_LATIN if "half" in kinds else _WIDE) * em
