"""Cues for and against a new article at a paragraph, each in log odds."""

import math
import re
from collections.abc import Sequence

from textml.corpus.pages.lines.blocks import Block
from textml.corpus.pages.lines.marks import Marks

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

# Weights in log odds, set by hand on made-up pages (tests/corpus/pages/simulator.py); issue 13 will fit them.
# Two paragraphs with nothing between them rarely belong to two articles.
NOTHING_BETWEEN = -1.8
# A headline between two paragraphs usually starts a new article.
HEADLINE_BETWEEN = 1.0
# Factor on when, where and link words at the start of a paragraph.
NEWS = 1.0
# Factor on words that are repeated on both sides of a cut.
COHESION = 1.0
# Factor on the rarity of very short articles.
SMALL = 1.3
# Factor on a change of column width.
MEASURE = 1.3
# Cost of an article without a headline.
HEADLESS = -3.6
# The same at the top of a page, where the headline may be on another page.
TOP = -1.5
# Largest size of the cohesion cue, so that no vocabulary outweighs all other cues.
BOUND = 4.0
# Cohesion cue: weight of repeated bigrams, weight of common characters, intercept (logistic fit on made-up pages).
SLOPE = 2.4
CHARACTERS = 1.4
LEVEL = 2.3
# A short heading alone between two paragraphs, read as a heading inside an article.
INNER = 1.1
# Each similar heading nearby: headings inside an article come in series.
ALIKE = 1.1
# Below how many characters an article is rare, and how rare.
_SIZES = ((40, -7.0), (60, -5.0), (110, -1.2), (150, -0.4))
# So many characters at the beginning of an article show whether it is a notice; no size that counts is larger.
SIZED = 400


def between_cue(run: Sequence[Block]) -> float:
    """Most articles have a headline before them; most paragraphs have none."""
    return HEADLINE_BETWEEN if run else NOTHING_BETWEEN


def opening_cue(block: Block) -> float:
    """本报讯, a dateline or 上接 starts an article; a link word or a speaker's turn does not."""
    marks = block.marks
    return 9.0 if marks.opens else 8.0 if marks.origin else -4.0 if marks.speaker else NEWS * _news_cue(block.text)


def _news_cue(text: str) -> float:
    """First paragraphs say when and where, do not point back, and do not start with a short sentence."""
    score = 0.8 if _WHEN.search(text[:40]) else -0.4
    score += 0.7 if _WHERE.search(text[:40]) else -0.3
    if _LINK.match(text):
        return score - 1.8
    if _BACK.search(text[:20]):
        score -= 0.8
    return score + (0.2 if _SENTENCE.match(text) else -1.0)


def custom_cue(share: float, opening: float) -> float:
    """On a page where nearly every article starts with a dateline, a paragraph without one starts none.

    Parameters
    ----------
    share : float
        Share of the page's articles that start with a dateline, in [0, 1].
    opening : float
        Opening cue of the paragraph.
    """
    return -4.0 * max(share - 0.5, 0.0) * (opening < 5)


def closing_cue(block: Block) -> float:
    """（完） and 下转 end an article; a paragraph in mid-sentence or a short one that starts with 本报讯 does not."""
    marks, text = block.marks, block.text
    if marks.jump or marks.end:
        return 8.0
    if len(text) < 150 and marks.opens:
        return -2.5
    if marks.finish < 0.8:
        return -4.0
    return 0.3 if _CLOSING.search(text[-12:]) else 0.0


def mark_cue(blocks: Sequence[Block]) -> float:
    """A byline, credit or jump mark between two paragraphs ends the first article or starts the second."""
    return max([_mark_cue(block.marks) for block in blocks], default=0.0)


def _mark_cue(marks: Marks) -> float:
    if marks.jump or marks.origin or marks.end:
        return 9.0
    if marks.sign_off:
        return 4.0
    return 6.5 if marks.signature and (marks.signature.credit or marks.signature.names) else 3.0


def heading_cue(before: Block, after: Block, headed: bool) -> float:
    """A numbered sub-heading never ends an article; it starts one only under a headline or with number one.

    Parameters
    ----------
    before, after : Block
        The paragraphs on both sides.
    headed : bool
        Whether a headline is printed between them.
    """
    opens = 0.0 if headed or not after.subheading else -1.5 if _FIRST.match(after.text) else -4.0
    return opens - 7.0 * before.subheading


def size_cue(text: str, credited: bool) -> float:
    """Very short articles are rare, unless they are captions or notices; long captions are rare.

    Parameters
    ----------
    text : str
        Of the whole article; of a paragraph no more than `SIZED` characters are needed.
    credited : bool
        Whether a picture credit follows, as below a caption.
    """
    n_characters = len(text)
    if credited:
        return 0.0 if n_characters < 260 else -3.0
    if _NOTICE.search(text[:SIZED]):
        n_characters += 60
    rare = next((cost for least, cost in _SIZES if n_characters < least), 0.0)
    return SMALL * rare


def measure_cue(before: float, after: float) -> float:
    """A new article often changes the column width.

    Parameters
    ----------
    before, after : float
        Width of the columns on both sides in em, 0 if unknown.
    """
    change = abs(before - after) if before > 0 and after > 0 else 0.0
    return MEASURE * (3.0 if change >= 1.5 else 1.0 if change >= 1.0 else 0.0)


def cohesion_cue(repeated: float, pairs: int, common: float, possible: float) -> float:
    """How much more the two sides of a cut share words than chance explains; positive speaks for one article.

    Parameters
    ----------
    repeated : float
        Bigrams that both sides have, weighted by rarity: log of paragraphs per paragraph that contains it.
    pairs : int
        Number of bigrams before the cut times number of bigrams after it.
    common : float
        Characters that both sides have, weighted by rarity.
    possible : float
        Characters of the side with fewer, weighted by rarity.

    Returns
    -------
    float
        In [-4, 4]. By chance 100 pairs give about 0.05 repetitions.
    """
    words = math.log((repeated + 2.0) / (0.05 * pairs / 100 + 2.0))
    characters = math.log((common + 1.0) / (possible + 2.0))
    return COHESION * max(-BOUND, min(BOUND, SLOPE * words + CHARACTERS * characters + LEVEL))


def inner_heading_cue(run: Sequence[Block], after: Block, n_alike: int) -> float:
    """Score of the headline blocks between two paragraphs as a heading inside one article.

    Parameters
    ----------
    run : sequence of Block
        The headline blocks. A heading inside an article is one block of one line.
    after : Block
        The paragraph that follows; a lead or dateline there rules a heading out.
    n_alike : int
        Number of short headings nearby.
    """
    if not run:
        return 0.0
    if len(run) > 1 or after.marks.opens:
        return -8.0
    block = run[0]
    if block.last > block.first or " " in block.text:
        return -5.0
    return INNER - 0.4 * max(len(block.text) - 4, 0) + ALIKE * min(n_alike, 3)


def no_headline_cue(
    first: bool, runs_on: bool, opening: Block, before: Sequence[Block], marks: Sequence[Block]
) -> float:
    """Cost of an article without a headline; small at the top of a page, after a jump and for captions.

    Parameters
    ----------
    first : bool
        The article is the first of its page.
    runs_on : bool
        Its first line fills the column, as in the middle of a paragraph.
    opening : Block
        Its first paragraph.
    before, marks : sequence of Block
        Marks before the article, and those inside and behind it.
    """
    if any(block.marks.origin for block in (opening, *before)):
        return -0.5
    if first:
        return -0.5 if opening.subheading or runs_on else TOP
    return HEADLESS + 1.0 if has_credit(marks) else HEADLESS


def has_credit(marks: Sequence[Block]) -> bool:
    """Whether one of the marks credits a picture."""
    return any(mark.marks.signature is not None and mark.marks.signature.credit for mark in marks)
