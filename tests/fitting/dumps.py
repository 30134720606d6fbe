"""Fits the weights of the cues that every page gives: roles of lines, layouts, parts of headlines.

    python -m tests.fitting.dumps

Roles: multinomial logistic regression on the cues of a line and the true role of the line before. Layouts: logistic
regression on the difference between the cues of a page's true layout and of others near it, in turns: those that the
last weights prefer join in. Parts of headlines: logistic regression on pairs of neighbouring blocks.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from joblib import Parallel, delayed
from sklearn.linear_model import LogisticRegression

from tests.fitting.layouts import find_differences
from tests.fitting.news import simulated_news, typeset_news
from tests.fitting.pages import KnownPage, plain_pages, simulator_pages
from tests.fitting.press import FITTED, press_pages
from tests.fitting.solving import fit_cues, fit_pairs, lay_out
from textml.corpus.pages.lines import fitted
from textml.corpus.pages.lines.blocks import build_blocks
from textml.corpus.pages.lines.role_cues import line_cues
from textml.corpus.pages.lines.roles import Role, read_roles
from textml.corpus.pages.search.cues import Cues
from textml.corpus.pages.search.evidence import Evidence
from textml.corpus.pages.search.headlines import split_cues

TURNS = 2
#: How much the weights of layouts are drawn to nothing.
LAYOUT_L2 = 1.0
_PARTS = {"kicker", "title", "subtitle"}
# A role that no page of the fit has.
_NEVER = -9.0
#: Names of the cues of printed pages begin like this; they are fitted by `printed`.
_PRINTED = "printed"


def fit_roles(pages: Iterable[KnownPage]) -> dict[str, list[float]]:
    """Weights of the cues for the role of a line."""
    rows, truth, weights = [], [], []
    names: list[str] = []
    for page in pages:
        own, after = ({k: v for k, v in cues.items() if not k.startswith(_PRINTED)} for cues in line_cues(page.sheet))
        names = [*own, *(f"{role.name.lower()} before, {name}" for role in Role for name in after)]
        one, two = np.column_stack(list(own.values())), np.column_stack(list(after.values()))
        roles = page.roles()
        for n, role in enumerate(roles):
            before = roles[n - 1] if n else None
            if role is None or (n and before is None):
                continue
            row = np.zeros(len(names), dtype=np.float32)
            row[: one.shape[1]] = one[n]
            if before is not None:
                start = one.shape[1] + before * two.shape[1]
                row[start : start + two.shape[1]] = two[n]
            rows.append(row)
            truth.append(int(role))
            weights.append(page.weight)
    model = LogisticRegression(C=1.0, max_iter=300).fit(np.array(rows), truth, sample_weight=weights)
    found = np.full((len(names) + 1, len(Role)), 0.0)
    found[-1] = _NEVER
    for role, coefficients, intercept in zip(model.classes_, model.coef_, model.intercept_, strict=True):
        found[:-1, role], found[-1, role] = coefficients, intercept
    return {name: row.tolist() for name, row in zip([*names, "always"], found, strict=True)}


def fit_parts(pages: Iterable[KnownPage]) -> dict[str, float]:
    """Weights of the cues that a new part of a headline begins at a block."""
    cues, truth = [], []
    for page in pages:
        for before, after in pairwise(build_blocks(page.sheet, read_roles(page.sheet))):
            one, other = page.line(before.lines[-1]), page.line(after.lines[0])
            if (
                before.kind == after.kind == "headline"
                and one.item == other.item >= 0
                and {one.part, other.part} <= _PARTS
            ):
                cues.append(split_cues(before, after))
                truth.append(one.part != other.part)
    return fit_cues(cues, truth)


Differences = list[tuple[Cues, float]]


def fit_layouts(pages: Sequence[KnownPage], start: Mapping[str, float], n_jobs: int = -1) -> dict[str, float]:
    """Weights of the cues of layouts, from weights to start with."""
    weights: Mapping[str, float] = start
    found: list[Differences] = []
    for turn in range(TURNS):
        found += collect_differences(pages, weights, str(turn), n_jobs)
        weights = weigh_differences(found)
    return dict(weights)


def collect_differences(
    pages: Sequence[KnownPage], weights: Mapping[str, float], seed: str, n_jobs: int = -1
) -> list[Differences]:
    """Cues by which the true layout of each page differs from others, and how much each difference counts."""
    tasks = (delayed(_differences)(page, weights, f"{seed} {n}") for n, page in enumerate(pages))
    found: list[Differences] = Parallel(n_jobs=n_jobs, batch_size=8)(tasks)
    return found


def weigh_differences(found: Sequence[Differences]) -> dict[str, float]:
    """Weights by which the true layouts are better."""
    pairs = [pair for differences in found for pair in differences]
    names = sorted({name for row, _ in pairs for name in row})
    x = lay_out([row for row, _ in pairs], names)
    return dict(zip(names, fit_pairs(x, np.array([count for _, count in pairs]), LAYOUT_L2).tolist(), strict=True))


def _differences(page: KnownPage, weights: Mapping[str, float], seed: str) -> Differences:
    evidence = Evidence(build_blocks(page.sheet, read_roles(page.sheet)), page.sheet, weights)
    if not evidence.paragraphs:
        return []
    found = find_differences(evidence, page, random.Random(seed))
    return [(row, page.weight * count) for row, count in found]


def write(tables: Mapping[str, Mapping[str, float | Sequence[float]]], figures: str) -> None:
    """Write cutter.toml, and let the cutter read it again."""
    lines = ["# Weights of the cutter, in log odds. Written by `make fit-cutter`; do not edit.", *_comment(figures)]
    for table, rows in tables.items():
        lines += ["", f"[{table}]"]
        lines += ["# headline, start, continuation, sub-heading, mark"] * (table == "roles")
        lines += [f"{json.dumps(name, ensure_ascii=False)} = {_number(row)}" for name, row in sorted(rows.items())]
    fitted.CUTTER.write_text("\n".join(lines) + "\n", "utf-8")
    fitted.forget()


def _comment(figures: str) -> Iterator[str]:
    for line in figures.splitlines():
        yield f"# {line}".rstrip()


def _number(row: float | Sequence[float]) -> str:
    if isinstance(row, float):
        return f"{row:.3f}"
    return f"[{', '.join(f'{weight:.3f}' for weight in row)}]"


def fit(pages: Sequence[KnownPage], figures: str = "") -> None:
    """Fit all weights of dumps on these pages, and write them."""
    tables = {name: fitted.read_table(name) for name in ("roles", "layout", "title_parts")}
    start = dict(tables["layout"])
    tables["roles"] = fit_roles(pages)
    write(tables, figures)
    tables["title_parts"] = fit_parts(pages)
    tables["layout"] = fit_layouts([page for page in pages if page.is_clean], start)
    write(tables, figures)


def known_pages(held_out: Sequence[str] = ()) -> list[KnownPage]:
    """The pages that are fitted on, without the kinds and orders that are named."""
    out = {*held_out}
    press = [page for page in press_pages() if page.kind in FITTED]
    laid_out = [page for page in (*press, *typeset_news()) if not {page.kind, page.order} & out]
    return [*simulator_pages(), *plain_pages(), *simulated_news(), *laid_out]


def main(held_out: Sequence[str] = ()) -> None:
    """Fit on all pages that are at hand; kinds and orders of typeset ones that are named are left out."""
    pages = known_pages(held_out)
    said = ", ".join(f"{count} {kind}" for kind, count in Counter(page.source for page in pages).items())
    fit(pages, f"Fitted on pages: {said}." + f"\nHeld out: {', '.join(held_out)}." * bool(held_out))


if __name__ == "__main__":
    main(sys.argv[1:])
