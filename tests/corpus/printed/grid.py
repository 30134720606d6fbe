"""Divide a page into the places of its stories, and columns into what pictures leave of them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from textml.corpus.geometry import Box


@dataclass
class Region:
    """The place of one story: its columns from left to right, which need not be of one height."""

    columns: list[Box]
    boxed: bool = False
    notch: bool = False
    part: bool = False
    taken: list[Box] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """The rectangle around it."""
        return around(self.columns)

    @property
    def area(self) -> float:
        """Square points of its columns."""
        return sum((c.right - c.left) * (c.bottom - c.top) for c in self.columns)


def around(boxes: Sequence[Box]) -> Box:
    """The rectangle around boxes."""
    return Box(
        min(b.left for b in boxes), min(b.top for b in boxes), max(b.right for b in boxes), max(b.bottom for b in boxes)
    )


def page_columns(area: Box, n_columns: int, gutter: float) -> list[Box]:
    """Equal columns of an area."""
    width = (area.right - area.left - gutter * (n_columns - 1)) / n_columns
    lefts = [area.left + n * (width + gutter) for n in range(n_columns)]
    return [Box(left, area.top, left + width, area.bottom) for left in lefts]


def divide(columns: list[Box], story_area: tuple[float, float], gap: float, rng: random.Random) -> list[Region]:
    """Cut a stack of columns in two, along a row or a gutter, until each part has room for one story."""
    height = columns[0].bottom - columns[0].top
    width = columns[0].right - columns[0].left
    wanted = rng.uniform(*story_area)
    area = height * width * len(columns)
    room_to_stack = height >= 2 * max(110.0, width * 0.8) + gap
    if area < 1.6 * wanted or (len(columns) == 1 and not room_to_stack):
        return [Region(columns)]
    flat = height < 0.9 * width * len(columns)
    if len(columns) > 1 and (not room_to_stack or rng.random() < (0.75 if flat else 0.3)):
        at = rng.randint(1, len(columns) - 1)
        return divide(columns[:at], story_area, gap, rng) + divide(columns[at:], story_area, gap, rng)
    least = max(110.0, width * 0.8)
    cut = columns[0].top + rng.uniform(least, height - gap - least)
    upper = [c._replace(bottom=cut) for c in columns]
    lower = [c._replace(top=cut + gap) for c in columns]
    return divide(upper, story_area, gap, rng) + divide(lower, story_area, gap, rng)


def notch(region: Region, gap: float, rng: random.Random) -> list[Region]:
    """Cut a place for a smaller story out of a corner, so that the rest is shaped like an L."""
    columns = region.columns
    height = columns[0].bottom - columns[0].top
    if len(columns) < 2 or height < 260:
        return [region]
    n = rng.randint(1, max(1, len(columns) // 2))
    low = rng.random() < 0.3
    cut = columns[0].top + height * (rng.uniform(0.5, 0.65) if low else rng.uniform(0.35, 0.55))
    # a story begins at its upper left corner: what is cut out there parts its headline from its text
    side = slice(0, n) if low and rng.random() < 0.25 else slice(len(columns) - n, None)
    inside = columns[side]
    if low:
        small, rest = [c._replace(top=cut + gap) for c in inside], [c._replace(bottom=cut) for c in inside]
    else:
        small, rest = [c._replace(bottom=cut) for c in inside], [c._replace(top=cut + gap) for c in inside]
    merged = [*columns]
    merged[side] = rest
    return [Region(merged, notch=True), Region(small)]


def open_slots(columns: Sequence[Box], taken: Sequence[Box], least_width: float, least_height: float) -> list[Box]:
    """What is left of columns beside what stands in them, in the order of reading."""
    slots: list[Box] = []
    for column in columns:
        inside = [t for t in taken if t.left < column.right - 1 and t.right > column.left + 1]
        cuts = sorted(
            {
                column.top,
                column.bottom,
                *(y for t in inside for y in (t.top, t.bottom) if column.top < y < column.bottom),
            }
        )
        pieces: list[Box] = []
        for top, bottom in pairwise(cuts):
            free = _widest_free(column, [t for t in inside if t.top < bottom - 0.1 and t.bottom > top + 0.1])
            if free is None or free[1] - free[0] < least_width:
                continue
            if pieces and pieces[-1].bottom == top and (pieces[-1].left, pieces[-1].right) == free:
                pieces[-1] = pieces[-1]._replace(bottom=bottom)
            else:
                pieces.append(Box(free[0], top, free[1], bottom))
        slots += [p for p in pieces if p.bottom - p.top >= least_height]
    return slots


def _widest_free(column: Box, taken: Sequence[Box]) -> tuple[float, float] | None:
    at, free = column.left, []
    for t in sorted(taken):
        if t.left > at:
            free.append((at, min(t.left, column.right)))
        at = max(at, t.right)
    if at < column.right:
        free.append((at, column.right))
    return max(free, key=lambda span: span[1] - span[0], default=None)
