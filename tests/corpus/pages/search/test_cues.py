"""Cues of cuts and articles: which there are of what they look for, and how much of each."""

import math
from dataclasses import replace

import pytest

from tests.corpus.pages.invented import invent_block
from textml.corpus.pages.lines.blocks import Block
from textml.corpus.pages.search.cues import (
    closing_cues,
    cohesion_cues,
    ends,
    find_cues,
    has_credit,
    heading_cues,
    inner_heading_cues,
    mark_cues,
    measure_cues,
    no_headline_cues,
    opening_cues,
    opens,
    parts,
    size_cues,
)


def text(words: str) -> Block:
    """A paragraph."""
    return invent_block(words, "paragraph")


def mark(words: str) -> Block:
    """A byline, credit or jump."""
    return invent_block(words, "mark")


def head(words: str) -> Block:
    """A headline block."""
    return invent_block(words)


def test_cues_have_names_with_spaces_and_no_zeros() -> None:
    """What is not there is left out; what is true is 1."""
    assert find_cues(opens_plainly=True, says_when=0, ends_open=0.3) == {"opens plainly": 1.0, "ends open": 0.3}


@pytest.mark.parametrize(
    ("words", "cues"),
    [
        ("本报讯(记者 田望生)立夏", {"opens with lead"}),
        ("新华社北京５月２日电 立夏", {"opens with lead"}),
        ("此外,镇里还修了渠,一共三里长,年底通水了", {"opens plainly", "starts with a link"}),
        ("答:我们办了三件事,", {"opens plainly", "opens with speaker", "short first sentence"}),
        ("3月2日,青石镇的水渠通了水,沿渠的田都种上了早稻", {"opens plainly", "says when", "says where"}),
        ("渠首的人都看着这道闸门,早晚各开一次闸门", {"opens plainly", "points back"}),
        ("渠通了。", {"opens plainly", "short first sentence"}),
    ],
)
def test_how_a_paragraph_starts(words: str, cues: set[str]) -> None:
    """Leads count alone; without one, when and where, links, answers and short sentences do."""
    assert opening_cues(text(words)) == dict.fromkeys(cues, 1.0)
    assert opens(text(words)) == ("opens plainly" not in cues)


@pytest.mark.parametrize(
    ("words", "cues"),
    [
        ("到此为止。(完)", {"ends with end mark": 1.0}),
        ("到上湾村(下转3版)", {"ends with jump": 1.0}),
        ("渠首在南坡,", {"ends open": 0.8}),
        ("渠首在南坡。", {}),
        ("今早开了镰。”(田望生)", {"ends with signature": 1.0}),
        ("这些席子都卖完了。”", {"ends with speech": 1.0}),
        ("本报讯(记者 田望生)立夏才过。", {"is short and opens": 1.0}),
    ],
)
def test_how_a_paragraph_ends(words: str, cues: dict[str, float]) -> None:
    """End marks, jumps and signatures end an article; half a sentence counts by what it lacks."""
    found = closing_cues(text(words))
    assert {name: found.get(name) for name in cues} == cues
    certain = {"ends with end mark", "ends with jump", "ends with signature"}
    assert (ends(text(words))) == bool(certain & set(found)) == bool(certain & set(cues))


def test_marks_between_paragraphs_are_told_apart() -> None:
    """A credit, a byline, a jump and an office are four cues; a role without a name is only a mark."""
    between = {"mark between": 1.0}
    assert mark_cues([mark("融媒记者 何小满 摄")]) == {"credit between": 1.0, **between}
    assert mark_cues([mark("记者 何小满")]) == {"byline between": 1.0, **between}
    assert mark_cues([mark("（下转3版）")]) == {"jump between": 1.0, **between}
    assert mark_cues([]) == {}
    assert parts([mark("记者 何小满")])
    assert not parts([])


@pytest.mark.parametrize(
    ("before", "after", "finish", "cues"),
    [
        (17, 13, 1.0, {"measure changes", "measure changes after sentence"}),
        (17, 13, 0.0, {"measure changes"}),
        (17, 16, 1.0, {"measure changes a little"}),
        (17, 16.5, 1.0, {"measure stays"}),
        (17, 16.3, 1.0, set()),
        (0, 13, 1.0, set()),
    ],
)
def test_how_much_the_measure_changes(before: float, after: float, finish: float, cues: set[str]) -> None:
    """Four em speak, half an em is none, an unknown measure says nothing."""
    assert measure_cues(before, after, finish) == dict.fromkeys(cues, 1.0)


def test_repeated_words_are_compared_with_chance() -> None:
    """Log odds of what is repeated against what 10,000 pairs repeat by chance; none leaves [-4, 4]."""
    found = cohesion_cues(40, 10_000, 20, 30)
    assert found == pytest.approx({"common words": math.log(42 / 7), "common characters": math.log(21 / 32) + 1})
    assert cohesion_cues(0, 10_000, 3, 30)["common words"] == pytest.approx(math.log(2 / 7))
    assert cohesion_cues(0, 10**8, 0, 1000) == {"common words": -4.0, "common characters": -4.0}
    assert cohesion_cues(10**6, 100, 100, 100)["common words"] == 4.0


@pytest.mark.parametrize(
    ("words", "credited", "cues"),
    [
        ("水" * 30, False, {f"article below {least}" for least in (40, 60, 110, 150, 250)}),
        ("水" * 120, False, {"article below 150", "article below 250"}),
        ("水" * 300, False, set()),
        ("声明作废。" + "水" * 150, False, {"notice below 250"}),
        ("水" * 30, True, {"caption"}),
        ("水" * 400, True, {"caption", "long caption"}),
    ],
)
def test_small_articles_have_their_size(words: str, credited: bool, cues: set[str]) -> None:
    """One cue for every bound that an article stays below; notices have their own, captions are only long or not."""
    assert size_cues(words, credited) == dict.fromkeys(cues, 1.0)


def test_headings_inside_an_article() -> None:
    """Length in steps of five characters from the fifth, others like it, a gap, more lines, a lead behind."""
    plain = text("渠首在南坡。")
    assert inner_heading_cues([], plain, 2) == {}
    assert inner_heading_cues([head("看火")], plain, 2) == {"inner": 1, "inner alike": 2}
    assert inner_heading_cues([head("看火")], plain, 5)["inner alike"] == 3
    assert inner_heading_cues([head("守住青山 养活茶油")], text("本报讯 早稻"), 0) == {
        "inner": 1,
        "inner with gap": 1,
        "inner before lead": 1,
        "inner length": 1.0,
    }
    found = inner_heading_cues([head("看火"), head("看水"), head("看山")], plain, 0)
    assert (found["inner of two lines"], found["inner of more lines"]) == (1, 1)


def test_articles_without_a_headline() -> None:
    """From another page, at the top of this one, in mid-sentence there, as a caption, as a notice."""
    plain = text("渠首在南坡。")
    assert no_headline_cues(False, True, plain, [], []) == {"headless": 1}
    assert no_headline_cues(False, False, plain, [mark("上接1版")], []) == {"headless": 1, "headless from page": 1}
    top = no_headline_cues(True, True, plain, [], [])
    assert top == {"headless": 1, "headless first": 1, "headless first in mid sentence": 1}
    assert "headless caption" in no_headline_cues(False, False, plain, [], [mark("何小满 摄")])
    assert "headless notice" in no_headline_cues(False, False, text("证件遗失，声明作废。"), [], [])


def test_numbered_headings() -> None:
    """The first number differs from later ones; under a headline a number is none."""
    plain, one, two = text("渠首在南坡。"), text("(一)怎么种"), text("(二)怎么收")
    one, two = replace(one, subheading=True), replace(two, subheading=True)
    assert heading_cues(two, plain, headed=False) == {"after subheading": 1}
    assert heading_cues(plain, one, headed=False) == {"before first subheading": 1}
    assert heading_cues(plain, two, headed=False) == {"before later subheading": 1}
    assert heading_cues(plain, two, headed=True) == heading_cues(plain, plain, headed=False) == {}


def test_credits_are_found_among_marks() -> None:
    """摄 credits a picture, a byline does not."""
    assert has_credit([mark("记者 田望生"), mark("何小满 摄")])
    assert not has_credit([mark("记者 田望生")])
