"""Read a person's corrections of wrong cuts."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any, NoReturn

from textml.disk.files import parse_toml, read_regular
from textml.errors import CorpusError

# Characters of a wrong value that a message repeats.
_SHOWN = 60
# A line as `textml split --explain` prints it: its number, its item with t, b or f, and what is printed there. No page
# has a line number of more than six digits.
_PRINTED = re.compile(r"\s*(?P<number>[0-9]{1,6})\s+(?:[0-9]+[tbf]\s+)?(?P<text>\S.*)", re.S)

#: What lines can be moved to.
ROLES = ("headline", "title", "kicker", "subtitle", "column", "text", "furniture")
# Keys of each action that name a line, those that it needs first, and its other keys.
_LINES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "cut": (("line",), ("last",)),
    "join": (("line",), ("body",)),
    "headline": (("line", "body"), ()),
    "move": (("line",), ("last", "body")),
}
ACTIONS = tuple(_LINES)
_TEXT_OF = {"line": "text", "last": "last_text", "body": "body_text"}
_ALLOWED = 'tables [[cut]], [[join]], [[headline]] and [[move]], see README, "Correct wrong cuts"'


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision of a person about one page.

    Attributes
    ----------
    action : {"cut", "join", "headline", "move"}
        ``cut``: an article starts at this line; with `last`, the lines from here to there are an item of their own.
        ``join``: the article that starts at this line continues the one before; with `body`, the one that contains
        the line `body`. ``headline``: the headline in this line belongs to the article that contains the line `body`.
        ``move``: this line, or all from here to `last`, are what `to` says; with `body`, they belong to the article
        that contains the line `body`.
    page : str
        Id of the page, such as ``2024-02-19/01``.
    line : int
        Number of the printed line, 1 or more; blank lines count.
    text : str
        That line as printed. Where no other line of the page reads so, the number does not matter.
    body : int
        Number of a printed line of another article; 0 for none.
    body_text : str
        That line as printed.
    where : str
        File and number of the entry, for messages.
    last : int
        Number of the last of several lines; 0 for none.
    last_text : str
        That line as printed.
    to : {"", "headline", "title", "kicker", "subtitle", "column", "text", "furniture"}
        For ``move``: what the lines are. Which part of a ``headline`` they are, the cutter finds out.
    body_page : str
        For ``join``: the page of the line `body`, if it is another one.
    """

    action: str
    page: str
    line: int
    text: str
    body: int = 0
    body_text: str = ""
    where: str = "corrections"
    last: int = 0
    last_text: str = ""
    to: str = ""
    body_page: str = ""


def read_corrections(path: str | PathLike[str]) -> list[Correction]:
    """Read the corrections of a TOML file.

    Parameters
    ----------
    path : str or PathLike
        File with the tables [[cut]], [[join]], [[headline]] and [[move]]. Each entry has page and line; see
        `Correction` for last, body and to. A line is written as ``textml split --explain`` prints it, or as a number
        with its text beside it (text, last_text, body_text). A join may go to another page: body_page.

    Returns
    -------
    list of Correction
        Table by table, in the order of the file.

    Raises
    ------
    CorpusError
        The file cannot be read, an action or key is unknown or missing, a value has the wrong type, or two entries
        contradict each other.
    """
    file = Path(path)
    try:
        content = read_regular(file)
    except OSError as cause:
        raise _unreadable(file, cause) from cause
    return parse_corrections(content, file)


def parse_corrections(content: bytes, file: Path) -> list[Correction]:
    """Read the corrections that a TOML file holds, or would hold.

    Parameters
    ----------
    content : bytes
        Of the file.
    file : Path
        For messages.

    Returns
    -------
    list of Correction
        As from `read_corrections`.

    Raises
    ------
    CorpusError
        As for `read_corrections`.
    """
    try:
        tables = parse_toml(content)
    except ValueError as cause:
        raise _unreadable(file, cause) from cause
    found = []
    for action, entries in tables.items():
        if action not in ACTIONS:
            raise CorpusError(f"{file}: unknown table {_show(action)}. Allowed: {_ALLOWED}")
        if not isinstance(entries, list):
            raise CorpusError(f"{file}: {action} is no list of tables; write [[{action}]] above every entry")
        found += [_read_entry(f"{file}: {action} {number}", action, entry) for number, entry in enumerate(entries, 1)]
    _refuse_contradictions(found)
    return found


def extend_corrections(corrections: Sequence[Correction], content: bytes, file: Path) -> list[Correction]:
    """Read the corrections that a TOML file would hold with an entry at its end.

    Parameters
    ----------
    corrections : sequence of Correction
        What it holds.
    content : bytes
        The entry.
    file : Path
        For messages.

    Returns
    -------
    list of Correction
        Those that it holds, then the new ones.

    Raises
    ------
    CorpusError
        The entry cannot be read, or contradicts another one.
    """
    numbers = Counter(correction.action for correction in corrections)
    found = list(corrections)
    for new in parse_corrections(content, file):
        numbers[new.action] += 1
        found.append(replace(new, where=f"{file}: {new.action} {numbers[new.action]}"))
    _refuse_contradictions(found)
    return found


def _unreadable(file: Path, cause: Exception) -> CorpusError:
    return CorpusError(f"{file}: cannot be read as corrections ({cause}). Allowed: UTF-8, {_ALLOWED}")


def group_corrections(corrections: Iterable[Correction]) -> dict[str, list[Correction]]:
    """Group corrections by their page.

    Parameters
    ----------
    corrections : iterable of Correction

    Returns
    -------
    dict of str to list of Correction
        Id of every page that is corrected, and its corrections in their order; without joins across pages.
    """
    pages: dict[str, list[Correction]] = {}
    for correction in corrections:
        if not correction.body_page:
            pages.setdefault(correction.page, []).append(correction)
    return pages


def _read_entry(where: str, action: str, entry: object) -> Correction:
    if not isinstance(entry, dict):
        raise CorpusError(f"{where}: is {_show(entry)}, no entry; write [[{action}]] above every entry")
    needed, optional = _LINES[action]
    roles = ("to",) if action == "move" else ()
    lines = {name: _read_line(where, name, entry) for name in (*needed, *optional) if name in entry}
    # a line that is only a number has its text in a second key
    keys = {"page", *needed, *lines, *roles, *(_TEXT_OF[name] for name in lines if type(entry[name]) is int)}
    keys |= {"body_page"} if action == "join" and {"body", "body_page"} <= entry.keys() else set()
    if entry.keys() != keys:
        _refuse_keys(where, action, sorted(keys - entry.keys()), sorted(entry.keys() - keys))
    for name in ("page", "body_page"):
        if name in entry and (type(entry[name]) is not str or not entry[name].strip()):
            raise CorpusError(f"{where}: {name} is {_show(entry[name])}; it has to be text that is not blank")
    if roles and entry["to"] not in ROLES:
        raise CorpusError(f"{where}: to is {_show(entry['to'])}; allowed: {', '.join(ROLES)}")
    if "last" in lines and lines["last"][0] < lines["line"][0]:
        raise CorpusError(f"{where}: last is line {lines['last'][0]}, before line {lines['line'][0]}. Exchange the two")
    values: dict[str, Any] = {key: entry[key] for key in ("page", *roles)}
    if entry.get("body_page", entry["page"]) != entry["page"]:
        values["body_page"] = entry["body_page"]
    for name, (number, text) in lines.items():
        values |= {name: number, _TEXT_OF[name]: text}
    return Correction(action, where=where, **values)


def _refuse_keys(where: str, action: str, missing: list[str], unknown: list[str]) -> NoReturn:
    """Refuse an entry with other keys than it needs."""
    needed, optional = _LINES[action]
    found = [f"{what} {', '.join(keys)[: 4 * _SHOWN]}" for what, keys in (("lacks", missing), ("has", unknown)) if keys]
    allowed = f"[[{action}]] has page, {', '.join((*needed, *(('to',) if action == 'move' else ())))}"
    more = (*optional, *(("body_page",) if action == "join" else ()))
    allowed += f" and, if you like, {', '.join(more)}" if more else ""
    texts = ", ".join(_TEXT_OF[name] for name in (*needed, *optional))
    raise CorpusError(
        f"{where}: {' and '.join(found)}. {allowed}; beside a line that is only a number, its text ({texts})"
    )


def _read_line(where: str, name: str, entry: dict[str, Any]) -> tuple[int, str]:
    """Number and text of a line that an entry names."""
    value, text = entry[name], entry.get(_TEXT_OF[name], "x")
    printed = _PRINTED.fullmatch(value) if type(value) is str else None
    if printed and int(printed["number"]):
        return int(printed["number"]), printed["text"].strip()
    if type(value) is not int or value < 1:
        allowed = "a line as `textml split --explain` prints it, or a number, 1 or more"
        raise CorpusError(f"{where}: {name} is {_show(value)}; it has to be {allowed}")
    if type(text) is not str or not text.strip():
        raise CorpusError(f"{where}: {_TEXT_OF[name]} is {_show(text)}; it has to be text that is not blank")
    return value, text


def _show(value: object) -> str:
    """The beginning of a wrong value, as Python writes it."""
    shown = repr(value)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def _refuse_contradictions(corrections: Iterable[Correction]) -> None:
    """Refuse two corrections of which at most one can be meant."""
    first: dict[tuple[str, str, int], str] = {}
    for correction in corrections:
        line, page = correction.line, correction.page
        claims = [(f"corrects line {line} of {page} again", (correction.action, page, line))]
        if correction.action == "join" and not correction.body:
            claims.append((f"joins at line {line} of {page}, where an article is cut", ("begin", page, line)))
        elif correction.action == "cut" and not correction.last:
            claims.append((f"cuts at line {line} of {page}, where an article is joined", ("begin", page, line)))
        elif correction.action == "headline":
            what = f"gives the article with line {correction.body} of {page} a second headline"
            claims.append((what, ("body", page, correction.body)))
        for what, key in claims:
            if key in first:
                raise CorpusError(f"{correction.where}: {what}, after {first[key]}. Remove one of the two entries")
        first.update((key, correction.where) for _, key in claims)
