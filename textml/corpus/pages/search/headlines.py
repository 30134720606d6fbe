"""Cues about headline blocks: where a headline ends, which article it belongs to, whether it has none."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from textml.corpus.pages.lines.blocks import Block
from textml.corpus.pages.lines.marks import is_page_head

_TEASER = re.compile(
    r"(?:[(]|详?见|[刊载]于|>|→)\s*(?:(?:今日)?(?:本报)?第\s*|今日(?:本报)?\s*|本报\s*)?[A-D]?\d{1,2}\s*(?:[-—、]\s*\d{1,2})?版|^第?[A-D]?\d{1,2}版[:\s]"
)
_MASTHEAD = re.compile(
    r"星期[一二三四五六日天]|农历|今日\s*\d+\s*版|国内统一|总第\s*\d+\s*期|第\s*\d{3,}\s*期|CN\s*\d\d|邮发代号|(?:19|20)\d\d年\d{1,2}月\d{1,2}日$"
)
_NOTICE = re.compile(r"(?:公告|通知|声明|启事|公示|通告)$")
_STRAY = re.compile(r"(?<=[\u3400-\u9fff”])[A-Z]$")
_COLUMN_WORD = re.compile(r"(?:走基层|夜话|见闻|身边|问诊|论坛|时评|视点|关注|故事|专栏|聚焦|问答|备忘|对话|一线)")

# Weights in log odds, set by hand on made-up pages (tests/corpus/pages/simulator.py); issue 13 will fit them.
# An ordinary headline without an article is rare.
ALONE = -2.7
# The name of a column may be printed alone.
COLUMN_ALONE = 1.0
# A slogan may or may not have text below it.
SLOGAN_ALONE = 0.0
# Neighbouring headline blocks more often form one headline than two.
SPLIT = -0.4
# A headline right before its article is most common, right after it less so, further down least.
BEFORE = 1.2
BEHIND = 0.4
STACKED = 0.3
# A headline that another article separates from its own, which follows.
AHEAD = -4.0
# Each headline block between a headline and its article.
STEP = 0.6
# Each other article between an article and its headline.
FURTHER = 0.3
# Factor on shared words, because words of one topic come together.
WORDS = 0.55
# A byline between headline and article.
SIGNED_BEFORE = 1.5
# News repeats the words of its headline in its first paragraphs; this many count in full.
_LEAD = 3
# For bigrams, then characters: how often an article repeats one of its headline's, and at least how often by chance.
_REPEATED = ((0.25, 0.02), (0.5, 0.05))
# From here on, further evidence of shared words counts a quarter.
_MANY = 7.5


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


def is_slogan(block: Block) -> bool:
    """Whether a block consists of short parallel lines, as slogans do."""
    lines = [line.text for line in block.lines]
    return max(map(len, lines)) <= 16 and (len(lines) >= 3 or sum(" " in line for line in lines) >= 2)


def alone_cue(headline: Headline) -> float:
    """Score of a headline without an article: likely for teasers, mastheads and slogans, unlikely for others."""
    last, n_blocks = headline.blocks[-1], len(headline.blocks)
    if any(is_teaser(block.text) for block in headline.blocks):
        return 3.0 - 2.0 * (n_blocks - 1)
    if is_masthead(last.text):
        return 4.0 - 1.0 * abs(n_blocks - 2)
    if is_slogan(last) and n_blocks <= 2:
        return SLOGAN_ALONE
    return COLUMN_ALONE if n_blocks == 1 and is_column(last) else ALONE + _shape_cue(headline.blocks)


def _shape_cue(blocks: Sequence[Block]) -> float:
    """A headline has at most a column, a kicker and a title; more blocks are usually several headlines."""
    columns = [n for n, block in enumerate(blocks) if is_column(block)]
    late = sum(n > 0 for n in columns)
    return (0.0, 0.0, -0.3, -1.5, -3.5)[min(len(blocks) - len(columns), 4)] - 3.0 * late


def split_cue(before: Block, after: Block, signed: bool) -> float:
    """Score of two neighbouring headline blocks as two headlines rather than parts of one.

    Parameters
    ----------
    before, after : Block
        The two blocks.
    signed : bool
        Whether a byline is printed between them.
    """
    score = 3.0 if signed else SPLIT
    if after.text.startswith("——"):
        score -= 5.0
    if is_column(before):
        score -= 2.5
    if is_column(after):
        score += 2.5
    if is_masthead(before.text) or is_teaser(before.text):
        score += 3.0
    if is_teaser(after.text):
        score += 2.0
    if is_masthead(after.text):
        score -= 3.0
    if is_notice(before.text) or is_notice(after.text):
        score += 1.0
    return score


def place_cue(headline: Headline, start: int, end: int) -> float:
    """Score of the place of a headline: right before its article, right after it, or further down.

    Parameters
    ----------
    headline : Headline
        The headline.
    start, end : int
        First paragraph of the article, and the one after its last.
    """
    if headline.run == start:
        return BEFORE - STEP * min(headline.behind, 3)
    if headline.run == end:
        return BEHIND - STEP * min(headline.ahead, 3)
    return STACKED if headline.run > end else AHEAD


def further_cost(between: int) -> float:
    """Cost of the other articles between an article's end and its headline."""
    return FURTHER * min(between, 4)


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


def fit_cue(words: float) -> float:
    """Log odds of shared words: damped, because words of one topic come together; even more when there are many."""
    score = WORDS * words
    return score if score < _MANY else _MANY + 0.25 * (score - _MANY)
