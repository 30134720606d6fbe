"""Join printed lines to running text, without letter spacing and without an extractor's spurious spaces."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"[A-Za-z]")
_RUNS = re.compile(r"[ \u00a0\u3000]+")
# A space between Chinese and a digit or Latin letter, or next to punctuation.
_ASCII_SIDE = r"A-Za-z0-9０-９Ａ-Ｚａ-ｚ%％.+-"
_POINT = r"，。、；：！？（）“”‘’《》〈〉「」『』【】…—,;:?!()"
_SPURIOUS = re.compile(
    rf"(?<=[\u3400-\u9fff]) (?=[{_ASCII_SIDE}])|(?<=[{_ASCII_SIDE}]) (?=[\u3400-\u9fff])"
    rf"|(?<=[{_POINT}]) | (?=[{_POINT}])"
)
_LATIN_POINT = re.compile(r"(?<=[A-Za-z][,;:?!)]) (?=[A-Za-z(])|(?<=[A-Za-z]) (?=[(])")


def is_letter_spaced(text: str) -> bool:
    """Whether a justified line was extracted with a space after every character.

    Examples
    --------
    >>> is_letter_spaced("新 的 一 年"), is_letter_spaced("守住青山 养活茶油")
    (True, False)
    """
    if text.count(" ") < 0.3 * len(text):
        return False
    parts = text.split()
    singles = sum(len(part) == 1 for part in parts)
    return len(parts) >= 4 and singles >= 0.7 * len(parts)


def close_spacing(text: str) -> str:
    """Remove the spaces of a letter-spaced line, except between Latin words or numbers.

    Examples
    --------
    >>> close_spacing("新 修 的 水 渠"), close_spacing("守住青山 养活茶油")
    ('新修的水渠', '守住青山 养活茶油')
    """
    if not is_letter_spaced(text):
        return text
    return re.sub(r"(?<![A-Za-z0-9]) | (?![A-Za-z0-9])", "", _RUNS.sub(" ", text))


def drop_spurious(text: str) -> str:
    """Remove the spaces that an extractor puts around digits, Latin letters and punctuation.

    Spaces between two Chinese words stay, as in slogans and headlines.

    Examples
    --------
    >>> drop_spurious("守住青山 养活茶油 2 年")
    '守住青山 养活茶油2年'
    """
    text = _RUNS.sub(" ", text).strip()
    if " " not in text:
        return text
    latin = {found.start() for found in _LATIN_POINT.finditer(text)}
    return _SPURIOUS.sub(lambda found: " " if found.start() in latin else "", text)


def join_lines(lines: Sequence[str]) -> str:
    """Join the printed lines of a paragraph: without a space at the wraps, except between Latin words.

    Examples
    --------
    >>> join_lines(["去年，全镇新修 2", "条路，通 车 里 程", "翻番。"])
    '去年，全镇新修2条路，通车里程翻番。'
    """
    parts: list[str] = []
    for line in map(close_spacing, lines):
        if parts and _WORD.match(line) and _WORD.match(parts[-1][-1:]):
            parts.append(" ")
        parts.append(line)
    return drop_spurious("".join(parts))
