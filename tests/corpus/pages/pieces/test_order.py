"""Texts in several pieces are put together; every line keeps its number."""

from textml.corpus.article import Page
from textml.corpus.pages.corrections import Correction
from textml.corpus.pages.cutting import split_page
from textml.corpus.pages.lines.roles import read_roles
from textml.corpus.pages.lines.sheet import read_sheet
from textml.corpus.pages.pieces.order import put_together
from textml.corpus.pages.pieces.pairing import pair_pieces
from textml.corpus.pages.pieces.parts import find_pieces

FIRST = """枫溪渠水通到田头

　　本报讯（记者 田望生） 枫溪镇的灌渠昨天通
水。渠首闸门提起来的时候，守在田埂上的柳大妈
把锄头一放，说今年的早稻总算赶得上插秧。镇里的
水管员骆长河从上游一路走到下游，把二十三道分水
"""
OTHER = """云岭竹席卖到桥头

　　本报讯（记者 何小满） 云岭村的竹席今年多
了一个去处。村里把旧粮站改成了作坊，二十几位
老篾匠白天教徒弟，晚上编席子，编好的席子第二
天一早就用三轮车拉到桥头，赶早市的人围着挑。
　　作坊的账本挂在墙上，谁编了几张，谁卖了几张，
一目了然。
"""
REST = """闸门挨个看了一遍，他说分水闸门关得严不严，关
系到下游几百亩早稻的收成，马虎不得。
　　灌渠去年冬天清过一次淤，镇里请水管员骆长河带
着二十几个村民干了四十天，渠底挖深了半米。
"""
TORN = f"{FIRST}\n{OTHER}\n{REST}"


def numbers(text: str) -> list[int]:
    """Numbers of the lines in the order in which they are read."""
    sheet = read_sheet(text)
    return [line.number for line in put_together(sheet, read_roles(sheet)).lines]


def test_a_text_goes_on_behind_another_article() -> None:
    """The half that begins in mid-sentence follows the half that breaks off, whatever stands between."""
    assert numbers(TORN) == [1, 3, 4, 5, 6, 17, 18, 19, 20, 8, 10, 11, 12, 13, 14, 15]
    water, mats = split_page(TORN)
    assert (water.title, mats.title) == ("枫溪渠水通到田头", "云岭竹席卖到桥头")
    assert "二十三道分水闸门挨个看了一遍" in water.body
    assert water.lines.body == (3, 4, 5, 6, 17, 18, 19, 20)
    assert mats.lines.all() == (8, 10, 11, 12, 13, 14, 15)


def test_the_second_half_may_come_first() -> None:
    """A dump that gives the foot of a text before its head is read from the head."""
    text = f"{REST}\n{OTHER}\n{FIRST}"
    assert numbers(text)[-8:] == [17, 18, 19, 20, 1, 2, 3, 4]
    water = next(article for article in split_page(text) if article.title == "枫溪渠水通到田头")
    assert water.lines.body == (1, 2, 3, 4, 17, 18, 19, 20)
    assert "二十三道分水闸门挨个看了一遍" in water.body


def test_nothing_moves_where_texts_are_whole() -> None:
    """A page without a torn text, and one without blank lines, keep their order: it is the same sheet."""
    for text in (f"{FIRST}{REST}\n{OTHER}", TORN.replace("\n\n", "\n"), "", "枫溪渠水通到田头"):
        sheet = read_sheet(text)
        assert put_together(sheet, read_roles(sheet)) is sheet


def test_the_column_of_another_width_does_not_go_on() -> None:
    """A beginning in mid-sentence that shares nothing with an open end is left where it stands."""
    rest = "的门票\n卖得很快\n剧团加演\n三场，票\n还是不够\n"
    assert numbers(f"{FIRST}\n{OTHER}\n{rest}") == [
        n for n, line in enumerate(f"{FIRST}\n{OTHER}\n{rest}".split("\n"), 1) if line
    ]


def test_pieces_end_where_something_interrupts() -> None:
    """Headlines and blank lines part pieces; an open sentence breaks off, and so may a line that fills its column."""
    sheet = read_sheet(TORN)
    roles = read_roles(sheet)
    pieces = find_pieces(sheet, roles)
    assert [(sheet.lines[p.first].number, sheet.lines[p.last].number) for p in pieces] == [(3, 6), (10, 15), (17, 20)]
    assert pair_pieces(sheet, roles, pieces) == {0: 2}
    assert [(p.open_end, p.open_start) for p in pieces] == [(True, False), (False, False), (True, True)]


def test_a_correction_names_the_lines_of_the_printed_page() -> None:
    """A stretch is cut out as it is printed, though its texts are read in another order."""
    page = Page("page", text=TORN)
    cut = Correction(
        "cut",
        "page",
        line=14,
        text="　　作坊的账本挂在墙上，谁编了几张，谁卖了几张，",
        last=18,
        last_text="系到下游几百亩早稻的收成，马虎不得。",
    )
    found = split_page(page, [cut])
    assert [14, 15, 17, 18] in [sorted(article.lines.all()) for article in found]
    assert sorted(n for article in found for n in article.lines.all()) == [
        n for n, line in enumerate(TORN.split("\n"), 1) if line
    ]
