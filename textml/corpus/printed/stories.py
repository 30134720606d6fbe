"""Join the frames of a page to stories: which text stands under which headline, and which column continues which."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from textml.corpus.geometry import Box
from textml.corpus.pages.lines.marks import read_marks
from textml.corpus.pages.lines.sheet import fold
from textml.corpus.printed.frames import Frame, PageLines, across, cells, down, overlap
from textml.corpus.printed.heads import Head, Kind

# What a text frame may follow, in costs like log odds, by hand: they follow what a person looks at, not any page.
_NEVER = 1e3
# A text without headline and without a text before it.
_ALONE = 6.0
# A headline without a text.
_WANTED = 2.5
# Two characters that run on from one column to the next and stand next to each other elsewhere on the page.
_KNOWN = 1.0
# A lead or dateline in the middle of a story.
_OPENS = 3.0
# Text that begins at most this many sizes below a headline stands under it and no other.
_OWN_HEAD = 5.0
# A headline stands at most this many sizes beside its text.
_BESIDE = 5.0
_SENTENCE_ENDS = frozenset("。！？!?…”’）)】》:：;；")


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


@dataclass(slots=True)
class _Look:
    """What a person sees of a text frame before reading on.

    Attributes
    ----------
    indented : bool or None
        Its first line is indented; None on a page without indents.
    finished : bool
        Its last line ends a sentence.
    short : bool
        Its last line does not fill the measure.
    region : int
        The headline next above it; -1 for none.
    direct : bool
        Nothing but pictures and captions stands between it and that headline.
    above : int
        The text frame next above it; -1 for none.
    opens : bool
        It starts with a lead or dateline.
    first, last : str
        Its first and last character.
    top : float
        Where its column begins: at the pictures and captions that stand right above it.
    """

    indented: bool | None
    finished: bool
    short: bool
    region: int = -1
    direct: bool = False
    above: int = -1
    opens: bool = False
    first: str = ""
    last: str = ""
    top: float = 0.0


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
    looks = {n: _look(frames[n], page, indents) for n in texts}
    _find_tops(frames, kinds, page, looks)
    _find_regions(frames, heads, looks)
    _find_sides(frames, heads, looks)
    _widen_regions(frames, heads, looks)
    pairs = frozenset(map(str.__add__, "".join(page.texts), "".join(page.texts)[1:]))
    filled = [
        *page.pictures,
        *page.areas,
        *(frame.box for frame, kind in zip(frames, kinds, strict=True) if kind != "text"),
    ]
    n_heads = len(heads)
    costs = np.full((n_heads + 2 * len(texts), len(texts)), _NEVER)
    for column, t in enumerate(texts):
        for h in range(len(heads)):
            costs[h, column] = _cost_of_head(frames, heads, looks, h, t)
        for row, s in enumerate(texts):
            if s != t:
                costs[n_heads + row, column] = _cost_of_text(frames, filled, looks, page, pairs, s, t)
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


def _look(frame: Frame, page: PageLines, indents: set[int]) -> _Look:
    opening = "".join(page.texts[number] for number in frame.lines[:3])
    last = page.texts[frame.lines[-1]].rstrip()
    end = page.lines[frame.lines[-1]].box
    short = frame.box.bottom - end.bottom if frame.vertical else frame.box.right - end.right
    return _Look(
        frame.lines[0] in indents if indents else None,
        not last or last[-1] in _SENTENCE_ENDS,
        short > 1.7 * frame.size,
        opens=read_marks(fold(opening)).opens,
        first=opening[:1],
        last=last[-1:],
    )


def _find_tops(frames: Sequence[Frame], kinds: Sequence[Kind], page: PageLines, looks: dict[int, _Look]) -> None:
    """Find where the column of each text frame begins."""
    captions = [frame.box for frame, kind in zip(frames, kinds, strict=True) if kind == "caption"]
    stacked = sorted([*page.pictures, *captions], key=lambda box: -box.bottom)
    for t, look in looks.items():
        frame = frames[t]
        look.top = frame.box.top
        for box in stacked:
            shared = overlap(across(box), across(frame.box))
            if shared > 0.5 * (frame.box.right - frame.box.left) and -1 < look.top - box.bottom < 3.5 * frame.size:
                look.top = box.top


def _find_regions(frames: Sequence[Frame], heads: Sequence[Head], looks: dict[int, _Look]) -> None:
    """Find the headline and the text next above every text frame."""
    events: list[tuple[float, int, int]] = [(head.box.top, 0, h) for h, head in enumerate(heads)]
    events += [(frames[t].box.top, 1, t) for t in looks]
    # what stands in a box is nothing to the text around it
    head_of: dict[tuple[int, int], int] = {}
    text_of: dict[tuple[int, int], int] = {}
    for _, kind, n in sorted(events):
        if kind == 0:
            area = frames[heads[n].frames[0]].area
            for below in cells(*heads[n].span):
                head_of[area, below] = n
                text_of.pop((area, below), None)
            continue
        area = frames[n].area
        touched = [(area, cell) for cell in cells(*across(frames[n].box))]
        look = looks[n]
        seen = Counter(head_of.get(cell, -1) for cell in touched)
        look.region = max(seen, key=lambda h: (seen[h], h))
        over = Counter(text_of[cell] for cell in touched if cell in text_of)
        look.above = max(over, key=lambda t: (over[t], t)) if over else -1
        if 2 * over.total() < len(touched):
            look.above = -1
        look.direct = look.region >= 0 and look.above < 0
        text_of |= dict.fromkeys(touched, n)


def _find_sides(frames: Sequence[Frame], heads: Sequence[Head], looks: dict[int, _Look]) -> None:
    """Give a headline that stands upright the text beside it that has no headline of its own."""
    for h, head in enumerate(heads):
        if not frames[head.frames[0]].vertical:
            continue
        for t, look in looks.items():
            frame = frames[t]
            if look.direct and look.top - heads[look.region].box.bottom < _OWN_HEAD * frame.size:
                continue
            apart = -overlap(across(head.box), across(frame.box))
            height = min(head.box.bottom - head.box.top, frame.box.bottom - frame.box.top)
            if apart < _BESIDE * frame.size and overlap(down(head.box), down(frame.box)) > 0.5 * height:
                look.region, look.direct, look.above = h, True, -1
                head.span = min(head.span[0], frame.box.left), max(head.span[1], frame.box.right)


def _widen_regions(frames: Sequence[Frame], heads: Sequence[Head], looks: dict[int, _Look]) -> None:
    """Give a headline the columns beside its own that begin at their height and have no headline themselves."""
    order = sorted(looks, key=lambda t: (frames[t].box.left, frames[t].box.top))
    for numbers, rising in ((order, True), (order[::-1], False)):
        for n, t in enumerate(numbers):
            look, frame = looks[t], frames[t]
            if look.direct and look.top - heads[look.region].box.bottom < _OWN_HEAD * frame.size:
                continue
            for s in reversed(numbers[max(n - 12, 0) : n]):
                other = frames[s]
                if not looks[s].direct or other.area != frame.area:
                    continue
                head = heads[looks[s].region]
                apart = -overlap(across(other.box), across(frame.box))
                # a column on the right may rise beside its headline
                level = abs(looks[s].top - look.top) < 1.2 * frame.size
                if rising and abs(head.box.top - look.top) < 1.2 * frame.size:
                    level |= not _runs_under(frames, heads, looks, t)
                if level and -frame.size < apart < 4 * frame.size:
                    look.region, look.direct, look.above = looks[s].region, True, -1
                    head.span = min(head.span[0], frame.box.left), max(head.span[1], frame.box.right)
                    break


def _runs_under(frames: Sequence[Frame], heads: Sequence[Head], looks: dict[int, _Look], t: int) -> bool:
    """Whether the sentence of a column runs on below a headline right of it."""
    frame = frames[t]
    for h, head in enumerate(heads):
        apart = head.span[0] - frame.box.right
        if -frame.size < apart < _BESIDE * frame.size and abs(head.box.top - frame.box.top) < 1.2 * frame.size:
            under = [s for s, look in looks.items() if look.region == h and look.direct]
            first = min(under, key=lambda s: frames[s].box.left, default=t)
            if looks[first].indented is False and not looks[t].finished:
                return True
    return False


def _cost_of_head(frames: Sequence[Frame], heads: Sequence[Head], looks: dict[int, _Look], h: int, t: int) -> float:
    """What it costs that a text frame is the first of a headline."""
    head, frame, look = heads[h], frames[t], looks[t]
    # a headline wants a text
    cost = (2.5 if look.indented is False else 0.0) - _WANTED
    if frames[head.frames[0]].area != frame.area:
        cost += 4.0
    size = frame.size
    if look.region == h and look.direct:
        gap = look.top - head.box.bottom
        return (
            cost
            + 0.08 * max(gap / size - 4, 0)
            + 0.6 * max(frame.box.left - head.span[0], 0) / (frame.box.right - frame.box.left)
        )
    beside = overlap(down(head.box), down(frame.box))
    apart = -overlap(across(head.box), across(frame.box))
    if (
        beside > 0.5 * min(head.box.bottom - head.box.top, frame.box.bottom - frame.box.top)
        and -size < apart < 5 * size
    ):
        # a headline at the side of its text
        right = head.box.left > frame.box.left
        return cost + 1.5 + (0.5 if right else 0.0) + 0.05 * abs(frame.box.top - head.box.top) / size
    under = head.box.top - frame.box.bottom
    if overlap(head.span, across(frame.box)) > 0 and -size < under < 4 * size:
        return cost + 4.5
    return _NEVER


def _cost_of_text(
    frames: Sequence[Frame],
    filled: Sequence[Box],
    looks: dict[int, _Look],
    page: PageLines,
    pairs: frozenset[str],
    s: int,
    t: int,
) -> float:
    """What it costs that a text frame continues another."""
    one, other, before, after = frames[s], frames[t], looks[s], looks[t]
    size = max(one.size, other.size)
    if other.box.left >= one.box.right - size:
        cost = _cost_of_next_column(frames, page, s, t, before.region == after.region and after.direct)
    elif overlap(across(one.box), across(other.box)) > 0 and other.box.top > one.box.bottom - size:
        cost = 0.2 + 0.4 * min(max(_blank(one.box, other.box, filled) / size - 3.0, 0.0), 8.0)
        if after.above not in (s, -1):
            cost += 3.0
        if after.direct and after.region != before.region:
            cost += 4.0
    elif other.box.right <= one.box.left + size and other.box.top > one.box.bottom - size:
        # back to the left below: a story in two tiers
        cost = 4.0 + 0.02 * (other.box.top - one.box.bottom) / size
        if before.region != after.region:
            cost += 3.0
    else:
        return _NEVER
    if one.area != other.area:
        cost += 5.0
    if abs(one.size - other.size) > 0.04 * size:
        cost += 3.0
    elif one.font != other.font:
        cost += 1.5
    measures = one.box.right - one.box.left, other.box.right - other.box.left
    if min(len(one.lines), len(other.lines)) > 2 and abs(measures[0] - measures[1]) > 1.6 * size:
        cost += 1.0
    if before.region == after.region:
        cost -= 2.0
    elif after.direct:
        cost += 2.0
    elif after.top < before.top - 2 * size:
        # it begins beside the headline, not beside the text
        cost += 1.5
    return cost + _cost_of_sentence(before, after, pairs) + _OPENS * after.opens


def _blank(upper: Box, lower: Box, filled: Sequence[Box]) -> float:
    """Height of the gap between two boxes, less the pictures and headlines that stand in it."""
    gap = (upper.bottom, lower.top)
    left, right = max(upper.left, lower.left), min(upper.right, lower.right)
    inside = [max(overlap(down(box), gap), 0.0) for box in filled if overlap(across(box), (left, right)) > 0]
    return gap[1] - gap[0] - sum(inside)


def _cost_of_sentence(before: _Look, after: _Look, pairs: frozenset[str]) -> float:
    """A sentence runs on into a line that is not indented; a paragraph ends before one that is."""
    if not before.finished:
        known = before.last + after.first in pairs
        return 3.0 if after.indented else -3.0 - _KNOWN * known
    if after.indented is None:
        return 0.0 if before.short else -0.5
    if not after.indented:
        return 2.5 if before.short else -0.5
    return 0.0 if before.short else 0.5


def _cost_of_next_column(frames: Sequence[Frame], page: PageLines, s: int, t: int, level: bool) -> float:
    """What it costs to read on in another column; level is the first of a column below the same headline."""
    one, other = frames[s], frames[t]
    size = max(one.size, other.size)
    gap = other.box.left - one.box.right
    cost = 0.5 + max(gap / size - 3.0, 0.0) * 0.12
    shared = overlap(down(one.box), down(other.box))
    if shared < 0:
        # the next column begins below the end of this one, or ends above its beginning
        cost += 1.5 if level else 3.0 if other.box.top > one.box.bottom else 6.0
        cost -= 0.0 if level else 0.05 * shared / size
    if abs(other.box.top - one.box.top) > 0.7 * size:
        cost += 0.5
    for rule in page.rules:
        upright = rule.bottom - rule.top > 3 * (rule.right - rule.left)
        if upright and one.box.right - size < rule.left < other.box.left + size:
            hit = overlap(down(rule), (max(one.box.top, other.box.top), min(one.box.bottom, other.box.bottom)))
            if hit > 2 * size:
                cost += 2.5
                break
    return cost
