"""Fits the weights of the cues that only printed pages give, with those of cutter.toml held.

    python -m tests.fitting.printed

Typeset pages of tests/corpus/printed say of every line what it belongs to. Roles of lines: multinomial logistic
regression; layouts: logistic regression on the difference between the true layout of a page and others near it. Both
start from the scores of the other cues, and are drawn towards a prior: what looks like one piece is one article.
"""

import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from tests.corpus.printed.composing import SetLine
from tests.corpus.printed.kinds import KINDS
from tests.corpus.printed.typesetter import ORDERS, typeset_page
from tests.fitting.layouts import Memory, sum_cues
from tests.fitting.links import LinkedPage, fit_links, link_press, link_typeset
from tests.fitting.solving import fit_pairs, lay_out
from textml.corpus.pages.lines.blocks import Block, build_blocks
from textml.corpus.pages.lines.fitted import PRINTED, forget, read_table, read_weights, weigh
from textml.corpus.pages.lines.print_cues import print_cues
from textml.corpus.pages.lines.role_cues import line_cues
from textml.corpus.pages.lines.roles import Role, read_roles
from textml.corpus.pages.lines.sheet import Sheet, read_sheet
from textml.corpus.pages.search.cues import Cues
from textml.corpus.pages.search.evidence import Evidence
from textml.corpus.pages.search.layout import find_layout
from textml.corpus.pages.search.scoring import Layout

SEEDS = range(30, 34)
LINK_SEEDS = range(30, 56)
#: How often a page of real articles counts.
PRESS_WEIGHT = 4
#: How much the weights are drawn to the prior.
ROLES_L2, LAYOUT_L2 = 1.0, 100.0
#: Other layouts of a page that are compared with the true one.
N_OTHERS = 40
PRIOR = {
    "headline in story": 4.0,
    "headline of other story": -4.0,
    "headline of caption": 0.0,
    "alone with text": -2.0,
    "alone without text": 3.0,
    "headless with headline": -3.0,
    "headless without headline": 4.0,
    "headless printed caption": 3.0,
    "story changes": 6.0,
    "story stays": -6.0,
    "frame changes": 0.0,
    "frame stays": -3.0,
    "caption begins": 0.0,
    "caption ends": 0.0,
    "split story changes": 6.0,
    "split story stays": -4.0,
    "split frame stays": 0.0,
    "inner in story": 2.0,
    "inner between stories": -6.0,
}
_HEADLINE = ("title", "kicker", "subtitle", "column")
_BODY = ("body", "caption", "lead", "sub_heading")


@dataclass
class TypesetSheet:
    """The lines of a typeset page as the cutter reads them, with what each was printed as."""

    sheet: Sheet
    lines: list[SetLine]

    @property
    def is_clean(self) -> bool:
        """Whether every text is read in one piece, so that the true layout is one that the search knows."""
        owners = [line.item for line in self.lines if line.role in _BODY]
        pieces = [owner for n, owner in enumerate(owners) if n == 0 or owners[n - 1] != owner]
        return len(pieces) == len(set(pieces))

    def owner(self, block: Block) -> int:
        """The item of most of a block's lines."""
        return Counter(self.lines[line.number - 1].item for line in block.lines).most_common(1)[0][0]

    def roles(self) -> list[Role | None]:
        """The role of every line; None where it is no matter."""
        found: list[Role | None] = []
        for line, printed in zip(self.sheet.lines, self.lines, strict=True):
            if line.marks.alone:
                found.append(Role.MARK)
            elif printed.role in _HEADLINE:
                found.append(Role.HEADLINE)
            elif printed.role in ("body", "caption", "lead"):
                found.append(Role.START if self._starts(line.number - 1) else Role.CONTINUATION)
            else:
                # what is no matter must not be read as the end of what is
                found.append(Role.START if self._begins(line.number - 1) else None)
        return found

    def _begins(self, n: int) -> bool:
        """Whether a line is the first of its item, and printed as running text."""
        place = self.sheet.lines[n].printed
        return place is not None and place.kind == "text" and n > 0 and self.lines[n - 1].item != self.lines[n].item

    def _starts(self, n: int) -> bool:
        line, before = self.lines[n], self.lines[n - 1] if n else None
        return self.sheet.lines[n].indented or before is None or before.item != line.item or before.role not in _BODY


def read_pages() -> list[TypesetSheet]:
    """Pages of every kind, in orders that do not matter: lines are put in order by their places."""
    found = []
    for n, kind in enumerate(KINDS):
        for seed in SEEDS:
            text, geometry, lines = typeset_page((), kind, ORDERS[(seed + n) % len(ORDERS)], seed).arranged()
            found.append(TypesetSheet(read_sheet(text, geometry), lines))
    return found


def fit_roles(pages: Sequence[TypesetSheet]) -> dict[str, list[float]]:
    """Weights of the printed cues for the role of a line."""
    rows, offsets, truth, names = [], [], [], []
    for page in pages:
        own, after = line_cues(page.sheet)
        mine = [set(cues) for cues in print_cues(page.sheet.lines, page.sheet.indents)]
        held = [[name for name in cues if name not in new] for cues, new in zip((own, after), mine, strict=True)]
        new = [[name for name in cues if name in new] for cues, new in zip((own, after), mine, strict=True)]
        names = [*new[0], *(_after(role, name) for role in Role for name in new[1])]
        base = np.column_stack([own[name] for name in held[0]]) @ read_weights("roles", tuple(held[0]))
        base += read_weights("roles", ("always",))
        moves = read_weights("roles", tuple(_after(role, name) for role in Role for name in held[1]))
        moves = moves.reshape(len(Role), len(held[1]), len(Role))
        one, two = (np.column_stack([cues[n] for n in part]) for cues, part in zip((own, after), new, strict=True))
        others = np.column_stack([after[name] for name in held[1]])
        roles = page.roles()
        for n, role in enumerate(roles):
            before = roles[n - 1] if n else None
            if role is None or before is None:
                continue
            row = np.zeros(len(names))
            row[: one.shape[1]] = one[n]
            start = one.shape[1] + before * two.shape[1]
            row[start : start + two.shape[1]] = two[n]
            rows.append(row)
            offsets.append(base[n] + others[n] @ moves[before])
            truth.append(int(role))
    weights = _fit_softmax(np.array(rows), np.array(offsets), np.array(truth))
    return {name: weight.tolist() for name, weight in zip(names, weights, strict=True)}


def _after(role: Role, name: str) -> str:
    return f"{role.name.lower()} before, {name}"


def _fit_softmax(x: NDArray[np.float64], offsets: NDArray[np.float64], y: NDArray[np.int64]) -> NDArray[np.float64]:
    shape = (x.shape[1], offsets.shape[1])

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(shape)
        scores = offsets + x @ weights
        scores -= scores.max(axis=1, keepdims=True)
        shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
        wrong = -np.log(shares[np.arange(len(y)), y] + 1e-12).sum() + 0.5 * ROLES_L2 * (flat**2).sum()
        shares[np.arange(len(y)), y] -= 1
        return wrong, (x.T @ shares + ROLES_L2 * weights).ravel()

    return minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B").x.reshape(shape)


def fit_layouts(pages: Sequence[TypesetSheet]) -> dict[str, float]:
    """Weights of the printed cues of layouts."""
    held = {name: weight for name, weight in read_table("layout").items() if name not in PRIOR}
    weights, rows = held | PRIOR, []
    for turn in range(2):
        for n, page in enumerate(pages):
            blocks = build_blocks(page.sheet, read_roles(page.sheet))
            evidence = Evidence(blocks, page.sheet, weights)
            if evidence.paragraphs:
                rows += list(_differences(evidence, page, random.Random(f"{turn} {n}")))
        names = list(PRIOR)
        x = lay_out(rows, names)
        offsets = np.array([weigh(row, held) for row in rows])
        fitted = fit_pairs(x, np.ones(len(rows)), LAYOUT_L2, np.array([*PRIOR.values()]), offsets)
        weights = held | dict(zip(names, fitted.tolist(), strict=True))
    return {name: weights[name] for name in PRIOR}


def true_layout(evidence: Evidence, page: TypesetSheet) -> Layout:
    """The layout of what was printed."""
    owners = [page.owner(block) for block in evidence.paragraphs]
    heads = [[page.owner(block) for block in run] for run in evidence.runs]
    cuts = [k == 0 or owner != owners[k - 1] for k, owner in enumerate(owners)]
    layout = Layout(cuts, [[j == 0 or run[j] != run[j - 1] for j in range(len(run))] for run in heads])
    first = {owners[body[0]]: body for body in reversed(layout.bodies())}
    for place in layout.headlines():
        body = first.pop(heads[place[0]][place[1]], None)
        if body is not None:
            layout.pairs.append((place, body))
    return layout


def _differences(evidence: Evidence, page: TypesetSheet, rng: random.Random) -> Iterator[Cues]:
    """Cues of the true layout less those of others."""
    true = true_layout(evidence, page)
    memory = Memory(evidence)
    own = sum_cues(memory, true)
    found, scorer, _ = find_layout(evidence)
    moves = [(-1, k) for k in range(1, len(true.cuts))]
    moves += [(run, j) for run, splits in enumerate(true.splits) for j in range(1, len(splits))]
    others = [found]
    for move in rng.sample(moves, min(N_OTHERS, len(moves))):
        other = true.flip([move])
        scorer.weigh(other)
        others.append(other)
    bodies = true.bodies()
    for place, body in rng.sample(true.pairs, min(N_OTHERS // 4, len(true.pairs))):
        rest = [pair for pair in true.pairs if pair[0] != place]
        at = bodies.index(body)
        for near in [None, *bodies[max(at - 1, 0) : at], *bodies[at + 1 : at + 2]]:
            other = true.flip([])
            other.pairs = [pair for pair in rest if pair[1] != near] + ([(place, near)] if near else [])
            others.append(other)
    for other in others:
        row = Counter(own)
        row.subtract(sum_cues(memory, other))
        if any(abs(size) > 1e-9 for size in row.values()):
            yield {name: size for name, size in row.items() if abs(size) > 1e-9}


def write(links: Mapping[str, float], roles: Mapping[str, Sequence[float]], layout: Mapping[str, float]) -> None:
    """Write printed.toml, with its comments as they are."""
    head = PRINTED.read_text("utf-8").split("[roles]")[0]
    rows = [f"{json.dumps(name)} = [{', '.join(f'{w:.3f}' for w in weights)}]" for name, weights in roles.items()]
    pairs = [f"{json.dumps(name)} = {weight:.3f}" for name, weight in layout.items()]
    body = ["[roles]", "# headline, start, continuation, sub-heading, mark", *rows, "", "[layout]", *pairs]
    body += ["", "[links]", *(f"{json.dumps(name)} = {weight:.3f}" for name, weight in links.items())]
    PRINTED.write_text(head + "\n".join(body) + "\n", "utf-8")
    forget()


def main() -> None:
    """Fit links, then roles on all pages as they are read with them, then layouts on those read without a fault."""
    # few pages of real articles weigh as much as many invented ones
    links = fit_links([*read_links(), *PRESS_WEIGHT * list(link_press())])
    write(links, read_table("roles"), read_table("layout"))
    pages = read_pages()
    roles = fit_roles(pages)
    write(links, roles, PRIOR)
    write(links, roles, fit_layouts([page for page in pages if page.is_clean]))


def read_links() -> Iterator[LinkedPage]:
    """Typeset pages of every kind as links are fitted on."""
    for n, kind in enumerate(KINDS):
        for seed in LINK_SEEDS:
            page = link_typeset(typeset_page((), kind, ORDERS[(seed + n) % len(ORDERS)], seed))
            if page is not None:
                yield page


if __name__ == "__main__":
    main()
