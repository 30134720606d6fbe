"""Parts of headlines."""

from dataclasses import replace

import pytest

from tests.corpus.pages.invented import invent_block
from textml.corpus.geometry import Box, PrintedLine
from textml.corpus.pages import titles
from textml.corpus.pages.lines.blocks import build_block, build_blocks
from textml.corpus.pages.lines.roles import Role
from textml.corpus.pages.lines.sheet import read_sheet
from textml.corpus.pages.titles import join_phrases, read_column, read_title


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["守住青山", "养活茶油"], "守住青山 养活茶油"),
        (["市图书馆夜", "间开放"], "市图书馆夜间开放"),
        (["上湾", "开镰"], "上湾开镰"),
    ],
)
def test_phrases_keep_a_space_and_wraps_get_none(lines: list[str], title: str) -> None:
    """Two lines of one length are two phrases; other lines are one phrase wrapped."""
    assert join_phrases(lines) == title


def titled(text: str) -> tuple[str, str, str, str]:
    """Title, kicker, subtitle and column of a headline printed alone."""
    sheet = read_sheet(text)
    found = read_title(build_blocks(sheet, [Role.HEADLINE] * len(sheet.lines)), sheet.wrapped)
    return found.title, found.kicker, found.subtitle, found.column


def test_the_parts_of_a_headline() -> None:
    """Column, kicker, title and subtitle, each without the debris."""
    text = "乡间走笔X\n\n上湾村竹席滞销之后\n\n竹席卖到\n桥头\n——竹匠田望生的一个月\n\n\n"
    assert titled(text) == ("竹席卖到桥头", "上湾村竹席滞销之后", "——竹匠田望生的一个月", "乡间走笔")


def test_a_dash_starts_the_subtitle() -> None:
    """On a line of its own or after a space; without anything before it, it is the title."""
    assert titled("竹席上市 ——上湾村竹匠记\n")[:3] == ("竹席上市", "", "——上湾村竹匠记")
    assert titled("——上湾村竹匠记\n")[:3] == ("——上湾村竹匠记", "", "")


def test_a_headline_on_one_line_is_divided_by_length() -> None:
    """On a page that is not wrapped, a phrase much longer than the others is kicker or subtitle."""
    title = read_title([invent_block("上湾村竹席滞销三个月以后 竹席上市 桥头摆摊")], wrapped=False)
    assert (title.kicker, title.title) == ("上湾村竹席滞销三个月以后", "竹席上市 桥头摆摊")
    title = read_title([invent_block("竹席上市 桥头摆摊 上湾村竹匠的三个月")], wrapped=False)
    assert (title.title, title.subtitle) == ("竹席上市 桥头摆摊", "上湾村竹匠的三个月")


def test_a_column_loses_its_stray_letter() -> None:
    """The letter that an ornament became is not part of the name."""
    assert read_column("乡间走笔X") == "乡间走笔"
    assert read_column("乡间走笔") == "乡间走笔"


def test_fitted_cues_part_a_title_from_its_kicker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above 1 two blocks are two parts, else one part that is wrapped."""
    for weight, parts in ((1.1, ("渠水流到田头", "早稻种下三天")), (0.9, ("早稻种下三天 渠水流到田头", ""))):
        monkeypatch.setattr(titles, "read_table", lambda _, weight=weight: {"split": weight})
        assert titled("早稻种下三天\n\n渠水流到田头\n\n\n")[:2] == parts


def test_type_parts_a_title_from_what_is_set_smaller() -> None:
    """On printed pages the largest lines are the title, what is above them the kicker, what is below the subtitle."""
    lines = [("上湾村滞销之后", 14.0), ("竹席卖到", 30.0), ("老码头桥头", 28.0), ("竹匠田望生的一个月", 14.0)]
    printed = [replace(read_sheet(text).lines[0], printed=set_line(size)) for text, size in lines]
    found = read_title([build_block("headline", printed, 0)])
    assert (found.kicker, found.title, found.subtitle) == ("上湾村滞销之后", "竹席卖到老码头桥头", "竹匠田望生的一个月")
    alike = [replace(line, printed=set_line(20.0)) for line in printed[1:3]]
    assert read_title([build_block("headline", alike, 0)]).title == "竹席卖到老码头桥头"


def set_line(size: float) -> PrintedLine:
    """A printed line of this size."""
    return PrintedLine(Box(0.0, 0.0, 100.0, size), size, kind="head")
