"""Evidence for a new article at a paragraph: small named cues in log odds."""

import math
import re
from collections.abc import Sequence

from textml.corpus.blocks import Block
from textml.corpus.marks import find_dateline, find_end_mark, find_jump, find_lead, find_origin, find_signature, is_sign_off
from textml.corpus.roles import finish_of

_TIME = re.compile(r"(?:日前|近日|昨[日天]|今[日天]|连日来|前天|\d{1,2}月\d{1,2}日|\d{1,2}日[,上下晚])")
_LINK = re.compile(
    r"(?:据悉|据介绍|此外|同时|目前|接下来|随后|另外|而且|但|不过|于是|其中|他说|她说|对此|为此|与此同时|截至目前|下一步)"
)
_CLOSING = re.compile(r"(?:表示|说|告诉记者|介绍)。$|[。]”$")
_TALK = re.compile(r"(?:问|答|记者|主持人)[:]")

NOTHING_BETWEEN = -4.5
HEADLINE_BETWEEN = 1.5


def opening_cue(text: str) -> float:
    """本报讯, a dateline or 上接 opens an article; a link word or a speaker's turn does not."""
    if find_lead(text) or find_dateline(text):
        return 9.0
    if find_origin(text):
        return 8.0
    if _TALK.match(text):
        return -4.0
    if _LINK.match(text):
        return -1.5
    return 0.8 if _TIME.match(text[:16]) else 0.0


def closing_cue(text: str) -> float:
    """（完）and 下转 end an article; a paragraph in mid-sentence does not."""
    if find_jump(text) or find_end_mark(text):
        return 8.0
    if finish_of(text) < 0.8:
        return -4.0
    return 0.3 if _CLOSING.search(text[-12:]) else 0.0


def mark_cue(marks: Sequence[Block]) -> float:
    """A byline, credit or jump mark between two paragraphs closes the first or opens the second."""
    score = 0.0
    for mark in marks:
        if find_jump(mark.text) or find_origin(mark.text):
            score = max(score, 9.0)
        elif is_sign_off(mark.text):
            score = max(score, 4.0)
        else:
            signature = find_signature(mark.text)
            score = max(score, 6.5 if signature and (signature.credit or signature.names) else 3.0)
    return score


def heading_cue(before: Block, after: Block, headed: bool) -> float:
    """A numbered sub-heading does not stand at an article's end, and opens one only under a headline."""
    return -4.0 * (after.sub and not headed) - 7.0 * before.sub


def size_cue(n_characters: int) -> float:
    """Articles of a few dozen characters are rare."""
    return -2.5 if n_characters < 60 else -1.2 if n_characters < 110 else -0.4 if n_characters < 150 else 0.0


def measure_cue(before: float, after: float) -> float:
    """A change of the column's measure (em) goes with a new article."""
    change = abs(before - after) if before > 0 and after > 0 else 0.0
    return 3.0 if change >= 1.5 else 1.0 if change >= 1.0 else 0.0


def cohesion_cue(repeated: float, pairs: int, letters: float, size: float) -> float:
    """How much more the words on both sides repeat each other than chance has it; positive speaks for one article.

    Parameters
    ----------
    repeated : bigrams on both sides, each counted by its rarity (log of paragraphs per paragraph that holds it)
    pairs : bigrams before times bigrams after
    letters : characters on both sides, each counted by its rarity
    size : root of characters before times characters after

    Returns
    -------
    float in [-3, 3]; logistic fit on made-up pages to the ratios of repetitions to their usual number
    """
    words = math.log((repeated + 2.0) / (0.05 * pairs / 100 + 2.0))
    characters = math.log((letters + 2.0) / (0.5 * size + 2.0))
    return max(-3.0, min(3.0, 1.6 * words + 2.4 * characters + 1.0))


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
    if len(shows) > 1 or find_lead(after.text) or find_dateline(after.text):
        return -8.0
    block = shows[0]
    if block.last > block.first or " " in block.text:
        return -5.0
    return 0.5 - 0.4 * max(len(block.text) - 4, 0) + 0.8 * min(n_alike, 3)


def no_headline_cue(
    first: bool, runs_on: bool, opening: Block, before: Sequence[Block], marks: Sequence[Block]
) -> float:
    """Cost of a body without headline: small at the page's top, for what comes from another page, for captions."""
    if find_origin(opening.text) or any(find_origin(mark.text) for mark in before):
        return -0.5
    if first:
        return -0.5 if opening.sub or runs_on else -2.0
    return -2.0 if has_credit(marks) else -3.0


def has_credit(marks: Sequence[Block]) -> bool:
    """Whether one of the marks credits a picture."""
    return any((signature := find_signature(mark.text)) is not None and signature.credit for mark in marks)
