"""Scores of what a layout may contain."""

import pytest

from tests.corpus.pages.invented import TWO_STORIES
from textml.corpus.pages.lines.blocks import build_blocks
from textml.corpus.pages.lines.roles import read_roles
from textml.corpus.pages.lines.sheet import read_sheet
from textml.corpus.pages.search.evidence import Evidence


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    """Of the page of two stories: paragraphs 0 and 1, a byline, paragraph 2; headlines before 0 and 2."""
    sheet = read_sheet(TWO_STORIES)
    return Evidence(build_blocks(sheet, read_roles(sheet)), sheet)


def test_headlines_and_marks_are_kept_by_the_paragraph_behind_them(evidence: Evidence) -> None:
    """One list per paragraph and one for what follows the last."""
    assert [len(run) for run in evidence.runs] == [1, 0, 1, 0]
    assert [[mark.text for mark in marks] for marks in evidence.marks] == [[], [], ["记者 何小满"], []]


def test_the_cues_of_a_cut_are_named(evidence: Evidence) -> None:
    """Between the stories a byline speaks for a cut; between paragraphs of one story nothing does."""
    assert evidence.cuts[1].score < 0 < evidence.cuts[2].score
    assert evidence.cuts[2].strongest == "byline or jump between"
    assert sum(score for _, score in evidence.cuts[2].cues) == evidence.cuts[2].score


def test_a_headline_gains_most_with_its_own_body(evidence: Evidence) -> None:
    """竹席卖到桥头 belongs to the paragraph with 竹席 and 桥头."""
    canal, mats = (0, 0, 1), (2, 0, 1)
    assert evidence.gains[canal][0, 2] > evidence.gains[canal][2, 3]
    assert evidence.gains[mats][2, 3] > evidence.gains[mats][0, 2]


def test_a_headline_needs_an_article(evidence: Evidence) -> None:
    """Its score without an article is negative, as is that of an article without a headline."""
    assert evidence.headings[2, 0, 1] < 0
    assert evidence.bodies[0, 2] < 0


def test_a_custom_needs_three_articles() -> None:
    """With three of four headlines above a lead, a paragraph without one is less likely to start an article."""
    story = "{}\n\n本报讯（记者 田望生） {}，沿渠的田都种上了早稻，收成要比去年多，来往的人都停下来看一看。\n\n"
    page = "".join(story.format(*pair) for pair in (("渠水到田", "立夏"), ("竹席上市", "昨天"), ("早稻开镰", "今天")))
    page += "茶油出山\n\n3月2日，上湾村的茶油装上了车，一车四十桶，来往的人都停下来看一看，问一问价钱。\n"
    sheet = read_sheet(page)
    found = Evidence(build_blocks(sheet, read_roles(sheet)), sheet)
    assert [dict(cut.cues)["custom of the page"] for cut in found.cuts[1:]] == [0, 0, -1.0]
