"""Layouts of a page whose truth is known: the true one, others near it, and by which cues they differ."""

import random
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from tests.fitting.pages import KnownPage
from textml.corpus.pages.search.cues import Cues
from textml.corpus.pages.search.evidence import Evidence
from textml.corpus.pages.search.fits import Place, Span
from textml.corpus.pages.search.headlines import further_cues
from textml.corpus.pages.search.layout import find_layout
from textml.corpus.pages.search.scoring import Layout, Scorer

#: Other layouts of a page that are compared with the true one in a turn, at most.
N_OTHERS = 40


def find_differences(evidence: Evidence, page: KnownPage, rng: random.Random) -> Iterator[tuple[Cues, float]]:
    """Cues of a better layout less those of a worse one, and how much the pair counts.

    The true layout is better than those near it and than the one that is found; and each step from the one that is
    found towards the true one is an improvement.
    """
    found, scorer, _ = find_layout(evidence)
    true = true_layout(evidence, page, found)
    memory = Memory(evidence)
    own = sum_cues(memory, true)
    for other in [*_flipped(true, scorer, rng), *_given_otherwise(evidence, true)]:
        yield from _difference(own, sum_cues(memory, other), 1.0)
    if (found.cuts, found.splits, sorted(found.pairs)) == (true.cuts, true.splits, sorted(true.pairs)):
        return
    seen = sum_cues(memory, found)
    yield from _difference(own, seen, 2.0)
    for move in _moves(true):
        if _at(true, move) != _at(found, move):
            step = found.flip([move])
            scorer.weigh(step)
            yield from _difference(sum_cues(memory, step), seen, 1.0)


def _difference(better: Cues, worse: Cues, count: float) -> Iterator[tuple[Cues, float]]:
    row = Counter(better)
    row.subtract(worse)
    left = {name: size for name, size in row.items() if abs(size) > 1e-9}
    if left:
        yield left, count


def _moves(layout: Layout) -> list[tuple[int, int]]:
    cuts = [(-1, k) for k in range(1, len(layout.cuts))]
    return cuts + [(run, j) for run, splits in enumerate(layout.splits) for j in range(1, len(splits))]


def _at(layout: Layout, move: tuple[int, int]) -> bool:
    run, at = move
    return layout.cuts[at] if run < 0 else layout.splits[run][at]


def _flipped(true: Layout, scorer: Scorer, rng: random.Random) -> Iterator[Layout]:
    """Layouts with one cut or split more or less, or one of them moved by a place."""
    singles = _moves(true)
    changes = [[move] for move in singles]
    changes += [
        [one, other] for one, other in pairwise(singles) if one[0] == other[0] and _at(true, one) != _at(true, other)
    ]
    for moves in rng.sample(changes, min(N_OTHERS, len(changes))):
        other = true.flip(moves)
        scorer.weigh(other)
        yield other


def _given_otherwise(evidence: Evidence, true: Layout) -> Iterator[Layout]:
    """Layouts in which one headline has no article, or one of the two others that fit it best."""
    bodies, pairs = true.bodies(), dict(true.pairs)
    for place in true.headlines():
        own = pairs.get(place)
        others = sorted((body for body in bodies if body != own), key=lambda body: -evidence.gains[place][body])[:2]
        for body in [None, *others]:
            if body != own:
                yield _give(true, place, body)


def _give(true: Layout, place: Place, body: Span | None) -> Layout:
    """Give a headline another article, whose headline takes the first one's in exchange."""
    own = dict(true.pairs).get(place)
    holder = next((one for one, other in true.pairs if other == body), None)
    given = true.flip([])
    given.pairs = [pair for pair in true.pairs if pair[0] not in (place, holder)]
    given.pairs += [(place, body)] if body else []
    given.pairs += [(holder, own)] if holder and own else []
    return given


def true_layout(evidence: Evidence, page: KnownPage, found: Layout) -> Layout:
    """The layout of what was printed; blocks that belong to nothing are divided as they were found."""
    owners = [page.owner(block) for block in evidence.paragraphs]
    heads = [[page.owner(block) for block in run] for run in evidence.runs]
    splits = [
        [
            j == 0 or (found.splits[run][j] if owner == blocks[j - 1] == -1 else owner != blocks[j - 1])
            for j, owner in enumerate(blocks)
        ]
        for run, blocks in enumerate(heads)
    ]
    layout = Layout([k == 0 or owner != owners[k - 1] for k, owner in enumerate(owners)], splits)
    first = {owners[body[0]]: body for body in reversed(layout.bodies()) if owners[body[0]] >= 0}
    places: dict[int, list[Place]] = {}
    for place in layout.headlines():
        places.setdefault(heads[place[0]][place[1]], []).append(place)
    for owner, body in first.items():
        if owner in places:
            # of a headline in two places the longer part
            layout.pairs.append((max(places[owner], key=lambda place: _count_letters(evidence, place)), body))
    return layout


def _count_letters(evidence: Evidence, place: Place) -> int:
    return sum(len(block.text) for block in evidence.headline(place).blocks)


class Memory:
    """The cues of a page, each worked out once for all its layouts."""

    def __init__(self, evidence: Evidence) -> None:
        self.cuts, self.headline = evidence.cuts, evidence.headline
        self.kept_cues, self.split_cues = cache(evidence.kept_cues), cache(evidence.split_cues)
        self.whole_cohesion, self.body_cues = cache(evidence.whole_cohesion), cache(evidence.body_cues)
        self.unheaded_cues, self.alone_cues = cache(evidence.unheaded_cues), cache(evidence.alone_cues)
        self.heading_cues, self.fit_cues = cache(evidence.heading_cues), cache(evidence.fits.cues)


def sum_cues(evidence: Memory, layout: Layout) -> Cues:
    """All cues of a layout with its pairs."""
    total: Counter[str] = Counter()
    bodies, paired = layout.bodies(), dict(layout.pairs)
    owned = set(paired.values())
    for k in range(1, len(layout.cuts)):
        if not layout.cuts[k]:
            total.update(evidence.kept_cues(k))
    for before, body in pairwise([None, *bodies]):
        if before is not None and body is not None:
            near = evidence.cuts[body[0]].cues
            total.update(near | evidence.whole_cohesion(before[0], body[0], body[1]))
    for body in bodies:
        total.update(evidence.body_cues(body))
        if body not in owned:
            total.update(evidence.unheaded_cues(body))
    for place in layout.headlines():
        total.update(evidence.split_cues(place[0])[place[1]])
        total.update(evidence.heading_cues(place))
        article = paired.get(place)
        total.update(evidence.fit_cues(place, article) if article else evidence.alone_cues(place))
        n_between = sum(article[1] < other[1] <= place[0] for other in bodies) if article else 0
        total.update(further_cues(n_between))
    return dict(total)
