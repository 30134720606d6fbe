"""Scores of what a layout may contain, with weights that the tests choose."""

import pytest

from tests.corpus.pages.invented import TWO_STORIES
from textml.corpus.pages.lines.blocks import build_blocks
from textml.corpus.pages.lines.fitted import read_table
from textml.corpus.pages.lines.roles import Role
from textml.corpus.pages.lines.sheet import read_sheet
from textml.corpus.pages.search.evidence import Evidence

LETTERS = {"H": Role.HEADLINE, "S": Role.START, "C": Role.CONTINUATION, "M": Role.MARK}
CANAL, MATS = (0, 0, 1), (2, 0, 1)


def weigh(weights: dict[str, float], page: str = TWO_STORIES, roles: str = "HSCCSCCMHSCC") -> Evidence:
    """Evidence of a page whose lines have these roles, by their first letters."""
    sheet = read_sheet(page)
    return Evidence(build_blocks(sheet, [LETTERS[letter] for letter in roles]), sheet, weights)


def test_headlines_and_marks_are_kept_by_the_paragraph_behind_them() -> None:
    """One list per paragraph and one for what follows the last."""
    evidence = weigh({})
    assert [len(run) for run in evidence.runs] == [1, 0, 1, 0]
    assert [[mark.text for mark in marks] for marks in evidence.marks] == [[], [], ["记者 何小满"], []]


def test_without_weights_nothing_speaks() -> None:
    """Every score is 0."""
    evidence = weigh({})
    assert [cut.score for cut in evidence.cuts] == evidence.kept == [0, 0, 0]
    assert evidence.bodies[0, 2] == evidence.headings[MATS] == evidence.gains[MATS][2, 3] == 0


def test_without_a_mapping_the_weights_are_those_of_the_package() -> None:
    """The table of layouts."""
    sheet = read_sheet("竹席上市")
    assert Evidence([], sheet).weights == read_table("layout")


def test_a_cut_is_the_weighted_sum_of_its_cues() -> None:
    """Between the stories stand a byline and a headline; between paragraphs of one story nothing does."""
    evidence = weigh({"byline between": 2.0, "headline between": 1.0, "nothing between": -3.0})
    assert [cut.score for cut in evidence.cuts] == [0.0, -3.0, 3.0]
    assert evidence.cuts[2].strongest == "byline between"
    assert evidence.cuts[1].cues["nothing between"] == 1
    assert evidence.cuts[2].cues.keys() >= {"headline between", "byline between", "says when", "says where"}


def test_headline_blocks_may_be_headings_inside() -> None:
    """What they score as such stands in `kept`, its sum is the score of a page without a cut."""
    evidence = weigh({"inner": -2.0, "inner length": 1.0})
    assert evidence.kept == [0, 0, pytest.approx(-2.0 + 2 / 5)]
    assert evidence.uncut == sum(evidence.kept)
    assert evidence.bodies[2, 3] == -evidence.kept[2]


def test_shared_words_let_a_headline_gain_with_its_own_body() -> None:
    """竹席卖到桥头 belongs to the paragraph with 竹席 and 桥头, 渠水流到田头 to that with 水渠."""
    gains = weigh({"words against": 1.0, "few shared words": 1.0}).gains
    assert gains[CANAL][0, 2] > gains[CANAL][2, 3]
    assert gains[MATS][2, 3] > 0 > gains[MATS][0, 2]


def test_a_headline_gains_what_it_and_its_body_lose_apart() -> None:
    """A missing headline and a missing article count against the two apart, so for the two together."""
    evidence = weigh({"alone": -2.0, "headless": -4.0, "headless first": 1.0, "right before": 0.5})
    assert evidence.headings[CANAL] == -2.0
    assert (evidence.bodies[0, 2], evidence.bodies[2, 3]) == (-3.0, -4.0)
    assert (evidence.gains[CANAL][0, 2], evidence.gains[MATS][2, 3]) == (5.5, 6.5)


def test_the_place_and_the_articles_between_count() -> None:
    """A headline behind the story after its own: stacked, with one article between them."""
    evidence = weigh({"right behind": 1.0, "stacked": 2.0, "articles between": -0.5})
    assert (evidence.gains[MATS][0, 2], evidence.gains[MATS][0, 1], evidence.gains[MATS][2, 3]) == (1, 2, 0)
    assert evidence.further == [0, -0.5, -1.0, -1.5, -2.0]


def test_words_of_whole_articles_may_change_a_cut() -> None:
    """They do where nothing is printed between; at a headline those nearby decide."""
    evidence = weigh({"common words": -1.0})
    near = evidence.cuts[1].cues["common words"]
    whole = evidence.whole_cohesion(0, 1, 2)["common words"]
    assert evidence.cut_gain(0, 1, 2) == pytest.approx(near - whole)
    assert evidence.cut_gain(0, 2, 3) == 0


def test_a_custom_needs_three_articles() -> None:
    """With three of four headlines above a lead, a paragraph without one has a quarter against it."""
    story = "{}\n\n本报讯（记者 田望生） {}，沿渠的田都种上了早稻。\n\n"
    pairs = (("渠水到田", "立夏"), ("竹席上市", "昨天"), ("早稻开镰", "今天"))
    last = "茶油出山\n\n3月2日，上湾村的茶油装上了车。\n"
    found = weigh({}, "".join(story.format(*pair) for pair in pairs) + last, "HS" * 4)
    assert [cut.cues.get("against the custom", 0) for cut in found.cuts] == [0, 0, 0, 0.25]
    found = weigh({}, story.format(*pairs[0]) + last, "HS" * 2)
    assert "against the custom" not in found.cuts[1].cues
