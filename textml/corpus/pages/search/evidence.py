"""Score all cues of a page once, so that the search can compare layouts fast."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median
from typing import TypeVar

from textml.corpus.pages.lines.blocks import Block
from textml.corpus.pages.lines.fitted import read_table, weigh
from textml.corpus.pages.lines.sheet import Sheet
from textml.corpus.pages.search.cohesion import Cohesion
from textml.corpus.pages.search.cues import (
    SIZED,
    Cues,
    closing_cues,
    ends,
    find_cues,
    has_credit,
    heading_cues,
    inner_heading_cues,
    is_caption,
    mark_cues,
    measure_cues,
    no_headline_cues,
    opening_cues,
    opens,
    parts,
    size_cues,
)
from textml.corpus.pages.search.fits import Fits, Place, Span
from textml.corpus.pages.search.headlines import (
    alone_cues,
    further_cues,
    shape_cues,
    split_cues,
)
from textml.corpus.pages.search.print_cues import (
    alone_print_cues,
    cut_print_cues,
    find_story,
    headless_print_cues,
    inner_print_cues,
    split_print_cues,
)

_K = TypeVar("_K")
_V = TypeVar("_V")

# Those below, down to the next blank line, bound the cost, by hand.
# Log odds from which a cut is not compared again with the words of the whole articles.
_SURE = 8.0
# At most this many paragraphs on each side of such a comparison.
_SIDE = 8
# Log odds of two blocks that are never one headline; no sum of cues outweighs it.
_NEVER_TOGETHER = 50.0
# Other articles between a headline and its own; more count as this many.
_FURTHEST = 4


@dataclass(frozen=True, slots=True)
class Cut:
    """Evidence for a new article at a paragraph.

    Attributes
    ----------
    score : float
        Log odds, the weighted sum of the cues.
    cues : dict of str to float
        Name and size of every cue.
    strongest : str
        Name of the cue that speaks most for the cut.
    """

    score: float
    cues: Cues
    strongest: str


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
    weights : mapping of str to float, optional
        Of the cues; those of cutter.toml by default.

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
    alone : dict of Place to float
        Score of a headline as one that has no article.
    unheaded : dict of Span to float
        Score of an article as one that has no headline.
    gains : dict of Place to dict of Span to float
        By how much a headline with this body beats the two apart, if no other body is between them.
    """

    def __init__(self, blocks: Sequence[Block], sheet: Sheet, weights: Mapping[str, float] | None = None) -> None:
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
        self.weights = read_table("layout") if weights is None else weights
        self._told = frozenset(map(find_story, self.paragraphs))
        self._headed = frozenset(find_story(block) for run in self.runs for block in run)
        self._masks: dict[str, int] = {}
        for p, block in enumerate(self.paragraphs):
            for words in (block.bigrams, block.letters):
                again = words & self._masks.keys()
                self._masks.update(dict.fromkeys(words - again, 1 << p))
                for word in again:
                    self._masks[word] |= 1 << p
        n = len(self.paragraphs)
        self._cohesion = Cohesion(self.paragraphs, self._masks)
        self._lengths = [0, *accumulate(min(len(block.text), SIZED) for block in self.paragraphs)]
        self._credits = [0, *accumulate(map(has_credit, self.marks))]
        self._measures = [self._measure_column(block) for block in self.paragraphs]
        self._ends = [k for k in range(n + 1) if k in (0, n) or self._is_end(k)]
        self._custom = self._share_opened()
        self.fits = Fits(self.paragraphs, self.runs, self.marks, self._masks, self.weights)
        self.cuts = [Cut(0.0, {}, ""), *(self._weigh_cut(k) for k in range(1, n))]
        self.kept = [0.0, *(self.weigh(self.kept_cues(k)) for k in range(1, n))]
        self.uncut = sum(self.kept)
        self.splits = [[self._weigh_split(cues) for cues in self.split_cues(run)] for run in range(n + 1)]
        self._cut_gains: dict[tuple[int, int, int], float] = {}
        self.alone: dict[Place, float] = _Memo(lambda place: self.weigh(self.alone_cues(place)))
        self._unheaded: dict[tuple[int, bool], float] = {}
        self.unheaded: dict[Span, float] = _Memo(self._weigh_unheaded)
        self.further = [self.weigh(further_cues(between)) for between in range(_FURTHEST + 1)]
        self.headline = self.fits.headline
        self.bodies: dict[Span, float] = _Memo(self._weigh_body)
        self.headings: dict[Place, float] = _Memo(self._weigh_heading)
        self.gains: dict[Place, dict[Span, float]] = _Memo(
            lambda place: _Memo(lambda body: self.fits.weigh(place, body) - self.alone[place] - self.unheaded[body])
        )

    def weigh(self, cues: Cues) -> float:
        """Weighted sum of cues, in log odds."""
        return weigh(cues, self.weights)

    def _weigh_split(self, cues: Cues) -> float:
        # no headline is set in spaced capitals: that is the name of the paper
        return self.weigh(cues) + _NEVER_TOGETHER * ("split letters" in cues and "split before masthead" not in cues)

    def cut_cues(self, k: int) -> Cues:
        """Cues of a new article at paragraph k."""
        before, after = self.paragraphs[k - 1], self.paragraphs[k]
        run = self.runs[k]
        plain = not opens(after)
        return {
            **find_cues(
                nothing_between=not run,
                headline_between=bool(run),
                more_headlines_between=min(max(len(run) - 1, 0), 3),
                against_the_custom=plain * max(self._custom - 0.5, 0.0),
                starts_without_indent=self.sheet.indents and plain and not after.lines[0].indented,
                starts_after_blank_line=after.lines[0].apart,
                signed_before_lead=ends(before) and not plain,
                starts_caption=is_caption(after, self.marks[k + 1]),
            ),
            **opening_cues(after),
            **closing_cues(before),
            **mark_cues(self.marks[k]),
            **heading_cues(before, after, bool(run)),
            **measure_cues(self._measures[k - 1], self._measures[k], before.marks.finish),
            **cut_print_cues(before, after),
            **self._cohesion_at(k),
        }

    def kept_cues(self, k: int) -> Cues:
        """Cues of the headline blocks before paragraph k as a heading inside an article."""
        run, before, after = self.runs[k], self.paragraphs[k - 1], self.paragraphs[k]
        return inner_heading_cues(run, after, self._count_alike(k)) | inner_print_cues(run, before, after)

    def split_cues(self, run: int) -> list[Cues]:
        """Cues of a new headline at each block of a run; none for the first."""
        blocks, marks = self.runs[run], self.marks[run]
        found: list[Cues] = [{}] * bool(blocks)
        for before, after in pairwise(blocks):
            signed = any(before.last < mark.first < after.first for mark in marks)
            cues = split_cues(before, after, signed, self._is_broken(before, after))
            found.append(cues | split_print_cues(before, after))
        return found

    def body_cues(self, body: Span) -> Cues:
        """Cues of the size of an article."""
        # the cue looks at no more, and long articles are weighed often
        text = "".join([block.text[:SIZED] for block in self.paragraphs[body[0] : body[1]]])
        return size_cues(text, self._is_credited(body))

    def unheaded_cues(self, body: Span) -> Cues:
        """Cues of an article without a headline."""
        opening, before = self.paragraphs[body[0]], self.marks[body[0]]
        cues = no_headline_cues(body[0] == 0, self._runs_on(opening), opening, before, self._behind(body))
        return cues | headless_print_cues(self.paragraphs[slice(*body)], self._headed)

    def alone_cues(self, place: Place) -> Cues:
        """Cues of a headline without an article."""
        headline = self.headline(place)
        return alone_cues(headline) | alone_print_cues(headline.blocks, self._told)

    def heading_cues(self, place: Place) -> Cues:
        """Cues of a headline, wherever its article is."""
        return shape_cues(self.headline(place))

    def _is_broken(self, before: Block, after: Block) -> bool:
        """Whether the end of one block and the beginning of the next are a word of the page's text."""
        return before.text[-1] + after.text[0] in self._masks

    def _weigh_heading(self, place: Place) -> float:
        return self.alone[place] + self.weigh(self.heading_cues(place)) + self.splits[place[0]][place[1]]

    def _weigh_body(self, body: Span) -> float:
        start = body[0]
        cut = self.cuts[start].score - self.kept[start]
        # a long article has no cues of its size, and most are long
        long = self._lengths[body[1]] - self._lengths[start] >= SIZED and not self._is_credited(body)
        return cut + (0.0 if long else self.weigh(self.body_cues(body))) + self.unheaded[body]

    def _weigh_unheaded(self, body: Span) -> float:
        # only the first paragraph and a credit count
        key = body[0], self._is_credited(body)
        if key not in self._unheaded:
            self._unheaded[key] = self.weigh(self.unheaded_cues(body))
        return self._unheaded[key]

    def _is_credited(self, body: Span) -> bool:
        """Whether a mark inside or behind a body credits a picture."""
        return self._credits[body[1] + 1] > self._credits[body[0] + 1]

    def _behind(self, body: Span) -> list[Block]:
        """Marks behind the paragraphs of a body."""
        return [mark for marks in self.marks[body[0] + 1 : body[1] + 1] for mark in marks]

    def _runs_on(self, block: Block) -> bool:
        """Whether the first line of a paragraph fills its column, as lines in mid-paragraph do."""
        return self.sheet.wrapped and block.lines[0].width > self.sheet.right[block.first] - 0.7

    def _share_opened(self) -> float:
        """Share of paragraphs under a headline that start with a lead or dateline; 0 if there are fewer than three."""
        opened = [opens(paragraph) for paragraph, run in zip(self.paragraphs, self.runs, strict=False) if run]
        return sum(opened) / len(opened) if len(opened) >= 3 else 0.0

    def _count_alike(self, k: int) -> int:
        """Number of other short headings within six paragraphs of paragraph k."""
        near = [j for j in range(max(1, k - 6), min(k + 7, len(self.paragraphs))) if j != k and len(self.runs[j]) == 1]
        return sum(len(self.runs[j][0].text) <= 10 and " " not in self.runs[j][0].text for j in near)

    def _weigh_cut(self, k: int) -> Cut:
        cues = self.cut_cues(k)
        weighed = {name: self.weights.get(name, 0.0) * size for name, size in cues.items()}
        return Cut(sum(weighed.values()), cues, max(weighed, key=weighed.__getitem__))

    def _measure_column(self, block: Block) -> float:
        """Median width of a paragraph's inner lines in em; 0 if it has none."""
        if not self.sheet.wrapped or len(block.lines) < 3:
            return 0.0
        return float(median(line.width for line in block.lines[1:-1]))

    def _is_end(self, k: int) -> bool:
        """Whether an article certainly ends before paragraph k."""
        return opens(self.paragraphs[k]) or ends(self.paragraphs[k - 1]) or parts(self.marks[k])

    def _cohesion_at(self, k: int) -> Cues:
        """Cohesion of the three paragraphs before k and the two from k on, none across a certain end."""
        start = max((end for end in self._ends if end < k), default=0)
        stop = min((end for end in self._ends if end > k), default=len(self.paragraphs))
        return self.cohesion_between(max(k - 3, start), k, min(k + 2, stop))

    def cohesion_between(self, start: int, k: int, stop: int) -> Cues:
        """Cohesion of paragraphs start to k with paragraphs k to stop."""
        return self._cohesion.between(start, k, stop)

    def whole_cohesion(self, start: int, k: int, stop: int) -> Cues:
        """Cohesion of the two articles that meet at k, where it can change the decision; else of those nearby."""
        if self.runs[k] or abs(self.cuts[k].score) > _SURE:
            cues = self.cuts[k].cues
            return {name: cues[name] for name in ("common words", "common characters")}
        return self.cohesion_between(max(start, k - _SIDE), k, min(stop, k + _SIDE))

    def cut_gain(self, start: int, k: int, stop: int) -> float:
        """What a doubtful cut at k gains if the words of the two whole bodies are compared, not only those nearby."""
        if self.runs[k] or abs(self.cuts[k].score) > _SURE:
            return 0.0
        key = (max(start, k - _SIDE), k, min(stop, k + _SIDE))
        if key not in self._cut_gains:
            cues = self.cuts[k].cues
            near = {name: cues[name] for name in ("common words", "common characters")}
            self._cut_gains[key] = self.weigh(self.whole_cohesion(*key)) - self.weigh(near)
        return self._cut_gains[key]
