"""Headline blocks to kicker, title, subtitle, column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textml.corpus.pages.blocks import Block
from textml.corpus.pages.headlines import is_column, stray_letter
from textml.corpus.pages.lines import Sheet, width_of
from textml.corpus.pages.whitespace import close_spacing, join_lines

_DASH = "——"
# by how many em the last line of a wrapped headline is narrower: of two lines, of more
_SHORTER = (2.0, 9.0)
_SERIES = re.compile(r"[一二三四五六七八九再]论")


@dataclass(frozen=True, slots=True)
class Title:
    """The parts of a headline, each empty where it has none."""

    title: str = ""
    kicker: str = ""
    subtitle: str = ""
    column: str = ""


def read_title(blocks: Sequence[Block], sheet: Sheet) -> Title:
    """Tell the parts of a headline apart.

    Parameters
    ----------
    blocks : the headline's blocks in page order
    sheet : the lines they are made of
    """
    groups = [[line.text for line in sheet.lines[block.first : block.last + 1]] for block in blocks]
    column = ""
    if len(blocks) > 1 and is_column(blocks[0]):
        column = read_column(groups.pop(0)[0])
    groups, subtitle = _take_subtitle(groups)
    if not groups:
        return Title(subtitle, column=column)
    if _is_wrap(groups):
        groups = [[line for group in groups for line in group]]
    if len(groups) > 1:
        first, rest = join_phrases(groups[0]), join_phrases([line for group in groups[1:] for line in group])
        if not subtitle and _is_below(first, rest):
            return Title(first, subtitle=rest, column=column)
        return Title(rest, first, subtitle, column)
    if not sheet.wrapped and not subtitle:
        return _read_flat(groups[0], column)
    return Title(join_phrases(groups[0]), "", subtitle, column)


def read_column(text: str) -> str:
    """A column's name without the stray letter that a dingbat left."""
    return text.removesuffix(stray_letter(text)).strip()


def join_phrases(lines: Sequence[str]) -> str:
    """Headline lines as one: a space between parallel phrases, none where a phrase was wrapped.

    Examples
    --------
    >>> join_phrases(["守住青山", "养活茶油"]), join_phrases(["市图书馆夜间", "开放"])
    ('守住青山 养活茶油', '市图书馆夜间开放')
    """
    parallel = len(lines) == 2 and len(lines[0]) == len(lines[1]) >= 4
    return (" " if parallel else "").join(close_spacing(line) for line in lines)


def _is_wrap(groups: Sequence[Sequence[str]]) -> bool:
    """Whether single lines are one wrapped headline: without spaces, of one width but for a shorter last one."""
    lines = [line for group in groups for line in group]
    widths = [width_of(line) for line in lines]
    if len(groups) < 2 or len(groups) < len(lines) or any(" " in line for line in lines):
        return False
    return max(widths[:-1]) - min(widths[:-1]) <= 1 and 0 <= widths[-2] - widths[-1] <= _SHORTER[len(lines) > 2]


def _is_below(first: str, second: str) -> bool:
    """Whether of two headline blocks the second is the subtitle: a numbered comment, or far longer than a pair."""
    return bool(_SERIES.match(second)) or (" " in first and len(second) >= 1.5 * len(first))


def _take_subtitle(groups: Sequence[Sequence[str]]) -> tuple[list[list[str]], str]:
    """Groups before the dash, and the subtitle that a dash opens."""
    kept: list[list[str]] = []
    subtitle: list[str] = []
    for group in groups:
        rest = []
        for line in group:
            if subtitle or line.startswith(_DASH):
                subtitle.append(line)
            elif " " + _DASH in line:
                head, tail = line.split(" " + _DASH, 1)
                rest.append(head)
                subtitle.append(_DASH + tail)
            else:
                rest.append(line)
        if rest:
            kept.append(rest)
    return kept, join_lines(subtitle)


def _read_flat(lines: Sequence[str], column: str) -> Title:
    """A headline whose parts stand on one line: parallel phrases are the title, a long one apart is not."""
    parts = " ".join(lines).split(" ")
    if len(parts) < 3:
        return Title(" ".join(parts), column=column)
    sizes = [len(part) for part in parts]
    middle = sorted(sizes)[len(sizes) // 2 - (len(sizes) % 2 == 0)]
    if sizes[0] > 1.6 * max(sizes[1:]):
        return Title(" ".join(parts[1:]), kicker=parts[0], column=column)
    if sizes[-1] > 1.6 * middle:
        return Title(" ".join(parts[:-1]), subtitle=parts[-1], column=column)
    return Title(" ".join(parts), column=column)
