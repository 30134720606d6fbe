"""Write a person's corrections of wrong cuts into the file that every run replays."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from textml.corpus.pages.corrections import Correction, parse_corrections
from textml.disk.files import follow_link, parse_toml, read_regular
from textml.disk.writing import flush_names, write_beside
from textml.errors import ArtifactError, CorpusError
from textml.review.labelled_set import append_lines, lock_set

# What TOML does not allow in a string as it is: C0 and DEL, apart from what has an escape of its own.
_ESCAPES = {code: f"\\u{code:04x}" for code in (*range(32), 127)}
_ESCAPES |= {ord("\\"): "\\\\", ord('"'): '\\"', ord("\t"): "\\t"}
# An entry as `build_entry` makes it.
_ENTRY = re.compile(rb"\n# review page, ([0-9T:.Z-]+)\n\[\[[a-z]+\]\]\n(?:[a-z_]+ = [^\n]*\n)+")
_BY_HAND = "Edit the file by hand"


@dataclass(frozen=True, slots=True)
class FileState:
    """The file of corrections at one moment.

    Attributes
    ----------
    content : bytes
        Of the file; empty where there is none.
    corrections : list of Correction
        What it says.
    """

    content: bytes
    corrections: list[Correction]


class CorrectionsFile:
    """A file of corrections that people write by hand, too: entries are appended, and theirs stay byte for byte.

    Parameters
    ----------
    path : Path
        The file; it need not exist yet.
    """

    def __init__(self, path: Path) -> None:
        self.path = follow_link(path)
        self._known = FileState(b"", [])

    def read(self) -> FileState:
        """Read the file as it is now; what it says is kept until its content differs.

        Raises
        ------
        CorpusError
            The file cannot be read, or its corrections cannot be used.
        """
        try:
            content = read_regular(self.path)
        except FileNotFoundError:
            content = b""
        except OSError as cause:
            raise CorpusError(
                f"{self.path}: cannot be read ({cause.strerror or cause}). Allow it, or mend it"
            ) from cause
        if content != self._known.content:
            self._known = FileState(content, parse_corrections(content, self.path))
        return self._known

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Let one process at a time read the file and write to it.

        Raises
        ------
        ArtifactError
            The file cannot be written, or another process writes it for longer than ten seconds.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as cause:
            raise ArtifactError(
                f"{self.path.parent}: cannot be made ({cause.strerror}). Make it, and allow it"
            ) from cause
        with lock_set(self.path):
            yield

    def append(self, entry: bytes) -> None:
        """Append an entry, and wait until it is on the disk; the caller holds the lock.

        Parameters
        ----------
        entry : bytes
            From `build_entry`. It begins with a line break, so a file without one at its end gets no second.

        Raises
        ------
        CorpusError
            The file could not be read with the entry; it is as it was.
        OSError
            The file cannot be written; it is as it was.
        """
        before = self.read().content
        added = FileState(before + entry, parse_corrections(before + entry, self.path))
        if not self.path.exists():
            self.path.touch()
            flush_names(self.path.parent)
        _check_writable(self.path)
        append_lines(self.path, entry if before.endswith(b"\n") or not before else entry[1:])
        self._known = added

    def find_own(self, state: FileState, page: str) -> list[Correction]:
        """The entries of a page that were appended here, and not changed by hand since; the last one comes last.

        Parameters
        ----------
        state : FileState
            The file.
        page : str
            Id of the page.

        Returns
        -------
        list of Correction
            Without their places in the file.
        """
        return [correction for _, correction in _find_entries(state.content, page, self.path)]

    def take_back(self, page: str, action: str = "", line: int = 0) -> None:
        """Remove an entry of a page that was appended here; every other byte stays. The caller holds the lock.

        Parameters
        ----------
        page : str
            Id of the page.
        action : str
            Only an entry with this action; empty for any.
        line : int
            Only an entry with this line; 0 for any. Of several the last one goes.

        Raises
        ------
        ArtifactError
            There is none, or what is left would say something else; the file is as it was.
        CorpusError
            The file cannot be read as corrections.
        """
        state = self.read()
        found = [
            (span, entry)
            for span, entry in _find_entries(state.content, page, self.path)
            if action in ("", entry.action) and line in (0, entry.line)
        ]
        if not found:
            which = f" ({action} {line or ''})".replace(" )", ")") if action or line else ""
            raise ArtifactError(
                f"{self.path}: holds no such correction of {page}{which} that was made on the review page. {_BY_HAND} "
                "to remove others"
            )
        (start, stop), entry = found[-1]
        rest = state.content[:start] + state.content[stop:]
        try:
            left = parse_corrections(rest, self.path)
        except CorpusError:
            left = []
        if Counter(map(_without_place, state.corrections)) - Counter(map(_without_place, left)) != Counter([entry]):
            raise ArtifactError(
                f"{self.path}: was edited around this correction of {page}, which cannot be taken out alone. {_BY_HAND}"
            )
        _check_writable(self.path)
        with write_beside(self.path) as file:
            file.write(rest)


def build_entry(action: str, values: Mapping[str, str], at: datetime | None = None) -> bytes:
    """Write an entry of a file of corrections, with when it was made.

    Parameters
    ----------
    action : {"cut", "join", "headline", "move"}
    values : mapping of str to str
        Its keys and values, lines as ``textml split --explain`` prints them.
    at : datetime, optional
        When it was made; now by default.

    Returns
    -------
    bytes
        It begins with a blank line.

    Examples
    --------
    >>> moment = datetime(2025, 2, 13, 9, 30, tzinfo=UTC)
    >>> print(build_entry("cut", {"page": "2025-02-13/01", "line": "3 1b 夜市"}, moment).decode())
    <BLANKLINE>
    # review page, 2025-02-13T09:30:00Z
    [[cut]]
    page = '2025-02-13/01'
    line = '3 1b 夜市'
    <BLANKLINE>
    """
    moment = (at or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return _set_entry(moment, action, values)


def _set_entry(moment: str, action: str, values: Mapping[str, str]) -> bytes:
    lines = [f"{key} = {quote(value)}" for key, value in values.items()]
    text = "\n".join(["", f"# review page, {moment}", f"[[{action}]]", *lines, ""])
    try:
        return text.encode()
    except UnicodeEncodeError as cause:
        raise ArtifactError(
            f"{values.get('page')}: a line holds half a character, which no file of corrections can. Name another line"
        ) from cause


def quote(text: str) -> str:
    """Write a text as a string of TOML: as it is where that is possible, otherwise with escapes.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> print(quote("他说“好”"), quote("it's"))
    '他说“好”' "it's"
    >>> print(quote("it's a \\\\ and a \\""))
    "it's a \\\\ and a \\""
    """
    if "'" not in text and not any(code in text for code in map(chr, (*range(32), 127))):
        return f"'{text}'"
    return f'"{text.translate(_ESCAPES)}"'


def _find_entries(content: bytes, page: str, path: Path) -> list[tuple[tuple[int, int], Correction]]:
    """Where the entries of a page stand that `build_entry` made, with what they say."""
    # to read the entries of all pages would take a second where there are thousands
    named = f"\npage = {quote(page)}\n".encode("utf-8", "replace")
    blocks = (found for found in _ENTRY.finditer(content) if named in found[0])
    entries = ((found.span(), _read_entry(found, path)) for found in blocks)
    return [(span, entry) for span, entry in entries if entry is not None and entry.page == page]


def _read_entry(found: re.Match[bytes], path: Path) -> Correction | None:
    """What an entry says; None where somebody has changed how it is written."""
    try:
        (correction,) = parse_corrections(found[0], path)
    except CorpusError:
        return None
    values = {key: str(value) for key, value in parse_toml(found[0])[correction.action][0].items()}
    written = _set_entry(found[1].decode(), correction.action, values)
    return _without_place(correction) if written == found[0] else None


def _without_place(correction: Correction) -> Correction:
    """A correction without the place of its entry, which changes when an entry before it goes."""
    return replace(correction, where="")


def _check_writable(path: Path) -> None:
    """Refuse a file that its owner made read-only; a file that is written beside it would take its place."""
    if not os.access(path, os.W_OK):
        raise PermissionError(13, "it is read-only", str(path))
