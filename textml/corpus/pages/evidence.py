"""All evidence about the blocks of a page, weighed once so that readings of it can be compared fast."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TypeVar

from textml.corpus.pages.blocks import Block
from textml.corpus.pages.cues import (
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
from textml.corpus.pages.headlines import (
    SIGNED_BEFORE,
    Headline,
    Parts,
    alone_cue,
    fit_cue,
    place_cue,
    read_parts,
    split_cue,
    words_cue,
)
from textml.corpus.pages.lines import Sheet

Span = tuple[int, int]  # paragraphs from, to (exclusive)
Place = tuple[int, int, int]  # run of headline blocks, blocks from, to (exclusive)

_K = TypeVar("_K")
_V = TypeVar("_V")

_SURE = 8.0
_SIDE = 8


@dataclass(frozen=True, slots=True)
class Cut:
    """Evidence for a new article at a paragraph, in log odds; ``cues`` tells what spoke."""

    score: float
    cues: tuple[tuple[str, float], ...]

    @property
    def strongest(self) -> str:
        """Name of the cue that speaks loudest for the cut."""
        return max(self.cues, key=lambda cue: cue[1])[0]


@dataclass(frozen=True, slots=True)
class _Side:
    """Words of some paragraphs: bigrams, characters, and the summed rarity of the characters."""

    grams: frozenset[str]
    letters: frozenset[str]
    rarity: float


class _Memo(dict[_K, _V]):
    """Values worked out when they are first asked for."""

    def __init__(self, work_out: Callable[[_K], _V]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, key: _K) -> _V:
        value = self[key] = self._work_out(key)
        return value


class Evidence:
    """The blocks of a page, or of a part of it, with what speaks for and against every reading.

    Attributes
    ----------
    texts : paragraphs in page order
    shows, marks : headline blocks and marks before each paragraph, and after the last (n_texts + 1 lists)
    cuts : for a new article at each paragraph; the first entry is empty
    kept : score of reading the headline blocks before a paragraph as headings inside one article
    splits : for each run of headline blocks, the score of a new headline at each but the first
    bodies : score of an article over each span of paragraphs, without a headline
    headings : score of each headline without a body
    gains : what is won by giving a headline to a body right beside it over leaving both alone
    """

    def __init__(self, blocks: Sequence[Block], sheet: Sheet) -> None:
        self.sheet = sheet
        self.texts = [block for block in blocks if block.kind == "text"]
        self.shows: list[list[Block]] = [[]]
        self.marks: list[list[Block]] = [[]]
        for block in blocks:
            if block.kind == "text":
                self.shows.append([])
                self.marks.append([])
            else:
                (self.shows if block.kind == "show" else self.marks)[-1].append(block)
        self._masks: dict[str, int] = {}
        for p, block in enumerate(self.texts):
            for part in (*block.grams, *block.letters):
                self._masks[part] = self._masks.get(part, 0) | 1 << p
        n = len(self.texts)
        rarities = [math.log(max(n, 2) / n_holders) for n_holders in range(1, n + 1)]
        self._rarity = {part: rarities[mask.bit_count() - 1] for part, mask in self._masks.items()}
        self._sides: dict[Span, _Side] = _Memo(self._side)
        self._measures = [self._measure(block) for block in self.texts]
        self._openings = [opening_cue(block) for block in self.texts]
        self._ends = [k for k in range(n + 1) if k in (0, n) or self._is_end(k)]
        self._custom = self._opening_custom()
        self.cuts = [Cut(0.0, ())] + [self._weigh_cut(k) for k in range(1, n)]
        self.kept = [0.0] + [inner_heading_cue(self.shows[k], self.texts[k], self._n_alike(k)) for k in range(1, n)]
        self.uncut = sum(self.kept)
        self.splits = [self._weigh_splits(shows, marks) for shows, marks in zip(self.shows, self.marks, strict=True)]
        self._seams: dict[tuple[int, int, int], float] = {}
        self._headlines: dict[Place, tuple[Headline, float]] = {}
        self._words: dict[tuple[int, Span], float] = {}
        self._parts: dict[int, Parts] = {}
        self._unheaded: dict[Span, float] = _Memo(self._weigh_unheaded)
        self.bodies: dict[Span, float] = _Memo(self._weigh_body)
        self.headings: dict[Place, float] = _Memo(
            lambda place: self.headline(place)[1] + self.splits[place[0]][place[1]]
        )
        self.gains: dict[Place, dict[Span, float]] = _Memo(
            lambda place: _Memo(lambda body: self._weigh_gain(place, body))
        )

    def headline(self, place: Place) -> tuple[Headline, float]:
        """Some blocks of a run taken as one headline, with its score without a body."""
        if place not in self._headlines:
            run, first, last = place
            blocks = self.shows[run]
            headline = Headline(tuple(blocks[first:last]), run, first, len(blocks) - last)
            self._headlines[place] = headline, alone_cue(headline, self.sheet)
        return self._headlines[place]

    def _weigh_gain(self, place: Place, body: Span) -> float:
        headline, alone = self.headline(place)
        return self._fit(headline, body) + place_cue(headline, body[0], body[1]) - alone - self._unheaded[body]

    def _fit(self, headline: Headline, body: Span) -> float:
        """How well a headline's words, and a byline between the two, fit a body."""
        score = 0.0
        for block in headline.blocks:
            key = (block.first, body)
            if key not in self._words:
                if block.first not in self._parts:
                    self._parts[block.first] = read_parts(block, self._masks)
                self._words[key] = words_cue(self._parts[block.first], body, len(self.texts))
            score += self._words[key]
        score = fit_cue(score)
        marks = self.marks[headline.run]
        signed = headline.run == body[0] and marks and marks[-1].first > headline.blocks[-1].last
        return score + SIGNED_BEFORE if signed else score

    def _weigh_body(self, body: Span) -> float:
        start, end = body
        text = "".join([block.text for block in self.texts[start:end]])
        size = size_cue(text, has_credit(self._behind(body)))
        return self.cuts[start].score - self.kept[start] + size + self._unheaded[body]

    def _weigh_unheaded(self, body: Span) -> float:
        opening = self.texts[body[0]]
        before = self.marks[body[0]]
        return no_headline_cue(body[0] == 0, self._runs_on(opening), opening, before, self._behind(body))

    def _behind(self, body: Span) -> list[Block]:
        """Marks behind the paragraphs of a body."""
        return [mark for marks in self.marks[body[0] + 1 : body[1] + 1] for mark in marks]

    def _runs_on(self, block: Block) -> bool:
        """Whether a paragraph's first line fills its column, as in the middle of a paragraph."""
        return self.sheet.wrapped and self.sheet.lines[block.first].width > self.sheet.right[block.first] - 0.7

    def _opening_custom(self) -> float:
        """Share of paragraphs under a headline that open with a lead or dateline; 0 where they are few."""
        opened = [opening > 5 for opening, shows in zip(self._openings, self.shows, strict=False) if shows]
        return sum(opened) / len(opened) if len(opened) >= 3 else 0.0

    def _n_alike(self, k: int) -> int:
        """Short headings on their own within six paragraphs of the one before paragraph k."""
        near = [j for j in range(max(1, k - 6), min(k + 7, len(self.texts))) if j != k and len(self.shows[j]) == 1]
        return sum(len(self.shows[j][0].text) <= 10 and " " not in self.shows[j][0].text for j in near)

    def _weigh_splits(self, shows: Sequence[Block], marks: Sequence[Block]) -> list[float]:
        scores = [0.0] * bool(shows)
        for before, after in pairwise(shows):
            signed = any(before.last < mark.first < after.first for mark in marks)
            scores.append(split_cue(before, after, signed))
        return scores

    def _weigh_cut(self, k: int) -> Cut:
        before, after = self.texts[k - 1], self.texts[k]
        cues = (
            ("headline between" if self.shows[k] else "nothing between", between_cue(self.shows[k])),
            ("opening", self._openings[k]),
            ("custom of the page", custom_cue(self._custom, self._openings[k])),
            ("end mark", closing_cue(before)),
            ("byline or jump between", mark_cue(self.marks[k])),
            ("sub-heading", heading_cue(before, after, bool(self.shows[k]))),
            ("change of measure", measure_cue(self._measures[k - 1], self._measures[k])),
            ("change of words", -self._cohesion(k)),
        )
        return Cut(sum(score for _, score in cues), cues)

    def _measure(self, block: Block) -> float:
        """Measure of a paragraph's full lines in em; 0 where it has none."""
        if not self.sheet.wrapped or block.last - block.first < 2:
            return 0.0
        return float(median(line.width for line in self.sheet.lines[block.first + 1 : block.last]))

    def _is_end(self, k: int) -> bool:
        """Whether an article surely ends before paragraph k."""
        return self._openings[k] > 5 or closing_cue(self.texts[k - 1]) > 5 or mark_cue(self.marks[k]) > 5

    def _cohesion(self, k: int) -> float:
        """How much the paragraphs before and after k repeat each other, not looking past sure ends."""
        start = max((end for end in self._ends if end < k), default=0)
        stop = min((end for end in self._ends if end > k), default=len(self.texts))
        return self._bond(max(k - 3, start), k, min(k + 2, stop))

    def _side(self, span: Span) -> "_Side":
        grams = frozenset[str]().union(*[block.grams for block in self.texts[span[0] : span[1]]])
        letters = frozenset[str]().union(*[block.letters for block in self.texts[span[0] : span[1]]])
        return _Side(grams, letters, sum(map(self._rarity.__getitem__, letters)))

    def _bond(self, start: int, k: int, stop: int) -> float:
        """How much paragraphs start to k repeat paragraphs k to stop."""
        one, other = self._sides[start, k], self._sides[k, stop]
        repeated = sum(map(self._rarity.__getitem__, one.grams & other.grams))
        common = sum(map(self._rarity.__getitem__, one.letters & other.letters))
        possible = one.rarity if len(one.letters) <= len(other.letters) else other.rarity
        return cohesion_cue(repeated, len(one.grams) * len(other.grams), common, possible)

    def seam(self, start: int, k: int, stop: int) -> float:
        """What a doubtful cut at k gains when its two sides are these bodies, not the paragraphs nearby."""
        if self.shows[k] or abs(self.cuts[k].score) > _SURE:
            return 0.0
        key = (max(start, k - _SIDE), k, min(stop, k + _SIDE))
        if key not in self._seams:
            self._seams[key] = -self._bond(*key) - dict(self.cuts[k].cues)["change of words"]
        return self._seams[key]
