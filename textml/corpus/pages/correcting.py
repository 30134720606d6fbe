"""Apply a person's corrections to the items of a page."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textml.corpus.pages.corrections import Correction
from textml.corpus.pages.drafts import PageDraft
from textml.corpus.pages.finding import Finder
from textml.corpus.pages.lines.sheet import Sheet
from textml.corpus.pages.search.items import Item
from textml.errors import CorpusError

_REMOVE = "Remove one of the two entries"


@dataclass(frozen=True, slots=True)
class Corrected:
    """The items of a page as a person wants them.

    Attributes
    ----------
    items : list of Item
        In page order; every line of the page is in exactly one of them.
    problems : list of str
        The corrections that do not fit the page; all others are applied.
    notes : list of str
        Lines that were found by their text at another number, and corrections that change nothing.
    """

    items: list[Item]
    problems: list[str]
    notes: list[str]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A correction with the places of its lines in the sheet; -1 where it names none.

    `numbers` are those of its first and last line as they are printed; `stretch` are the places of all its lines.
    """

    said: Correction
    line: int
    last: int
    body: int
    numbers: tuple[int, int]
    stretch: Sequence[int]

    def order(self) -> tuple[int, int, int, str, int]:
        """Key that puts corrections in an order of their own, so that the order of the file does not matter."""
        first, last = self.numbers
        return first, -last, self.body, self.said.to, self.said.line

    def describe(self, what: str) -> str:
        """A message about its line."""
        said = self.said
        return f"{said.where}: line {said.line} of {said.page} ({said.text.strip()!r}) {what}"

    def refuse(self, why: str) -> CorpusError:
        """The error that it does not fit."""
        return CorpusError(self.describe(why))


def apply_corrections(items: Sequence[Item], sheet: Sheet, corrections: Iterable[Correction]) -> Corrected:
    """Correct the items of a page.

    Parameters
    ----------
    items : sequence of Item
        As the cutter found them, in page order.
    sheet : Sheet
        Lines of the page.
    corrections : iterable of Correction
        Of this page only. Their order does not matter.

    Returns
    -------
    Corrected

    Notes
    -----
    Cuts are made first, then lines are moved, then articles are joined, and at last headlines change places. So every
    correction can name the articles as they are without it, or with the others.
    """
    known = list(corrections)
    finder = Finder(known[0].page if known else "", ((line.number, line.text) for line in sheet.lines))
    # the lines of the page as it is printed, and their places in the sheet
    printed = sorted((line.number, place) for place, line in enumerate(sheet.lines))
    problems = []
    steps: dict[str, list[_Placed]] = {"cut": [], "move": [], "join": [], "headline": []}
    for correction in known:
        try:
            steps[correction.action].append(_place(finder, correction, printed))
        except CorpusError as misfit:
            problems.append(str(misfit))
    page = PageDraft(items, sheet)
    for placed, apply in zip(steps.values(), (_cut, _move, _join, _give_headlines), strict=True):
        problems += apply(page, sorted(placed, key=_Placed.order))
    return Corrected(page.build(), problems, [*finder.notes(), *page.notes])


def _place(finder: Finder, said: Correction, printed: Sequence[tuple[int, int]]) -> _Placed:
    """Find the lines of a correction; a stretch is one of the printed page, in whatever order its texts are read."""
    line = finder.find(said, said.line, said.text)
    last = finder.find(said, said.last, said.last_text) if said.last else -1
    body = finder.find(said, said.body, said.body_text) if said.body else -1
    first = finder.number(line)
    end = finder.number(last) if said.last else first
    inside = printed[bisect_left(printed, (first, line)) : bisect_right(printed, (end, max(last, line)))]
    stretch = sorted(place for _, place in inside)
    placed = _Placed(said, line, last, body, (first, end if said.last else -1), stretch)
    if said.last and end < first:
        raise placed.refuse(f"comes after {said.last_text.strip()!r} on the page. Give the first and the last line")
    return placed


def _try_each(apply: Callable[[_Placed], None], placed: Iterable[_Placed]) -> list[str]:
    """Apply corrections one by one; each that does not fit is a problem."""
    problems = []
    for correction in placed:
        try:
            apply(correction)
        except CorpusError as misfit:
            problems.append(str(misfit))
    return problems


def _cut(page: PageDraft, cuts: Sequence[_Placed]) -> list[str]:
    """Begin items: first those that end at a line, too, outer ones before the ones in them."""
    around: list[_Placed] = []

    def cut_out(cut: _Placed) -> None:
        while around and around[-1].numbers[1] < cut.numbers[0]:
            around.pop()
        if around and around[-1].numbers[1] < cut.numbers[1]:
            raise cut.refuse(f"is cut out by {around[-1].said.where} too, with other lines. {_REMOVE}")
        around.append(cut)
        page.cut_out(cut.stretch)

    problems = _try_each(cut_out, [cut for cut in cuts if cut.last >= 0])
    # from the last line to the first, so that no line changes its item twice
    for place in sorted((cut.line for cut in cuts if cut.last < 0), reverse=True):
        page.begin(place)
    return problems


def _move(page: PageDraft, moves: Sequence[_Placed]) -> list[str]:
    """Move lines, all at once: every entry names the articles as they are before any line is moved."""
    claims: dict[int, tuple[_Placed, int]] = {}

    def claim(move: _Placed) -> None:
        for place in move.stretch:
            other = claims[place][0] if place in claims else move
            if (other.said.to, other.body) != (move.said.to, move.body):
                raise move.refuse(f"is moved by {other.said.where} too. {_REMOVE}")
        claims.update((place, (move, page.owner[place if move.body < 0 else move.body])) for place in move.stretch)

    def check(move: _Placed) -> None:
        other, target = claims.get(move.body, (move, -1))
        if other is not move and target != page.owner[move.body]:
            for place in move.stretch:
                claims.pop(place, None)
            raise move.refuse(
                f"cannot go to the article with line {move.said.body}: {other.said.where} moves that line away. Name "
                "a line that stays in the article"
            )

    problems = _try_each(claim, moves)
    problems += _try_each(check, {id(move): move for move, _ in claims.values()}.values())
    page.move({place: (move.said.to, target) for place, (move, target) in claims.items()})
    return problems


def _join(page: PageDraft, joins: Sequence[_Placed]) -> list[str]:
    """Join articles, all at once: first lines are looked for before any two articles become one."""
    starts = sorted((draft.body[0], number) for number, draft in enumerate(page.items) if draft.body)
    parents: dict[int, tuple[int, _Placed]] = {}
    roots: dict[int, int] = {}

    def root(number: int) -> int:
        while (above := roots.get(number, number)) != number:
            roots[number] = roots.get(above, above)
            number = above
        return number

    def apply(join: _Placed) -> None:
        number = page.owner[join.line]
        parent = _find_parent(page, join, starts)
        if parent == number:
            return
        if number in parents:
            if parents[number][0] != parent:
                raise join.refuse(f"is joined to another article by {parents[number][1].said.where}. {_REMOVE}")
            return
        if root(parent) == number:
            raise join.refuse(f"continues an article that continues this one, by another entry. {_REMOVE}")
        parents[number] = parent, join
        roots[number] = root(parent)

    problems = _try_each(apply, joins)
    page.join({number: (parent, join.line in page.heads) for number, (parent, join) in parents.items()})
    return problems


def _find_parent(page: PageDraft, join: _Placed, starts: Sequence[tuple[int, int]]) -> int:
    """Number of the article that the article with a line continues; its own, with a note, if it does already."""
    number = page.owner[join.line]
    opens = page.opens(join.line)
    if join.body < 0 if not opens else page.owner[join.body] == number and join.body >= 0:
        page.notes.append(join.describe("stands inside an article without the entry, which changes nothing. Remove it"))
        return number
    if not opens:
        raise join.refuse("begins no article. Name the first line of its text; `textml split --explain` shows it")
    if join.body >= 0:
        return page.owner[join.body]
    before = bisect_left(starts, (page.items[number].body[0], -1)) - 1
    if before < 0:
        raise join.refuse("begins the first article of the page; no article comes before it. Remove the entry")
    return starts[before][1]


def _give_headlines(page: PageDraft, gifts: Sequence[_Placed]) -> list[str]:
    """Exchange headlines, all at once."""
    takers: dict[int, tuple[int, _Placed]] = {}
    givers: dict[int, tuple[int, _Placed]] = {}

    def apply(gift: _Placed) -> None:
        giver, taker = page.owner[gift.line], page.owner[gift.body]
        if gift.line not in page.heads or not page.items[taker].body:
            raise gift.refuse(
                f"is not in a headline, or line {gift.said.body} is not in the text of an article. `textml split "
                "--explain` shows headlines with t and text with b; [[move]] makes a line of text a headline"
            )
        for number, other in ((taker, givers.get(giver)), (giver, takers.get(taker))):
            if other and other[0] != number:
                raise gift.refuse(f"contradicts {other[1].said.where}: an article has one headline. {_REMOVE}")
        givers[giver], takers[taker] = (taker, gift), (giver, gift)

    problems = _try_each(apply, gifts)
    page.exchange({giver: taker for giver, (taker, _) in givers.items()})
    return problems
