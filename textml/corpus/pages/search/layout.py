"""Find where articles start and which headline belongs to which: a search over all layouts of a page."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from textml.corpus.pages.lines.blocks import Block
from textml.corpus.pages.lines.sheet import Sheet
from textml.corpus.pages.search.confidence import Margins, rate_items
from textml.corpus.pages.search.evidence import Evidence
from textml.corpus.pages.search.items import Item, build_items, read_headlines
from textml.corpus.pages.search.scoring import Key, Layout, Scorer

# All set by hand on made-up pages (tests/corpus/pages/simulator.py): more costs time and finds nothing better there.
# Log odds from which the search does not try to reverse a cut, and a split of headlines.
_CERTAIN = 6.0
_CERTAIN_SPLIT = 4.0
# At most this many rounds over all changes.
_SWEEPS = 4
# At most this many new cuts, and new splits, are tried in pairs.
_N_CUTS = 6
_N_SPLITS = 12
# A cut is moved by at most this many paragraphs.
_SHIFT = 6
# Pages with more paragraphs than the first are searched in parts of about the second, twice that at most.
_WHOLE = 160
_PART = 36
# At most this many headlines and marks in a part: a broadsheet page has 40, and the search tries each against all.
_MOST_OTHERS = 200


def read_layout(blocks: Sequence[Block], sheet: Sheet) -> list[Item]:
    """Divide the blocks of a page into its items.

    Parameters
    ----------
    blocks : sequence of Block
        Of one page, in page order.
    sheet : Sheet
        The lines they consist of.

    Returns
    -------
    list of Item
        In page order; every block is in exactly one of them.

    Notes
    -----
    A layout says at which paragraphs articles start and at which blocks headlines start. Its score is the sum of the
    evidence for its cuts and of the best assignment of headlines to bodies (Hungarian method). Hill climbing over
    single and paired changes finds the layout. A very long page is searched in parts, so that the cost grows linearly.
    """
    items: list[Item] = []
    for part, joined in _parts(blocks):
        found = _read_part(part, sheet)
        if joined and items and found and items[-1].body and found[0].body and not found[0].headline:
            last = items.pop()
            first = found.pop(0)
            margins = Margins(*map(min, last.margins, first.margins))
            found.insert(0, replace(last, body=last.body + first.body, margins=margins))
        items += found
    return rate_items(items)


def _parts(blocks: Sequence[Block]) -> Iterator[tuple[Sequence[Block], bool]]:
    """Split a very long page into parts; each comes with whether the article before may continue in it."""
    n_texts = sum(block.kind == "paragraph" for block in blocks)
    if n_texts <= _WHOLE and len(blocks) - n_texts <= _MOST_OTHERS:
        yield blocks, False
        return
    start, texts, joined = 0, 0, False
    for n, (before, block) in enumerate(pairwise(blocks), 1):
        texts += before.kind == "paragraph"
        # a headline goes with the text below it
        ended = texts > _PART and block.kind == "headline" != before.kind
        if ended or texts >= 2 * _PART or n - start - texts >= _MOST_OTHERS:
            yield blocks[start:n], joined
            start, texts, joined = n, 0, before.kind == block.kind == "paragraph"
    yield blocks[start:], joined


def _read_part(blocks: Sequence[Block], sheet: Sheet) -> list[Item]:
    evidence = Evidence(blocks, sheet)
    if not evidence.paragraphs:
        return read_headlines(evidence)
    return build_items(*find_layout(evidence))


def find_layout(evidence: Evidence) -> tuple[Layout, Scorer, dict[tuple[int, int], float]]:
    """Find the layout with the highest score by hill climbing.

    Parameters
    ----------
    evidence : Evidence
        Of a page with at least one paragraph.

    Returns
    -------
    best : Layout
    scorer : Scorer
        With which it was found.
    margins : dict of (int, int) to float
        By how much the layout beats the same one with a cut (-1, k) or split (run, j) reversed, in log odds.
    """
    n = len(evidence.paragraphs)
    cuts = [k == 0 or evidence.cuts[k].score > evidence.kept[k] for k in range(n)]
    splits = [[j == 0 or score > 0 for j, score in enumerate(run)] for run in evidence.splits]
    scorer = Scorer(evidence)
    best = Layout(cuts, splits)
    scorer.prepare(best, _moves(best, evidence))
    scorer.weigh(best)
    margins: dict[tuple[int, int], float] = {}
    known: dict[Key, float] = {}
    for _ in range(_SWEEPS):
        improved = False
        tried = list(_moves(best, evidence))
        scorer.prepare(best, tried)
        for moves in tried:
            single = len(moves) == 1
            other = best.flip(moves)
            key = other.key()
            if key in known:
                # it was not better than the best layout of that time
                other.score = known[key]
            elif scorer.weigh(other, -math.inf if single else best.score).weighed:
                known[key] = other.score
            if single:
                margins[moves[0]] = best.score - other.score
            if other.score > best.score + 1e-9:
                best, improved = other, True
                margins[moves[0]] = other.score - best.score
                scorer.prepare(best, tried)
        if not improved:
            break
    return best, scorer, margins


def _moves(layout: Layout, evidence: Evidence) -> Iterator[tuple[tuple[int, int], ...]]:
    """Changes to try: every doubtful cut or split, then a new cut together with a new split or a removed cut."""
    doubtful = [
        (-1, k) for k in range(1, len(evidence.paragraphs)) if abs(evidence.cuts[k].score - evidence.kept[k]) < _CERTAIN
    ]
    scores = [(run, j, score) for run, splits in enumerate(evidence.splits) for j, score in enumerate(splits) if j]
    splits = [(run, j) for run, j, score in scores if abs(score) < _CERTAIN_SPLIT]
    for move in (*doubtful, *splits):
        yield (move,)
    for run, j in splits:
        # move the start of a headline by one block
        if (run, j + 1) in splits and layout.splits[run][j] != layout.splits[run][j + 1]:
            yield (run, j), (run, j + 1)
    likely = sorted(doubtful, key=lambda move: -evidence.cuts[move[1]].score)
    new_cuts = [move for move in likely if not layout.cuts[move[1]]][:_N_CUTS]
    new_splits = [move for move in splits if not layout.splits[move[0]][move[1]]][:_N_SPLITS]
    for cut in new_cuts:
        for split in new_splits:
            yield cut, split
        for other in doubtful:
            if layout.cuts[other[1]] and abs(other[1] - cut[1]) <= _SHIFT:
                yield cut, other
