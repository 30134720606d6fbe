"""Find the text frames of a page: lines of one type that stand below each other."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from textml.corpus.geometry import Box
from textml.corpus.printed.layout.boxes import PageLines, across, overlap, style, surround
from textml.corpus.printed.layout.chains import find_chains

# An indent is at least and at most this many sizes; 2 is the rule, children's pages and poems have more.
_INDENT = (0.8, 4.6)


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
    parts = find_chains(page)
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
        for top in sorted(inner):
            above = [n for n in frame.lines if page.lines[n].box.bottom < top + 0.5 * frame.size]
            below = frame.lines[len(above) :]
            if above and below and _narrower(above, below, page):
                frames.remove(frame)
                frames += [_build(above, page), _build(below, page)]
                break
    return frames


def _narrower(above: Sequence[int], below: Sequence[int], page: PageLines) -> bool:
    """Whether lines stay well within the left or right edge of those above."""
    size = page.lines[above[0]].size
    upper, lower = (surround(page.lines[n].box for n in numbers) for numbers in (above, below))
    return lower.right < upper.right - 2 * size or lower.left > upper.left + 2 * size


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
