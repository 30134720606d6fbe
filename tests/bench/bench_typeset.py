"""How well typeset pages are cut, by kind of page and by order of the file, from the PDF and from dumps.

    pytest tests/bench/bench_typeset.py -m bench -s

The pages are those of tests/corpus/printed; an article is right when its body and the true one share 95 % of their
character trigrams. Notices, teasers and the like count neither as wanted nor as found.
"""

from collections import Counter, defaultdict
from collections.abc import Callable

import pytest

from tests.bench.bench_pages import figures, has_headline, pair_up, shared, trigrams
from tests.corpus.printed.dumps import TOOLS, dump_page
from tests.corpus.printed.kinds import KINDS
from tests.corpus.printed.scanning import scan_lines
from tests.corpus.printed.typesetter import ORDERS, TypesetPage, typeset_page
from textml.corpus.article import STORIES, Article, Page
from textml.corpus.pages.cutting import split_page
from textml.corpus.printed.order import arrange
from textml.corpus.printed.pdf import read_pdf

pytestmark = pytest.mark.bench

N_SEEDS = 3
#: Shorter bodies are not counted, as in the scores of other pages.
_LEAST = 40


def from_lines(page: TypesetPage) -> Page:
    """The page as its geometry gives it, without a file."""
    text, geometry, _ = page.arranged()
    return Page("typeset", text=text, geometry=geometry)


def from_pdf(page: TypesetPage) -> Page:
    """The page as it is read from its file."""
    printed = read_pdf(page.pdf, "typeset.pdf").pages[0]
    return Page("typeset", text=printed.text, geometry=printed.geometry)


def from_scan(page: TypesetPage) -> Page:
    """The page as OCR gives it."""
    text, geometry = arrange(scan_lines(page), page.width, page.height, page.rules, page.areas, page.pictures)
    return Page("typeset", text=text, geometry=geometry)


def from_dump(tool: str) -> Callable[[TypesetPage], Page]:
    """The page as a tool dumps it."""
    return lambda page: Page("typeset", text=dump_page(page.set_lines, tool, page.seed))


WAYS: dict[str, Callable[[TypesetPage], Page]] = {
    "pdf": from_pdf,
    "lines": from_lines,
    "scan": from_scan,
    **{tool: from_dump(tool) for tool in TOOLS},
}


def score(page: TypesetPage, found: list[Article]) -> Counter[str]:
    """Counts for the figures of one page."""
    wanted = [(item, trigrams(item.body)) for item in page.articles]
    wanted = [(item, grams) for item, grams in wanted if sum(grams.values()) >= _LEAST - 2]
    # a story about a notice may be taken for one: that is no fault of the cut
    grams = [trigrams(article.body) for article in found]
    titles = [trigrams(article.title, 2) for article in found]
    counted = {i for i, article in enumerate(found) if article.kind in STORIES and sum(grams[i].values()) >= _LEAST - 2}
    beside = [trigrams(item.body) for item in page.truth if item not in page.articles]
    counted -= {i for i in counted if any(shared(grams[i], other) > 0.8 * sum(grams[i].values()) for other in beside)}
    out: Counter[str] = Counter(wanted=len(wanted))
    wanted.sort(key=lambda pair: -len(pair[0].body))
    for (item, _), best in zip(wanted, pair_up([gold for _, gold in wanted], grams, alike), strict=True):
        out["titles"] += bool(item.titles)
        if best is None:
            continue
        counted.add(best)
        readings = [trigrams(body) for body in item.readings]
        out["right"] += max(alike(grams[best], reading) for reading in readings) >= 0.95
        out["headline"] += has_headline(titles[best], item.titles)
    out["found"] = len(counted)
    return out


def alike(one: Counter[str], other: Counter[str]) -> float:
    """F1 of two bags of n-grams."""
    return 2 * shared(one, other) / max(sum(one.values()) + sum(other.values()), 1)


@pytest.mark.parametrize("way", WAYS)
def test_table_by_kind_and_order(way: str) -> None:
    """Fifteen kinds of page in eight orders, read in one way."""
    totals: dict[str, Counter[str]] = defaultdict(Counter)
    for n, kind in enumerate(KINDS):
        for seed in range(N_SEEDS):
            page = typeset_page((), kind, ORDERS[(seed + n) % len(ORDERS)], seed)
            counts = score(page, split_page(WAYS[way](page)))
            for name in ("all", page.kind, page.order):
                totals[name] += counts
    print(f"\n{way:20s} article F1  headline  articles")
    for name, total in totals.items():
        f1, headline = figures(total)
        print(f"{name:20s}      {f1:.3f}     {headline:.3f}  {total['wanted']:5d}")
    assert totals["all"]["wanted"] > 300
