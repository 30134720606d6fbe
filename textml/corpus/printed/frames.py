"""Find the text frames of a page: lines of one type that stand below each other."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from textml.corpus.geometry import Box, PrintedLine

# Width of the cells in which lines look for the line above them, in points; print columns are wider than 60.
_CELL = 8.0
# Type sizes of one frame differ by at most this factor where the font is the same; of OCR they are heights of lines.
_SAME_SIZE, _SAME_HEIGHT = 1.04, 1.04
# Distance of the tops of two lines of one frame, in sizes: print is set with 1.1 to 1.9.
_WIDEST_LEADING = 2.3
# A distance this many times the frame's usual one parts it; a blank line is 2, space between paragraphs about 1.3.
_WIDER = 1.42
# An indent is at least and at most this many sizes; 2 is the rule, children's pages and poems have more.
_INDENT = (0.8, 4.6)
# A column is at least this many sizes wide.
_SHORTEST = 5.0
# Rules are thinner than this, in points.
_THIN = 3.0


@dataclass(slots=True)
class Frame:
    """Lines of one type that stand below each other.

    Attributes
    ----------
    lines : list of int
        Positions of its lines, from top to bottom.
    box : Box
        Around them.
    size : float
        Their type size in points.
    font : str
        Font of most of them.
    area : int
        Position of the smallest area that holds it; -1 for none.
    left : float
        Where its lines begin that are not indented.
    vertical : bool
        Whether its characters stand below each other.
    """

    lines: list[int]
    box: Box
    size: float
    font: str
    area: int
    left: float
    vertical: bool = False


@dataclass(slots=True)
class PageLines:
    """The lines of a page with what is drawn around them.

    Attributes
    ----------
    texts : list of str
        Text of each line.
    lines : list of PrintedLine
        From top to bottom, whatever order they came in.
    width, height : float
        Of the page, in points.
    rules, areas, pictures : tuple of Box
        As in `Geometry`; areas without text count as pictures.
    held : list of int
        Position of the smallest area that holds each line; -1 for none.
    folios : set of int
        Lines of the page's head and foot.
    """

    texts: list[str]
    lines: list[PrintedLine]
    width: float
    height: float
    rules: tuple[Box, ...] = ()
    areas: tuple[Box, ...] = ()
    pictures: tuple[Box, ...] = ()
    held: list[int] = field(default_factory=list)
    folios: set[int] = field(default_factory=set)


def cells(left: float, right: float) -> range:
    """Cells of the page's width that a stretch of it touches."""
    return range(int(left / _CELL), int(max(right - 0.01, left) / _CELL) + 1)


def overlap(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Length that two stretches share; negative is the gap between them."""
    return min(one[1], other[1]) - max(one[0], other[0])


def across(box: Box) -> tuple[float, float]:
    """Left and right edge of a box."""
    return box.left, box.right


def down(box: Box) -> tuple[float, float]:
    """Top and bottom edge of a box."""
    return box.top, box.bottom


def surround(boxes: Iterable[Box]) -> Box:
    """Smallest box around some boxes, at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def find_frames(page: PageLines) -> list[Frame]:
    """Find the text frames of a page.

    Parameters
    ----------
    page : PageLines
        Its lines.

    Returns
    -------
    list of Frame
        From top to bottom; every line is in exactly one.
    """
    following = _link(page)
    starts = set(range(len(page.lines))) - set(following.values())
    chains = []
    for start in sorted(starts):
        chain = [start]
        while chain[-1] in following:
            chain.append(following[chain[-1]])
        chains.append(chain)
    usual = _usual_leadings(chains, page.lines)
    parts = [part for chain in chains for part in _part(chain, page.lines, usual)]
    return sorted(_part_beside(parts, page), key=lambda frame: (frame.box.top, frame.box.left))


def _part_beside(parts: Sequence[list[int]], page: PageLines) -> list[Frame]:
    """Build frames; one that runs from a wide measure into a narrow column beside another is parted there."""
    frames = [_build(part, page) for part in parts]
    for frame in list(frames):
        if len(frame.lines) < 2 or frame.vertical:
            continue
        inner = [
            other.box.top
            for other in frames
            if overlap(across(other.box), across(frame.box)) > 2 * frame.size
            and frame.box.top + frame.size < other.box.top < frame.box.bottom - frame.size
            and other is not frame
        ]
        for top in sorted(inner, reverse=True):
            above = [n for n in frame.lines if page.lines[n].box.bottom < top + 0.5 * frame.size]
            below = frame.lines[len(above) :]
            if above and below and _narrower(above, below, page):
                frames.remove(frame)
                frames += [_build(above, page), _build(below, page)]
                break
    return frames


def _narrower(above: Sequence[int], below: Sequence[int], page: PageLines) -> bool:
    """Whether lines stay well left of the right edge of those above."""
    size = page.lines[above[0]].size
    return max(page.lines[n].box.right for n in below) < max(page.lines[n].box.right for n in above) - 2 * size


def _link(page: PageLines) -> dict[int, int]:
    """Lines with the line that continues their frame below them."""
    seen: dict[int, int] = {}
    claims: dict[int, list[int]] = defaultdict(list)
    barriers = sorted(_barriers(page), key=lambda box: box.top)
    at = 0
    for j, line in enumerate(page.lines):
        while at < len(barriers) and barriers[at].top <= _middle(line):
            for cell in cells(*across(barriers[at])):
                seen.pop(cell, None)
            at += 1
        touched = cells(*_reach(line))
        above = {seen[cell] for cell in touched if cell in seen}
        wanted = [i for i in above if _fits(page, i, j)]
        # a line that stands below the lines of two columns continues neither
        if len(wanted) == 1:
            claims[wanted[0]].append(j)
        for cell in touched:
            seen[cell] = j
    return {i: below[0] for i, below in claims.items() if len(below) == 1}


def _middle(line: PrintedLine) -> float:
    return (line.box.top + line.box.bottom) / 2


def _barriers(page: PageLines) -> Iterator[Box]:
    """Boxes between whose upper and lower side no frame runs on."""
    yield from page.pictures
    for rule in page.rules:
        # a short rule is an underline or a sign of equality
        if rule.right - rule.left > 24 and rule.bottom - rule.top < _THIN:
            yield rule


def _fits(page: PageLines, i: int, j: int) -> bool:
    """Whether line j may continue the frame of line i above it."""
    one, other = page.lines[i], page.lines[j]
    if one.vertical or other.vertical or page.held[i] != page.held[j]:
        return False
    if (i in page.folios) != (j in page.folios):
        return False
    small, large = sorted((one.size, other.size))
    alike = _SAME_SIZE if one.font else _SAME_HEIGHT
    if large > small * (alike if one.font == other.font else 1.01):
        return False
    leading = other.box.bottom - one.box.bottom
    if not 0.6 * small < leading < _WIDEST_LEADING * large:
        return False
    stretches = _reach(one), _reach(other)
    return overlap(*stretches) > 0.5 * min(right - left for left, right in stretches)


def _reach(line: PrintedLine) -> tuple[float, float]:
    """Left and right edge of a line; a last line of one character reaches as far as the indent below it."""
    return line.box.left, max(line.box.right, line.box.left + _SHORTEST * line.size)


def _usual_leadings(chains: Sequence[Sequence[int]], lines: Sequence[PrintedLine]) -> dict[tuple[str, float], float]:
    """Usual distance of lines for each font and size that fills longer frames."""
    found: dict[tuple[str, float], list[float]] = defaultdict(list)
    for chain in chains:
        if len(chain) > 3:
            for i, j in pairwise(chain):
                found[style(lines[i])].append(lines[j].box.bottom - lines[i].box.bottom)
    return {key: median(values) for key, values in found.items()}


def style(line: PrintedLine | Frame) -> tuple[str, float]:
    """Font and rounded size: what makes two lines look alike."""
    return line.font, round(line.size * 2) / 2


def _part(chain: list[int], lines: Sequence[PrintedLine], usual: dict[tuple[str, float], float]) -> Iterator[list[int]]:
    """Part a chain of lines where they stand further apart than elsewhere."""
    steps = [lines[j].box.bottom - lines[i].box.bottom for i, j in pairwise(chain)]
    if not steps:
        yield chain
        return
    own = median(steps)
    known = usual.get(style(lines[chain[0]]))
    step = min(own, known) if known is not None else own
    part = chain[:1]
    for number, distance in zip(chain[1:], steps, strict=True):
        if distance > _WIDER * step:
            yield part
            part = []
        part.append(number)
    yield part


def _build(numbers: list[int], page: PageLines) -> Frame:
    lines = [page.lines[number] for number in numbers]
    fonts = Counter[str]()
    for number, line in zip(numbers, lines, strict=True):
        fonts[line.font] += len(page.texts[number])
    box = surround(line.box for line in lines)
    size = median(line.size for line in lines)
    return Frame(
        numbers,
        box,
        size,
        max(fonts, key=lambda font: (fonts[font], font)),
        page.held[numbers[0]],
        box.left,
        lines[0].vertical,
    )


def hold(lines: Sequence[PrintedLine], areas: Sequence[Box], width: float, height: float) -> list[int]:
    """Find the smallest area that holds each line.

    Parameters
    ----------
    lines : sequence of PrintedLine
    areas : sequence of Box
        Those of nearly the whole page hold nothing apart and are left out.
    width, height : float
        Of the page, in points.

    Returns
    -------
    list of int
        Position of an area for each line; -1 for none.
    """
    sizes = [(area.right - area.left) * (area.bottom - area.top) for area in areas]
    order = sorted((size, n) for n, size in enumerate(sizes) if size < 0.8 * width * height)
    found = []
    for line in lines:
        x, y = (line.box.left + line.box.right) / 2, _middle(line)
        inside = (n for _, n in order if areas[n].left <= x <= areas[n].right and areas[n].top <= y <= areas[n].bottom)
        found.append(next(inside, -1))
    return found


def find_body_style(frames: Sequence[Frame], page: PageLines) -> tuple[str, float]:
    """Font and size in which most of a page's running text is set.

    Parameters
    ----------
    frames : sequence of Frame
        At least one.
    page : PageLines
        The lines they consist of.

    Returns
    -------
    font : str
    size : float
        In points.
    """
    counts: dict[tuple[str, float], float] = defaultdict(float)
    for frame in frames:
        n_characters = sum(len(page.texts[number]) for number in frame.lines)
        # single lines say little: a page of teasers has many
        counts[style(frame)] += n_characters * (1.0 if len(frame.lines) > 3 else 0.2)
    font, rounded = max(counts, key=lambda key: (counts[key], key))
    sizes = [frame.size for frame in frames if style(frame) == (font, rounded) for _ in frame.lines]
    return font, median(sizes)


def find_indents(frames: Sequence[Frame], page: PageLines) -> set[int]:
    """Find the lines that are indented in their frame, as the first lines of paragraphs are.

    Parameters
    ----------
    frames : sequence of Frame
        Of running text; the place where their lines begin is set in them.
    page : PageLines
        The lines they consist of.

    Returns
    -------
    set of int
        Positions of lines.
    """
    edges = [(frame.left, frame.size) for frame in frames if len(frame.lines) > 2 and not frame.vertical]
    found = set()
    for frame in frames:
        if frame.vertical:
            continue
        if len(frame.lines) < 3:
            # it may consist of first lines only: its column begins where longer frames do
            near = [left for left, size in edges if _INDENT[0] * size <= frame.box.left - left <= _INDENT[1] * size]
            aligned = any(abs(left - frame.box.left) < 0.5 * size for left, size in edges)
            frame.left = max(near) if near and not aligned else frame.box.left
        for number in frame.lines:
            by = page.lines[number].box.left - frame.left
            centred = abs(by - (frame.box.right - page.lines[number].box.right)) < 0.6 * frame.size
            if _INDENT[0] * frame.size <= by <= _INDENT[1] * frame.size and not (centred and by > 2.6 * frame.size):
                found.add(number)
    return found
