"""Set what belongs to no story: page heads, mastheads, and what fills the foot of a page."""

from collections.abc import Sequence

from tests.corpus.printed.composing import ASCENT, Face, Frame, SetLine, text_width
from tests.corpus.printed.filling import Filler
from tests.corpus.printed.kinds import PageStyle
from tests.corpus.printed.notices import (
    invent_countdown,
    invent_masthead,
    invent_notice,
    invent_page_head,
    invent_slogan,
    invent_teasers,
    invent_weather,
)
from tests.corpus.printed.pdf_writer import Patch
from tests.corpus.printed.truth import TruthItem

_INVENT = {
    "teasers": invent_teasers,
    "slogan": invent_slogan,
    "notice": invent_notice,
    "countdown": invent_countdown,
    "weather": invent_weather,
}


def set_head_of_page(filler: Filler, style: PageStyle) -> float:
    """Set the masthead or the head of the page; gives the top of what is below."""
    if style.kind.masthead:
        return _set_masthead(filler, style)
    rng = filler.rng
    size = style.body.size
    parts = invent_page_head(rng)
    left, top = style.margin, style.margin * 0.8
    step = (style.width - 2 * style.margin) / len(parts)
    texts = []
    for n, part in enumerate(parts):
        large = size * (rng.uniform(1.4, 2.4) if n == 0 else rng.uniform(0.9, 1.2))
        large = min(large, step / (text_width(part) + 1.5))
        _add(filler, [(part, left + n * step, top + ASCENT * large, large, style.head.other_face)])
        texts.append(part)
    filler.truth.append(TruthItem("head", body="\n".join(texts)))
    bottom = top + size * 2.6
    if rng.random() < 0.7:
        filler.patches.append(Patch(style.margin, bottom, style.width - style.margin, bottom + 1, 0.0))
    return bottom + size * rng.uniform(0.8, 2.0)


def _set_masthead(filler: Filler, style: PageStyle) -> float:
    rng = filler.rng
    name, *lines = invent_masthead(rng)
    large = min(rng.uniform(36, 60), (style.width * 0.4) / text_width(name))
    top = style.margin
    _add(filler, [(name, style.margin, top + ASCENT * large, large, style.head.title_face)])
    x = style.margin + text_width(name) * large + 20
    size = min(style.body.size, (style.width - style.margin - x) / max(text_width(t) for t in lines))
    _add(filler, [(t, x, top + (n + 1) * size * 1.4, size, style.head.other_face) for n, t in enumerate(lines)])
    filler.truth.append(TruthItem("head", title=name, body="\n".join(lines)))
    return top + max(large * 1.2, size * 1.4 * len(lines)) + style.body.size * 1.5


def set_foot(filler: Filler, style: PageStyle) -> float:
    """Set teasers, slogans, notices, boxes beside each other at the foot; gives the bottom of what is above."""
    rng, size = filler.rng, style.body.size
    bottom = style.height - style.margin
    if rng.random() < 0.3:
        folio = (
            f"{rng.choice(['汀禾新报', '云渡日报'])}　{rng.randint(1, 16)}"
            if rng.random() < 0.5
            else f"· {rng.randint(1, 16)} ·"
        )
        _add(filler, [(folio, style.width / 2 - 30, bottom + size, size, style.body.face)])
        filler.truth.append(TruthItem("head", body=folio))
    blocks = [rng.choice(style.kind.foot) for _ in range(rng.randint(*style.kind.n_foot))]
    if not blocks:
        return bottom
    texts = [(kind, _INVENT[kind](rng)) for kind in blocks]
    width = (style.width - 2 * style.margin - style.gutter * (len(blocks) - 1)) / len(blocks)
    sizes = [
        min(size * (2.2 if kind in ("slogan", "countdown") else 1.1), width / (max(map(text_width, lines)) + 1))
        for kind, lines in texts
    ]
    height = max(s * 1.35 * len(lines) for s, (_, lines) in zip(sizes, texts, strict=True)) + size
    top = bottom - height
    for n, ((kind, lines), s) in enumerate(zip(texts, sizes, strict=True)):
        left = style.margin + n * (width + style.gutter)
        if rng.random() < 0.4:
            filler.patches.append(Patch(left, top, left + width, bottom, 0.2, "frame"))
        _add(
            filler,
            [
                (t, left + s * 0.4, top + s * 1.35 * (k + 0.8), s, style.body.bold if k == 0 else style.body.face)
                for k, t in enumerate(lines)
            ],
        )
        filler.truth.append(TruthItem(kind, body="\n".join(lines)))
    return top - style.gap


def _add(filler: Filler, rows: Sequence[tuple[str, float, float, float, Face]]) -> None:
    number = len(filler.truth)
    filler.frames.append(
        Frame(number, "other", [SetLine(t, x, y, s, face, number, "furniture") for t, x, y, s, face in rows])
    )
