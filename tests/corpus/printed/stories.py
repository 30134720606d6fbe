"""Set a story into its place: headline, lead, pictures, box beside, body."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.corpus.printed.bodies import (
    Signature,
    interview_paragraphs,
    poem_paragraphs,
    sign,
    story_paragraphs,
    table_paragraphs,
)
from tests.corpus.printed.composing import Frame, Paragraph, flow
from tests.corpus.printed.filling import Filler, regrid
from tests.corpus.printed.grid import Region
from tests.corpus.printed.heads import Head, set_head, set_vertical_head
from tests.corpus.printed.truth import TruthItem, story_truth
from tests.corpus.printed.wording import Subject
from textml.corpus.geometry import Box

_SIDE_TITLES = ("相关链接", "名词解释", "新闻链接", "小贴士", "延伸阅读", "记者手记", "编后", "数说")


@dataclass
class _Place:
    """A region while its story is set: what is taken of it, and the columns below its headline."""

    region: Region
    number: int
    taken: list[Box] = field(default_factory=list)
    below: Box | None = None


def set_story(filler: Filler, region: Region, form: str) -> None:
    """Set a story, an interview, a poem or a table into a region.

    Parameters
    ----------
    filler : Filler
    region : Region
    form : str
        story, interview, poem or table.
    """
    whole = filler.style
    if filler.rng.random() < whole.kind.other_size:
        # one story in larger or smaller letters than the rest of the page
        larger = filler.rng.choice([0.9, 1.1, 1.2])
        body = replace(whole.body, size=whole.body.size * larger, leading=whole.body.leading * larger)
        filler.style = replace(whole, body=body)
    _set_story(filler, region, form)
    filler.style = whole


def _set_story(filler: Filler, region: Region, form: str) -> None:
    rng, style = filler.rng, filler.style
    body = style.body
    if not region.notch and len(region.columns) > 1 and rng.random() < style.kind.other_measure:
        n = len(region.columns) + rng.choice([-1, -1, 1])
        if (region.box.right - region.box.left) / n > 10 * body.size:
            regrid(region, region.box, n, style.gutter)
    width = region.columns[0].right - region.columns[0].left
    if form == "table" and width < 16 * body.size:
        # rows of figures need wider columns than text
        n = int((region.box.right - region.box.left) / (16 * body.size))
        if region.notch or n < 1:
            form = "story"
        else:
            regrid(region, region.box, n, style.gutter)
    story = filler.next_story(int(region.area / (body.size * body.leading)))
    subject = Subject(rng)
    if form != "story":
        story |= {"title": subject.title()}
    form_of_byline = style.byline if rng.random() < 0.75 else rng.choice([*style.kind.bylines, "none"])
    signature = sign(story, form_of_byline, rng)
    if form in ("poem", "table"):
        signature = Signature(line=signature.line)
    place = _Place(region, len(filler.truth))
    head, signature = _place_head(filler, story, place, signature)
    if len(region.columns) > 1 or rng.random() < 0.2:
        for _ in range(2):
            if rng.random() < style.kind.photos * 0.7:
                _place_picture(filler, place)
    box = _side_box(filler, place) if rng.random() < style.kind.sidebars else None
    leads: list[Frame] = []
    lead_text: list[str] = []
    if form in ("story", "interview") and place.below and rng.random() < style.kind.wide_leads:
        leads, lead_text, signature = _set_lead(filler, subject, story, place, signature)
    slots = filler.slots(region, place.taken)
    paragraphs = _paragraphs(filler, story, subject, form, slots)
    paragraphs, jump = _jump(filler, paragraphs, form)
    if form == "story" and not signature.lead and not leads and rng.random() < style.kind.jumps * 0.4:
        paragraphs, origin = _start_in_the_middle(filler, paragraphs)
    else:
        origin = ""
    frames, printed = filler.set_body(paragraphs, slots, place.number, signature, jump)
    region.taken = place.taken
    if printed:
        filler.add(
            story_truth(story, head.title_lines, signature, [*lead_text, *printed], jump=origin + jump),
            head,
            [*leads, *frames],
        )
    filler.set_captions()
    if box is not None:
        _set_side_box(filler, box)


def _paragraphs(
    filler: Filler, story: Mapping[str, Any], subject: Subject, form: str, slots: list[Box]
) -> list[Paragraph]:
    rng, body = filler.rng, filler.style.body
    room = int(sum((s.right - s.left) * (s.bottom - s.top) for s in slots) / (body.size * body.leading))
    n_lines = int(sum((s.bottom - s.top) / body.leading for s in slots))
    if form == "interview":
        return interview_paragraphs(subject, room, rng)
    if form == "poem":
        return poem_paragraphs(subject, min(n_lines, rng.randint(14, 40)), rng)
    if form == "table":
        return table_paragraphs(subject, min(n_lines, rng.randint(8, 40)), rng)
    return story_paragraphs(story, room, rng.random() < filler.style.kind.sub_headings, rng)


def _jump(filler: Filler, paragraphs: list[Paragraph], form: str) -> tuple[list[Paragraph], str]:
    """A story that stops in mid-sentence and says on which page it goes on."""
    rng = filler.rng
    if form != "story" or len(paragraphs) < 2 or rng.random() >= filler.style.kind.jumps:
        return paragraphs, ""
    last = paragraphs[-1]
    cut = last.text[: max(8, int(len(last.text) * rng.uniform(0.3, 0.9)))].rstrip("，。、；：“（《")
    page = rng.randint(2, 8)
    mark = rng.choice(
        [f"（下转{page}版）", f"（下转第{page}版）", f"▶下转{page}版", f"(下转A{page}版)", f"（紧转{page}版）"]
    )
    return [*paragraphs[:-1], replace(last, text=cut)], mark


def _start_in_the_middle(filler: Filler, paragraphs: list[Paragraph]) -> tuple[list[Paragraph], str]:
    """A story that goes on from another page: a mark, and the rest of a sentence."""
    if not paragraphs:
        return paragraphs, ""
    page = filler.rng.randint(1, 3)
    mark = filler.rng.choice([f"（上接{page}版）", f"（上接第{page}版）", f"上接A{page}版", f"◀上接{page}版"])
    first = paragraphs[0]
    at = first.text.find("，") + 1
    first = replace(first, text=first.text[at:] if 0 < at < len(first.text) // 2 else first.text)
    return [Paragraph(mark, "mark", "jump"), first, *paragraphs[1:]], mark


def _place_head(filler: Filler, story: dict[str, Any], place: _Place, signature: Signature) -> tuple[Head, Signature]:
    """Set the headline where the kind of page puts it: across, over some columns, among the text, beside it."""
    rng, style = filler.rng, filler.style
    where = rng.choice(style.kind.heads)
    columns = place.region.columns
    top = min(c.top for c in columns)
    high = [k for k, c in enumerate(columns) if c.top <= top + 1]
    first, last = high[0], high[-1]
    height = min(c.bottom for c in columns[first : last + 1]) - top
    pad = style.body.size * 0.7
    if where.startswith("vertical") and len(columns) >= 3 and height > 150 and len(story["title"]) < 14:
        story |= dict.fromkeys(("kicker", "subtitle", "column"))
        head, box = _vertical_head(
            filler, story, place, where, Box(columns[first].left, top, columns[last].right, top + height)
        )
        place.taken.append(Box(box.left - pad, box.top, box.right + pad, box.bottom + pad))
        # a byline has no line beside such a headline: it closes the story
        return head, Signature(sign=signature.line) if signature.line else signature
    if where == "side" and last - first >= 2 and height > 100:
        column = columns[first]
        box = column._replace(top=top + rng.choice([0.0, 0.1, 0.25]) * height, bottom=top + height)
        head = set_head(story, place.number, box, style.head, rng, signature.line)
        place.taken.append(Box(column.left - 1, top, column.right + pad, column.bottom))
        return head, signature
    if where == "part" and last > first:
        last = rng.randint(first, last - 1)
        place.region.part = True
    if where == "inner" and last - first >= 2 and height > 100:
        # the columns at its sides rise to its upper edge
        first, last = first + 1, rng.choice([last, last - 1]) if last - first >= 3 else last
        place.region.part = True
    if where == "middle" and last - first >= 2 and height > 220:
        first, last = first + 1, last - (1 if last - first >= 3 else 0)
        top += height * rng.uniform(0.15, 0.35)
    box = Box(columns[first].left, top, columns[last].right, top + height)
    head = set_head(story, place.number, box, style.head, rng, signature.line)
    if where == "part" and height < head.height + 6 * style.body.leading:
        # no text would stand below such a headline
        where, last, place.region.part = "top", high[-1], False
        box = box._replace(right=columns[last].right)
        head = set_head(story, place.number, box, style.head, rng, signature.line)
    if where == "over" and last > first and height > 2.5 * head.height + 60:
        # the headline stands in the picture; its lines move down with a second setting
        picture = box._replace(bottom=top + 1.6 * head.height + 30)
        filler.add_picture(picture)
        inner = Box(box.left + pad, top + 0.5 * head.height, box.right - pad, box.bottom)
        head = set_head(story, place.number, inner, style.head, rng, signature.line)
        low = max(picture.bottom, inner.top + head.height)
        place.taken.append(Box(box.left - 1, top - 1, box.right + 1, low + pad))
        return head, signature
    if where == "below" and first == 0 and last == len(columns) - 1 and (last > 0 or place.region.boxed):
        # set again at the foot: its height is known now
        state = rng.getstate()
        head = set_head(story, place.number, box, style.head, rng, signature.line)
        rng.setstate(state)
        low = box._replace(top=box.bottom - head.height - pad * 0.3)
        head = set_head(story, place.number, low, style.head, rng, signature.line)
        place.taken.append(Box(low.left - 1, low.top - pad, low.right + 1, low.bottom + pad))
        return head, signature
    above = pad if where == "middle" else 1.0
    place.taken.append(Box(box.left - 1, top - above, box.right + 1, top + head.height + pad))
    if where in ("top", "part"):
        place.below = Box(box.left, top + head.height + pad, box.right, top + height)
    return head, signature


def _vertical_head(
    filler: Filler, story: Mapping[str, Any], place: _Place, where: str, around: Box
) -> tuple[Head, Box]:
    style = filler.style
    width = min(place.region.columns[0].right - place.region.columns[0].left, style.body.size * 4)
    left = around.left if where == "vertical_left" else around.right - width
    box = Box(left, around.top, left + width, around.top + (around.bottom - around.top) * 0.9)
    head = set_vertical_head(story, place.number, box, style.head)
    return head, box._replace(bottom=box.top + head.height)


def _place_picture(filler: Filler, place: _Place) -> None:
    """A picture with its caption: within one column, across some, or beside narrower lines."""
    rng, style = filler.rng, filler.style
    columns = place.region.columns
    n = rng.randint(1, max(1, len(columns) // 2))
    first = rng.choice([len(columns) - n, len(columns) - n, 0, rng.randint(0, len(columns) - n)])
    inside = columns[first : first + n]
    left, right = inside[0].left, inside[-1].right
    over = [t.bottom for t in place.taken if t.left < right and t.right > left]
    top = max([*(c.top for c in inside), *over])
    bottom = min(c.bottom for c in inside)
    width = right - left
    if n == 1 and width > 17 * style.body.size and rng.random() < style.kind.narrowed:
        left = right - width * 0.42 if rng.random() < 0.7 else left
        right = right if left != inside[0].left else left + width * 0.42
    elif n < len(columns) and first + n < len(columns) and width < 0.9 * sum(c.right - c.left for c in columns):
        # half a column more: the next column runs narrower beside the picture
        more = (columns[first + n].right - columns[first + n].left) * 0.5
        right += more if rng.random() < style.kind.narrowed * 0.5 and more > 8 * style.body.size else 0.0
    height = min((right - left) * rng.uniform(0.5, 0.8), (bottom - top) * 0.5)
    if height < 40:
        return
    at = rng.random()
    if at < 0.2:
        top = bottom - height - style.body.size * 5
    elif at < 0.35:
        top += (bottom - top - height) * rng.uniform(0.2, 0.6)
    picture = Box(left, top, right, top + height)
    if any(t.left < right and t.right > left and t.top < top + height + 20 and t.bottom > top + 1 for t in place.taken):
        return
    place.taken.append(filler.set_picture(picture, rng.random() < 0.9))


def _set_lead(
    filler: Filler, subject: Subject, story: Mapping[str, Any], place: _Place, signature: Signature
) -> tuple[list[Frame], list[str], Signature]:
    """The first paragraph across all columns below the headline, larger or bold."""
    rng, body = filler.rng, filler.style.body
    size = body.size * rng.choice([1.0, 1.1, 1.25])
    style = replace(body, size=size, leading=size * 1.4, face=rng.choice([body.bold, body.face]))
    text = subject.sentence() + subject.sentence() if "sub_headings" in story else story["text"].split("\n")[0]
    below = place.below
    if below is None or any(
        t.top < below.bottom and t.bottom > below.top + 1 and t.left < below.right and t.right > below.left
        for t in place.taken
    ):
        return [], [], signature
    slot = below._replace(bottom=min(below.bottom, below.top + 6 * style.leading))
    frames, left = flow([Paragraph(signature.lead + text, role="lead")], [slot], style, place.number)
    if left or not frames or below.bottom - slot.bottom < 4 * body.leading:
        return [], [], signature
    end = frames[0].lines[-1].baseline + body.size * 0.8
    place.taken.append(Box(below.left - 1, below.top - body.size, below.right + 1, end))
    # the byline stands in the lead, and is the truth's byline still
    said = signature.lead + text if signature.dateline else text
    return frames, [said], Signature(line=signature.lead) if signature.lead else signature


def _side_box(filler: Filler, place: _Place) -> Box | None:
    """The lower part of the outer columns, for a box within the story."""
    rng, body = filler.rng, filler.style.body
    columns = place.region.columns
    if len(columns) < 2:
        return None
    n = 1 if len(columns) < 4 else rng.randint(1, 2)
    inside = columns[-n:] if rng.random() < 0.7 else columns[:n]
    height = rng.uniform(9, 16) * body.leading
    bottom = min(c.bottom for c in inside)
    box = Box(inside[0].left, bottom - height, inside[-1].right, bottom)
    if box.top < inside[0].top + 0.4 * (bottom - inside[0].top):
        return None
    if any(t.left < box.right and t.right > box.left and t.bottom > box.top for t in place.taken):
        return None
    place.taken.append(
        box._replace(
            left=box.left - body.size * 0.5,
            top=box.top - body.size * 0.6,
            right=box.right + body.size * 0.5,
            bottom=box.bottom + 1,
        )
    )
    return box


def _set_side_box(filler: Filler, box: Box) -> None:
    """A box within a story is an item of its own: its heading is one of a few, its text another's."""
    rng, style = filler.rng, filler.style
    pad = style.body.size * 0.8
    tint = rng.random() < 0.5
    filler.add_patch(box, "fill" if tint else "frame", 0.9 if tint else 0.2)
    inner = Box(box.left + pad, box.top + pad * 0.6, box.right - pad, box.bottom - pad * 0.5)
    number = len(filler.truth)
    head = set_head({"title": rng.choice(_SIDE_TITLES)}, number, inner, replace(style.head, most=1.5, least=1.2), rng)
    slot = inner._replace(top=inner.top + head.height + pad * 0.3)
    subject = Subject(rng)
    room = int((slot.right - slot.left) * (slot.bottom - slot.top) / (style.body.size * style.body.leading))
    paragraphs = [Paragraph(p) for p in subject.paragraphs(room)]
    frames, printed = filler.set_body(paragraphs, [slot], number, Signature())
    if printed:
        filler.add(
            TruthItem("article", head.title_lines[0], [head.title_lines[0]], body="\n".join(printed)), head, frames
        )
