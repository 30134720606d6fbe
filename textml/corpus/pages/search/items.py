"""Items of a page from its layout: who gets which marks, how sure each is, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from textml.corpus.pages.lines.blocks import Block
from textml.corpus.pages.search.confidence import NONE, UNRIVALLED, Margins
from textml.corpus.pages.search.evidence import Evidence
from textml.corpus.pages.search.fits import Place, Span
from textml.corpus.pages.search.scoring import Layout, Scorer


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the page: a headline, a run of paragraphs, or both.

    Attributes
    ----------
    headline : tuple of Block
        Its headline blocks; may be empty.
    body : tuple of Block
        Its paragraphs, headings and marks in page order; may be empty.
    confidence : float
        Chance that it is exactly one article with its own headline, in [0, 1].
    reason : str
        What decided, in a few English words.
    sure : bool
        Whether a person decided: its article has confidence 1.
    margins : Margins
        By how much it beats the next best choice, in log odds.
    """

    headline: tuple[Block, ...]
    body: tuple[Block, ...]
    confidence: float
    reason: str
    sure: bool = False
    margins: Margins = UNRIVALLED

    @property
    def blocks(self) -> list[Block]:
        """All of them in page order."""
        return sorted((*self.headline, *self.body), key=lambda block: block.first)


def read_headlines(evidence: Evidence) -> list[Item]:
    """Read the items of a part without paragraphs: every headline is one; the first takes the marks.

    Parameters
    ----------
    evidence : Evidence
        Of the part.

    Returns
    -------
    list of Item
        In page order.
    """
    run, marks = evidence.runs[0], tuple(evidence.marks[0])
    if not run:
        return [Item((), marks, 0.0, "only marks")] if marks else []
    starts = [j for j, score in enumerate(evidence.splits[0]) if j == 0 or score > 0]
    spans = pairwise([*starts, len(run)])
    return [Item(tuple(run[i:j]), () if i else marks, 0.0, "no body on the page") for i, j in spans]


def build_items(layout: Layout, scorer: Scorer, margins: dict[tuple[int, int], float]) -> list[Item]:
    """Build the items of the chosen layout.

    Parameters
    ----------
    layout : Layout
        The one that was chosen.
    scorer : Scorer
        With which it was found.
    margins : dict of (int, int) to float
        By how much it beats the same one with a cut (-1, k) or split (run, j) reversed, in log odds.

    Returns
    -------
    list of Item
        In page order; every block of the part is in exactly one of them.
    """
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
        start, *inside, end = (_margin_of_cut(evidence, margins, k) for k in range(body[0], body[1] + 1))
        fit = scorer.headline_margin(layout, headline, body) if headline else NONE
        split = _margin_of_splits(evidence, margins, headline) if headline else NONE
        own = Margins(start, end, min(inside, default=NONE), fit, split)
        found.append(Item(blocks, _in_order(contents[body]), 0.0, _reason(evidence, body, headline), margins=own))
    for headline in layout.headlines():
        if headline not in body_of:
            blocks = evidence.headline(headline).blocks
            own = Margins(split=_margin_of_splits(evidence, margins, headline))
            found.append(Item(blocks, _in_order(contents[headline]), 0.0, "headline without a body", margins=own))
    return sorted(found, key=first_line)


def first_line(item: Item) -> int:
    """Return the position of the first line of an item's text, or of what it has instead."""
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
        return NONE
    return margins.get((-1, k), abs(evidence.cuts[k].score - evidence.kept[k]))


def _margin_of_splits(evidence: Evidence, margins: dict[tuple[int, int], float], place: Place) -> float:
    """Smallest margin of the splits at the edges of a headline and of those not made inside it."""
    run, first, last = place
    splits = evidence.splits[run]
    edges = range(max(first, 1), min(last + 1, len(splits)))
    return min((margins.get((run, j), abs(splits[j])) for j in edges), default=NONE)


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
