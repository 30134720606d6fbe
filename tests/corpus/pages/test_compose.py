"""Items turned into articles: fields, kinds and lines."""

import pytest

from tests.corpus.pages.invented import TWO_STORIES, invent_block
from textml.corpus.article import Article, Page
from textml.corpus.pages.compose import compose
from textml.corpus.pages.lines.blocks import build_blocks
from textml.corpus.pages.lines.roles import read_roles
from textml.corpus.pages.lines.sheet import read_sheet
from textml.corpus.pages.search.items import Item
from textml.corpus.pages.search.layout import read_layout


def compose_page(text: str) -> list[Article]:
    """Articles of a page of an issue."""
    sheet = read_sheet(text)
    items = read_layout(build_blocks(sheet, read_roles(sheet)), sheet)
    return compose(items, Page("2025-03-02/01", text, "2025-03-02", 1), sheet.wrapped)


def test_the_fields_of_a_story() -> None:
    """The lead and the byline below leave the text and name the authors; every line is owned in its role."""
    canal, mats = compose_page(TWO_STORIES)
    assert (canal.id, canal.title, canal.date) == ("2025-03-02/01#q2r9cq", "渠水流到田头", "2025-03-02")
    assert (canal.byline, canal.role) == (("田望生", "何小满"), "记者")
    assert canal.body.split("\n") == [
        "立夏才过三天，南坡的水渠就通了水，沿渠的田都种上了早稻，收成要比去年多。",
        "渠首的闸门由老码头的闸工看管着，闸工每天早晚各开一次闸门，从来没有误过一天。",
    ]
    assert (canal.lines.title, canal.lines.body, canal.lines.furniture) == ((1,), (3, 5, 7, 9, 11, 13), (15,))
    assert mats.body.startswith("3月2日，上湾村的竹席摊子")


@pytest.mark.parametrize(
    ("lines", "body"),
    [
        ("人都停下来看。本报\n\n记者 何小满 摄\n", "人都停下来看。本报记者 何小满 摄"),
        ("人都停下来看。（何\n\n小满 摄）\n", "人都停下来看。（何小满 摄）"),
        ("人都停下来看。\n\n记者 何小满 摄\n", "人都停下来看。"),
    ],
)
def test_a_credit_that_is_broken_stays_whole(lines: str, body: str) -> None:
    """A credit that began in the line above is not torn: it stays in the text; one on its own line names the author."""
    (photo,) = compose_page("竹席上市\n\n上湾村的竹席摊子昨天摆到了桥头，来往的" + lines)
    assert photo.kind == "photo"
    assert photo.byline == ("何小满",)
    assert photo.body.endswith("上湾村的竹席摊子昨天摆到了桥头，来往的" + body)


@pytest.mark.parametrize("letters", ["T I N G H E\n", "T I N G H E   N E W S\n\n"])
def test_a_masthead_in_letters_is_no_headline(letters: str) -> None:
    """The name of the paper in spaced capitals, right above a headline, is an item of its own."""
    masthead, canal, mats = compose_page(letters + TWO_STORIES)
    assert (masthead.kind, masthead.title, masthead.body) == ("masthead", letters.strip(), "")
    assert (canal.id, canal.title) == ("2025-03-02/01#q2r9cq", "渠水流到田头")
    assert mats.title == "竹席卖到桥头"


def test_a_sure_cut_has_a_high_confidence() -> None:
    """Margins become confidences between 0 and 1."""
    assert [article.confidence > 0.9 for article in compose_page(TWO_STORIES)] == [True, True]


def test_marks_become_fields() -> None:
    """上接, 下转, （完） and an agency's dateline leave the text, as 本报讯 does."""
    (article,) = compose_page("（上接1版）沿渠的田都种上了早稻，来往的人都要停下来看一看，问一问（下转3版）\n")
    assert (article.origin, article.jump) == ("1版", "3版")
    assert article.body == "沿渠的田都种上了早稻，来往的人都要停下来看一看，问一问"
    (dispatch,) = compose_page("早稻开镰\n\n新华社北京5月26日电（记者田望生）沿渠的早稻昨天开镰。（完）\n")
    assert dispatch.body == "沿渠的早稻昨天开镰。"
    assert dispatch.byline == ("田望生",)


@pytest.mark.parametrize(
    ("closing", "names", "kept"),
    [
        ("（首席记者 仇洪）", ("仇洪",), ""),
        ("（作者：罗小满 庄以宁）", ("罗小满", "庄以宁"), ""),
        ("（罗小满、庄以宁）", ("罗小满", "庄以宁"), ""),
        ("（记者 仇洪）（完）", ("仇洪",), ""),
        ("（待续）", (), "（待续）"),
        ("（下同）", (), "（下同）"),
        ("（笑）", (), "（笑）"),
        ("（据老码头的闸工说，前年也是如此）", (), "（据老码头的闸工说，前年也是如此）"),
    ],
)
def test_a_byline_in_brackets_closes_a_story(closing: str, names: tuple[str, ...], kept: str) -> None:
    """Names behind the last sentence are the byline; other words in brackets stay in the text."""
    page = TWO_STORIES.replace("来没有误过一天。\n\n记者 何小满", "来没有误过一天。" + closing)
    canal = compose_page(page)[0]
    assert canal.byline == ("田望生", *names)
    assert canal.body.endswith("从来没有误过一天。" + kept)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("竹席上市\n\n上湾村的竹席摊子昨天摆到了桥头，来往的人都停下来看。\n\n记者 何小满 摄\n", "photo"),
        ("停电通知\n\n因检修线路，3月2日上午上湾村停电四小时。特此通知。\n", "notice"),
        ("早稻要早种\n\n早稻早种，收成才好，这句老话说了多少年。\n\n本报评论员\n", "commentary"),
        ("汀禾新报\n2025年2月14日 星期五\n", "masthead"),
        ("珍惜 每一滴水\n关好 每一个阀门\n", "slogan"),
        ("竹席上市（详见3版）\n", "teaser"),
        ("竹席上市\n\n本报讯（记者 田望生） 上湾村的竹席摊子昨天摆到了桥头。\n", "article"),
    ],
)
def test_the_kind_of_an_item(text: str, kind: str) -> None:
    """A credit makes a caption, 特此通知 a notice, 本报评论员 a commentary; without text it depends on the headline."""
    assert [article.kind for article in compose_page(text)] == [kind]


@pytest.mark.parametrize(("n_sentences", "kind"), [(1, "teaser"), (4, "article")])
def test_a_teaser_with_text_is_short(n_sentences: int, kind: str) -> None:
    """A headline that sends to page 3 makes a teaser of a short text, not of a long one."""
    headline = invent_block("竹席上市（详见3版）")
    text = invent_block("上湾村的竹席摊子昨天摆到了桥头，来往的人都停下来看。" * n_sentences, "paragraph")
    (article,) = compose([Item((headline,), (text,), 1.0, "headline before")], Page("p", ""))
    assert article.kind == kind


def test_a_masthead_has_its_first_line_as_title() -> None:
    """The name of the paper is the title, the date is its text."""
    (masthead,) = compose_page("汀禾新报\n2025年2月14日 星期五\n")
    assert (masthead.title, masthead.body) == ("汀禾新报", "2025年2月14日 星期五")


def test_a_column_name_goes_to_the_story_below() -> None:
    """乡间走笔 is the column of the story, without the letter that an ornament left."""
    articles = compose_page("乡间走笔X\n\n" + TWO_STORIES)
    assert [(article.column, article.title) for article in articles] == [
        ("乡间走笔", "渠水流到田头"),
        ("", "竹席卖到桥头"),
    ]
