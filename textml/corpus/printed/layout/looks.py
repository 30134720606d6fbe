"""See of each text frame what a person sees: how it begins and ends, and which headline it stands under."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from textml.corpus.pages.lines.marks import read_marks
from textml.corpus.pages.lines.sheet import fold
from textml.corpus.printed.layout.boxes import PageLines, across, cells, down, overlap
from textml.corpus.printed.layout.frames import Frame
from textml.corpus.printed.layout.heads import Head, Kind

# Text that begins at most this many sizes below a headline stands under it and no other.
_OWN_HEAD = 5.0
# A headline stands at most this many sizes beside its text.
BESIDE = 5.0
_SENTENCE_ENDS = frozenset("。！？!?…”’）)】》:：;；")


@dataclass(slots=True)
class Look:
    """What a person sees of a text frame before reading on.

    Attributes
    ----------
    indented : bool or None
        Its first line is indented; None on a page without indents.
    finished : bool
        Its last line ends a sentence, or says on which page it goes on.
    short : bool
        Its last line does not fill the measure.
    region : int
        The headline next above it; -1 for none.
    direct : bool
        Nothing but pictures and captions stands between it and that headline.
    above : int
        The text frame next above it; -1 for none.
    opens : bool
        It starts with a lead or dateline.
    first, last : str
        Its first and last character.
    top : float
        Where its column begins: at the pictures and captions that stand right above it.
    """

    indented: bool | None
    finished: bool
    short: bool
    region: int = -1
    direct: bool = False
    above: int = -1
    opens: bool = False
    first: str = ""
    last: str = ""
    top: float = 0.0


def see(
    frames: Sequence[Frame], kinds: Sequence[Kind], heads: Sequence[Head], page: PageLines, indents: set[int]
) -> dict[int, Look]:
    """See all text frames of a page.

    Parameters
    ----------
    frames : sequence of Frame
        From top to bottom.
    kinds : sequence of str
        What each is.
    heads : sequence of Head
        From top to bottom; their spans grow to the columns that stand under them.
    page : PageLines
        The lines they consist of.
    indents : set of int
        Lines that are indented.

    Returns
    -------
    dict of int to Look
        By position of the frame.
    """
    looks = {n: _read_look(frames[n], page, indents) for n, kind in enumerate(kinds) if kind == "text"}
    _find_tops(frames, kinds, page, looks)
    _find_regions(frames, heads, looks)
    _find_sides(frames, heads, looks)
    _widen_regions(frames, heads, looks)
    _widen_upwards(frames, heads, looks)
    return looks


def _read_look(frame: Frame, page: PageLines, indents: set[int]) -> Look:
    opening = "".join(page.texts[number] for number in frame.lines[:3])
    last = page.texts[frame.lines[-1]].rstrip()
    # a mark that says where the text goes on may be broken over two lines
    jumps = bool(read_marks(fold("".join(page.texts[number] for number in frame.lines[-2:]))).jump)
    end = page.lines[frame.lines[-1]].box
    short = frame.box.bottom - end.bottom if frame.vertical else frame.box.right - end.right
    return Look(
        frame.lines[0] in indents if indents else None,
        not last or last[-1] in _SENTENCE_ENDS or jumps,
        short > 1.7 * frame.size,
        opens=read_marks(fold(opening)).opens,
        first=opening[:1],
        last=last[-1:],
    )


def _find_tops(frames: Sequence[Frame], kinds: Sequence[Kind], page: PageLines, looks: dict[int, Look]) -> None:
    """Find where the column of each text frame begins."""
    captions = [frame.box for frame, kind in zip(frames, kinds, strict=True) if kind == "caption"]
    stacked = sorted([*page.pictures, *captions], key=lambda box: -box.bottom)
    for t, look in looks.items():
        frame = frames[t]
        look.top = frame.box.top
        for box in stacked:
            shared = overlap(across(box), across(frame.box))
            if shared > 0.5 * (frame.box.right - frame.box.left) and -1 < look.top - box.bottom < 3.5 * frame.size:
                look.top = box.top


def _find_regions(frames: Sequence[Frame], heads: Sequence[Head], looks: dict[int, Look]) -> None:
    """Find the headline and the text next above every text frame."""
    events: list[tuple[float, int, int]] = [(head.box.top, 0, h) for h, head in enumerate(heads)]
    events += [(frames[t].box.top, 1, t) for t in looks]
    # what stands in a box is nothing to the text around it
    head_of: dict[tuple[int, int], int] = {}
    text_of: dict[tuple[int, int], int] = {}
    for _, kind, n in sorted(events):
        if kind == 0:
            area = frames[heads[n].frames[0]].area
            for below in cells(*heads[n].span):
                head_of[area, below] = n
                text_of.pop((area, below), None)
            continue
        area = frames[n].area
        touched = [(area, cell) for cell in cells(*across(frames[n].box))]
        look = looks[n]
        seen = Counter(head_of.get(cell, -1) for cell in touched)
        look.region = max(seen, key=lambda h: (seen[h], h))
        over = Counter(text_of[cell] for cell in touched if cell in text_of)
        look.above = max(over, key=lambda t: (over[t], t)) if over else -1
        if 2 * over.total() < len(touched):
            look.above = -1
        look.direct = look.region >= 0 and look.above < 0
        text_of |= dict.fromkeys(touched, n)


def _find_sides(frames: Sequence[Frame], heads: Sequence[Head], looks: dict[int, Look]) -> None:
    """Give a headline that stands upright the text beside it that has no headline of its own."""
    for h, head in enumerate(heads):
        if not frames[head.frames[0]].vertical:
            continue
        for t, look in looks.items():
            frame = frames[t]
            if look.direct and look.top - heads[look.region].box.bottom < _OWN_HEAD * frame.size:
                continue
            apart = -overlap(across(head.box), across(frame.box))
            height = min(head.box.bottom - head.box.top, frame.box.bottom - frame.box.top)
            if apart < BESIDE * frame.size and overlap(down(head.box), down(frame.box)) > 0.5 * height:
                look.region, look.direct, look.above = h, True, -1
                head.span = min(head.span[0], frame.box.left), max(head.span[1], frame.box.right)


def _widen_regions(frames: Sequence[Frame], heads: Sequence[Head], looks: dict[int, Look]) -> None:
    """Give a headline the columns beside its own that begin at their height and have no headline themselves."""
    order = sorted(looks, key=lambda t: (frames[t].box.left, frames[t].box.top))
    for numbers, rising in ((order, True), (order[::-1], False)):
        for n, t in enumerate(numbers):
            look, frame = looks[t], frames[t]
            if look.direct and look.top - heads[look.region].box.bottom < _OWN_HEAD * frame.size:
                continue
            if look.above >= 0 and look.top - frames[look.above].box.bottom < 2.0 * frame.size:
                # it goes on below another text
                continue
            for s in reversed(numbers[max(n - 12, 0) : n]):
                other = frames[s]
                if not looks[s].direct or other.area != frame.area:
                    continue
                head = heads[looks[s].region]
                apart = -overlap(across(other.box), across(frame.box))
                # a column on the right may rise beside its headline
                level = abs(looks[s].top - look.top) < 1.2 * frame.size
                if rising and abs(head.box.top - look.top) < 1.2 * frame.size:
                    level |= not _runs_under(frames, heads, looks, t)
                if level and -frame.size < apart < 4 * frame.size:
                    look.region, look.direct, look.above = looks[s].region, True, -1
                    head.span = min(head.span[0], frame.box.left), max(head.span[1], frame.box.right)
                    break


def _runs_under(frames: Sequence[Frame], heads: Sequence[Head], looks: dict[int, Look], t: int) -> bool:
    """Whether the sentence of a column runs on below a headline right of it."""
    frame = frames[t]
    for h, head in enumerate(heads):
        apart = head.span[0] - frame.box.right
        if -frame.size < apart < BESIDE * frame.size and abs(head.box.top - frame.box.top) < 1.2 * frame.size:
            under = [s for s, look in looks.items() if look.region == h and look.direct]
            first = min(under, key=lambda s: frames[s].box.left, default=t)
            if looks[first].indented is False and not looks[t].finished:
                return True
    return False


def _widen_upwards(frames: Sequence[Frame], heads: Sequence[Head], looks: dict[int, Look]) -> None:
    """A headline without text below it spans the columns that end level right above it."""
    for h, head in enumerate(heads):
        if any(look.region == h and look.direct for look in looks.values()):
            continue
        area = frames[head.frames[0]].area
        above = [
            frames[t].box
            for t in looks
            if frames[t].area == area and -1 < head.box.top - frames[t].box.bottom < 3 * head.size
        ]
        touched = [box for box in above if overlap(across(box), across(head.box)) > 0]
        for box in sorted(above, key=lambda box: abs(box.left + box.right - head.box.left - head.box.right)):
            level = any(abs(box.top - other.top) < head.size for other in touched)
            if level and -overlap(across(box), head.span) < 2 * head.size:
                head.span = min(head.span[0], box.left), max(head.span[1], box.right)
