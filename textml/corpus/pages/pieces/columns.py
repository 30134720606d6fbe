"""Part columns that a dump mixed line by line: each is read from its top to its foot, one after the other."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from textml.corpus.pages.lines.marks import read_marks
from textml.corpus.pages.lines.sheet import Line, Sheet, measure_sheet, measure_width
from textml.corpus.pages.pieces.parts import ENDED

# All weights below are in log odds and set by hand on typeset pages whose columns were mixed on purpose.
# Blocks of fewer lines are left as they are; more columns than this are never mixed.
_FEWEST, _MOST_COLUMNS = 8, 4
# Widths of columns of running text in em.
_NARROWEST, _WIDEST = 8.0, 30.0
# A line is full if it lacks less than the first, indented if it lacks less than the second, in em.
_FULL, _INDENT = 0.9, 3.4
# An indented line in mid-sentence; a full line behind a short one that ends a sentence; a short line in mid-sentence.
_NEW_INSIDE, _OLD_AFTER_END, _BREAKS_OFF = -4.0, -2.0, -2.0
# A word of the page over the wrap, and two characters that the page has nowhere else together.
_KNOWN, _UNKNOWN = 1.0, -0.3
# Another column comes next than the last time; another column begins.
_IRREGULAR, _NEW_COLUMN = -1.2, -3.0
# By so much at least the columns have to read better than the block as it is, and by so much for each of its lines.
_GAIN, _GAIN_A_LINE = 6.0, 0.25
# So many ways to go on are kept at every line.
_BEAM = 16


@dataclass(frozen=True, slots=True)
class _Half:
    """A line, or a part of one that stands in one column: whether it is full, indented, ended and in which line."""

    line: Line
    place: int
    full: bool
    indented: bool
    ended: bool


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to deal the lines so far to columns."""

    score: float
    lasts: tuple[int, ...]
    after: tuple[int, ...]
    column: int
    back: "_Way | None"


def part_columns(sheet: Sheet) -> Sheet:
    """Part the columns that a dump mixed.

    Parameters
    ----------
    sheet : Sheet
        Lines of the page, in the order of the dump.

    Returns
    -------
    Sheet
        The same sheet where no columns are mixed; otherwise halves of one printed line are lines with its number.
    """
    if sheet.spaced or sheet.indents or not any(line.apart for line in sheet.lines):
        # the tools that mix columns leave a blank line between blocks, and no indents
        return sheet
    lines: list[Line] = []
    known: Counter[str] | None = None
    changed = False
    for block in _blocks(sheet.lines):
        if known is None and len(block) >= _FEWEST:
            text = "\n".join(line.folded for line in sheet.lines)
            known = Counter(map(str.__add__, text, text[1:]))
        parted = _part_block(block, known) if known is not None and len(block) >= _FEWEST else None
        changed |= parted is not None
        lines += block if parted is None else parted
    return measure_sheet(replace(sheet, lines=lines)) if changed else sheet


def _blocks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines between two blank ones."""
    block: list[Line] = []
    for line in lines:
        if line.apart and block:
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _part_block(block: Sequence[Line], known: Counter[str]) -> list[Line] | None:
    """The lines of a block column by column, or nothing if it is one column."""
    measure = _find_measure(block)
    if not _NARROWEST <= measure <= _WIDEST:
        return None
    halves = [half for place, line in enumerate(block) for half in _halve(line, place, measure)]
    whole = [_Half(line, n, *_look(line, measure)) for n, line in enumerate(block)]
    plain = sum(_follow(one, other, known) for one, other in pairwise(whole))
    plain += 2 * _OLD_AFTER_END * (len(halves) - len(whole))
    if plain > -_GAIN - _GAIN_A_LINE * len(block):
        return None
    score, columns = _deal(halves, known)
    return _read_columns(halves, columns) if score - plain >= _GAIN + _GAIN_A_LINE * len(halves) else None


def _find_measure(block: Sequence[Line]) -> float:
    """The width that most lines fill, or most of the parts between their spaces."""
    widths = [width for line in block for width in _widths(line)]
    counts = Counter(map(round, widths))
    if not counts:
        return 0.0
    full = max(counts, key=lambda width: (counts[width] + counts[width - 1] + counts[width + 1], width))
    near = sorted(width for width in widths if abs(width - full) <= 1.0)
    return near[len(near) // 2]


def _widths(line: Line) -> Iterator[float]:
    if line.letter_spaced or " " not in line.text:
        yield line.width
        return
    for part in line.text.split(" "):
        if (width := measure_width(part)) >= _NARROWEST:
            yield width


def _look(line: Line, measure: float) -> tuple[bool, bool, bool]:
    lacks = measure - line.width
    return lacks < _FULL, _FULL <= lacks < _INDENT, line.marks.finish >= ENDED


def _halve(line: Line, place: int, measure: float) -> Iterator[_Half]:
    """The parts of a line that is wider than a column, each as wide as one."""
    while line.width > measure + _INDENT and not line.letter_spaced:
        cuts = [n for n, c in enumerate(line.text) if c == " "]
        fits = [n for n in cuts if -_INDENT - 1 < measure_width(line.text[:n]) - measure < 1.6]
        if not fits:
            break
        cut = fits[-1]
        head = _shorten(line, line.text[:cut].rstrip())
        yield _Half(head, place, *_look(head, measure))
        line = _shorten(line, line.text[cut:].lstrip())
    yield _Half(line, place, *_look(line, measure))


def _shorten(line: Line, text: str) -> Line:
    start = line.text.index(text)
    folded = line.folded[start : start + len(text)]
    return replace(line, text=text, folded=folded, width=measure_width(text), marks=read_marks(folded), apart=False)


def _follow(one: _Half, other: _Half, known: Counter[str]) -> float:
    """How well a line goes on where another ends."""
    if one.ended:
        if one.full:
            return _KNOWN / 4
        return _OLD_AFTER_END if other.full and not other.line.marks.opens else _KNOWN / 2
    if other.line.marks.opens or (other.indented and not other.ended):
        return _NEW_INSIDE
    score = 0.0 if one.full or one.indented else _BREAKS_OFF
    seam = one.line.folded[-1] + other.line.folded[0]
    if seam.isalpha():
        score += _KNOWN if known[seam] > 0 else _UNKNOWN
    return score


def _deal(halves: Sequence[_Half], known: Counter[str]) -> tuple[float, list[int]]:
    """Deal lines to columns so that each reads on and they take turns: the score, and a column for each line."""
    scores: dict[tuple[int, int], float] = {}
    ways = [_Way(0.0, (), (), -1, None)]
    for n, half in enumerate(halves):
        found: dict[tuple[tuple[int, ...], tuple[int, ...], int], _Way] = {}
        for last in {last for way in ways for last in way.lasts if (last, n) not in scores}:
            scores[last, n] = _follow(halves[last], half, known)
        for way, column in _columns_for(half, ways, halves):
            longer = _go_on(way, column, n, scores)
            key = longer.lasts, longer.after, column
            if key not in found or longer.score > found[key].score:
                found[key] = longer
        ways = sorted(found.values(), key=lambda way: -way.score)[:_BEAM]
        if not ways:
            return float("-inf"), []
    best: _Way | None = ways[0]
    score, columns = ways[0].score, []
    while best is not None and best.back is not None:
        columns.append(best.column)
        best = best.back
    return score, columns[::-1]


def _columns_for(half: _Half, ways: Sequence[_Way], halves: Sequence[_Half]) -> Iterator[tuple[_Way, int]]:
    """The columns, one more than there are, that a line may go to; two halves of one printed line never share one."""
    for way in ways:
        for column in range(min(len(way.lasts) + 1, _MOST_COLUMNS)):
            if column == len(way.lasts) or halves[way.lasts[column]].place != half.place:
                yield way, column


def _go_on(way: _Way, column: int, n: int, scores: Mapping[tuple[int, int], float]) -> _Way:
    """Put line n into a column, given how well it follows each line before."""
    lasts, after = way.lasts, way.after
    if column == len(lasts):
        score = _NEW_COLUMN if n else 0.0
        lasts, after = (*lasts, n), (*after, -1)
    else:
        score = scores[lasts[column], n]
        lasts = (*lasts[:column], n, *lasts[column + 1 :])
    if way.column >= 0:
        if after[way.column] not in (-1, column):
            score += _IRREGULAR
        after = (*after[: way.column], column, *after[way.column + 1 :])
    return _Way(way.score + score, lasts, after, column, way)


def _read_columns(halves: Sequence[_Half], columns: Sequence[int]) -> list[Line]:
    """The lines of each column; a column that stands left of another in a printed line comes first."""
    numbers = sorted(set(columns))
    before = Counter(
        (columns[n - 1], columns[n]) for n in range(1, len(halves)) if halves[n].place == halves[n - 1].place
    )
    numbers.sort(key=lambda c: (sum(before[o, c] > before[c, o] for o in numbers), c))
    lines: list[Line] = []
    for number in numbers:
        own = [half.line for half, column in zip(halves, columns, strict=True) if column == number]
        lines += [replace(own[0], apart=True), *(replace(line, apart=False) for line in own[1:])]
    return lines
