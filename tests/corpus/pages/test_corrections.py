"""Cuts that a person has put right stay right, and a changed page is noticed."""

from pathlib import Path

import pytest

from textml.corpus.article import Article, Page
from textml.corpus.pages.corrections import Correction, read_corrections
from textml.corpus.pages.cutting import split_page
from textml.errors import CorpusError

# Three short stories of an invented paper, wrapped at 16 em, one blank line between printed lines.
PRINTED = """夜市重开 四十二个摊位亮灯
本报讯（记者 沈砚秋） 沙埠镇
夜市昨晚重新开张，沿江的四十二个
摊位亮起了灯，摊主们等着客人上门。
今年的摊位费比去年少两成，镇里
另外添了十六盏路灯和两处水龙头。
水库闸门检修过半
本报讯（记者 温仲平） 龙窝水
库的闸门检修进入第二周，潜水员每
天下水三次，把吊耳上的锈敲下来。
检修要在汛期之前做完，水位已经
降到了往年的最低处，露出石阶。
老窑工收徒
本报讯（记者 戴书宁） 石瓮镇
的老窑工尚阿林昨天收了两个徒弟，
都是镇上中学刚毕业的年轻人。
拜师的茶喝完，师傅只说了一句话，
先把窑口扫干净，明天再说别的。"""
PAGE = Page("2025-03-01/02", "\n\n".join(PRINTED.split("\n")) + "\n", "2025-03-01", 2)
TEXT_OF = {n: line.strip() for n, line in enumerate(PAGE.text.split("\n"), 1)}
#: One good entry of a corrections file.
ENTRY = '[[cut]]\npage = "p"\nline = 1\ntext = "x"\n'


def line_of(text: str) -> int:
    return next(n for n, line in TEXT_OF.items() if line.startswith(text))


def correction(action: str, line: str, body: str = "") -> Correction:
    n, m = line_of(line), line_of(body) if body else 0
    return Correction(action, PAGE.id, n, TEXT_OF[n], m, TEXT_OF.get(m, "") if body else "", "corrections.toml: cut 1")


def cut(*corrections: Correction) -> list[Article]:
    found = split_page(PAGE, corrections)
    owned = sorted(n for article in found for n in article.lines.all())
    assert owned == [n for n, line in TEXT_OF.items() if line], "a line was lost or owned twice"
    return found


def test_the_page_without_corrections() -> None:
    """The three stories are found with their headlines; corrections of other pages change nothing."""
    assert [a.title for a in cut()] == ["夜市重开 四十二个摊位亮灯", "水库闸门检修过半", "老窑工收徒"]
    other = Correction("cut", "2025-03-01/03", 1, "no such text")
    assert split_page(PAGE, [other]) == split_page(PAGE)


def test_cut_begins_an_article_with_the_line() -> None:
    """A paragraph becomes an article of its own, surely, and says who decided; the rest stays."""
    found = cut(correction("cut", "今年的摊位费"))
    assert len(found) == 4
    assert found[0].body.startswith("沙埠镇夜市昨晚")
    assert found[0].body.endswith("等着客人上门。")
    assert found[1].body == "今年的摊位费比去年少两成，镇里另外添了十六盏路灯和两处水龙头。"
    assert (found[1].reason, found[1].confidence) == ("cut by a person", 1.0)


def test_cut_inside_a_paragraph() -> None:
    """A cut may fall on any line, also in mid-sentence."""
    found = cut(correction("cut", "另外添了"))
    assert found[0].body.endswith("今年的摊位费比去年少两成，镇里")
    assert found[1].body == "另外添了十六盏路灯和两处水龙头。"


def test_join_makes_one_article_of_two() -> None:
    """The article that begins with the line goes on from the one before, its headline inside the text."""
    found = cut(correction("join", "水库闸门"))
    assert [a.title for a in found] == ["夜市重开 四十二个摊位亮灯", "老窑工收徒"]
    assert "水库闸门检修过半" in found[0].body
    assert found[0].body.endswith("降到了往年的最低处，露出石阶。")


def test_headlines_change_places() -> None:
    """A headline given to another body: the two headlines change places."""
    found = cut(correction("headline", "老窑工收徒", "库的闸门检修"))
    by_start = {a.body[:4]: a.title for a in found}
    assert by_start == {
        "沙埠镇夜": "夜市重开 四十二个摊位亮灯",
        "龙窝水库": "老窑工收徒",
        "石瓮镇的": "水库闸门检修过半",
    }


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            Correction("cut", PAGE.id, 999, "夜市"),
            "line 999 of 2025-03-01/02 should read '夜市', but there is no such line",
        ),
        (Correction("cut", PAGE.id, 2, "夜市"), "there is no such line, or it is blank"),
        (
            Correction("cut", PAGE.id, 1, "水库闸门检修过半"),
            "it reads '夜市重开 四十二个摊位亮灯'. That text is in line 13 now",
        ),
        (
            correction("join", "夜市重开"),
            "no article of 2025-03-01/02 begins with line 1, or no article comes",
        ),
        (correction("join", "另外添了"), "begins with line 11"),
        (correction("headline", "另外添了", "库的闸门检修"), "line 11 of 2025-03-01/02 is not a headline"),
    ],
)
def test_what_does_not_fit_the_page_fails_loudly(wrong: Correction, message: str) -> None:
    """A line that is not there or reads otherwise, and an action that makes no sense there, are errors that say so."""
    with pytest.raises(CorpusError, match=message):
        split_page(PAGE, [wrong])


def test_the_file(tmp_path: Path) -> None:
    """Tables [[cut]], [[join]] and [[headline]] are read with their numbers for messages."""
    (tmp_path / "c.toml").write_text('[[cut]]\npage = "2025-03-01/02"\nline = 9\ntext = "今年"\n', encoding="utf-8")
    assert read_corrections(tmp_path / "c.toml") == [
        Correction("cut", "2025-03-01/02", 9, "今年", where=f"{tmp_path / 'c.toml'}: cut 1")
    ]


def test_a_byte_order_mark_is_allowed(tmp_path: Path) -> None:
    """Editors on Windows write one; the corrections are the same."""
    (tmp_path / "c.toml").write_text(ENTRY, encoding="utf-8-sig")
    assert [correction.line for correction in read_corrections(tmp_path / "c.toml")] == [1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[glue]]\nline = 1\n", "unknown table 'glue'. Allowed: tables"),
        ('[[cut]]\npage = "p"\nline = 1\n', "cut 1: has page, line; it needs exactly page, line, text"),
        ('[[cut]]\npage = "p"\nline = "1"\ntext = "x"\n', "line is '1'; it has to be a number"),
        ("[[cut]\n", "cannot be read as corrections"),
        ("cut = " + "[" * 5000, "cannot be read as corrections"),
        (ENTRY.replace("line = 1", "line = " + "9" * 5000), "cannot be read as corrections"),
        (ENTRY.replace("line = 1", "line = 0x" + "f" * 5000), "a number of more than 64 bits"),
        (ENTRY.replace("line = 1", "line = -1"), "line is -1; it has to be a number, 1 or more"),
        (ENTRY.replace("line = 1", "line = true"), "line is True; it has to be"),
        (ENTRY.replace("line = 1", "line = 1.0"), "line is 1.0; it has to be"),
        (ENTRY.replace('"x"', '" "'), "text is ' '; it has to be text that is not blank"),
        (ENTRY.replace("[[cut]]", "[cut]"), "cut is no list of tables; write"),
        ("cut = [1]", "cut 1: has no keys; it needs exactly"),
        ("cut = [{}]", "cut 1: has no key; it needs exactly"),
        (ENTRY * 2, "cut 2: corrects line 1 of p again, after .*c.toml: cut 1. Remove one"),
        (ENTRY.encode("utf-16"), "cannot be read as corrections"),
        (ENTRY.replace("x", "夜市").encode("gb18030"), "cannot be read as corrections"),
    ],
)
def test_wrong_files_are_named(tmp_path: Path, text: str | bytes, message: str) -> None:
    """Unknown actions, missing keys, wrong values, repeated entries, and files that are no TOML are errors."""
    (tmp_path / "c.toml").write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(CorpusError, match=message):
        read_corrections(tmp_path / "c.toml")
