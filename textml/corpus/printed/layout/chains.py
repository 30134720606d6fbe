"""Link lines of one type that stand below each other to chains."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from textml.corpus.geometry import Box, PrintedLine
from textml.corpus.printed.layout.boxes import PageLines, across, cells, down, middle, overlap, style, surround

# Type sizes of one frame differ by at most this factor where the font is the same; of OCR they are heights of lines.
_SAME_SIZE, _SAME_HEIGHT = 1.04, 1.04
# Distance of the tops of two lines of one frame, in sizes: print is set with 1.1 to 1.9.
_WIDEST_LEADING = 2.3
# A distance this many times the frame's usual one parts it; a blank line is 2, space between paragraphs about 1.3.
_WIDER = 1.42
# Where lines do not stand below each other, as under a short last line, they are no further apart than others by this.
_CLOSE = 1.15
# The last lines of a chain that say how wide it is there.
_TAIL = 4
# Rows of one headline stand at most this many sizes below each other; type from this many times the body is of one.
_WIDEST_ROWS, _LARGE = 1.7, 1.3
# A column is at least this many sizes wide.
_SHORTEST = 5.0
# Rules are thinner than this, in points.
_THIN = 3.0


def find_chains(page: PageLines) -> list[list[int]]:
    """Find lines of one type that stand below each other, one leading apart.

    Parameters
    ----------
    page : PageLines
        Its lines.

    Returns
    -------
    list of list of int
        Positions of lines from top to bottom; every line is in exactly one chain.
    """
    following = _link(page)
    starts = set(range(len(page.lines))) - set(following.values())
    chains = []
    for start in sorted(starts):
        chain = [start]
        while chain[-1] in following:
            chain.append(following[chain[-1]])
        chains.append(chain)
    chains = _join_chains(chains, page)
    usual = _usual_leadings(chains, page.lines)
    large = _LARGE * _body_size(page)
    return [part for chain in chains for part in _part(chain, page.lines, usual, large)]


def _link(page: PageLines) -> dict[int, int]:
    """Lines with the line that continues their frame below them."""
    seen: dict[int, int] = {}
    claims: dict[int, list[int]] = defaultdict(list)
    barriers = sorted(_barriers(page), key=lambda box: box.top)
    at = 0
    for j, line in enumerate(page.lines):
        while at < len(barriers) and barriers[at].top <= middle(line):
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


def _join_chains(chains: Sequence[list[int]], page: PageLines) -> list[list[int]]:
    """Join chains where only the last line above is too short to reach the next, as above centred headings."""
    # a chain may begin in another measure than it ends in
    tails = [_measure(chain[-_TAIL:], page) for chain in chains]
    claims: dict[int, list[int]] = defaultdict(list)
    rules = [rule for rule in _barriers(page) if rule.bottom - rule.top < _THIN]
    for below, chain in enumerate(chains):
        first = page.lines[chain[0]]
        wanted = []
        for above, other in enumerate(chains):
            last = page.lines[other[-1]]
            if above == below or len(other) < 2 or last.box.bottom > first.box.bottom - 0.6 * first.size:
                continue
            step = last.box.bottom - page.lines[other[-2]].box.bottom
            if not _fits_type(page, other[-1], chain[0]) or first.box.bottom - last.box.bottom > _CLOSE * step:
                continue
            whole = _measure(chain, page)
            if overlap(tails[above], whole) < 0.9 * (whole[1] - whole[0]):
                continue
            gap = last.box.bottom, first.box.top
            if not any(overlap(across(rule), across(first.box)) > 0 <= overlap(down(rule), gap) for rule in rules):
                wanted.append(above)
        if len(wanted) == 1:
            claims[wanted[0]].append(below)
    return _chain_up(chains, {above: below[0] for above, below in claims.items() if len(below) == 1})


def _chain_up(chains: Sequence[list[int]], following: dict[int, int]) -> list[list[int]]:
    """Put chains that follow each other together."""
    joined = []
    for start in sorted(set(range(len(chains))) - set(following.values())):
        whole, at = list(chains[start]), start
        while at in following:
            at = following[at]
            whole += chains[at]
        joined.append(whole)
    return joined


def _measure(chain: Sequence[int], page: PageLines) -> tuple[float, float]:
    """Left and right edge of a chain of lines."""
    return across(surround(page.lines[n].box for n in chain))


def _barriers(page: PageLines) -> Iterator[Box]:
    """Boxes between whose upper and lower side no frame runs on."""
    yield from page.pictures
    for rule in page.rules:
        # a short rule is an underline or a sign of equality
        if rule.right - rule.left > 24 and rule.bottom - rule.top < _THIN:
            yield rule


def _fits(page: PageLines, i: int, j: int) -> bool:
    """Whether line j may continue the frame of line i above it."""
    if not _fits_type(page, i, j):
        return False
    stretches = _reach(page.lines[i]), _reach(page.lines[j])
    return overlap(*stretches) > 0.5 * min(right - left for left, right in stretches)


def _fits_type(page: PageLines, i: int, j: int) -> bool:
    """Whether line j is of the type of line i, and as far below it as lines of one frame are."""
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
    return 0.6 * small < leading < _WIDEST_LEADING * large


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


def _body_size(page: PageLines) -> float:
    """Size of most of the page's characters."""
    counts: dict[float, int] = defaultdict(int)
    for text, line in zip(page.texts, page.lines, strict=True):
        counts[line.size] += len(text)
    half, so_far = sum(counts.values()) / 2, 0
    for size in sorted(counts):
        so_far += counts[size]
        if so_far >= half:
            return size
    return 0.0


def _part(
    chain: list[int], lines: Sequence[PrintedLine], usual: dict[tuple[str, float], float], large: float
) -> Iterator[list[int]]:
    """Part a chain of lines where they stand further apart than elsewhere, or than rows of a headline do."""
    steps = [lines[j].box.bottom - lines[i].box.bottom for i, j in pairwise(chain)]
    if not steps:
        yield chain
        return
    own = median(steps)
    known = usual.get(style(lines[chain[0]]))
    step = min(own, known) if known is not None else own
    part = chain[:1]
    for number, distance in zip(chain[1:], steps, strict=True):
        size = lines[number].size
        if distance > _WIDER * step or (size > large and distance > _WIDEST_ROWS * size and lines[number].font):
            yield part
            part = []
        part.append(number)
    yield part
