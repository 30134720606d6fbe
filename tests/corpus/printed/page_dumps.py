"""Write a typeset page as tools do that read it paragraph by paragraph, or put a blank line behind every line."""

import random
import re
from collections.abc import Sequence
from itertools import groupby

from tests.corpus.printed.composing import SetLine
from tests.corpus.printed.dump_line import BLANK, DumpLine

_HALF = str.maketrans("，；：？！（）", ",;:?!()")
_BEFORE_NUMBER = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[\u4e00-\u9fff])")


def dump_spread(lines: Sequence[SetLine], rng: random.Random) -> list[DumpLine]:
    """Every line of a body is followed by a blank one; lines of display type are not; stretched numbers stand apart."""
    out: list[DumpLine] = []
    for n, line in enumerate(lines):
        text = line.text.strip()
        if line.spacing > 0.02 * line.size and rng.random() < 0.5:
            text = _BEFORE_NUMBER.sub(" ", text)
        display = n > 0 and lines[n - 1].face == line.face and lines[n - 1].frame == line.frame
        if n and not (display and line.role != "body" and lines[n - 1].role == line.role):
            out.append(BLANK)
        out.append(DumpLine(text, (line,)))
    return out


def dump_flat(lines: Sequence[SetLine], rng: random.Random) -> list[DumpLine]:
    """A paragraph is one line with punctuation of half width; it ends where its column ends; heads are one line."""
    out: list[DumpLine] = []
    for _, frame in groupby(lines, lambda line: line.frame):
        for paragraph in _paragraphs([*frame]):
            head = paragraph[0].role in ("title", "kicker", "subtitle", "furniture")
            text = (" " if head else "").join(line.text.strip() for line in paragraph)
            out += [DumpLine(text.translate(_HALF), tuple(paragraph)), BLANK]
    return out


def _paragraphs(frame: Sequence[SetLine]) -> list[list[SetLine]]:
    """Lines up to the next that is indented, or of another kind; a head is one."""
    left = min(line.left for line in frame)
    parts = [[frame[0]]]
    for line in frame[1:]:
        before = parts[-1][-1]
        indented = line.text.startswith("\u3000") or line.left > left + 1.5 * line.size
        titles = {line.role, before.role} <= {"title", "kicker", "subtitle"}
        furniture = line.role == before.role == "furniture"
        same = line.role == before.role and not indented
        if titles or (same and not furniture):
            parts[-1].append(line)
        else:
            parts.append([line])
    return parts
