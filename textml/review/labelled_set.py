"""Add suggestions to the labelled set: appended whole or not at all, and never an article that is there already."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textml.corpus.formats.rows import BadCell, Row, as_text, column_name, rename_columns
from textml.corpus.formats.table import FORMATS, find_ending, read_table, table_bytes
from textml.corpus.labels import ERROR_CHECK, SECTION_COLUMNS, TEXT_COLUMNS, find_text, read_chosen
from textml.corpus.pages.ids import keep_letters
from textml.corpus.recognition import recognize_labelled
from textml.disk.files import follow_link
from textml.disk.writing import flush_to_disk, keep_beside, write_beside
from textml.errors import ArtifactError, CorpusError, SeedError

# Another textml that adds to the same set needs a moment; one that hangs is not waited for.
_MOST_SECONDS = 10.0
#: Other names of the columns that hold section and text.
OTHER_NAMES = {
    **dict.fromkeys(SECTION_COLUMNS, "section"),
    **dict.fromkeys(TEXT_COLUMNS, "text"),
}


@dataclass(frozen=True, slots=True)
class Added:
    """What was added to the labelled set.

    Attributes
    ----------
    n_added : int
        Rows that are new.
    n_there : int
        Rows that were there already, filled in or not.
    kept : Path or None
        Where the table is kept as it was before; None where lines were appended to it.
    """

    n_added: int
    n_there: int
    kept: Path | None = None


def add_suggestions(path: Path, rows: Sequence[Mapping[str, Any]], others: Sequence[Path] = ()) -> Added:
    """Add suggestions to the labelled set.

    Lines are appended to JSON lines; any other table is written again, and kept under a dated name as it was.

    Parameters
    ----------
    path : Path
        The labelled set.
    rows : sequence of mapping
        What `to_label` returned. Articles that are in the set, by their id or text, are left out; those that are to
        be looked at again (error check) only where the set says so of them already.

    others : sequence of Path
        Other files of the set, which are only read.

    Returns
    -------
    Added

    Raises
    ------
    ArtifactError
        The set is missing, has a format that is not written, cannot be written, or another process writes it for
        longer than ten seconds; it is as it was before.
    SeedError
        A row of the set cannot be read.
    """
    path = follow_link(path)
    ending = find_ending(path.name)
    if ending not in FORMATS:
        raise ArtifactError(
            f"{path}: rows can be added to {', '.join(sorted(FORMATS))}. Write them to a file of their own with --out"
        )
    if not path.is_file():
        raise ArtifactError(f"{path}: no such file. Restore the labelled set, or name it in [corpus] labeled")
    with lock_set(path):
        there = _read_rows(path)
        elsewhere = [row for other in others if other.is_file() for row in _read_rows(other)]
        fresh = _leave_out_known(rows, [*there, *elsewhere], str(path))
        kept = None
        if fresh and ending == ".jsonl":
            append_lines(path, table_bytes(fresh, path.name))
        elif fresh:
            kept = rewrite_table(path, [*there, *(adapt_row(row, there) for row in fresh)])
    return Added(len(fresh), len(rows) - len(fresh), kept)


@contextmanager
def lock_set(path: Path) -> Iterator[None]:
    """Let one process at a time read the set and add to it."""
    from filelock import FileLock, Timeout

    # `write_beside` takes a lock of its own
    lock = path.with_name(f".{path.name}.add.lock")
    try:
        with FileLock(lock, timeout=_MOST_SECONDS):
            try:
                yield
            finally:
                lock.unlink(missing_ok=True)
    except Timeout:
        raise ArtifactError(f"{path}: another textml is writing it. Wait for it, then try again") from None
    except OSError as cause:
        raise ArtifactError(
            f"{path}: cannot be written ({cause.strerror}), so nothing was changed. Make room or allow it, then "
            "try again"
        ) from cause


def _read_rows(path: Path) -> list[Row]:
    rows = []
    try:
        for number, row in read_table(path) if path.stat().st_size else ():
            if isinstance(row, str):
                raise SeedError(f"{path}:{number}: {row}. Correct the line, or remove it; nothing was added")
            bad = next((name for name, cell in row.items() if isinstance(cell, BadCell)), None)
            if bad is not None:
                raise SeedError(f"{path}:{number}: the cell {bad!r} {row[bad].reason}; nothing was added")
            rows.append(row)
    except CorpusError as problem:
        raise SeedError(str(problem)) from problem
    return rows


def _leave_out_known(rows: Sequence[Mapping[str, Any]], there: Sequence[Row], where: str) -> list[dict[str, Any]]:
    """The rows whose id and text are not in the set."""
    labelled: dict[str, str] = {}
    checked = set()
    for number, row in enumerate(map(rename_columns, there)):
        identity = as_text(row.get("id"))
        labelled[f"{identity} {number}" if identity in labelled else identity] = find_text(row, where)
        if read_chosen(row, where) == ERROR_CHECK:
            checked.add(identity)
    known = set(recognize_labelled(labelled, {row["id"]: row["text"] for row in rows}).values())
    fresh: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row["id"] not in (checked if row["chosen"] == ERROR_CHECK else known):
            # two of them may be copies of each other
            fresh.setdefault(keep_letters(row["text"]) or row["id"], dict(row))
    return list(fresh.values())


def append_lines(path: Path, lines: bytes) -> None:
    """Append whole lines in one write, and wait until they are on the disk; take back what is not whole."""
    opened = os.open(path, os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0))
    try:
        before = os.fstat(opened).st_size
        if before:
            os.lseek(opened, before - 1, os.SEEK_SET)
            lines = lines if os.read(opened, 1) == b"\n" else b"\n" + lines
        written = 0
        try:
            while written < len(lines):
                written += os.write(opened, lines[written:])
            os.fsync(opened)
        except OSError:
            # a full disk; what somebody else has appended meanwhile stays
            if os.fstat(opened).st_size == before + written:
                os.ftruncate(opened, before)
            raise
    finally:
        os.close(opened)


def rewrite_table(path: Path, rows: Sequence[Row]) -> Path:
    """Write the table again, and keep it as it was under a dated name."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = {name: _unify([row.get(name) for row in rows]) for name in names}
    content = table_bytes(
        [dict(zip(names, cells, strict=True)) for cells in zip(*columns.values(), strict=True)], path.name
    )
    with write_beside(path) as file:
        file.write(content)
        flush_to_disk(file)
        return keep_beside(path)


def _unify(cells: list[Any]) -> list[Any]:
    """Cells of one type, which a column needs: as they are, otherwise as texts."""
    kinds = {type(cell) for cell in cells if cell is not None}
    return cells if len(kinds) == 1 else [as_text(cell) for cell in cells]


def adapt_row(row: Mapping[str, Any], there: Sequence[Row]) -> dict[str, Any]:
    """A suggestion in the columns of the set; empty cells have no type."""
    columns = list(there[0]) if there else []
    own = {OTHER_NAMES.get(name := column_name(column), name): column for column in reversed(columns)}
    return {own.get(name, name): value if value != "" else None for name, value in row.items()}
