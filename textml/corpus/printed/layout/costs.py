"""Say what it costs that a text frame follows a headline or another text frame."""

from collections.abc import Sequence

from textml.corpus.geometry import Box
from textml.corpus.printed.layout.boxes import PageLines, across, down, overlap
from textml.corpus.printed.layout.frames import Frame
from textml.corpus.printed.layout.heads import Head
from textml.corpus.printed.layout.looks import BESIDE, Look

# Costs are like log odds, set by hand: they follow what a person looks at, not any page.
NEVER = 1e3
# A headline without a text.
_WANTED = 2.5
# Two characters that run on from one column to the next and stand next to each other elsewhere on the page.
_KNOWN = 1.0
# A lead or dateline in the middle of a story.
_OPENS = 3.0


def cost_of_head(frames: Sequence[Frame], heads: Sequence[Head], looks: dict[int, Look], h: int, t: int) -> float:
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
        and -size < apart < BESIDE * size
    ):
        # a headline at the side of its text
        right = head.box.left > frame.box.left
        return cost + 1.5 + (0.5 if right else 0.0) + 0.05 * abs(frame.box.top - head.box.top) / size
    under = head.box.top - frame.box.bottom
    if overlap(head.span, across(frame.box)) > 0 and -size < under < 4 * size:
        return cost + 4.5
    return NEVER


def cost_of_text(
    frames: Sequence[Frame],
    filled: Sequence[Box],
    looks: dict[int, Look],
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
        return NEVER
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
    if after.above not in (s, -1) and other.box.top - frames[after.above].box.bottom < 3 * size:
        # the text right above it is closer
        cost += 2.0
    return cost + _cost_of_sentence(before, after, pairs) + _OPENS * after.opens


def _blank(upper: Box, lower: Box, filled: Sequence[Box]) -> float:
    """Height of the gap between two boxes, less the pictures and headlines that stand in it."""
    gap = (upper.bottom, lower.top)
    left, right = max(upper.left, lower.left), min(upper.right, lower.right)
    inside = [max(overlap(down(box), gap), 0.0) for box in filled if overlap(across(box), (left, right)) > 0]
    return gap[1] - gap[0] - sum(inside)


def _cost_of_sentence(before: Look, after: Look, pairs: frozenset[str]) -> float:
    """A sentence runs on into a line that is not indented; a paragraph ends before one that is."""
    if not before.finished:
        known = before.last + after.first in pairs
        return 3.5 if after.indented else -3.5 - _KNOWN * known
    if after.indented is None:
        return 0.0 if before.short else -0.5
    if not after.indented:
        return 5.0 if before.short else 0.0
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
        cost += 1.5 if level else 3.0
        cost -= 0.0 if level else 0.01 * shared / size
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
