"""Set what stands above a story: column name, kicker, headline, subtitle, byline."""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.corpus.printed.composing import ASCENT, Face, Frame, SetLine, break_line, text_width
from textml.corpus.geometry import Box


@dataclass(frozen=True)
class HeadStyle:
    """How headlines look on a page; sizes are multiples of the body size."""

    title_face: Face
    other_face: Face
    body_size: float
    least: float = 1.5
    most: float = 4.0
    align: str = "mixed"
    spaced: float = 0.1
    dashes: str = "——"
    apart: bool = False


@dataclass(frozen=True)
class Head:
    """The lines of a head, set from the upper left corner of the page, and its height."""

    frames: list[Frame]
    title_lines: tuple[str, ...]
    height: float


def set_head(
    item: Mapping[str, Any], number: int, box: Box, style: HeadStyle, rng: random.Random, byline: str = ""
) -> Head:
    """Set the head of a story at the top of a box, at most as high as the box.

    Parameters
    ----------
    item : mapping
        title, and perhaps column, kicker, subtitle.
    number : int
        Of the item in the page's truth.
    box : Box
        Its width is that of the head.
    style : HeadStyle
    rng : random.Random
    byline : str
        A line below the head, or nothing.
    """
    width, base = box.right - box.left, style.body_size
    align = rng.choice(["left", "centre", "centre"]) if style.align == "mixed" else style.align
    room = width * rng.uniform(0.8, 1.0)
    titles = title_rows(item["title"], room, style, rng)
    size = min(min(room / text_width(t) for t in titles), base * style.most)
    # what stands beside a title is smaller than it
    most = 0.8 * size
    rows: list[tuple[str, float, str, str, float]] = []
    if item.get("column"):
        # press systems leave a letter of a symbol font behind the name of a column
        name = item["column"] + rng.choice(["", "", "", rng.choice("SKXZ")])
        rows.append((name, min(base * rng.uniform(1.0, 1.4), most), "column", rng.choice(["left", align]), 0.0))
    if item.get("kicker"):
        rows.append(
            (item["kicker"], min(base * rng.uniform(1.0, 1.6), most), "kicker", rng.choice([align, "left"]), 0.0)
        )
    spacing = 0.0
    if len(titles) == 1 and rng.random() < style.spaced and text_width(titles[0]) * size * 1.5 < width:
        spacing = size * rng.uniform(0.2, 1.0)
        spacing = min(spacing, (width - text_width(titles[0]) * size) / max(len(titles[0]) - 1, 1))
    stepped = len(titles) > 1 and rng.random() < 0.2
    rows += [(t, size, "title", f"step {n}" if stepped else align, spacing) for n, t in enumerate(titles)]
    if item.get("subtitle"):
        text, side = style.dashes + item["subtitle"], rng.choice([align, "left", "right"])
        rows.append((text, min(base * rng.uniform(0.95, 1.5), most), "subtitle", side, 0.0))
    if byline:
        side = rng.choice([align, "left", "centre", "right"])
        rows.append((byline, min(base * rng.uniform(0.9, 1.1), size), "byline", side, 0.0))
    return _place(rows, tuple(titles), number, box, style, rng)


def title_rows(title: str, width: float, style: HeadStyle, rng: random.Random) -> list[str]:
    """The lines of a headline: broken at its blanks or in mid-phrase so that its letters are large enough."""
    least, most = style.body_size * style.least, style.body_size * style.most
    wanted = rng.uniform(least, most)
    n_rows = 1
    while n_rows < 4 and width * n_rows / (text_width(title) + 0.5 * (n_rows > 1)) < max(wanted * 0.8, least):
        n_rows += 1
    if n_rows == 1:
        return [title]
    parts = title.split(" ")
    if len(parts) == n_rows and rng.random() < 0.8:
        return parts
    # room for as many letters in the last row as in the others
    measure = max(math.ceil(text_width(title) / n_rows), 3.0)
    rows, at = [], 0
    while at < len(title):
        end = break_line(title, at, measure if len(rows) < 4 else 99.0, hanging=False)
        if row := title[at:end].strip():
            rows.append(row)
        at = end
    return rows


def _place(
    rows: list[tuple[str, float, str, str, float]],
    titles: tuple[str, ...],
    number: int,
    box: Box,
    style: HeadStyle,
    rng: random.Random,
) -> Head:
    width = box.right - box.left
    frames: list[Frame] = []
    top, last = box.top, ""
    for text, size, role, align, spacing in rows:
        size = min(size, width / max(text_width(text), 1.0))
        if role != last:
            top += style.body_size * rng.uniform(0.1, 0.7) if last else 0.0
            if not frames or style.apart:
                frames.append(Frame(number, "head"))
        wide = text_width(text) * size + spacing * (len(text) - 1)
        if align.startswith("step"):
            # each row begins further to the right, as far as there is room
            left = box.left + min(int(align[5:]) * size, width - wide)
        else:
            left = box.left + {"left": 0.0, "centre": (width - wide) / 2, "right": width - wide}[align]
        face = style.title_face if role == "title" else style.other_face
        frames[-1].lines.append(SetLine(text, left, top + ASCENT * size, size, face, number, role, spacing))
        top += size * (1.25 if role == "title" else 1.3)
        last = role
    return Head(frames, titles, top - box.top)


def set_vertical_head(item: Mapping[str, Any], number: int, box: Box, style: HeadStyle) -> Head:
    """A headline whose characters stand below each other, in the middle of a narrow box."""
    title = item["title"].replace(" ", "\u3000")
    size = min(
        (box.right - box.left) * 0.9, (box.bottom - box.top) / (len(title) * 1.1 + 1), style.body_size * style.most
    )
    left = (box.left + box.right - size) / 2
    line = SetLine(
        title, left, box.top + ASCENT * size, size, style.title_face, number, "title", size * 0.1, vertical=True
    )
    return Head([Frame(number, "head", [line])], (item["title"],), len(title) * size * 1.1)
