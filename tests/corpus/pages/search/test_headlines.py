"""Cues about headlines, before and after what they look for."""

import pytest

from tests.corpus.pages.invented import invent_block as block
from textml.corpus.pages.lines.blocks import find_bigrams
from textml.corpus.pages.lines.sheet import fold
from textml.corpus.pages.search.headlines import (
    Headline,
    alone_cue,
    find_stray_letter,
    fit_cue,
    further_cost,
    is_column,
    is_masthead,
    is_notice,
    is_slogan,
    is_teaser,
    place_cue,
    read_masks,
    split_cue,
    words_cue,
)


@pytest.mark.parametrize(
    ("text", "letter"), [("乡间走笔X", "X"), ("乡间走笔", ""), ("集群415X", ""), ("品牌MBA", ""), ("走基层”K", "K")]
)
def test_stray_letters_differ_from_tokens(text: str, letter: str) -> None:
    """One capital behind a Chinese character is debris; tokens that end in a capital are not."""
    assert find_stray_letter(text) == letter


def test_columns_are_short_and_named_like_columns() -> None:
    """A column's words or a stray letter make a column; a phrase pair is a headline."""
    assert is_column(block("上湾见闻"))
    assert is_column(block("乡间走笔R"))
    assert not is_column(block("守住青山 养活茶油"))


def test_subtitles_stay_with_their_titles() -> None:
    """A dash belongs to the block before it, a column name to the block behind it."""
    title, subtitle, column = block("竹席上市"), block("——上湾村竹匠记"), block("上湾见闻")
    assert split_cue(title, subtitle, False) < split_cue(title, title, False) < split_cue(title, column, False)
    assert split_cue(column, title, False) < split_cue(title, title, False) < split_cue(title, title, True)


def test_places_of_headlines() -> None:
    """Right before a body is best, right behind next, stacked further on possible, far ahead hardly."""
    before, behind = Headline((block("竹席"),), 2, 0, 0), Headline((block("竹席"),), 5, 0, 0)
    assert (
        place_cue(before, 2, 5)
        > place_cue(behind, 2, 5)
        > place_cue(behind, 0, 2) - further_cost(1)
        > place_cue(before, 4, 5)
    )


def test_teasers_and_mastheads_need_no_article() -> None:
    """A headline that sends elsewhere, and the paper's name with its date, need no body."""
    story = Headline((block("竹席上市"),), 0, 0, 0)
    teaser = Headline((block("竹席上市（3版）"),), 0, 0, 0)
    masthead = Headline((block("汀禾新报"), block("2025年2月14日 星期五")), 0, 0, 0)
    assert alone_cue(story) < 0 < alone_cue(teaser) < alone_cue(masthead)


def test_words_find_the_body() -> None:
    """A headline fits the article whose first paragraphs repeat its words."""
    texts = ["竹席摆到桥头，竹匠忙到半夜。", "渠水流到田头。", "球队输了三个球。", "教练说明年再来。"]
    masks: dict[str, int] = {}
    for p, text in enumerate(texts):
        for part in (*find_bigrams(fold(text)), *text):
            masks[part] = masks.get(part, 0) | 1 << p
    headline = block("竹席卖到桥头")
    parts = read_masks(headline, masks)
    assert words_cue(parts, (0, 2), 4) > 0 > words_cue(parts, (2, 4), 4)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("竹席上市(详见3版)", is_teaser),
        ("A3版:竹席摊子摆到了桥头", is_teaser),
        ("汀禾新报 2025年2月14日", is_masthead),
        ("今日4版", is_masthead),
        ("停电通知", is_notice),
        ("竹席卖到桥头", None),
    ],
)
def test_a_headline_shows_its_kind(text: str, kind: object) -> None:
    """A page number sends elsewhere, date and number are the paper's, 通知 announces a notice; others are ordinary."""
    assert [test for test in (is_teaser, is_masthead, is_notice) if test(text)] == ([kind] if kind else [])


def test_slogans_are_short_parallel_lines() -> None:
    """Three short lines, or two with a space in each, are a slogan; one long line is none."""
    assert is_slogan(block("珍惜 每一滴水\n关好 每一个阀门"))
    assert is_slogan(block("节水\n节电\n节粮"))
    assert not is_slogan(block("珍惜 每一滴水"))
    assert not is_slogan(block("珍惜 每一滴水\n上湾村的竹席 摊子前天摆到了老码头的桥头"))


def test_many_shared_words_count_less_each() -> None:
    """Evidence of words grows with a factor, from a bound on four times more slowly."""
    assert fit_cue(10.0) == pytest.approx(5.5)
    assert fit_cue(100.0) - fit_cue(90.0) == pytest.approx(10 * 0.55 / 4)
