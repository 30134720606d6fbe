"""Fill the places of a page with stories, pictures, notices."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tests.corpus.printed.bodies import (
    Signature,
    fit,
    interview_paragraphs,
    poem_paragraphs,
    sign,
    story_paragraphs,
    table_paragraphs,
)
from tests.corpus.printed.grid import Region, open_slots
from tests.corpus.printed.heads import Head, set_head, set_vertical_head
from tests.corpus.printed.kinds import PageStyle
from tests.corpus.printed.notices import invent_notice
from tests.corpus.printed.pdf_writer import Patch
from tests.corpus.printed.setting import BodyStyle, Frame, Paragraph, flow
from tests.corpus.printed.truth import TruthItem
from tests.corpus.printed.wording import Subject, invent_caption, invent_story
from textml.corpus.geometry import Box


class Filler:
    """Holds what is set of a page so far: frames, patches, truth."""

    def __init__(self, style: PageStyle, items: Sequence[Mapping[str, Any]], rng: random.Random) -> None:
        self.style = style
        self.rng = rng
        self.frames: list[Frame] = []
        self.patches: list[Patch] = []
        self.truth: list[TruthItem] = []
        self.filled: list[Region] = []
        self._given: Iterator[Mapping[str, Any]] = iter(items)

    def fill(self, region: Region) -> None:
        """Set something into a region."""
        form = self.rng.choice(self.style.kind.forms)
        self.filled.append(region)
        if region.boxed:
            self._frame(region)
        if form == "running":
            self._fill_running(region)
        elif form == "notices":
            self._fill_notices(region)
        elif form == "photo_story":
            self._fill_photo_story(region)
        else:
            self._fill_story(region, form)

    def next_story(self, n_chars: int) -> dict[str, Any]:
        """The next given item, or an invented one."""
        given = next(self._given, None)
        return dict(given) if given is not None else invent_story(self.rng, n_chars)

    def add(self, item: TruthItem, head: Head | None, body: Sequence[Frame]) -> None:
        """Take an item into the page; it has the number of the truth's length."""
        self.truth.append(item)
        self.frames += [*(head.frames if head else []), *body]

    def _frame(self, region: Region) -> None:
        box, pad = region.box, self.style.body.size * 0.8
        tint = self.rng.random() < 0.4
        self.patches.append(Patch(*box, 0.9 if tint else 0.2, "fill" if tint else "frame"))
        inner = Box(box.left + pad, box.top + pad, box.right - pad, box.bottom - pad)
        n = len(region.columns)
        gutter = self.style.gutter
        width = (inner.right - inner.left - gutter * (n - 1)) / n
        region.columns = [
            Box(inner.left + k * (width + gutter), inner.top, inner.left + k * (width + gutter) + width, inner.bottom)
            for k in range(n)
        ]

    def _fill_story(self, region: Region, form: str) -> None:
        rng, style = self.rng, self.style
        story = self.next_story(int(region.area / (style.body.size * style.body.leading)))
        subject = Subject(rng)
        if form in ("interview", "poem", "table"):
            story |= {"title": subject.title()}
        narrow = len(region.columns) == 1
        signature = sign(story, style.byline if rng.random() < 0.8 else "none", rng)
        if form in ("poem", "table"):
            signature = Signature(line=signature.line)
        taken: list[Box] = []
        number = len(self.truth)
        head = self._place_head(story, number, region, signature, taken)
        if not narrow and rng.random() < style.kind.photos:
            taken.append(self._place_picture(region, taken))
        slots = self._slots(region, taken)
        body_style = style.body
        room = sum((s.right - s.left) * (s.bottom - s.top) for s in slots) / (body_style.size * body_style.leading)
        if form == "interview":
            paragraphs = interview_paragraphs(subject, int(room), rng)
        elif form == "poem":
            n_lines = int(sum((s.bottom - s.top) / body_style.leading for s in slots))
            paragraphs = poem_paragraphs(subject, min(n_lines, rng.randint(12, 30)), rng)
        elif form == "table":
            n_lines = int(sum((s.bottom - s.top) / body_style.leading for s in slots))
            paragraphs = table_paragraphs(subject, min(n_lines, rng.randint(8, 20)), rng)
        else:
            paragraphs = story_paragraphs(story, int(room), rng.random() < style.kind.sub_headings, rng)
        body, printed = self._set_body(paragraphs, slots, number, signature)
        region.taken = taken
        if not printed:
            return
        self.add(_truth(story, head, signature, printed), head, body)
        self._flush()

    def _set_body(
        self, paragraphs: list[Paragraph], slots: list[Box], number: int, signature: Signature
    ) -> tuple[list[Frame], list[str]]:
        """The frames of a body, and its paragraphs without its byline."""
        if not paragraphs or not slots:
            return [], []
        first = paragraphs[0]
        paragraphs = [replace(first, text=signature.lead + first.text), *paragraphs[1:]]
        frames, kept = fit(paragraphs, slots, self.style.body, number, signature.end)
        if signature.sign and kept:
            signed, left = flow([*kept, Paragraph(signature.sign, "sign", "byline")], slots, self.style.body, number)
            frames = frames if left else signed
        texts = [p.text for p in kept]
        if texts:
            texts[0] = texts[0][len(signature.lead) :]
        return frames, texts

    def _slots(self, region: Region, taken: Sequence[Box]) -> list[Box]:
        body: BodyStyle = self.style.body
        return open_slots(region.columns, taken, 7 * body.size, 2 * body.leading)

    def _place_head(
        self, story: Mapping[str, Any], number: int, region: Region, signature: Signature, taken: list[Box]
    ) -> Head:
        rng, style = self.rng, self.style
        place = rng.choice(style.kind.heads)
        columns = region.columns
        n = len(columns)
        top = min(c.top for c in columns)
        first = next(k for k, c in enumerate(columns) if c.top <= top + 1)
        last = max(k for k, c in enumerate(columns) if c.top <= top + 1)
        height = min(c.bottom for c in columns[first : last + 1]) - top
        pad = style.body.size * 0.7
        if place.startswith("vertical") and n >= 3 and height > 150 and len(story["title"]) < 14:
            column = columns[first] if place == "vertical_left" else columns[last]
            width = min(column.right - column.left, style.body.size * 4)
            left = column.left if place == "vertical_left" else column.right - width
            box = Box(left, top, left + width, top + height * 0.9)
            head = set_vertical_head(story, number, box, style.head)
            taken.append(Box(left - pad, top, left + width + pad, top + head.height + pad))
            if signature.line:
                story = {"title": signature.line}
            return head
        if place == "part" and last - first >= 1:
            last = first + rng.randint(1, last - first) - 1 if last - first > 1 else first
        if place == "middle" and last - first >= 2 and height > 220:
            first, last = first + 1, last - (1 if last - first >= 3 else 0)
            top += height * rng.uniform(0.15, 0.35)
        box = Box(columns[first].left, top, columns[last].right, top + height)
        head = set_head(story, number, box, style.head, rng, signature.line)
        taken.append(
            Box(
                box.left - pad * 0.1,
                top - (pad if place == "middle" else 0),
                box.right + pad * 0.1,
                top + head.height + pad,
            )
        )
        return head

    def _place_picture(self, region: Region, taken: Sequence[Box]) -> Box:
        """A picture with its caption in the region; the caption waits until its story is set."""
        rng, style = self.rng, self.style
        columns = region.columns
        n = rng.randint(1, max(1, len(columns) // 2))
        first = rng.choice([len(columns) - n, len(columns) - n, 0, rng.randint(0, len(columns) - n)])
        inside = columns[first : first + n]
        left, right = inside[0].left, inside[-1].right
        top = max([*(c.top for c in inside), *(t.bottom for t in taken if t.left < right and t.right > left)])
        bottom = min(c.bottom for c in inside)
        width = right - left
        narrowed = n == 1 and rng.random() < style.kind.narrowed and width > 17 * style.body.size
        if narrowed:
            left = right - width * 0.42
            width = right - left
        height = min(width * rng.uniform(0.5, 0.8), (bottom - top) * 0.5)
        if height < 40:
            return Box(left, top, left, top)
        if rng.random() < 0.25:
            top = bottom - height - style.body.size * 4
        picture = Box(left, top, right, top + height)
        return self._set_picture(picture, rng.random() < 0.9)

    def _set_picture(self, picture: Box, captioned: bool) -> Box:
        style = self.style
        kind = ("picture", 0.0) if style.drawn_pictures else ("fill", 0.8)
        self.patches.append(Patch(*picture, kind[1], kind[0]))
        pad = style.body.size * 0.6
        if not captioned:
            return Box(picture.left - pad, picture.top, picture.right + pad, picture.bottom + pad)
        face = style.body.bold if self.rng.random() < 0.5 else style.body.face
        small = style.body.size * self.rng.choice([0.85, 0.9, 1.0])
        caption_style = replace(
            style.body,
            size=small,
            leading=small * 1.2,
            face=face,
            indent=self.rng.choice(["none", "none", style.body.indent]),
        )
        slot = Box(picture.left, picture.bottom + pad * 0.5, picture.right, picture.bottom + small * 9)
        text = invent_caption(self.rng)
        self._waiting.append((text, slot, caption_style))
        frames, _ = flow([Paragraph(text, role="caption")], [slot], caption_style, 0)
        end = frames[0].lines[-1].baseline if frames else picture.bottom
        return Box(picture.left - pad, picture.top, picture.right + pad, end + pad)

    @property
    def _waiting(self) -> list[tuple[str, Box, BodyStyle]]:
        return self.__dict__.setdefault("_captions", [])

    def _flush(self) -> None:
        """Set the captions of the story that stands."""
        for text, slot, style in self._waiting:
            frames, _ = flow([Paragraph(text, role="caption")], [slot], style, len(self.truth))
            for frame in frames:
                frame.part = "caption"
            shown = "".join(line.text.strip() for frame in frames for line in frame.lines)
            self.add(TruthItem("photo", body=text if len(shown) > len(text) - 4 else shown), None, frames)
        self._waiting.clear()

    def _fill_photo_story(self, region: Region) -> None:
        rng, style = self.rng, self.style
        box = region.box
        story = self.next_story(200)
        height = (box.bottom - box.top) * rng.uniform(0.4, 0.6)
        picture = Box(box.left, box.top, box.right, box.top + height)
        self.patches.append(Patch(*picture, 0.8, "picture" if style.drawn_pictures else "fill"))
        number = len(self.truth)
        below = Box(box.left, picture.bottom + style.body.size * 0.6, box.right, box.bottom)
        head = set_head({"title": story["title"]}, number, below, style.head, rng)
        top = below.top + head.height + style.body.size * 0.4
        columns = [c._replace(top=top) for c in region.columns] if rng.random() < 0.5 else [below._replace(top=top)]
        slots = open_slots(columns, [], 7 * style.body.size, style.body.leading)
        text = invent_caption(rng)
        paragraphs = [Paragraph(text)] if rng.random() < 0.4 else [Paragraph(p) for p in story["text"].split("\n")[:2]]
        signature = sign(story, rng.choice(["lead", "end", "none"]), rng)
        body, printed = self._set_body(paragraphs, slots, number, signature)
        if printed:
            shown = story | {"kicker": None, "subtitle": None, "column": None}
            self.add(_truth(shown, head, signature, printed, "photo"), head, body)

    def _fill_notices(self, region: Region) -> None:
        rng, style = self.rng, self.style
        for column in region.columns:
            top = column.top
            while column.bottom - top > 8 * style.body.leading:
                title, *texts = invent_notice(rng)
                number = len(self.truth)
                slot = column._replace(top=top + style.body.size * 0.5)
                head = set_head(
                    {"title": title},
                    number,
                    slot._replace(right=slot.right),
                    replace(style.head, most=1.8, spaced=0.5),
                    rng,
                )
                inner = slot._replace(top=slot.top + head.height + 2)
                body, left = flow(
                    [Paragraph(t, role="furniture") for t in texts],
                    [inner],
                    replace(style.body, indented_subs=True),
                    number,
                )
                if left:
                    break
                self.add(TruthItem("notice", title=title, body="\n".join(texts)), head, body)
                bottom = body[-1].lines[-1].baseline + style.body.size * 0.6
                if rng.random() < 0.6:
                    self.patches.append(Patch(column.left - 3, top, column.right + 3, bottom, 0.2, "frame"))
                top = bottom + style.body.size

    def _fill_running(self, region: Region) -> None:
        """Short stories one behind the other: each begins where the last ended, in the same column or the next."""
        rng, style = self.rng, self.style
        slots = self._slots(region, [])
        while slots:
            column = slots[0]
            if column.bottom - column.top < 9 * style.body.leading:
                slots = slots[1:]
                continue
            story = invent_story(rng, 150)
            story |= {"column": None, "subtitle": None, "kicker": story["kicker"] if rng.random() < 0.3 else None}
            number = len(self.truth)
            signature = sign(story, style.byline if rng.random() < 0.6 else "none", rng)
            head = set_head(story, number, column, replace(style.head, most=2.0), rng, signature.line)
            rest = [column._replace(top=column.top + head.height + style.body.size * 0.5), *slots[1:]]
            paragraphs = story_paragraphs(story, rng.randint(80, 350), False, rng)
            body, printed = self._set_body(paragraphs, rest, number, signature)
            if not printed:
                return
            self.add(_truth(story, head, signature, printed), head, body)
            last = body[-1].lines[-1]
            at = next(
                k
                for k, s in enumerate(rest)
                if s.left - 1 <= last.left <= s.right and s.top <= last.baseline <= s.bottom + 2
            )
            slots = [rest[at]._replace(top=last.baseline + style.body.size * 1.2), *rest[at + 1 :]]


def _truth(
    story: Mapping[str, Any], head: Head, signature: Signature, printed: list[str], kind: str = "article"
) -> TruthItem:
    title = story["title"]
    titles = [title, " ".join(head.title_lines)]
    if story.get("kicker"):
        titles.append(story["kicker"])
    return TruthItem(
        kind,
        title,
        list(dict.fromkeys(titles)),
        story.get("kicker") or "",
        f"——{story['subtitle']}" if story.get("subtitle") else "",
        story.get("column") or "",
        signature.text,
        "\n".join(printed),
    )
