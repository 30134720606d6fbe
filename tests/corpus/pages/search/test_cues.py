"""Cues one by one: what each of them says before and after the evidence it looks for."""

from dataclasses import replace

from tests.corpus.pages.invented import invent_block as block
from textml.corpus.pages.search.cues import (
    between_cue,
    closing_cue,
    cohesion_cue,
    custom_cue,
    has_credit,
    heading_cue,
    inner_heading_cue,
    mark_cue,
    measure_cue,
    no_headline_cue,
    opening_cue,
    size_cue,
)


def test_openings_open() -> None:
    """本报讯 and datelines open, link words and answers do not, when and where is better than neither."""
    link = opening_cue(block("此外,镇里还修了渠,一共三里长,年底通水", "paragraph"))
    assert opening_cue(block("本报讯(记者 田望生)立夏", "paragraph")) > 5
    assert opening_cue(block("新华社北京５月２日电", "paragraph")) > 5
    assert opening_cue(block("答:我们办了三件事", "paragraph")) < link < 0
    assert opening_cue(block("3月2日,青石镇的水渠通了水,沿渠的田都种上了早稻", "paragraph")) > 1


def test_ends_end() -> None:
    """（完）and jumps end an article; mid-sentence, and a short lead, do not."""
    assert closing_cue(block("到此为止。(完)", "paragraph")) > 5 < closing_cue(block("到上湾村(下转3版)", "paragraph"))
    assert closing_cue(block("渠首在南坡,", "paragraph")) < 0
    assert closing_cue(block("本报讯(记者 田望生)立夏才过。", "paragraph")) < 0


def test_marks_between_paragraphs_cut() -> None:
    """A credit between two paragraphs cuts more than a role without a name."""
    assert mark_cue([block("融媒记者 何小满 摄", "mark")]) > mark_cue([block("本报评论员", "mark")]) > mark_cue([]) == 0


def test_a_change_of_measure_cuts() -> None:
    """Four em speak, half an em is noise, no measure says nothing."""
    assert measure_cue(17, 13) > measure_cue(17, 16) > measure_cue(17, 16.5) == measure_cue(0, 13) == 0


def test_repeated_words_hold_together() -> None:
    """Many repetitions speak for one article, none for two, and the cue is bounded."""
    assert cohesion_cue(40, 10_000, 20, 30) > 0 > cohesion_cue(0, 10_000, 3, 30)
    assert -4 <= cohesion_cue(0, 10**8, 0, 1000) < cohesion_cue(10**6, 100, 100, 100) <= 4


def test_the_custom_of_a_page_counts() -> None:
    """Where all open with a dateline, a paragraph without one opens nothing; where few do, that is nothing."""
    assert custom_cue(1.0, opening=-1.0) < 0 == custom_cue(0.3, opening=-1.0)
    assert custom_cue(1.0, opening=9.0) == 0


def test_small_articles_are_rare() -> None:
    """Thirty characters are no article, but may be a caption; a long caption is none."""
    assert size_cue("水" * 30, False) < size_cue("水" * 100, False) < size_cue("水" * 300, False) == 0
    assert size_cue("水" * 30, True) == 0 > size_cue("水" * 400, True)
    assert size_cue("证件遗失，声明作废。", False) > size_cue("水渠通水，早稻下田。", False)


def test_headings_inside_come_in_series() -> None:
    """A short heading with others like it stays inside; a long one, or one before 本报讯, does not."""
    text = block("渠首在南坡。", "paragraph")
    assert inner_heading_cue([block("看火")], text, 2) > inner_heading_cue([block("看火")], text, 0)
    assert inner_heading_cue([block("看火")], block("本报讯 早稻", "paragraph"), 2) < -5
    assert inner_heading_cue([block("守住青山 养活茶油")], text, 0) < -3


def test_what_comes_from_another_page_needs_no_headline() -> None:
    """上接 and the top of the page excuse a missing headline."""
    text = block("渠首在南坡。", "paragraph")
    origin = block("上接1版", "mark")
    assert no_headline_cue(False, False, text, [origin], []) > no_headline_cue(True, False, text, [], [])
    assert no_headline_cue(True, False, text, [], []) > no_headline_cue(False, False, text, [], [])


def test_a_headline_between_paragraphs_cuts() -> None:
    """A headline speaks for a new article, nothing between speaks against one."""
    assert between_cue([block("竹席上市")]) > 0 > between_cue([])


def test_numbered_headings_stay_inside() -> None:
    """After （二） no article ends; （一） starts one more easily than （二）, and any number under a headline."""
    text, one, two = (
        block("渠首在南坡。", "paragraph"),
        block("(一)怎么种", "paragraph"),
        block("(二)怎么收", "paragraph"),
    )
    one, two = replace(one, subheading=True), replace(two, subheading=True)
    assert heading_cue(two, text, False) < heading_cue(text, two, False) < heading_cue(text, one, False) < 0
    assert heading_cue(text, two, True) == heading_cue(text, text, False) == 0


def test_credits_are_found_among_marks() -> None:
    """摄 credits a picture, a byline does not."""
    assert has_credit([block("记者 田望生", "mark"), block("何小满 摄", "mark")])
    assert not has_credit([block("记者 田望生", "mark")])
