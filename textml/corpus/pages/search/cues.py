"""Cues for and against a new article at a paragraph, and about articles as a whole; each a name and a number.

The weights of the cues are fitted (`make fit-cutter`) and stand in cutter.toml.
"""

import math
import re
from collections.abc import Sequence

from textml.corpus.pages.lines.blocks import Block
from textml.corpus.pages.lines.marks import Marks, ends_with_credit
from textml.corpus.pages.lines.wording import SIGNED

#: Names of cues and how much there is of each; a cue that is missing is 0.
Cues = dict[str, float]

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

# Largest size of the cohesion cue, so that no vocabulary outweighs all other cues; in log units, by hand.
BOUND = 4.0
# Articles with fewer characters than these are rarer and rarer.
_SIZES = (40, 60, 110, 150, 250)
# So many characters at the beginning of an article show whether it is a notice; no size that counts is larger.
SIZED = 400
# A caption has fewer characters, nearly always.
_CAPTION = 260


def find_cues(**found: float) -> Cues:
    """Name cues, with spaces for underscores; those that are 0 are left out.

    Examples
    --------
    >>> find_cues(opens_plainly=True, says_when=False, ends_open=0.3)
    {'opens plainly': 1.0, 'ends open': 0.3}
    """
    return {name.replace("_", " "): float(value) for name, value in found.items() if value}


def opens(block: Block) -> bool:
    """Whether a paragraph starts with 本报讯, a dateline or 上接."""
    return block.marks.opens or bool(block.marks.origin)


def ends(block: Block) -> bool:
    """Whether a paragraph ends with （完）, 下转 or a name in brackets."""
    return block.marks.end or bool(block.marks.jump) or SIGNED.search(block.text[-28:]) is not None


def parts(marks: Sequence[Block]) -> bool:
    """Whether there is a byline, credit or jump mark that stands between two articles."""
    return any(_names(block.marks) or block.marks.jump or block.marks.origin or block.marks.end for block in marks)


def _names(marks: Marks) -> bool:
    return marks.signature is not None and bool(marks.signature.credit or marks.signature.names)


def opening_cues(block: Block) -> Cues:
    """How a paragraph starts: first paragraphs have a lead, say when and where, and do not point back."""
    marks, text = block.marks, block.text
    if marks.opens or marks.origin:
        return find_cues(opens_with_lead=marks.opens, opens_with_origin=bool(marks.origin))
    return find_cues(
        opens_plainly=1,
        opens_with_speaker=marks.speaker,
        says_when=_WHEN.search(text[:40]) is not None,
        says_where=_WHERE.search(text[:40]) is not None,
        starts_with_a_link=(link := _LINK.match(text) is not None),
        points_back=not link and _BACK.search(text[:20]) is not None,
        short_first_sentence=_SENTENCE.match(text) is None,
    )


def closing_cues(block: Block) -> Cues:
    """How a paragraph ends: （完）, 下转 and a signature end an article, the middle of a sentence does not."""
    marks, text = block.marks, block.text
    return find_cues(
        ends_with_jump=bool(marks.jump),
        ends_with_end_mark=marks.end,
        ends_with_signature=SIGNED.search(text[-28:]) is not None,
        ends_with_credit=ends_with_credit(text),
        ends_open=max(0.8 - marks.finish, 0.0),
        ends_with_speech=_CLOSING.search(text[-12:]) is not None,
        is_short_and_opens=len(text) < 150 and marks.opens,
    )


def mark_cues(blocks: Sequence[Block]) -> Cues:
    """A byline, credit or jump mark between two paragraphs ends the first article or starts the second."""
    found = [block.marks for block in blocks]
    return find_cues(
        jump_between=any(marks.jump or marks.origin or marks.end for marks in found),
        office_between=any(marks.sign_off for marks in found),
        credit_between=any(marks.signature is not None and marks.signature.credit for marks in found),
        byline_between=any(marks.signature is not None and not marks.signature.credit for marks in found),
        mark_between=bool(found),
    )


def heading_cues(before: Block, after: Block, headed: bool) -> Cues:
    """A numbered sub-heading never ends an article; it starts one only under a headline or with number one.

    Parameters
    ----------
    before, after : Block
        The paragraphs on both sides.
    headed : bool
        Whether a headline is printed between them.
    """
    unheaded = after.subheading and not headed
    first = _FIRST.match(after.text) is not None
    return find_cues(
        after_subheading=before.subheading,
        before_first_subheading=unheaded and first,
        before_later_subheading=unheaded and not first,
    )


def measure_cues(before: float, after: float, finish: float) -> Cues:
    """A new article often changes the column width; inside an article it changes beside a picture or after a lead.

    Parameters
    ----------
    before, after : float
        Width of the columns on both sides in em, 0 if unknown.
    finish : float
        How complete the last sentence before is.
    """
    change = abs(before - after) if before > 0 and after > 0 else 0.0
    return find_cues(
        measure_changes=change >= 1.5,
        measure_changes_a_little=1.0 <= change < 1.5,
        measure_changes_after_sentence=change >= 1.5 and finish >= 0.8,
        measure_stays=before > 0 and after > 0 and change < 0.6,
    )


def cohesion_cues(repeated: float, pairs: int, common: float, possible: float) -> Cues:
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
    dict of str to float
        Both in [-4, 4]. By chance 100 pairs give about 0.05 repetitions.
    """
    words = math.log((repeated + 2.0) / (0.05 * pairs / 100 + 2.0))
    characters = math.log((common + 1.0) / (possible + 2.0))
    return {"common words": _bound(words), "common characters": _bound(characters + 1.0)}


def _bound(value: float) -> float:
    return max(-BOUND, min(BOUND, value))


def inner_heading_cues(run: Sequence[Block], after: Block, n_alike: int) -> Cues:
    """The headline blocks between two paragraphs read as a heading inside one article.

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
        return {}
    text = " ".join(block.text for block in run)
    return find_cues(
        inner=1,
        inner_of_two_lines=len(run) > 1 or run[0].last > run[0].first,
        inner_of_more_lines=max(len(run) - 2, 0),
        inner_with_gap=" " in run[0].text,
        inner_before_lead=after.marks.opens,
        inner_with_colon=text[-1] == ":",
        inner_length=min(max(len(text) - 4, 0), 20) / 5,
        inner_alike=min(n_alike, 3),
    )


def size_cues(text: str, credited: bool) -> Cues:
    """Very short articles are rare, unless they are captions or notices; long captions are rare.

    Parameters
    ----------
    text : str
        Of the whole article; of a paragraph no more than `SIZED` characters are needed.
    credited : bool
        Whether a picture credit follows, as below a caption.
    """
    size = len(text)
    if credited:
        return find_cues(caption=1, long_caption=size >= _CAPTION)
    notice = _NOTICE.search(text[:SIZED]) is not None
    kind = "notice" if notice else "article"
    return {f"{kind} below {least}": 1.0 for least in _SIZES if size < least}


def no_headline_cues(
    first: bool, runs_on: bool, opening: Block, before: Sequence[Block], marks: Sequence[Block]
) -> Cues:
    """An article without a headline: usual at the top of a page, after a jump and for captions, else rare.

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
    return find_cues(
        headless=1,
        headless_from_page=any(block.marks.origin for block in (opening, *before)),
        headless_first=first,
        headless_first_in_mid_sentence=first and (opening.subheading or runs_on),
        headless_caption=has_credit(marks),
        headless_notice=_NOTICE.search(opening.text[:SIZED]) is not None,
    )


def is_caption(block: Block, behind: Sequence[Block]) -> bool:
    """Whether a paragraph is as short as a caption, and a picture credit ends it or stands right behind it."""
    credited = ends_with_credit(block.text) or has_credit(behind[:1])
    return credited and len(block.text) < _CAPTION


def has_credit(marks: Sequence[Block]) -> bool:
    """Whether one of the marks credits a picture."""
    return any(mark.marks.signature is not None and mark.marks.signature.credit for mark in marks)
