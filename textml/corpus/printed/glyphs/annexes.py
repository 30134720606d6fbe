"""Find what belongs to a printed line without standing on it: ruby above it, and its large first letter."""

import re
from dataclasses import replace

import numpy as np

from textml.corpus.geometry import PrintedLine

#: A printed line and its text.
Line = tuple[str, PrintedLine]

# Ruby is at most so large, in sizes of the line under it. Its lower edge is at most so far above that line's upper
# edge, or below it.
_RUBY, _ABOVE, _INTO = 0.62, 0.15, 0.35
# Lines with ruby are at most this far apart, in font sizes; a line above a headline stands freer.
_LEADING = 2.2
# Ruby is shorter than its line: what is as long is a line of its own.
_SHARE = 0.6
# How characters are read, in letters with tones, in zhuyin, or in kana.
_READING = re.compile(r"[\u0101-\u01dc\u3041-\u30ff\u3105-\u312f]")
_LETTERS = re.compile(r"[a-z\u00e0-\u01dc ]+")
_LETTER = re.compile(r"[“‘《「『]?[^\W\d_]")
# A large first letter is this many sizes of its lines, and stands this near to them.
_LARGE, _BESIDE = 1.8, 1.2


def drop_ruby(lines: list[Line]) -> tuple[list[Line], int]:
    """Leave out ruby: small characters above a line that say how it is read.

    Parameters
    ----------
    lines : list of (str, PrintedLine)
        All in one direction.

    Returns
    -------
    lines : list of (str, PrintedLine)
        The others, in their order.
    n_characters : int
        How many characters were left out.
    """
    order = sorted(range(len(lines)), key=lambda place: lines[place][1].box.top)
    tops = np.array([lines[place][1].box.top for place in order])
    sizes = np.array([lines[place][1].size for place in order])
    ruby: set[int] = set()
    like_ruby: list[tuple[int, tuple[float, float]]] = []
    sure: set[tuple[float, float]] = set()
    for number, (text, line) in enumerate(lines):
        reach = line.size / _RUBY
        begin, end = np.searchsorted(tops, [line.box.bottom - reach, line.box.bottom + reach])
        larger = np.flatnonzero(sizes[begin:end] * _RUBY >= line.size) + begin
        under = [lines[order[place]][1] for place in larger.tolist()]
        for base in (base for base in under if _is_ruby(text, line, base)):
            if _has_readings(text, base, lines, order, tops):
                ruby.add(number)
                sure.add((line.size, base.size))
            elif _LETTERS.fullmatch(text):
                like_ruby.append((number, (line.size, base.size)))
    # above the first line of a text nothing but its letters shows it
    ruby.update(number for number, sizes in like_ruby if sizes in sure)
    kept = [line for number, line in enumerate(lines) if number not in ruby]
    return kept, sum(len(lines[number][0].replace(" ", "")) for number in ruby)


def _is_ruby(text: str, line: PrintedLine, base: PrintedLine) -> bool:
    """Return whether a line could be ruby of the line under it."""
    if line.vertical or base.vertical or line.size > _RUBY * base.size:
        return False
    gap = (base.box.top - line.box.bottom) / base.size
    within = base.box.left - 0.5 * base.size <= line.box.left and line.box.right <= base.box.right + 0.5 * base.size
    short = line.box.right - line.box.left <= _SHARE * (base.box.right - base.box.left) or bool(_READING.search(text))
    return within and short and -_INTO <= gap <= _ABOVE


def _has_readings(text: str, base: PrintedLine, lines: list[Line], order: list[int], tops: np.ndarray) -> bool:
    """Return whether small characters above a line are how it is read: they say so, or stand within a text."""
    if _READING.search(text):
        return True
    begin, end = np.searchsorted(tops, [base.box.top - _LEADING * base.size, base.box.top - 0.9 * base.size])
    above = (lines[order[place]][1] for place in range(begin, end))
    return any(
        abs(line.size - base.size) <= 0.05 * base.size
        and line.box.left < base.box.right
        and line.box.right > base.box.left
        for line in above
    )


def join_large_letters(lines: list[Line]) -> list[Line]:
    """Put a large first letter, beside which two or more lines begin, before the first of them.

    Parameters
    ----------
    lines : list of (str, PrintedLine)
        All in one direction.

    Returns
    -------
    list of (str, PrintedLine)
        In their order, without the letters.
    """
    joined: dict[int, Line] = {}
    gone: set[int] = set()
    sizes = np.array([line.size for _, line in lines])
    boxes = np.array([line.box for _, line in lines]).reshape(-1, 4)
    smallest = sizes.min(initial=np.inf)
    order = np.argsort(boxes[:, 0], kind="stable")
    lefts = boxes[order, 0]
    for place, (text, letter) in enumerate(lines):
        if not _LETTER.fullmatch(text) or letter.vertical or letter.size < _LARGE * smallest:
            continue
        reach = letter.size / _LARGE
        begin, end = np.searchsorted(lefts, [letter.box.right - reach, letter.box.right + _BESIDE * reach])
        near = order[begin:end]
        size, box = sizes[near], boxes[near]
        fits = (size * _LARGE <= letter.size) & (
            np.abs(box[:, 0] - letter.box.right - 0.5 * size) <= 0.5 * _BESIDE * size
        )
        fits &= (box[:, 1] >= letter.box.top - 0.6 * size) & (box[:, 3] <= letter.box.bottom + 0.6 * size)
        beside = near[fits]
        if len(beside) < 2 or np.ptp(sizes[beside]) > 0.05 * sizes[beside[0]]:
            continue
        first = int(beside[np.argmin(boxes[beside, 1])])
        rest, line = lines[first]
        joined[first] = (text + rest, replace(line, box=line.box._replace(left=letter.box.left)))
        gone.add(place)
    return [joined.get(place, line) for place, line in enumerate(lines) if place not in gone]
