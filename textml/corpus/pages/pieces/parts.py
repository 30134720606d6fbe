"""Divide the texts of a dump into the pieces that nothing interrupts, and read how they begin and end."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from textml.corpus.pages.lines.blocks import find_bigrams
from textml.corpus.pages.lines.roles import Role
from textml.corpus.pages.lines.sheet import Sheet
from textml.corpus.pages.lines.wording import NEVER_FIRST

#: How complete a sentence is that has come to its end, from `Marks.finish`.
ENDED = 0.8
#: Marks that close and never begin a paragraph.
CLOSING = frozenset(",。、;:!?”’)》%")
# A line that is narrower than its column by less than this, in em, has no indent; as for the roles of lines.
_FULL = 0.9
# Words of so many lines on each side of a seam are compared, by hand: more are other paragraphs.
_LINES = 14
# With this share of lines right below others, a blank line means something on a page with many; by hand.
_GLUED = 0.3
_TEXT = (Role.START, Role.CONTINUATION)


@dataclass(slots=True)
class Piece:
    """A run of lines of text that nothing interrupts.

    Attributes
    ----------
    first, last : int
        Places of its first and last line in the sheet.
    number : int
        Its place among the pieces of the page.
    alone : bool
        No headline, mark or other line stands between the piece before and this one.
    head, tail : frozenset of str
        Bigrams of its first and of its last lines.
    begins, ends : str
        Folded text of its first lines and of its last ones.
    open_end, open_start : bool
        It ends in mid-sentence, or its last line fills the column; it begins in mid-sentence or mid-paragraph.
    """

    first: int
    last: int
    number: int
    alone: bool
    head: frozenset[str] = frozenset()
    tail: frozenset[str] = frozenset()
    begins: str = ""
    ends: str = ""
    open_end: bool = False
    open_start: bool = False


@dataclass(slots=True)
class Words:
    """What the words of a page say about its seams.

    Attributes
    ----------
    rarity : dict of str to float
        Log of the number of pieces for each that has the bigram.
    rare : float
        Rarer are those that two pieces have and no other.
    n_grams : Counter of str
        Runs of two to four characters of its text.
    """

    rarity: dict[str, float] = field(default_factory=dict)
    rare: float = 0.0
    n_grams: Counter[str] = field(default_factory=Counter)


def find_pieces(sheet: Sheet, roles: Sequence[Role]) -> list[Piece]:
    """Divide the texts of a page where something interrupts them.

    Parameters
    ----------
    sheet : Sheet
        Lines of the page.
    roles : sequence of Role
        One for each line.

    Returns
    -------
    list of Piece
        In page order. Headlines and marks are in none of them.
    """
    lines = sheet.lines
    places = [n for n, role in enumerate(roles) if role in _TEXT]
    told = sum(line.glued for line in lines) >= _GLUED * len(lines)
    pieces: list[Piece] = []
    last = -2
    for n in places:
        blank = lines[n].apart or (sheet.spaced and told and not lines[n].glued)
        if last != n - 1 or blank or _misfit(sheet, last, n):
            pieces.append(Piece(n, n, len(pieces), last == n - 1))
        pieces[-1].last = last = n
    return pieces


def _misfit(sheet: Sheet, last: int, n: int) -> bool:
    """Whether a line cannot go on where the line before breaks off."""
    if not sheet.indents:
        return False
    ended = sheet.lines[last].marks.finish >= ENDED
    return sheet.lines[n].indented if not ended else not (sheet.lines[n].indented or fills(sheet, last))


def fills(sheet: Sheet, n: int) -> bool:
    """Whether a line is as wide as the column of the lines before it."""
    return bool(sheet.lines[n].width >= sheet.left[n] - _FULL)


def is_full(sheet: Sheet, n: int) -> bool:
    """Whether a line is as wide as the column of the lines after it."""
    return bool(sheet.lines[n].width >= sheet.right[n] - _FULL)


def _begins_inside(sheet: Sheet, n: int) -> bool:
    """Whether a line may stand in the middle of a paragraph."""
    line = sheet.lines[n]
    if line.indented or line.marks.opens or line.marks.origin or line.marks.alone:
        return False
    if sheet.indents or line.folded[0] in CLOSING or line.folded[0] in NEVER_FIRST:
        return True
    return bool(line.letter_spaced or is_full(sheet, n))


def read_pieces(sheet: Sheet, pieces: Sequence[Piece]) -> Words:
    """Read what the pieces say at their beginnings and ends; they are filled in.

    Parameters
    ----------
    sheet : Sheet
        Lines of the page.
    pieces : sequence of Piece
        All of the page.

    Returns
    -------
    Words
    """
    words = Words()
    counts: Counter[str] = Counter()
    for piece in pieces:
        own = [line.folded.replace(" ", "") for line in sheet.lines[piece.first : piece.last + 1]]
        piece.begins, piece.ends = "".join(own[:_LINES]), "".join(own[-_LINES:])
        piece.head = find_bigrams(piece.begins)
        piece.tail = piece.head if len(own) <= _LINES else find_bigrams(piece.ends)
        counts.update(piece.head | piece.tail)
        text = "".join(own)
        for size in (2, 3, 4):
            words.n_grams.update([text[i : i + size] for i in range(len(text) - size + 1)])
        last = sheet.lines[piece.last].marks
        piece.open_end = last.finish < ENDED or (fills(sheet, piece.last) and not (last.jump or last.end))
        piece.open_start = _begins_inside(sheet, piece.first)
    words.rare = math.log((len(pieces) + 1) / 2.5)
    words.rarity = {bigram: math.log((len(pieces) + 1) / count) for bigram, count in counts.items()}
    return words
