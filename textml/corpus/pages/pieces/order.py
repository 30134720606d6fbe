"""Put the pieces of a text together before the page is cut: where it breaks off, its other half follows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from textml.corpus.pages.lines.roles import Role
from textml.corpus.pages.lines.sheet import Sheet, measure_sheet
from textml.corpus.pages.pieces.pairing import pair_pieces
from textml.corpus.pages.pieces.parts import Piece, find_pieces


def put_together(sheet: Sheet, roles: Sequence[Role], weights: Mapping[str, float] | None = None) -> Sheet:
    """Put the lines of a dump into an order in which every text goes on where it breaks off.

    Parameters
    ----------
    sheet : Sheet
        Lines of a page, in the order of the dump.
    roles : sequence of Role
        One for each line.
    weights : mapping of str to float, optional
        Of the cues of `pair_pieces`.

    Returns
    -------
    Sheet
        All lines, with their own numbers; the same sheet where no text stands in pieces.
    """
    if not (sheet.spaced or any(line.apart for line in sheet.lines)):
        # only tools that print box by box, with a blank line behind each, tear texts apart
        return sheet
    pieces = find_pieces(sheet, roles)
    found = pair_pieces(sheet, roles, pieces, weights)
    pairs = {one: other for one, other in found.items() if pieces[other].first != pieces[one].last + 1}
    if not pairs:
        return sheet
    order = _order(pieces, pairs, roles)
    lines = [sheet.lines[n] for n in order]
    for n, (before, after) in enumerate(pairwise(order), 1):
        if after != before + 1:
            # the blank line in front of it in the dump stands somewhere else
            lines[n] = replace(lines[n], glued=False, apart=False)
    return measure_sheet(replace(sheet, lines=lines))


def _order(pieces: Sequence[Piece], pairs: Mapping[int, int], roles: Sequence[Role]) -> list[int]:
    """Places of the lines: a piece that goes on stands behind the one that breaks off, with the text below it."""
    moved: dict[int, list[int]] = {}
    gone: set[int] = set()
    for end, start in pairs.items():
        places = _with_text_below(pieces, start, pairs, roles)
        moved[pieces[end].last] = places
        gone.update(places)
    order: list[int] = []
    for n in range(len(roles)):
        if n in gone:
            continue
        waiting = [n]
        while waiting:
            place = waiting.pop()
            order.append(place)
            waiting += reversed(moved.get(place, ()))
    return order


def _with_text_below(pieces: Sequence[Piece], start: int, pairs: Mapping[int, int], roles: Sequence[Role]) -> list[int]:
    """Places of a piece and of those that follow it with nothing else between, up to one that breaks off or goes on."""
    starts = set(pairs.values())
    last = start
    while last not in pairs and last + 1 < len(pieces) and pieces[last + 1].alone and last + 1 not in starts:
        last += 1
    return list(range(pieces[start].first, pieces[last].last + 1))
