"""Put the lines of a printed page into the order in which a person reads them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from textml.corpus.geometry import Box, Geometry, PrintedLine
from textml.corpus.printed.layout.boxes import PageLines, across, down, hold, overlap, surround
from textml.corpus.printed.layout.folios import find_folios
from textml.corpus.printed.layout.frames import Frame, find_frames, find_indents
from textml.corpus.printed.layout.heads import Kind, find_heads, tell_kinds
from textml.corpus.printed.layout.stories import join_stories

#: Lines of a page that are put into order: newspaper pages have some hundred; prices of shares are read row by row.
MOST_ORDERED = 2_000
_INDENT = "\u3000\u3000"


@dataclass(slots=True)
class _Group:
    """Frames that are read one after the other, the box around them, and captions that stand in it."""

    frames: list[int]
    box: Box
    captions: list[int] = field(default_factory=list)


def arrange(
    lines: Sequence[tuple[str, PrintedLine]],
    width: float,
    height: float,
    rules: Sequence[Box] = (),
    areas: Sequence[Box] = (),
    pictures: Sequence[Box] = (),
) -> tuple[str, Geometry]:
    """Put printed lines into reading order.

    Parameters
    ----------
    lines : sequence of (str, PrintedLine)
        In any order; the result does not depend on it. Blank ones are left out. More than `MOST_ORDERED` are read from
        top to bottom, whatever columns there are.
    width, height : float
        Of the page, in points.
    rules, areas, pictures : sequence of Box
        As in `Geometry`.

    Returns
    -------
    text : str
        One line for each printed line; two full-width spaces stand before one that is indented in its column.
    geometry : Geometry
        With one `PrintedLine` for each line of the text, its frame set.
    """
    kept = sort_lines(lines)
    drawn = (tuple(sorted(rules)), tuple(sorted(areas)), tuple(sorted(pictures)))
    if not kept or len(kept) > MOST_ORDERED:
        # what belongs together is found by looking at lines two by two: more are left as they stand
        return "\n".join(text for text, _ in kept), Geometry(width, height, tuple(line for _, line in kept), *drawn)
    page = read_lines(kept, width, height, *drawn)
    frames = find_frames(page)
    kinds = tell_kinds(frames, page)
    groups, indents = _order_groups(frames, kinds, page)
    texts, printed, number = [], [], 0
    for story, group in enumerate(groups):
        for n in group:
            for at in frames[n].lines:
                texts.append((_INDENT if at in indents else "") + page.texts[at])
                printed.append(replace(page.lines[at], frame=number, kind=kinds[n], story=story))
            number += 1
    return "\n".join(texts), Geometry(width, height, tuple(printed), *drawn)


def sort_lines(lines: Sequence[tuple[str, PrintedLine]]) -> list[tuple[str, PrintedLine]]:
    """Lines that are not blank from top to bottom, in an order that only their places and texts decide.

    Parameters
    ----------
    lines : sequence of (str, PrintedLine)

    Returns
    -------
    list of (str, PrintedLine)
    """
    return sorted(
        ((text.strip(), line) for text, line in lines if text.strip()),
        key=lambda item: (item[1].box.top, item[1].box.left, item[1].box.right, item[0]),
    )


def read_lines(
    kept: Sequence[tuple[str, PrintedLine]],
    width: float,
    height: float,
    rules: tuple[Box, ...],
    areas: tuple[Box, ...],
    pictures: tuple[Box, ...],
) -> PageLines:
    """Tell areas that hold text from those that are only grey, and find the lines they hold and those of the folio.

    Parameters
    ----------
    kept : sequence of (str, PrintedLine)
        From `sort_lines`.
    width, height, rules, areas, pictures
        As in `arrange`.

    Returns
    -------
    PageLines
    """
    printed = [line for _, line in kept]
    full = set(hold(printed, areas, width, height))
    holding = tuple(area for n, area in enumerate(areas) if n in full)
    # a tint below half the page is no picture
    grey = [
        area
        for n, area in enumerate(areas)
        if n not in full and min(area.right - area.left, area.bottom - area.top) > 20 and not _is_ground(area, printed)
    ]
    page = PageLines(
        [text for text, _ in kept],
        printed,
        width,
        height,
        rules,
        holding,
        (*pictures, *grey),
        hold(printed, holding, width, height),
    )
    page.folios = find_folios(page)
    return page


def _is_ground(area: Box, lines: Sequence[PrintedLine]) -> bool:
    """Whether text is printed on an area."""
    for line in lines:
        x, y = (line.box.left + line.box.right) / 2, (line.box.top + line.box.bottom) / 2
        if area.left < x < area.right and area.top < y < area.bottom:
            return True
    return False


def _order_groups(frames: Sequence[Frame], kinds: list[Kind], page: PageLines) -> tuple[list[list[int]], set[int]]:
    """Order the frames of a page, those that look like one piece together; say which lines are indented."""
    heads = find_heads(frames, kinds, page)
    texts = [frame for frame, kind in zip(frames, kinds, strict=True) if kind == "text"]
    indents = find_indents(texts, page)
    groups = []
    for story in join_stories(frames, kinds, heads, page, indents):
        numbers = _order_head(heads[story.head].frames, frames) if story.head >= 0 else []
        numbers += story.texts
        groups.append(_Group(numbers, surround(frames[n].box for n in numbers)))
    captions = [n for n, kind in enumerate(kinds) if kind == "caption"]
    groups += [_Group([n], frames[n].box) for n in _give_captions(captions, groups, frames)]
    folios = _order_rows([n for n, kind in enumerate(kinds) if kind == "folio"], frames)
    top = [n for n in folios if frames[n].box.top < page.height / 2]
    bottom = [n for n in folios if frames[n].box.top >= page.height / 2]
    body = [[group.frames, *([n] for n in group.captions)] for group in sort_boxes(groups)]
    return [part for part in (top, *(part for parts in body for part in parts), bottom) if part], indents


def _order_head(numbers: Sequence[int], frames: Sequence[Frame]) -> list[int]:
    """Lines of a headline from top to bottom; those that stand upright from right to left."""
    upright = [n for n in numbers if frames[n].vertical]
    flat = [n for n in numbers if not frames[n].vertical]
    return [*sorted(upright, key=lambda n: -frames[n].box.right), *_order_rows(flat, frames)]


def _order_rows(numbers: Sequence[int], frames: Sequence[Frame]) -> list[int]:
    return sorted(numbers, key=lambda n: (frames[n].box.top, frames[n].box.left))


def _give_captions(captions: Sequence[int], groups: list[_Group], frames: Sequence[Frame]) -> list[int]:
    """Put captions behind the story in whose box they stand; return those that stand in none."""
    loose = []
    for n in captions:
        box = frames[n].box
        holding = [
            group
            for group in groups
            if len(group.frames) > 1
            and overlap(across(group.box), across(box)) > 0.8 * (box.right - box.left)
            and overlap(down(group.box), down(box)) > 0
        ]
        if holding:
            smallest = min(holding, key=lambda g: (g.box.right - g.box.left) * (g.box.bottom - g.box.top))
            smallest.captions.append(n)
        else:
            loose.append(n)
    return loose


def sort_boxes(groups: Sequence[_Group]) -> list[_Group]:
    """Sort groups as a person reads them: by gaps through the whole page, rows before columns."""
    if len(groups) < 2:
        return list(groups)
    for rows in (True, False):
        parts = _cut(groups, rows)
        if len(parts) > 1:
            return [group for part in parts for group in sort_boxes(part)]
    return sorted(groups, key=lambda group: (group.box.top, group.box.left))


def _cut(groups: Sequence[_Group], rows: bool) -> list[list[_Group]]:
    """Part groups where a straight gap runs between them."""
    edges = down if rows else across
    parts: list[list[_Group]] = []
    reach = float("-inf")
    for group in sorted(groups, key=lambda group: edges(group.box)):
        start, end = edges(group.box)
        # print overhangs its column by a mark or two
        if start < reach - 4.0:
            parts[-1].append(group)
        else:
            parts.append([group])
        reach = max(reach, end)
    return parts
