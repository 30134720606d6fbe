"""Find rules, areas and pictures among the objects of a PDF page."""

import numpy as np

from textml.corpus.geometry import Box
from textml.corpus.printed.glyphs.calls import bind
from textml.corpus.printed.glyphs.sheet import Sheet

#: Objects of a page that are looked at; maps and charts have thousands that say nothing of the columns.
MOST_OBJECTS = 20_000
_PATH, _IMAGE, _FORM = 2, 3, 5


def read_drawings(page: int, sheet: Sheet) -> tuple[tuple[Box, ...], tuple[Box, ...], tuple[Box, ...]]:
    """Return rules, areas and pictures of a page."""
    bounds = np.zeros(4, np.float32)
    at = bounds.ctypes.data
    rules: list[Box] = []
    areas: list[Box] = []
    pictures: list[Box] = []
    for place in range(min(bind("FPDFPage_CountObjects")(page), MOST_OBJECTS)):
        item = bind("FPDFPage_GetObject")(page, place)
        kind = bind("FPDFPageObj_GetType")(item)
        if kind not in (_PATH, _IMAGE, _FORM) or not bind("FPDFPageObj_GetBounds")(item, at, at + 4, at + 8, at + 12):
            continue
        x, y = sheet.place(bounds[[0, 2]].astype(float), bounds[[1, 3]].astype(float))
        box = Box(float(x.min()), float(y.min()), float(x.max()), float(y.max()))
        if kind != _PATH:
            pictures.append(box)
        elif min(box.right - box.left, box.bottom - box.top) <= 3:
            rules.append(box)
        else:
            areas.append(box)
    return tuple(rules), tuple(areas), tuple(pictures)
