"""Score all cues of a page once, so that the search can compare layouts fast."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TypeVar

from textml.corpus.pages.lines.blocks import Block
from textml.corpus.pages.lines.sheet import Sheet
from textml.corpus.pages.search.cues import (
    SIZED,
    between_cue,
    closing_cue,
    cohesion_cue,
    custom_cue,
    has_credit,
    heading_cue,
    inner_heading_cue,
    mark_cue,
    measure_cue,
    no_headline_cue,
    opening_cue,
    size_cue,
)
from textml.corpus.pages.search.headlines import (
    SIGNED_BEFORE,
    Headline,
    WordMasks,
    alone_cue,
    fit_cue,
    place_cue,
    read_masks,
    split_cue,
    words_cue,
)

Span = tuple[int, int]  # paragraphs from, to (exclusive)
Place = tuple[int, int, int]  # run of headline blocks, blocks from, to (exclusive)

_K = TypeVar("_K")
_V = TypeVar("_V")

# Both set by hand on made-up pages (tests/corpus/pages/simulator.py).
# Log odds from which a cut is not compared again with the words of the whole articles.
_SURE = 8.0
# At most this many paragraphs on each side of such a comparison, to bound its cost.
_SIDE = 8


@dataclass(frozen=True, slots=True)
class Cut:
    """Evidence for a new article at a paragraph.

    Attributes
    ----------
    score : float
        Log odds, the sum of the cues.
    cues : tuple of (str, float)
        Name and log odds of every cue.
    """

    score: float
    cues: tuple[tuple[str, float], ...]

    @property
    def strongest(self) -> str:
        """Name of the cue with the highest log odds."""
        return max(self.cues, key=lambda cue: cue[1])[0]


@dataclass(frozen=True, slots=True)
class _Side:
    """Words of some paragraphs: bigrams, characters, and the summed rarity of the characters."""

    bigrams: frozenset[str]
    letters: frozenset[str]
    rarity: float


class _Memo(dict[_K, _V]):
    """Values computed on first use."""

    def __init__(self, compute: Callable[[_K], _V]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, key: _K) -> _V:
        value = self[key] = self._compute(key)
        return value


class Evidence:
    """The blocks of a page, or of a part of it, with the scores of everything that a layout may contain.

    Parameters
    ----------
    blocks : sequence of Block
        In page order.
    sheet : Sheet
        The lines they consist of.

    Attributes
    ----------
    paragraphs : list of Block
        In page order.
    runs, marks : list of list of Block
        Headline blocks and marks before each paragraph and after the last, n_paragraphs + 1 lists.
    cuts : list of Cut
        For a new article at each paragraph; the first has no cues.
    kept : list of float
        Score of the headline blocks before each paragraph as headings inside one article.
    uncut : float
        Sum of `kept`: the score of a page without any cut.
    splits : list of list of float
        For each run of headline blocks, the score of a new headline at each block; 0 for the first.
    bodies : dict of Span to float
        Score of an article over a span of paragraphs, without a headline.
    headings : dict of Place to float
        Score of a headline without an article.
    gains : dict of Place to dict of Span to float
        By how much a headline with this body beats the two apart, if no other body is between them.
    """

    def __init__(self, blocks: Sequence[Block], sheet: Sheet) -> None:
        self.sheet = sheet
        self.paragraphs = [block for block in blocks if block.kind == "paragraph"]
        self.runs: list[list[Block]] = [[]]
        self.marks: list[list[Block]] = [[]]
        for block in blocks:
            if block.kind == "paragraph":
                self.runs.append([])
                self.marks.append([])
            else:
                (self.runs if block.kind == "headline" else self.marks)[-1].append(block)
        self._masks: dict[str, int] = {}
        for p, block in enumerate(self.paragraphs):
            for part in (*block.bigrams, *block.letters):
                self._masks[part] = self._masks.get(part, 0) | 1 << p
        n = len(self.paragraphs)
        rarities = [math.log(max(n, 2) / n_holders) for n_holders in range(1, n + 1)]
        self._rarity = {part: rarities[mask.bit_count() - 1] for part, mask in self._masks.items()}
        self._sides: dict[Span, _Side] = _Memo(self._side)
        self._measures = [self._measure_column(block) for block in self.paragraphs]
        self._openings = [opening_cue(block) for block in self.paragraphs]
        self._ends = [k for k in range(n + 1) if k in (0, n) or self._is_end(k)]
        self._custom = self._share_opened()
        self.cuts = [Cut(0.0, ())] + [self._weigh_cut(k) for k in range(1, n)]
        inner = [(self.runs[k], self.paragraphs[k], self._count_alike(k)) for k in range(1, n)]
        self.kept = [0.0, *(inner_heading_cue(*heading) for heading in inner)]
        self.uncut = sum(self.kept)
        self.splits = [self._weigh_splits(run, marks) for run, marks in zip(self.runs, self.marks, strict=True)]
        self._cut_gains: dict[tuple[int, int, int], float] = {}
        self._headlines: dict[Place, tuple[Headline, float]] = {}
        self._words: dict[tuple[int, Span], float] = {}
        self._headline_words: dict[int, WordMasks] = {}
        self._unheaded: dict[Span, float] = _Memo(self._weigh_unheaded)
        self.bodies: dict[Span, float] = _Memo(self._weigh_body)
        self.headings: dict[Place, float] = _Memo(
            lambda place: self.headline(place)[1] + self.splits[place[0]][place[1]]
        )
        self.gains: dict[Place, dict[Span, float]] = _Memo(
            lambda place: _Memo(lambda body: self._weigh_gain(place, body))
        )

    def headline(self, place: Place) -> tuple[Headline, float]:
        """Blocks of a run read as one headline, with its score without an article."""
        if place not in self._headlines:
            run, first, last = place
            blocks = self.runs[run]
            headline = Headline(tuple(blocks[first:last]), run, first, len(blocks) - last)
            self._headlines[place] = headline, alone_cue(headline)
        return self._headlines[place]

    def _weigh_gain(self, place: Place, body: Span) -> float:
        """By how much a headline with this body beats the two apart."""
        headline, alone = self.headline(place)
        return self._fit(headline, body) + place_cue(headline, body[0], body[1]) - alone - self._unheaded[body]

    def _fit(self, headline: Headline, body: Span) -> float:
        """How well a headline fits a body: by its words, and by a byline between the two."""
        score = 0.0
        for block in headline.blocks:
            key = (block.first, body)
            if key not in self._words:
                if block.first not in self._headline_words:
                    self._headline_words[block.first] = read_masks(block, self._masks)
                self._words[key] = words_cue(self._headline_words[block.first], body, len(self.paragraphs))
            score += self._words[key]
        score = fit_cue(score)
        marks = self.marks[headline.run]
        signed = headline.run == body[0] and marks and marks[-1].first > headline.blocks[-1].last
        return score + SIGNED_BEFORE if signed else score

    def _weigh_body(self, body: Span) -> float:
        start, end = body
        # the cue looks at no more, and long articles are weighed often
        text = "".join([block.text[:SIZED] for block in self.paragraphs[start:end]])
        size = size_cue(text, has_credit(self._behind(body)))
        return self.cuts[start].score - self.kept[start] + size + self._unheaded[body]

    def _weigh_unheaded(self, body: Span) -> float:
        opening = self.paragraphs[body[0]]
        before = self.marks[body[0]]
        return no_headline_cue(body[0] == 0, self._runs_on(opening), opening, before, self._behind(body))

    def _behind(self, body: Span) -> list[Block]:
        """Marks behind the paragraphs of a body."""
        return [mark for marks in self.marks[body[0] + 1 : body[1] + 1] for mark in marks]

    def _runs_on(self, block: Block) -> bool:
        """Whether the first line of a paragraph fills its column, as lines in mid-paragraph do."""
        return self.sheet.wrapped and block.lines[0].width > self.sheet.right[block.first] - 0.7

    def _share_opened(self) -> float:
        """Share of paragraphs under a headline that start with a lead or dateline; 0 if there are fewer than three."""
        opened = [opening > 5 for opening, run in zip(self._openings, self.runs, strict=False) if run]
        return sum(opened) / len(opened) if len(opened) >= 3 else 0.0

    def _count_alike(self, k: int) -> int:
        """Number of other short headings within six paragraphs of paragraph k."""
        near = [j for j in range(max(1, k - 6), min(k + 7, len(self.paragraphs))) if j != k and len(self.runs[j]) == 1]
        return sum(len(self.runs[j][0].text) <= 10 and " " not in self.runs[j][0].text for j in near)

    def _weigh_splits(self, run: Sequence[Block], marks: Sequence[Block]) -> list[float]:
        scores = [0.0] * bool(run)
        for before, after in pairwise(run):
            signed = any(before.last < mark.first < after.first for mark in marks)
            scores.append(split_cue(before, after, signed))
        return scores

    def _weigh_cut(self, k: int) -> Cut:
        before, after = self.paragraphs[k - 1], self.paragraphs[k]
        cues = (
            ("headline between" if self.runs[k] else "nothing between", between_cue(self.runs[k])),
            ("opening", self._openings[k]),
            ("custom of the page", custom_cue(self._custom, self._openings[k])),
            ("end mark", closing_cue(before)),
            ("byline or jump between", mark_cue(self.marks[k])),
            ("sub-heading", heading_cue(before, after, bool(self.runs[k]))),
            ("change of measure", measure_cue(self._measures[k - 1], self._measures[k])),
            ("change of words", -self._cohesion_at(k)),
        )
        return Cut(sum(score for _, score in cues), cues)

    def _measure_column(self, block: Block) -> float:
        """Median width of a paragraph's inner lines in em; 0 if it has none."""
        if not self.sheet.wrapped or len(block.lines) < 3:
            return 0.0
        return float(median(line.width for line in block.lines[1:-1]))

    def _is_end(self, k: int) -> bool:
        """Whether an article certainly ends before paragraph k."""
        return self._openings[k] > 5 or closing_cue(self.paragraphs[k - 1]) > 5 or mark_cue(self.marks[k]) > 5

    def _cohesion_at(self, k: int) -> float:
        """Cohesion of the three paragraphs before k and the two from k on, none across a certain end."""
        start = max((end for end in self._ends if end < k), default=0)
        stop = min((end for end in self._ends if end > k), default=len(self.paragraphs))
        return self._cohesion_between(max(k - 3, start), k, min(k + 2, stop))

    def _side(self, span: Span) -> _Side:
        grams = frozenset[str]().union(*[block.bigrams for block in self.paragraphs[span[0] : span[1]]])
        letters = frozenset[str]().union(*[block.letters for block in self.paragraphs[span[0] : span[1]]])
        return _Side(grams, letters, sum(map(self._rarity.__getitem__, letters)))

    def _cohesion_between(self, start: int, k: int, stop: int) -> float:
        """Cohesion of paragraphs start to k with paragraphs k to stop."""
        one, other = self._sides[start, k], self._sides[k, stop]
        repeated = sum(map(self._rarity.__getitem__, one.bigrams & other.bigrams))
        common = sum(map(self._rarity.__getitem__, one.letters & other.letters))
        possible = one.rarity if len(one.letters) <= len(other.letters) else other.rarity
        return cohesion_cue(repeated, len(one.bigrams) * len(other.bigrams), common, possible)

    def cut_gain(self, start: int, k: int, stop: int) -> float:
        """What a doubtful cut at k gains if the words of the two whole bodies are compared, not only those nearby."""
        if self.runs[k] or abs(self.cuts[k].score) > _SURE:
            return 0.0
        key = (max(start, k - _SIDE), k, min(stop, k + _SIDE))
        if key not in self._cut_gains:
            self._cut_gains[key] = -self._cohesion_between(*key) - dict(self.cuts[k].cues)["change of words"]
        return self._cut_gains[key]
