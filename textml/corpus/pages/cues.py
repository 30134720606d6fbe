"""Evidence for a new article at a paragraph: small named cues in log odds."""

import math
import re
from collections.abc import Sequence

from textml.corpus.pages.blocks import Block
from textml.corpus.pages.marks import Marks

_WHEN = re.compile(r"日前|近日|连日来|昨[日天晚]|今[日天晨]|前天|\d月|\d日|星期|上午|下午|清晨|凌晨|傍晚|\d[时点]")
_WHERE = re.compile(r"[镇村乡市县](?!民|场|里|长)|街道|社区")
_LINK = re.compile(
    r"他|她|它|这|那|该|其|此|对此|为此|当[天晚时]|如今|现在|目前|眼下|后来|随后|接着|接下来|下一步|另外|同时|与此|不过|但|可|而|于是|据"
    r"|再|又|也|还|最[后终]|结果|截至|至于|除了|双方|[两三]人|老人|记者|会议|活动|第[二三四五六]|其[一二三]|[二三四五]是"
)
_BACK = re.compile(r"[他她这那该此]")
_SENTENCE = re.compile(r"[^。!?]{16}")
_CLOSING = re.compile(r"(?:表示|说|告诉记者|介绍)。$|[。]”$")
_NOTICE = re.compile(r"声明作废|特此|公告|停[水电气]|遗失|启事|招[聘租标]|绕行")
_FIRST = re.compile(r"[(]?一[)、]|第一[章节、]")

# Weights in log odds, set on made-up pages (tests/corpus/simulator.py)
NOTHING_BETWEEN = -1.8
HEADLINE_BETWEEN = 1.0
NEWS = 1.0
COHESION = 1.0
SMALL = 1.3
MEASURE = 1.3
HEADLESS = -3.6
TOP = -1.5
BOUND = 4.0
SLOPE = 2.4
LEVEL = 2.3
INNER = 1.1
_SIZES = ((40, -7.0), (60, -5.0), (110, -1.2), (150, -0.4))
ALIKE = 1.1


def between_cue(shows: Sequence[Block]) -> float:
    """Most articles have a headline between them and the one before; most paragraphs have nothing."""
    return HEADLINE_BETWEEN if shows else NOTHING_BETWEEN


def opening_cue(block: Block) -> float:
    """本报讯, a dateline or 上接 opens an article; a link word or a speaker's turn does not."""
    marks = block.marks
    return 9.0 if marks.opens else 8.0 if marks.origin else -4.0 if marks.speaker else NEWS * _news_cue(block.text)


def _news_cue(text: str) -> float:
    """Log odds of a first paragraph by its words: when and where, nothing that points back, no short sentence."""
    score = 0.8 if _WHEN.search(text[:40]) else -0.4
    score += 0.7 if _WHERE.search(text[:40]) else -0.3
    if _LINK.match(text):
        return score - 1.8
    if _BACK.search(text[:20]):
        score -= 0.8
    return score + (0.2 if _SENTENCE.match(text) else -1.0)


def custom_cue(share: float, opening: float) -> float:
    """Where nearly every article opens with a dateline, a paragraph without one opens none."""
    return -4.0 * max(share - 0.5, 0.0) * (opening < 5)


def closing_cue(block: Block) -> float:
    """（完）and 下转 end an article; a paragraph in mid-sentence does not, nor a short one that opens with 本报讯."""
    marks, text = block.marks, block.text
    if marks.jump or marks.end:
        return 8.0
    if len(text) < 150 and marks.opens:
        return -2.5
    if marks.finish < 0.8:
        return -4.0
    return 0.3 if _CLOSING.search(text[-12:]) else 0.0


def mark_cue(blocks: Sequence[Block]) -> float:
    """A byline, credit or jump mark between two paragraphs closes the first or opens the second."""
    return max([_mark_cue(block.marks) for block in blocks], default=0.0)


def _mark_cue(marks: Marks) -> float:
    if marks.jump or marks.origin or marks.end:
        return 9.0
    if marks.sign_off:
        return 4.0
    return 6.5 if marks.signature and (marks.signature.credit or marks.signature.names) else 3.0


def heading_cue(before: Block, after: Block, headed: bool) -> float:
    """A numbered sub-heading ends no article, and opens one only under a headline or with number one."""
    opens = 0.0 if headed or not after.sub else -1.5 if _FIRST.match(after.text) else -4.0
    return opens - 7.0 * before.sub


def size_cue(text: str, credited: bool) -> float:
    """Articles of a few dozen characters are rare, other than captions and notices; captions of some hundred are."""
    n_characters = len(text)
    if credited:
        return 0.0 if n_characters < 260 else -3.0
    if _NOTICE.search(text[:400]):
        n_characters += 60
    rare = next((cost for least, cost in _SIZES if n_characters < least), 0.0)
    return SMALL * rare


def measure_cue(before: float, after: float) -> float:
    """A change of the column's measure (em) goes with a new article."""
    change = abs(before - after) if before > 0 and after > 0 else 0.0
    return MEASURE * (3.0 if change >= 1.5 else 1.0 if change >= 1.0 else 0.0)


def cohesion_cue(repeated: float, pairs: int, common: float, possible: float) -> float:
    """How much more the words on both sides repeat each other than chance has it; positive speaks for one article.

    Parameters
    ----------
    repeated : bigrams on both sides, each counted by its rarity (log of paragraphs per paragraph that holds it)
    pairs : bigrams before times bigrams after
    common : characters on both sides, each counted by its rarity
    possible : characters of the side with fewer, each counted by its rarity

    Returns
    -------
    float in [-4, 4]; logistic fit on made-up pages to the ratio of repetitions to 0.05 a hundred pairs and to the
    share of characters
    """
    words = math.log((repeated + 2.0) / (0.05 * pairs / 100 + 2.0))
    characters = math.log((common + 1.0) / (possible + 2.0))
    return COHESION * max(-BOUND, min(BOUND, SLOPE * words + 1.4 * characters + LEVEL))


def inner_heading_cue(shows: Sequence[Block], after: Block, n_alike: int) -> float:
    """How well headline blocks between two paragraphs read as a heading inside one article.

    Parameters
    ----------
    shows : the blocks; more than one, or one of several lines, is no such heading
    after : the paragraph behind; an article's opening rules it out
    n_alike : short headings on their own nearby; headings come in series
    """
    if not shows:
        return 0.0
    if len(shows) > 1 or after.marks.opens:
        return -8.0
    block = shows[0]
    if block.last > block.first or " " in block.text:
        return -5.0
    return INNER - 0.4 * max(len(block.text) - 4, 0) + ALIKE * min(n_alike, 3)


def no_headline_cue(
    first: bool, runs_on: bool, opening: Block, before: Sequence[Block], marks: Sequence[Block]
) -> float:
    """Cost of a body without headline: small at the page's top, for what comes from another page, for captions."""
    if any(block.marks.origin for block in (opening, *before)):
        return -0.5
    if first:
        return -0.5 if opening.sub or runs_on else TOP
    return HEADLESS + 1.0 if has_credit(marks) else HEADLESS


def has_credit(marks: Sequence[Block]) -> bool:
    """Whether one of the marks credits a picture."""
    return any(mark.marks.signature is not None and mark.marks.signature.credit for mark in marks)
