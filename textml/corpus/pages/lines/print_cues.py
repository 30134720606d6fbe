"""Cues that only printed pages give: kind, size, frame and story of each line; all are 0 on a text dump."""

from collections.abc import Sequence
from statistics import median

import numpy as np
from numpy.typing import NDArray

from textml.corpus.pages.lines.sheet import Line

Column = NDArray[np.float64]

#: What the cues compare with: type from this many times the size of running text is large, and very large.
_LARGE, _VERY_LARGE = 1.25, 1.8


def find_body_size(lines: Sequence[Line]) -> float:
    """Size in which most of the running text is set, in points; 0 if nothing says so."""
    sizes = [line.printed.size for line in lines if line.printed and line.printed.kind == "text"]
    return float(median(sizes)) if sizes else 0.0


def print_cues(lines: Sequence[Line], explicit: bool) -> tuple[dict[str, Column], dict[str, Column]]:
    """Cues of all lines of a page.

    Parameters
    ----------
    lines : sequence of Line
        Lines of the page, at least one.
    explicit : bool
        Whether indents are written out.

    Returns
    -------
    own, after : dict of str to ndarray of shape (n_lines,)
        As `line_cues` gives them.
    """
    n = len(lines)
    kinds = {kind: np.zeros(n) for kind in ("text", "head", "caption", "folio")}
    frame, story, indented = np.zeros(n), np.zeros(n), np.zeros(n)
    ratio = np.zeros(n)
    body = find_body_size(lines)
    for i, line in enumerate(lines):
        place = line.printed
        if place is None or place.kind not in kinds:
            continue
        kinds[place.kind][i] = 1.0
        frame[i], story[i] = i == 0 or _other(lines, i, "frame"), i == 0 or _other(lines, i, "story")
        indented[i] = line.indented
        ratio[i] = place.size / body if body else 1.0
    text, head = kinds["text"], kinds["head"]
    finish = np.array([0.0, *(line.marks.finish for line in lines[:-1])])
    plain = text * (1 - indented) * explicit
    own = {
        **{f"printed {kind}": column for kind, column in kinds.items()},
        "printed text, indented": text * indented,
        "printed text, not indented": plain,
        "printed text, first of its frame": text * frame,
        "printed caption, first of its frame": kinds["caption"] * frame,
        "printed head, large": head * (ratio >= _LARGE),
        "printed head, very large": head * (ratio >= _VERY_LARGE),
        "printed head, as text": head * (ratio < _LARGE),
        "printed head, last of its story": head * np.append((frame[1:] > 0) & (text[1:] > 0), 0.0),
        "printed mark alone": (head + text) * np.array([line.marks.alone for line in lines], dtype=float),
    }
    after = {
        "printed text goes on": text * (1 - frame) * (1 - indented),
        "printed text, indented": text * indented,
        "printed text, not indented": plain,
        "printed text, frame goes on in a story": text * frame * (1 - story) * (1 - indented),
        "printed text, new story": text * story,
        "printed text, before open": text * (finish == 0) * (1 - indented),
        "printed head": head,
        "printed head, new story": head * story,
        "printed caption": kinds["caption"] * (1 - frame),
        "printed new caption": kinds["caption"] * frame,
    }
    return {name: column.astype(np.float64) for name, column in own.items()}, after


def _other(lines: Sequence[Line], i: int, name: str) -> bool:
    """Whether line i and the line before differ in their frame or story."""
    one, other = lines[i - 1].printed, lines[i].printed
    return one is None or other is None or getattr(one, name) != getattr(other, name)
