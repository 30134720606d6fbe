"""Cues one by one: what each of them says before and after the evidence it looks for."""

import pytest

from tests.corpus.pages.simulator import only, simulate_page
from textml.corpus.pages.blocks import Block, build_blocks, find_bigrams
from textml.corpus.pages.cues import (
    closing_cue,
    cohesion_cue,
    custom_cue,
    inner_heading_cue,
    mark_cue,
    measure_cue,
    no_headline_cue,
    opening_cue,
    size_cue,
)
from textml.corpus.pages.headlines import (
    Headline,
    alone_cue,
    find_stray_letter,
    further_cost,
    is_column,
    place_cue,
    read_masks,
    split_cue,
    words_cue,
)
from textml.corpus.pages.lines import fold, measure_width, read_sheet
from textml.corpus.pages.marks import read_marks
from textml.corpus.pages.roles import Role, headline_cue, read_roles, start_cue
from textml.corpus.pages.titles import join_phrases, read_title
from textml.corpus.pages.whitespace import close_spacing, drop_spurious, join_lines


def block(text: str, kind: str = "headline", n_lines: int = 1) -> Block:
    """A block made of one text."""
    folded = fold(text)
    return Block(kind, 0, n_lines - 1, folded, find_bigrams(folded), frozenset(folded), read_marks(folded))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("新 修 的 水 渠 有 三 里 长", "新修的水渠有三里长"),
        ("1 月 12 日", "1月12日"),
        ("“守住青山 养活茶油”", "“守住青山 养活茶油”"),
        ("建成 2 条 R&D 线", "建成2条R&D线"),
        ("All the news", "All the news"),
        ("增长 22.4% 、", "增长22.4%、"),
    ],
)
def test_spurious_spaces_go_and_genuine_ones_stay(before: str, after: str) -> None:
    """Spaces of letter spacing and round digits go, spaces between phrases and Latin words stay."""
    assert drop_spurious(close_spacing(before)) == after


def test_wraps_are_joined_without_a_space() -> None:
    """A word, a date or a name cut by a wrap is whole again; Latin words stay apart."""
    assert join_lines(["水渠有三", "里长，12 月 1", "日通水"]) == "水渠有三里长，12月1日通水"
    assert join_lines(["the", "news"]) == "the news"


def test_widths_are_in_em() -> None:
    """Chinese characters count 1, digits 0.5, the extractor's thin spaces 0.25."""
    assert measure_width("水渠 12 里") == 3 + 2 * 0.5 + 2 * 0.25


@pytest.mark.parametrize(
    ("line", "finish"),
    [
        ("通水了。", 1.0),
        ("“通水了。”", 1.0),
        ("通水了", 0.0),
        ("他说：", 0.8),
        ("（下转3版）", 1.0),
        ("通水（见图）", 0.5),
        ("（完", 1.0),
        ("1.2", 0.0),
    ],
)
def test_finished_sentences_are_told(line: str, finish: float) -> None:
    """How sure a line ends its sentence."""
    assert read_marks(fold(line)).finish == finish


def test_a_first_line_is_narrower_than_its_column() -> None:
    """Two em narrower speaks for a paragraph start, a full line against it."""
    narrow, full = read_sheet("水" * 15 + "\n" + "水" * 17).lines
    assert start_cue(narrow, (17.0,)) > 0 > start_cue(full, (17.0,))


def test_headlines_have_little_punctuation() -> None:
    """A line with a full stop is no headline, one with a genuine space may be."""
    headline, text = read_sheet("守住青山 养活茶油\n守住了青山，也养活了茶油。").lines
    assert headline_cue(headline, (17.0,)) > 0 > headline_cue(text, (17.0,))


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


@pytest.mark.parametrize(
    ("text", "letter"), [("乡间走笔X", "X"), ("乡间走笔", ""), ("集群415X", ""), ("品牌MBA", ""), ("走基层”K", "K")]
)
def test_stray_letters_are_told_from_tokens(text: str, letter: str) -> None:
    """One capital behind a Chinese character is debris; tokens that end in a capital are not."""
    assert find_stray_letter(text) == letter


def test_columns_are_short_and_named_like_columns() -> None:
    """A column's words or a stray letter make a column; a phrase pair is a headline."""
    assert is_column(block("上湾见闻"))
    assert is_column(block("乡间走笔R"))
    assert not is_column(block("守住青山 养活茶油"))


def test_subtitles_stay_with_their_titles() -> None:
    """A dash goes with what stands before it, a column name with what stands behind it."""
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


def test_teasers_and_mastheads_stand_alone() -> None:
    """A headline that sends elsewhere, and the paper's name with its date, need no body."""
    sheet = read_sheet("竹席上市（3版）")
    story = Headline((block("竹席上市"),), 0, 0, 0)
    teaser = Headline((block("竹席上市（3版）"),), 0, 0, 0)
    masthead = Headline((block("汀禾新报"), block("2025年2月14日 星期五")), 0, 0, 0)
    assert alone_cue(story, sheet) < 0 < alone_cue(teaser, sheet) < alone_cue(masthead, sheet)


def test_words_find_the_body() -> None:
    """A headline fits the body that tells its words, and best where the first paragraphs tell them."""
    texts = ["竹席摆到桥头，竹匠忙到半夜。", "渠水流到田头。", "球队输了三个球。", "教练说明年再来。"]
    masks: dict[str, int] = {}
    for p, text in enumerate(texts):
        for part in (*find_bigrams(fold(text)), *text):
            masks[part] = masks.get(part, 0) | 1 << p
    headline = block("竹席卖到桥头")
    parts = read_masks(headline, masks)
    assert words_cue(parts, (0, 2), 4) > 0 > words_cue(parts, (2, 4), 4)


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
    found = read_title(build_blocks(sheet, [Role.HEADLINE] * len(sheet.lines)), sheet)
    return found.title, found.kicker, found.subtitle, found.column


def test_the_parts_of_a_headline() -> None:
    """Column, kicker, title and subtitle, each without the debris."""
    text = "乡间走笔X\n\n上湾村竹席滞销之后\n\n竹席卖到\n桥头\n——竹匠田望生的一个月\n\n\n"
    assert titled(text) == ("竹席卖到桥头", "上湾村竹席滞销之后", "——竹匠田望生的一个月", "乡间走笔")


def test_a_display_block_has_no_blank_lines_inside() -> None:
    """Lines without a blank between them are one headline; the roles of a simulated page are found."""
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
