"""Corrections turn any wrong cut into the right one, in any order."""

import random
from collections.abc import Sequence
from itertools import pairwise

import pytest

from tests.corpus.pages.invented import invent_items
from tests.corpus.pages.simulator import EVERYTHING, SimulatedPage, simulate_page
from textml.corpus.pages.correcting import apply_corrections
from textml.corpus.pages.corrections import Correction
from textml.corpus.pages.lines.blocks import Block, BlockKind, build_block, build_blocks
from textml.corpus.pages.lines.roles import read_roles
from textml.corpus.pages.lines.sheet import Sheet, read_sheet
from textml.corpus.pages.search.items import Item
from textml.corpus.pages.search.layout import read_layout

#: What an item consists of: lines of headline, text and furniture.
Parts = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
ROLES = ("headline", "text", "furniture")


def true_parts(page: SimulatedPage) -> list[Parts]:
    """The items of a page as they were printed; what has no text has only lines of a headline and furniture."""
    found = []
    for item in page.truth:
        if item.kind in ("masthead", "slogan", "teaser"):
            parts = (sorted(item.title_lines + item.body_lines), [], item.furniture_lines)
        else:
            parts = (item.title_lines, item.body_lines, item.furniture_lines)
        found.append(tuple(map(tuple, parts)))
    return sorted(parts for parts in found if any(parts))


def read_parts(items: Sequence[Item]) -> list[Parts]:
    """The same of items that were cut."""

    def numbers(blocks: Sequence[Block]) -> tuple[int, ...]:
        return tuple(sorted(line.number for block in blocks for line in block.lines))

    found = []
    for item in items:
        marks = [block for block in item.body if block.kind == "mark" and not block.marks.sign_off]
        text = [block for block in item.body if block not in marks]
        found.append((numbers(item.headline), numbers(text), numbers(marks)))
    return sorted(found)


def cut_at_random(sheet: Sheet, rng: random.Random) -> list[Item]:
    """Items that have nothing to do with the page: blocks of any length and kind, thrown together."""
    bounds = [0, *sorted(rng.sample(range(1, len(sheet.lines)), min(30, len(sheet.lines) - 1))), len(sheet.lines)]
    items: list[tuple[list[Block], list[Block]]] = [([], []) for _ in range(rng.randint(1, 9))]
    for first, stop in pairwise(bounds):
        headline, body = rng.choice(items)
        kind = rng.choice(["paragraph", "paragraph", "headline", "mark"])
        block = build_block(kind, sheet.lines[first:stop], first)
        (headline if kind == "headline" and rng.random() < 0.8 else body).append(block)
    return [Item(tuple(h), tuple(b), 0.0, "at random") for h, b in items if h or b]


class Person:
    """Writes the corrections that a page needs, entry by entry, looking only at lines."""

    def __init__(self, sheet: Sheet, items: Sequence[Item]) -> None:
        self.sheet = sheet
        self.owner: dict[int, int] = {}
        self.role: dict[int, str] = {}
        for number, (headline, text, marks) in enumerate(map(read_one, items)):
            for role, lines in zip(ROLES, (headline, text, marks), strict=True):
                self.owner |= dict.fromkeys(lines, number)
                self.role |= dict.fromkeys(lines, role)
        self.text = {line.number: line.text for line in sheet.lines}
        self.corrections: list[Correction] = []

    def write(self, truth: Sequence[Parts]) -> list[Correction]:
        anchors = [next(part for part in (text, headline, marks) if part)[0] for headline, text, marks in truth]
        taken: set[int] = set()
        for anchor in anchors:
            if self.owner[anchor] in taken:
                self._say("cut", anchor, last=anchor)
                # what a heading in a text is when it begins an item, only the next look would say
                self.owner[anchor], self.role[anchor] = 1000 + anchor, "unknown"
            taken.add(self.owner[anchor])
        for anchor, parts in zip(anchors, truth, strict=True):
            for role, lines in zip(ROLES, parts, strict=True):
                wrong = [n for n in lines if (self.owner[n], self.role[n]) != (self.owner[anchor], role)]
                if anchor in wrong:
                    wrong.remove(anchor)
                    self._say("move", anchor, to=role)
                for run in self._runs(wrong):
                    self._say("move", run[0], last=run[-1] if len(run) > 1 else 0, to=role, body=anchor)
        return self.corrections

    def _runs(self, lines: Sequence[int]) -> list[list[int]]:
        places = {line.number: place for place, line in enumerate(self.sheet.lines)}
        runs: list[list[int]] = []
        for n in lines:
            if runs and places[n] == places[runs[-1][-1]] + 1:
                runs[-1].append(n)
            else:
                runs.append([n])
        return runs

    def _say(self, action: str, line: int, last: int = 0, body: int = 0, to: str = "") -> None:
        texts = (
            self.text.get(body, ""),
            f"fixed.toml: {action} {len(self.corrections) + 1}",
            last,
            self.text.get(last, ""),
        )
        self.corrections.append(Correction(action, "p", line, self.text[line], body, *texts, to))


def read_one(item: Item) -> Parts:
    return read_parts([item])[0]


@pytest.mark.parametrize("seed", range(40))
def test_any_cut_becomes_the_right_one(seed: int) -> None:
    """However wrong a page is cut, corrections make every line part of its true item, in any order of the file."""
    rng = random.Random(seed)
    page = simulate_page(invent_items(seed, rng.randint(2, 6)), EVERYTHING, seed)
    sheet = read_sheet(page.text)
    truth = true_parts(page)
    found = read_layout(build_blocks(sheet, read_roles(sheet)), sheet)
    for items in (found, cut_at_random(sheet, rng)):
        corrections = Person(sheet, items).write(truth)
        corrected = apply_corrections(items, sheet, corrections)
        assert corrected.problems == []
        assert read_parts(corrected.items) == truth
        rng.shuffle(corrections)
        again = apply_corrections(items, sheet, corrections)
        assert (again.items, again.problems, again.notes) == (corrected.items, [], corrected.notes)


def headed_items() -> tuple[Sheet, list[Item]]:
    """A text that breaks off before a heading and a mark, and another article."""
    sheet = read_sheet("渠首的闸门由闸工\n\n水从哪里来\n\n记者 何小满\n\n每天开一次。\n\n竹席摊子摆到桥头。\n")
    kinds: tuple[BlockKind, ...] = ("paragraph", "headline", "mark", "paragraph", "paragraph")
    blocks = [build_block(kind, [line], n) for n, (kind, line) in enumerate(zip(kinds, sheet.lines, strict=True))]
    return sheet, [Item((), tuple(blocks[:4]), 0.0, "x"), Item((), (blocks[4],), 0.0, "x")]


def test_a_heading_at_a_cut_is_the_headline() -> None:
    """An article that begins with a heading has it as its headline."""
    sheet, items = headed_items()
    found = apply_corrections(items, sheet, [Correction("cut", "p", 3, "水从哪里来")]).items
    assert list(map(read_one, found)) == [((), (1,), ()), ((3,), (7,), (5,)), ((), (9,), ())]


def test_a_paragraph_does_not_go_on_over_a_heading() -> None:
    """What follows a heading begins a paragraph, even if the text above breaks off."""
    sheet, items = headed_items()
    gift = Correction("move", "p", 5, "记者 何小满", 9, "竹席摊子摆到桥头。", to="furniture")
    first, second = apply_corrections(items, sheet, [gift]).items
    assert [block.text for block in first.body] == ["渠首的闸门由闸工", "水从哪里来", "每天开一次。"]
    assert read_one(second) == ((), (9,), (5,))


def test_what_a_person_calls_furniture_is_no_text() -> None:
    """The office that signs a notice is text for the cutter, unless a person says otherwise."""
    sheet = read_sheet("明日沙埠镇停电。\n\n沙埠镇供电所\n")
    paragraph, office = (build_block(kind, [sheet.lines[n]], n) for n, kind in enumerate(("paragraph", "mark")))
    items = [Item((), (paragraph, office), 0.0, "x")]
    assert read_parts(items) == [((), (1, 3), ())]
    told = apply_corrections(items, sheet, [Correction("move", "p", 3, "沙埠镇供电所", to="furniture")])
    assert read_parts(told.items) == [((), (1,), (3,))]


def test_a_cut_below_the_byline_of_a_headline_confirms_the_article() -> None:
    """Headline, byline and text stay together; without a headline, the byline belongs to the article above."""
    sheet = read_sheet("水从哪里来\n\n记者 何小满\n\n渠首的闸门每天开一次。\n")
    headline, byline, text = (
        build_block(kind, [sheet.lines[n]], n) for n, kind in enumerate(("headline", "mark", "paragraph"))
    )
    cut = [Correction("cut", "p", 5, "渠首的闸门每天开一次。")]
    (whole,) = apply_corrections([Item((headline,), (byline, text), 0.0, "x")], sheet, cut).items
    assert (read_one(whole), whole.sure) == (((1,), (5,), (3,)), True)
    apart = apply_corrections([Item((headline,), (), 0, "x"), Item((), (byline, text), 0.0, "x")], sheet, cut).items
    assert list(map(read_one, apart)) == [((1,), (), ()), ((), (), (3,)), ((), (5,), ())]
