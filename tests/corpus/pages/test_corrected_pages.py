"""Cuts that a person has put right stay right, and a changed page is noticed."""

import re
from dataclasses import replace
from itertools import permutations

import pytest

from textml.corpus.article import Article, Page
from textml.corpus.pages.corrections import Correction
from textml.corpus.pages.cutting import cut_one, split_page
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


def cut_out(first: str, last: str) -> Correction:
    return replace(correction("cut", first), last=line_of(last), last_text=TEXT_OF[line_of(last)])


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


def test_a_heading_is_no_headline_any_more() -> None:
    """The headline that a join makes a heading cannot be given away by another entry."""
    both = [correction("join", "水库闸门"), correction("headline", "水库闸门", "拜师的茶")]
    (problem,) = cut_one(PAGE, both).problems
    assert "('水库闸门检修过半') is not in a headline" in problem


def test_what_was_one_sentence_is_one_paragraph_again() -> None:
    """Text put behind a broken sentence goes on in its paragraph; after a full stop or with an indent it begins one."""
    whole = cut(correction("cut", "另外添了"), correction("join", "另外添了", "今年的摊位费"))[0]
    assert whole.body == cut()[0].body
    rest = cut(moved("今年的摊位费", "furniture"))[0]
    assert rest.body.split("\n")[1:] == ["另外添了十六盏路灯和两处水龙头。"]
    assert cut(moved("摊位亮起", "text", body="检修要在"))[0].body.count("\n") == 0
    indented = Page("p", PAGE.text.replace("今年的摊位费", "　　今年的摊位费"))
    text = "摊位亮起了灯，摊主们等着客人上门。"
    assert split_page(indented, [Correction("move", "p", 7, text, to="furniture")])[0].body.count("\n") == 1


def test_a_join_leaves_the_headlines_between() -> None:
    """An article joined at the first line of its text leaves its headline standing: it belongs to another article."""
    found = cut(correction("join", "本报讯（记者 温仲平）"))
    assert [(a.title, a.body[:4], a.body[-6:]) for a in found] == [
        ("夜市重开 四十二个摊位亮灯", "沙埠镇夜", "，露出石阶。"),
        ("水库闸门检修过半", "", ""),
        ("老窑工收徒", "石瓮镇的", "天再说别的。"),
    ]
    assert "水库闸门" not in found[0].body


def test_a_joined_article_takes_the_only_headline() -> None:
    """The headline behind the second half of an article is that of the whole."""
    found = cut(correction("cut", "今年的摊位费"), correction("join", "本报讯（记者 温仲平）"))
    assert [(a.title, a.body[:4]) for a in found] == [
        ("夜市重开 四十二个摊位亮灯", "沙埠镇夜"),
        ("水库闸门检修过半", "今年的摊"),
        ("老窑工收徒", "石瓮镇的"),
    ]
    assert found[1].body.endswith("露出石阶。")


def test_an_article_in_two_places_is_read_in_the_order_that_a_person_gives() -> None:
    """A join with `body` continues that article, even if it stands further up on the page."""
    found = cut(correction("join", "本报讯（记者 沈砚秋）", "拜师的茶"), correction("headline", "夜市重开", "检修要在"))
    assert [a.title for a in found] == ["水库闸门检修过半", "夜市重开 四十二个摊位亮灯", "老窑工收徒"]
    body = found[2].body
    assert (
        body.index("拜师的茶喝完") < body.index("本报讯（记者 沈砚秋）沙埠镇夜市") < body.index("摊主们等着客人上门。")
    )


def test_glued_headlines_are_parted() -> None:
    """A cut inside a headline: what stands from there on is the headline of the text below, the rest stands alone."""
    page = Page("p", "\n\n".join(["节约用水从今天起", *PRINTED.split("\n")]) + "\n")
    (first,) = [a for a in split_page(page) if "沙埠镇" in a.body]
    assert (first.kicker, first.title) == ("节约用水从今天起", "夜市重开 四十二个摊位亮灯")
    found = split_page(page, [Correction("cut", "p", 3, "夜市重开 四十二个摊位亮灯")])
    assert [(a.title, a.kicker, a.body[:3], a.confidence == 1) for a in found[:2]] == [
        ("节约用水从今天起", "", "", False),
        ("夜市重开 四十二个摊位亮灯", "", "沙埠镇", True),
    ]


def test_a_stretch_becomes_an_item_of_its_own() -> None:
    """A caption inside an article is cut out; the article goes on behind it."""
    found = cut(cut_out("今年的摊位费", "另外添了"))
    assert [a.body for a in found[:2]] == [
        "沙埠镇夜市昨晚重新开张，沿江的四十二个摊位亮起了灯，摊主们等着客人上门。",
        "今年的摊位费比去年少两成，镇里另外添了十六盏路灯和两处水龙头。",
    ]
    middle = cut(cut_out("夜市昨晚", "夜市昨晚"))
    assert middle[0].body.startswith("沙埠镇摊位亮起了灯"), "the two ends of the paragraph are one paragraph again"
    assert middle[1].body == "夜市昨晚重新开张，沿江的四十二个"


def test_stretches_lie_in_each_other_or_apart() -> None:
    """A stretch inside another, and a cut inside a stretch, divide it; two that overlap contradict each other."""
    outer, inner = cut_out("夜市昨晚", "另外添了"), cut_out("摊位亮起", "今年的摊位费")
    for both in ([outer, inner], [inner, outer]):
        assert [a.body for a in cut(*both)[1:3]] == [
            "夜市昨晚重新开张，沿江的四十二个另外添了十六盏路灯和两处水龙头。",
            "摊位亮起了灯，摊主们等着客人上门。\n今年的摊位费比去年少两成，镇里",
        ]
    begun = cut(outer, correction("cut", "今年的摊位费"))
    assert [a.lines.body[0] for a in begun[:3]] == [line_of(t) for t in ("本报讯（记者 沈", "夜市昨晚", "今年的摊位费")]
    overlapping = cut_one(PAGE, [cut_out("今年的摊位费", "水库闸门"), outer])
    assert [re.search("line 9 .* is cut out by .* too", problem) is None for problem in overlapping.problems] == [False]
    assert overlapping.articles == cut(outer)
    short, long = cut_out("今年的摊位费", "今年的摊位费"), cut_out("今年的摊位费", "水库闸门")
    assert cut(short, long) == cut(long, short)
    assert [a.lines.body for a in cut(long, short) if a.confidence == 1] == [(9,), (11,)]


def moved(line: str, to: str, last: str = "", body: str = "") -> Correction:
    n = line_of(last) if last else 0
    return replace(correction("move", line, body), to=to, last=n, last_text=TEXT_OF.get(n, "") if last else "")


def test_lines_are_moved() -> None:
    """Lines go to another article, or become headline, text or furniture of their own."""
    found = cut(moved("拜师的茶", "text", last="先把窑口", body="检修要在"))
    assert found[1].body.endswith("露出石阶。\n拜师的茶喝完，师傅只说了一句话，先把窑口扫干净，明天再说别的。")
    assert (found[1].confidence, found[1].reason.endswith("; lines moved by a person")) == (1, True)
    found = cut(moved("老窑工收徒", "text"))
    assert (found[2].title, found[2].body.split("\n")[0]) == ("", "老窑工收徒")
    found = cut(moved("检修要在", "headline"))
    assert (found[1].lines.title, found[1].title[-6:]) == ((line_of("水库闸门"), line_of("检修要在")), "完，水位已经")
    found = cut(moved("摊位亮起", "furniture"))
    assert found[0].lines.furniture == (line_of("摊位亮起"),)
    assert (
        found[0].body.split("\n")[0]
        == "沙埠镇夜市昨晚重新开张，沿江的四十二个今年的摊位费比去年少两成，镇里另外添了十六盏路灯和两处水龙头。"
    )


def test_parts_of_a_headline_are_told() -> None:
    """Lines are the title, kicker, subtitle or column that a person says; the cutter reads only the others."""
    lines = ["一线见闻", "守住渠首", "管好渠尾", "这是副题", *PRINTED.split("\n")[7:]]
    page = Page("p", "\n\n".join(lines) + "\n")

    def read(*told: tuple[int, str]) -> tuple[str, ...]:
        found = cut_one(page, [Correction("move", "p", 2 * n - 1, lines[n - 1], 9, lines[4], to=to) for n, to in told])
        article = next(a for a in found.articles if "龙窝水" in a.body)
        assert (found.problems, article.lines.title) == ([], (1, 3, 5, 7))
        return article.column, article.kicker, article.title, article.subtitle

    told = read((1, "column"), (2, "kicker"), (3, "title"), (4, "subtitle"))
    assert told == ("一线见闻", "守住渠首", "管好渠尾", "这是副题")
    assert read((1, "kicker"), (2, "title"), (3, "title"), (4, "subtitle"))[1:] == (
        "一线见闻",
        "守住渠首 管好渠尾",
        "这是副题",
    )
    assert read((1, "title"), (2, "title"), (3, "title"), (4, "title")) == ("", "", "".join(lines[:4]), "")
    partly = read((1, "headline"), (2, "headline"), (3, "headline"), (4, "subtitle"))
    assert (partly[3], sorted("".join(partly).replace(" ", ""))) == ("这是副题", sorted("".join(lines[:4])))


def test_headlines_change_places() -> None:
    """A headline given to another body: the two headlines change places."""
    found = cut(correction("headline", "老窑工收徒", "库的闸门检修"))
    by_start = {a.body[:4]: a.title for a in found}
    assert by_start == {
        "沙埠镇夜": "夜市重开 四十二个摊位亮灯",
        "龙窝水库": "老窑工收徒",
        "石瓮镇的": "水库闸门检修过半",
    }


def test_a_headline_that_is_right_can_be_confirmed() -> None:
    """Given to its own article, or cut at its line, it stays, with the reason of the cutter and confidence 1."""
    before = cut()[1]
    for same in (correction("headline", "水库闸门", "检修要在"), correction("cut", "水库闸门")):
        assert cut(same)[1] == replace(before, confidence=1.0)


def test_headlines_go_round() -> None:
    """Several headlines that go on from article to article end where each was sent, in any order."""
    round_trip = [
        correction("headline", "夜市重开", "检修要在"),
        correction("headline", "水库闸门", "拜师的茶"),
        correction("headline", "老窑工收徒", "今年的摊位费"),
    ]
    expected = ["老窑工收徒", "夜市重开 四十二个摊位亮灯", "水库闸门检修过半"]
    for gifts in permutations(round_trip):
        assert [a.title for a in cut(*gifts)] == expected
    for gifts in permutations(round_trip[:2]):
        assert [a.title for a in cut(*gifts)] == expected, "the headline without an article goes to the first giver"


def test_the_order_of_the_file_does_not_matter() -> None:
    """Cuts, moves, joins and headlines give the same articles in every order."""
    all_four = [
        correction("cut", "今年的摊位费"),
        moved("水库闸门检修", "text", body="今年的摊位费"),
        correction("join", "本报讯（记者 戴书宁）", "检修要在"),
        correction("headline", "老窑工收徒", "检修要在"),
    ]
    found = [cut(*order) for order in permutations(all_four)]
    assert all(articles == found[0] for articles in found)
    assert [(a.title, a.body[:3]) for a in found[0]] == [
        ("夜市重开 四十二个摊位亮灯", "沙埠镇"),
        ("", "今年的"),
        ("老窑工收徒", "龙窝水"),
    ]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            Correction("cut", PAGE.id, 999, "夜市"),
            "line 999 of 2025-03-01/02 should read '夜市', but there is no such line",
        ),
        (Correction("cut", PAGE.id, 2, "夜市"), "there is no such line, or it is blank"),
        (Correction("cut", PAGE.id, 1, "水库"), "it reads '夜市重开 四十二个摊位亮灯'. The page has changed since"),
        (correction("join", "夜市重开"), "line 1 of .* begins the first article of the page"),
        (correction("join", "另外添了", "检修要在"), "line 11 of .* begins no article"),
        (correction("headline", "另外添了", "库的闸门检修"), "line 11 of 2025-03-01/02 .* is not in a headline"),
        (moved("拜师的茶", "text", last="检修要在"), "comes after '检修要在汛期之前做完，水位已经' on the page"),
    ],
)
def test_what_does_not_fit_is_named_and_the_others_are_applied(wrong: Correction, message: str) -> None:
    """Lines that are not there, read otherwise, or cannot be what is said: a problem, and an error in Python."""
    right = correction("cut", "今年的摊位费")
    with pytest.raises(CorpusError, match=message):
        split_page(PAGE, [wrong, right])
    for corrections in ([wrong, right], [right, wrong]):
        found = cut_one(PAGE, corrections)
        assert [bool(re.search(message, problem)) for problem in found.problems] == [True]
        assert found.articles == split_page(PAGE, [right])


@pytest.mark.parametrize(
    ("two", "message"),
    [
        (
            [moved("今年的", "text", "另外添", "检修要在"), moved("另外添", "furniture")],
            "line 11 .* is moved by .* too",
        ),
        ([moved("今年的", "text", body="检修要在"), moved("拜师", "text", body="今年的")], "moves that line away"),
        (
            [correction("headline", "夜市重开", "检修要在"), correction("headline", "老窑工收徒", "天下水三次")],
            "line 25 .* contradicts .*: an article has one headline",
        ),
        (
            [correction("join", "水库闸门", "拜师的茶"), correction("join", "老窑工收徒", "天下水三次")],
            "line 25 .* continues an article that continues this one",
        ),
        (
            [correction("join", "老窑工收徒", "今年的"), correction("join", "本报讯（记者 戴书宁）", "天下水三次")],
            "line 27 .* is joined to another article by",
        ),
    ],
)
def test_of_two_that_contradict_the_lower_is_refused(two: list[Correction], message: str) -> None:
    """One of them is named, in any order of the file, and the other is applied."""
    found = [cut_one(PAGE, order) for order in (two, two[::-1])]
    assert found[0].articles == found[1].articles == cut(two[0]) != split_page(PAGE)
    assert [re.search(message, problem) is not None for one in found for problem in one.problems] == [True, True]


def test_lines_that_moved_on_the_page_are_found_by_their_text() -> None:
    """A page that was dumped again, with more lines above and other spaces, keeps its corrections; a note says so."""
    again = Page(PAGE.id, "增刊\n\n" + PAGE.text.replace("十六盏", "十六 盏"))
    known = [correction("cut", "今年的摊位费"), correction("headline", "老窑工收徒", "另外添了")]
    found = cut_one(again, known)
    assert found.problems == []
    assert [(a.title, a.body[:4]) for a in found.articles if a.body] == [
        ("夜市重开 四十二个摊位亮灯", "沙埠镇夜"),
        ("老窑工收徒", "今年的摊"),
        ("水库闸门检修过半", "龙窝水库"),
        ("", "石瓮镇的"),
    ]
    assert found.notes == [
        "2025-03-01/02: lines were found by their text at other numbers: corrections.toml: cut 1 (line 11 is 13 now), "
        "corrections.toml: cut 1 (line 25 is 27 now), corrections.toml: cut 1 (line 9 is 11 now)"
    ]


def test_what_a_terminal_does_not_show_does_not_count() -> None:
    """A line with control characters and tabs is found by what could be copied of it."""
    odd = Page("p", PAGE.text.replace("今年的摊位费", "今年\x07的\t摊\x9b位费"))
    (found,) = [
        a for a in split_page(odd, [Correction("cut", "p", 9, "今年的摊位费比去年少两成，镇里")]) if a.confidence == 1
    ]
    assert found.lines.body == (9, 11)


def test_lines_that_read_alike_are_told_apart_by_their_number() -> None:
    """A line that stands twice needs its right number."""
    page = Page("p", PAGE.text.replace("检修要在汛期之前做完，水位已经", "今年的摊位费比去年少两成，镇里"))
    text = "今年的摊位费比去年少两成，镇里"
    assert [len(split_page(page, [Correction("cut", "p", n, text)])[0].body) for n in (9, 21)] == [36, 68]
    (problem,) = cut_one(page, [Correction("cut", "p", 8, text)]).problems
    assert "there is no such line, or it is blank. It stands in lines 9 and 21." in problem


def test_a_join_that_is_not_needed_any_more_is_noted() -> None:
    """Where the cutter has come to be right, the entry does no harm."""
    found = cut_one(PAGE, [correction("join", "另外添了")])
    assert found.articles == split_page(PAGE)
    assert found.notes == [
        f"corrections.toml: cut 1: line 11 of 2025-03-01/02 ({TEXT_OF[11]!r}) stands inside an article without the "
        "entry, which changes nothing. Remove it"
    ]
