"""Join the frames of a page to stories: which text stands under which headline, and which column continues which."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from scipy.optimize import linear_sum_assignment

from textml.corpus.printed.layout.blocks import Thing, find_blocks
from textml.corpus.printed.layout.boxes import PageLines
from textml.corpus.printed.layout.frames import Frame
from textml.corpus.printed.layout.heads import Head, Kind
from textml.corpus.printed.layout.links import weigh_links
from textml.corpus.printed.layout.looks import see
from textml.corpus.printed.layout.measures import Scene


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
    n_heads = len(heads)
    costs = weigh_links(build_scene(frames, kinds, heads, page, indents))
    rows, columns = linear_sum_assignment(costs)
    before = {texts[column]: int(row) for row, column in zip(rows, columns, strict=True)}
    following = {row: t for t, row in before.items()}
    first = [before[t] for t in texts if before[t] >= n_heads + len(texts)]
    stories = [Story(h, _follow(h, following, texts, n_heads)) for h in range(n_heads)]
    stories += [Story(-1, _follow(row, following, texts, n_heads)) for row in first]
    return stories + _open_rings(stories, following, texts, n_heads)


def build_scene(
    frames: Sequence[Frame], kinds: Sequence[Kind], heads: Sequence[Head], page: PageLines, indents: set[int]
) -> Scene:
    """See a page as it is looked at to join its text.

    Parameters
    ----------
    frames, kinds, heads, page, indents
        As in `join_stories`; at least one frame is running text.

    Returns
    -------
    Scene
    """
    texts = [n for n, kind in enumerate(kinds) if kind == "text"]
    looks = see(frames, kinds, heads, page, indents)
    others = (frame.box for frame, kind in zip(frames, kinds, strict=True) if kind != "text")
    filled = [*page.pictures, *page.areas, *others]
    return Scene(frames, texts, heads, looks, page, filled, _find_blocks(frames, kinds, heads, texts, page))


def _find_blocks(
    frames: Sequence[Frame], kinds: Sequence[Kind], heads: Sequence[Head], texts: Sequence[int], page: PageLines
) -> list[int]:
    """In which block of the page each headline stands, and then each text."""
    things = [Thing(head.box, True) for head in heads] + [Thing(frames[t].box, False) for t in texts]
    things += [Thing(area, True) for area in page.areas] + [Thing(box, False) for box in page.pictures]
    things += [Thing(frame.box, False) for frame, kind in zip(frames, kinds, strict=True) if kind == "caption"]
    size = median(frames[t].size for t in texts for _ in frames[t].lines)
    return find_blocks(things, page.rules, size)[: len(heads) + len(texts)]


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
