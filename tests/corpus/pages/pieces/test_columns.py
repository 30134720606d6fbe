"""Columns that a dump mixed line by line are parted; both halves of a printed line keep its number."""

import random

from textml.corpus.article import Page
from textml.corpus.pages.corrections import Correction
from textml.corpus.pages.cutting import split_page
from textml.corpus.pages.lines.sheet import read_sheet
from textml.corpus.pages.pieces.columns import part_columns
from textml.reports.terminal import explain_page

WATER_TEXT = """枫溪镇的灌渠昨天通水，渠首
闸门提起来的时候，守在田埂上
的柳大妈把锄头一放，说今年的
早稻总算赶得上插秧。
水管员骆长河从上游一路走到
下游，把二十三道分水闸门挨个
看了一遍，他说闸门关得严不严
关系到几百亩早稻的收成。
灌渠去年冬天清过一次淤，镇
里请骆长河带着二十几个村民干
了四十天，渠底挖深了半米，两
边的石坎也都重新砌过一遍。"""
MATS_TEXT = """云岭村的竹席今年多了一个去
处，村里把旧粮站改成了作坊。
二十几位老篾匠白天教徒弟，
晚上编席子，编好的席子第二天
一早就用三轮车拉到桥头，赶早
市的人围着挑，半个上午就卖完
了，卖不完的再拉回作坊。
作坊的账本挂在墙上，谁编了
几张，谁卖了几张，一目了然，
年底照着账本分红，篾匠何阿公
说他编了一辈子席子，头一回拿
到分红，乐得合不拢嘴。"""

WATER, MATS = WATER_TEXT.split("\n"), MATS_TEXT.split("\n")


def parted(*lines: str) -> list[tuple[int, str]]:
    """Numbers and texts of the lines of a block as they are read, below a headline."""
    head, *found = part_columns(read_sheet("\n".join(("竹席上市", "", *lines)))).lines
    assert head.text == "竹席上市"
    return [(line.number - 2, line.text) for line in found]


def test_two_columns_in_one_line() -> None:
    """The left halves come first, then the right ones, each with the number of its printed line."""
    mixed = [f"{one} {other}" for one, other in zip(WATER, MATS, strict=True)]
    numbers = range(1, 13)
    assert parted(*mixed) == [*zip(numbers, WATER, strict=True), *zip(numbers, MATS, strict=True)]


def test_columns_whose_lines_take_turns() -> None:
    """Lines of the dump that alternate between two columns are read column by column."""
    mixed = [line for pair in zip(WATER, MATS, strict=True) for line in pair]
    assert parted(*mixed) == [*zip(range(1, 25, 2), WATER, strict=True), *zip(range(2, 25, 2), MATS, strict=True)]


def test_lines_that_are_now_one_now_two() -> None:
    """An indented line of the right column stands alone in the dump, whatever its neighbours do."""
    mixed = []
    for n, (one, other) in enumerate(zip(WATER, MATS, strict=True)):
        mixed += [one, other] if n in (0, 2, 3, 7) else [f"{one} {other}"]
    assert [text for _, text in parted(*mixed)] == [*WATER, *MATS]


def test_one_column_stays_as_it_is() -> None:
    """A column is no two, even with spaces in it or in any order of its paragraphs; it is the same sheet."""
    spaced = [line.replace("，", " ") for line in WATER]
    for lines in (WATER, MATS, [*WATER, *MATS], [*MATS, *WATER], spaced, WATER[4:8] + WATER[:4] + WATER[8:], WATER[:5]):
        sheet = read_sheet("\n".join(("竹席上市", "", *lines)))
        assert part_columns(sheet) is sheet


def test_a_dump_without_blank_lines_is_left_alone() -> None:
    """The tools that mix columns leave a blank line between blocks."""
    sheet = read_sheet("\n".join(f"{one} {other}" for one, other in zip(WATER, MATS, strict=True)))
    assert part_columns(sheet) is sheet


def test_noise_is_no_column() -> None:
    """Lines in any order lose nothing: every printed line is read, whatever comes out."""
    for seed in range(5):
        lines = random.Random(seed).sample([*WATER, *MATS], 24)
        assert sorted(text for _, text in parted(*lines)) == sorted(lines)


def test_articles_share_a_printed_line() -> None:
    """Two articles beside each other are two articles; the lines that they share belong to both."""
    mixed = "\n".join(f"{one} {other}" for one, other in zip(WATER, MATS, strict=True))
    found = split_page(f"枫溪渠水通到田头\n\n云岭竹席卖到桥头\n\n{mixed}\n")
    bodies = "".join(article.body for article in found)
    assert "".join(WATER[:4]) in bodies.replace("\n", "")
    assert "".join(MATS[2:7]) in bodies.replace("\n", "")
    for article in found:
        assert len(set(article.lines.all())) == len(article.lines.all())
    assert {n for article in found for n in article.lines.all()} == {1, 3, *range(5, 17)}


def test_a_shared_line_is_shown_and_corrected() -> None:
    """Both articles have it; a correction names all of it or one half, and what it means is cut."""
    page = Page("page", text=f"竹席上市\n\n{chr(10).join(map(' '.join, zip(WATER, MATS, strict=True)))}\n")
    whole = Correction("cut", "page", line=7, text=f"{WATER[4]} {MATS[4]}")
    half = Correction("cut", "page", line=10, text=MATS[7])
    found = split_page(page, [whole, half])
    starts = {article.body.replace("\n", "")[:6] for article in found}
    assert {WATER[4][:6], MATS[7][:6]} <= starts
    shown = explain_page(page, found).plain
    assert "two columns share line 13: " in shown
    assert shown.count(MATS[2]) == 1
