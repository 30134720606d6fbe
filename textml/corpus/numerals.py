"""Read the numbers that Chinese newspapers write in characters."""

import re

_DIGITS = {**{c: n for n, c in enumerate("〇一二三四五六七八九")}, "零": 0, "○": 0}
_ONE = "[一二三四五六七八九]"
_YEAR = re.compile(rf"[{''.join(_DIGITS)}]{{4}}(?=年)")
# 二, 十, 十二, 三十, 三十一; only before a unit, as 一 and 三 are also parts of names
_NUMBER = re.compile(rf"(?P<after>\d?)(?P<number>{_ONE}?十{_ONE}?|{_ONE})(?=[月日号版])")


def read_numeral(text: str) -> int:
    """Read a number from 1 to 99 in characters.

    >>> [read_numeral(text) for text in ("三", "十", "十二", "二十", "三十一")]
    [3, 10, 12, 20, 31]
    """
    tens, ten, ones = text.rpartition("十")
    return 10 * (_DIGITS[tens] if tens else len(ten)) + (_DIGITS[ones] if ones else 0)


def write_digits(text: str) -> str:
    """Write dates and page numbers in characters as digits; all other characters stay.

    >>> write_digits("二〇二四年二月十九日第十二版"), write_digits("头版"), write_digits("三江晚报")
    ('2024年2月19日第12版', '1版', '三江晚报')
    """
    text = _YEAR.sub(lambda found: "".join(str(_DIGITS[c]) for c in found[0]), text.replace("头版", "一版"))
    # 20240219二版 is a date and a page, not one number
    return _NUMBER.sub(lambda found: f"{found['after']} ".lstrip() + str(read_numeral(found["number"])), text)
