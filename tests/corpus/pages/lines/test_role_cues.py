"""Cues for the role of every line, by name and size."""

import numpy as np
import pytest

from textml.corpus.pages.lines.role_cues import is_numbered, line_cues
from textml.corpus.pages.lines.sheet import read_sheet

# Five lines of a column 17 em wide: a headline, a first line two em narrower, two full ones, the short last one.
COLUMN = """\
竹席上市
立夏才过上湾村的竹席摊子就摆到
了桥头来往的人都要停下来看一看问一
问价钱竹匠罗青禾一天卖了四十床竹席
连夜又编了十床。
"""


def own(text: str, cue: str) -> list[float]:
    """One cue of every line that counts whatever the line before is."""
    return line_cues(read_sheet(text))[0][cue].tolist()


def after(text: str, cue: str) -> list[float]:
    """One cue of every line whose weight depends on the line before."""
    return line_cues(read_sheet(text))[1][cue].tolist()


@pytest.mark.parametrize(
    ("line", "cue"),
    [
        ("渠首在南坡，", "ends with a comma"),
        ("渠首在南坡。", "ends with a full stop"),
        ("罗青禾说：", "ends with a colon"),
        ("竹席卖到哪里？", "ends with ? or !"),
        ("他说“到桥头”", "ends with a closing mark"),
        ("竹席摊子摆到了桥头和", "ends with a linking word"),
        ("的人都停下来", "starts with a particle"),
        ("，一天卖了四十床", "starts with a closing mark"),
        ("渠通了，稻种了", "one clause mark"),
        ("渠通了，稻种了，人来了", "two clause marks"),
        ("渠通了，稻种了，人来了，席卖了", "three clause marks"),
        ("渠通了。稻", "full stop inside"),
        ("他说“到桥头", "unpaired brackets"),
        ("守住青山 养活茶油", "gap between words"),
        ("——上湾村竹匠记", "starts with a dash"),
        ("二、怎么收", "numbered"),
        ("本报讯（记者 田望生）立夏", "opens an article"),
        ("记者 何小满", "mark alone"),
        ("乡间走笔X", "stray letter"),
        ("Y O N G K A N G", "only capitals"),
        ("今早开镰。”（田望生）", "signed at the end"),
        ("竹席上市 3版", "sends to a page"),
    ],
)
def test_the_words_of_a_line_have_their_cue(line: str, cue: str) -> None:
    """Each cue is 1 at a line that shows it and 0 at one that shows nothing."""
    assert own(f"{line}\n竹席上市\n", cue) == [1.0, 0.0]


def test_lines_are_compared_with_their_column() -> None:
    """Two em narrower is an indent, a full line fills, a line of half the width is much narrower."""
    assert own(COLUMN, "as narrow as an indent") == [0, 1, 0, 0, 0]
    assert own(COLUMN, "fills its column") == [0, 0, 1, 1, 0]
    assert own(COLUMN, "much narrower") == [1, 0, 0, 0, 1]
    assert own(COLUMN, "at most 6 em") == [1, 0, 0, 0, 0]
    assert own(COLUMN, "at most 10 em") == [1, 0, 0, 0, 1]


def test_a_line_knows_those_around_it() -> None:
    """What the next line and the line before look like; there is nothing before the first and after the last."""
    assert own(COLUMN, "next fills") == [0, 1, 1, 0, 0]
    assert own(COLUMN, "next much narrower") == [0, 0, 0, 1, 0]
    assert own(COLUMN, "next as wide") == [0, 0, 1, 0, 0]
    assert own(COLUMN, "next finish") == [0, 0, 0, 1, 0]
    assert own("记者 何小满\n竹席上市\n", "before mark alone") == [0, 1]
    assert own(COLUMN, "first line") == [1, 0, 0, 0, 0]
    assert own(COLUMN, "last line") == [0, 0, 0, 0, 1]


def test_cues_that_depend_on_the_line_before() -> None:
    """How wide and how complete it is; the first line has none of them."""
    assert after(COLUMN, "always") == [0, 1, 1, 1, 1]
    assert after(COLUMN, "before very short") == [0, 1, 0, 0, 0]
    assert after(COLUMN, "before short and open") == [0, 1, 1, 0, 0]
    assert after(COLUMN, "as wide, before open") == [0, 0, 0, 1, 0]
    assert after("他告诉记者：\n“席子卖完了。”\n“席子”\n", "colon before speech") == [0, 1, 0]
    assert after("席子卖完了。\n人来了，\n又来了\n", "before ended") == [0, 1, 0]
    assert after("席子卖完了。\n人来了，\n又来了\n", "before open") == [0, 0, 1]


def test_indents_count_only_where_a_dump_has_them() -> None:
    """With three indented lines a line without indent means something; with none it means nothing."""
    indented = "　　立夏才过\n三天就收了\n" * 3
    assert own(indented, "indented") == [1, 0] * 3
    assert own(indented, "not indented") == [0, 1] * 3
    assert own(indented, "next indented") == [0, 1, 0, 1, 0, 0]
    assert own(indented.replace("　", ""), "not indented") == [0] * 6


def test_a_flat_page_has_no_columns() -> None:
    """Where lines are whole paragraphs no width says anything, but a long line does."""
    page = "竹席上市\n" + ("立夏才过，上湾村的竹席摊子就摆到了桥头，来往的人都要停下来看一看，问一问价钱。" + "\n") * 3
    assert own(page, "flat") == [1] * 4
    assert own(page, "flat, wide") == pytest.approx([0, 1.5, 1.5, 1.5])
    assert own(page, "flat, open") == [1, 0, 0, 0]
    assert own(page, "fills its column") == [0] * 4
    assert own(COLUMN, "flat") == [0] * 5


def test_all_cues_are_columns_of_one_length() -> None:
    """One finite number for each line and cue, also on a page of one line."""
    for text in ("竹", COLUMN):
        sheet = read_sheet(text)
        columns = [column for found in line_cues(sheet) for column in found.values()]
        assert {np.shape(column) for column in columns} == {(len(sheet.lines),)}
        assert np.isfinite(np.array(columns, dtype=float)).all()


def test_a_numbered_line_is_told_from_a_number_in_a_sentence() -> None:
    """（一）, 二、 and 第三章 number a sub-heading."""
    assert all(map(is_numbered, ["(一)怎么种", "二、怎么收", "第三章 怎么卖"]))
    assert not is_numbered("一共七处闸门")
