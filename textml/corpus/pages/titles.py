"""Divide the blocks of a headline into kicker, title, subtitle and column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from textml.corpus.pages.lines.blocks import Block
from textml.corpus.pages.lines.fitted import read_table, weigh
from textml.corpus.pages.lines.whitespace import close_spacing, join_lines
from textml.corpus.pages.search.headlines import find_stray_letter, is_column, split_cues

# A title may be set in two sizes, as where its second line is longer; a kicker or subtitle is smaller than this share.
_TITLE = 0.85
# Log odds from which a new part begins, by hand: half a title in the kicker is worse than the kicker in the title.
_SURE = 1.0
_DASH = "——"
_SERIES = re.compile(r"[一二三四五六七八九再]论")


@dataclass(frozen=True, slots=True)
class Title:
    """The parts of a headline, each empty if missing.

    Attributes
    ----------
    title : str
        Main headline (主题).
    kicker : str
        Line above it (引题).
    subtitle : str
        Line below it (副题).
    column : str
        Name of the column (栏目).
    """

    title: str = ""
    kicker: str = ""
    subtitle: str = ""
    column: str = ""


def read_title(blocks: Sequence[Block], wrapped: bool = True) -> Title:
    """Divide a headline into its parts.

    Parameters
    ----------
    blocks : sequence of Block
        Its blocks in page order.
    wrapped : bool
        Whether lines are printed lines; otherwise a headline's parts may be on one line.

    Returns
    -------
    Title
    """
    if any(block.part for block in blocks):
        return _read_told(blocks, wrapped)
    column = ""
    if len(blocks) > 1 and is_column(blocks[0]):
        column, blocks = read_column(blocks[0].lines[0].text), blocks[1:]
    if sized := _read_sized(blocks, column):
        return sized
    groups, subtitle = _take_subtitle(_join_parts(blocks))
    if not groups:
        return Title(subtitle, column=column)
    if len(groups) > 1:
        first, rest = join_phrases(groups[0]), join_phrases([line for group in groups[1:] for line in group])
        if not subtitle and _is_below(first, rest):
            return Title(first, subtitle=rest, column=column)
        return Title(rest, first, subtitle, column)
    if not wrapped and not subtitle:
        return _read_flat(groups[0], column)
    return Title(join_phrases(groups[0]), "", subtitle, column)


def _read_sized(blocks: Sequence[Block], column: str) -> Title | None:
    """The parts by their type: the title is set largest; None where all is set alike, or nothing says how."""
    lines = [line for block in blocks for line in block.lines]
    sizes = [line.printed.size if line.printed else 0.0 for line in lines]
    large = [size > _TITLE * max(sizes) for size in sizes]
    if not max(sizes) or all(large):
        return None
    first = large.index(True)
    parts = {"kicker": [line.text for line in lines[:first]], "title": [], "subtitle": []}
    for line, is_large in zip(lines[first:], large[first:], strict=True):
        parts["title" if is_large else "subtitle"].append(line.text)
    return Title(join_phrases(parts["title"]), join_phrases(parts["kicker"]), join_lines(parts["subtitle"]), column)


def _read_told(blocks: Sequence[Block], wrapped: bool) -> Title:
    """The parts as a person told them; what nobody told about is read, and joins what it belongs to."""
    others = [block for block in blocks if not block.part]
    read = read_title(others, wrapped) if others else Title()
    found = {}
    for part in ("title", "kicker", "subtitle", "column"):
        told = join_phrases([line.text for block in blocks if block.part == part for line in block.lines])
        first = bool(told and others) and blocks.index(others[0]) == 0
        both = (getattr(read, part), told) if first else (told, getattr(read, part))
        found[part] = " ".join(filter(None, both))
    return Title(**found)


def _join_parts(blocks: Sequence[Block]) -> list[list[str]]:
    """The lines of each part of a headline; a part may be wrapped over several blocks of one line."""
    weights = read_table("title_parts")
    groups = [[line.text for line in blocks[0].lines]]
    for before, after in pairwise(blocks):
        cues = split_cues(before, after)
        lines = [line.text for line in after.lines]
        if weigh(cues, weights) > _SURE:
            groups.append(lines)
        else:
            groups[-1] += lines
    return groups


def read_column(text: str) -> str:
    """Remove the letter that an extractor made of an ornament from a column's name.

    Examples
    --------
    >>> read_column("乡间走笔X")
    '乡间走笔'
    """
    return text.removesuffix(find_stray_letter(text)).strip()


def join_phrases(lines: Sequence[str]) -> str:
    """Join the lines of a headline: with a space between parallel phrases, without one at a wrap.

    Examples
    --------
    >>> join_phrases(["守住青山", "养活茶油"]), join_phrases(["市图书馆夜间", "开放"])
    ('守住青山 养活茶油', '市图书馆夜间开放')
    """
    parallel = len(lines) == 2 and len(lines[0]) == len(lines[1]) >= 4
    return (" " if parallel else "").join(close_spacing(line) for line in lines)


def _is_below(first: str, second: str) -> bool:
    """Whether the second of two blocks is the subtitle: a numbered comment, or much longer than parallel phrases."""
    return bool(_SERIES.match(second)) or (" " in first and len(second) >= 1.5 * len(first))


def _take_subtitle(groups: Sequence[Sequence[str]]) -> tuple[list[list[str]], str]:
    """Separate the subtitle, which starts with a dash, from the lines before it."""
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
    """Divide a headline printed on one line: short phrases are the title, a much longer first or last one is not."""
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
