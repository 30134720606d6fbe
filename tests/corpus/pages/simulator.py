"""Print articles as the page dump of a PDF extractor, and keep the true items."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from tests.corpus.pages.styles import EVERYTHING, PLAIN, PRESS, PRESS_SWITCHES, SWITCHES, Dump, Style, only

__all__ = [
    "EVERYTHING",
    "PLAIN",
    "PRESS",
    "PRESS_SWITCHES",
    "SWITCHES",
    "Dump",
    "SimulatedPage",
    "Style",
    "TruthItem",
    "only",
    "replace",
    "simulate_page",
]

Item = Mapping[str, Any]

STORIES = ("article", "commentary", "photo")
_HALF = str.maketrans("，；：？！（）", ",;:?!()")
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
_NO_START = "，。、；：！？”’）》」』,;:?!)%"
_NO_END = "“‘（《「『("
_TOKEN = re.compile(r"[A-Za-z0-9.&+%-]+|.", re.S)
_CITIES = ("北京", "武汉", "南宁", "乌鲁木齐", "里斯本", "东京")
_STORY_END = re.compile(r"[。！？”）：]$")


@dataclass
class TruthItem:
    """An item of a simulated page and the numbers of its printed lines, from 1."""

    id: str
    kind: str
    title: str
    kicker: str
    subtitle: str
    column: str
    body: str
    section: str | None
    byline: tuple[str, ...]
    role: str
    jump: str
    origin: str
    joined: str
    title_lines: list[int] = field(default_factory=list)
    body_lines: list[int] = field(default_factory=list)
    furniture_lines: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class SimulatedPage:
    """The dump of a page and the items that it was made from, in the given order."""

    text: str
    truth: list[TruthItem]


@dataclass(frozen=True)
class _Line:
    text: str
    owner: int
    role: Literal["title", "body", "furniture"]
    glued: bool = False


def simulate_page(items: Sequence[Item], style: Style = EVERYTHING, seed: int = 0) -> SimulatedPage:
    """Print items as one page.

    Parameters
    ----------
    items : sequence of mappings
        Each with kind, title and text; optional are section, column, kicker, subtitle, jump_to, jump_from, joined and
        byline, a mapping with role, names and where: ``lead``, ``end`` or ``none``.
    style : Style
        Which phenomena are switched on.
    seed : int
        The same items, style and seed give the same page.

    Returns
    -------
    SimulatedPage
        Items that the style leaves out are not in its truth.
    """
    return _Press(style, random.Random(seed), random.Random(f"{seed} press")).print(items)


class _Press:
    """Sets the items of one page, line by line."""

    def __init__(self, style: Style, rng: random.Random, press: random.Random) -> None:
        self.style = style
        self.rng = rng
        self.press = press
        self.lines: list[_Line] = []
        self.waiting: list[tuple[int, Item]] = []

    def print(self, items: Sequence[Item]) -> SimulatedPage:
        kept = [self._prepare(item) for item in items if self._is_kept(item)]
        self._start_in_the_middle(kept)
        if self._shows("page_heads") and self.press.random() < 0.6:
            head = f"{self.press.randint(2, 8)}版 2025年2月14日 星期五 责任编辑 周立本 版式 何小满"
            kept.insert(0, {"kind": "masthead", "title": self.press.choice(["国内新闻", "副刊", "综合"]), "text": head})
        places = self._places(kept)
        truth = [self._truth(n, item) for n, item in enumerate(kept)]
        for n, item in enumerate(kept):
            self._set_item(n, item, places[n])
        self._flush()
        self._glue()
        return SimulatedPage(self._number(truth), truth)

    def _glue(self) -> None:
        """Page heads stand against the next headline, and so do captions that end in their credit."""
        for n, line in enumerate(self.lines[1:], 1):
            before = self.lines[n - 1]
            head = self.style.page_heads and "责任编辑" in before.text
            credit = self.style.run_on_captions and before.text.endswith("摄") and before.owner != line.owner
            if head or (credit and self.press.random() < 0.7):
                self.lines[n] = replace(line, glued=True)

    def _prepare(self, item: Item) -> dict[str, Any]:
        """Without jump marks no text may stop in mid-sentence."""
        copy = dict(item)
        if copy.get("jump_to") and (not self.style.jumps or self.style.dump == "newswire"):
            copy["text"] = copy["text"][: copy["text"].rfind("。") + 1]
        return copy

    def _is_kept(self, item: Item) -> bool:
        switch = {
            "photo": self.style.captions,
            "teaser": self.style.teasers,
            "slogan": self.style.slogans,
            "notice": self.style.notices,
            "masthead": self.style.mastheads,
        }
        if self.style.dump == "newswire":
            return item["kind"] in ("article", "commentary") and bool(item.get("title"))
        return switch.get(item["kind"], True)

    def _start_in_the_middle(self, kept: list[dict[str, Any]]) -> None:
        first = next((n for n, item in enumerate(kept) if item["kind"] in ("article", "commentary")), None)
        if not self.style.mid_start or self.style.dump == "newswire" or first is None or self.rng.random() < 0.7:
            return
        kept.insert(0, kept.pop(first))
        text = kept[0]["text"]
        at = text.find("，", 10) + 1
        kept[0] |= {
            "title": None, "kicker": None, "subtitle": None, "column": None, "byline": None,
            "text": text[at:] if 0 < at < len(text) // 2 else text,
        }  # fmt: skip

    def _places(self, kept: list[dict[str, Any]]) -> list[str]:
        # before, right behind, stacked further on: about as on real pages that mix them
        choices = ["before"] * 5 + ["after"] * 3 * self.style.headline_after + ["stack"] * 2 * self.style.headline_stack
        places: list[str] = []
        for n, item in enumerate(kept):
            place = self.rng.choice(choices) if item["kind"] in STORIES else "before"
            if item["kind"] == "photo" and self.style.headline_after:
                place = self.rng.choice(["before", "after"])
            if self.style.dump == "newswire":
                place = "before"
            follows_bare = n > 0 and place != "before" and places[n - 1] != "after" and item["kind"] in STORIES
            if follows_bare and self._ends_bare(kept[n - 1]) and not self._has_lead(item):
                place = place if self.style.bare_neighbours else "before"
            places.append(place)
        return places

    def _ends_bare(self, item: Item) -> bool:
        return item["kind"] in STORIES and not item.get("jump_to") and not self._has_end_byline(item)

    def _has_lead(self, item: Item) -> bool:
        return self.style.leads and (item.get("byline") or {}).get("where") == "lead"

    def _has_end_byline(self, item: Item) -> bool:
        wanted = self.style.captions if item["kind"] == "photo" else self.style.end_bylines
        return wanted and (item.get("byline") or {}).get("where") == "end"

    def _truth(self, n: int, item: Item) -> TruthItem:
        byline = item.get("byline") or {}
        shown = byline and (self._has_lead(item) or self._has_end_byline(item) or self.style.dump == "newswire")
        shown = shown or (byline and byline.get("where") == "none" and bool(self._signature(item)))
        jumps = self.style.jumps
        return TruthItem(
            id=f"item-{n + 1:02d}",
            kind=item["kind"],
            title=item.get("title") or "",
            kicker=(item.get("kicker") or "") if self._shows("kickers") else "",
            subtitle=(item.get("subtitle") or "") if self._shows("subtitles") else "",
            column=(item.get("column") or "") if self._shows("columns") else "",
            body=item.get("text") or "",
            section=item.get("section"),
            byline=tuple(byline.get("names") or ()) if shown else (),
            role=(byline.get("role") or "") if shown else "",
            jump=f"{item['jump_to']}版" if jumps and item.get("jump_to") else "",
            origin=f"{item['jump_from']}版" if jumps and item.get("jump_from") else "",
            joined=item.get("joined") or "",
        )

    def _shows(self, switch: str) -> bool:
        return bool(getattr(self.style, switch)) and self.style.dump != "newswire"

    def _signature(self, item: Item) -> str:
        byline = item.get("byline") or {}
        return " ".join([byline.get("role") or "", *(byline.get("names") or [])]).strip()

    def _set_item(self, n: int, item: Item, place: str) -> None:
        if self.style.dump == "newswire":
            self._set_dispatch(n, item)
        elif item["kind"] in ("masthead", "slogan", "teaser"):
            self._set_display(n, item)
        else:
            if place == "before":
                self._set_headline(n, item)
            self._set_body(n, item, glued=place == "before" and self.style.glued_display and self.rng.random() < 0.15)
            if place == "after":
                self._set_headline(n, item)
                if self.waiting and self.rng.random() < 0.5:
                    self._flush()
            elif place == "stack":
                self.waiting.append((n, item))

    def _flush(self) -> None:
        """Print the headlines that wait, stacked in any order or, half of them, in that of their articles."""
        if self.press.random() < 0.5 or not self._shows("ordered_stacks"):
            self.rng.shuffle(self.waiting)
        for n, item in self.waiting:
            self._set_headline(n, item)
        self.waiting.clear()

    def _set_display(self, n: int, item: Item) -> None:
        title = item.get("title") or ""
        for m, part in enumerate(self._headline_lines(title)):
            self._add(part, n, "title", glued=m > 0)
        for m, part in enumerate((item.get("text") or "").split("\n")):
            if part:
                self._add(part, n, "body", glued=m > 0 and self.style.glued_display)

    def _set_headline(self, n: int, item: Item) -> None:
        parts: list[tuple[str, bool]] = []
        if item.get("column") and self.style.columns:
            stray = self.rng.choice("XKZRO") if self.style.stray_letters and self.rng.random() < 0.5 else ""
            parts.append((item["column"] + stray, False))
        if item.get("kicker") and self.style.kickers:
            parts += [(part, m > 0) for m, part in enumerate(self._headline_lines(item["kicker"]))]
        if item.get("title"):
            parts += [(part, m > 0) for m, part in enumerate(self._headline_lines(item["title"]))]
        if item.get("subtitle") and self.style.subtitles:
            parts += [(part, True) for part in self._headline_lines(item["subtitle"])]
        if self.style.dump == "flat":
            head = parts[: bool(item.get("column") and self.style.columns)]
            rest = parts[len(head) :]
            parts = head + ([(" ".join(text for text, _ in rest), False)] if rest else [])
        for text, glued in parts:
            self._add(text, n, "title", glued=glued and self.style.glued_display)
        byline = item.get("byline") or {}
        if parts and byline.get("where") == "none" and self._signature(item):
            self._add(self._signature(item), n, "furniture")

    def _headline_lines(self, text: str) -> list[str]:
        """A headline as set: broken at its spaces, or in mid-phrase, or left whole."""
        if self.style.dump == "flat" or not self.style.wrapped_headlines:
            return [text]
        if " " in text and len(text) > 10 and self.rng.random() < 0.4:
            return text.split(" ")
        if len(text) > 8 and " " not in text and self.rng.random() < 0.5:
            measure = self.rng.randint(max(4, len(text) // 3), max(6, len(text) // 2 + 1))
            return _wrap(text, measure, 0)
        return [text]

    def _set_body(self, n: int, item: Item, glued: bool) -> None:
        paragraphs = [p for p in (item.get("text") or "").split("\n") if p]
        first_line = len(self.lines)
        if item.get("jump_from") and self.style.jumps:
            mark = self.rng.choice([f"（上接{item['jump_from']}版）", f"上接{item['jump_from']}版"])
            self._add(mark, n, "furniture")
        own = item["kind"] == "photo" or self.rng.random() < 0.5
        measure = self.rng.choice([13, 15, 16, 17, 18]) if self.style.changing_measures and own else self.style.measure
        lead = f"本报讯（{self._signature(item)}） " if self._has_lead(item) and paragraphs else ""
        jump = f"（下转{item['jump_to']}版）" if item.get("jump_to") and self.style.jumps else ""
        jump_alone = self.rng.random() < 0.5
        for m, paragraph in enumerate(paragraphs):
            last = m == len(paragraphs) - 1
            text = (lead if m == 0 else "") + paragraph + (jump if last and jump and not jump_alone else "")
            if self._shows("mixed_measures") and self.press.random() < 0.25:
                measure = self.press.choice([8, 12, 17, 26, 35])
            self._set_paragraph(n, text, measure)
        if jump and jump_alone:
            self._add(jump, n, "furniture")
        if glued and first_line < len(self.lines) and first_line > 0:
            self.lines[first_line] = replace(self.lines[first_line], glued=True)
        if self._has_end_byline(item):
            credit = self._signature(item) + (" 摄" if item["kind"] == "photo" else "")
            if item["kind"] == "photo" and self._shows("run_on_captions") and self.lines[-1].owner == n:
                self.lines[-1] = replace(self.lines[-1], text=f"{self.lines[-1].text} {credit}")
            else:
                self._add(credit, n, "furniture")

    def _set_paragraph(self, n: int, text: str, measure: float) -> None:
        if self.style.dump == "flat":
            self._set_flat(n, text)
            return
        bold = self.style.bold_questions and text.startswith(("问：", "记者："))
        sub_heading = self.style.sub_headings and len(text) < 40 and not _STORY_END.search(text)
        for m, line in enumerate(_wrap(text, measure, 2)):
            last = line.endswith(text[-2:])
            self._add(line if last else self._justify(line, measure), n, "body", glued=m > 0 and (bold or sub_heading))

    def _set_flat(self, n: int, text: str) -> None:
        text = text.translate(_HALF).replace(") ", ")") if self.style.half_width else text
        if len(text) > 60 and self.rng.random() < 0.2:
            at = self.rng.randint(25, len(text) - 20)
            if not (set(text[at - 2 : at + 2]) & set(_NO_START + _NO_END + "。 0123456789.")):
                self._add(text[:at], n, "body")
                text = text[at:]
        self._add(text, n, "body")

    def _justify(self, line: str, measure: float) -> str:
        """A line stretched to its measure, as the extractor saw it: spaces round digits or between all letters."""
        if self.style.digit_spaces and re.search(r"\d", line) and self.rng.random() < 0.5:
            return re.sub(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[\u4e00-\u9fff])", " ", line)
        if self.style.letter_spacing and " " not in line and _width(line) > measure - 3 and self.rng.random() < 0.03:
            return " ".join(_TOKEN.findall(line))
        return line

    def _set_dispatch(self, n: int, item: Item) -> None:
        wide = (lambda text: text.translate(_FULL)) if self.style.full_width_digits else (lambda text: text)
        for line in _wrap(wide(item["title"]), 25, 2, rules=False):
            self._add(line, n, "title", glued=True)
        names = "、".join((item.get("byline") or {}).get("names") or [])
        source = f"新华社{self.rng.choice(_CITIES)}{self.rng.randint(1, 12)}月{self.rng.randint(1, 28)}日电"
        source += f"（记者{names}）" if names else ""
        paragraphs = [p for p in item["text"].split("\n") if p]
        for m, paragraph in enumerate(paragraphs):
            text = (source if m == 0 else "") + paragraph + ("（完）" if m == len(paragraphs) - 1 else "")
            for line in _wrap(wide(text), 26, 2, rules=False):
                self._add(line, n, "body", glued=True)

    def _add(self, text: str, owner: int, role: Literal["title", "body", "furniture"], glued: bool = False) -> None:
        self.lines.append(_Line(text, owner, role, glued and bool(self.lines)))

    def _number(self, truth: list[TruthItem]) -> str:
        """Write the page; note the lines of every item."""
        printed: list[str] = []
        for m, line in enumerate(self.lines):
            if m and not line.glued:
                printed.append("")
            printed.append(line.text)
            numbers = getattr(truth[line.owner], f"{line.role}_lines")
            numbers.append(len(printed))
        return "\n".join(printed) + "\n"


def _width(text: str) -> float:
    """Width in em: half for ASCII, one for the rest."""
    return sum(0.5 if c < "\x7f" else 1.0 for c in text)


def _wrap(text: str, measure: float, indent: float, rules: bool = True) -> list[str]:
    """Lines of a paragraph; with rules no line opens with closing punctuation nor ends with an opening bracket."""
    lines, line, room = [], "", measure - indent
    for token in _TOKEN.findall(text):
        if line and _width(line) + _width(token) > room and not (rules and token in _NO_START):
            carried = ""
            while rules and line[:-1] and line[-1] in _NO_END:
                line, carried = line[:-1], line[-1] + carried
            lines.append(line.rstrip(" "))
            line, room = carried, measure
        line += token if line or token != " " else ""
    return [*lines, line] if line else lines
