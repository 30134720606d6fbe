"""Write a typeset page as several tools would give its text, from its frames, without running them."""

import random
import re
from collections.abc import Callable, Sequence
from itertools import groupby

from tests.corpus.printed.composing import ASCENT, SetLine, text_width
from tests.corpus.printed.dump_line import BLANK, DumpLine
from tests.corpus.printed.page_dumps import dump_flat, dump_spread
from tests.corpus.printed.pairing import order_by_pairs
from textml.corpus.geometry import Box

#: Letters this far apart, in em, are words of one letter to pdftotext and pdfminer; the others wait for a blank.
_APART = 0.11
#: Columns nearer than this, in em, are one block to pdftotext (`minColSpacing1`).
_LEAST_GUTTER = 0.7
#: Share of such pairs that become one on the pages that were compared.
_MIXED = 0.5
#: Words of one line are at most this far apart, in em (`maxWordSpacing`).
_WORD_GAP = 1.5


def dump_page(lines: Sequence[SetLine], tool: str, seed: int = 0) -> str:
    """The text of a page as a tool gives it; arguments as for `dump_lines`."""
    return "\n".join(line.text for line in dump_lines(lines, tool, seed)) + "\n"


def dump_lines(lines: Sequence[SetLine], tool: str, seed: int = 0) -> list[DumpLine]:
    """The lines of a page as a tool gives them, with the items and roles that they come from.

    Parameters
    ----------
    lines : sequence of SetLine
        In the order of the file, with the numbers of their frames.
    tool : str
        pdfium, mupdf, raw, pdfminer, pdftotext; or spread and flat, as other libraries give it.
    seed : int
        For what depends on chance: whether pdftotext mixes two columns.
    """
    return TOOLS[tool](_rows(lines), random.Random(f"{tool} {seed}"))


def _rows(lines: Sequence[SetLine]) -> list[SetLine]:
    """Lines as the tools see them: a vertical headline is a row for each character."""
    rows: list[SetLine] = []
    for line in lines:
        if not line.vertical:
            rows.append(line)
            continue
        step = line.size + line.spacing
        rows += [
            SetLine(c, line.left, line.baseline + n * step, line.size, line.face, line.item, line.role, 0.0, line.frame)
            for n, c in enumerate(line.text)
            if c.strip()
        ]
    return rows


def _text(line: SetLine) -> str:
    return re.sub(" {2,}", " ", line.text)


def _spaced(line: SetLine) -> str:
    """With a blank between letters that stand apart."""
    if line.spacing > _APART * line.size:
        return " ".join(c for c in line.text if c != " ")
    return line.text


def _left(line: SetLine) -> float:
    blanks = len(line.text) - len(line.text.lstrip())
    return line.left + text_width(line.text[:blanks]) * line.size + line.spacing * blanks


def _right(line: SetLine) -> float:
    return line.left + text_width(line.text) * line.size + line.spacing * (len(line.text) - 1)


def _same_row(one: SetLine, other: SetLine) -> bool:
    """Whether a line goes on where another ended."""
    overlap = min(one.baseline, other.baseline) - max(one.baseline - one.size, other.baseline - other.size)
    return overlap > 0.5 * min(one.size, other.size) and other.left >= _right(one) - 1


def _pdfium(lines: Sequence[SetLine], rng: random.Random) -> list[DumpLine]:
    out: list[DumpLine] = []
    for n, line in enumerate(lines):
        if n and _same_row(lines[n - 1], line):
            out[-1] = DumpLine(f"{out[-1].text.rstrip(' ')} {_text(line)}", (*out[-1].printed, line))
        else:
            out.append(DumpLine(_text(line), (line,)))
    return out


def _mupdf(lines: Sequence[SetLine], rng: random.Random) -> list[DumpLine]:
    return [DumpLine(_text(line), (line,)) for line in lines]


def _raw(lines: Sequence[SetLine], rng: random.Random) -> list[DumpLine]:
    return [DumpLine(_plain(_spaced(line)), (line,)) for line in lines]


def _plain(text: str) -> str:
    return text.replace("\u3000", " ").strip()


def _pdfminer(lines: Sequence[SetLine], rng: random.Random) -> list[DumpLine]:
    """Boxes of near lines of one alignment, each with a blank line behind it, in the order of the nearest pairs."""
    boxes = _join_boxes([box for _, frame in groupby(lines, lambda line: line.frame) for box in _boxes([*frame])])
    out: list[DumpLine] = []
    for n in order_by_pairs([_box(box) for box in boxes]):
        out += [DumpLine(_spaced(line), (line,)) for line in boxes[n]]
        out.append(BLANK)
    return out


def _boxes(lines: Sequence[SetLine]) -> list[list[SetLine]]:
    """A frame cut where the distance, the size or both edges of its lines change."""
    boxes: list[list[SetLine]] = []
    for line in lines:
        last = boxes[-1][-1] if boxes else None
        if last is not None and _near(last, line):
            boxes[-1].append(line)
        else:
            boxes.append([line])
    return boxes


def _join_boxes(boxes: list[list[SetLine]]) -> list[list[SetLine]]:
    """A box whose first line stands right below the last of another becomes part of it."""
    out: list[list[SetLine]] = []
    for box in sorted(boxes, key=lambda box: box[0].baseline):
        above = next((b for b in out if _near(b[-1], box[0])), None)
        if above is not None:
            above += box
        else:
            out.append([*box])
    return out


def _near(one: SetLine, other: SetLine) -> bool:
    gap = other.baseline - ASCENT * other.size - (one.baseline + (1 - ASCENT) * one.size)
    high = max(one.size, other.size)
    aligned = (
        abs(one.left - other.left) < 0.5 * high
        or abs(_right(one) - _right(other)) < 0.5 * high
        or abs(one.left + _right(one) - other.left - _right(other)) < high
    )
    return -high < gap < 0.5 * high and aligned and abs(one.size - other.size) < 0.5 * high


def _box(lines: Sequence[SetLine]) -> Box:
    return Box(
        min(line.left for line in lines), min(line.baseline - line.size for line in lines),
        max(_right(line) for line in lines), max(line.baseline for line in lines),
    )  # fmt: skip


def _pdftotext(lines: Sequence[SetLine], rng: random.Random) -> list[DumpLine]:
    """Blocks from the top and the left; where two columns stand close, their lines may alternate or become one."""
    blocks = [[*block] for _, frame in groupby(lines, lambda line: line.frame) for block in _boxes_of_roles([*frame])]
    blocks = _run_in(blocks)
    blocks = _mix_columns(sorted(blocks, key=lambda b: (_box(b).left, _box(b).top)), rng)
    out: list[DumpLine] = []
    for block in _in_reading_order(blocks):
        for n, line in enumerate(block):
            text = _plain(_spaced(line))
            before = block[n - 1]
            level = n > 0 and abs(before.baseline - line.baseline) < 0.3 * line.size
            # an indented line of the next column is too far off
            if level and -line.size < _left(line) - _right(before) < _WORD_GAP * line.size:
                out[-1] = DumpLine(f"{out[-1].text} {text}", (*out[-1].printed, line))
            else:
                out.append(DumpLine(text, (line,)))
        out.append(BLANK)
    return out


def _boxes_of_roles(lines: Sequence[SetLine]) -> list[list[SetLine]]:
    """A frame cut where the size of its letters changes much."""
    blocks: list[list[SetLine]] = []
    for line in lines:
        if blocks and abs(blocks[-1][-1].size - line.size) < 0.3 * line.size:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _run_in(blocks: list[list[SetLine]]) -> list[list[SetLine]]:
    """Short lines of a body's size right above it, a byline or a subtitle, are part of its block."""
    tops = [(_box(block), block) for block in blocks]
    out: list[list[SetLine]] = []
    gone: set[int] = set()
    for box, block in tops:
        if len(block) > 2:
            continue
        size = block[-1].size
        below = next(
            (
                b
                for other, b in tops
                if len(b) > 3
                and abs(b[0].size - size) < 0.2 * size
                and 0 < other.top - box.bottom < size
                and other.left - 1 <= box.left
                and box.right <= other.right + size
            ),
            None,
        )
        if below is not None and below[0].item == block[0].item:
            below[:0] = block
            gone.add(id(block))
    out += [block for block in blocks if id(block) not in gone]
    return out


def _mix_columns(blocks: list[list[SetLine]], rng: random.Random) -> list[list[SetLine]]:
    """Pairs of columns that stand too near become one block, line by line from the top."""
    out: list[list[SetLine]] = []
    mixed: set[int] = set()
    for block in blocks:
        box = _box(block)
        near = next(
            (b for b in out[::-1] if id(b) not in mixed and len(b) > 4 and _neighbours(_box(b), box, block[0].size)),
            None,
        )
        if near is not None and len(block) > 4 and rng.random() < _MIXED:
            near += block
            near.sort(key=lambda line: (round(line.baseline / (0.3 * line.size)), line.left))
            mixed.add(id(near))
        else:
            out.append(block)
    return out


def _neighbours(one: Box, other: Box, size: float) -> bool:
    """Whether two columns stand so near that they are one to pdftotext: punctuation hangs into their gutter."""
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    least = min(one.bottom - one.top, other.bottom - other.top)
    return -size < other.left - one.right < _LEAST_GUTTER * size and overlap > 0.3 * least


def _in_reading_order(blocks: Sequence[list[SetLine]]) -> list[list[SetLine]]:
    """The leftmost block that nothing in its columns stands above, then the next."""
    left = sorted(blocks, key=lambda b: (_box(b).top, _box(b).left))
    boxes = {id(b): _box(b) for b in left}
    out: list[list[SetLine]] = []
    while left:
        free = [b for b in left if not any(_above(boxes[id(o)], boxes[id(b)]) for o in left if o is not b)] or left[:1]
        if out:
            last = boxes[id(out[-1])]
            below = [b for b in free if boxes[id(b)].left < last.right and boxes[id(b)].right > last.left]
            free = below or free
        chosen = min(free, key=lambda b: (boxes[id(b)].left, boxes[id(b)].top))
        left.remove(chosen)
        out.append(chosen)
    return out


def _above(one: Box, other: Box) -> bool:
    return one.left < other.right and one.right > other.left and one.top < other.top


TOOLS: dict[str, Callable[[Sequence[SetLine], random.Random], list[DumpLine]]] = {
    "pdfium": _pdfium,
    "mupdf": _mupdf,
    "raw": _raw,
    "pdfminer": _pdfminer,
    "pdftotext": _pdftotext,
    "spread": dump_spread,
    "flat": dump_flat,
}
