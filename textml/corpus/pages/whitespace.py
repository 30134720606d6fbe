"""Printed lines to running text: joined, letter spacing and spurious spaces taken out, genuine spaces kept."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"[A-Za-z]")
_RUNS = re.compile(r"[ \u00a0\u3000]+")
# A space beside a Chinese character or its punctuation on one side and a digit, letter or punctuation on the other
_ASCII_SIDE = r"A-Za-z0-9０-９Ａ-Ｚａ-ｚ%％.+-"
_POINT = r"，。、；：！？（）“”‘’《》〈〉「」『』【】…—,;:?!()"
_SPURIOUS = re.compile(
    rf"(?<=[\u3400-\u9fff]) (?=[{_ASCII_SIDE}])|(?<=[{_ASCII_SIDE}]) (?=[\u3400-\u9fff])"
    rf"|(?<=[{_POINT}]) | (?=[{_POINT}])"
)
_LATIN_POINT = re.compile(r"(?<=[A-Za-z][,;:?!)]) (?=[A-Za-z(])|(?<=[A-Za-z]) (?=[(])")


def is_letter_spaced(text: str) -> bool:
    """Whether a justified line was read with a space after every character: `新 的 一 年`."""
    if text.count(" ") < 0.3 * len(text):
        return False
    parts = text.split()
    singles = sum(len(part) == 1 for part in parts)
    return len(parts) >= 4 and singles >= 0.7 * len(parts)


def close_spacing(text: str) -> str:
    """A letter-spaced line without its spaces; Latin words and numbers beside each other stay apart."""
    if not is_letter_spaced(text):
        return text
    return re.sub(r"(?<![A-Za-z0-9]) | (?![A-Za-z0-9])", "", _RUNS.sub(" ", text))


def drop_spurious(text: str) -> str:
    """Text without the spaces that an extractor sets round digits, Latin letters and punctuation.

    Spaces between two Chinese words, as slogans and headlines have them, stay.
    """
    text = _RUNS.sub(" ", text).strip()
    if " " not in text:
        return text
    latin = {found.start() for found in _LATIN_POINT.finditer(text)}
    return _SPURIOUS.sub(lambda found: " " if found.start() in latin else "", text)


def join_lines(lines: Sequence[str]) -> str:
    """A paragraph from its printed lines: no space at the wraps, but one between Latin words.

    Examples
    --------
    >>> join_lines(["去年，全镇新修 2", "条路，通 车 里 程", "翻番。"])
    '去年，全镇新修2条路，通车里程翻番。'
    """
    text = ""
    for line in map(close_spacing, lines):
        gap = " " if _WORD.match(line) and _WORD.match(text[-1:]) else ""
        text += gap + line
    return drop_spurious(text)
