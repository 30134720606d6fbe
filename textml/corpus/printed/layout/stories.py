"""Join the frames of a page to stories: which text stands under which headline, and which column continues which."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from textml.corpus.printed.layout.boxes import PageLines
from textml.corpus.printed.layout.costs import NEVER, cost_of_head, cost_of_text
from textml.corpus.printed.layout.frames import Frame
from textml.corpus.printed.layout.heads import Head, Kind
from textml.corpus.printed.layout.looks import see

# A text without headline and without a text before it, like log odds, by hand.
_ALONE = 6.0


@dataclass(slots=True)
class Story:
    """A headline with the columns that belong to it.

    Attributes
    ----------
    head : int
        Position of its headline; -1 for none.
    texts : list of int
        Positions of its text frames in reading order.
    """

    head: int
    texts: list[int]


def join_stories(
    frames: Sequence[Frame], kinds: Sequence[Kind], heads: Sequence[Head], page: PageLines, indents: set[int]
) -> list[Story]:
    """Join text frames to stories.

    Parameters
    ----------
    frames : sequence of Frame
        From top to bottom.
    kinds : sequence of str
        What each is.
    heads : sequence of Head
        From top to bottom.
    page : PageLines
        The lines they consist of.
    indents : set of int
        Lines that are indented.

    Returns
    -------
    list of Story
        Every text frame and every headline is in exactly one.

    Notes
    -----
    Each text frame follows a headline, another text frame, or nothing; a headline or frame is followed by one frame at
    most. Of all such choices the one of the least total cost is taken (Hungarian method).
    """
    texts = [n for n, kind in enumerate(kinds) if kind == "text"]
    if not texts:
        return [Story(h, []) for h in range(len(heads))]
    looks = see(frames, kinds, heads, page, indents)
    pairs = frozenset(map(str.__add__, "".join(page.texts), "".join(page.texts)[1:]))
    filled = [
        *page.pictures,
        *page.areas,
        *(frame.box for frame, kind in zip(frames, kinds, strict=True) if kind != "text"),
    ]
    n_heads = len(heads)
    costs = np.full((n_heads + 2 * len(texts), len(texts)), NEVER)
    for column, t in enumerate(texts):
        for h in range(len(heads)):
            costs[h, column] = cost_of_head(frames, heads, looks, h, t)
        for row, s in enumerate(texts):
            if s != t:
                costs[n_heads + row, column] = cost_of_text(frames, filled, looks, page, pairs, s, t)
        costs[n_heads + len(texts) + column, column] = _ALONE
    rows, columns = linear_sum_assignment(costs)
    before = {texts[column]: int(row) for row, column in zip(rows, columns, strict=True)}
    following = {row: t for t, row in before.items()}
    first = [before[t] for t in texts if before[t] >= n_heads + len(texts)]
    stories = [Story(h, _follow(h, following, texts, n_heads)) for h in range(n_heads)]
    stories += [Story(-1, _follow(row, following, texts, n_heads)) for row in first]
    return stories + _open_rings(stories, following, texts, n_heads)


def _open_rings(stories: Sequence[Story], following: dict[int, int], texts: Sequence[int], n_heads: int) -> list[Story]:
    """Texts that follow each other in a ring, as two may: each ring is a story that begins at its highest text."""
    told = {t for story in stories for t in story.texts}
    rings: list[Story] = []
    for t in texts:
        if t in told:
            continue
        ring = [t]
        while (after := following[n_heads + texts.index(ring[-1])]) != t:
            ring.append(after)
        told.update(ring)
        rings.append(Story(-1, ring))
    return rings


def _follow(row: int, following: dict[int, int], texts: Sequence[int], n_heads: int) -> list[int]:
    """Text frames that follow each other from a headline or a beginning on."""
    found = []
    position = {t: n for n, t in enumerate(texts)}
    while row in following:
        found.append(following[row])
        row = n_heads + position[found[-1]]
    return found
