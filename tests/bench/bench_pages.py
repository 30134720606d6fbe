"""How well simulated pages are cut, phenomenon by phenomenon, and what cutting costs.

    pytest tests/bench/bench_pages.py -m bench -s

The stories are those of seeds/pages; figures follow the newspaper-segmentation literature: an article is right when
its body and the true one share 95 % of their character trigrams.
"""

import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.pages.simulator import EVERYTHING, PLAIN, SWITCHES, SimulatedPage, Style, only, replace, simulate_page
from textml.corpus.article import STORIES, Article
from textml.corpus.pages.cutting import split_page

pytestmark = pytest.mark.bench


def items_of(root: Path) -> list[list[dict[str, Any]]]:
    """Items of the seed pages, ready to be printed in any style."""
    with (root / "seeds/pages/truth.jsonl").open(encoding="utf-8") as lines:
        return [[item_of(n, article) for n, article in enumerate(json.loads(line)["articles"])] for line in lines]


def issues_of(root: Path) -> list[str]:
    """Issue of each of these pages."""
    with (root / "seeds/pages/truth.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line)["issue"] for line in lines]


def item_of(n: int, article: dict[str, Any]) -> dict[str, Any]:
    """A true article as the simulator takes it; every second byline goes behind the body, captions' always."""
    alone = not article["byline"] and article["role"]
    where = "none" if alone else "end" if n % 2 or article["kind"] == "photo" else "lead"
    named = {"role": article["role"], "names": article["byline"], "where": where}
    return {
        **{key: article[key] or None for key in ("column", "kicker", "title", "subtitle", "joined")},
        **{key: article[key] for key in ("kind", "section")},
        "text": article["body"],
        "byline": named if article["byline"] or article["role"] else None,
        "jump_to": article["jump"].removesuffix("版") or None,
        "jump_from": article["origin"].removesuffix("版") or None,
    }


def trigrams(text: str, n: int = 3) -> Counter[str]:
    """Character n-grams without spaces and punctuation."""
    text = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))
    return Counter(text[i : i + n] for i in range(max(len(text) - n + 1, 1)))


def shared(one: Counter[str], other: Counter[str]) -> int:
    """How many n-grams two texts share."""
    return sum((one & other).values())


def pair_up(
    wanted: Sequence[Counter[str]],
    found: Sequence[Counter[str]],
    likeness: Callable[[Counter[str], Counter[str]], float],
) -> list[int | None]:
    """Give each wanted text, in turn, the most alike of those found that no other has; None where none is left."""
    free = set(range(len(found)))
    pairs: list[int | None] = []
    for gold in wanted:
        best = max(free, key=lambda i: likeness(found[i], gold), default=None)
        free -= {best}
        pairs.append(best)
    return pairs


def has_headline(found: Counter[str], accepted: Iterable[str]) -> bool:
    """Whether a title, as character bigrams, holds 60 % of those of an accepted one."""
    return any(shared(found, title) >= 0.6 * title.total() for title in (trigrams(text, 2) for text in accepted))


def score(page: SimulatedPage, found: list[Article], least: float = 0.95) -> Counter[str]:
    """Counts for the figures of one page; a body is right when it shares ``least`` with the true one."""
    wanted = [item for item in page.truth if item.kind in STORIES and item.body]
    stories = [article for article in found if article.kind in STORIES and article.body]
    grams = [trigrams(article.body) for article in stories]
    out: Counter[str] = Counter(wanted=len(wanted), found=len(stories))
    wanted.sort(key=lambda item: -len(item.body))
    golds = [trigrams(item.body) for item in wanted]
    for item, gold, best in zip(wanted, golds, pair_up(golds, grams, shared), strict=True):
        out["titles"] += bool(item.title)
        if best is None:
            continue
        common = 2 * shared(grams[best], gold) / (sum(gold.values()) + sum(grams[best].values()))
        out["right"] += common >= least
        accepted = [title for title in (item.title, item.kicker) if item.title and title]
        out["headline"] += has_headline(trigrams(stories[best].title, 2), accepted)
        out["kinds"] += stories[best].kind == item.kind
    return out


def cut(pages: Iterable[SimulatedPage], least: float = 0.95) -> Counter[str]:
    """Counts over pages."""
    total: Counter[str] = Counter()
    for page in pages:
        total += score(page, split_page(page.text), least)
    return total


def figures(total: Counter[str]) -> tuple[float, float]:
    """Article F1 and share of headlines found."""
    return 2 * total["right"] / max(total["wanted"] + total["found"], 1), total["headline"] / max(total["titles"], 1)


def simulate(root: Path, style: Style, n_pages: int) -> list[SimulatedPage]:
    """So many pages of the seed stories in one style."""
    items = items_of(root)
    return [simulate_page(items[n % len(items)], style, n) for n in range(n_pages)]


def test_pages_with_everything(root: Path) -> None:
    """Two hundred pages with every switch on, wrapped and flat: nine of ten articles and headlines."""
    halves = [simulate(root, replace(EVERYTHING, dump=dump), 100) for dump in ("wrapped", "flat")]
    print()
    for name, pages in zip(("wrapped", "flat"), halves, strict=True):
        f1, headline = figures(cut(pages))
        print(f"{name:20s} article F1 {f1:.3f}  headline {headline:.3f}")
    f1, headline = figures(cut([*halves[0], *halves[1]]))
    print(f"{'both':20s} article F1 {f1:.3f}  headline {headline:.3f}")
    assert f1 >= 0.9
    assert headline >= 0.9


def test_newswire_pages(root: Path) -> None:
    """Dispatches without blank lines, with full-width digits."""
    # the dateline stays in the body, and the truth has none
    f1, headline = figures(cut(simulate(root, replace(EVERYTHING, dump="newswire"), 100), 0.85))
    print(f"\nnewswire article F1 {f1:.3f}  headline {headline:.3f}")
    assert f1 >= 0.9


def test_table_by_phenomenon(root: Path) -> None:
    """Each phenomenon alone on a plain page, and everything but that phenomenon."""
    rows = [("nothing", figures(cut(simulate(root, PLAIN, 28))), None)]
    for switch in SWITCHES:
        alone = figures(cut(simulate(root, only(switch), 28)))
        without = figures(cut(simulate(root, replace(EVERYTHING, **{switch: False}), 28)))
        rows.append((switch, alone, without))
    print(f"\n{'phenomenon':20s} alone: F1  headline   all but it: F1  headline")
    for name, alone, without in rows:
        rest = f"          {without[0]:.3f}  {without[1]:.3f}" if without else ""
        print(f"{name:20s}     {alone[0]:.3f}  {alone[1]:.3f}  {rest}")
    assert min(alone[0] for _, alone, _ in rows) >= 0.9


def test_speed(root: Path) -> None:
    """Pages and characters for each CPU second, on pages of usual length and on a long one."""
    texts = [page.text for page in simulate(root, EVERYTHING, 56)]
    split_page(texts[0])
    start = time.process_time()
    for text in texts:
        split_page(text)
    seconds = time.process_time() - start
    long = "\n".join(texts) * 4
    start = time.process_time()
    split_page(long)
    print(f"\n{len(texts) / seconds:.0f} pages/s; {sum(map(len, texts)) / seconds:,.0f} characters/s; ", end="")
    print(f"{len(long) / (time.process_time() - start):,.0f} characters/s on a page of {len(long):,} characters")
