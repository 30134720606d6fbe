"""Fits how likely an item of a page is right, on invented pages that the cutter was not fitted on.

    python -m tests.fitting.confidence

An item is right when its body and a true one share 95 % of their character trigrams, and its headline is found or the
true article has none. Logistic regression; the weights of margins are not negative.
"""

import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from tests.bench.bench_pages import has_headline, items_of, shared, trigrams
from tests.corpus.pages.simulator import EVERYTHING, replace, simulate_page
from tests.corpus.printed.dumps import TOOLS, dump_page
from tests.corpus.printed.kinds import KINDS
from tests.corpus.printed.typesetter import ORDERS, typeset_page
from textml.corpus.article import STORIES, Page
from textml.corpus.pages.compose import compose
from textml.corpus.pages.lines.blocks import build_blocks
from textml.corpus.pages.lines.fitted import CONFIDENCE
from textml.corpus.pages.lines.roles import read_roles
from textml.corpus.pages.lines.sheet import read_sheet
from textml.corpus.pages.search.confidence import PRINTED, STEPS, Margins, find_item_cues
from textml.corpus.pages.search.cues import Cues
from textml.corpus.pages.search.layout import read_layout

#: Of typeset and of simulated pages; the cutter was fitted on other ones.
SEEDS = range(70, 72)
SIMULATED = range(900, 903)
#: Shorter bodies are not counted by scores of pages.
LEAST = 40
#: How much the weights are drawn to 0: cues that a few dozen items have say little.
L2 = 3.0
_STEPS = [f"{name} up to {step:.0f}" for name in (*Margins._fields, "weakest", "near") for step in STEPS]
#: Cues whose weights are not negative.
RISING = {prefix + name for prefix in ("", PRINTED) for name in _STEPS}


class Told(NamedTuple):
    """A true article: the accepted readings of its body and of its headline."""

    bodies: Sequence[str]
    titles: Sequence[str]


class ToldPage(NamedTuple):
    """A page and its true articles."""

    page: Page
    articles: Sequence[Told]


@dataclass
class Rows:
    """Stories that were cut from pages: their cues, whether they are right, whether they are long enough to count."""

    cues: list[Cues] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    counted: list[bool] = field(default_factory=list)


def typeset_pages(seeds: Iterable[int] = SEEDS) -> Iterator[ToldPage]:
    """Pages of every kind, as their geometry gives them and as two tools dump them."""
    tools = list(TOOLS)
    for seed in seeds:
        for n, kind in enumerate(KINDS):
            for m in range(3):
                at = n + seed + 3 * m
                page = typeset_page((), kind, ORDERS[at % len(ORDERS)], seed * 10 + m)
                articles = [Told(item.readings, item.titles) for item in page.articles]
                text, geometry, _ = page.arranged()
                yield ToldPage(Page("p", text=text, geometry=geometry), articles)
                for tool in (tools[at % len(tools)], tools[(at + 1) % len(tools)]):
                    yield ToldPage(Page("p", text=dump_page(page.set_lines, tool, page.seed)), articles)


def simulated_pages(root: Path, seeds: Iterable[int] = SIMULATED) -> Iterator[ToldPage]:
    """Pages of the seed stories in three kinds of dump."""
    for n, items in enumerate(items_of(root)):
        for seed in seeds:
            for dump in ("wrapped", "flat", "newswire"):
                mixed = random.Random(f"{n} {seed} {dump}").sample(items, len(items))
                page = simulate_page(mixed, replace(EVERYTHING, dump=dump), seed * 100 + n)
                stories = [item for item in page.truth if item.kind in STORIES and item.body]
                told = [Told([item.body], [t for t in (item.title, item.kicker) if t]) for item in stories]
                yield ToldPage(Page("p", text=page.text), told)


def read_rows(pages: Iterable[ToldPage]) -> Rows:
    """Cut pages with the weights of today and look which of their stories are right."""
    rows = Rows()
    for page, articles in pages:
        sheet = read_sheet(page.text, page.geometry)
        items = read_layout(build_blocks(sheet, read_roles(sheet)), sheet)
        cues = find_item_cues(items)
        holder = {line.number: n for n, item in enumerate(items) for block in item.blocks for line in block.lines}
        wanted = [[trigrams(body) for body in article.bodies] for article in articles]
        for story in compose(items, page, sheet.wrapped):
            if not (story.is_story and story.body):
                continue
            bodies = [trigrams(story.body), trigrams(story.title + story.body)]
            title = trigrams(story.title, 2)
            matches = [n for n, readings in enumerate(wanted) if _is_alike(bodies, readings)]
            rows.cues.append(cues[holder[(*story.lines.body, *story.lines.title)[0]]])
            rows.counted.append(bodies[0].total() >= LEAST - 2)
            readings = [articles[n].titles for n in matches]
            rows.right.append(any(not titles or has_headline(title, titles) for titles in readings))
    return rows


def _is_alike(found: Sequence[Counter[str]], wanted: Sequence[Counter[str]]) -> bool:
    pairs = ((one, other) for one in found for other in wanted)
    return any(2 * shared(one, other) >= 0.95 * (one.total() + other.total()) for one, other in pairs)


def fit_confidence(rows: Rows) -> dict[str, float]:
    """Weights of the cues of these stories."""
    names = sorted({name for cues in rows.cues for name in cues})
    x = np.array([[cues.get(name, 0.0) for name in names] for cues in rows.cues])
    y = np.array(rows.right, float)
    free = np.array([not name.endswith("always") for name in names])
    bounds = [(0.0, None) if name in RISING else (None, None) for name in names]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = x @ weights
        wrong = np.logaddexp(0, scores) - y * scores
        shares = 1 / (1 + np.exp(-np.clip(scores, -50, 50)))
        pull = L2 * free * weights
        return wrong.sum() + 0.5 * (pull * weights).sum(), x.T @ (shares - y) + pull

    fitted = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 2000})
    return dict(zip(names, fitted.x.tolist(), strict=True))


def write(weights: Mapping[str, float]) -> None:
    """Write confidence.toml, with its comments as they are."""
    head = CONFIDENCE.read_text("utf-8").split("[confidence]")[0]
    rows = [f"{json.dumps(name)} = {weight:.3f}" for name, weight in weights.items() if abs(weight) >= 0.0005]
    CONFIDENCE.write_text(head + "\n".join(["[confidence]", *rows]) + "\n", "utf-8")


def main() -> None:
    """Fit on typeset and simulated pages."""
    root = Path(__file__).parent.parent.parent
    write(fit_confidence(read_rows(chain(typeset_pages(), simulated_pages(root)))))


if __name__ == "__main__":
    main()
