"""What each part of a label table was made from, so that unchanged input is taken over."""

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from textml import store
from textml.corpus.article import repeated_id
from textml.corpus.formats.table import Format, find_format
from textml.corpus.reading.known_ids import IdSet, hash_ids
from textml.corpus.reading.sources import STDIN, Source

if TYPE_CHECKING:
    import pyarrow as pa

# A source with more problems than these is read anew, so that they are told.
_N_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """Rows of a table that came from one source.

    Attributes
    ----------
    stamp : of the source when it was read
    start, stop : positions in the table
    problems : what of it could not be used, told again whenever the rows are taken over
    """

    stamp: str
    start: int
    stop: int
    problems: tuple[str, ...] = ()


class LabelTable:
    """A label table on its way to its file, beside the one that stands there.

    Attributes
    ----------
    n_rows, n_labelled : rows written, and those with a section
    """

    def __init__(self, file: BinaryIO, out: Path, schema: "pa.Schema", earlier: dict[str, Entry]) -> None:
        self.n_rows = self.n_labelled = self.n_kept = 0
        self._out = out
        self._schema = schema
        self._kind = _kind(out)
        self._table: Format = self._kind(file, schema)
        self._seen = IdSet()
        self._earlier = earlier
        self._start = self._table.position()
        self._whole = True
        self._problems: list[str] = []
        self.entries: dict[str, Entry] = {}

    def has(self, source: Source) -> bool:
        """Whether the rows of a source stand in the earlier table, and the source is the same."""
        entry = self._earlier.get(source.name)
        return entry is not None and entry.stamp == source.stamp

    def take_over(self, source: Source) -> list[str]:
        """Rows of a source from the earlier table; what of it could not be used."""
        entry = self._earlier[source.name]
        said = self.add_problems(entry.problems)
        for rows in self._kind.read_back(self._out, self._schema, entry.start, entry.stop):
            said += self.add(rows, hash_ids(rows["id"].to_pylist()))
            self.n_kept += len(rows)
        return said

    def add_problems(self, problems: Sequence[str]) -> list[str]:
        """Note what of a source could not be used; the same."""
        self._problems += problems[: _N_PROBLEMS - len(self._problems)]
        return list(problems)

    def add(self, rows: "pa.RecordBatch", keys: Any) -> list[str]:
        """Append rows; those whose id stands in the table already are left out and named."""
        fresh = self._seen.add(keys)
        said = []
        if not fresh.all():
            said = [repeated_id(i) for i in rows.filter(~fresh)["id"].to_pylist()]
            rows = rows.filter(fresh)
            self._whole = False
        self._table.write(rows)
        self.n_rows += len(rows)
        self.n_labelled += sum(map(bool, rows["section"].to_pylist()))
        return said

    def end(self, source: Source, whole: bool) -> None:
        """A source is read; note where its rows stand, unless something of it is missing."""
        stop = self._table.position()
        if self._whole and whole and source.stamp and len(self._problems) < _N_PROBLEMS:
            self.entries[source.name] = Entry(source.stamp, self._start, stop, tuple(self._problems))
        self._start, self._whole, self._problems = stop, True, []

    def close(self) -> None:
        """Finish the table."""
        self._table.close()


@contextmanager
def write_labels(out: Path, schema: "pa.Schema", recipe: str) -> Iterator[LabelTable]:
    """A label table to fill; it appears under its name, whole, when the block ends without an error.

    Parameters
    ----------
    out : .csv, .jsonl, .parquet or .xlsx; ``-`` for JSON lines to the standard output
    schema : of the table
    recipe : sum of all that decides a row besides its article

    Raises
    ------
    ArtifactError : an unknown ending, or a place that cannot be written
    """
    if str(out) == STDIN:
        with closing(LabelTable(sys.stdout.buffer, out, schema, {})) as table:
            yield table
        return
    with (
        store.write_beside(out) as file,
        closing(LabelTable(file, out, schema, _entries(out, recipe))) as table,
    ):
        yield table
    entries = {name: asdict(entry) for name, entry in table.entries.items()}
    ledger = {"recipe": recipe, "table": _stamp(out), "sources": entries}
    store.write_file(_ledger_of(out), json.dumps(ledger).encode())


def sum_of(*values: Any) -> str:
    """One sum of values that JSON can hold."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()


def _kind(out: Path) -> type[Format]:
    return find_format(".jsonl" if str(out) == STDIN else out.name)


def _ledger_of(out: Path) -> Path:
    return out.with_name(f".{out.name}.ledger.json")


def is_label_table(path: Path) -> bool:
    """Whether a file is a label table as it was written."""
    return bool(_read_ledger(path))


def _entries(out: Path, recipe: str) -> dict[str, Entry]:
    """Entries of the table that stands there; none where it was made otherwise."""
    ledger = _read_ledger(out)
    try:
        if ledger["recipe"] == recipe:
            return {name: Entry(**entry) for name, entry in ledger["sources"].items()}
    except (KeyError, TypeError, AttributeError):
        # none of ours: everything is labelled again
        pass
    return {}


def _read_ledger(out: Path) -> dict[str, Any]:
    """The ledger of a table; empty where there is none, or the table was changed since."""
    try:
        ledger = json.loads(_ledger_of(out).read_text("utf-8"))
        return ledger if ledger["table"] == _stamp(out) else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _stamp(path: Path) -> str:
    found = path.stat()
    return f"{found.st_size}:{found.st_mtime_ns}"
