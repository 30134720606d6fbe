"""Group lines into blocks: paragraphs, headline blocks, sub-headings, marks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from textml.corpus.pages.lines.marks import Marks, is_page_head, read_marks
from textml.corpus.pages.lines.roles import Role
from textml.corpus.pages.lines.sheet import Line, Sheet

BlockKind = Literal["paragraph", "headline", "mark"]
_KINDS: dict[Role, BlockKind] = {Role.HEADLINE: "headline", Role.MARK: "mark"}
# At most this many lines are the head of a page, by hand: number, date, name of the paper, one to spare.
_LONGEST_HEAD = 4
_NO_WORD = re.compile(r"[\W_]+")
_WORD = re.compile(r"[\u3400-\u9fff]{2}")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: a paragraph, the glued lines of a headline, or a mark.

    Attributes
    ----------
    kind : {"paragraph", "headline", "mark"}
        A sub-heading is a paragraph; a mark is a byline, credit or jump.
    first, last : int
        Positions of its lines in `Sheet.lines`, both inclusive.
    lines : tuple of Line
        The lines themselves.
    text : str
        Its lines folded to half width and joined.
    bigrams : frozenset of str
        Character bigrams of its words.
    letters : frozenset of str
        Its characters, without spaces and punctuation.
    marks : Marks
        What its text starts and ends with.
    subheading : bool
        Whether it is a numbered sub-heading.
    part : {"", "title", "kicker", "subtitle", "column"}
        Part of the headline that it is, where a person said so.
    """

    kind: BlockKind
    first: int
    last: int
    lines: tuple[Line, ...]
    text: str
    bigrams: frozenset[str]
    letters: frozenset[str]
    marks: Marks
    subheading: bool = False
    part: str = ""


def find_bigrams(folded: str) -> frozenset[str]:
    """Character bigrams of a folded text, none across spaces or punctuation.

    Examples
    --------
    >>> sorted(find_bigrams("水渠通水,早稻"))
    ['早稻', '水渠', '渠通', '通水']
    """
    found: set[str] = set()
    for run in _NO_WORD.split(folded):
        found.update(map(str.__add__, run, run[1:]))
    return frozenset(found)


def build_blocks(sheet: Sheet, roles: Sequence[Role]) -> list[Block]:
    """Group the lines of a page; every line is in exactly one block.

    Parameters
    ----------
    sheet : Sheet
        Lines of the page.
    roles : sequence of Role
        One per line.

    Returns
    -------
    list of Block
        In page order.
    """
    if not roles:
        return []
    page_text = "".join([line.folded for line, role in zip(sheet.lines, roles, strict=True) if role != Role.HEADLINE])
    pairs = frozenset(map(str.__add__, page_text, page_text[1:])) if sheet.wrapped else frozenset[str]()
    head = _head_lines(sheet, roles)
    starts = [
        i
        for i in range(len(roles))
        if i in (0, head) or (i > head and not (_continues(sheet, roles, i) or _is_wrap(sheet, roles, i, pairs)))
    ]
    return [
        build_block(_KINDS.get(roles[i], "paragraph"), sheet.lines[i:j], i, roles[i] == Role.SUBHEADING)
        for i, j in pairwise([*starts, len(roles)])
    ]


def _head_lines(sheet: Sheet, roles: Sequence[Role]) -> int:
    """Number of lines in the head of the page, which never becomes part of a headline."""
    n = 0
    while n < min(_LONGEST_HEAD, len(roles)) and roles[n] == Role.HEADLINE and is_page_head(sheet.lines[n].folded):
        n += 1
    return n


def _continues(sheet: Sheet, roles: Sequence[Role], i: int) -> bool:
    """Whether line i continues the block of the line before."""
    role = roles[i]
    if role == roles[i - 1] == Role.HEADLINE:
        # without blank lines or places nothing says where a headline ends; the search decides
        return sheet.lines[i].glued or _stays_in_frame(sheet.lines[i - 1], sheet.lines[i])
    if role == roles[i - 1] == Role.SUBHEADING:
        return sheet.lines[i].glued or not sheet.spaced
    return role == Role.CONTINUATION


def _stays_in_frame(before: Line, line: Line) -> bool:
    """Whether two lines are printed below each other in the same type."""
    one, other = before.printed, line.printed
    return one is not None and other is not None and bool(one.kind) and one.frame == other.frame


def _is_wrap(sheet: Sheet, roles: Sequence[Role], i: int, pairs: frozenset[str]) -> bool:
    """Whether a headline breaks before line i inside a word; the word occurs unbroken in the page's text."""
    if not (sheet.wrapped and sheet.spaced and roles[i] == roles[i - 1] == Role.HEADLINE):
        return False
    before, line = sheet.lines[i - 1], sheet.lines[i]
    broken = before.folded[-1] + line.folded[0]
    if " " in before.folded + line.folded or before.width < line.width or not _WORD.fullmatch(broken):
        return False
    return broken in pairs


def build_block(kind: BlockKind, lines: Sequence[Line], first: int, subheading: bool = False) -> Block:
    """Make a block of neighbouring lines.

    Parameters
    ----------
    kind : {"paragraph", "headline", "mark"}
        Lines of a headline are joined with spaces, those of a paragraph without.
    lines : sequence of Line
        At least one.
    first : int
        Position of the first of them in the sheet.
    subheading : bool
        Whether it is a numbered sub-heading.

    Returns
    -------
    Block
    """
    texts = [line.folded for line in lines]
    whole = "".join(texts)
    text = whole if kind == "paragraph" else " ".join(texts)
    bigrams, letters = find_bigrams(whole.replace(" ", "")), frozenset(_NO_WORD.sub("", whole))
    marks = lines[0].marks if len(lines) == 1 else read_marks(text)
    return Block(kind, first, first + len(lines) - 1, tuple(lines), text, bigrams, letters, marks, subheading)
