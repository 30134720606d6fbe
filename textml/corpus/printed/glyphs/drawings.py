"""Find rules, areas and pictures among the objects of a PDF page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from textml.corpus.geometry import Box
from textml.corpus.printed.glyphs.calls import ask, ask_each, bind, fill
from textml.corpus.printed.glyphs.sheet import Sheet

#: Objects of a page that are looked at: maps have a hundred thousand strokes, which say nothing of columns.
MOST_OBJECTS = 20_000
# Points of drawn paths that are looked at on a page, and in a path; what has more is a drawing.
_MOST_POINTS, _MOST_IN_PATH = 50_000, 200
# Paths that clip a picture: its frame, and those of the forms in which it is.
_MOST_CLIPS = 20
# Forms in forms that are looked into; those of real pages have two or three levels.
_DEEPEST = 5
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_LINE, _MOVE = 0, 2
# In points. A rule is as thin as this, or its length is so many times its thickness, and it has this length.
_THIN, _BAR, _SLENDER, _SHORTEST = 3.0, 8.0, 8, 12.0
# An area is wider and higher than a line of body type, and holds less of the page than the page's own ground does.
_LOWEST, _GROUND = 12.0, 0.85
# From this value on, of 255, a colour is that of the paper.
_PAPER = 250
# A form with so many strokes and no text is a chart or a map.
_CHART = 50


class Drawings(NamedTuple):
    """What is drawn on a page, in points from its upper left corner.

    Attributes
    ----------
    rules, areas, pictures : tuple of Box
        As in `Geometry`.
    n_objects : int
        What may be one of these, also where it was not looked at because there are more than `MOST_OBJECTS`.
    n_images : int
        Images of any size, also one that covers the page.
    is_covered : bool
        Whether an image covers the page, as that of a scan does.
    """

    rules: tuple[Box, ...]
    areas: tuple[Box, ...]
    pictures: tuple[Box, ...]
    n_objects: int
    n_images: int
    is_covered: bool


@dataclass(slots=True)
class _Found:
    """Boxes in the coordinates of the file (left, bottom, right, top), and what may still be looked at."""

    boxes: list[tuple[str, NDArray[np.float64]]] = field(default_factory=list)
    n_objects: int = 0
    left: int = MOST_OBJECTS
    points: int = _MOST_POINTS


def read_drawings(page: int, sheet: Sheet) -> Drawings:
    """Read what is drawn on a page.

    Parameters
    ----------
    page : int
        Address of pdfium's page.
    sheet : Sheet
        The visible part of the page.

    Returns
    -------
    Drawings
        Strokes and fills in the colour of paper are not there, nor what covers the whole page.
    """
    found = _Found()
    _look(found, list(ask("FPDFPage_GetObject", page, bind("FPDFPage_CountObjects")(page))), np.eye(3), 0)
    width, height = sheet.shown
    is_covered = False
    kinds: dict[str, list[Box]] = {"rule": [], "area": [], "picture": []}
    for kind, sides in found.boxes:
        left, bottom, right, top = sides.tolist()
        if left > right or bottom > top:
            continue
        box = sheet.place_box(Box(left, bottom, right, top))
        across, down = box.right - box.left, box.bottom - box.top
        if kind == "picture":
            covers = across * down >= _GROUND * width * height
            is_covered |= covers
            kinds["picture"] += [box] if min(across, down) >= _LOWEST and not covers else []
        else:
            _sort_in(kinds, kind, box, width * height)
    rules, areas, pictures = (tuple(dict.fromkeys(boxes)) for boxes in kinds.values())
    n_images = sum(kind == "picture" for kind, _ in found.boxes)
    return Drawings(rules, areas, pictures, found.n_objects, n_images, is_covered)


def _sort_in(kinds: dict[str, list[Box]], kind: str, box: Box, page: float) -> None:
    """Put a drawn rectangle where it belongs: `kind` is frame or fill."""
    across, down = box.right - box.left, box.bottom - box.top
    thick, long = min(across, down), max(across, down)
    if thick <= _THIN or (thick <= _BAR and long >= _SLENDER * thick):
        kinds["rule"] += [box] if long >= _SHORTEST else []
        return
    if thick < _LOWEST:
        return
    if across * down < _GROUND * page:
        kinds["area"].append(box)
    if kind == "frame":
        left, top, right, bottom = box
        edges = (
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, top, left, bottom),
            (right, top, right, bottom),
        )
        kinds["rule"] += [Box(*edge) for edge in edges]


def _look(found: _Found, handles: list[int], matrix: NDArray[np.float64], depth: int) -> None:
    """Look at objects; `matrix` brings their coordinates into those of the page."""
    kinds = list(ask_each("FPDFPageObj_GetType", handles))
    drawn = [(handle, kind) for handle, kind in zip(handles, kinds, strict=True) if kind in (_PATH, _IMAGE, _FORM)]
    found.n_objects += len(drawn)
    drawn = drawn[: found.left]
    found.left -= len(drawn)
    bounds = np.zeros((len(drawn), 4), np.float32)
    at = bounds.ctypes.data
    sides = (range(at + 4 * side, at + 4 * side + 16 * len(drawn), 16) for side in range(4))
    fill(ask_each("FPDFPageObj_GetBounds", [handle for handle, _ in drawn], *sides))
    for (handle, kind), box in zip(drawn, _move_boxes(bounds.astype(float), matrix), strict=True):
        if kind == _IMAGE:
            found.boxes.append(("picture", _clip(handle, box, matrix)))
        elif kind == _FORM:
            _look_into(found, handle, box, matrix, depth)
        elif (way := _tell_way(handle)) is not None:
            found.boxes.extend((way, part) for part in _part_path(found, handle, box, matrix))


def _clip(item: int, box: NDArray[np.float64], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what a frame lets be seen of a picture, by the boxes of the paths that clip it."""
    clip = bind("FPDFPageObj_GetClipPath")(item)
    for place in range(min(bind("FPDFClipPath_CountPaths")(clip), _MOST_CLIPS) if clip else 0):
        n = bind("FPDFClipPath_CountPathSegments")(clip, place)
        if 0 < n <= _MOST_IN_PATH:
            segments = [bind("FPDFClipPath_GetPathSegment")(clip, place, segment) for segment in range(n)]
            points = _move_points(_read_points(segments), matrix)
            box = np.concatenate([np.maximum(box[:2], points.min(axis=0)), np.minimum(box[2:], points.max(axis=0))])
    return box


def _read_points(segments: list[int]) -> NDArray[np.float64]:
    """Return where the segments of a path end."""
    n = len(segments)
    points = np.zeros((n, 2), np.float32)
    at = points.ctypes.data
    fill(ask_each("FPDFPathSegment_GetPoint", segments, range(at, at + 8 * n, 8), range(at + 4, at + 8 * n + 4, 8)))
    return points.astype(float)


def _look_into(found: _Found, form: int, box: NDArray[np.float64], matrix: NDArray[np.float64], depth: int) -> None:
    """Look at the objects of a form."""
    if depth >= _DEEPEST or found.left <= 0:
        return
    handles = list(ask("FPDFFormObj_GetObject", form, max(bind("FPDFFormObj_CountObjects")(form), 0)))
    kinds = list(ask_each("FPDFPageObj_GetType", handles))
    if kinds.count(_PATH) >= _CHART and _TEXT not in kinds:
        found.n_objects += len(handles)
        found.boxes.append(("picture", box))
    else:
        _look(found, handles, matrix @ _read_matrix(form), depth + 1)


def _tell_way(path: int) -> str | None:
    """Return how a path is painted: frame, fill, or None where nothing is to be seen."""
    modes = np.zeros(2, np.int32)
    at = modes.ctypes.data
    if not bind("FPDFPath_GetDrawMode")(path, at, at + 4):
        return None
    if modes[1] and _is_seen("FPDFPageObj_GetStrokeColor", path):
        return "frame"
    return "fill" if modes[0] and _is_seen("FPDFPageObj_GetFillColor", path) else None


def _is_seen(function: str, path: int) -> bool:
    """Return whether a colour is another than that of the paper; one that pdfium does not know is."""
    colour = np.zeros(4, np.uint32)
    at = colour.ctypes.data
    if not bind(function)(path, at, at + 4, at + 8, at + 12):
        return True
    return bool(colour[3] > 255 - _PAPER and colour[:3].min() < _PAPER)


def _part_path(
    found: _Found, path: int, box: NDArray[np.float64], matrix: NDArray[np.float64]
) -> Iterator[NDArray[np.float64]]:
    """Return the boxes of the straight parts of a path; a curved one counts where it is a rounded rectangle."""
    n = bind("FPDFPath_CountSegments")(path)
    # a line, or a rectangle
    if n <= 1 or n > min(_MOST_IN_PATH, found.points):
        return
    found.points -= n
    segments = list(ask("FPDFPath_GetPathSegment", path, n))
    kinds = list(ask_each("FPDFPathSegment_GetType", segments))
    moved = _move_points(_read_points(segments), matrix @ _read_matrix(path))
    starts = [0, *(place for place in range(1, n) if kinds[place] == _MOVE), n]
    for begin, end in pairwise(starts):
        part = moved[begin:end]
        low, high = part.min(axis=0), part.max(axis=0)
        across, down = high - low
        straight = kinds[begin:end].count(_LINE)
        if min(across, down) > _THIN and (straight < 3 or not _is_boxed(part, low, high)):
            continue
        yield np.array([low[0], low[1], high[0], high[1]])


def _is_boxed(part: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]) -> bool:
    """Return whether all points of a closed path lie at the edges of its box, as those of a rectangle do."""
    # rounded corners keep within a fourth of the shorter side
    margin = 0.25 * float((high - low).min())
    inner = (part > low + margin) & (part < high - margin)
    return not inner.all(axis=1).any()


def _read_matrix(item: int) -> NDArray[np.float64]:
    """Return the matrix of an object, for column vectors."""
    values = np.zeros(6, np.float32)
    if not bind("FPDFPageObj_GetMatrix")(item, values.ctypes.data):
        return np.eye(3)
    a, b, c, d, e, f = values.astype(float)
    return np.array([[a, c, e], [b, d, f], [0, 0, 1]])


def _move_points(points: NDArray[np.float64], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    moved: NDArray[Any] = points @ matrix[:2, :2].T + matrix[:2, 2]
    return moved


def _move_boxes(boxes: NDArray[np.float64], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return boxes (left, bottom, right, top) around boxes that a matrix moves."""
    corners = np.stack([_move_points(boxes[:, sides], matrix) for sides in ([0, 1], [0, 3], [2, 1], [2, 3])])
    return np.concatenate([corners.min(axis=0), corners.max(axis=0)], axis=1)
