"""See a typeset page as OCR sees its scan: places jitter, characters are wrong, lines are in pieces or merged."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from tests.corpus.printed.composing import ASCENT, SetLine, text_width
from tests.corpus.printed.ocr_files import Place, Said, alto_file, alto_page, around, hocr_file, hocr_page
from tests.corpus.printed.typesetter import TypesetPage
from textml.corpus.geometry import Box

#: Where the ink of a character is in its square, as left, top, right, bottom; of others it fills most of it.
_INK = {
    **dict.fromkeys("，。、；：！？", (0.08, 0.5, 0.4, 0.95)),
    **dict.fromkeys("“‘（《【", (0.55, 0.08, 0.94, 0.9)),
    **dict.fromkeys("”’）》】", (0.06, 0.08, 0.45, 0.9)),
    "一": (0.05, 0.42, 0.95, 0.56),
    "—": (0.0, 0.45, 1.0, 0.55),
    "·": (0.4, 0.42, 0.6, 0.58),
}
_FULL = (0.03, 0.04, 0.97, 0.95)
# Characters that OCR reads for others.
_WRONG = "曰巳土未干于人入己王八儿几"


@dataclass(frozen=True)
class Noise:
    """How badly a page is scanned: shares of characters, of lines, and pixels."""

    wrong: float = 0.005
    split: float = 0.02
    merged: float = 0.03
    jitter: float = 2.0
    skew: float = 0.002
    specks: int = 3
    dpi: int = 300


CLEAN = Noise(0.0, 0.0, 0.0, 0.0, 0.0, 0)


def scan(page: TypesetPage, noise: Noise = CLEAN, seed: int = 0) -> list[list[Said]]:
    """Blocks of lines as OCR finds them on a page, in pixels."""
    rng = random.Random(f"scan {page.kind} {page.order} {page.seed} {seed}")
    scale = noise.dpi / 72
    blocks: list[list[Said]] = []
    for _, lines in groupby(page.set_lines, key=lambda line: line.frame):
        found = [said for line in lines for said in _see(line, noise, scale, rng)]
        blocks += [found] if found else []
    blocks = _merge(blocks, noise, rng)
    for _ in range(noise.specks):
        x, y = rng.uniform(0, page.width * scale), rng.uniform(0, page.height * scale)
        blocks.append([Said([(rng.choice("|.,'i"), (x, y, x + 5, y + 9))])])
    return blocks


def as_hocr(page: TypesetPage, noise: Noise = CLEAN, seed: int = 0, *, drawn: bool = True) -> bytes:
    """The page as Tesseract writes hOCR of it."""
    more = "".join(
        f"<div class='ocr_{kind}' title='bbox {' '.join(f'{side:.0f}' for side in place)}'></div>"
        for kind, place in _drawn(page, noise, drawn)
    )
    scale = noise.dpi / 72
    return hocr_file(
        [hocr_page(scan(page, noise, seed), page.width * scale, page.height * scale, dpi=noise.dpi, more=more)]
    ).encode()


def as_alto(page: TypesetPage, noise: Noise = CLEAN, seed: int = 0, *, drawn: bool = True) -> bytes:
    """The page as Tesseract writes ALTO of it."""
    names = {"photo": "Illustration", "separator": "GraphicalElement"}
    more = "".join(
        f'<{names[kind]} HPOS="{left:.0f}" VPOS="{top:.0f}" WIDTH="{right - left:.0f}" HEIGHT="{bottom - top:.0f}"/>'
        for kind, (left, top, right, bottom) in _drawn(page, noise, drawn)
    )
    scale = noise.dpi / 72
    return alto_file([alto_page(scan(page, noise, seed), page.width * scale, page.height * scale, more)]).encode()


def _drawn(page: TypesetPage, noise: Noise, drawn: bool) -> list[tuple[str, Place]]:
    """Pictures and rules that OCR found, in pixels."""
    scale = noise.dpi / 72
    boxes = [("photo", box) for box in page.pictures] + [("separator", box) for box in page.rules]
    return [(kind, _scaled(box, scale)) for kind, box in boxes] if drawn else []


def _scaled(box: Box, scale: float) -> Place:
    left, top, right, bottom = (side * scale for side in box)
    return left, top, max(right, left + 2), max(bottom, top + 2)


def _see(line: SetLine, noise: Noise, scale: float, rng: random.Random) -> list[Said]:
    """The words of a line, and their places; none for one that is blank."""
    step = [(text_width(c) * line.size + line.spacing) for c in line.text]
    top = line.baseline - ASCENT * line.size
    chars: list[tuple[str, Place]] = []
    at = 0.0
    for c, advance in zip(line.text, step, strict=True):
        if c.strip():
            ink = _INK.get(c, _FULL if c > "\x7f" else (0.05, 0.15, 0.45, 0.9))
            x, y = (line.left, top + at) if line.vertical else (line.left + at, top)
            place = (x + ink[0] * line.size, y + ink[1] * line.size, x + ink[2] * line.size, y + ink[3] * line.size)
            read = rng.choice(_WRONG) if rng.random() < noise.wrong and c not in _INK else c
            chars.append((read, _blur(place, noise, scale, rng)))
        elif chars:
            chars.append((" ", (0.0, 0.0, 0.0, 0.0)))
        at += line.size + line.spacing if line.vertical else advance
    words = _words(chars, rng)
    if len(words) > 4 and rng.random() < noise.split:
        cut = rng.randrange(2, len(words) - 1)
        return [Said(words[:cut]), Said(words[cut:])]
    return [Said(words)] if words else []


def _blur(place: Place, noise: Noise, scale: float, rng: random.Random) -> Place:
    left, top, right, bottom = (side * scale + rng.uniform(-1, 1) * noise.jitter for side in place)
    # a page that lies askew goes down to the right
    down, aside = noise.skew * left, -noise.skew * top
    return (
        round(left + aside),
        round(top + down),
        round(max(right, left + 1) + aside),
        round(max(bottom, top + 1) + down),
    )


def _words(chars: Sequence[tuple[str, Place]], rng: random.Random) -> list[tuple[str, Place]]:
    """Words of one to three characters; letters and digits stay together."""
    words: list[tuple[str, Place]] = []
    room, before = 0, " "
    for c, place in chars:
        latin = c < "\x7f" and before < "\x7f" and " " not in (c, before)
        if c != " " and words and (latin or (room > 0 and before != " " and c > "\x7f" and before > "\x7f")):
            text, at = words[-1]
            words[-1] = (text + c, around([at, place]))
            room -= 1
        elif c != " ":
            words.append((c, place))
            room = rng.choice((0, 0, 1, 2))
        before = c
    return words


def _merge(blocks: list[list[Said]], noise: Noise, rng: random.Random) -> list[list[Said]]:
    """Lines of two columns beside each other that OCR took for one."""
    if not noise.merged:
        return blocks
    everywhere = [(n, at, line) for n, block in enumerate(blocks) for at, line in enumerate(block)]
    gone: set[tuple[int, int]] = set()
    longer: dict[tuple[int, int], Said] = {}
    for n, at, line in everywhere:
        if (n, at) in gone or rng.random() >= noise.merged:
            continue
        beside = _find_beside(line, [(m, k, other) for m, k, other in everywhere if m != n and (m, k) not in longer])
        if beside and (beside[0], beside[1]) not in gone:
            gone.add((beside[0], beside[1]))
            longer[n, at] = Said([*line.words, *beside[2].words])
    merged = [
        [longer.get((n, at), line) for at, line in enumerate(block) if (n, at) not in gone]
        for n, block in enumerate(blocks)
    ]
    return [block for block in merged if block]


def _find_beside(line: Said, others: Sequence[tuple[int, int, Said]]) -> tuple[int, int, Said] | None:
    """The line that begins within two and a half heights to the right, at the same height."""
    _, top, right, bottom = line.place
    height = bottom - top
    near = [
        found
        for found in others
        if 0 < found[2].place[0] - right < 2.5 * height
        and abs(found[2].place[1] - top) < 0.4 * height
        and abs(found[2].place[3] - bottom) < 0.4 * height
    ]
    return min(near, key=lambda found: found[2].place[0], default=None)
