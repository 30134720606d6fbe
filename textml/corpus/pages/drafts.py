"""The items of a page while a person's corrections change them, line by line."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from textml.corpus.pages.lines.blocks import Block, BlockKind, build_block
from textml.corpus.pages.lines.sheet import Sheet
from textml.corpus.pages.search.items import Item, first_line

#: Parts of a headline that a line can be.
HEADLINE_PARTS = ("title", "kicker", "subtitle", "column")
_KINDS: dict[str, BlockKind] = {"text": "paragraph", "furniture": "mark"}
_KINDS |= dict.fromkeys(("headline", *HEADLINE_PARTS), "headline")


@dataclass(slots=True)
class Draft:
    """An item while it is corrected.

    Attributes
    ----------
    origin : Item
        The item of the cutter that it is, or was a part of.
    reason, sure
        As of `Item`.
    headline : list of int
        Places of its lines in `Sheet.lines`.
    body : list of int
        Places of the lines of its text, headings and marks, in reading order.
    """

    origin: Item
    reason: str
    sure: bool = False
    headline: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)

    def drop(self, places: Collection[int]) -> None:
        """Take lines away."""
        self.headline = [place for place in self.headline if place not in places]
        self.body = [place for place in self.body if place not in places]


class PageDraft:
    """The items of a page while they are corrected.

    Parameters
    ----------
    items : sequence of Item
        As the cutter found them.
    sheet : Sheet
        Lines of the page.

    Attributes
    ----------
    items : list of Draft
        Those without lines do not count any more.
    owner : list of int
        For every line, the number of its item.
    heads : set of int
        Lines of headlines. A heading inside a text is none of them.
    notes : list of str
        What was noticed about corrections.
    """

    def __init__(self, items: Iterable[Item], sheet: Sheet) -> None:
        n = len(sheet.lines)
        self.items: list[Draft] = []
        self.owner = [0] * n
        self.heads: set[int] = set()
        self.notes: list[str] = []
        self._sheet = sheet
        self._blocks: dict[int, Block] = {}
        # for every line: what it is, whether it begins a block, whether it is a numbered sub-heading
        self._kinds: list[BlockKind] = ["paragraph"] * n
        self._starts, self._subheadings = [False] * n, [False] * n
        # marks that are text, as the office that signs a notice, and parts of headlines that a person told
        self._signed: set[int] = set()
        self._parts: dict[int, str] = {}
        # lines that begin a paragraph only if the sentence before them has come to its end
        self._loose: set[int] = set()
        for item in items:
            self._read(item)

    def _read(self, item: Item) -> None:
        draft = Draft(item, item.reason, item.sure)
        for blocks, places in ((item.headline, draft.headline), (item.body, draft.body)):
            for block in blocks:
                self._blocks[block.first] = block
                self._starts[block.first] = True
                if block.marks.sign_off:
                    self._signed.update(range(block.first, block.last + 1))
                for place in range(block.first, block.last + 1):
                    self._kinds[place], self._subheadings[place] = block.kind, block.subheading
                    places.append(place)
            places.sort()
        self._own(draft)

    def _own(self, draft: Draft) -> None:
        self.heads.update(draft.headline)
        for place in (*draft.headline, *draft.body):
            self.owner[place] = len(self.items)
        self.items.append(draft)

    def holder(self, place: int) -> Draft:
        """The item that a line belongs to."""
        return self.items[self.owner[place]]

    def begin(self, at: int) -> None:
        """Let an item begin at a line; a headline stays with the text before the line unless it is cut itself."""
        item = self.holder(at)
        body = bisect_left(item.body, at)
        headline = bisect_left(item.headline, at) if at in self.heads else len(item.headline)
        # a byline between the headline and the text does not make the text an article without a headline
        headed = bool(item.headline) and item.headline[0] < at
        before = [place for place in item.body[:body] if self._kinds[place] != "mark" or not headed]
        if not before and headline in (0, len(item.headline)):
            item.sure = True
            return
        self._starts[at] = True
        new = Draft(item.origin, "cut by a person", True, item.headline[headline:], item.body[body:])
        del item.headline[headline:], item.body[body:]
        self._add(new)

    def cut_out(self, places: Sequence[int]) -> None:
        """Make an item of its own of a stretch of lines."""
        new = Draft(self.holder(places[0]).origin, "cut by a person", True)
        for stretch in _runs(dict.fromkeys(places, ("", 0))):
            self._part(stretch)
            self._loose.add(stretch.stop)
            for item in self._holders(stretch):
                for own, taken in ((item.headline, new.headline), (item.body, new.body)):
                    inside = slice(bisect_left(own, stretch.start), bisect_left(own, stretch.stop))
                    taken += own[inside]
                    del own[inside]
        new.headline.sort()
        new.body.sort()
        self._add(new)

    def _holders(self, places: Iterable[int]) -> list[Draft]:
        return [self.items[number] for number in sorted({self.owner[place] for place in places})]

    def _add(self, new: Draft) -> None:
        """Add an item; if it has no headline, a heading at its beginning becomes one."""
        if not new.headline:
            n = next((n for n, p in enumerate(new.body) if self._kinds[p] != "headline"), len(new.body))
            new.headline, new.body = new.body[:n], new.body[n:]
        self._own(new)

    def move(self, wanted: dict[int, tuple[str, int]]) -> None:
        """Make each line what a person says it is, in the item of that number."""
        changed = {place: want for place, want in wanted.items() if self._is_new(place, *want)}
        for item in self._holders(changed):
            item.drop(changed)
        for stretch in _runs(changed):
            self._change(stretch, changed[stretch[0]][0])
        for place, (to, number) in changed.items():
            self.owner[place] = number
            item = self.items[number]
            (item.headline if _KINDS[to] == "headline" else item.body).append(place)
        for item in (self.items[number] for number in sorted({number for _, number in wanted.values()})):
            item.headline.sort()
            item.body.sort()
            item.sure = True
            item.reason += "; lines moved by a person"

    def _is_new(self, place: int, to: str, number: int) -> bool:
        kind, is_head = _KINDS[to], place in self.heads
        as_it_is = (self._kinds[place], self.owner[place], is_head) == (kind, number, kind == "headline")
        return not as_it_is or to in HEADLINE_PARTS or place in self._signed

    def _change(self, stretch: range, to: str) -> None:
        """Say what neighbouring lines are, and where blocks begin in them and behind them."""
        self._part(stretch)
        kind, after_heading = _KINDS[to], False
        for place in stretch:
            was_heading = self._kinds[place] == "headline"
            if kind == "headline":
                line = self._sheet.lines[place]
                self._starts[place] = place == stretch[0] or (self._sheet.spaced and not line.glued)
                self.heads.add(place)
                self._parts[place] = to if to in HEADLINE_PARTS else ""
            else:
                self.heads.discard(place)
                if not (was_heading or after_heading) and (place == stretch[0] or self._kinds[place] == "mark"):
                    self._loose.add(place)
            after_heading = was_heading and kind == "paragraph"
            self._kinds[place] = kind
            self._blocks.pop(place, None)
        if not after_heading:
            self._loose.add(stretch.stop)

    def _part(self, stretch: range) -> None:
        """Let a block begin with a stretch and, if the stretch takes the beginning of a block away, behind it."""
        begins = any(self._starts[place] for place in stretch)
        self._starts[stretch[0]] = True
        if begins and stretch[-1] + 1 < len(self._starts):
            self._starts[stretch[-1] + 1] = True

    def opens(self, at: int) -> bool:
        """Whether an article begins with a line: in its headline, or where its text begins."""
        body = self.holder(at).body
        first = next((place for place in body if self._kinds[place] == "paragraph"), -1)
        return bool(body) and (at in self.heads or at in (body[0], first))

    def join(self, parents: dict[int, tuple[int, bool]]) -> None:
        """Let articles go on with the text of others.

        Each number of an article comes with that of the article that it continues, and whether its headline becomes a
        heading in the text.
        """
        children: dict[int, list[int]] = {}
        for number in sorted(parents, key=lambda number: self.items[number].body[0]):
            children.setdefault(parents[number][0], []).append(number)
        for first in children.keys() - parents.keys():
            self.items[first].sure = True
            self.items[first].reason += "; joined by a person"
            waiting = children[first][::-1]
            while waiting:
                number = waiting.pop()
                self._join(first, self.items[number], parents[number][1])
                waiting += children.get(number, [])[::-1]

    def _join(self, first: int, joined: Draft, heading: bool) -> None:
        item = self.items[first]
        if heading:
            self.heads.difference_update(joined.headline)
            joined.headline, joined.body = [], sorted((*joined.headline, *joined.body))
        elif not item.headline:
            item.headline, joined.headline = joined.headline, []
        elif joined.headline:
            joined.reason = "headline left by a join"
        self._loose.update(joined.body[:1])
        item.body += joined.body
        for place in (*item.headline, *joined.body):
            self.owner[place] = first
        joined.body = []

    def exchange(self, gifts: dict[int, int]) -> None:
        """Give headlines of articles to others; a headline that has lost its article goes to the first giver."""
        headlines = {number: self.items[number].headline for number in (*gifts, *gifts.values())}
        for giver in gifts.keys() - set(gifts.values()):
            end = giver
            while end in gifts:
                end = gifts[end]
            self.items[giver].headline = headlines[end]
            self.items[giver].reason = "headline moved by a person"
        for giver, taker in gifts.items():
            item = self.items[taker]
            item.headline, item.sure = headlines[giver], True
            if giver != taker:
                item.reason = "headline given by a person"

    def build(self) -> list[Item]:
        """Items of all drafts that have lines, in page order."""
        built = [
            replace(
                draft.origin,
                headline=tuple(self._group(draft.headline)),
                body=tuple(self._group(draft.body)),
                reason=draft.reason,
                sure=draft.sure,
            )
            for draft in self.items
            if draft.headline or draft.body
        ]
        return sorted(built, key=first_line)

    def _group(self, places: Sequence[int]) -> list[Block]:
        """Blocks of lines of an item; a mark between the lines of a paragraph does not end it."""
        groups: list[list[int]] = []
        open_groups: dict[BlockKind, list[int]] = {}
        for place in places:
            kind = self._kinds[place]
            begins = self._starts[place] and not (place in self._loose and self._goes_on(open_groups, place))
            if kind not in open_groups or begins:
                if kind == "headline":
                    open_groups.clear()
                open_groups[kind] = []
                groups.append(open_groups[kind])
            open_groups[kind].append(place)
        return [self._build_block(group) for group in groups]

    def _goes_on(self, open_groups: dict[BlockKind, list[int]], place: int) -> bool:
        """Whether a line continues the sentence of the paragraph before it."""
        if self._kinds[place] != "paragraph" or "paragraph" not in open_groups:
            return False
        before, line = open_groups["paragraph"][-1], self._sheet.lines[place]
        headed = self._subheadings[before] or self._subheadings[place]
        return not (headed or line.indented) and self._sheet.lines[before].marks.finish == 0

    def _build_block(self, group: Sequence[int]) -> Block:
        first = group[0]
        kind, old = self._kinds[first], self._blocks.get(first)
        part = self._parts.get(first, "")
        if old and (old.kind, old.part) == (kind, part) and (old.last, len(old.lines)) == (group[-1], len(group)):
            return old
        lines = [self._sheet.lines[place] for place in group]
        block = build_block(kind, lines, first, self._subheadings[first])
        # what a person calls furniture is no text, even if it reads like the end of a notice
        return replace(block, last=group[-1], marks=replace(block.marks, sign_off=False), part=part)


def _runs(changed: dict[int, tuple[str, int]]) -> list[range]:
    """Stretches of neighbouring lines that become the same part of the same item."""
    runs: list[range] = []
    for place, want in sorted(changed.items()):
        if runs and runs[-1].stop == place and changed[place - 1] == want:
            runs[-1] = range(runs[-1].start, place + 1)
        else:
            runs.append(range(place, place + 1))
    return runs
