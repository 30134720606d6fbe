"""Ids of articles: what changes them, and what does not."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.corpus.pages.invented import invent_items
from tests.corpus.pages.simulator import EVERYTHING, PLAIN, simulate_page
from textml.corpus.article import Article, Page
from textml.corpus.pages.corrections import Correction
from textml.corpus.pages.cutting import cut_pages, split_page
from textml.corpus.pages.ids import give_ids, sum_beginning

START = "3月2日，上湾村的竹席摊子摆到了桥头，竹匠罗青禾一天卖了四十床。"


@pytest.mark.parametrize(
    "other",
    [
        "３月２日，上湾村的竹席摊子摆到了桥头，竹匠罗青禾一天卖了四十床。",
        "3 月 2 日 , 上湾村的竹席摊子摆到了桥头, 竹匠罗青禾一天卖了四十床",
        "3月2日，上湾村的竹席\n摊子摆到了桥头，竹匠罗青禾一天卖了四十床。",
        f"{START}他说，还有六十床在路上。\n后来又卖了七十床。",
        f"（上接1版）{START}",
        f"本报讯（融媒记者 田望生 何小满） {START}",
        f"新华社沙埠3月2日电（记者田望生）{START}",
        f"本报讯（记者 田望生）\u3000\u3000{START}",
    ],
)
def test_what_tools_read_differently_leaves_the_id(other: str) -> None:
    """Width, spaces, wraps, punctuation, marks at the beginning and what follows the beginning do not count."""
    assert sum_beginning("竹席卖到桥头", other) == sum_beginning("另一个标题", START) == "846h8j"


def test_another_beginning_has_another_id() -> None:
    """Who says something else at the beginning is another article, also after the same dateline."""
    wire = "新华社沙埠3月2日电（记者田望生、何小满）"
    texts = [START, START[5:], f"{wire}水渠通了。", f"{wire}夜市开了。", wire]
    assert len({sum_beginning("", text) for text in texts}) == len(texts)


def test_the_headline_counts_where_there_is_no_text() -> None:
    """A masthead or teaser is named by its headline; what has neither has an id too."""
    assert sum_beginning("汀禾新报", "") == sum_beginning("汀 禾 新 报", "——") != sum_beginning("汀禾晚报", "")
    assert sum_beginning("", "") == sum_beginning("——", "") == "mnck7t"


def test_those_that_begin_alike_are_told_apart_in_page_order() -> None:
    """The second of two alike has -2, the third -3; others keep their sum."""
    articles = [Article("", "", START), Article("", "", "另一篇。"), Article("", "甲", START), Article("", "", START)]
    first, other, second, third = (article.id for article in give_ids(articles, "d/01"))
    assert (first, second, third) == ("d/01#846h8j", "d/01#846h8j-2", "d/01#846h8j-3")
    assert other == f"d/01#{sum_beginning('', '另一篇。')}"


def test_sums_are_spread_evenly() -> None:
    """Ten thousand beginnings have ten thousand sums, of 32 characters that are used alike."""
    sums = [sum_beginning("", f"第{n}号通告") for n in range(10_000)]
    used = Counter("".join(sums))
    assert len(set(sums)) > 9_990
    assert set("0123456789abcdefghjkmnpqrstvwxyz") == used.keys()
    assert min(used.values()) > 0.9 * max(used.values())


def test_a_correction_leaves_the_ids_of_other_articles() -> None:
    """A cut gives the new article an id and keeps that of the first part; a join keeps the id of the first."""
    page = Page("d/01", simulate_page(invent_items(1), PLAIN, 1).text)
    lines = page.text.split("\n")
    before = split_page(page)
    ids = [article.id for article in before]
    first, second = [article for article in before if len(article.lines.body) > 4][:2]
    at = first.lines.body[len(first.lines.body) // 2]
    cut = [article.id for article in split_page(page, [Correction("cut", "d/01", at, lines[at - 1])])]
    assert [i for i in cut if i in ids] == ids
    assert len(cut) == len(ids) + 1
    start = second.lines.title[0]
    joined = [article.id for article in split_page(page, [Correction("join", "d/01", start, lines[start - 1])])]
    assert joined == [i for i in ids if i != second.id]


def test_ids_are_unique_on_a_page_and_the_same_for_any_number_of_workers() -> None:
    """Every item of a noisy page has an id of its own, whoever cuts it."""
    pages = [Page(f"d/{seed:03d}", simulate_page(invent_items(seed), EVERYTHING, seed).text) for seed in range(4)] * 40
    alone, shared = cut_pages(pages), cut_pages(pages, n_workers=2)
    assert [a.id for a in alone.articles] == [a.id for a in shared.articles]
    for page in pages[:4]:
        ids = [article.id for article in split_page(page)]
        assert len(set(ids)) == len(ids)


def test_checked_articles_have_the_ids_of_found_ones() -> None:
    """The ids of the right answers to the invented pages are those that a right cut gives."""
    for line in Path("seeds/pages/truth.jsonl").read_text("utf-8").splitlines():
        page = json.loads(line)
        items = page["articles"]
        named = give_ids([Article("", item["title"], item["body"]) for item in items], page["id"])
        assert [item["id"] for item in items] == [article.id for article in named]
