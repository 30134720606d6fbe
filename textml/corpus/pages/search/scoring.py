"""Score a layout of a page: its cuts, its splits, and the best assignment of its headlines to its bodies."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from textml.corpus.pages.search.evidence import Evidence
from textml.corpus.pages.search.fits import Place, Span
from textml.corpus.pages.search.gains import Gains

#: Which cuts and splits a layout has, as bytes.
Key = tuple[bytes, ...]


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

    def key(self) -> Key:
        """Key of this layout among those of its page."""
        return bytes(self.cuts), *map(bytes, filter(None, self.splits))

    def bodies(self) -> list[Span]:
        """First and last (exclusive) paragraph of every article."""
        starts = [k for k, cut in enumerate(self.cuts) if cut]
        return list(pairwise([*starts, len(self.cuts)]))

    def headlines(self) -> list[Place]:
        """Run, first and last (exclusive) block of every headline, without headings inside articles."""
        n = len(self.cuts)
        headed = [run for run, splits in enumerate(self.splits) if splits and (run == n or self.cuts[run])]
        return [place for run in headed for place in _places(run, self.splits[run])]


@dataclass(slots=True)
class _Bodies:
    """The bodies of a set of cuts, scored once for all layouts with these cuts."""

    spans: list[Span]
    score: float
    columns: NDArray[np.intp]
    before: NDArray[np.intp]


@dataclass(slots=True)
class _Run:
    """The headlines of a run of headline blocks, with these splits; their rows among the gains and their scores."""

    places: list[Place]
    rows: list[int]
    scores: list[float]


class Scorer:
    """Scores the layouts of a page, or of a part of it."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self._gains = Gains(evidence)
        # what other bodies between a headline and its own cost, by their number; none do where it is negative
        self._further = np.array([0.0, *evidence.further[1:]])
        self._bodies: dict[bytes, _Bodies] = {}
        self._runs: dict[tuple[int, bytes], _Run] = {}
        self._headed = [run for run, blocks in enumerate(evidence.runs) if blocks]

    def weigh(self, layout: Layout, least: float = -math.inf) -> Layout:
        """Score a layout: its cuts, its splits, and the best assignment of its headlines to its bodies.

        Parameters
        ----------
        layout : Layout
            Its score and pairs are set.
        least : float
            If it cannot score more than this, in log odds, it is not `weighed`: its score is only an upper bound.

        Returns
        -------
        Layout
            The same one.
        """
        bodies = self._read_bodies(layout)
        runs = self._read_runs(layout)
        score = bodies.score + sum([own for run in runs for own in run.scores])
        gains = self._read_gains([row for run in runs for row in run.rows], runs, bodies)
        most = gains.max(axis=1)
        layout.score = score + sum(most.tolist())
        if layout.score > least:
            chosen = _assign(gains, most)
            layout.score = score + sum([gain for _, _, gain in chosen])
            headlines = [place for run in runs for place in run.places]
            layout.pairs = [(headlines[i], bodies.spans[j]) for i, j, _ in chosen]
            layout.weighed = True
        return layout

    def prepare(self, layout: Layout, moves: Iterable[Sequence[tuple[int, int]]]) -> None:
        """Weigh at once the bodies and headlines of a layout and of those near it, because that is faster.

        Parameters
        ----------
        layout : Layout
            The layout.
        moves : iterable of sequence of (int, int)
            Changes that lead to those, as `Layout.flip` takes them; those of cuts and splits at once are left out.
        """
        n = len(layout.cuts)
        starts = [k for k, cut in enumerate(layout.cuts) if cut]
        bodies: list[Span] = list(pairwise([*starts, n]))
        places = [place for run in self._headed for place in _places(run, layout.splits[run])]
        for change in moves:
            run = change[0][0]
            if run != change[-1][0]:
                # a cut and a split, which are changes of their own too
                continue
            ats = [at for _, at in change]
            if run < 0:
                first, last = bisect_left(starts, min(ats)) - 1, bisect_right(starts, max(ats))
                inner = sorted({*starts[first + 1 : last]}.symmetric_difference(ats))
                bodies += pairwise([starts[first], *inner, starts[last] if last < len(starts) else n])
            else:
                places += _places(run, [split != (j in ats) for j, split in enumerate(layout.splits[run])])
        self._gains.add(places, bodies)

    def headline_margin(self, layout: Layout, place: Place, body: Span) -> float:
        """By how much a headline fits its body better than any other body or none."""
        bodies = self._read_bodies(layout)
        run = _Run([place], self._gains.find_rows([place]), [])
        gains = self._read_gains(run.rows, [run], bodies)[0].tolist()
        own = bodies.spans.index(body)
        return float(gains[own] - max([0.0, *(gain for j, gain in enumerate(gains) if j != own)]))

    def _read_bodies(self, layout: Layout) -> _Bodies:
        key = bytes(layout.cuts)
        if key not in self._bodies:
            evidence, spans = self.evidence, layout.bodies()
            score = evidence.uncut + sum(map(evidence.bodies.__getitem__, spans))
            score += sum([evidence.cut_gain(before[0], body[0], body[1]) for before, body in pairwise(spans)])
            columns = np.array(self._gains.find_columns(spans), dtype=np.intp)
            # the last body that starts before each run of headline blocks
            before = np.cumsum([0, *layout.cuts], dtype=np.intp) - 1
            self._bodies[key] = _Bodies(spans, score, columns, before)
        return self._bodies[key]

    def _read_runs(self, layout: Layout) -> list[_Run]:
        found = []
        n = len(layout.cuts)
        for run in self._headed:
            if run == n or layout.cuts[run]:
                key = run, bytes(layout.splits[run])
                if key not in self._runs:
                    places = _places(run, layout.splits[run])
                    scores = list(map(self.evidence.headings.__getitem__, places))
                    self._runs[key] = _Run(places, self._gains.find_rows(places), scores)
                found.append(self._runs[key])
        return found

    def _read_gains(self, rows: Sequence[int], runs: Sequence[_Run], bodies: _Bodies) -> NDArray[np.float64]:
        """What headlines gain with each body, 0 or more, shape (n_headlines, n_bodies)."""
        gains = self._gains.read(np.array(rows, dtype=np.intp), bodies.columns)
        places = np.array([run.places[0][0] for run in runs for _ in run.rows], dtype=np.intp)
        between = bodies.before[places][:, None] - np.arange(len(bodies.spans))
        gains += self._further[np.minimum(np.maximum(between, 0), len(self._further) - 1)]
        return np.maximum(gains, 0.0)


def _places(run: int, splits: Sequence[bool]) -> list[Place]:
    """Headlines of a run of headline blocks."""
    starts = [j for j, split in enumerate(splits) if split]
    return [(run, i, j) for i, j in pairwise([*starts, len(splits)])] if starts else []


def _assign(gains: NDArray[np.float64], most: NDArray[np.float64]) -> list[tuple[int, int, float]]:
    """Pairs of headlines (rows) and bodies (columns) with the largest sum of gains; pairs that gain 0 are left out.

    Parameters
    ----------
    gains : ndarray of shape (n_headlines, n_bodies)
        What each headline gains with each body.
    most : ndarray of shape (n_headlines,)
        The largest gain of each headline.

    Returns
    -------
    list of (int, int, float)
        Row, column and gain of each pair.
    """
    wanted = [
        (i, j, gain)
        for i, (j, gain) in enumerate(zip(gains.argmax(axis=1).tolist(), most.tolist(), strict=True))
        if gain > 0
    ]
    if len({j for _, j, _ in wanted}) == len(wanted):
        return wanted
    rows, columns = linear_sum_assignment(gains, maximize=True)
    found = zip(rows.tolist(), columns.tolist(), gains[rows, columns].tolist(), strict=True)
    return [pair for pair in found if pair[2] > 0]
