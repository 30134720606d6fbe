"""Weigh which headline or text frame a text frame follows, by what a person looks at."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from textml.corpus.pages.lines.fitted import read_table
from textml.corpus.printed.layout.looks import BESIDE
from textml.corpus.printed.layout.measures import HeadMeasures, Matrix, Scene, TextMeasures

Cue = tuple[str, Matrix | NDArray[np.bool_]]

#: What cannot be costs so much.
NEVER = 1e3
# Sizes of one type differ by less, as a share; measures of one story by less, in sizes.
_SAME_SIZE, _SAME_MEASURE = 0.04, 1.6
# A lead has fewer lines.
_LONGEST_LEAD = 9


def weigh_links(scene: Scene) -> Matrix:
    """What it costs that each text frame follows each headline, each text frame, or nothing.

    Parameters
    ----------
    scene : Scene

    Returns
    -------
    ndarray of shape (n_heads + 2 * n_texts, n_texts)
        In log odds, `NEVER` for what cannot be. Rows are the headlines, the text frames, and nothing for each column.
    """
    weights = read_table("links")
    n_heads, n_texts = len(scene.heads), len(scene.texts)
    costs = np.full((n_heads + 2 * n_texts, n_texts), NEVER)
    possible, cues = see_links(scene)
    scores = np.zeros(possible.shape)
    for name, rows, column in cues:
        if name in weights:
            scores[rows] += weights[name] * column
    links = slice(0, n_heads + n_texts)
    costs[links] = np.where(possible[links], -scores[links], NEVER)
    costs[n_heads + n_texts + np.arange(n_texts), np.arange(n_texts)] = -scores[-1]
    return costs


def see_links(scene: Scene) -> tuple[NDArray[np.bool_], Iterator[tuple[str, slice, Matrix]]]:
    """Cues of all links of a page.

    Parameters
    ----------
    scene : Scene

    Returns
    -------
    possible : ndarray of bool, shape (n_heads + n_texts + 1, n_texts)
        Rows are the headlines, the text frames, and nothing.
    cues : iterator of (str, slice, ndarray)
        Name of each cue, the rows it is about, and its size for each of them and each text.
    """
    texts = TextMeasures(scene)
    n_heads, n_texts = len(scene.heads), len(scene.texts)
    possible = np.ones((n_heads + n_texts + 1, n_texts), dtype=bool)
    parts = [
        (slice(n_heads + n_texts, n_heads + n_texts + 1), _alone_cues(scene, texts)),
        (slice(n_heads, n_heads + n_texts), _text_cues(scene, texts)),
    ]
    possible[parts[1][0]] = _may_follow(texts)
    if n_heads:
        parts.append((slice(0, n_heads), _head_cues(scene, texts)))
        possible[:n_heads] = _may_head(scene, texts)
    return possible, ((name, rows, np.asarray(cue, dtype=float)) for rows, found in parts for name, cue in found)


def _alone_cues(scene: Scene, t: TextMeasures) -> Iterator[Cue]:
    """A text that follows nothing."""
    body = float(np.median(np.repeat(t.size, t.n_lines)))
    yield "alone", np.ones((1, len(t.size)))
    yield "alone, below a headline", t.direct[None]
    yield "alone, below a text", t.close[None]
    yield "alone, touching a text", t.touching[None]
    yield "alone, not indented", (t.known & ~t.indented)[None]
    yield "alone, indented", (t.known & t.indented)[None]
    yield "alone, opens", t.opens[None]
    yield "alone, ragged", t.ragged[None]
    yield "alone, of two fonts", t.mixed[None]
    yield "alone, few lines", (t.n_lines < 3)[None]
    yield "alone, of another size", (np.abs(t.size - body) > _SAME_SIZE * body)[None]
    yield "alone, in a box", (t.area >= 0)[None]
    yield "alone, in a box with one headline", _one_headline(scene, t)[None]
    yield "alone, at the lower edge", (t.top > 0.9 * scene.page.height)[None]


def _sides(t: TextMeasures) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each text (column) stands right of each other (row), below it, or below and to the left."""
    size = np.maximum(t.size[:, None], t.size)
    right = t.left >= t.right[:, None] - size
    lower = t.top > t.bottom[:, None] - 0.5 * size
    over = np.minimum(t.right[:, None], t.right) > np.maximum(t.left[:, None], t.left)
    back = t.right <= t.left[:, None] + size
    return right, ~right & over & lower, ~right & ~over & back & lower


def _may_follow(t: TextMeasures) -> NDArray[np.bool_]:
    right, below, back = _sides(t)
    return (right | below | back) & ~np.eye(len(t.size), dtype=bool)


def _text_cues(scene: Scene, t: TextMeasures) -> Iterator[Cue]:
    """A text that follows another: rows are the first, columns the second."""
    right, below, back = _sides(t)
    size = np.maximum(t.size[:, None], t.size)
    same = t.region[:, None] == t.region
    next_above = t.above == np.arange(len(t.size))[:, None]
    yield from _right_cues(scene, t, right, size)
    yield from _below_cues(scene, t, below, size)
    yield "back", back
    yield "back, far", back * np.clip((t.top - t.bottom[:, None]) / size, 0.0, 40.0) * 0.1
    yield "back, other headline", back & ~same
    yield from _type_cues(t, size)
    yield "other area", t.area[:, None] != t.area
    own_box = (t.area[:, None] == t.area) & _one_headline(scene, t)
    yield "one box, one headline", own_box
    yield "one box, one headline, other headline", own_box & t.direct & ~same
    yield "other block", t.block[:, None] != t.block
    yield "same headline", same
    yield "same headline, right below it", same & t.direct & right
    yield "other headline, right below it", ~same & t.direct
    yield "rises beside the headline", ~same & ~t.direct & (t.begin < t.begin[:, None] - 2 * size)
    yield "another text closer above", t.close & ~next_above
    yield "another text touching above", t.touching & ~next_above
    lower = t.touching & ~next_above & (t.begin > t.begin[:, None] + 2 * size) & right
    yield "another text touching above, begins lower on the right", lower & (t.region >= 0)
    yield "text closer below", _has_close_below(t)[:, None] & ~next_above
    yield "opens", np.broadcast_to(t.opens, right.shape)
    level = np.abs(t.begin - t.begin[:, None]) < 0.7 * size
    near = right & ((t.left - t.right[:, None]) / size < 4.0)
    places = {
        "right, level": near & level & same,
        "right, level, other headline": near & level & ~same,
        "right, not level": near & ~level,
        "below, next": below & next_above & (same | ~t.direct),
        "below, other headline": below & t.direct & ~same,
        "back": back,
    }
    yield from _sentence_cues(scene, t, places)


def _type_cues(t: TextMeasures, size: Matrix) -> Iterator[Cue]:
    """How two texts are set."""
    yield "other size", np.abs(t.size[:, None] - t.size) > _SAME_SIZE * size
    yield "other font", t.font[:, None] != t.font
    long = np.minimum(t.n_lines[:, None], t.n_lines) > 2
    yield "other measure", long & (np.abs(t.width[:, None] - t.width) > _SAME_MEASURE * size)
    yield "ragged after full", t.ragged & ~t.ragged[:, None] & (t.n_lines > 1)
    yield "of two fonts", np.broadcast_to(t.mixed, size.shape)


def _below_cues(scene: Scene, t: TextMeasures, below: NDArray[np.bool_], size: Matrix) -> Iterator[Cue]:
    """Text below another."""
    same = t.region[:, None] == t.region
    next_below = below & (t.above == np.arange(len(t.size))[:, None])
    yield "below", below
    yield "below, blank", below * np.clip(_blanks(scene, t, below) / size - 3.0, 0.0, 8.0)
    yield "below, not next", below & (t.above >= 0) & ~next_below
    yield "below, next", next_below
    yield "below, touching", next_below & t.touching
    yield "below, touching, same block", next_below & t.touching & (t.block[:, None] == t.block)
    lead = t.direct[:, None] & ~t.direct & same & (t.n_lines[:, None] < _LONGEST_LEAD)
    other = (t.size[:, None] > (1 + _SAME_SIZE) * t.size) | (t.font[:, None] != t.font)
    yield "below a lead in other type", next_below & lead & other
    yield "below a lead in other type, touching", next_below & lead & other & t.touching
    yield "below a lead in other measure", next_below & lead & (t.width < t.width[:, None] - 4 * size)
    yield "below, other headline", below & t.direct & ~same
    yield "below, narrower", below & (t.width < t.width[:, None] - _SAME_MEASURE * size)


def _one_headline(scene: Scene, t: TextMeasures) -> NDArray[np.bool_]:
    """Whether each text stands in an area with one headline at most."""
    held = [scene.frames[head.frames[0]].area for head in scene.heads]
    return np.array([area >= 0 and held.count(area) < 2 for area in t.area.tolist()])


def _right_cues(scene: Scene, t: TextMeasures, right: NDArray[np.bool_], size: Matrix) -> Iterator[Cue]:
    """Columns to the right."""
    gap = (t.left - t.right[:, None]) / size
    top, lower = t.top[:, None], t.bottom[:, None]
    yield "right", right
    yield "right, gap", right * np.clip(gap - 3.0, 0.0, 60.0) * 0.1
    yield "right, next", right & (gap < 4.0)
    yield "right, level", right & (np.abs(t.begin - t.begin[:, None]) < 0.7 * size)
    yield "right, begins below its end", right & (t.top > lower)
    yield "right, begins far below its end", right * np.clip((t.top - lower) / size, 0.0, 60.0) * 0.1
    yield "right, ends above its beginning", right & (t.bottom < top)
    yield "right, ends far above its beginning", right * np.clip((top - t.bottom) / size, 0.0, 60.0) * 0.1
    yield "right, begins higher", right & (t.begin < t.begin[:, None] - 2 * size)
    yield "right, begins lower", right & (t.begin > t.begin[:, None] + 2 * size)
    if scene.heads:
        h = HeadMeasures(scene)
        own = t.region
        level = np.abs(t.begin[:, None] - h.top[own, 0]) < t.size
        yield "right, from beside the headline", right & (gap < 4.0) & t.direct & level & (h.top[own, 0] < t.begin)
    yield "right, blank below it", right * np.clip(t.blank[:, None] - 2.5, 0.0, 6.0)
    yield "right, headline between", _heads_between(scene, t, right)
    yield "right, ruled off", _rules_between(scene, t, right, size)


def _sentence_cues(scene: Scene, t: TextMeasures, places: dict[str, NDArray[np.bool_]]) -> Iterator[Cue]:
    """A sentence runs on into a line that is not indented; a paragraph ends before one that is."""
    ends = {"open": ~t.finished, "finished": t.finished & ~t.short, "finished, short": t.finished & t.short}
    starts = {"indented": t.known & t.indented, "not indented": t.known & ~t.indented, "any": ~t.known}
    # rows of figures and lines of poems say nothing by their indents
    ragged = t.ragged | t.ragged[:, None]
    yield "ragged", ragged
    for end, above in ends.items():
        for start, columns in starts.items():
            said = above[:, None] & columns & ~ragged
            yield f"{end} before {start}", said
            for place, at in places.items():
                yield f"{place}, {end} before {start}", at & said
    text = "".join(scene.page.texts)
    pairs = frozenset(map(str.__add__, text, text[1:]))
    firsts, lasts = ([getattr(scene.looks[n], name) for n in scene.texts] for name in ("first", "last"))
    open_ = np.flatnonzero(~t.finished)
    known = np.zeros((len(t.size), len(t.size)))
    for row in open_:
        known[row] = [lasts[row] + first in pairs for first in firsts]
    yield "open, known pair", known * ~(t.known & t.indented)
    runs_on = t.close & ~t.finished[t.above] & ~(t.known & t.indented)
    yield "another text closer above, open", runs_on & (t.above != np.arange(len(t.size))[:, None])


def _heads_between(scene: Scene, t: TextMeasures, right: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether a headline stands between a text and the beginning of one to the right of it."""
    found = np.zeros(right.shape, dtype=bool)
    for head in scene.heads:
        box = head.box
        beside = (box.top < t.begin + 2 * t.size) & (box.bottom > t.begin - t.size)
        between = (box.left > t.right[:, None] - t.size) & (box.right < t.left + t.size)
        found |= right & beside & between
    return found


def _has_close_below(t: TextMeasures) -> NDArray[np.bool_]:
    """Whether a text stands right below each text."""
    found = np.zeros(len(t.size), dtype=bool)
    found[t.above[t.close]] = True
    return found


def _blanks(scene: Scene, t: TextMeasures, below: NDArray[np.bool_]) -> Matrix:
    """Height of the gap between texts that stand below each other, less what fills it."""
    found = np.zeros(below.shape)
    boxes = np.array(scene.filled, dtype=float).reshape(-1, 4)
    for one, other in np.argwhere(below):
        top, bottom = t.bottom[one], t.top[other]
        left, right = max(t.left[one], t.left[other]), min(t.right[one], t.right[other])
        touching = boxes[(np.minimum(boxes[:, 2], right) > np.maximum(boxes[:, 0], left))]
        inside = np.minimum(touching[:, 3], bottom) - np.maximum(touching[:, 1], top)
        found[one, other] = bottom - top - inside[inside > 0].sum()
    return found


def _rules_between(scene: Scene, t: TextMeasures, right: NDArray[np.bool_], size: Matrix) -> Matrix:
    """Whether an upright rule stands between a text and one to the right of it."""
    found = np.zeros(right.shape, dtype=bool)
    top, bottom = np.maximum(t.top[:, None], t.top), np.minimum(t.bottom[:, None], t.bottom)
    for rule in scene.page.rules:
        if rule.bottom - rule.top > 3 * (rule.right - rule.left):
            between = (t.right[:, None] - size < rule.left) & (rule.left < t.left + size)
            found |= right & between & (np.minimum(bottom, rule.bottom) - np.maximum(top, rule.top) > 2 * size)
    return found.astype(float)


def _places(
    scene: Scene, t: TextMeasures, h: HeadMeasures
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each text (column) stands right below each headline (row), beside it, or above it."""
    direct = (t.region == np.arange(len(scene.heads))[:, None]) & t.direct
    height = np.minimum(h.bottom - h.top, t.bottom - t.top)
    level = np.minimum(h.bottom, t.bottom) - np.maximum(h.top, t.top) > 0.5 * height
    apart = np.maximum(h.left, t.left) - np.minimum(h.right, t.right)
    beside = level & (-t.size < apart) & (apart < BESIDE * t.size) & ~direct
    under = h.top - t.bottom
    over = np.minimum(h.last, t.right) > np.maximum(h.first, t.left)
    return direct, beside, over & (-t.size < under) & (under < 4 * t.size) & ~direct & ~beside


def _may_head(scene: Scene, t: TextMeasures) -> NDArray[np.bool_]:
    direct, beside, above = _places(scene, t, HeadMeasures(scene))
    return direct | beside | above


def _head_cues(scene: Scene, t: TextMeasures) -> Iterator[Cue]:
    """A text that is the first of a headline: rows are headlines."""
    h = HeadMeasures(scene)
    direct, beside, above = _places(scene, t, h)
    shape = direct.shape
    gap = (t.begin - h.bottom) / t.size
    yield "first, right below", direct
    yield "first, right below, far", direct * np.clip(gap - 4.0, 0.0, 30.0) * 0.1
    yield "first, right below, aside", direct * np.clip((t.left - h.first) / t.width, 0.0, 4.0)
    # columns of the same headline further to the left are read before
    earlier = (direct[:, :, None] & direct[:, None, :] & (t.left[:, None] < t.left - t.size)).sum(axis=1)
    yield "first, others further left", direct & (earlier > 0)
    yield "first, several further left", direct & (earlier > 1)
    yield "first, beside", beside
    yield "first, beside on the left", beside & (h.left > t.left)
    yield "first, beside, tops level", beside & (np.abs(t.begin - h.top) < t.size)
    yield "first, beside, no text below", beside & ~direct.any(axis=1, keepdims=True)
    yield "first, beside, next", beside & (np.abs(t.left - h.last) < 3 * t.size)
    yield "first, beside, not level", beside * np.clip(np.abs(t.top - h.top) / t.size, 0.0, 20.0) * 0.1
    yield "first, above", above
    yield "first, above, no text below", above & ~direct.any(axis=1, keepdims=True)
    yield "first, only one of its box", _one_headline(scene, t) & (h.area == t.area)
    yield "first, of another headline", ~direct & t.direct
    yield "first, other block", h.block != t.block
    yield "first, other area", h.area != t.area
    leftmost = direct & (earlier == 0)
    where = {"right below": leftmost, "not leftmost": direct & (earlier > 0), "beside": beside, "above": above}
    for start, columns in {"indented": t.known & t.indented, "not indented": t.known & ~t.indented}.items():
        for name, at in where.items():
            yield f"first, {name}, {start}", at & columns
    yield "first, opens", np.broadcast_to(t.opens, shape)
    yield "first, below a text", np.broadcast_to(t.close, shape) & ~direct
    yield "first, ragged", np.broadcast_to(t.ragged, shape)
