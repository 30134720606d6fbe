"""Cues that a text goes on in one piece where it breaks off in another; each a name and a number."""

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from textml.corpus.pages.lines.roles import Role
from textml.corpus.pages.lines.sheet import Sheet
from textml.corpus.pages.lines.wording import BRACKETS, CLAUSE, NEVER_FIRST, NEVER_LAST
from textml.corpus.pages.pieces.parts import CLOSING, ENDED, Piece, Words, fills, is_full, read_pieces

#: Numbers of two pieces, and the cues that the second goes on where the first breaks off.
Seam = tuple[int, int, dict[str, float]]
# A text goes on at most so many other beginnings earlier or later, by hand: a page of a broadsheet has 20 torn texts.
# It keeps the cost linear. With more than so many pairs on a page, as no newspaper has, only nearer ones are compared.
_EARLIER, _LATER = 12, 20
_MOST_PAIRS = 6000


def find_seams(sheet: Sheet, roles: Sequence[Role], pieces: Sequence[Piece]) -> Iterator[Seam]:
    """Find the pairs of pieces of which the second may go on where the first breaks off.

    Parameters
    ----------
    sheet : Sheet
        Lines of the page.
    roles : sequence of Role
        One for each line.
    pieces : sequence of Piece
        All of the page.

    Yields
    ------
    first, second : int
        Numbers of the pieces.
    cues : dict of str to float
        What speaks for and against the pair.
    """
    words = read_pieces(sheet, pieces)
    ends = [piece for piece in pieces if piece.open_end]
    starts = [piece for piece in pieces if piece.open_start]
    numbers = [piece.number for piece in starts]
    left = {piece.number: _unpaired(_whole_paragraph(sheet, roles, piece))[0] for piece in ends}
    right = {piece.number: _unpaired(_rest_of_paragraph(sheet, roles, piece))[1] for piece in starts}
    share = min(1.0, _MOST_PAIRS / max(len(ends) * (_EARLIER + _LATER), 1))
    earlier, later = (max(2, round(share * most)) for most in (_EARLIER, _LATER))
    found = []
    for end in ends:
        rank = bisect_right(numbers, end.number)
        for n in range(max(rank - earlier, 0), min(rank + later, len(starts))):
            start = starts[n]
            if start is end:
                continue
            cues = _place_cues(sheet, end, start, n - rank) | _other_cues(sheet, pieces, end, start)
            cues |= _text_cues(sheet, end, start, words)
            cues |= _bracket_cues(left[end.number], right[start.number])
            found.append((end.number, start.number, cues))
    yield from _rank(found)


def _rank(found: list[Seam]) -> Iterator[Seam]:
    """Say which pair shares most words, of those with one end and of those with one start."""
    best: dict[tuple[int, int], list[float]] = {}
    for end, start, cues in found:
        for key in ((0, end), (1, start)):
            best.setdefault(key, []).append(cues["shared words"])
    for key, values in best.items():
        best[key] = sorted(values)[-2:]
    for end, start, cues in found:
        for name, key in (("end", (0, end)), ("start", (1, start))):
            own, top = cues["shared words"], best[key]
            other = (top[0] if own >= top[-1] else top[-1]) if len(top) > 1 else 0.0
            cues[f"more words than others of the {name}"] = max(-0.2, min(own - other, 0.2)) * 5
        yield end, start, cues


def _unpaired(text: str) -> tuple[str, str]:
    """Marks that are opened and not closed again in a text, and those that are closed before they are opened."""
    opened, closed = "", ""
    for one, other in BRACKETS:
        depth = 0
        for c in text:
            if c == one:
                depth += 1
            elif c == other and depth:
                depth -= 1
            elif c == other and not depth:
                closed += other
        opened += other * min(depth, 1)
    return opened, closed


def _whole_paragraph(sheet: Sheet, roles: Sequence[Role], piece: Piece) -> str:
    n = piece.last
    while n > piece.first and roles[n] != Role.START:
        n -= 1
    return "".join(line.folded for line in sheet.lines[n : piece.last + 1])


def _rest_of_paragraph(sheet: Sheet, roles: Sequence[Role], piece: Piece) -> str:
    n = piece.first + 1
    while n <= piece.last and roles[n] != Role.START:
        n += 1
    return "".join(line.folded for line in sheet.lines[piece.first : n])


def _place_cues(sheet: Sheet, end: Piece, start: Piece, rank: int) -> dict[str, float]:
    """Where the two stand: how many other beginnings come between, and whether their columns are of one width."""
    cues = {"always": 1.0}
    if start.number == end.number + 1:
        cues["next alone" if start.alone else "next behind others"] = 1.0
    elif rank < 0:
        cues["before"] = 1.0
        cues["first before" if rank == -2 or rank == -1 else "further before"] = 1.0
    else:
        cues["first after" if rank == 0 else "second after" if rank == 1 else "further after"] = 1.0
    one, other = float(sheet.left[end.last]), float(sheet.right[start.first])
    change = abs(one - other)
    cues["measure stays" if change < 0.6 else "measure changes a little" if change < 1.5 else "measure changes"] = 1.0
    mixed = sheet.lines[end.last].letter_spaced != sheet.lines[start.first].letter_spaced
    cues["letter-spacing changes"] = float(mixed)
    return cues


def _other_cues(sheet: Sheet, pieces: Sequence[Piece], end: Piece, start: Piece) -> dict[str, float]:
    """Whether each must have another half, and whether the piece beside it may be that half."""
    after = pieces[end.number + 1] if end.number + 1 < len(pieces) else None
    before = pieces[start.number - 1] if start.number else None
    first = sheet.lines[start.first].folded[0]
    surely = sheet.indents or first in NEVER_FIRST or first in CLOSING
    ended = sheet.lines[end.last].marks.finish >= ENDED
    beside = start.number == end.number + 1
    return {
        "surely inside": float(surely),
        "surely inside after an open end": float(surely and not ended),
        "end at the foot": float(after is None),
        "end before a headline": float(after is not None and not after.alone),
        "end before a beginning": float(after is not None and after.alone and not after.open_start),
        "end before another half": float(after is not None and after.alone and after.open_start and not beside),
        "start at the top": float(before is None),
        "start below a headline": float(before is not None and not start.alone),
        "start after an ended text": float(before is not None and start.alone and not before.open_end),
        "start after another half": float(before is not None and start.alone and before.open_end and not beside),
    }


def _text_cues(sheet: Sheet, end: Piece, start: Piece, words: Words) -> dict[str, float]:
    """Whether a word is divided by the seam, and whether both sides speak of the same things."""
    before, after = sheet.lines[end.last], sheet.lines[start.first]
    one, other = end.ends[-3:], start.begins[:3]
    last, first = one[-1], other[0]
    closed = before.marks.finish >= ENDED
    whole = not closed and last not in CLOSING and first not in CLOSING
    broken = {
        n: max(words.n_grams[one[len(one) - k :] + other[: n - k]] for k in range(1, n) if k <= len(one))
        for n in (2, 3, 4)
    }
    common = [words.rarity[bigram] for bigram in end.tail & start.head]
    shared = sum(common)
    rare = sum([rarity > words.rare for rarity in common])
    size = min(sum(map(words.rarity.__getitem__, end.tail)), sum(map(words.rarity.__getitem__, start.head)))
    return {
        "sentence closed": float(closed),
        "sentence closed before a linking word": float(closed and first in NEVER_FIRST),
        "clause closed": float(bool(CLAUSE.match(last + first))),
        "linking word last": float(last in NEVER_LAST),
        "linking word first": float(first in NEVER_FIRST and whole),
        "closing mark first": float(first in CLOSING and not closed),
        "closing mark after another": float(first in CLOSING and last in CLOSING),
        "pair known": float(whole and broken[2] > 0),
        "pair known well": float(whole and broken[2] > 2),
        "pair unknown": float(whole and broken[2] == 0),
        "three known": float(whole and broken[3] > 0),
        "four known": float(whole and broken[4] > 0),
        "numbers meet": float(last.isascii() and last.isalnum() and first.isascii() and first.isalnum()),
        "shared words": shared / (size + 20.0),
        "some shared words": min(shared / (size + 20.0), 0.1) * 10,
        "words only these share": math.log1p(rare),
        "no words shared": float(not common),
        "as indented": float(not is_full(sheet, start.first) and after.marks.finish < ENDED),
        "short end": float(not closed and not fills(sheet, end.last)),
    }


def _bracket_cues(opened: str, closed: str) -> dict[str, float]:
    """Whether marks that one side opens are closed by the other."""
    return {
        "brackets meet": float(bool(set(opened) & set(closed))),
        "bracket stays open": float(bool(opened) and not set(opened) & set(closed)),
        "bracket closes nothing": float(bool(closed) and not set(opened) & set(closed)),
    }
