"""Tell the headlines, captions and heads of a page from its running text."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median
from typing import Literal

from textml.corpus.geometry import Box
from textml.corpus.printed.layout.boxes import PageLines, across, cells, down, overlap, style, surround
from textml.corpus.printed.layout.frames import Frame, find_body_style

Kind = Literal["text", "byline", "head", "caption", "folio"]
_DISPLAY = ("head", "byline")
# From this many times the size of running text a frame is a headline; leads and notices are set up to a fifth larger.
_LARGE = 1.22
# Sizes of one type differ by less, as a share.
_SAME_SIZE = 0.04
# Questions and headings inside a text are at least this many times as large as it.
_SMALLER = 0.93
# Kickers and bylines are at most this many times as large as running text.
_SMALL_TYPE = 1.3
# Longer frames of larger type than this many lines are leads or texts of their own.
_LONGEST_HEAD = 4
# Running text is at most this many times as large as that of most of the page, and a sentence of it so long at least.
_LARGEST_TEXT, _SENTENCE = 1.7, 24
_FULL_STOPS = frozenset("。！？!?")
# A caption stands at most this many of its sizes below its picture, and has at most so many lines.
_BELOW_PICTURE, _LONGEST_CAPTION = 2.6, 8
# Distance of the lines of one headline, kicker and byline, in sizes of the larger.
_HEAD_GAP = 1.25
# Distance of two rows of one headline in one type, in sizes; two headlines over each other are further apart.
_ROW_GAP = 0.7
_BYLINE = re.compile(r"^[□■●◎◆○]|(?:记者|通讯员|特约)[\s\u3400-\u9fff、]{2,24}$")
_CLAUSE = re.compile(r"[，。；！？,;!?]")
# A type in which so many lines stand in longer frames is one of running text.
_LONG_TEXT = 12
_CREDIT = re.compile(r"(?:[摄图]|[图文][/／][\u3400-\u9fff]{2,4})[)）]?$")


@dataclass(slots=True)
class Head:
    """Lines that make one headline: kicker, title, subtitle and byline.

    Attributes
    ----------
    frames : list of int
        Positions of its frames, from top to bottom.
    box : Box
        Around them.
    span : tuple of float
        Left and right edge of the columns below it that it touches.
    size : float
        Of its largest line, in points.
    """

    frames: list[int]
    box: Box
    span: tuple[float, float]
    size: float


def tell_kinds(frames: Sequence[Frame], page: PageLines) -> list[Kind]:
    """Tell what each frame of a page is.

    Parameters
    ----------
    frames : sequence of Frame
        From top to bottom, at least one.
    page : PageLines
        The lines they consist of.

    Returns
    -------
    list of {"text", "byline", "head", "caption", "folio"}
        One for each frame; the folio is the head or foot of the page, and a byline may still be a line of text.
    """
    font, size = find_body_style(frames, page)
    kinds: list[Kind] = [_kind_by_itself(frame, page, font, size) for frame in frames]
    for n in _find_captions(frames, page, (font, size)):
        kinds[n] = "caption"
    for n in list(_find_bylines(frames, kinds, page)):
        kinds[n] = "byline"
    for n, frame in enumerate(frames):
        if frame.lines[0] in page.folios:
            kinds[n] = "folio"
    _leave_bands(frames, kinds)
    return kinds


def _leave_bands(frames: Sequence[Frame], kinds: Sequence[Kind]) -> None:
    """A coloured band that holds a headline alone, or a caption, parts nothing."""
    boxes = {frame.area for frame, kind in zip(frames, kinds, strict=True) if kind in ("text", "byline")}
    for frame in frames:
        if frame.area not in boxes:
            frame.area = -1


def _kind_by_itself(frame: Frame, page: PageLines, font: str, size: float) -> Kind:
    ratio, n_lines = frame.size / size, len(frame.lines)
    per_line = sum(len(page.texts[n]) for n in frame.lines) / n_lines
    if frame.vertical:
        return "text" if ratio < _LARGE and n_lines > 1 else "head"
    if ratio >= _LARGE:
        return "text" if ratio < _LARGEST_TEXT and _is_running(frame, page) else "head"
    # where fonts are not known, as in OCR, type of another size is another type
    same = frame.font == font and (bool(font) or abs(ratio - 1) < _SAME_SIZE)
    if n_lines > 2 or same:
        return "text"
    if per_line > 24:
        return "text"
    said = any(_CLAUSE.search(page.texts[n]) for n in frame.lines)
    return "text" if said and _SMALLER < ratio < 1.05 else "byline" if ratio > _SMALLER else "head"


def _is_running(frame: Frame, page: PageLines) -> bool:
    """Whether lines in large type are a lead or a story of their own: sentences that fill their measure."""
    texts = [page.texts[n] for n in frame.lines]
    n_characters = sum(map(len, texts))
    if len(texts) > _LONGEST_HEAD:
        return n_characters > 12 * len(texts) or len(texts) > 2 * _LONGEST_HEAD
    full = all(page.lines[n].box.right > frame.box.right - 2 * frame.size for n in frame.lines[:-1])
    return (
        full and n_characters > _SENTENCE and texts[-1].rstrip("”’）)")[-1:] in _FULL_STOPS and "，" in "".join(texts)
    )


def _find_bylines(frames: Sequence[Frame], kinds: Sequence[Kind], page: PageLines) -> Iterator[int]:
    """Single lines above running text that may be a byline; a clause, or text close above, says that they are none."""
    seen: dict[int, Frame] = {}
    for n, frame in reversed(list(enumerate(frames))):
        touched = cells(*across(frame.box))
        if kinds[n] == "text" and len(frame.lines) == 1 and not frame.vertical:
            below = [seen[cell] for cell in touched if cell in seen]
            near = below and min(other.box.top for other in below) - frame.box.bottom < 4.0 * frame.size
            text = page.texts[frame.lines[0]]
            if _BYLINE.search(text) or (near and not _CLAUSE.search(text)):
                yield n
        for cell in touched:
            seen[cell] = frame


def _find_captions(frames: Sequence[Frame], page: PageLines, body: tuple[str, float]) -> Iterator[int]:
    """Frames right below a picture that differ from running text, or end with a credit."""
    below = [_is_below_picture(frame, page) for frame in frames]
    set_long = Counter[tuple[str, float]]()
    for frame, near in zip(frames, below, strict=True):
        set_long[style(frame)] += len(frame.lines) * (len(frame.lines) > _LONGEST_CAPTION / 2 and not near)
    for n, frame in enumerate(frames):
        if len(frame.lines) > _LONGEST_CAPTION or frame.size > _LARGE * body[1]:
            continue
        # a story may be set in a type of its own
        differs = style(frame) != (body[0], round(body[1] * 2) / 2) and set_long[style(frame)] < _LONG_TEXT
        differs |= below[n] and _differs_from_below(frame, frames)
        if below[n] and (differs or _CREDIT.search(page.texts[frame.lines[-1]])):
            yield n


def _differs_from_below(frame: Frame, frames: Sequence[Frame]) -> bool:
    """Whether running text of a larger type goes on right below a frame."""
    for other in frames:
        gap = other.box.top - frame.box.bottom
        if len(other.lines) > 1 and 0 < gap < _BELOW_PICTURE * frame.size and other.area == frame.area:
            inside = overlap(across(frame.box), across(other.box)) > 0.7 * (frame.box.right - frame.box.left)
            if inside and (1 + _SAME_SIZE) * frame.size < other.size < _LARGE * frame.size:
                return True
    return False


def _is_below_picture(frame: Frame, page: PageLines) -> bool:
    """Whether a frame stands right below a picture, and no wider than it."""
    for picture in page.pictures:
        gap = frame.box.top - picture.bottom
        inside = overlap(across(frame.box), across(picture)) > 0.7 * (frame.box.right - frame.box.left)
        if inside and -0.5 * frame.size < gap < _BELOW_PICTURE * frame.size:
            return True
    return False


def find_heads(frames: Sequence[Frame], kinds: list[Kind], page: PageLines) -> list[Head]:
    """Group the frames of headlines: kicker, title, subtitle and byline that stand together.

    Bylines that stand with no headline become text in ``kinds``, the others become part of it.

    Parameters
    ----------
    frames : sequence of Frame
        From top to bottom.
    kinds : list of str
        What each is; changed.
    page : PageLines
        The lines they consist of.

    Returns
    -------
    list of Head
        From top to bottom.
    """
    spans = _spans(frames, kinds, page)
    parent = {n: n for n, kind in enumerate(kinds) if kind in _DISPLAY}

    def root(n: int) -> int:
        while parent[n] != n:
            n = parent[n]
        return n

    texts = [frame.box for frame, kind in zip(frames, kinds, strict=True) if kind not in _DISPLAY]
    for one, other in combinations(sorted(parent), 2):
        if _stand_together(frames[one], frames[other], spans[one], spans[other]) and not _between(
            frames[one].box, frames[other].box, [*texts, *page.rules]
        ):
            first, second = sorted((root(one), root(other)))
            parent[second] = first
    _join_loose(frames, kinds, page, spans, parent, root)
    groups: dict[int, list[int]] = defaultdict(list)
    for n in sorted(parent):
        groups[root(n)].append(n)
    found = []
    for group in groups.values():
        loose = not any(kinds[n] == "head" for n in group)
        for n in group:
            kinds[n] = "text" if loose and _is_near_text(frames, kinds, n) else "head"
        if kinds[group[0]] == "text":
            continue
        lefts, rights = zip(*(spans[n] for n in group), strict=True)
        box = surround(frames[n].box for n in group)
        found.append(Head(group, box, (min(lefts), max(rights)), max(frames[n].size for n in group)))
    return found


def _is_near_text(frames: Sequence[Frame], kinds: Sequence[Kind], n: int) -> bool:
    """Whether a line stands in a column of text, or is set like it."""
    frame = frames[n]
    for other, kind in zip(frames, kinds, strict=True):
        if kind == "text" and overlap(across(frame.box), across(other.box)) > 0:
            gap = -overlap(down(frame.box), down(other.box))
            if other.font == frame.font or gap < 1.2 * frame.size:
                return True
    return False


def _join_loose(
    frames: Sequence[Frame],
    kinds: Sequence[Kind],
    page: PageLines,
    spans: dict[int, tuple[float, float]],
    parent: dict[int, int],
    root: Callable[[int], int],
) -> None:
    """Join kickers and bylines that stand over other columns than their title, where these columns begin level."""
    sizes: dict[int, float] = defaultdict(float)
    for n in parent:
        sizes[root(n)] = max(sizes[root(n)], frames[n].size)
    body = median([frame.size for frame, kind in zip(frames, kinds, strict=True) if kind == "text"] or [0.0])
    titles = [n for n in parent if frames[n].size == sizes[root(n)]]
    columns = [frame.box for frame, kind in zip(frames, kinds, strict=True) if kind == "text"] + list(page.pictures)
    tops = {n: _level_below(columns, frames[n].box, spans[n]) for n in parent}
    for n in sorted(parent):
        frame = frames[n]
        subtitle = page.texts[frame.lines[0]][:1] in "—─―-"
        if sizes[root(n)] > (frame.size if subtitle else _SMALL_TYPE * body):
            continue
        near = []
        for title in titles:
            other = frames[title]
            if title == n or root(title) == root(n) or other.size < _LARGE * frame.size or other.area != frame.area:
                continue
            gap = max(frame.box.top - other.box.bottom, other.box.top - frame.box.bottom)
            level = abs(tops[n] - tops[title]) < frame.size
            if level and gap < _HEAD_GAP * other.size:
                near.append((-overlap(across(frame.box), across(other.box)), title))
        if near:
            one, other_root = sorted((root(n), root(min(near)[1])))
            parent[other_root] = one


def _level_below(columns: Sequence[Box], box: Box, span: tuple[float, float]) -> float:
    """Where the columns below a headline begin; infinite if there are none."""
    below = [other.top for other in columns if other.top > box.bottom - 1 and overlap(across(other), span) > 0]
    return min(below, default=math.inf)


def _spans(frames: Sequence[Frame], kinds: Sequence[Kind], page: PageLines) -> dict[int, tuple[float, float]]:
    """Left and right edge of each headline frame, widened to the columns that stand next below it."""
    below: dict[int, Box] = {}
    spans = {}
    boxes = [(frame.box, n) for n, frame in enumerate(frames) if kinds[n] != "folio"]
    boxes += [(picture, -1) for picture in page.pictures]
    for box, n in sorted(boxes, reverse=True, key=lambda item: item[0].top):
        if n < 0 or kinds[n] not in _DISPLAY:
            for cell in cells(*across(box)):
                below[cell] = box
            continue
        touched = Counter(below[cell] for cell in cells(*across(box)) if cell in below)
        columns = [column for column in touched if overlap(across(box), across(column)) > 0.3 * frames[n].size]
        columns = [column for column in columns if column.top - box.bottom < 12 * frames[n].size]
        spans[n] = across(surround([box, *columns]))
    return spans


def _stand_together(one: Frame, other: Frame, span: tuple[float, float], under: tuple[float, float]) -> bool:
    """Whether two frames, the first above or beside the other, are parts of one headline."""
    if one.area != other.area:
        return False
    size = max(one.size, other.size)
    apart = overlap(across(one.box), across(other.box))
    gap = -overlap(down(one.box), down(other.box))
    if one.vertical and other.vertical:
        return gap < 0 and -apart < _HEAD_GAP * size
    if one.vertical or other.vertical:
        return False
    if gap <= -0.3 * min(one.size, other.size):
        # beside each other, as kicker and title or the parts of a byline
        return -apart < 2.0 * size and overlap(span, under) > 0.6 * min(span[1] - span[0], under[1] - under[0])
    shared = overlap(span, under)
    alike = one.font == other.font and abs(one.size - other.size) < _SAME_SIZE * size
    return gap < (_ROW_GAP if alike and one.font else _HEAD_GAP) * size and shared > 0.5 * min(
        span[1] - span[0], under[1] - under[0]
    )


def _between(one: Box, other: Box, boxes: Sequence[Box]) -> bool:
    """Whether something stands between two boxes that stand below each other."""
    top, bottom = min(one.bottom, other.bottom), max(one.top, other.top)
    left, right = min(one.left, other.left), max(one.right, other.right)
    if bottom <= top:
        return False
    for box in boxes:
        inside = top - 1 <= (box.top + box.bottom) / 2 <= bottom + 1
        if inside and overlap(across(box), (left, right)) > 0.5 * (right - left):
            return True
    return False
