"""Cues about headline blocks: where a headline ends, which article it belongs to, whether it has none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from textml.corpus.pages.lines.blocks import Block
from textml.corpus.pages.lines.marks import is_page_head
from textml.corpus.pages.lines.wording import BRACKETS, CLAUSE, LETTERS, NEVER_FIRST, NEVER_LAST
from textml.corpus.pages.search.cues import Cues, find_cues

_TEASER = re.compile(
    r"(?:[(]|详?见|[刊载]于|>|→)\s*(?:(?:今日)?(?:本报)?第\s*|今日(?:本报)?\s*|本报\s*)?[A-D]?\d{1,2}\s*(?:[-—、]\s*\d{1,2})?版|^第?[A-D]?\d{1,2}版[:\s]"
)
_MASTHEAD = re.compile(
    r"星期[一二三四五六日天]|农历|今日\s*\d+\s*版|国内统一|总第\s*\d+\s*期|第\s*\d{3,}\s*期|CN\s*\d\d|邮发代号|(?:19|20)\d\d年\d{1,2}月\d{1,2}日$"
)
_NOTICE = re.compile(r"(?:公告|通知|声明|启事|公示|通告)$")
_STRAY = re.compile(r"(?<=[\u3400-\u9fff”])[A-Z]$")
_SAID = re.compile(r"(?:强调|指出|要求|并举|接力|难题|进度|时说)$")
# No headline starts with the first or ends with the second.
_NEVER_FIRST = NEVER_FIRST | frozenset("、,:;”)》")
_NEVER_LAST = NEVER_LAST | frozenset("、,“(《")
_COLUMN_WORD = re.compile(r"(?:走基层|夜话|见闻|身边|问诊|论坛|时评|视点|关注|故事|专栏|聚焦|问答|备忘|对话|一线)")

Side = Literal["before", "behind", "stacked", "ahead"]
#: Sides on which other articles or headlines stand between.
FAR: tuple[Side, ...] = ("stacked", "ahead")

# A headline further away from its article than this many headline blocks or articles is as far away as this.
_FAR = 4


@dataclass(frozen=True, slots=True)
class Headline:
    """Neighbouring headline blocks read as one headline.

    Attributes
    ----------
    blocks : tuple of Block
        In page order.
    run : int
        Position of the paragraph that follows; the number of paragraphs if none does.
    ahead, behind : int
        Number of headline blocks before and after it in the same run.
    """

    blocks: tuple[Block, ...]
    run: int
    ahead: int
    behind: int


def is_teaser(text: str) -> bool:
    """Whether a headline sends the reader to another page."""
    return bool(_TEASER.search(text))


def is_masthead(text: str) -> bool:
    """Whether a block has the paper's date, weekday, number or page count, or is the head of a page."""
    return bool(_MASTHEAD.search(text)) or is_page_head(text)


def is_notice(text: str) -> bool:
    """Whether a headline announces a public notice."""
    return bool(_NOTICE.search(text))


def find_stray_letter(text: str) -> str:
    """Find the capital letter that an extractor made of an ornament at the end of a column's name.

    Real tokens end in a capital too, so it counts only directly after a Chinese character.

    Returns
    -------
    str
        The letter, or an empty string.

    Examples
    --------
    >>> find_stray_letter("乡间走笔X"), find_stray_letter("品牌MBA")
    ('X', '')
    """
    found = _STRAY.search(text)
    return found.group() if found else ""


def is_column(block: Block) -> bool:
    """Whether a block looks like the name of a column: one line with a stray letter, or short with a usual word."""
    text = block.text
    if block.first != block.last:
        return False
    return bool(find_stray_letter(text)) or (len(text) <= 8 and " " not in text and bool(_COLUMN_WORD.search(text)))


def is_slogan(blocks: Sequence[Block]) -> bool:
    """Whether the lines of a headline are short and parallel and stand right below each other, as slogans do."""
    printed = [line for block in blocks for line in block.lines]
    lines = [line.text for line in printed]
    together = bool(lines) and printed[-1].number - printed[0].number == len(lines) - 1
    return together and max(map(len, lines)) <= 16 and (len(lines) >= 3 or sum(" " in line for line in lines) >= 2)


def alone_cues(headline: Headline) -> Cues:
    """A headline without an article: usual for teasers, mastheads and slogans, rare for others."""
    blocks = headline.blocks
    n_blocks, columns = len(blocks), [n for n, block in enumerate(blocks) if is_column(block)]
    masthead = is_masthead(blocks[-1].text) or is_masthead(blocks[0].text)
    teaser = any(is_teaser(block.text) for block in blocks)
    slogan = not (masthead or teaser) and is_slogan(blocks)
    named = not (masthead or teaser) and n_blocks == 1 == len(columns)
    lettered = any(LETTERS.fullmatch(block.text) for block in blocks)
    return find_cues(
        alone=1,
        alone_teaser=teaser,
        alone_masthead=masthead,
        alone_slogan=slogan,
        alone_column=named,
        alone_in_letters=lettered,
        alone_of_more_blocks=min(n_blocks - 1, _FAR),
        alone_display_of_more_blocks=(teaser or masthead) * min(n_blocks - 1, _FAR),
        alone_short=sum(len(block.text) for block in blocks) <= 6,
    )


def shape_cues(headline: Headline) -> Cues:
    """A headline has at most a column, a kicker, a title and a subtitle; more are usually several headlines."""
    lines = sum(len(block.lines) for block in headline.blocks)
    late = sum(n > 0 and is_column(block) for n, block in enumerate(headline.blocks))
    first, *rest = headline.blocks
    return find_cues(
        lines_2=lines == 2,
        lines_3=lines == 3,
        lines_4=lines == 4,
        lines_5=lines == 5,
        lines_6_and_more=max(lines - 5, 0),
        column_in_the_middle=late,
        masthead_inside=any(is_masthead(block.text) for block in headline.blocks) and lines > 1,
        starts_with_a_subtitle=first.text.startswith("——") and not rest,
    )


def split_cues(before: Block, after: Block, signed: bool = False, broken: bool = False) -> Cues:
    """Two neighbouring headline blocks as two headlines rather than parts of one.

    Parameters
    ----------
    before, after : Block
        The two blocks.
    signed : bool
        Whether a byline is printed between them.
    broken : bool
        Whether a word of the page is divided between them.
    """
    one, other = before.lines[-1], after.lines[0]
    change = other.width - one.width
    return find_cues(
        split=1,
        split_signed=signed,
        split_broken=broken,
        split_subtitle=after.text.startswith("——"),
        split_after_subtitle=before.text.startswith("——"),
        split_column=is_column(before),
        split_before_column=is_column(after),
        split_masthead=is_masthead(before.text),
        split_teaser=is_teaser(before.text),
        split_before_teaser=is_teaser(after.text),
        split_before_masthead=is_masthead(after.text),
        split_notice=is_notice(before.text) or is_notice(after.text),
        split_apart=other.apart,
        split_blank=other.number > one.number + 1,
        split_glued=other.glued,
        split_same_width=abs(change) <= 0.6,
        split_narrower=0.6 < -change <= 4.0,
        split_much_narrower=-change > 4.0,
        split_much_wider=change > 4.0,
        split_open_bracket=_is_open(before.text),
        split_linked=before.text[-1] in _NEVER_LAST or after.text[0] in _NEVER_FIRST,
        split_gaps=" " in one.folded and " " in other.folded,
        split_gap_after=" " in other.folded and " " not in one.folded,
        split_clause=CLAUSE.search(before.text) is not None,
        split_question=before.text[-1] in "?!",
        split_after_short=one.width <= 8.0,
        split_after_long=one.width > 14.0,
        split_after_emphasis=_SAID.search(before.text) is not None,
        split_letters=LETTERS.fullmatch(before.text) is not None,
    )


def _is_open(text: str) -> bool:
    return any(text.count(a) > text.count(b) for a, b in BRACKETS)


def find_side(run: int, start: int, end: int) -> Side:
    """Find on which side of an article a headline is printed.

    Parameters
    ----------
    run : int
        The paragraph that follows the headline.
    start, end : int
        First paragraph of the article, and the one after its last.

    Returns
    -------
    str
        "before" or "behind" it, or further up ("ahead") or down ("stacked").
    """
    if run == start:
        return "before"
    if run == end:
        return "behind"
    return "stacked" if run > end else "ahead"


def place_cues(headline: Headline, side: Side, signed: bool) -> Cues:
    """The place of a headline: right before its article, right after it, or further up or down.

    Parameters
    ----------
    headline : Headline
        The headline.
    side : str
        Side of the article that it is on.
    signed : bool
        Whether a byline is printed between the headline and what follows.
    """
    if side == "before":
        n = min(headline.behind, _FAR)
        return find_cues(right_before=n == 0, before=n > 0, before_further=n, signed_before=signed and n == 0)
    if side == "behind":
        n = min(headline.ahead, _FAR)
        return find_cues(right_behind=n == 0, behind=n > 0, behind_further=n)
    return {side: 1.0}


def further_cues(between: int) -> Cues:
    """The other articles between an article's end and its headline."""
    return find_cues(articles_between=min(between, _FAR))


#: Pieces of the log odds of shared words, each with a weight of its own: name, and from where to where it counts.
#: Headlines of others reach 5, a headline's own article mostly 10 to 60; the last is the most that counts.
PIECES = (
    ("words against", -12.0, 0.0),
    ("few shared words", 0.0, 6.0),
    ("shared words", 6.0, 14.0),
    ("more shared words", 14.0, 30.0),
    ("many shared words", 30.0, 60.0),
)
WORD_CUES = tuple(name for name, _, _ in PIECES)


def measure_words(words: float) -> tuple[float, ...]:
    """Sizes of `WORD_CUES`, from log odds of shared words; the first is negative, the others positive.

    Examples
    --------
    >>> measure_words(-3.0), measure_words(16.0)
    ((-3.0, 0.0, 0.0, 0.0, 0.0), (0.0, 6.0, 8.0, 2.0, 0.0))
    """
    against = max(min(words, 0.0), PIECES[0][1])
    return against, *[max(min(words, high) - low, 0.0) for _, low, high in PIECES[1:]]
