"""Dumps of the simulator whose truth is known, as the cutter reads them."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.bench_pages import items_of
from tests.corpus.pages.invented import invent_items
from tests.corpus.pages.simulator import EVERYTHING, SimulatedPage, Style, TruthItem, only, replace, simulate_page
from textml.corpus.pages.lines.blocks import Block
from textml.corpus.pages.lines.role_cues import is_numbered
from textml.corpus.pages.lines.roles import Role
from textml.corpus.pages.lines.sheet import Line, Sheet, read_sheet

ROOT = Path(__file__).parent.parent.parent
STYLES: dict[str, Style] = {
    "wrapped": EVERYTHING,
    "flat": replace(EVERYTHING, dump="flat"),
    "newswire": replace(EVERYTHING, dump="newswire"),
}
# How much pages of invented stories count beside those of real news: with 1 pages of the simulator fall by 0.02, with
# more than 2 long real pages are cut.
_SIMULATED, _PLAIN = 2.0, 1.5
# A paragraph of fewer characters without a full stop may be read as a heading, too.
_HEADING = 40


@dataclass(frozen=True)
class Printed:
    """What a line was printed as: number of its item, -1 for none; part of it; whether a paragraph starts in it."""

    item: int = -1
    part: str = "furniture"
    starts: bool = False
    is_heading: bool = False


@dataclass
class KnownPage:
    """The lines of a page, and what each was printed as.

    `kind` and `order` are what whole groups are held out by; `weight` is how much the page counts in the fit; `source`
    is how the file of weights names it.
    """

    sheet: Sheet
    printed: Sequence[Printed]
    kind: str
    order: str
    weight: float = 1.0
    source: str = "of invented stories"

    @property
    def is_clean(self) -> bool:
        """Whether every text is in one piece, so that the true layout is one that the search knows."""
        owners = [line.item for line in self.printed if line.part == "body"]
        pieces = [owner for n, owner in enumerate(owners) if n == 0 or owners[n - 1] != owner]
        return len(pieces) <= 1.05 * len(set(pieces))

    def owner(self, block: Block) -> int:
        """The item of most of a block's lines."""
        return Counter(self.line(line).item for line in block.lines).most_common(1)[0][0]

    def line(self, line: Line) -> Printed:
        """What a line of the sheet was printed as."""
        return self.printed[line.number - 1]

    def roles(self) -> list[Role | None]:
        """The role of every line; None where it is no matter."""
        found: list[Role | None] = []
        opened = False
        for line in self.sheet.lines:
            printed = self.line(line)
            if printed.part != "body" and line.marks.opens and not line.marks.alone:
                # a dateline on a line of its own: its paragraph goes on in the next
                found.append(Role.START)
                opened = True
                continue
            found.append(None if opened and printed.part == "body" and printed.starts else _role_of(line, printed))
            opened = False
        return found


def _role_of(line: Line, printed: Printed) -> Role | None:
    if line.marks.alone:
        return Role.MARK
    if printed.part == "byline":
        return Role.MARK if len(line.text) < 16 and not line.marks.opens else None
    if printed.part == "body":
        if printed.is_heading:
            return Role.SUBHEADING if is_numbered(line.folded) else None
        return Role.START if printed.starts else Role.CONTINUATION
    if printed.part == "furniture" and line.folded[-1] in "。,":
        return None
    return Role.HEADLINE


def is_heading(paragraph: str) -> bool:
    """Whether a paragraph may be a heading inside an article."""
    return len(paragraph) < _HEADING and paragraph[-1:] not in "。！？”.!?"


def simulator_pages(seeds: Sequence[int] = (0, 1, 2)) -> Iterator[KnownPage]:
    """Pages of the stories of seeds/pages with every phenomenon, as three kinds of dump."""
    for name, style in STYLES.items():
        for n, items in enumerate(items_of(ROOT)):
            for seed in seeds:
                order = list(items)
                random.Random(f"{name}{n}{seed}").shuffle(order)
                yield know_simulated(simulate_page(order, style, seed * 100 + n), name, weight=_SIMULATED)


def plain_pages(seeds: Sequence[int] = range(100, 200)) -> Iterator[KnownPage]:
    """Pages of stories put together of a few words, plain and with every phenomenon."""
    styles = [only("wrapped_headlines", "glued_display", "leads"), only("headline_after", "leads"), *STYLES.values()]
    for n, seed in enumerate(seeds):
        page = simulate_page(invent_items(seed), styles[n % len(styles)], seed)
        yield know_simulated(page, "invented", weight=_PLAIN)


def know_simulated(
    page: SimulatedPage, kind: str, source: str = "of invented stories", weight: float = 1.0
) -> KnownPage:
    """A page of the simulator, with what its lines were printed as."""
    lines = page.text.split("\n")
    printed = [Printed()] * len(lines)
    for number, item in enumerate(page.truth):
        _note_item(number, item, lines, printed)
    return KnownPage(read_sheet(page.text), printed, kind, "simulator", weight, source)


def _note_item(number: int, item: TruthItem, lines: Sequence[str], printed: list[Printed]) -> None:
    for n in item.title_lines:
        said = _letters(lines[n - 1])
        parts = {"kicker": item.kicker, "subtitle": item.subtitle}
        part = next((part for part, text in parts.items() if text and said in _letters(text)), "title")
        printed[n - 1] = Printed(number, part)
    for n in item.furniture_lines:
        printed[n - 1] = Printed(number, "byline")
    place, starts = 0, _find_starts(item.body)
    whole = _letters(item.body)
    for n in item.body_lines:
        said = _letters(lines[n - 1])
        at = whole.find(said, max(place - 1, 0), place + len(said) + 2)
        if at < 0:
            # a lead stands before the text, a jump mark behind it
            tails = (said[-k:] for k in range(len(said) - 1, 0, -1))
            said = next((tail for tail in tails if whole.startswith(tail, place)), said)
            at = place
        printed[n - 1] = Printed(number, "body", at in starts or n == item.body_lines[0], starts.get(at, False))
        place = at + len(said)


def _letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _find_starts(body: str) -> dict[int, bool]:
    """Where paragraphs start, in letters, and whether each may be a heading."""
    found, at = {}, 0
    for paragraph in body.split("\n"):
        found[at] = is_heading(paragraph)
        at += len(_letters(paragraph))
    return found
