"""Set what is shorter than a story: pictures with their text, notices, news in brief, boxes, advertisements."""

from collections.abc import Callable
from dataclasses import replace

from tests.corpus.printed.bodies import sign, story_paragraphs
from tests.corpus.printed.composing import ASCENT, Frame, Paragraph, SetLine, flow, text_width
from tests.corpus.printed.filling import Filler
from tests.corpus.printed.grid import Region, open_slots
from tests.corpus.printed.heads import set_head
from tests.corpus.printed.notices import (
    invent_advert,
    invent_countdown,
    invent_notice,
    invent_slogan,
    invent_teasers,
    invent_weather,
)
from tests.corpus.printed.truth import TruthItem, story_truth
from tests.corpus.printed.wording import COLUMNS, invent_caption, invent_story
from textml.corpus.geometry import Box


def set_photo_story(filler: Filler, region: Region) -> None:
    """A picture over its headline and its text, or over its headline below the text."""
    rng, style = filler.rng, filler.style
    box = region.box
    story = filler.next_story(200) | dict.fromkeys(("kicker", "subtitle", "column"))
    height = (box.bottom - box.top) * rng.uniform(0.4, 0.6)
    picture = box._replace(bottom=box.top + height)
    filler.add_picture(picture)
    number = len(filler.truth)
    below = box._replace(top=picture.bottom + style.body.size * 0.6)
    head = set_head(story, number, below, style.head, rng)
    top = below.top + head.height + style.body.size * 0.4
    columns = [c._replace(top=top) for c in region.columns] if rng.random() < 0.5 else [below._replace(top=top)]
    slots = open_slots(columns, [], 7 * style.body.size, style.body.leading)
    texts = [invent_caption(rng)] if rng.random() < 0.4 else story["text"].split("\n")[:2]
    signature = sign(story, rng.choice(["lead", "end", "none"]), rng)
    body, printed = filler.set_body([Paragraph(t) for t in texts], slots, number, signature)
    if printed:
        filler.add(story_truth(story, head.title_lines, signature, printed, "photo"), head, body)


def set_notices(filler: Filler, region: Region) -> None:
    """Notices below each other in every column, in frames or without, with headings of their own or bare."""
    rng, body = filler.rng, filler.style.body
    bare = rng.random() < 0.3
    for column in region.columns:
        top = column.top
        while column.bottom - top > 8 * body.leading:
            end = _set_notice(filler, column._replace(top=top + body.size * 0.5), bare)
            if end is None:
                break
            bottom = end + body.size * 0.6
            if not bare and rng.random() < 0.6:
                around = column._replace(left=column.left - 3, top=top, right=column.right + 3, bottom=bottom)
                filler.add_patch(around, "frame")
            top = bottom + body.size * (0.2 if bare else 1.0)


def _set_notice(filler: Filler, slot: Box, bare: bool) -> float | None:
    """Set a notice; gives its lower end, or nothing where it finds no room."""
    rng, body = filler.rng, filler.style.body
    title, *texts = invent_notice(rng)
    number = len(filler.truth)
    head = None
    if bare:
        texts = [f"{title}：{texts[0]}" if rng.random() < 0.5 else texts[0], *texts[1:]]
        title = ""
    else:
        head = set_head({"title": title}, number, slot, replace(filler.style.head, most=1.8, spaced=0.5), rng)
        slot = slot._replace(top=slot.top + head.height + 2)
    frames, left = flow([Paragraph(text, role="furniture") for text in texts], [slot], body, number)
    if left:
        return None
    filler.add(TruthItem("notice", title=title, body="\n".join(texts)), head, frames)
    return frames[-1].lines[-1].baseline


def set_running(filler: Filler, region: Region) -> None:
    """Short stories one behind the other: each begins where the last ended, in the same column or the next."""
    rng, style = filler.rng, filler.style
    body = style.body
    if rng.random() < 0.3:
        _set_banner(filler, region)
    slots = filler.slots(region, [])
    while slots:
        column = slots[0]
        if column.bottom - column.top < 9 * body.leading:
            slots = slots[1:]
            continue
        story = invent_story(rng, 150)
        story |= {"column": None, "subtitle": None, "kicker": story["kicker"] if rng.random() < 0.3 else None}
        number = len(filler.truth)
        signature = sign(story, style.byline if rng.random() < 0.6 else "none", rng)
        head = set_head(story, number, column, replace(style.head, most=2.0), rng, signature.line)
        rest = [column._replace(top=column.top + head.height + body.size * 0.5), *slots[1:]]
        paragraphs = story_paragraphs(story, rng.randint(80, 350), False, rng)
        frames, printed = filler.set_body(paragraphs, rest, number, signature)
        if not printed:
            return
        filler.add(story_truth(story, head.title_lines, signature, printed), head, frames)
        end = frames[-1].lines[-1]
        at = next(
            k for k, s in enumerate(rest) if s.left - 1 <= end.left <= s.right and s.top <= end.baseline <= s.bottom + 2
        )
        slots = [rest[at]._replace(top=end.baseline + body.size * 1.2), *rest[at + 1 :]]


def _set_banner(filler: Filler, region: Region) -> None:
    """The name of a column of short news over all of them."""
    size = filler.style.body.size * 1.8
    box = region.box
    name = filler.rng.choice([*COLUMNS, "简讯", "短波", "一句话新闻", "要闻速览"])
    number = len(filler.truth)
    line = SetLine(name, box.left, box.top + ASCENT * size, size, filler.style.head.other_face, number, "furniture")
    filler.add(TruthItem("banner", body=name), None, [Frame(number, "other", [line])])
    region.columns = [c._replace(top=max(c.top, box.top + size * 1.5)) for c in region.columns]


_BOXES: dict[str, Callable[..., list[str]]] = {
    "teasers": invent_teasers,
    "slogan": invent_slogan,
    "countdown": invent_countdown,
    "weather": invent_weather,
    "advert": invent_advert,
}


def set_box(filler: Filler, region: Region) -> None:
    """Teasers, a slogan, the weather or an advertisement in the place of a story."""
    rng, style = filler.rng, filler.style
    kind = rng.choice(["teasers", "slogan", "countdown", "weather", "advert", "advert"])
    lines = _BOXES[kind](rng)
    box = region.box
    size = min(style.body.size * 2.5, (box.right - box.left) * 0.8 / max(text_width(t) for t in lines))
    tint = rng.random() < 0.5
    filler.add_patch(box, "fill" if tint else "frame", 0.85 if tint else 0.2)
    number = len(filler.truth)
    face, left = style.head.other_face, box.left + size
    top = box.top + max(size, (box.bottom - box.top - 1.4 * size * len(lines)) * 0.4)
    rows = [SetLine(t, left, top + 1.4 * size * n, size, face, number, "furniture") for n, t in enumerate(lines)]
    filler.add(TruthItem(kind, body="\n".join(lines)), None, [Frame(number, "other", rows)])
