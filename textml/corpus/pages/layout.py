"""Where articles begin and which headline is whose: one search over all readings of a page."""

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from scipy.optimize import linear_sum_assignment

from textml.corpus.pages.blocks import Block
from textml.corpus.pages.evidence import Evidence, Place, Span
from textml.corpus.pages.headlines import further_cost
from textml.corpus.pages.lines import Sheet

_CERTAIN = 6.0
_SWEEPS = 4
_WHOLE = 90
_PART = 36
_SHIFT = 6
_FURTHER = [further_cost(between) for between in range(5)]


@dataclass(frozen=True, slots=True)
class Piece:
    """One item of the page: a headline, a run of paragraphs, or both.

    Attributes
    ----------
    headline : its headline blocks; empty where it has none
    body : its paragraphs, headings and marks in page order; empty where it has none
    margin : log odds by which this reading beats the next best one of its ends and of its headline
    reason : what decided, in a few English words
    """

    headline: tuple[Block, ...]
    body: tuple[Block, ...]
    margin: float
    reason: str


_Key = tuple[bytes, ...]


@dataclass(slots=True)
class _Reading:
    """One way to read a page: at which paragraphs articles begin, at which blocks of each run headlines begin."""

    cuts: list[bool]
    splits: list[list[bool]]
    score: float = 0.0
    pairs: list[tuple[Place, Span]] = field(default_factory=list)
    weighed: bool = False

    def flipped(self, moves: Sequence[tuple[int, int]]) -> "_Reading":
        """The reading with cut k, moves (-1, k), or split j of run r, moves (r, j), turned round."""
        cuts, splits = list(self.cuts), list(self.splits)
        for run, at in moves:
            if run < 0:
                cuts[at] = not cuts[at]
            else:
                splits[run] = list(splits[run])
                splits[run][at] = not splits[run][at]
        return _Reading(cuts, splits)

    def key(self) -> _Key:
        """What tells this reading from the others of its page."""
        return bytes(self.cuts), *map(bytes, self.splits)

    def bodies(self) -> list[Span]:
        starts = [k for k, cut in enumerate(self.cuts) if cut]
        return list(zip(starts, [*starts[1:], len(self.cuts)], strict=True))

    def headlines(self) -> list[Place]:
        """Run, first and last (exclusive) block of every headline; headings inside an article are none."""
        found = []
        n = len(self.cuts)
        for run, marks in enumerate(self.splits):
            if marks and (run == n or self.cuts[run]):
                starts = [j for j, split in enumerate(marks) if split]
                found += [(run, i, j) for i, j in zip(starts, [*starts[1:], len(marks)], strict=True)]
        return found


def read_layout(blocks: Sequence[Block], sheet: Sheet) -> list[Piece]:
    """Cut a page's blocks into its items.

    Parameters
    ----------
    blocks : of one page, in page order
    sheet : the lines they are made of

    Returns
    -------
    Items in page order; every block is in exactly one of them

    Notes
    -----
    A reading is a set of article beginnings and of headline beginnings. Its score sums the evidence of its cuts and
    the best assignment of headlines to bodies (Hungarian method); a hill climb over single and paired changes finds
    the reading. Very long pages are read in parts, so that the cost grows with the page's length.
    """
    pieces: list[Piece] = []
    for part, joined in _parts(blocks):
        found = _read_part(part, sheet)
        if joined and pieces and found and pieces[-1].body and found[0].body and not found[0].headline:
            last = pieces.pop()
            first = found.pop(0)
            found.insert(0, Piece(last.headline, last.body + first.body, min(last.margin, first.margin), last.reason))
        pieces += found
    return pieces


def _parts(blocks: Sequence[Block]) -> Iterator[tuple[Sequence[Block], bool]]:
    """A page whole, or a very long one in parts, each with whether an article may run on into it."""
    if sum(block.kind == "text" for block in blocks) <= _WHOLE:
        yield blocks, False
        return
    start, texts = 0, 0
    for n, block in enumerate(blocks):
        texts += block.kind == "text"
        if texts > _PART and block.kind == "text" and (blocks[n - 1].kind != "text" or texts > 2 * _PART):
            yield blocks[start:n], start > 0 and blocks[start - 1].kind == "text"
            start, texts = n, 1
    yield blocks[start:], start > 0 and blocks[start - 1].kind == "text"


def _read_part(blocks: Sequence[Block], sheet: Sheet) -> list[Piece]:
    evidence = Evidence(blocks, sheet)
    n = len(evidence.texts)
    if n == 0:
        return _without_bodies(evidence)
    cuts = [k == 0 or evidence.cuts[k].score > evidence.kept[k] for k in range(n)]
    splits = [[j == 0 or score > 0 for j, score in enumerate(run)] for run in evidence.splits]
    scale = _Scale(evidence)
    best = scale.weigh(_Reading(cuts, splits))
    margins: dict[tuple[int, int], float] = {}
    known: dict[_Key, float] = {}
    for _ in range(_SWEEPS):
        improved = False
        for moves in _moves(best, evidence):
            single = len(moves) == 1
            other = best.flipped(moves)
            key = other.key()
            if key in known:
                # no better than the best one of then
                other.score = known[key]
            elif scale.weigh(other, -math.inf if single else best.score).weighed:
                known[key] = other.score
            if single:
                margins[moves[0]] = best.score - other.score
            if other.score > best.score + 1e-9:
                best, improved = other, True
                margins[moves[0]] = other.score - best.score
        if not improved:
            break
    return _pieces(best, scale, margins)


def _moves(reading: _Reading, evidence: Evidence) -> Iterator[tuple[tuple[int, int], ...]]:
    """Changes worth trying: any doubtful cut or split, then a new cut together with a new split."""
    doubtful = [
        (-1, k) for k in range(1, len(evidence.texts)) if abs(evidence.cuts[k].score - evidence.kept[k]) < _CERTAIN
    ]
    splits = [
        (run, j) for run, scores in enumerate(evidence.splits) for j in range(1, len(scores)) if abs(scores[j]) < 4.0
    ]
    for move in (*doubtful, *splits):
        yield (move,)
    for run, j in splits:
        # move a headline's beginning by one block
        if (run, j + 1) in splits and reading.splits[run][j] != reading.splits[run][j + 1]:
            yield (run, j), (run, j + 1)
    likely = sorted(doubtful, key=lambda move: -evidence.cuts[move[1]].score)
    new_cuts = [move for move in likely if not reading.cuts[move[1]]][:6]
    new_splits = [move for move in splits if not reading.splits[move[0]][move[1]]][:12]
    for cut in new_cuts:
        for split in new_splits:
            yield cut, split
        for other in doubtful:
            if reading.cuts[other[1]] and abs(other[1] - cut[1]) <= _SHIFT:
                yield cut, other


@dataclass(slots=True)
class _Bodies:
    """The bodies that some cuts make, weighed once for all readings with these cuts."""

    spans: list[Span]
    score: float
    gains: dict[Place, list[float]] = field(default_factory=dict)


class _Scale:
    """Weighs the readings of a page, or of a part of it, against the evidence."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self._bodies: dict[bytes, _Bodies] = {}

    def weigh(self, reading: _Reading, least: float = -math.inf) -> _Reading:
        """Score a reading: its cuts, its splits, and the best assignment of its headlines to its bodies.

        One that cannot pass ``least`` is not weighed to the end; its score is the most that it could reach.
        """
        bodies, headlines = self._read_bodies(reading), reading.headlines()
        score = bodies.score + sum(map(self.evidence.headings.__getitem__, headlines))
        gains = [bodies.gains.get(place) or self._gains(place, bodies) for place in headlines]
        reading.score = score + sum(map(max, gains))
        if reading.score > least:
            chosen = _assign(gains)
            reading.score = score + sum([gains[i][j] for i, j in chosen])
            reading.pairs = [(headlines[i], bodies.spans[j]) for i, j in chosen]
            reading.weighed = True
        return reading

    def rivalry(self, reading: _Reading, place: Place, body: Span) -> float:
        """By how much a headline fits its body better than any other body, or than none."""
        bodies = self._read_bodies(reading)
        gains = self._gains(place, bodies)
        own = bodies.spans.index(body)
        return gains[own] - max([0.0, *(gain for j, gain in enumerate(gains) if j != own)])

    def _read_bodies(self, reading: _Reading) -> _Bodies:
        key = bytes(reading.cuts)
        if key not in self._bodies:
            evidence, spans = self.evidence, reading.bodies()
            score = evidence.uncut + sum(map(evidence.bodies.__getitem__, spans))
            score += sum([evidence.seam(before[0], body[0], body[1]) for before, body in pairwise(spans)])
            self._bodies[key] = _Bodies(spans, score)
        return self._bodies[key]

    def _gains(self, place: Place, bodies: _Bodies) -> list[float]:
        """What is won by giving a headline to each body; 0 where nothing is."""
        gains = list(map(self.evidence.gains[place].__getitem__, bodies.spans))
        n_before = bisect_left(bodies.spans, (place[0], 0)) - 1
        for j in range(n_before):
            # other bodies stand between
            gains[j] -= _FURTHER[min(n_before - j, 4)]
        bodies.gains[place] = gains = [gain if gain > 0 else 0.0 for gain in gains]
        return gains


def _assign(gains: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Headlines (rows) and bodies (columns) whose gains, each 0 or more, sum to the most; none that gains nothing."""
    wanted = [(i, row.index(most)) for i, row in enumerate(gains) if (most := max(row)) > 0]
    if len({j for _, j in wanted}) == len(wanted):
        return wanted
    rows, columns = linear_sum_assignment(gains, maximize=True)
    return [(i, j) for i, j in zip(rows.tolist(), columns.tolist(), strict=True) if gains[i][j] > 0]


def _without_bodies(evidence: Evidence) -> list[Piece]:
    """Pieces of a part that has no paragraph: every headline alone, marks with the first."""
    splits = [j for j, score in enumerate(evidence.splits[0]) if j == 0 or score > 0]
    shows = evidence.shows[0]
    marks = tuple(evidence.marks[0])
    if not shows:
        return [Piece((), marks, 0.0, "only marks")] if marks else []
    spans = zip(splits, [*splits[1:], len(shows)], strict=True)
    pieces = [Piece(tuple(shows[i:j]), (), 0.0, "no body on the page") for i, j in spans]
    return [Piece(pieces[0].headline, marks, 0.0, pieces[0].reason), *pieces[1:]]


def _pieces(reading: _Reading, scale: _Scale, margins: dict[tuple[int, int], float]) -> list[Piece]:
    """Items of the chosen reading, in page order."""
    evidence = scale.evidence
    owner = {body: headline for headline, body in reading.pairs}
    bodies = reading.bodies()
    contents: dict[Span | Place, list[Block]] = {body: _inside(evidence, body) for body in bodies}
    contents |= {headline: [] for headline in reading.headlines()}
    body_of = dict(reading.pairs)
    for run in range(len(evidence.texts) + 1):
        for mark, holder in _outside(evidence, reading, run):
            contents[body_of.get(holder, holder)].append(mark)  # type: ignore[arg-type]
    found: list[Piece] = []
    for body in bodies:
        headline = owner.get(body)
        blocks = evidence.headline(headline)[0].blocks if headline else ()
        margin = scale.rivalry(reading, headline, body) if headline else 2.0
        margin = min([margin, *(_cut_margin(evidence, margins, k) for k in range(body[0], body[1] + 1))])
        found.append(Piece(blocks, _in_order(contents[body]), margin, _reason(evidence, body, headline)))
    for headline in reading.headlines():
        if headline not in body_of:
            blocks = evidence.headline(headline)[0].blocks
            found.append(Piece(blocks, _in_order(contents[headline]), 1.0, "headline without a body"))
    return sorted(found, key=_place)


def _place(piece: Piece) -> int:
    texts = [block.first for block in piece.body if block.kind == "text"]
    return texts[0] if texts else (*piece.headline, *piece.body)[0].first


def _in_order(blocks: Sequence[Block]) -> tuple[Block, ...]:
    return tuple(sorted(blocks, key=lambda block: block.first))


def _inside(evidence: Evidence, body: Span) -> list[Block]:
    """What stands between a body's first and last paragraph, headings and marks too."""
    inside = list(evidence.texts[body[0] : body[1]])
    for k in range(body[0] + 1, body[1]):
        inside += evidence.shows[k] + evidence.marks[k]
    return inside


def _outside(evidence: Evidence, reading: _Reading, run: int) -> Iterator[tuple[Block, Span | Place]]:
    """Marks between two bodies, each with its holder: the headline before it, else the body before, else the next."""
    n = len(evidence.texts)
    if run < n and not reading.cuts[run]:
        return
    ends = {end: (start, end) for start, end in reading.bodies()}
    starts = {start: (start, end) for start, end in reading.bodies()}
    headlines = [headline for headline in reading.headlines() if headline[0] == run]
    for mark in evidence.marks[run]:
        ahead = [h for h in headlines if evidence.shows[run][h[1]].first < mark.first]
        if mark.marks.origin and run in starts:
            yield mark, starts[run]
        elif ahead:
            yield mark, ahead[-1]
        else:
            yield mark, ends.get(run) or starts[run]


def _cut_margin(evidence: Evidence, margins: dict[tuple[int, int], float], k: int) -> float:
    if not 0 < k < len(evidence.texts):
        return 9.0
    return margins.get((-1, k), abs(evidence.cuts[k].score - evidence.kept[k]))


def _reason(evidence: Evidence, body: Span, headline: Place | None) -> str:
    start = evidence.cuts[body[0]].strongest if body[0] else "top of the page"
    if headline is None:
        return f"{start}; no headline found"
    run = headline[0]
    where = (
        "before"
        if run == body[0]
        else "right behind"
        if run == body[1]
        else "further behind"
        if run > body[1]
        else "further ahead"
    )
    return f"{start}; headline {where}"
