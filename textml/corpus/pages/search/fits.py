"""How well a headline fits an article: the words that they share, and where they stand."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cache

from textml.corpus.pages.lines.blocks import Block
from textml.corpus.pages.search.cues import Cues, find_cues, weigh
from textml.corpus.pages.search.headlines import (
    FAR,
    WORD_CUES,
    Headline,
    Side,
    WordMasks,
    find_side,
    measure_words,
    place_cues,
    read_masks,
    words_cue,
)
from textml.corpus.pages.search.print_cues import fit_print_cues

Span = tuple[int, int]  # paragraphs from, to (exclusive)
Place = tuple[int, int, int]  # run of headline blocks, blocks from, to (exclusive)

# The two below by hand.
# Paragraphs on each side of a headline that show on which side its article stands.
_NEAR = 3
# Log odds of shared words by which one side has to be better to count.
_CLEAR = 2.0


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
        self._words: dict[tuple[int, Span], float] = {}
        self._headline_words: dict[int, WordMasks] = {}
        self._sides: dict[tuple[Place, Side], float] = {}
        near = [weights.get(name, 0.0) for name in WORD_CUES]
        afar = [weights.get(f"{name} afar", 0.0) for name in WORD_CUES]
        self._word_weights = near, [one + other for one, other in zip(near, afar, strict=True)]
        self.headline = cache(self._headline)
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
            cues.update(find_cues(out_of_order=self._out_of_order(headline, body)))
        return cues

    def side_cues(self, place: Place, side: Side) -> Cues:
        """Cues of the side of its article that a headline is printed on."""
        headline = self.headline(place)
        marks = self._marks[headline.run]
        signed = side == "before" and bool(marks) and marks[-1].first > headline.blocks[-1].last
        cues = place_cues(headline, side, signed)
        before, behind = "right before" in cues, "right behind" in cues
        return cues | find_cues(before_as_usual=before * self._habit, behind_as_usual=behind * -self._habit)

    def weigh(self, place: Place, body: Span) -> float:
        """Weighted sum of the cues, in log odds; the search asks for thousands, so what recurs is weighed once."""
        headline = self.headline(place)
        side = find_side(headline.run, *body)
        words = self._share_words(headline, body)
        far = side in FAR
        if (place, side) not in self._sides:
            self._sides[place, side] = weigh(self.side_cues(place, side), self._weights)
        score = self._sides[place, side]
        for size, weight in zip(measure_words(words), self._word_weights[far], strict=True):
            score += size * weight
        if far and (weight := self._weights.get("out of order", 0.0)):
            score += weight * self._out_of_order(headline, body)
        if headline.blocks[0].lines[0].printed is not None:
            score += weigh(fit_print_cues(headline.blocks, self._paragraphs[slice(*body)]), self._weights)
        return score

    def _headline(self, place: Place) -> Headline:
        run, first, last = place
        blocks = self._runs[run]
        return Headline(tuple(blocks[first:last]), run, first, len(blocks) - last)

    def _share_words(self, headline: Headline, body: Span) -> float:
        """Log odds that a headline and an article share their words because they belong together."""
        score = 0.0
        for block in headline.blocks:
            key = (block.first, body)
            if key not in self._words:
                if block.first not in self._headline_words:
                    self._headline_words[block.first] = read_masks(block, self._masks)
                self._words[key] = words_cue(self._headline_words[block.first], body, len(self._paragraphs))
            score += self._words[key]
        return score

    def _out_of_order(self, headline: Headline, body: Span) -> float:
        """How far the place of a headline in its stack is from that of its article among those of the stack, 0 to 1."""
        runs, n = self._headed_runs, len(self._paragraphs)
        if headline.run >= body[1]:
            at = bisect_right(runs, min(body[0], headline.run - 1))
            first, last = runs[at - 1] if at else 0, headline.run
        else:
            at = bisect_right(runs, body[0])
            first, last = headline.run, runs[at] if at < len(runs) else n
        total = headline.ahead + len(headline.blocks) + headline.behind
        return abs((headline.ahead + 0.5) / total - (body[0] - first + 0.5) / max(last - first, 1))

    def _find_habit(self) -> float:
        """Whether this page's headlines stand before (1) or behind (-1) their articles, by the words they share."""
        votes = []
        n = len(self._paragraphs)
        for run in range(1, n):
            if self._runs[run]:
                first, last = (
                    self._headline((run, 0, 1)),
                    self._headline((run, len(self._runs[run]) - 1, len(self._runs[run]))),
                )
                lead = self._share_words(last, (run, min(run + _NEAR, n)))
                lead -= self._share_words(first, (max(run - _NEAR, 0), run))
                votes.append((lead > _CLEAR) - (lead < -_CLEAR))
        votes += [1] * bool(self._runs[0]) + [-1] * bool(self._runs[n])
        return sum(votes) / (len(votes) + 1)
