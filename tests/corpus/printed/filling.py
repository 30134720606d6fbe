"""Holds what is set of a page so far."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tests.corpus.printed.bodies import Signature, fit
from tests.corpus.printed.composing import BodyStyle, Frame, Paragraph, flow
from tests.corpus.printed.grid import Region, open_slots
from tests.corpus.printed.heads import Head
from tests.corpus.printed.kinds import PageStyle
from tests.corpus.printed.pdf_writer import Patch
from tests.corpus.printed.truth import TruthItem
from tests.corpus.printed.wording import invent_caption, invent_story
from textml.corpus.geometry import Box


class Filler:
    """Frames, patches and truth of a page, and the means to add to them."""

    def __init__(self, style: PageStyle, items: Sequence[Mapping[str, Any]], rng: random.Random) -> None:
        self.style = style
        self.rng = rng
        self.frames: list[Frame] = []
        self.patches: list[Patch] = []
        self.truth: list[TruthItem] = []
        self.filled: list[Region] = []
        self._given: Iterator[Mapping[str, Any]] = iter(items)
        self._captions: list[tuple[str, Box, BodyStyle]] = []

    def next_story(self, n_chars: int) -> dict[str, Any]:
        """The next given item, or an invented one."""
        given = next(self._given, None)
        return dict(given) if given is not None else invent_story(self.rng, n_chars)

    def add(self, item: TruthItem, head: Head | None, body: Sequence[Frame]) -> None:
        """Take an item into the page; the number of its lines is the length of the truth before."""
        self.truth.append(item)
        self.frames += [*(head.frames if head else []), *body]

    def add_patch(self, box: Box, kind: str, grey: float = 0.2) -> None:
        """Draw a rectangle."""
        self.patches.append(Patch(*box, grey, kind))

    def add_picture(self, box: Box) -> None:
        """Draw a picture: an image, or a grey area, as the page does."""
        drawn = self.style.drawn_pictures
        self.add_patch(box, "picture" if drawn else "fill", 0.0 if drawn else 0.8)

    def frame(self, region: Region) -> None:
        """Draw a frame or a tinted area around a region; its columns move in."""
        box, pad = region.box, self.style.body.size * 0.8
        tint = self.rng.random() < 0.4
        self.add_patch(box, "fill" if tint else "frame", 0.9 if tint else 0.2)
        inner = Box(box.left + pad, box.top + pad, box.right - pad, box.bottom - pad)
        regrid(region, inner, len(region.columns), self.style.gutter)

    def slots(self, region: Region, taken: Sequence[Box]) -> list[Box]:
        """The columns of a region, beside what is taken of them."""
        body = self.style.body
        return open_slots(region.columns, taken, 7 * body.size, 2 * body.leading)

    def set_body(
        self, paragraphs: list[Paragraph], slots: list[Box], number: int, signature: Signature, tail: str = ""
    ) -> tuple[list[Frame], list[str]]:
        """The frames of a body, and its paragraphs without its byline and the tail."""
        if not paragraphs or not slots:
            return [], []
        style = self.style.body
        first = paragraphs[0]
        paragraphs = [replace(first, text=signature.lead + first.text), *paragraphs[1:]]
        frames, kept = fit(paragraphs, slots, style, number, signature.end + tail)
        if signature.sign and kept:
            signed, left = flow([*kept, Paragraph(signature.sign, "sign", "byline")], slots, style, number)
            frames = frames if left else signed
        texts = [p.text for p in kept if p.role != "jump"]
        if texts:
            texts[0] = texts[0] if signature.dateline else texts[0][len(signature.lead) :]
        return frames, texts

    def set_picture(self, picture: Box, captioned: bool) -> Box:
        """Draw a picture; its caption waits until its story is set, but has its place in the box that is given back."""
        rng, body = self.rng, self.style.body
        self.add_picture(picture)
        pad = body.size * 0.6
        if not captioned:
            return Box(picture.left - pad, picture.top - 1, picture.right + pad, picture.bottom + pad)
        face = rng.choice([body.bold, body.face])
        # captions in the very type of the text are told from it by what they say alone
        size = body.size * rng.choice([0.85, 0.9, 1.0 if face != body.face else 0.9])
        indent = rng.choice(["none", "none", body.indent])
        style = replace(body, size=size, leading=size * 1.2, face=face, indent=indent)
        slot = Box(picture.left, picture.bottom + pad * 0.5, picture.right, picture.bottom + size * 12)
        text = invent_caption(rng)
        self._captions.append((text, slot, style))
        frames, _ = flow([Paragraph(text)], [slot], style, 0)
        end = frames[0].lines[-1].baseline if frames else picture.bottom
        return Box(picture.left - pad, picture.top - 1, picture.right + pad, end + pad)

    def set_captions(self) -> None:
        """Set the captions that wait, each as an item of its own."""
        for text, slot, style in self._captions:
            frames, left = flow([Paragraph(text, role="caption")], [slot], style, len(self.truth))
            for frame in frames:
                frame.part = "caption"
            self.add(TruthItem("photo", body=text[: len(text) - left]), None, frames)
        self._captions.clear()


def regrid(region: Region, inner: Box, n_columns: int, gutter: float) -> None:
    """Give a region equal columns within a box."""
    width = (inner.right - inner.left - gutter * (n_columns - 1)) / n_columns
    lefts = [inner.left + k * (width + gutter) for k in range(n_columns)]
    region.columns = [Box(left, inner.top, left + width, inner.bottom) for left in lefts]
