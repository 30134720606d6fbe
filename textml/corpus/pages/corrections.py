"""Read a person's corrections of wrong cuts and apply them to their page."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path

from textml.corpus.pages.lines.blocks import Block, build_block
from textml.corpus.pages.lines.sheet import Sheet
from textml.corpus.pages.search.layout import Item
from textml.disk.files import read_toml
from textml.errors import CorpusError

# Characters of a wrong value that a message repeats.
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision of a person about one page.

    Attributes
    ----------
    action : {"cut", "join", "headline"}
        ``cut``: an article starts at this line. ``join``: the article that starts at this line continues the one
        before. ``headline``: the headline in this line belongs to the article that contains the line `body`.
    page : str
        Id of the page, such as ``2024-02-19/01``.
    line : int
        Number of the printed line, 1 or more; blank lines count.
    text : str
        That line as printed.
    body : int
        For ``headline``: number of a printed line of the article's text.
    body_text : str
        That line as printed.
    where : str
        File and number of the entry, for messages.
    """

    action: str
    page: str
    line: int
    text: str
    body: int = 0
    body_text: str = ""
    where: str = "corrections"


def read_corrections(path: str | PathLike[str]) -> list[Correction]:
    """Read the corrections of a TOML file.

    Parameters
    ----------
    path : str or PathLike
        File with the tables [[cut]], [[join]] and [[headline]], each entry with page, line and text.

    Returns
    -------
    list of Correction
        Table by table, in the order of the file.

    Raises
    ------
    CorpusError
        The file cannot be read, an action or key is unknown or missing, a value has the wrong type, or two entries
        correct one line.
    """
    file = Path(path)
    try:
        tables = read_toml(file)
    except (OSError, ValueError) as cause:
        raise CorpusError(f"{file}: cannot be read as corrections ({cause}). Allowed: UTF-8, {_ALLOWED}") from cause
    found = []
    for action, entries in tables.items():
        if action not in ACTIONS:
            raise CorpusError(f"{file}: unknown table {_show(action)}. Allowed: {_ALLOWED}")
        if not isinstance(entries, list):
            raise CorpusError(f"{file}: {action} is no list of tables; write [[{action}]] above every entry")
        found += [_read_entry(f"{file}: {action} {number}", action, entry) for number, entry in enumerate(entries, 1)]
    _refuse_repeats(found)
    return found


def _read_entry(where: str, action: str, entry: object) -> Correction:
    needed: dict[str, type] = {"page": str, "line": int, "text": str}
    if action == "headline":
        needed |= {"body": int, "body_text": str}
    if not isinstance(entry, dict) or entry.keys() != needed.keys():
        keys = ", ".join(entry) or "no key" if isinstance(entry, dict) else "no keys"
        raise CorpusError(f"{where}: has {keys[: 4 * _SHOWN]}; it needs exactly {', '.join(needed)}")
    for key, kind in needed.items():
        value = entry[key]
        if type(value) is not kind or not (value > 0 if isinstance(value, int) else str(value).strip()):
            allowed = "a number, 1 or more" if kind is int else "text that is not blank"
            raise CorpusError(f"{where}: {key} is {_show(value)}; it has to be {allowed}")
    return Correction(action, where=where, **entry)


def _show(value: object) -> str:
    """The beginning of a wrong value, as Python writes it."""
    shown = repr(value)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def _refuse_repeats(corrections: Iterable[Correction]) -> None:
    """Refuse two corrections of one kind for one line: at most one of them can be meant."""
    first: dict[tuple[str, str, int], str] = {}
    for correction in corrections:
        key = (correction.action, correction.page, correction.line)
        if key in first:
            again = f"corrects line {correction.line} of {correction.page} again, after {first[key]}"
            raise CorpusError(f"{correction.where}: {again}. Remove one of the two entries")
        first[key] = correction.where


def apply_corrections(items: Sequence[Item], sheet: Sheet, corrections: Iterable[Correction]) -> list[Item]:
    """Correct the items of a page.

    Parameters
    ----------
    items : sequence of Item
        As the cutter found them, in page order.
    sheet : Sheet
        Lines of the page.
    corrections : iterable of Correction
        Of this page only; applied in their order.

    Returns
    -------
    list of Item
        In page order; every block is still in exactly one of them.

    Raises
    ------
    CorpusError
        A line does not exist, its text has changed since the correction was made, or the action is impossible there.
    """
    result = list(items)
    for correction in corrections:
        places = [_find_line(sheet, correction, correction.line, correction.text)]
        if correction.action == "headline":
            places.append(_find_line(sheet, correction, correction.body, correction.body_text))
        result = ACTIONS[correction.action](result, correction, *places)
        result.sort(key=lambda item: item.blocks[0].first)
    return result


def _find_line(sheet: Sheet, correction: Correction, number: int, text: str) -> int:
    """Position in the sheet of a printed line, if its text is unchanged."""
    place = {line.number: i for i, line in enumerate(sheet.lines)}
    printed = sheet.lines[place[number]].text if number in place else None
    if printed == text.strip():
        return place[number]
    elsewhere = [str(line.number) for line in sheet.lines if line.text == text.strip()]
    found = "there is no such line, or it is blank" if printed is None else f"it reads {printed!r}"
    now = f" That text is in line {' and '.join(elsewhere)} now." if elsewhere else ""
    raise CorpusError(
        f"{correction.where}: line {number} of {correction.page} should read {text!r}, but {found}.{now} "
        "The page has changed since: give the right line and text, or remove the entry"
    )


def _cut(items: list[Item], correction: Correction, at: int) -> list[Item]:
    holder = _find_item(items, at)
    item = items[holder]
    if any(block.first <= at <= block.last for block in item.headline):
        if at == item.blocks[0].first:
            return items
        raise CorpusError(
            f"{correction.where}: line {correction.line} of {correction.page} is inside a headline. Cut at a "
            "line of text, or give the headline another body with [[headline]]"
        )
    blocks = [part for block in item.body for part in _split_block(block, at)]
    before = tuple(block for block in blocks if block.first < at)
    after = tuple(block for block in blocks if block.first >= at)
    if not before:
        return [*items[:holder], replace(item, sure=True), *items[holder + 1 :]]
    n_headlines = next((n for n, block in enumerate(after) if block.kind != "headline"), len(after))
    right = Item(after[:n_headlines], after[n_headlines:], item.margin, "cut by a person", sure=True)
    return [*items[:holder], replace(item, body=before), right, *items[holder + 1 :]]


def _join(items: list[Item], correction: Correction, at: int) -> list[Item]:
    holder = _find_item(items, at)
    item = items[holder]
    start = min((block.first for block in item.body), default=-1)
    earlier = [n for n, other in enumerate(items) if other.body and other.body[0].first < start]
    if at not in (start, item.blocks[0].first) or not earlier:
        raise CorpusError(
            f"{correction.where}: no article of {correction.page} begins with line {correction.line}, or no "
            "article comes before it. Give the first line of the article's text; `textml split --explain` shows it"
        )
    target = max(earlier, key=lambda n: items[n].body[0].first)
    body = tuple(sorted((*items[target].body, *item.blocks), key=lambda block: block.first))
    joined = replace(items[target], body=body, sure=True, reason=f"{items[target].reason}; joined by a person")
    return [joined if n == target else other for n, other in enumerate(items) if n != holder]


def _move_headline(items: list[Item], correction: Correction, at: int, body: int) -> list[Item]:
    giver, taker = _find_item(items, at), _find_item(items, body)
    given = items[giver].headline
    if not any(block.first <= at <= block.last for block in given) or not items[taker].body:
        raise CorpusError(
            f"{correction.where}: line {correction.line} of {correction.page} is not a headline, or "
            f"line {correction.body} is not the text of an article. `textml split --explain` shows headlines with t "
            "and text with b"
        )
    if giver == taker:
        return [replace(p, sure=True) if n == taker else p for n, p in enumerate(items)]
    swapped = {
        giver: replace(items[giver], headline=items[taker].headline, reason="headline moved by a person"),
        taker: replace(items[taker], headline=given, sure=True, reason="headline given by a person"),
    }
    return [item for n, old in enumerate(items) if (item := swapped.get(n, old)).blocks]


#: What each kind of correction does to the items of a page; called with the positions of the lines that it names.
ACTIONS: dict[str, Callable[..., list[Item]]] = {
    "cut": _cut,
    "join": _join,
    "headline": _move_headline,
}
_ALLOWED = "tables [[cut]], [[join]] with page, line, text, and [[headline]] with page, line, text, body, body_text"


def _find_item(items: Sequence[Item], at: int) -> int:
    return next(n for n, item in enumerate(items) for block in item.blocks if block.first <= at <= block.last)


def _split_block(block: Block, at: int) -> list[Block]:
    """The block, or its two parts if line `at` is inside it."""
    n = at - block.first
    if not 0 < n < len(block.lines):
        return [block]
    parts = ((block.lines[:n], block.first), (block.lines[n:], at))
    return [build_block(block.kind, lines, first, block.subheading) for lines, first in parts]
