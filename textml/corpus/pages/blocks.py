"""Lines with roles to blocks: paragraphs, headline blocks, sub-headings, marks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from textml.corpus.pages.lines import Sheet
from textml.corpus.pages.marks import Marks, is_page_head, read_marks
from textml.corpus.pages.roles import Role

BlockKind = Literal["text", "show", "mark"]
_KINDS: dict[Role, BlockKind] = {Role.DISPLAY: "show", Role.MARK: "mark"}
_LONGEST_HEAD = 4
_NO_WORD = re.compile(r"[\W_]+")
_WORD = re.compile(r"[\u3400-\u9fff]{2}")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: a paragraph, the glued lines of a headline, or a mark.

    Attributes
    ----------
    kind : ``text`` for a paragraph or sub-heading, ``show`` for a headline block, ``mark`` for a byline, credit or jump
    first, last : places of its lines in the sheet, both inclusive
    text : its lines folded to half width, joined
    grams : the character bigrams of its words
    letters : its characters, without spaces and punctuation
    marks : what its text opens and ends with
    sub : whether it is a numbered sub-heading
    """

    kind: BlockKind
    first: int
    last: int
    text: str
    grams: frozenset[str]
    letters: frozenset[str]
    marks: Marks
    sub: bool = False


def grams_of(folded: str) -> frozenset[str]:
    """Character bigrams inside the runs of letters and digits of a folded text."""
    found: set[str] = set()
    for run in _NO_WORD.split(folded):
        found.update(map(str.__add__, run, run[1:]))
    return frozenset(found)


def build_blocks(sheet: Sheet, roles: Sequence[Role]) -> list[Block]:
    """Group the lines of a page; every line is in exactly one block.

    Parameters
    ----------
    sheet : the page's lines
    roles : one a line
    """
    if not roles:
        return []
    told = "".join([line.folded for line, role in zip(sheet.lines, roles, strict=True) if role != Role.DISPLAY])
    head = _head_lines(sheet, roles)
    starts = [
        i
        for i in range(len(roles))
        if i in (0, head) or (i > head and not (_goes_on(sheet, roles, i) or _is_wrap(sheet, roles, i, told)))
    ]
    ends = [*starts[1:], len(roles)]
    return [
        build_block(sheet, _KINDS.get(roles[i], "text"), i, j - 1, roles[i] == Role.SUB)
        for i, j in zip(starts, ends, strict=True)
    ]


def _head_lines(sheet: Sheet, roles: Sequence[Role]) -> int:
    """How many lines the head of the page takes; no headline is glued to it."""
    n = 0
    while n < min(_LONGEST_HEAD, len(roles)) and roles[n] == Role.DISPLAY and is_page_head(sheet.lines[n].folded):
        n += 1
    return n


def _goes_on(sheet: Sheet, roles: Sequence[Role], i: int) -> bool:
    role, before = roles[i], roles[i - 1]
    if role == Role.MORE:
        return True
    if role == before == Role.SUB:
        return sheet.lines[i].glued or not sheet.spaced
    if role == before == Role.DISPLAY:
        return sheet.lines[i].glued or not sheet.spaced
    return False


def _is_wrap(sheet: Sheet, roles: Sequence[Role], i: int, told: str) -> bool:
    """Whether a headline was broken before line i inside a word, which the text of the page has whole."""
    if not (sheet.wrapped and roles[i] == roles[i - 1] == Role.DISPLAY):
        return False
    before, line = sheet.lines[i - 1], sheet.lines[i]
    broken = before.folded[-1] + line.folded[0]
    if " " in before.folded + line.folded or before.width < line.width or not _WORD.fullmatch(broken):
        return False
    return broken in told


def build_block(sheet: Sheet, kind: BlockKind, first: int, last: int, sub: bool = False) -> Block:
    """Join the lines from first to last, both inclusive."""
    lines = sheet.lines[first : last + 1]
    texts = [line.folded for line in lines]
    whole = "".join(texts)
    text = whole if kind == "text" else " ".join(texts)
    grams, letters = grams_of(whole.replace(" ", "")), frozenset(_NO_WORD.sub("", whole))
    return Block(kind, first, last, text, grams, letters, lines[0].marks if first == last else read_marks(text), sub)
