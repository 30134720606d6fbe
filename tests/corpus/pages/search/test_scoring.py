"""Layouts and their scores, with weights that the tests choose."""

import math

import pytest

from tests.corpus.pages.invented import TWO_STORIES
from textml.corpus.pages.lines.blocks import build_blocks
from textml.corpus.pages.lines.roles import Role
from textml.corpus.pages.lines.sheet import read_sheet
from textml.corpus.pages.search.evidence import Evidence
from textml.corpus.pages.search.items import build_items, read_headlines
from textml.corpus.pages.search.layout import find_layout
from textml.corpus.pages.search.scoring import Layout, Scorer

LETTERS = {"H": Role.HEADLINE, "S": Role.START, "C": Role.CONTINUATION, "M": Role.MARK}
CANAL, MATS = (0, 0, 1), (2, 0, 1)


def weigh(weights: dict[str, float], page: str = TWO_STORIES, roles: str = "HSCCSCCMHSCC") -> Evidence:
    """Evidence of a page whose lines have these roles, by their first letters."""
    sheet = read_sheet(page)
    return Evidence(build_blocks(sheet, [LETTERS[letter] for letter in roles]), sheet, weights)


def two_articles() -> Layout:
    """The page of two stories cut where the second begins."""
    return Layout([True, False, True], [[True], [], [True], []])


def test_a_layout_lists_its_bodies_and_headlines() -> None:
    """A run of headline blocks without a cut is a heading inside, not a headline."""
    assert two_articles().bodies() == [(0, 2), (2, 3)]
    assert two_articles().headlines() == [CANAL, MATS]
    one = two_articles().flip([(-1, 2)])
    assert (one.bodies(), one.headlines()) == ([(0, 3)], [CANAL])
    assert one.key() != two_articles().key() == one.flip([(-1, 2)]).key()


def test_the_score_is_the_sum_of_cuts_headlines_and_pairs() -> None:
    """Two headlines without an article, two articles without a headline, and what the pairs gain."""
    evidence = weigh({"alone": -2.0, "headless": -4.0, "right before": 0.5, "byline between": 3.0})
    layout = Scorer(evidence).weigh(two_articles())
    assert layout.weighed
    assert layout.pairs == [(CANAL, (0, 2)), (MATS, (2, 3))]
    assert layout.score == pytest.approx(3.0 + 2 * 0.5)


def test_a_layout_that_cannot_win_gets_only_a_bound() -> None:
    """Nothing is assigned below the score that is to be beaten."""
    layout = Scorer(weigh({"byline between": 3.0})).weigh(two_articles(), least=100.0)
    assert (layout.weighed, layout.pairs, layout.score) == (False, [], 3.0)
    assert Scorer(weigh({"byline between": 3.0})).weigh(two_articles(), least=-math.inf).weighed


def test_two_headlines_do_not_share_an_article() -> None:
    """Where both gain most with one body, the best assignment gives the second what is left."""
    evidence = weigh({"right before": 1.0, "right behind": 3.0})
    layout = Scorer(evidence).weigh(two_articles())
    assert layout.pairs == [(MATS, (0, 2))]
    assert Scorer(evidence).headline_margin(layout, MATS, (0, 2)) == 2.0


def test_the_search_cuts_where_cues_say_so() -> None:
    """One article with a weight against, two with one for it; the margin is what the cut brings."""
    weights = {"headless": -1.0, "alone": -1.0, "right before": 1.0, "nothing between": -2.0}
    best, _, margins = find_layout(weigh(weights | {"byline between": 2.0}))
    assert best.cuts == [True, False, True]
    # the cut, and the second headline with its article; without the cut it is a heading inside
    assert margins[-1, 2] == pytest.approx(3.0)
    assert margins[-1, 1] == pytest.approx(3.0)
    best, _, _ = find_layout(weigh(weights | {"byline between": -2.0}))
    assert best.cuts == [True, False, False]


def test_items_say_what_decided_and_how_clearly() -> None:
    """The byline goes to the story above; the least margin is that of the headline."""
    weights = {"byline between": 2.0, "nothing between": -2.0, "headless": -1.0, "alone": -1.0, "right before": 1.0}
    items = build_items(*find_layout(weigh(weights)))
    assert [item.reason for item in items] == [
        "top of the page; headline before",
        "byline between; headline before",
    ]
    assert [[block.kind for block in item.body] for item in items] == [
        ["paragraph", "paragraph", "mark"],
        ["paragraph"],
    ]
    assert [[block.first for block in item.blocks] for item in items] == [[0, 1, 4, 7], [8, 9]]
    # a cut brings 3.0; a headline gains 3.0 with its own article and 2.0 with the other one
    assert [min(item.margins) for item in items] == pytest.approx([1.0, 1.0])


def test_what_has_no_partner_is_an_item_too() -> None:
    """An article whose headline fits nothing, and that headline by itself."""
    items = build_items(
        *find_layout(weigh({"right before": -9.0, "right behind": -9.0, "stacked": -9.0, "ahead": -9.0}))
    )
    assert [(bool(item.headline), bool(item.body)) for item in items].count((True, False)) >= 1
    assert {item.margins.headline for item in items if not item.body} == {9.0}
    assert {item.reason for item in items if not item.body} == {"headline without a body"}


def test_headlines_without_any_paragraph_are_divided_by_their_splits() -> None:
    """Above 0 a block starts another headline; the first takes the marks."""
    page, roles = "记者 田望生\n\n竹席上市\n\n早稻开镰\n", "MHH"
    apart, joined = (read_headlines(weigh({"split": score}, page, roles)) for score in (1.0, -1.0))
    assert [len(item.headline) for item in apart] == [1, 1]
    assert [len(item.headline) for item in joined] == [2]
    assert [[block.text for block in item.body] for item in apart] == [["记者 田望生"], []]
    assert read_headlines(weigh({}, "", "")) == []


def test_changes_weighed_ahead_score_the_same() -> None:
    """A cut taken back, one moved by a paragraph, and one more."""
    weights = {"right before": 1.0, "right behind": 0.5, "stacked": -0.5, "headless": -1.0, "byline between": 2.0}
    changes = [[(-1, 2)], [(-1, 1), (-1, 2)], [(-1, 1)]]
    fresh, ready = Scorer(weigh(weights)), Scorer(weigh(weights))
    ready.prepare(two_articles(), changes)
    scores = [[scorer.weigh(two_articles().flip(change)).score for change in changes] for scorer in (fresh, ready)]
    assert scores[0] == scores[1]
    assert len(set(scores[0])) > 1
