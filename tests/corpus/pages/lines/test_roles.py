"""Roles of printed lines."""

from tests.corpus.pages.invented import TWO_STORIES
from tests.corpus.pages.simulator import only, simulate_page
from textml.corpus.pages.lines.roles import Role, headline_cue, is_numbered, read_roles, start_cue
from textml.corpus.pages.lines.sheet import read_sheet


def test_a_first_line_is_narrower_than_its_column() -> None:
    """Two em narrower speaks for a paragraph start, a full line against it."""
    narrow, full = read_sheet("水" * 15 + "\n" + "水" * 17).lines
    assert start_cue(narrow, (17.0,)) > 0 > start_cue(full, (17.0,))


def test_headlines_have_little_punctuation() -> None:
    """A line with a full stop is no headline, one with a genuine space may be."""
    headline, text = read_sheet("守住青山 养活茶油\n守住了青山，也养活了茶油。").lines
    assert headline_cue(headline, (17.0,)) > 0 > headline_cue(text, (17.0,))


def test_a_simulated_page_is_read() -> None:
    """One headline, then a paragraph of many lines."""
    page = simulate_page(
        [
            {
                "kind": "article",
                "title": "竹席卖到桥头",
                "text": "立夏才过，上湾村的竹席摊子就摆到了桥头，来往的人都要停下来看一看。" * 4,
            }
        ],
        only("leads"),
        0,
    )
    roles = read_roles(read_sheet(page.text))
    assert roles[:3] == [Role.HEADLINE, Role.START, Role.CONTINUATION]
    assert set(roles[2:]) == {Role.CONTINUATION}


def test_every_line_of_a_page_gets_its_role() -> None:
    """Headlines, first lines two em narrower than the column, the lines after them, a byline."""
    roles = read_roles(read_sheet(TWO_STORIES))
    names = "".join(role.name[0] for role in roles)
    assert names == "HSCCSCCMHSCC"


def test_a_numbered_line_is_a_sub_heading() -> None:
    """（一）, 二、 and 第三章 number a sub-heading, a number in a sentence does not."""
    assert all(map(is_numbered, ["(一)怎么种", "二、怎么收", "第三章 怎么卖"]))
    assert not is_numbered("一共七处闸门")
    sheet = read_sheet("(一)怎么种\n\n" + "早稻要在立夏之前种下，田里的水不能太深。" * 4)
    assert read_roles(sheet) == [Role.SUBHEADING, Role.START]


def test_a_page_without_lines_has_no_roles() -> None:
    """Nothing in, nothing out."""
    assert read_roles(read_sheet(" \n\n")) == []
