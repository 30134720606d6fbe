"""How well a headline fits an article: the words that they share, and where they stand."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from textml.corpus.pages.lines.blocks import Block
from textml.corpus.pages.lines.fitted import weigh
from textml.corpus.pages.search.cues import Cues, find_cues
from textml.corpus.pages.search.headlines import (
    FAR,
    PIECES,
    WORD_CUES,
    Headline,
    Side,
    find_side,
    measure_words,
    place_cues,
)
from textml.corpus.pages.search.print_cues import fit_print_cues
from textml.corpus.pages.search.shared_words import SharedWords
from textml.corpus.pages.search.shared_words import Span as Span

Place = tuple[int, int, int]  # run of headline blocks, blocks from, to (exclusive)

# The two below by hand.
# Paragraphs on each side of a headline that show on which side its article stands.
_NEAR = 3
# Log odds of shared words by which one side has to be better to count.
_CLEAR = 2.0
# Least and most log odds of shared words that each of `WORD_CUES` counts, shape (2, n_cues, 1, 1).
_BOUNDS = np.array([[low, high] for _, low, high in PIECES]).T[:, :, None, None]


class _Row(NamedTuple):
    """What is weighed of a headline, whatever the article: see `Headline`, and its score right before and behind it."""

    run: int
    ahead: int
    n_blocks: int
    total: int
    before: float
    behind: float


class Fits:
    """Every headline of a page with every article that it may belong to.

    Parameters
    ----------
    paragraphs : sequence of Block
        In page order.
    runs, marks : sequence of sequence of Block
        Headline blocks and marks before each paragraph and after the last, n_paragraphs + 1 sequences.
    masks : dict of str to int
        For every bigram and character of the page; bit p is set if paragraph p contains it.
    weights : mapping of str to float
        Of the cues.
    """

    def __init__(
        self,
        paragraphs: Sequence[Block],
        runs: Sequence[Sequence[Block]],
        marks: Sequence[Sequence[Block]],
        masks: dict[str, int],
        weights: Mapping[str, float],
    ) -> None:
        self._paragraphs, self._runs, self._marks, self._masks = paragraphs, runs, marks, masks
        self._weights = weights
        self._headed_runs = [run for run, blocks in enumerate(runs) if blocks]
        self._first_block = [0, *accumulate(map(len, runs))]
        self._shared = SharedWords([block for run in runs for block in run], masks, len(paragraphs))
        self._words: dict[Span, NDArray[np.float64]] = {}
        near = [weights.get(name, 0.0) for name in WORD_CUES]
        afar = [weights.get(f"{name} afar", 0.0) for name in WORD_CUES]
        self._word_weights = np.array([near, [one + other for one, other in zip(near, afar, strict=True)]])
        self.headline = cache(self._headline)
        self._row = cache(self._read_row)
        # the table of gains asks for the same headlines until it gets new ones
        self._rows = lru_cache(maxsize=2)(self._read_rows)
        self._sides: dict[tuple[Side, int, bool], float] = {}
        self._print_score = cache(self._weigh_print)
        self._habit = self._find_habit()

    def cues(self, place: Place, body: Span) -> Cues:
        """Cues of a headline with its article, if no other article stands between them."""
        headline = self.headline(place)
        side = find_side(headline.run, *body)
        sizes = measure_words(self._share_words(headline, body))
        words = {name: size for name, size in zip(WORD_CUES, sizes, strict=True) if size}
        cues = words | self.side_cues(place, side) | fit_print_cues(headline.blocks, self._paragraphs[slice(*body)])
        if side in FAR:
            # the place says little there
            cues.update({f"{name} afar": size for name, size in words.items()})
            table, _, _ = self._rows((place,))
            disorder = self._out_of_order(table, [body], np.array([[side == "stacked"]]))
            cues.update(find_cues(out_of_order=float(disorder[0, 0])))
        return cues

    def side_cues(self, place: Place, side: Side) -> Cues:
        """Cues of the side of its article that a headline is printed on."""
        headline = self.headline(place)
        cues = place_cues(headline, side, side == "before" and self._is_signed(headline))
        before, behind = "right before" in cues, "right behind" in cues
        return cues | find_cues(before_as_usual=before * self._habit, behind_as_usual=behind * -self._habit)

    def weigh(self, place: Place, body: Span) -> float:
        """Weighted sum of the cues, in log odds."""
        return float(self.weigh_all([place], [body])[0, 0])

    def weigh_all(self, places: Sequence[Place], bodies: Sequence[Span]) -> NDArray[np.float64]:
        """Weigh many headlines with many articles at once.

        Parameters
        ----------
        places : sequence of Place
            The headlines, at least one.
        bodies : sequence of Span
            The articles, at least one.

        Returns
        -------
        ndarray of shape (n_places, n_bodies)
            Weighted sums of the cues, in log odds.
        """
        table, firsts, n_blocks = self._rows(tuple(places))
        run, _, _, _, before, behind = table.transpose(1, 0, 2)
        starts, ends = np.array(bodies).T
        right_before, right_behind, down = run == starts, run == ends, run > ends
        stacked, ahead_of = self._weights.get("stacked", 0.0), self._weights.get("ahead", 0.0)
        scores = np.where(right_behind, behind, np.where(down, stacked, ahead_of))
        scores = np.where(right_before, before, scores)
        far = ~(right_before | right_behind)
        words = self._words_of(firsts, n_blocks, bodies)
        sizes = np.clip(words, *_BOUNDS) - np.maximum(_BOUNDS[0], 0.0)
        near, afar = np.tensordot(self._word_weights, sizes, axes=1)
        scores += np.where(far, afar, near)
        if weight := self._weights.get("out of order", 0.0):
            scores += np.where(far, weight * self._out_of_order(table, bodies, down), 0.0)
        for n, place in enumerate(places):
            if self._runs[place[0]][place[1]].lines[0].printed is not None:
                scores[n] += [self._print_score(place, start) for start, _ in bodies]
        return scores

    def _read_rows(self, places: tuple[Place, ...]) -> tuple[NDArray[np.float64], NDArray[np.intp], NDArray[np.intp]]:
        """Rows of headlines, shape (n_places, n_columns, 1), their first blocks and their numbers of blocks."""
        firsts = np.array([self._first_block[run] + first for run, first, _ in places], dtype=np.intp)
        n_blocks = np.array([last - first for _, first, last in places], dtype=np.intp)
        return np.array([self._row(place) for place in places])[:, :, None], firsts, n_blocks

    def _read_row(self, place: Place) -> _Row:
        headline = self.headline(place)
        n_blocks = len(headline.blocks)
        total = headline.ahead + n_blocks + headline.behind
        scores = []
        # headlines as far from the text, signed or not, weigh the same
        keys: tuple[tuple[Side, int, bool], ...] = (
            ("before", headline.behind, self._is_signed(headline)),
            ("behind", headline.ahead, False),
        )
        for key in keys:
            if key not in self._sides:
                self._sides[key] = weigh(self.side_cues(place, key[0]), self._weights)
            scores.append(self._sides[key])
        return _Row(headline.run, headline.ahead, n_blocks, total, *scores)

    def _is_signed(self, headline: Headline) -> bool:
        """Whether a byline stands between a headline and the paragraph that follows."""
        marks = self._marks[headline.run]
        return bool(marks) and marks[-1].first > headline.blocks[-1].last

    def _weigh_print(self, place: Place, start: int) -> float:
        blocks = self.headline(place).blocks
        return weigh(fit_print_cues(blocks, self._paragraphs[start : start + 1]), self._weights)

    def _headline(self, place: Place) -> Headline:
        run, first, last = place
        blocks = self._runs[run]
        return Headline(tuple(blocks[first:last]), run, first, len(blocks) - last)

    def _share_words(self, headline: Headline, body: Span) -> float:
        """Log odds that a headline and an article share their words because they belong together."""
        self._count_words([body])
        first = self._first_block[headline.run] + headline.ahead
        return float(sum(self._words[body][first : first + len(headline.blocks)].tolist()))

    def _count_words(self, bodies: Sequence[Span]) -> None:
        """Compare the words of these articles with those of all headline blocks, once."""
        if missing := [body for body in dict.fromkeys(bodies) if body not in self._words]:
            self._words.update(zip(missing, self._shared.measure(missing), strict=True))

    def _words_of(
        self, firsts: NDArray[np.intp], n_blocks: NDArray[np.intp], bodies: Sequence[Span]
    ) -> NDArray[np.float64]:
        """Log odds of shared words of headlines, by their first blocks and numbers of blocks: (n_places, n_bodies)."""
        self._count_words(bodies)
        words = np.array([self._words[body] for body in bodies]).T
        found: NDArray[np.float64] = words[firsts]
        for more in range(1, int(n_blocks.max())):
            longer = n_blocks > more
            found[longer] += words[firsts[longer] + more]
        return found

    def _out_of_order(
        self, table: NDArray[np.float64], bodies: Sequence[Span], down: NDArray[np.bool_]
    ) -> NDArray[np.float64]:
        """How far headlines are in their stacks from where their articles are among those of the stack, 0 to 1.

        Of headlines by their rows, with articles; `down` says whether each stands behind each: (n_places, n_bodies).
        """
        runs, n = np.array(self._headed_runs), len(self._paragraphs)
        starts = np.array(bodies)[:, 0]
        at = np.searchsorted(runs, starts, side="right")
        before, after = np.array([0, *self._headed_runs])[at], np.array([*self._headed_runs, n])[at]
        run, ahead, _, total = table.transpose(1, 0, 2)[:4]
        first, last = np.where(down, before, run), np.where(down, run, after)
        own, wanted = (ahead + 0.5) / total, (starts - first + 0.5) / np.maximum(last - first, 1)
        found: NDArray[np.float64] = np.abs(own - wanted)
        return found

    def _find_habit(self) -> float:
        """Whether this page's headlines stand before (1) or behind (-1) their articles, by the words they share."""
        votes = []
        n = len(self._paragraphs)
        inner = [run for run in self._headed_runs if 0 < run < n]
        self._count_words([side for run in inner for side in ((run, min(run + _NEAR, n)), (max(run - _NEAR, 0), run))])
        for run in inner:
            size = len(self._runs[run])
            lead = self._share_words(self._headline((run, size - 1, size)), (run, min(run + _NEAR, n)))
            lead -= self._share_words(self._headline((run, 0, 1)), (max(run - _NEAR, 0), run))
            votes.append((lead > _CLEAR) - (lead < -_CLEAR))
        votes += [1] * bool(self._runs[0]) + [-1] * bool(self._runs[n])
        return sum(votes) / (len(votes) + 1)
