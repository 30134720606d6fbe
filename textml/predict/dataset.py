"""A label table as a dataset of Parquet parts, each complete or absent, which is gone on with where it stopped."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self
from uuid import uuid4

from textml.corpus.reading.addresses import file_system, is_address
from textml.corpus.reading.sources import STDIN
from textml.errors import ArtifactError

#: The list of finished parts; readers of datasets pass over names that begin with an underscore.
MANIFEST = "_manifest.json"
FORMAT = 1
# The list is written again after so many seconds, later where writing takes long: the parts of that time are what a
# killed process has to do again.
_EVERY = 2.0
# Parts and drafts of them, by the names that `Partition.name` and `write_part` give: no other file is ever removed.
_OWN = re.compile(r"(\.part-|part-)\d{6}-[0-9a-f]{12}\.parquet(\.[0-9a-f]{12}\.new)?")


@dataclass(frozen=True, slots=True)
class PartEntry:
    """A finished part.

    Attributes
    ----------
    name : of its file; key : sum of what it was made from; input : the same in words
    n_bytes, n_rows, n_labelled : size of the file, articles in it, those with a section
    problems : the first things that could not be used, n_problems : how many there were
    """

    name: str
    key: str
    input: list[str]
    n_bytes: int
    n_rows: int
    n_labelled: int
    problems: list[str]
    n_problems: int


def is_dataset(out: str) -> bool:
    """Whether labels written there are a dataset: an address, a folder, or a name without an ending."""
    return out != STDIN and (is_address(out) or out.endswith("/") or not Path(out).suffix or Path(out).is_dir())


def is_own_part(file: str, out: str) -> bool:
    """Whether a file is a part of the dataset written at `out`."""
    return bool(_OWN.fullmatch(Path(file).name)) and _folder_of(file) == _canonical(out)


def _folder_of(file: str) -> str:
    return _canonical(file).rpartition("/")[0]


def _canonical(name: str) -> str:
    """A path or an address as one address, whatever way it was written."""
    fs, path = file_system(name if is_address(name) else str(Path(name).resolve()))
    return str(fs.unstrip_protocol(path)).rstrip("/")


def describe_interrupted(out: str) -> str:
    """Say what labelling that was stopped has left in `out`."""
    if out == STDIN:
        return "the rows printed so far are complete, the others are missing"
    if is_dataset(out):
        return "finished parts are kept; the same command continues from here"
    return f"{out} was not changed"


class Dataset:
    """A folder of parts with its list.

    Parameters
    ----------
    out : path or address of the folder
    recipe : what decides a row besides its article, as JSON has it

    Raises
    ------
    ArtifactError : something else stands there, or parts of another recipe, or it cannot be written
    """

    def __init__(self, out: str, recipe: dict[str, Any]) -> None:
        self.out = out
        self.recipe = recipe
        self._fs, self._root = file_system(out)
        self._entries: dict[str, PartEntry] = {}
        self._written, self._pause = 0.0, _EVERY
        self._complete = False
        with _writable(out):
            self._fs.makedirs(self._root, exist_ok=True)
            self._fs.invalidate_cache()
            sizes = {Path(about["name"]).name: about["size"] for about in self._fs.ls(self._root, detail=True)}
            self._earlier = self._read(sizes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._complete:
            self._write()

    def part_before(self, key: str) -> PartEntry | None:
        """The part that was made of the same input, if there is one."""
        return self._earlier.get(key)

    def keep(self, name: str, entry: PartEntry) -> None:
        """Take a part over, under the name that its place among the others gives it."""
        if entry.name != name:
            with _writable(self.out):
                self._fs.mv(f"{self._root}/{entry.name}", f"{self._root}/{name}")
        self._entries[entry.key] = PartEntry(**{**asdict(entry), "name": name})

    def add(self, entry: PartEntry) -> None:
        """Note a part that was made."""
        self._entries[entry.key] = entry
        if time.monotonic() - self._written > self._pause:
            self._write()

    def finish(self) -> None:
        """Every part is there: forget those of input that is gone, and what killed processes left."""
        self._earlier, self._complete = {}, True
        self._write()
        kept = {entry.name for entry in self._entries.values()}
        with _writable(self.out):
            self._fs.invalidate_cache()
            for path in self._fs.ls(self._root, detail=False):
                name = Path(path).name
                if name not in kept and _OWN.fullmatch(name):
                    self._fs.rm(path)

    def _read(self, sizes: dict[str, int]) -> dict[str, PartEntry]:
        """Parts in the list whose files are as they were written."""
        if MANIFEST not in sizes:
            if any(not name.startswith(".") and not _OWN.fullmatch(name) for name in sizes):
                raise ArtifactError(f"{self.out}: holds other files and no labels. Name another --out")
            return {}
        try:
            found = json.loads(self._fs.cat_file(f"{self._root}/{MANIFEST}"))
            _check_format(f"{self.out}/{MANIFEST}", found["made_by"], found["format"])
            other = [name for name in self.recipe if found["recipe"].get(name) != self.recipe[name]]
            entries = [PartEntry(**entry) for entry in found["parts"]]
        except (ValueError, KeyError, TypeError, AttributeError) as cause:
            where = f"{self.out}/{MANIFEST}"
            raise ArtifactError(f"{where}: was not written by textml ({cause}). Name another --out") from cause
        if other:
            raise ArtifactError(
                f"{self.out}: holds labels made otherwise ({', '.join(other)} differ). Name another --out, or remove it"
            )
        return {entry.key: entry for entry in entries if sizes.get(entry.name) == entry.n_bytes}

    def _write(self) -> None:
        started = time.monotonic()
        # what was not come to yet is still there
        parts = sorted(({**self._earlier, **self._entries}).values(), key=lambda entry: entry.name)
        manifest = {
            "made_by": "textml",
            "format": FORMAT,
            "recipe": self.recipe,
            "complete": self._complete,
            "n_articles": sum(entry.n_rows for entry in parts),
            "parts": [asdict(entry) for entry in parts],
        }
        with write_part(self.out, MANIFEST) as file:
            file.write(json.dumps(manifest, ensure_ascii=False, indent=1).encode())
        self._written = time.monotonic()
        self._pause = max(_EVERY, 20 * (self._written - started))


def _check_format(manifest: str, made_by: object, found: object) -> None:
    if made_by != "textml":
        raise ValueError(f"made_by {made_by!r}")
    if found != FORMAT:
        raise ArtifactError(
            f"{manifest}: format {found!r}, this textml reads and writes format {FORMAT}. "
            "Use the version that wrote it, name another --out, or remove the dataset"
        )


@contextmanager
def write_part(out: str, name: str) -> Iterator[BinaryIO]:
    """A file of a dataset to write, which appears under its name, whole, when the block ends without an error.

    Raises
    ------
    ArtifactError : the place cannot be written, or is full
    """
    fs, root = file_system(out)
    # a name of its own for every attempt: two workers may be at the same part when one was thought lost
    beside = f"{root}/.{name}.{uuid4().hex[:12]}.new"
    with _writable(out):
        try:
            with fs.open(beside, "wb") as file:
                yield file
            fs.mv(beside, f"{root}/{name}")
        finally:
            if fs.exists(beside):
                fs.rm(beside)


@contextmanager
def _writable(out: str) -> Iterator[None]:
    try:
        yield
    except OSError as cause:
        raise ArtifactError(
            f"{out}: cannot be written ({cause.strerror or cause}); finished parts are kept. Make room, or choose "
            "another --out, and start the same command again"
        ) from cause
