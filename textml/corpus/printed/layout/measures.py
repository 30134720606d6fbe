"""What is measured of the texts and headlines of a page, as arrays."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from textml.corpus.geometry import Box
from textml.corpus.printed.layout.boxes import PageLines
from textml.corpus.printed.layout.frames import Frame
from textml.corpus.printed.layout.heads import Head
from textml.corpus.printed.layout.looks import Look

Matrix = NDArray[np.float64]


# Text that stands less than this below another, in sizes, goes on with it.
_CLOSE = 3.0


# Text that stands less than this below another touches it: about two leadings from line to line.
_TOUCHING = 1.3


# Lines that fill less of their measure on average are no running text.
_RAGGED = 0.72


class Scene(NamedTuple):
    """Frames of running text on a page with all that is looked at to join them.

    Attributes
    ----------
    frames : sequence of Frame
        All frames of the page.
    texts : list of int
        Positions of those of running text.
    heads : sequence of Head
    looks : dict of int to Look
        By position of the frame.
    page : PageLines
    filled : sequence of Box
        What stands in gaps between text: pictures, areas, headlines and captions.
    blocks : list of int
        In which block of the page each headline stands, and then each text.
    """

    frames: Sequence[Frame]
    texts: list[int]
    heads: Sequence[Head]
    looks: dict[int, Look]
    page: PageLines
    filled: Sequence[Box]
    blocks: list[int]


class TextMeasures:
    """What is measured of the text frames, as arrays of shape (n_texts,)."""

    def __init__(self, scene: Scene) -> None:
        frames, looks = [scene.frames[t] for t in scene.texts], [scene.looks[t] for t in scene.texts]
        at = {t: n for n, t in enumerate(scene.texts)}
        self.left, self.top, self.right, self.bottom = np.array([frame.box for frame in frames], dtype=float).T
        self.size = np.array([frame.size for frame in frames])
        self.width = np.maximum(self.right - self.left, self.size)
        self.n_lines = np.array([len(frame.lines) for frame in frames])
        self.area = np.array([frame.area for frame in frames])
        fonts = sorted({frame.font for frame in frames})
        self.font = np.array([fonts.index(frame.font) for frame in frames])
        self.region = np.array([look.region for look in looks])
        self.direct = np.array([look.direct for look in looks])
        self.begin = np.array([look.top for look in looks])
        self.above = np.array([at.get(look.above, -1) for look in looks])
        over = self.bottom[self.above]
        self.close = (self.above >= 0) & (self.begin - over < _CLOSE * self.size)
        self.touching = (self.above >= 0) & (self.top - over < _TOUCHING * self.size)
        self.known = np.array([look.indented is not None for look in looks])
        self.indented = np.array([bool(look.indented) for look in looks])
        self.finished = np.array([look.finished for look in looks])
        self.short = np.array([look.short for look in looks])
        self.opens = np.array([look.opens for look in looks])
        self.fill = np.array([_fill(frame, scene.page) for frame in frames])
        self.mixed = np.array([len({scene.page.lines[n].font for n in frame.lines}) > 1 for frame in frames])
        self.ragged = self.fill < _RAGGED
        self.block = np.array(scene.blocks[len(scene.heads) :])
        self.blank = _blanks_below(scene) / self.size


def _fill(frame: Frame, page: PageLines) -> float:
    """Share of its measure that a frame's lines fill on average, the last one aside."""
    lines = frame.lines[:-1] or frame.lines
    reach = sum(page.lines[n].box.right - page.lines[n].box.left for n in lines)
    return reach / max(len(lines) * (frame.box.right - frame.box.left), 1.0)


def _blanks_below(scene: Scene) -> Matrix:
    """Height of what is empty below each text, down to the next thing that stands there or to the lowest line."""
    boxes = [frame.box for frame in scene.frames] + [*scene.page.pictures, *scene.page.rules, *scene.page.areas]
    things = np.array(boxes, dtype=float).reshape(-1, 4)
    floor = max(box.bottom for box in boxes)
    found = []
    for t in scene.texts:
        box = scene.frames[t].box
        over = np.minimum(things[:, 2], box.right) - np.maximum(things[:, 0], box.left) > 0
        below = things[over & (things[:, 3] > box.bottom + 1) & (things[:, 1] > box.top)]
        inside = things[over & (things[:, 3] > box.bottom + 1) & (things[:, 1] < box.top)]
        found.append(min([floor, *below[:, 1], *inside[:, 3]]) - box.bottom)
    return np.array(found)


class HeadMeasures:
    """What is measured of the headlines, as arrays of shape (n_heads, 1)."""

    def __init__(self, scene: Scene) -> None:
        boxes = np.array([head.box for head in scene.heads], dtype=float)
        self.left, self.top, self.right, self.bottom = (boxes[:, n, None] for n in range(4))
        self.first, self.last = (np.array([head.span[n] for head in scene.heads])[:, None] for n in range(2))
        self.size = np.array([head.size for head in scene.heads])[:, None]
        self.block = np.array(scene.blocks[: len(scene.heads)])[:, None]
        self.area = np.array([scene.frames[head.frames[0]].area for head in scene.heads])[:, None]
