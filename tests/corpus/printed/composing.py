"""Break paragraphs into lines and set them into columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from textml.corpus.geometry import Box, PrintedLine

_NO_START = frozenset("，。、；：！？”’）》」』,.;:?!)%℃%…—")
_NO_END = frozenset("“‘（《「『(")
_WORD = re.compile(r"[A-Za-z0-9.]")
#: Share of the font size above the baseline, as in the fonts that are written.
ASCENT = 0.88


@dataclass(frozen=True)
class Face:
    """A font of the page."""

    font: str
    weight: int


@dataclass(frozen=True)
class SetLine:
    """A line on the page and what it belongs to.

    `item` is the number of its item in the page's truth; `role` is title, kicker,
    subtitle, column, byline, body, caption, lead, sub_heading, jump or furniture.
    """

    text: str
    left: float
    baseline: float
    size: float
    face: Face
    item: int
    role: str
    spacing: float = 0.0
    frame: int = 0
    vertical: bool = False

    def printed(self) -> PrintedLine:
        """The line as readers of PDF give it: white space at its ends is outside its box."""
        text = self.text
        ahead = text_width(text[: len(text) - len(text.lstrip())]) * self.size
        top = self.baseline - ASCENT * self.size
        if self.vertical:
            step = self.size + self.spacing
            box = Box(self.left, top, self.left + self.size, top + step * len(text) - self.spacing)
        else:
            width = text_width(text.strip()) * self.size + self.spacing * (len(text.strip()) - 1)
            left = self.left + ahead + self.spacing * (len(text) - len(text.lstrip()))
            box = Box(left, top, left + width, top + self.size)
        return PrintedLine(box, self.size, self.face.font, self.face.weight, self.frame, self.vertical)


@dataclass
class Frame:
    """Lines that stand together in the file: a headline, one column of a body, a caption."""

    item: int
    part: str
    lines: list[SetLine] = field(default_factory=list)


@dataclass(frozen=True)
class Paragraph:
    """Text of a body; kinds are text, sub, question, lead, sign, mark and verse."""

    text: str
    kind: str = "text"
    role: str = "body"


@dataclass(frozen=True)
class BodyStyle:
    """How bodies are set: sizes in points."""

    size: float
    leading: float
    face: Face
    bold: Face
    indent: str = "spaces"
    justified: bool = True
    hanging: bool = True
    centred_subs: bool = False
    indented_subs: bool = True


def text_width(text: str) -> float:
    """Width in em: half for ASCII, one for the rest."""
    return sum(0.5 if c < "\x7f" else 1.0 for c in text)


def break_line(text: str, start: int, room: float, hanging: bool) -> int:
    """Where the line that starts at `start` ends; none opens with closing marks or ends with an opening bracket."""
    width, at, n = 0.0, start, len(text)
    while at < n:
        width += 0.5 if text[at] < "\x7f" else 1.0
        if width > room + 0.01:
            break
        at += 1
    if at >= n:
        return n
    end = max(at, start + 1)
    if text[end] in _NO_START:
        if hanging and (end + 1 >= n or text[end + 1] not in _NO_START):
            return end + 1
        while end > start + 1 and text[end] in _NO_START:
            end -= 1
    elif _WORD.match(text[end]) and _WORD.match(text[end - 1]):
        back = end
        while back > start + 1 and _WORD.match(text[back - 1]):
            back -= 1
        end = back if back > start + 1 and end - back < 10 else end
    while end > start + 1 and text[end - 1] in _NO_END:
        end -= 1
    return end


def count_lines(paragraphs: Sequence[Paragraph], room: float, hanging: bool = True) -> int:
    """How many lines paragraphs need in a column of that many em."""
    n = 0
    for paragraph in paragraphs:
        at, first = 0, 2.0
        while at < len(paragraph.text):
            at = break_line(paragraph.text, at, room - first, hanging)
            first = 0.0
            n += 1
    return n


def flow(paragraphs: Sequence[Paragraph], slots: Sequence[Box], style: BodyStyle, item: int) -> tuple[list[Frame], int]:
    """Set paragraphs into slots, one after the other.

    Returns
    -------
    tuple
        A frame for every slot that holds text, and how many characters found no room.
    """
    frames = [Frame(item, "body") for _ in slots]
    slot, top = 0, slots[0].top if slots else 0.0
    left_over = 0
    for paragraph in paragraphs:
        at, first, text = 0, True, paragraph.text
        while at < len(text):
            while slot < len(slots) and top + style.size > slots[slot].bottom + 0.5:
                slot += 1
                top = slots[slot].top if slot < len(slots) else 0.0
            if slot >= len(slots):
                left_over += len(text) - at
                break
            line, at = _set_line(paragraph, at, first, slots[slot], top, style, item)
            frames[slot].lines.append(line)
            top += style.leading
            first = False
    return [f for f in frames if f.lines], left_over


def _set_line(
    paragraph: Paragraph, at: int, first: bool, slot: Box, top: float, style: BodyStyle, item: int
) -> tuple[SetLine, int]:
    text, kind = paragraph.text, paragraph.kind
    measure = slot.right - slot.left
    indented = (
        first
        and style.indent != "none"
        and (kind in ("text", "lead", "mark") or (kind in ("sub", "question") and style.indented_subs))
    )
    indent = 2.0 if indented and not (kind == "sub" and style.centred_subs) else 0.0
    end = break_line(text, at, measure / style.size - indent, style.hanging)
    piece = text[at:end]
    ends = end >= len(text)
    shown = piece.rstrip(" ") if not ends else piece
    width = text_width(shown) * style.size
    spaces = indent > 0 and style.indent == "spaces"
    left, spacing = slot.left + (0.0 if spaces else indent * style.size), 0.0
    full = "\u3000\u3000" + shown if spaces else shown
    room = measure - indent * style.size
    if style.justified and not ends and kind != "verse" and len(shown) > 1 and 0.7 * room < width:
        spacing = (room - width) / (len(full) - 1)
        # the blanks of the indent are stretched as the rest
        spacing = min(max(spacing, -0.12 * style.size), 0.3 * style.size)
    elif kind == "sign" and ends and width < room:
        left += room - width
    elif kind == "sub" and style.centred_subs and width < room:
        left += (room - width) / 2
    face = style.bold if kind in ("sub", "question", "lead") else style.face
    baseline = top + ASCENT * style.size
    return SetLine(full, left, baseline, style.size, face, item, paragraph.role, spacing), end
