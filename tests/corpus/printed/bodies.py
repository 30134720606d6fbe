"""The paragraphs of a story in the forms that papers print."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.corpus.printed.composing import BodyStyle, Frame, Paragraph, flow
from tests.corpus.printed.wording import CITIES, Subject, invent_name, split_sentences
from textml.corpus.geometry import Box

_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Signature:
    """A byline as it is printed: within the first paragraph, on its own line, or at the end; datelines stay."""

    lead: str = ""
    line: str = ""
    end: str = ""
    sign: str = ""
    dateline: bool = False

    @property
    def text(self) -> str:
        """Whatever is printed of it."""
        return (self.lead or self.line or self.end or self.sign).strip()


def sign(item: Mapping[str, Any], form: str, rng: random.Random) -> Signature:
    """The byline of an item in a form: lead, wire, line, square, end, sign or none."""
    byline = item.get("byline")
    if form == "wire":
        day = f"{rng.choice(CITIES)}{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
        who = f"（记者{'、'.join(byline['names'][:2])}）" if byline and rng.random() < 0.7 else ""
        lead = rng.choice([f"新华社{day}电{who}", f"据新华社{day}电{who}", f"本报{day}讯{who}", f"新华社{day}电"])
        lead += rng.choice([" ", "　", ""])
        # what the paper itself reports loses its lead, as 本报讯 does
        return Signature(lead=lead, end=rng.choice(["", "", "（完）"]), dateline="新华社" in lead)
    if not byline or form == "none":
        return Signature()
    role, names = byline["role"], rng.choice([" ", "、", " "]).join(byline["names"])
    if form == "lead":
        who = rng.choice([f"{role} {names}", f"{role}{names}", f"{role}  {names} 通讯员  {invent_name(rng)}"])
        opening = rng.choice(["本报讯（{}）", "本报讯（{}）", "本报讯 （{}）", "（{}）", "云渡讯 {} "])
        return Signature(lead=opening.format(who) + rng.choice([" ", "　", ""]))
    if form == "line":
        return Signature(
            line=rng.choice(
                [
                    f"本报{role} {names}",
                    f"{role} {names}",
                    f"文/{names}",
                    names,
                    f"作者：{names}",
                    f"■本报{role} {names}",
                    f"本报{role} {names} 文/图",
                    f"{names} 文/摄",
                ]
            )
        )
    if form == "square":
        return Signature(
            line=rng.choice(["□ ", "□", "■", "◎", "●"]) + rng.choice([names, f"{role} {names}", f"本报{role} {names}"])
        )
    if form == "end":
        return Signature(
            end=rng.choice([f"（{role} {names}）", f"（{names}）", f"（作者：{names}）", f"（{role}{names}）"])
        )
    return Signature(sign=rng.choice([f"{role} {names}", f"（{names}）", f"本报{role} {names}"]))


def story_paragraphs(item: Mapping[str, Any], n_chars: int, sub_headings: bool, rng: random.Random) -> list[Paragraph]:
    """The text of an item, about that long, with headings in it or without."""
    out: list[Paragraph] = []
    length = 0
    headings = [*item.get("sub_headings", ())] if sub_headings else []
    style = rng.choice(["plain", "numbered", "dotted"])
    since, n = 0, 0
    for text in item["text"].split("\n"):
        if length >= n_chars:
            break
        if since >= 2 and n < len(headings) and rng.random() < 0.6:
            mark = {"plain": "", "numbered": f"（{_NUMERALS[n]}）", "dotted": f"{n + 1}. "}[style]
            out.append(Paragraph(mark + headings[n], "sub", "sub_heading"))
            since, n = 0, n + 1
        out.append(Paragraph(text))
        length += len(text)
        since += 1
    return out


def interview_paragraphs(subject: Subject, n_chars: int, rng: random.Random) -> list[Paragraph]:
    """Questions and answers."""
    ask, answer = rng.choice(
        [
            ("问：", "答："),
            ("记者：", f"{subject.people[0]}："),
            ("Q：", "A："),
            ("本报记者：", f"{subject.people[0]}："),
        ]
    )
    out = [Paragraph("".join(subject.sentence() for _ in range(2)))]
    while sum(len(p.text) for p in out) < n_chars:
        out.append(
            Paragraph(
                ask
                + subject.fill(
                    rng.choice(["{a}和{b}，您更看重哪一样？", "为什么说{a}离不开{b}？", "{p}的{a}是怎么做起来的？"])
                ),
                "question",
            )
        )
        out.append(Paragraph(answer + "".join(subject.sentence() for _ in range(rng.randint(1, 3)))))
        if rng.random() < 0.4:
            out.append(Paragraph(subject.sentence() + subject.sentence()))
    return out


def poem_paragraphs(subject: Subject, n_lines: int, rng: random.Random) -> list[Paragraph]:
    """Short lines that do not fill the column."""
    patterns = (
        "{a}在{p}醒来",
        "风把{b}吹到{c}旁边",
        "我记得{a}",
        "{n}，你说{b}",
        "一盏灯，照着{c}",
        "走了{x}里，还是{a}",
        "谁的{b}落进水里",
        "{p}，{p}",
        "像{a}那样沉默",
    )
    return [Paragraph(subject.fill(rng.choice(patterns)), "verse") for _ in range(n_lines)]


def table_paragraphs(subject: Subject, n_rows: int, rng: random.Random) -> list[Paragraph]:
    """Rows of figures."""
    a, b = subject.things[:2]
    gap = rng.choice([" ", "　", "  "])
    rows = [gap.join(["序号", "地点", a, b])]
    places = [subject.fill("{p}") if rng.random() < 0.3 else Subject(rng).places[0] for _ in range(1, n_rows)]
    rows += [
        gap.join([str(n), place, str(rng.randint(10, 9999)), f"{rng.uniform(1, 99):.1f}%"])
        for n, place in enumerate(places, 1)
    ]
    return [Paragraph(row, "verse") for row in rows]


def fit(
    paragraphs: Sequence[Paragraph], slots: Sequence[Box], style: BodyStyle, item: int, tail: str = ""
) -> tuple[list[Frame], list[Paragraph]]:
    """Set as much of a text as finds room, up to the end of a sentence; the tail follows what is printed.

    Returns
    -------
    tuple
        The frames, and the paragraphs that are printed, without the tail.
    """
    kept = [*paragraphs]
    for _ in range(12):
        shown = kept
        if tail and kept:
            shown = [*kept[:-1], replace(kept[-1], text=kept[-1].text + tail)]
        frames, left = flow(shown, slots, style, item)
        if not left or not kept:
            return frames, kept
        kept = _shorten(kept, left)
    return [], []


def _shorten(paragraphs: list[Paragraph], n_chars: int) -> list[Paragraph]:
    """Without the last sentences that hold that many characters; a heading never comes last."""
    kept = [*paragraphs]
    while kept and n_chars > 0:
        last = kept.pop()
        sentences = split_sentences(last.text)
        while sentences and n_chars > 0:
            n_chars -= len(sentences.pop())
        if sentences:
            kept.append(replace(last, text="".join(sentences)))
    while kept and kept[-1].kind in ("sub", "question"):
        kept.pop()
    return kept
