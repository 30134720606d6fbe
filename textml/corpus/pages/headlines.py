"""Evidence about headline blocks: whose they are, what they are alone, where one ends."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from textml.corpus.pages.blocks import Block
from textml.corpus.pages.lines import Sheet
from textml.corpus.pages.marks import is_page_head

_TEASER = re.compile(
    r"(?:[(]|详?见|[刊载]于|>|→)\s*(?:今日)?(?:本报)?第?\s*[A-D]?\d{1,2}\s*(?:[-—、]\s*\d{1,2})?版|^第?[A-D]?\d{1,2}版[:\s]"
)
_MASTHEAD = re.compile(
    r"星期[一二三四五六日天]|农历|今日\s*\d+\s*版|国内统一|总第\s*\d+\s*期|第\s*\d{3,}\s*期|CN\s*\d\d|邮发代号|(?:19|20)\d\d年\d{1,2}月\d{1,2}日$"
)
_NOTICE = re.compile(r"(?:公告|通知|声明|启事|公示|通告)$")
_STRAY = re.compile(r"(?<=[\u3400-\u9fff”])[A-Z]$")
_COLUMN_WORD = re.compile(r"(?:走基层|夜话|见闻|身边|问诊|论坛|时评|视点|关注|故事|专栏|聚焦|问答|备忘|对话|一线)")

# Weights in log odds, set on made-up pages (tests/corpus/simulator.py)
ALONE = -2.7
COLUMN_ALONE = 1.0
SLOGAN_ALONE = 0.0
SPLIT = -0.4
BEFORE = 1.2
BEHIND = 0.4
STACKED = 0.3
AHEAD = -4.0
STEP = 0.6
FURTHER = 0.3
WORDS = 0.55
SIGNED_BEFORE = 1.5
_LEAD = 3
_TOLD = ((0.25, 0.02), (0.5, 0.05))
_MANY = 7.5


@dataclass(frozen=True, slots=True)
class Headline:
    """Neighbouring headline blocks taken as one headline.

    Attributes
    ----------
    blocks : in page order
    run : place of the paragraph that follows it on the page (number of paragraphs where none does)
    ahead, behind : headline blocks before and after it in the same run
    """

    blocks: tuple[Block, ...]
    run: int
    ahead: int
    behind: int


def is_teaser(text: str) -> bool:
    """Whether a headline sends the reader to another page."""
    return bool(_TEASER.search(text))


def is_masthead(text: str) -> bool:
    """Whether a block gives the paper's date, weekday, number or page count, or is a page's head and nothing else."""
    return bool(_MASTHEAD.search(text)) or is_page_head(text)


def is_notice(text: str) -> bool:
    """Whether a headline announces a public notice."""
    return bool(_NOTICE.search(text))


def stray_letter(text: str) -> str:
    """The single capital that an extractor reads from a dingbat at the end of a column name, or nothing.

    Real tokens end in a capital too, so it must follow a Chinese character and stand alone.
    """
    found = _STRAY.search(text)
    return found.group() if found else ""


def is_column(block: Block) -> bool:
    """Whether a block looks like the name of a column: one short line, a stray letter or a column's usual words."""
    text = block.text
    if block.first != block.last:
        return False
    return bool(stray_letter(text)) or (len(text) <= 8 and " " not in text and bool(_COLUMN_WORD.search(text)))


def is_slogan(block: Block, sheet: Sheet) -> bool:
    """Whether a block is made of parallel short lines, as slogans are."""
    lines = [line.text for line in sheet.lines[block.first : block.last + 1]]
    return max(map(len, lines)) <= 16 and (len(lines) >= 3 or sum(" " in line for line in lines) >= 2)


def alone_cue(headline: Headline, sheet: Sheet) -> float:
    """How well a headline stands without a body: teasers, mastheads and slogans do, stories' headlines do not."""
    last = headline.blocks[-1]
    score = ALONE + _shape_cue(headline.blocks)
    if any(is_teaser(block.text) for block in headline.blocks):
        score = 3.0 - 2.0 * (len(headline.blocks) - 1)
    elif is_masthead(last.text):
        score = 4.0 - 1.0 * abs(len(headline.blocks) - 2)
    elif is_slogan(last, sheet) and len(headline.blocks) <= 2:
        score = SLOGAN_ALONE
    elif len(headline.blocks) == 1 and is_column(last):
        score = COLUMN_ALONE
    return score


def _shape_cue(blocks: Sequence[Block]) -> float:
    """Headlines have a column, a kicker, a title; more blocks are more than one headline."""
    columns = [n for n, block in enumerate(blocks) if is_column(block)]
    late = sum(n > 0 for n in columns)
    return (0.0, 0.0, -0.3, -1.5, -3.5)[min(len(blocks) - len(columns), 4)] - 3.0 * late


def split_cue(before: Block, after: Block, signed: bool) -> float:
    """How much two neighbouring headline blocks are two headlines rather than parts of one."""
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
    """How usual it is to find a body's headline there: right before it, right behind it, stacked further on.

    Parameters
    ----------
    headline : where it stands
    start, end : the body's first paragraph and the one after its last
    """
    if headline.run == start:
        return BEFORE - STEP * min(headline.behind, 3)
    if headline.run == end:
        return BEHIND - STEP * min(headline.ahead, 3)
    return STACKED if headline.run > end else AHEAD


def further_cost(between: int) -> float:
    """How much less usual a headline gets with the bodies that begin between a body's end and it."""
    return FURTHER * min(between, 4)


@dataclass(frozen=True, slots=True)
class Parts:
    """Bigrams and characters of a headline block as bit masks of the paragraphs that hold them.

    Attributes
    ----------
    masks : for bigrams and for characters, how many of them have each mask; 0 left out
    missing : for bigrams and for characters, how many no paragraph holds
    """

    masks: tuple[Counter[int], Counter[int]]
    missing: tuple[int, int]


def read_parts(headline: Block, masks: dict[str, int]) -> Parts:
    """A headline block's bigrams and characters; bit p of a part's mask is set where paragraph p holds it."""
    counts = [Counter([masks.get(part, 0) for part in parts]) for parts in (headline.grams, headline.letters)]
    missing = [count.pop(0, 0) for count in counts]
    return Parts((counts[0], counts[1]), (missing[0], missing[1]))


def words_cue(parts: Parts, body: tuple[int, int], n_paragraphs: int) -> float:
    """How much better a body explains a headline's words than the rest of the page does.

    Parameters
    ----------
    parts : of one block of the headline
    body : its first paragraph and the one after its last
    n_paragraphs : paragraphs on the page

    Returns
    -------
    float; naive Bayes log likelihood ratio over bigrams and characters. In the right body a part of a headline stands
    by chance or because it is told there (noisy or: 0.25 for a bigram, 0.5 for a character), which counts whole in
    the first three paragraphs, where news tells it, and half in the others
    """
    start, end = body
    n_lead = min(end - start, _LEAD)
    lead = (1 << start + n_lead) - (1 << start)
    whole = (1 << end) - (1 << start)
    n_outside = n_paragraphs - (end - start)
    score = 0.0
    for masks, missing, (told, least) in zip(parts.masks, parts.missing, _TOLD, strict=True):
        n_missing = missing
        for mask, n_parts in masks.items():
            inside = mask & whole
            if inside:
                found = _found(mask.bit_count() - inside.bit_count(), n_outside, n_lead, told, least)
                score += n_parts * found[not mask & lead]
            else:
                n_missing += n_parts
        score += n_missing * math.log(1.0 - told)
    return score


@lru_cache(maxsize=10_000)
def _found(n_elsewhere: int, n_outside: int, n_lead: int, told: float, least: float) -> tuple[float, float]:
    """What a part of a headline says that stands in a body's first paragraphs, and one that stands further down."""
    chance = min(0.9, max(least, 1.0 - (1.0 - (n_elsewhere + 0.3) / (n_outside + 1.7)) ** n_lead))
    hit = math.log((chance + (1.0 - chance) * told) / chance)
    return hit, 0.5 * (hit + math.log(1.0 - told))


def fit_cue(words: float) -> float:
    """Evidence of words in log odds: damped, because words come together, and the more so the more there are."""
    score = WORDS * words
    return score if score < _MANY else _MANY + 0.25 * (score - _MANY)
