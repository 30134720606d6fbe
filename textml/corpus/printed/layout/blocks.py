"""Divide a page along the gaps that run through it, as a person sees which stories stand apart."""

from collections.abc import Sequence
from typing import NamedTuple

from textml.corpus.geometry import Box
from textml.corpus.printed.layout.boxes import across, down, overlap

# A gap that parts stories is wider than this, in sizes of running text; lines of text stand half a size apart.
_GAP = 0.9
# What begins within this distance of the upper edge of a part stands at its top, in sizes.
_AT_TOP = 1.6
# A rule parts what it runs through for this share.
_THROUGH = 0.8
# Parts within parts: no page needs more.
_DEEPEST = 24


class Thing(NamedTuple):
    """Something that stands on a page.

    Attributes
    ----------
    box : Box
    opens : bool
        A story may begin with it: a headline, or a box around a story.
    """

    box: Box
    opens: bool


def find_blocks(things: Sequence[Thing], rules: Sequence[Box], size: float) -> list[int]:
    """Divide a page along straight gaps behind which a story begins, rows before columns.

    Parameters
    ----------
    things : sequence of Thing
    rules : sequence of Box
        Drawn lines; a gap with one in it parts what it runs through, whatever is behind it.
    size : float
        Size of running text, in points.

    Returns
    -------
    list of int
        Number of the block in which each thing stands.
    """
    found = [0] * len(things)
    blocks: list[list[int]] = []
    waiting = [(list(range(len(things))), 0)] if things else []
    while waiting:
        block, depth = waiting.pop()
        parts = [block]
        for rows in (True, False):
            if len(parts) == 1 and depth < _DEEPEST:
                parts = _cut(block, things, rules, size, rows)
        if len(parts) == 1:
            blocks.append(block)
        waiting += [(part, depth + 1) for part in parts if len(parts) > 1]
    for number, block in enumerate(blocks):
        for n in block:
            found[n] = number
    return found


def _cut(
    block: Sequence[int], things: Sequence[Thing], rules: Sequence[Box], size: float, rows: bool
) -> list[list[int]]:
    """Part a block where a straight gap runs through it behind which a story begins."""
    along, other = (down, across) if rows else (across, down)
    order = sorted(block, key=lambda n: along(things[n].box))
    side = min(other(things[n].box)[0] for n in block), max(other(things[n].box)[1] for n in block)
    parts: list[list[int]] = []
    reach = float("-inf")
    for n in order:
        start, end = along(things[n].box)
        if not parts or start > reach + (_GAP if rows else 0.3) * size:
            parts.append([n])
        else:
            parts[-1].append(n)
        reach = max(reach, end)
    joined: list[list[int]] = []
    for part in parts:
        gap = (max(along(things[n].box)[1] for n in joined[-1]), along(things[part[0]].box)[0]) if joined else None
        opens = _opens(part, things, size, rows) and (rows or not joined or _opens(joined[-1], things, size, rows))
        if gap is None or opens or _has_rule(gap, side, rules, rows):
            joined.append(part)
        else:
            joined[-1] = [*joined[-1], *part]
    return joined


def _opens(part: Sequence[int], things: Sequence[Thing], size: float, rows: bool) -> bool:
    """Whether a story begins at the top of a part; of columns everything at their top begins one."""
    top = min(things[n].box.top for n in part)
    first = [things[n].opens for n in part if things[n].box.top < top + _AT_TOP * size]
    return any(first) if rows else all(first)


def _has_rule(gap: tuple[float, float], side: tuple[float, float], rules: Sequence[Box], rows: bool) -> bool:
    """Whether a rule stands in a gap and runs through most of it."""
    for rule in rules:
        along, other = (down(rule), across(rule)) if rows else (across(rule), down(rule))
        if gap[0] - 1 < along[0] and along[1] < gap[1] + 1 and overlap(other, side) > _THROUGH * (side[1] - side[0]):
            return rows
    return False
