"""Find where articles start and which headline belongs to which: a search over all layouts of a page."""

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from scipy.optimize import linear_sum_assignment

from textml.corpus.pages.lines.blocks import Block
from textml.corpus.pages.lines.sheet import Sheet
from textml.corpus.pages.search.evidence import Evidence, Place, Span

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
# Margins where nothing competes: an article without a headline, a headline without an article, an end of the page.
_NO_HEADLINE = 2.0
_NO_BODY = 1.0
_PAGE_END = 9.0


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the page: a headline, a run of paragraphs, or both.

    Attributes
    ----------
    headline : tuple of Block
        Its headline blocks; may be empty.
    body : tuple of Block
        Its paragraphs, headings and marks in page order; may be empty.
    margin : float
        Log odds by which its two ends and its headline beat the next best choice.
    reason : str
        What decided, in a few English words.
    sure : bool
        Whether a person decided: its confidence is 1, whatever the margin.
    """

    headline: tuple[Block, ...]
    body: tuple[Block, ...]
    margin: float
    reason: str
    sure: bool = False

    @property
    def blocks(self) -> list[Block]:
        """All of them in page order."""
        return sorted((*self.headline, *self.body), key=lambda block: block.first)


_Key = tuple[bytes, ...]


@dataclass(slots=True)
class Layout:
    """One way to divide a page.

    Attributes
    ----------
    cuts : list of bool
        Whether an article starts at each paragraph.
    splits : list of list of bool
        Whether a headline starts at each headline block, run by run.
    score : float
        Log odds, or an upper bound of them where not `weighed`.
    pairs : list of (Place, Span)
        Headlines with the bodies that they belong to.
    weighed : bool
        Whether the score is exact.
    """

    cuts: list[bool]
    splits: list[list[bool]]
    score: float = 0.0
    pairs: list[tuple[Place, Span]] = field(default_factory=list)
    weighed: bool = False

    def flip(self, moves: Sequence[tuple[int, int]]) -> "Layout":
        """A copy with some cuts and splits reversed: (-1, k) names cut k, (r, j) split j of run r."""
        cuts, splits = list(self.cuts), list(self.splits)
        for run, at in moves:
            if run < 0:
                cuts[at] = not cuts[at]
            else:
                splits[run] = list(splits[run])
                splits[run][at] = not splits[run][at]
        return Layout(cuts, splits)

    def key(self) -> _Key:
        """Key of this layout among those of its page."""
        return bytes(self.cuts), *map(bytes, self.splits)

    def bodies(self) -> list[Span]:
        """First and last (exclusive) paragraph of every article."""
        starts = [k for k, cut in enumerate(self.cuts) if cut]
        return list(pairwise([*starts, len(self.cuts)]))

    def headlines(self) -> list[Place]:
        """Run, first and last (exclusive) block of every headline, without headings inside articles."""
        found = []
        n = len(self.cuts)
        for run, splits in enumerate(self.splits):
            if splits and (run == n or self.cuts[run]):
                starts = [j for j, split in enumerate(splits) if split]
                found += [(run, i, j) for i, j in pairwise([*starts, len(splits)])]
        return found


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
            found.insert(0, Item(last.headline, last.body + first.body, min(last.margin, first.margin), last.reason))
        items += found
    return items


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
        return _read_headlines(evidence)
    return _build_items(*find_layout(evidence))


def find_layout(evidence: Evidence) -> "tuple[Layout, Scorer, dict[tuple[int, int], float]]":
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
    best = scorer.weigh(Layout(cuts, splits))
    margins: dict[tuple[int, int], float] = {}
    known: dict[_Key, float] = {}
    for _ in range(_SWEEPS):
        improved = False
        for moves in _moves(best, evidence):
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


@dataclass(slots=True)
class _Bodies:
    """The bodies of a set of cuts, scored once for all layouts with these cuts."""

    spans: list[Span]
    score: float
    gains: dict[Place, list[float]] = field(default_factory=dict)


class Scorer:
    """Scores the layouts of a page, or of a part of it."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self._bodies: dict[bytes, _Bodies] = {}

    def weigh(self, layout: Layout, least: float = -math.inf) -> Layout:
        """Score a layout: its cuts, its splits, and the best assignment of its headlines to its bodies.

        If it cannot score more than ``least``, it is not `weighed`: its score is only an upper bound.
        """
        bodies, headlines = self._read_bodies(layout), layout.headlines()
        score = bodies.score + sum(map(self.evidence.headings.__getitem__, headlines))
        gains = [bodies.gains.get(place) or self._gains(place, bodies) for place in headlines]
        layout.score = score + sum(map(max, gains))
        if layout.score > least:
            chosen = _assign(gains)
            layout.score = score + sum([gains[i][j] for i, j in chosen])
            layout.pairs = [(headlines[i], bodies.spans[j]) for i, j in chosen]
            layout.weighed = True
        return layout

    def headline_margin(self, layout: Layout, place: Place, body: Span) -> float:
        """By how much a headline fits its body better than any other body or none."""
        bodies = self._read_bodies(layout)
        gains = self._gains(place, bodies)
        own = bodies.spans.index(body)
        return gains[own] - max([0.0, *(gain for j, gain in enumerate(gains) if j != own)])

    def _read_bodies(self, layout: Layout) -> _Bodies:
        key = bytes(layout.cuts)
        if key not in self._bodies:
            evidence, spans = self.evidence, layout.bodies()
            score = evidence.uncut + sum(map(evidence.bodies.__getitem__, spans))
            score += sum([evidence.cut_gain(before[0], body[0], body[1]) for before, body in pairwise(spans)])
            self._bodies[key] = _Bodies(spans, score)
        return self._bodies[key]

    def _gains(self, place: Place, bodies: _Bodies) -> list[float]:
        """What a headline gains with each body, 0 or more."""
        gains = list(map(self.evidence.gains[place].__getitem__, bodies.spans))
        n_before = bisect_left(bodies.spans, (place[0], 0)) - 1
        further = self.evidence.further
        for j in range(n_before):
            # other bodies come between
            gains[j] += further[min(n_before - j, len(further) - 1)]
        bodies.gains[place] = gains = [gain if gain > 0 else 0.0 for gain in gains]
        return gains


def _assign(gains: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pairs of headlines (rows) and bodies (columns) with the largest sum of gains; pairs that gain 0 are left out."""
    wanted = [(i, row.index(most)) for i, row in enumerate(gains) if (most := max(row)) > 0]
    if len({j for _, j in wanted}) == len(wanted):
        return wanted
    rows, columns = linear_sum_assignment(gains, maximize=True)
    return [(i, j) for i, j in zip(rows.tolist(), columns.tolist(), strict=True) if gains[i][j] > 0]


def _read_headlines(evidence: Evidence) -> list[Item]:
    """Items of a part without paragraphs: every headline is one; the first takes the marks."""
    run, marks = evidence.runs[0], tuple(evidence.marks[0])
    if not run:
        return [Item((), marks, 0.0, "only marks")] if marks else []
    starts = [j for j, score in enumerate(evidence.splits[0]) if j == 0 or score > 0]
    spans = pairwise([*starts, len(run)])
    return [Item(tuple(run[i:j]), () if i else marks, 0.0, "no body on the page") for i, j in spans]


def _build_items(layout: Layout, scorer: Scorer, margins: dict[tuple[int, int], float]) -> list[Item]:
    """Items of the chosen layout, in page order."""
    evidence = scorer.evidence
    owner = {body: headline for headline, body in layout.pairs}
    bodies = layout.bodies()
    contents: dict[Span | Place, list[Block]] = {body: _blocks_inside(evidence, body) for body in bodies}
    contents |= {headline: [] for headline in layout.headlines()}
    body_of = dict(layout.pairs)
    for run in range(len(evidence.paragraphs) + 1):
        for mark, holder in _marks_between(evidence, layout, run):
            contents[body_of.get(holder, holder)].append(mark)  # type: ignore[arg-type]
    found: list[Item] = []
    for body in bodies:
        headline = owner.get(body)
        blocks = evidence.headline(headline).blocks if headline else ()
        margin = scorer.headline_margin(layout, headline, body) if headline else _NO_HEADLINE
        margin = min([margin, *(_margin_of_cut(evidence, margins, k) for k in range(body[0], body[1] + 1))])
        found.append(Item(blocks, _in_order(contents[body]), margin, _reason(evidence, body, headline)))
    for headline in layout.headlines():
        if headline not in body_of:
            blocks = evidence.headline(headline).blocks
            found.append(Item(blocks, _in_order(contents[headline]), _NO_BODY, "headline without a body"))
    return sorted(found, key=_first_line)


def _first_line(item: Item) -> int:
    """First line of the text of an item, or of what it has instead."""
    return next((block for block in item.body if block.kind == "paragraph"), item.blocks[0]).first


def _in_order(blocks: Sequence[Block]) -> tuple[Block, ...]:
    return tuple(sorted(blocks, key=lambda block: block.first))


def _blocks_inside(evidence: Evidence, body: Span) -> list[Block]:
    """Blocks from the first to the last paragraph of a body, with the headings and marks between them."""
    inside = list(evidence.paragraphs[body[0] : body[1]])
    for k in range(body[0] + 1, body[1]):
        inside += evidence.runs[k] + evidence.marks[k]
    return inside


def _marks_between(evidence: Evidence, layout: Layout, run: int) -> Iterator[tuple[Block, Span | Place]]:
    """Marks between two bodies and what each belongs to: the headline before it, the body before it, or the next."""
    n = len(evidence.paragraphs)
    if run < n and not layout.cuts[run]:
        return
    starts, ends = ({body[at]: body for body in layout.bodies()} for at in (0, 1))
    headlines = [headline for headline in layout.headlines() if headline[0] == run]
    for mark in evidence.marks[run]:
        ahead = [h for h in headlines if evidence.runs[run][h[1]].first < mark.first]
        if mark.marks.origin and run in starts:
            yield mark, starts[run]
        elif ahead:
            yield mark, ahead[-1]
        else:
            yield mark, ends.get(run) or starts[run]


def _margin_of_cut(evidence: Evidence, margins: dict[tuple[int, int], float], k: int) -> float:
    if not 0 < k < len(evidence.paragraphs):
        return _PAGE_END
    return margins.get((-1, k), abs(evidence.cuts[k].score - evidence.kept[k]))


def _reason(evidence: Evidence, body: Span, headline: Place | None) -> str:
    start = evidence.cuts[body[0]].strongest if body[0] else "top of the page"
    if headline is None:
        return f"{start}; no headline found"
    run = headline[0]
    if run == body[0]:
        return f"{start}; headline before"
    if run == body[1]:
        return f"{start}; headline right after"
    return f"{start}; headline further {'down' if run > body[1] else 'up'}"
