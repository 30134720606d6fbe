"""Write a label table, and copy the rows of unchanged input from the earlier table."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from textml.corpus.article import repeated_id
from textml.corpus.formats.table import Format, find_format
from textml.corpus.formats.xlsx import Xlsx
from textml.corpus.reading.known_ids import IdSet, hash_ids
from textml.corpus.reading.sources import STDIN, Source
from textml.corpus.sections import Section
from textml.disk.files import follow_link
from textml.disk.writing import keep_beside, write_beside, write_file
from textml.errors import ArtifactError, CorpusError

if TYPE_CHECKING:
    import pyarrow as pa

# Problems of a source that the ledger keeps. A source with more is read again, so that all are reported.
_N_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """Rows of a table that came from one source.

    Attributes
    ----------
    stamp : str
        Stamp of the source when it was read.
    start, stop : int
        Positions in the table, as its format counts them.
    problems : tuple of str
        Parts of the source that could not be used; reported again whenever its rows are copied.
    """

    stamp: str
    start: int
    stop: int
    problems: tuple[str, ...] = ()


class LabelTable:
    """A label table that is being written, with the entries of the earlier table under its name.

    Parameters
    ----------
    file : binary file
        Where the table is written.
    out : Path
        Name of the table; its ending is the format, and the earlier table is read there.
    schema : pyarrow.Schema
        Columns of the table.
    earlier : dict of str to SourceEntry
        Entries of the earlier table by the name of their source.

    Attributes
    ----------
    n_rows : int
        Rows written.
    n_labelled, n_none : int
        Rows with a section, and rows that are surely of none.
    n_kept : int
        Rows copied from the earlier table.
    entries : dict of str to SourceEntry
        Entries of this table by the name of their source.
    kept : Path or None
        Where the earlier table is kept, if somebody had changed it; known when this one has its name.
    """

    def __init__(self, file: BinaryIO, out: Path, schema: "pa.Schema", earlier: dict[str, SourceEntry]) -> None:
        self.n_rows = self.n_labelled = self.n_none = self.n_kept = 0
        self._out = out
        self._schema = schema
        self._format = _find_format(out)
        # a section that a person has chosen counts with a name beside it
        self._table: Format = (
            Xlsx(file, schema, ["labelled_by"]) if self._format is Xlsx else self._format(file, schema)
        )
        self._ids = IdSet()
        self._earlier = earlier
        self._start = self._table.position()
        self._complete = True
        self._problems: list[str] = []
        self.entries: dict[str, SourceEntry] = {}
        self.kept: Path | None = None

    def has_unchanged(self, source: Source) -> bool:
        """Whether the earlier table has the rows of a source that has not changed since."""
        entry = self._earlier.get(source.name)
        return entry is not None and entry.stamp == source.stamp

    def copy_rows(self, source: Source) -> list[str]:
        """Copy the rows of a source from the earlier table; return its problems."""
        entry = self._earlier[source.name]
        problems = self.add_problems(entry.problems)
        for rows in self._read_back(entry):
            problems += self.add(rows, hash_ids(rows["id"].to_pylist()))
            self.n_kept += len(rows)
        return problems

    def _read_back(self, entry: SourceEntry) -> Iterator["pa.RecordBatch"]:
        damage: tuple[type[Exception], ...] = (OSError, ValueError, CorpusError, *self._format.damage())
        try:
            yield from self._format.read_back(self._out, self._schema, entry.start, entry.stop)
        except damage as cause:
            raise ArtifactError(
                f"{self._out}: rows cannot be copied, because it was changed since textml wrote it ({cause}). Move it "
                "away, and start the same command again"
            ) from cause

    def add_problems(self, problems: Sequence[str]) -> list[str]:
        """Note problems of the current source; return them."""
        self._problems += problems[: _N_PROBLEMS - len(self._problems)]
        return list(problems)

    def add(self, rows: "pa.RecordBatch", keys: np.ndarray) -> list[str]:
        """Append rows, except those whose id is already in the table.

        Parameters
        ----------
        rows : pyarrow.RecordBatch
            Rows of the label table.
        keys : (n_rows,) uint64 array
            Hashes of the ids.

        Returns
        -------
        list of str
            A problem for each row that was left out.
        """
        fresh = self._ids.add(keys)
        problems = []
        if not fresh.all():
            problems = [repeated_id(i) for i in rows.filter(~fresh)["id"].to_pylist()]
            rows = rows.filter(fresh)
            self._complete = False
        self._table.write(rows)
        self.n_rows += len(rows)
        sections, reviews = rows["section"].to_pylist(), rows["needs_review"].to_pylist()
        self.n_labelled += sum(map(bool, sections))
        # surely of none of the sections: without one, and yet no person need look
        self.n_none += sum(not section and not review for section, review in zip(sections, reviews, strict=True))
        return problems

    def end_source(self, source: Source, complete: bool) -> None:
        """End the current source; keep an entry for it if all its rows are here and its problems are few."""
        stop = self._table.position()
        if self._complete and complete and source.stamp and len(self._problems) < _N_PROBLEMS:
            self.entries[source.name] = SourceEntry(source.stamp, self._start, stop, tuple(self._problems))
        self._start, self._complete, self._problems = stop, True, []

    def offer_sections(self, sections: Sequence[Section]) -> None:
        """Let a person choose among sections in the cells of a workbook, and say there what they mean."""
        if sections and isinstance(self._table, Xlsx):
            about = [(s.key, s.title, s.definition, s.in_doubt) for s in sections]
            self._table.offer("section", "sections", [("key", "title", "definition", "in_doubt"), *about])

    def close(self) -> None:
        """Finish the table."""
        self._table.close()


@contextmanager
def write_labels(out: Path, schema: "pa.Schema", recipe: str) -> Iterator[LabelTable]:
    """Write a label table; it appears under its name, complete, when the block ends without an error.

    Parameters
    ----------
    out : Path
        Table to write: .csv, .jsonl, .parquet or .xlsx; ``-`` for JSON lines to the standard output.
    schema : pyarrow.Schema
        Columns of the table.
    recipe : str
        Digest of everything besides the article that determines a row.

    Yields
    ------
    LabelTable

    Raises
    ------
    ArtifactError
        If the ending is unknown or the place cannot be written.
    """
    if str(out) == STDIN:
        with closing(LabelTable(sys.stdout.buffer, out, schema, {})) as table:
            yield table
        sys.stdout.buffer.flush()
        return
    with write_beside(out) as file:
        with closing(LabelTable(file, out, schema, _read_entries(out, recipe))) as table:
            yield table
        file.flush()
        earlier = _stamp(out.stat()) if out.is_file() else ""
        if earlier and not is_label_table(out):
            table.kept = keep_beside(out)
        entries = {name: asdict(entry) for name, entry in table.entries.items()}
        # The ledger knows the table before and after it gets its name: a process that is killed in between leaves
        # none that looks changed by hand.
        ledger = {"recipe": recipe, "table": _stamp(os.fstat(file.fileno())), "earlier": earlier, "sources": entries}
        write_file(_ledger_path(out), json.dumps(ledger).encode())


def is_label_table(path: Path) -> bool:
    """Whether a file is a label table that has not changed since it was written."""
    ledger = _read_ledger(path)
    return path.is_file() and _stamp(path.stat()) in (ledger.get("table"), ledger.get("earlier"))


def _find_format(out: Path) -> type[Format]:
    return find_format(".jsonl" if str(out) == STDIN else out.name)


def _ledger_path(out: Path) -> Path:
    out = follow_link(out)
    return out.with_name(f".{out.name}.ledger.json")


def _read_entries(out: Path, recipe: str) -> dict[str, SourceEntry]:
    """Entries of the earlier table; none if it has another recipe."""
    ledger = _read_ledger(out)
    try:
        if ledger["recipe"] == recipe and ledger["table"] == _stamp(out.stat()):
            return {name: SourceEntry(**entry) for name, entry in ledger["sources"].items()}
    except (OSError, KeyError, TypeError, AttributeError):
        # not written by textml: everything is labelled again
        pass
    return {}


def _read_ledger(out: Path) -> dict[str, Any]:
    """The ledger of a table; empty if there is none, or if it is none of textml."""
    try:
        ledger = json.loads(_ledger_path(out).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return ledger if isinstance(ledger, dict) else {}


def _stamp(found: os.stat_result) -> str:
    return f"{found.st_size}:{found.st_mtime_ns}"
