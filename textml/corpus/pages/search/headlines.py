"""Cues about headline blocks: where a headline ends, which article it belongs to, whether it has none."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
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
# News repeats the words of its headline in its first paragraphs; this many count in full.
_LEAD = 3
# For bigrams, then characters: how often an article repeats one of its headline's, and at least how often by chance.
_REPEATED = ((0.25, 0.02), (0.5, 0.05))


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


@dataclass(frozen=True, slots=True)
class WordMasks:
    """Bigrams and characters of a headline block, as bit masks of the paragraphs that contain them.

    Attributes
    ----------
    masks : tuple of two Counter
        For bigrams and for characters: how many have each mask, without mask 0.
    missing : tuple of two int
        For bigrams and for characters: how many no paragraph contains.
    """

    masks: tuple[Counter[int], Counter[int]]
    missing: tuple[int, int]


def read_masks(headline: Block, masks: dict[str, int]) -> WordMasks:
    """Look up which paragraphs contain the bigrams and characters of a headline block.

    Parameters
    ----------
    headline : Block
        The block.
    masks : dict of str to int
        For every bigram and character of the page; bit p is set if paragraph p contains it.

    Returns
    -------
    WordMasks
    """
    counts = [Counter([masks.get(part, 0) for part in parts]) for parts in (headline.bigrams, headline.letters)]
    missing = [count.pop(0, 0) for count in counts]
    return WordMasks((counts[0], counts[1]), (missing[0], missing[1]))


def words_cue(words: WordMasks, body: tuple[int, int], n_paragraphs: int) -> float:
    """How much better an article explains the words of a headline than the rest of the page does.

    Parameters
    ----------
    words : WordMasks
        Of one block of the headline.
    body : tuple of int
        First paragraph of the article, and the one after its last.
    n_paragraphs : int
        Number of paragraphs on the page.

    Returns
    -------
    float
        Naive Bayes log likelihood ratio over bigrams and characters.

    Notes
    -----
    The right article contains a bigram or character of its headline by chance, or because it repeats the headline
    (noisy or: 0.25 for a bigram, 0.5 for a character). The first three paragraphs count in full, the others half.
    """
    start, end = body
    n_lead = min(end - start, _LEAD)
    lead = (1 << start + n_lead) - (1 << start)
    whole = (1 << end) - (1 << start)
    n_outside = n_paragraphs - (end - start)
    score = 0.0
    for masks, missing, (repeated, least) in zip(words.masks, words.missing, _REPEATED, strict=True):
        n_missing = missing
        for mask, n_parts in masks.items():
            inside = mask & whole
            if inside:
                ratios = _log_ratios(mask.bit_count() - inside.bit_count(), n_outside, n_lead, repeated, least)
                score += n_parts * ratios[not mask & lead]
            else:
                n_missing += n_parts
        score += n_missing * math.log(1.0 - repeated)
    return score


@lru_cache(maxsize=10_000)
def _log_ratios(n_elsewhere: int, n_outside: int, n_lead: int, repeated: float, least: float) -> tuple[float, float]:
    """Log likelihood ratios of a bigram or character in an article's first paragraphs, and of one further down."""
    chance = min(0.9, max(least, 1.0 - (1.0 - (n_elsewhere + 0.3) / (n_outside + 1.7)) ** n_lead))
    hit = math.log((chance + (1.0 - chance) * repeated) / chance)
    return hit, 0.5 * (hit + math.log(1.0 - repeated))


#: Pieces of the log odds of shared words, each with a weight of its own: name, and from where to where it counts.
#: Headlines of others reach 5, a headline's own article mostly 10 to 60; the last is the most that counts.
_PIECES = (
    ("words against", -12.0, 0.0),
    ("few shared words", 0.0, 6.0),
    ("shared words", 6.0, 14.0),
    ("more shared words", 14.0, 30.0),
    ("many shared words", 30.0, 60.0),
)
WORD_CUES = tuple(name for name, _, _ in _PIECES)


def measure_words(words: float) -> tuple[float, ...]:
    """Sizes of `WORD_CUES`, from log odds of shared words; the first is negative, the others positive.

    Examples
    --------
    >>> measure_words(-3.0), measure_words(16.0)
    ((-3.0, 0.0, 0.0, 0.0, 0.0), (0.0, 6.0, 8.0, 2.0, 0.0))
    """
    against = max(min(words, 0.0), _PIECES[0][1])
    return against, *[max(min(words, high) - low, 0.0) for _, low, high in _PIECES[1:]]
