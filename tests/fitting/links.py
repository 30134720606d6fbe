"""Fits the weights of the links between text frames: which headline or frame a frame of a printed page follows.

Typeset pages say of every line what it belongs to, so of every frame what it follows. A logistic regression over all
that it may follow gives the weights; then those pages count that the best joint choice still gets wrong.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment, minimize

from tests.corpus.printed.composing import SetLine
from tests.corpus.printed.typesetter import TypesetPage
from tests.fitting.press import FITTED, PRESS, align, read_jsonl
from textml.corpus.geometry import Box, PrintedLine
from textml.corpus.printed.layout.frames import find_frames, find_indents
from textml.corpus.printed.layout.heads import find_heads, tell_kinds
from textml.corpus.printed.layout.links import NEVER, see_links
from textml.corpus.printed.layout.measures import Scene
from textml.corpus.printed.layout.stories import build_scene
from textml.corpus.printed.order import read_lines, sort_lines
from textml.corpus.printed.pdf import read_pdf

#: How much the weights are drawn to nothing.
L2 = 2.0


@dataclass
class LinkedPage:
    """What may follow what on a page, and what does.

    Attributes
    ----------
    cues : ndarray of shape (n_rows, n_texts, n_cues)
        Rows are headlines, texts, and nothing.
    possible : ndarray of bool, shape (n_rows, n_texts)
    truth : list of int
        The row that each text follows; -1 where nobody can say.
    n_heads : int
    """

    names: list[str]
    cues: NDArray[np.float32]
    possible: NDArray[np.bool_]
    truth: list[int]
    n_heads: int

    def choose(self, weights: Mapping[str, float]) -> list[int]:
        """The row that each text follows in the best joint choice."""
        return choose(self, self.cues @ np.array([weights.get(name, 0.0) for name in self.names]))


class Owner(NamedTuple):
    """What a line belongs to: its item, whether it is of the headline, its place in the text; -1 for none."""

    item: int
    is_title: bool
    place: int


def link_typeset(page: TypesetPage) -> LinkedPage | None:
    """See a typeset page; None where it has no running text."""
    flow = {_id_of(line): place for place, line in enumerate(page.flow)}
    # nobody can tell where notices without headings begin
    bare = {n for n, item in enumerate(page.truth) if item.kind == "notice" and not item.title}
    owners = [
        Owner(line.item, line.role == "title", -1 if line.item in bare else flow[_id_of(line)])
        for line in page.set_lines
    ]
    drawn = (page.rules, page.areas, page.pictures)
    return link_page(page.lines, owners, (page.width, page.height), drawn)


def _id_of(line: SetLine) -> tuple[float, float, str, int]:
    """What tells a line from the others of its page."""
    return line.left, line.baseline, line.text, line.item


def link_press(kinds: Sequence[str] = FITTED) -> Iterator[LinkedPage]:
    """See the typeset pages of real articles, of these kinds; none where there are none."""
    if not PRESS.exists():
        return
    for page in read_jsonl(PRESS / "truth.jsonl.gz"):
        if page["id"].split("_")[1] not in kinds:
            continue
        printed = read_pdf((PRESS / f"pdf/{page['id']}.pdf").read_bytes(), page["id"]).pages[0]
        if printed.geometry is None:
            continue
        texts, geometry = printed.text.split("\n"), printed.geometry
        owners = [Owner(p.item, p.part == "title", p.start if p.part == "body" else -1)
                  for p in align(texts, page["articles"])]  # fmt: skip
        drawn = (geometry.rules, geometry.areas, geometry.pictures)
        lines = list(zip(texts, geometry.lines, strict=True))
        linked = link_page(lines, owners, (geometry.width, geometry.height), drawn)
        if linked:
            yield linked


def link_page(
    lines: Sequence[tuple[str, PrintedLine]],
    owners: Sequence[Owner],
    size: tuple[float, float],
    drawn: Sequence[Sequence[Box]],
) -> LinkedPage | None:
    """See a page whose lines have owners; None where it has no running text."""
    kept = sort_lines(lines)
    rules, areas, pictures = (tuple(sorted(boxes)) for boxes in drawn)
    seen = read_lines(kept, *size, rules, areas, pictures)
    places = {(line.box, text.strip()): n for n, (text, line) in enumerate(lines)}
    owned = [owners[places[line.box, text]] for text, line in kept]
    frames = find_frames(seen)
    kinds = tell_kinds(frames, seen)
    heads = find_heads(frames, kinds, seen)
    texts = [frame for frame, kind in zip(frames, kinds, strict=True) if kind == "text"]
    if not texts:
        return None
    scene = build_scene(frames, kinds, heads, seen, find_indents(texts, seen))
    possible, found = see_links(scene)
    named: dict[str, NDArray[np.float32]] = {}
    for name, rows, cue in found:
        named.setdefault(name, np.zeros(possible.shape, dtype=np.float32))[rows] = cue
    truth = true_links(scene, owned)
    truth = [row if row < 0 or possible[row, t] else -1 for t, row in enumerate(truth)]
    return LinkedPage(list(named), np.stack(list(named.values()), axis=2), possible, truth, len(heads))


def true_links(scene: Scene, owners: Sequence[Owner]) -> list[int]:
    """The row that each text of a page follows in truth."""
    n_heads = len(scene.heads)
    nothing = n_heads + len(scene.texts)
    of_head = {
        owners[n].item: h
        for h, head in enumerate(scene.heads)
        for f in head.frames
        for n in scene.frames[f].lines
        if owners[n].is_title
    }
    parts: dict[int, list[tuple[int, int]]] = {}
    bare: dict[int, int] = {}
    for n, t in enumerate(scene.texts):
        lines = [owners[k] for k in scene.frames[t].lines]
        item, count = Counter(line.item for line in lines).most_common(1)[0]
        body = [line.place for line in lines if line.item == item and not line.is_title and line.place >= 0]
        if count >= 0.9 * len(lines) and item >= 0 and body:
            parts.setdefault(item, []).append((min(body), n))
        elif not body:
            bare[t] = n
    truth = [-1] * len(scene.texts)
    for item, places in parts.items():
        before = of_head.get(item, nothing)
        for _, n in sorted(places):
            truth[n] = before
            before = n_heads + n
    for t, n in bare.items():
        # a notice may follow another, but not a story
        if scene.looks[t].above >= 0 and scene.looks[t].above not in bare:
            truth[n] = nothing
    return truth


def fit_links(pages: Sequence[LinkedPage], rounds: int = 3) -> dict[str, float]:
    """Weights of the cues of links, in log odds."""
    names = list(dict.fromkeys(name for page in pages for name in page.names))
    groups, starts, right = [], [0], []
    for page in pages:
        for t, row in enumerate(page.truth):
            if row < 0:
                continue
            rows = np.flatnonzero(page.possible[:, t])
            groups.append(_widen(page, page.cues[rows, t], names))
            right.append(starts[-1] + int(np.flatnonzero(rows == row)[0]))
            starts.append(starts[-1] + len(rows))
    x, begin, true = np.concatenate(groups), np.array(starts[:-1]), np.array(right)
    sizes = np.diff(starts)
    pairs = np.zeros((0, len(names)))
    weights = np.zeros(len(names))
    for turn in range(rounds):
        weights = _fit(x, begin, sizes, true, pairs, weights)
        if turn < rounds - 1:
            pairs = np.concatenate([pairs, *(_differences(page, weights, names) for page in pages)])
    return dict(zip(names, weights.tolist(), strict=True))


def _widen(page: LinkedPage, cues: NDArray[np.float32], names: list[str]) -> NDArray[np.float64]:
    found = np.zeros((len(cues), len(names)))
    found[:, [names.index(name) for name in page.names]] = cues
    return found


def _fit(
    x: NDArray[np.float64],
    begin: NDArray[np.int64],
    sizes: NDArray[np.int64],
    true: NDArray[np.int64],
    pairs: NDArray[np.float64],
    start: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Softmax over what each text may follow, and logistic loss of true choices against joint ones found."""

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = x @ weights
        top = np.maximum.reduceat(scores, begin)
        grown = np.exp(scores - np.repeat(top, sizes))
        total = np.add.reduceat(grown, begin)
        shares = grown / np.repeat(total, sizes)
        value = (np.log(total) + top - scores[true]).sum()
        slope = x.T @ shares - x[true].sum(axis=0)
        if len(pairs):
            margins = np.clip(pairs @ weights, -500, 500)
            value += np.logaddexp(0, -margins).sum()
            slope -= pairs.T @ (1 / (1 + np.exp(margins)))
        return value + 0.5 * L2 * (weights**2).sum(), slope + L2 * weights

    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x


def choose(page: LinkedPage, scores: NDArray[np.float64]) -> list[int]:
    """The row that each text follows in the best joint choice."""
    links, n_texts = len(page.possible) - 1, page.possible.shape[1]
    costs = np.full((links + n_texts, n_texts), NEVER)
    costs[:links] = np.where(page.possible[:-1], -scores[:-1], NEVER)
    costs[links + np.arange(n_texts), np.arange(n_texts)] = -scores[-1]
    rows, columns = linear_sum_assignment(costs)
    found = dict(zip(columns.tolist(), rows.tolist(), strict=True))
    return [min(found[t], links) for t in range(n_texts)]


def _differences(page: LinkedPage, weights: NDArray[np.float64], names: list[str]) -> NDArray[np.float64]:
    """Cues of the true links less those of the best joint choice, for each text that it gets wrong."""
    wide = [names.index(name) for name in page.names]
    found = choose(page, page.cues @ weights[wide])
    wrong = [t for t, row in enumerate(page.truth) if row >= 0 and found[t] != row]
    rows = np.zeros((len(wrong), len(names)))
    for n, t in enumerate(wrong):
        rows[n, wide] = page.cues[page.truth[t], t] - page.cues[found[t], t]
    return rows
