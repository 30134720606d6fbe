"""Cues about headlines, before and after what they look for."""

import math
from dataclasses import replace

import pytest

from tests.corpus.pages.invented import invent_block as block
from textml.corpus.pages.lines.blocks import build_block, find_bigrams
from textml.corpus.pages.lines.sheet import fold, read_sheet
from textml.corpus.pages.search.headlines import (
    Headline,
    alone_cues,
    find_side,
    find_stray_letter,
    further_cues,
    is_column,
    is_masthead,
    is_notice,
    is_slogan,
    is_teaser,
    measure_words,
    place_cues,
    shape_cues,
    split_cues,
)
from textml.corpus.pages.search.shared_words import SharedWords


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


def test_where_a_headline_ends_shows_in_both_blocks() -> None:
    """Dashes, columns, bylines, broken words and widths, each by name."""
    title, subtitle, column = block("竹席上市"), block("——上湾村竹匠记"), block("上湾见闻")
    one, other = (build_block("headline", [line], n) for n, line in enumerate(read_sheet("竹席上市\n早稻开镰").lines))
    assert split_cues(one, other) == {"split": 1, "split same width": 1, "split after short": 1}
    assert {"split subtitle", "split before column"} & set(split_cues(title, subtitle)) == {"split subtitle"}
    assert "split after subtitle" in split_cues(subtitle, title)
    assert "split column" in split_cues(column, title)
    assert "split before column" in split_cues(title, column)
    told = split_cues(title, subtitle, signed=True, broken=True)
    assert (told["split signed"], told["split broken"]) == (1, 1)


@pytest.mark.parametrize(
    ("before", "after", "cue"),
    [
        ("早稻开镰三天以后的上湾村人", "竹席上市", "split much narrower"),
        ("早稻开镰三天", "竹席上市", "split narrower"),
        ("竹席上市", "早稻开镰三天以后的上湾村", "split much wider"),
        ("说起“竹席", "上市”", "split open bracket"),
        ("竹席摊子和", "早稻", "split linked"),
        ("竹席 上市", "早稻 开镰", "split gaps"),
        ("竹席上市", "早稻 开镰", "split gap after"),
        ("渠通了，稻种了", "竹席上市", "split clause"),
        ("竹席卖到哪里？", "早稻开镰", "split question"),
        ("早稻开镰三天以后的上湾村人都忙", "竹席上市", "split after long"),
        ("罗青禾强调", "竹席上市", "split after emphasis"),
        ("Y O N G K A N G", "竹席上市", "split letters"),
        ("停电通知", "竹席上市", "split notice"),
        ("竹席上市（3版）", "早稻开镰", "split teaser"),
        ("早稻开镰", "竹席上市（3版）", "split before teaser"),
        ("今日4版", "竹席上市", "split masthead"),
        ("竹席上市", "今日4版", "split before masthead"),
    ],
)
def test_two_blocks_show_their_cue(before: str, after: str, cue: str) -> None:
    """It is there once, and not where two plain titles meet."""
    assert split_cues(block(before), block(after))[cue] == 1
    assert cue not in split_cues(block("竹席上市"), block("早稻开镰"))


def test_places_of_headlines() -> None:
    """Right before a body, right behind it, further down its stack, in a later stack, or ahead of it."""
    alone, third = Headline((block("竹席"),), 2, 0, 0), Headline((block("竹席"),), 2, 2, 1)
    assert [find_side(2, *body) for body in ((2, 5), (0, 2), (0, 1), (4, 5))] == [
        "before", "behind", "stacked", "ahead",
    ]  # fmt: skip
    assert place_cues(alone, "before", signed=False) == {"right before": 1}
    assert place_cues(alone, "before", signed=True) == {"right before": 1, "signed before": 1}
    assert place_cues(third, "before", signed=True) == {"before": 1, "before further": 1}
    assert place_cues(alone, "behind", signed=False) == {"right behind": 1}
    assert place_cues(third, "behind", signed=False) == {"behind": 1, "behind further": 2}
    assert place_cues(alone, "stacked", signed=False) == {"stacked": 1}
    assert place_cues(alone, "ahead", signed=False) == {"ahead": 1}
    assert [further_cues(n) for n in (0, 2, 9)] == [{}, {"articles between": 2}, {"articles between": 4}]


def test_headlines_that_need_no_article() -> None:
    """One that sends elsewhere, the paper's name with its date, a slogan, a column's name, letters."""
    story = alone_cues(Headline((block("竹席卖到桥头"),), 0, 0, 0))
    assert story == {"alone": 1, "alone short": 1}
    teaser = alone_cues(Headline((block("竹席卖到桥头（3版）"),), 0, 0, 0))
    assert teaser == {"alone": 1, "alone teaser": 1}
    masthead = alone_cues(Headline((block("汀禾新报"), block("2025年2月14日 星期五")), 0, 0, 0))
    assert masthead == {
        "alone": 1,
        "alone masthead": 1,
        "alone of more blocks": 1,
        "alone display of more blocks": 1,
    }
    assert "alone slogan" in alone_cues(Headline((block("节水\n节电\n节粮"),), 0, 0, 0))
    assert "alone column" in alone_cues(Headline((block("上湾见闻"),), 0, 0, 0))
    assert "alone in letters" in alone_cues(Headline((block("Y O N G K A N G"),), 0, 0, 0))


def test_how_many_lines_a_headline_has() -> None:
    """Two to five have a cue each, more count one by one; a column or masthead inside is odd."""
    lines = ["竹席上市", "早稻开镰", "茶油出山", "渠水到田", "老街灯亮", "校车开通", "戏台翻新", "水管换好"]
    for n, cue in [(2, "lines 2"), (3, "lines 3"), (4, "lines 4"), (5, "lines 5")]:
        assert shape_cues(Headline((block("\n".join(lines[:n])),), 0, 0, 0)) == {cue: 1}
    assert shape_cues(Headline((block("\n".join(lines)),), 0, 0, 0)) == {"lines 6 and more": 3}
    inside = shape_cues(Headline((block(lines[0]), block("上湾见闻"), block("今日4版")), 0, 0, 0))
    assert inside == {"lines 3": 1, "column in the middle": 1, "masthead inside": 1}
    assert shape_cues(Headline((block("——上湾村竹匠记"),), 0, 0, 0)) == {"starts with a subtitle": 1}


def test_words_find_the_body() -> None:
    """A headline fits the article whose first paragraphs repeat its words."""
    texts = ["竹席摆到桥头，竹匠忙到半夜。", "渠水流到田头。", "球队输了三个球。", "教练说明年再来。"]
    masks: dict[str, int] = {}
    for p, text in enumerate(texts):
        for part in (*find_bigrams(fold(text)), *text):
            masks[part] = masks.get(part, 0) | 1 << p
    headline = block("竹席卖到桥头")
    own, other = SharedWords([headline], masks, 4).measure([(0, 2), (2, 4)])
    assert own[0] > 0 > other[0]


def test_words_are_counted_as_one_by_one() -> None:
    """One bigram of two and two characters of three, in the first paragraph and, for half, behind the third."""
    masks = {"竹席": 0b00001, "竹": 0b00001, "席": 0b10000}
    headline = replace(block("竹席摊"), bigrams=frozenset({"竹席", "席摊"}), letters=frozenset("竹席摊"))
    found = SharedWords([block("水"), headline], masks, 6).measure([(0, 5), (5, 6)])
    assert found.shape == (2, 2)

    def hit(least: float, repeated: float) -> float:
        chance = max(least, 1 - (1 - 0.3 / 2.7) ** 3)
        return math.log((chance + (1 - chance) * repeated) / chance)

    grams = hit(0.02, 0.25) + math.log(0.75)
    letters = hit(0.05, 0.5) + 0.5 * (hit(0.05, 0.5) + math.log(0.5)) + math.log(0.5)
    assert found[0, 1] == pytest.approx(grams + letters)
    assert found[1, 1] == pytest.approx(2 * math.log(0.75) + 3 * math.log(0.5))


def test_a_page_without_headlines_shares_no_words() -> None:
    """There is a row for each article, without columns."""
    assert SharedWords([], {}, 3).measure([(0, 3)]).shape == (1, 0)


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
    assert is_slogan([block("珍惜 每一滴水\n关好 每一个阀门")])
    assert is_slogan([block("节水\n节电\n节粮")])
    assert not is_slogan([block("珍惜 每一滴水")])
    assert not is_slogan([block("珍惜 每一滴水\n上湾村的竹席 摊子前天摆到了老码头的桥头")])


def test_many_shared_words_are_a_cue_of_their_own() -> None:
    """Log odds count up to twelve either way; what is above counts apart, and so does that there are none."""
    assert measure_words(10.0) == (0.0, 6.0, 4.0, 0.0, 0.0)
    assert measure_words(100.0) == (0.0, 6.0, 8.0, 16.0, 30.0)
    assert measure_words(-2.0) == (-2.0, 0.0, 0.0, 0.0, 0.0)
    assert measure_words(-50.0)[0] == -12.0
