"""The chance that an item is right: it grows with margins, and dumps and printed pages have weights of their own."""

from dataclasses import replace

import pytest

from tests.corpus.printed.typesetter import typeset_page
from textml.corpus.article import Page
from textml.corpus.pages.cutting import split_page
from textml.corpus.pages.lines.blocks import build_blocks
from textml.corpus.pages.lines.fitted import read_table
from textml.corpus.pages.lines.roles import read_roles
from textml.corpus.pages.lines.sheet import read_sheet
from textml.corpus.pages.search.confidence import Margins, find_chance, find_item_cues, rate_items
from textml.corpus.pages.search.items import Item
from textml.corpus.pages.search.layout import read_layout

PAGE = """夜市重开

本报讯（记者 田望生） 沙埠镇夜市昨晚重新开张，四十二个摊位亮起了灯。

老码头通水

本报讯（记者 何小满） 老码头的水渠昨天通水，沿渠的田都种上了早稻。"""


def items() -> list[Item]:
    """The two items of the page above."""
    sheet = read_sheet(PAGE)
    return read_layout(build_blocks(sheet, read_roles(sheet)), sheet)


@pytest.mark.parametrize("name", Margins._fields)
def test_a_larger_margin_never_lowers_the_chance(name: str) -> None:
    """Every margin alone, from one that lost to one that is certain."""
    first, second = items()
    chances = []
    for margin in (-2.0, 0.0, 0.5, 1.0, 2.0, 4.0, 9.0, 1e6):
        changed = replace(first, margins=first.margins._replace(**{name: margin}))
        chances.append(rate_items([changed, second])[0].confidence)
    assert chances == sorted(chances)
    assert 0 < chances[0] <= chances[-1] < 1


def test_margins_together_decide() -> None:
    """An item that barely won in all ways is less sure than one that won by far."""
    first, second = items()
    barely = replace(first, margins=Margins(0.1, 0.1, 0.1, 0.1, 0.1))
    by_far = replace(first, margins=Margins(8.0, 8.0, 8.0, 8.0, 8.0))
    chances = [rate_items([item, second])[0].confidence for item in (barely, by_far)]
    assert chances[0] < 0.5 < 0.9 < chances[1]


def test_margins_count_in_steps_up_to_a_bound() -> None:
    """The first log odds count apart from the next, and from 8 on nothing more."""
    first, second = items()
    cues, _ = find_item_cues([replace(first, margins=Margins(start=2.0, end=100.0)), second])
    assert [cues[f"start up to {step}"] for step in (1, 3, 8)] == [1, 1, 0]
    assert [cues[f"end up to {step}"] for step in (1, 3, 8)] == [1, 2, 5]
    assert [cues[f"weakest up to {step}"] for step in (1, 3, 8)] == [1, 1, 0]


def test_no_weight_of_a_margin_is_negative() -> None:
    """So that the chance cannot fall."""
    weights = {name: weight for name, weight in read_table("confidence").items() if " up to " in name}
    assert len(weights) > 10
    assert min(weights.values()) >= 0


def test_printed_pages_have_their_own_weights() -> None:
    """The names of all cues say which kind of input it is."""
    printed, geometry, _ = typeset_page((), "local", "head_body", 5).arranged()
    for text, places, expected in ((PAGE, None, False), (printed, geometry, True)):
        sheet = read_sheet(text, places)
        found = find_item_cues(read_layout(build_blocks(sheet, read_roles(sheet)), sheet))
        assert {name.startswith("printed ") for cues in found for name in cues} == {expected}
    assert {"always", "printed always"} <= read_table("confidence").keys()


def test_a_chance_is_a_logistic_function_of_weighted_cues() -> None:
    """A cue without a weight says nothing; no sum is too large."""
    assert find_chance({"a": 2.0, "unknown": 9.0}, {"a": 0.5}) == pytest.approx(0.7310586)
    assert find_chance({"a": 1e9}, {"a": 1.0}) == pytest.approx(1.0)
    assert find_chance({"a": -1e9}, {"a": 1.0}) == pytest.approx(0.0, abs=1e-12)


def test_the_confidence_of_an_article_is_that_of_its_item() -> None:
    """Twice the same, with three places."""
    page = Page("p", PAGE)
    assert [a.confidence for a in split_page(page)] == [round(item.confidence, 3) for item in items()]
    assert [a.confidence for a in split_page(page)] == [a.confidence for a in split_page(page)]


def test_an_empty_page_has_no_chances() -> None:
    """Nor does an item without lines break anything."""
    assert rate_items([]) == []
    assert find_item_cues([Item((), (), 0.0, "x")])[0]["no text"] == 1
