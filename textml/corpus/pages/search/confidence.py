"""The chance that an item of a page is exactly one article with its own headline."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from textml.corpus.pages.lines.fitted import read_table, weigh
from textml.corpus.pages.search.cues import Cues, ends, find_cues, opens
from textml.corpus.pages.search.print_cues import find_story

if TYPE_CHECKING:
    from textml.corpus.pages.lines.blocks import Block
    from textml.corpus.pages.search.items import Item

#: Margins count up to each of these, in log odds, so that the chance grows ever more slowly with them. By hand: the
#: fit on invented pages finds nothing above the last.
STEPS = (1.0, 3.0, 8.0)
#: Before the names of all cues of a page with its geometry: its margins hold more than those of a dump.
PRINTED = "printed "
# Bounds of short and long texts in characters, and of many paragraphs, by hand.
_SHORT, _BRIEF, _LONG = 60, 150, 900
_MANY = 10
# A margin where nothing competes: the beginning and the end of a page.
NONE = 9.0


class Margins(NamedTuple):
    """By how much an item beats the next best choice, in log odds.

    Attributes
    ----------
    start, end : float
        Of the cut at its beginning and of that at its end.
    inside : float
        Smallest margin of the places inside it where no cut was made.
    headline : float
        Of its headline against the next best text, or against none.
    split : float
        Smallest margin at the edges of its headline and inside it.
    """

    start: float = NONE
    end: float = NONE
    inside: float = NONE
    headline: float = NONE
    split: float = NONE


#: Of an item that nothing competes with.
UNRIVALLED = Margins()


def rate_items(items: Sequence["Item"], weights: Mapping[str, float] | None = None) -> list["Item"]:
    """Give the items of a page their confidence.

    Parameters
    ----------
    items : sequence of Item
        All items of the page, in page order.
    weights : mapping of str to float, optional
        Of the cues; those of confidence.toml by default.

    Returns
    -------
    list of Item
        The same with `Item.confidence`: the chance, in [0, 1], that each is exactly one article with its own headline.
    """
    known = read_table("confidence") if weights is None else weights
    return [
        replace(item, confidence=find_chance(cues, known))
        for item, cues in zip(items, find_item_cues(items), strict=True)
    ]


def find_chance(cues: Cues, weights: Mapping[str, float]) -> float:
    """Turn cues into a chance.

    Examples
    --------
    >>> find_chance({"start up to 3": 2.0}, {"start up to 3": 0.5})
    0.7310585786300049
    """
    score = weigh(cues, weights)
    return 1 / (1 + math.exp(-min(max(score, -30.0), 30.0)))


def find_item_cues(items: Sequence["Item"]) -> list[Cues]:
    """Find what speaks for and against each item of a page.

    Parameters
    ----------
    items : sequence of Item
        All items of the page, in page order.

    Returns
    -------
    list of dict of str to float
        One for each item: names and sizes of its cues. The names start with ``printed`` if the page has its geometry.
    """
    pieces = Counter(piece for item in items for piece in _pieces(item.body))
    page = _page_cues(items)
    places = [_place(items, n) for n in range(len(items))]
    opened = [opens(item.body[0]) for item in items if item.headline and item.body]
    custom = sum(opened) / max(len(opened), 1)
    weakest = [min(item.margins) for item in items]
    found = []
    for n, item in enumerate(items):
        near = [weakest[k] for k in (n - 1, n + 1) if 0 <= k < len(items)]
        cues = _margin_cues(item.margins, min(near, default=NONE)) | _text_cues(item) | page
        cues |= _custom_cues(item, places[n], places, custom)
        printed = any(line.printed is not None for block in item.blocks for line in block.lines)
        if printed:
            cues |= _print_cues(item, pieces)
        found.append({PRINTED * printed + name: size for name, size in cues.items()})
    return found


def _margin_cues(margins: Margins, near: float) -> Cues:
    """Margins, each in steps; whatever the weights of the steps, a chance does not fall when a margin grows."""
    cues = {"always": 1.0}
    for name, margin in (*margins._asdict().items(), ("weakest", min(margins)), ("near", near)):
        low = 0.0
        for step in STEPS:
            cues[f"{name} up to {step:.0f}"] = min(max(margin, low), step) - low
            low = step
    return cues


def _text_cues(item: "Item") -> Cues:
    texts = [block for block in item.body if block.kind == "paragraph"]
    size = sum(len(block.text) for block in texts)
    cues = find_cues(
        no_headline=not item.headline,
        no_text=not texts,
        short=size < _SHORT,
        brief=_SHORT <= size < _BRIEF,
        long=size >= _LONG,
        one_paragraph=len(texts) == 1,
        many_paragraphs=max(len(texts) - _MANY, 0) / _MANY if len(texts) < 3 * _MANY else 2.0,
        headings_inside=sum(block.kind == "headline" for block in item.body) > 0,
        signed=any(block.marks.signature is not None for block in item.body),
        credit=any(block.marks.signature is not None and block.marks.signature.credit for block in item.body),
        headline_of_many_blocks=len(item.headline) > 2,
        short_headline=bool(item.headline) and sum(len(block.text) for block in item.headline) < 6,
    )
    if texts:
        told: set[str] = set().union(*(block.bigrams for block in texts))
        named: set[str] = set().union(*(block.bigrams for block in item.headline))
        cues |= find_cues(
            open_end=1 - texts[-1].marks.finish,
            open_inside=sum(before.marks.finish < 0.5 for before in texts[:-1]) > 0,
            starts_with_lead=opens(texts[0]),
            lead_inside=any(map(opens, texts[1:])),
            ends_with_mark=ends(texts[-1]),
            shared_words=len(named & told) / len(named) if named else 0.0,
            no_shared_words=bool(named) and not named & told,
        )
    return cues


def _page_cues(items: Sequence["Item"]) -> Cues:
    """How much of a page found no headline or no text: where one is amiss, others are."""
    headed = sum(bool(item.headline) for item in items)
    told = [item for item in items if any(block.kind == "paragraph" for block in item.body)]
    alone = sum(not item.headline for item in told)
    ranked = sorted(min(item.margins) for item in items)
    return find_cues(
        page_without_headlines=alone / max(len(told), 1),
        page_without_texts=(headed - len(told) + alone) / max(len(items), 1),
        page_unsure=sum(margin < 1 for margin in ranked) / max(len(ranked), 1),
    )


def _place(items: Sequence["Item"], n: int) -> str:
    """Where the headline of an item stands; empty if it has none, or no text."""
    item = items[n]
    if not (item.headline and item.body):
        return ""
    first, last = item.body[0].first, item.body[-1].last
    if item.headline[0].first < first:
        touched = n == 0 or not any(item.headline[-1].last < block.first < first for block in items[n - 1].body)
        return "before" if touched else "above"
    touched = n + 1 == len(items) or not any(last < b.first < item.headline[0].first for b in items[n + 1].body)
    return "behind" if touched else "below"


def _custom_cues(item: "Item", place: str, places: Sequence[str], custom: float) -> Cues:
    """Whether an item is made as the others of its page are."""
    headed = [other for other in places if other]
    cues = {f"headline {place}": 1.0, "usual place": headed.count(place) / len(headed)} if place else {}
    plain = bool(item.body) and not opens(item.body[0])
    return cues | find_cues(
        no_lead_against_custom=plain * max(custom - 0.5, 0.0), lead_against_custom=(not plain) * max(0.5 - custom, 0.0)
    )


def _print_cues(item: "Item", pieces: Counter[int]) -> Cues:
    """Whether an item looks like one piece on the page."""
    own, heads = _pieces(item.body), _pieces(item.headline)
    return find_cues(
        many_pieces=len(own) > 1,
        piece_of_others=any(pieces[piece] > 1 for piece in own),
        headline_of_other_piece=bool(own and heads) and not own & heads,
        frames=any(
            before.lines[-1].printed is not None
            and after.lines[0].printed is not None
            and before.lines[-1].printed.frame > after.lines[0].printed.frame
            for before, after in pairwise(item.body)
        ),
    )


def _pieces(blocks: Sequence["Block"]) -> set[int]:
    """Pieces of the page that blocks look part of."""
    return {piece for block in blocks if block.kind != "mark" and (piece := find_story(block)) is not None}
