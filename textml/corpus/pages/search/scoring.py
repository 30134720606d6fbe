"""Score a layout of a page: its cuts, its splits, and the best assignment of its headlines to its bodies."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from scipy.optimize import linear_sum_assignment

from textml.corpus.pages.search.evidence import Evidence
from textml.corpus.pages.search.fits import Place, Span

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
