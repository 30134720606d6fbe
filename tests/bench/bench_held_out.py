"""How well dumps of press pages are cut whose kind, or whose order, no page of the fit had.

    pytest tests/bench/bench_held_out.py -m bench -s

Fitted on six kinds of page, tested on the seventh; fitted on four orders, tested on the fifth; and once without any
press page. Each fit starts from the one without press pages, and takes one more turn.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.bench.bench_pages import figures, has_headline, pair_up, shared, trigrams
from tests.bench.bench_typeset import alike
from tests.fitting import dumps
from tests.fitting.pages import KnownPage
from tests.fitting.press import PRESS, press_pages, read_jsonl
from textml.corpus.article import STORIES, Article
from textml.corpus.pages.cutting import split_page
from textml.corpus.pages.lines import fitted

pytestmark = pytest.mark.bench

TOOLS = ("mupdf", "pdfium", "raw", "pdfminer", "pdftotext")
FITTED_TOOLS = ("pdfium", "raw", "pdfminer")
# Shorter bodies are not counted, as in the scores of other pages.
_LEAST = 40


def score(truth: Sequence[Mapping[str, Any]], found: Sequence[Article]) -> Counter[str]:
    """Counts for the figures of one page; the body of an article is right when 95 % of its trigrams are shared."""
    wanted = [(trigrams(item["body"]), item["titles"]) for item in truth]
    wanted = [(grams, titles) for grams, titles in wanted if grams.total() >= _LEAST - 2]
    wanted.sort(key=lambda pair: -pair[0].total())
    stories = [article for article in found if article.kind in STORIES and len(article.body) >= _LEAST]
    grams = [trigrams(article.body) for article in stories]
    out: Counter[str] = Counter(wanted=len(wanted), found=len(stories))
    for (gold, titles), best in zip(wanted, pair_up([gold for gold, _ in wanted], grams, shared), strict=True):
        out["titles"] += bool(titles)
        if best is not None:
            out["right"] += alike(grams[best], gold) >= 0.95
            out["headline"] += has_headline(trigrams(stories[best].title, 2), titles)
    return out


def measure(held_out: str) -> Iterator[tuple[str, Counter[str]]]:
    """Counts of the pages of one kind or order, or of all, tool by tool."""
    for tool in TOOLS:
        total: Counter[str] = Counter()
        for page in read_jsonl(PRESS / f"dumps_{tool}.jsonl.gz"):
            if not held_out or held_out in page["id"].split("_", 2):
                total += score(page["articles"], split_page(page["text"]))
        yield tool, total


def show(held_out: str) -> float:
    """Print the row of one fit; its article F1 over all tools."""
    rows = dict(measure(held_out))
    cells = ["{:.3f}/{:.3f}".format(*figures(row)) for row in rows.values()]
    print(f"{held_out or 'all press pages':16s}", *cells, sep="  ", flush=True)
    return figures(sum(rows.values(), Counter()))[0]


def fit_again(pages: Sequence[KnownPage], differences: Sequence[dumps.Differences]) -> None:
    """Write weights fitted on these pages; of layouts from differences that were found before."""
    tables: dict[str, Any] = {"roles": dumps.fit_roles(pages), "title_parts": dumps.fit_parts(pages)}
    dumps.write(tables | {"layout": dumps.weigh_differences(differences)}, "held out")


def test_kinds_and_orders_held_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Article F1 / headlines found, for each kind and order that the fit had not seen."""
    if not PRESS.exists():
        pytest.skip("the press pages are not at hand")
    weights = tmp_path / "cutter.toml"
    weights.write_bytes(fitted.CUTTER.read_bytes())
    monkeypatch.setattr(fitted, "CUTTER", weights)
    fitted.forget()
    try:
        press = list(press_pages(FITTED_TOOLS))
        others = [page for page in dumps.known_pages() if page.source != "of press"]
        dumps.fit(others)
        print(f"\n{'held out':16s}", *(f"{tool:11s}" for tool in TOOLS), sep="  ")
        found = [show("")]
        pages = [*others, *press]
        clean = [page.is_clean for page in pages]
        start = fitted.read_table("layout")
        rows = iter(
            dumps.collect_differences(
                [page for page, is_clean in zip(pages, clean, strict=True) if is_clean], start, "again"
            )
        )
        differences = [next(rows) if is_clean else [] for is_clean in clean]
        for group in [*sorted({page.kind for page in press}), *sorted({page.order for page in press})]:
            kept = [
                n for n, page in enumerate(pages) if page.source != "of press" or group not in (page.kind, page.order)
            ]
            fit_again([pages[n] for n in kept], [differences[n] for n in kept])
            found.append(show(group))
    finally:
        fitted.forget()
    assert min(found) > 0.5
