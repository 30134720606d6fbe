"""Lines grouped into blocks."""

from tests.corpus.pages.invented import TWO_STORIES
from textml.corpus.pages.lines.blocks import build_block, build_blocks, find_bigrams
from textml.corpus.pages.lines.roles import Role, read_roles
from textml.corpus.pages.lines.sheet import read_sheet

HEADLINE, START, MORE, SUBHEADING, MARK = Role


def test_a_page_becomes_blocks() -> None:
    """Headline, two paragraphs, byline, headline, paragraph; every line is in exactly one block."""
    sheet = read_sheet(TWO_STORIES)
    blocks = build_blocks(sheet, read_roles(sheet))
    assert [(block.kind, block.first, block.last) for block in blocks] == [
        ("headline", 0, 0),
        ("paragraph", 1, 3),
        ("paragraph", 4, 6),
        ("mark", 7, 7),
        ("headline", 8, 8),
        ("paragraph", 9, 11),
    ]


def test_a_block_is_read_as_a_whole() -> None:
    """A lead that a wrap divides is a mark of the block, not of its first line."""
    sheet = read_sheet("本报讯（记者 田望生 何小\n满） 立夏才过")
    (block,) = build_blocks(sheet, [START, MORE])
    assert block.text == "本报讯(记者 田望生 何小满) 立夏才过"
    assert block.marks.opens
    assert block.bigrams >= {"小满", "立夏"}


def test_lines_of_a_headline_keep_a_space_and_of_a_paragraph_none() -> None:
    """The letters are the same."""
    lines = read_sheet("守住青山\n养活茶油").lines
    headline, paragraph = build_block("headline", lines, 0), build_block("paragraph", lines, 0)
    assert (headline.text, paragraph.text) == ("守住青山 养活茶油", "守住青山养活茶油")
    assert headline.letters == paragraph.letters == frozenset("守住青山养活茶油")


def test_glued_headline_lines_are_one_block() -> None:
    """A blank line between two headline lines separates them, on a page with blank lines between most lines."""
    sheet = read_sheet("竹席卖到\n桥头\n\n早稻开镰\n\n水渠通水\n")
    blocks = build_blocks(sheet, [HEADLINE] * 4)
    assert [block.text for block in blocks] == ["竹席卖到 桥头", "早稻开镰", "水渠通水"]


def test_a_headline_that_breaks_a_word_is_one_block() -> None:
    """早稻 is broken over two lines, and the text of the page has it whole."""
    text = "沿渠两岸新种的早\n\n稻多收\n\n{}多收了一成。\n"
    whole, other = read_sheet(text.format("早稻")), read_sheet(text.format("晚稻"))
    assert len(build_blocks(whole, [HEADLINE, HEADLINE, START])) == 2
    assert len(build_blocks(other, [HEADLINE, HEADLINE, START])) == 3


def test_the_head_of_a_page_is_a_block_of_its_own() -> None:
    """Page number and date never become part of the first headline, even when glued to it."""
    sheet = read_sheet("第01版:要闻\n青螺周报 2031-04-01\n竹席上市\n")
    blocks = build_blocks(sheet, [HEADLINE] * 3)
    assert [block.text for block in blocks] == ["第01版:要闻 青螺周报 2031-04-01", "竹席上市"]


def test_sub_headings_are_marked() -> None:
    """A sub-heading is a paragraph that says so."""
    blocks = build_blocks(read_sheet("（一）怎么种\n\n早稻要早种。"), [SUBHEADING, START])
    assert [(block.kind, block.subheading) for block in blocks] == [("paragraph", True), ("paragraph", False)]


def test_bigrams_stop_at_punctuation() -> None:
    """No bigram spans a comma, a space or a digit beside a bracket."""
    assert find_bigrams("水渠,通水(3月)") == {"水渠", "通水", "3月"}
