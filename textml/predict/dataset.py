"""A resumable label table stored as Parquet parts; each part is complete or missing."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

from textml.corpus.reading.addresses import file_system, is_address
from textml.corpus.reading.sources import STDIN
from textml.disk.files import real_path
from textml.disk.writing import flush_to_disk
from textml.errors import ArtifactError
from textml.predict.dataset_lock import Check, hold_dataset
from textml.versions import is_format

#: The list of finished parts. Readers of datasets skip names that begin with an underscore.
MANIFEST = "_manifest.json"
#: Raise it when a change makes older datasets unreadable; `_check_format` refuses every other format.
FORMAT = 1
# Seconds between two writes of the manifest: a killed process loses the parts of that time.
_WRITE_EVERY = 2.0
# The manifest may take this share of the time (one twentieth), so a slow file system gets it less often.
_PAUSES_A_WRITE = 20
# Names that `Partition.name` and `write_part` give to parts and unfinished parts. Other files are never removed.
_OWN_NAME = re.compile(
    r"part-\d{6}-[0-9a-f]{12}\.parquet|\.(part-\d{6}-[0-9a-f]{12}\.parquet|_manifest\.json)\.[0-9a-f]{12}\.new"
)


@dataclass(frozen=True, slots=True)
class PartEntry:
    """A finished part, as the manifest lists it.

    Attributes
    ----------
    name : str
        Name of its file.
    key : str
        Digest of its input.
    input : list of str
        Description of its input.
    n_bytes : int
        Size of its file.
    n_rows, n_labelled, n_none : int
        Articles in it, those with a section, and those that are surely of none.
    problems : list of str
        The first problems of its input.
    n_problems : int
        Number of all problems.
    """

    name: str
    key: str
    input: list[str]
    n_bytes: int
    n_rows: int
    n_labelled: int
    n_none: int
    problems: list[str]
    n_problems: int


def is_dataset(out: str) -> bool:
    """Whether `out` names a dataset (an address, a folder, a name without an ending) and not a table."""
    return out != STDIN and (is_address(out) or out.endswith("/") or not Path(out).suffix or Path(out).is_dir())


def is_own_part(file: str, out: str) -> bool:
    """Whether a file is a part of the dataset at `out`."""
    if not _OWN_NAME.fullmatch(Path(file).name):
        return False
    return _canonical_address(file).rpartition("/")[0] == _canonical_address(out)


def _canonical_address(name: str) -> str:
    """One address for a file or folder, however links, relative paths or addresses name it."""
    fs, path = file_system(name if is_address(name) else str(real_path(name)))
    return str(fs.unstrip_protocol(path)).rstrip("/")


def describe_interrupted(out: str) -> str:
    """Say what an interrupted labelling left in `out`."""
    if out == STDIN:
        return "the rows printed so far are complete; the others are missing"
    if is_dataset(out):
        return "finished parts are kept; the same command continues from here"
    return f"{out} was not changed"


@contextmanager
def open_dataset(out: str, recipe: dict[str, Any]) -> Iterator["Dataset"]:
    """Open a dataset to write its parts; no other command can, until the block ends.

    Parameters
    ----------
    out : str
        Path or address of the folder; it is made if it does not exist.
    recipe : dict
        Everything besides the article that determines a row, as JSON.

    Yields
    ------
    Dataset

    Raises
    ------
    ArtifactError
        If another command writes it, or if the folder holds other files, a dataset of another format or recipe, or
        cannot be written.
    """
    with ExitStack() as held:
        with _explain_write_errors(out):
            check = held.enter_context(hold_dataset(out))
        dataset = Dataset(out, recipe, check)
        dataset.begin()
        try:
            yield dataset
        finally:
            dataset.end()


class Dataset:
    """A folder of parts with its manifest.

    Parameters
    ----------
    out : str
        Path or address of the folder.
    recipe : dict
        Everything besides the article that determines a row, as JSON.
    check : callable
        Raises if the dataset was taken over by another command.

    Raises
    ------
    ArtifactError
        If the folder holds other files, a dataset of another format or recipe, or cannot be read.
    """

    def __init__(self, out: str, recipe: dict[str, Any], check: Check) -> None:
        self.out = out
        self.recipe = recipe
        self._check = check
        self._fs, self._root = file_system(out)
        self._entries: dict[str, PartEntry] = {}
        self._written, self._pause = 0.0, _WRITE_EVERY
        self._complete = False
        with _explain_write_errors(out):
            self._fs.invalidate_cache()
            sizes = {Path(about["name"]).name: about["size"] for about in self._fs.ls(self._root, detail=True)}
            self._is_new = MANIFEST not in sizes
            self._earlier = self._read_manifest(sizes)

    def begin(self) -> None:
        """Write the recipe before the first part.

        A worker may outlive a killed command and write a part of it; a command with another recipe is refused then.
        """
        if self._is_new:
            self._write_manifest()
            self._written = 0.0

    def end(self) -> None:
        """List the parts that there are, also of a job that was stopped."""
        if not self._complete:
            self._write_manifest()

    def find_part(self, key: str) -> PartEntry | None:
        """Find an earlier part made of the same input."""
        return self._earlier.get(key)

    def keep(self, name: str, entry: PartEntry) -> None:
        """Keep an earlier part, under the name of its current place in the input."""
        self._check()
        if entry.name != name:
            with _explain_write_errors(self.out):
                self._fs.mv(f"{self._root}/{entry.name}", f"{self._root}/{name}")
        self._entries[entry.key] = replace(entry, name=name)

    def add(self, entry: PartEntry) -> None:
        """Add a part that was written."""
        self._entries[entry.key] = entry
        if time.monotonic() - self._written > self._pause:
            self._write_manifest()

    def finish(self) -> None:
        """Mark the dataset as complete; remove parts whose input is gone and files that killed processes left."""
        self._check()
        self._earlier, self._complete = {}, True
        self._write_manifest()
        kept = {entry.name for entry in self._entries.values()}
        with _explain_write_errors(self.out):
            self._fs.invalidate_cache()
            for path in self._fs.ls(self._root, detail=False):
                name = Path(path).name
                if name not in kept and _OWN_NAME.fullmatch(name):
                    self._fs.rm(path)

    def _read_manifest(self, sizes: dict[str, int]) -> dict[str, PartEntry]:
        """Parts in the manifest whose files have the size that they were written with."""
        if MANIFEST not in sizes:
            if any(not name.startswith(".") and not _OWN_NAME.fullmatch(name) for name in sizes):
                raise ArtifactError(f"{self.out}: holds other files and no labels. Name another --out")
            return {}
        where = f"{self.out}/{MANIFEST}"
        try:
            found = json.loads(self._fs.cat_file(f"{self._root}/{MANIFEST}"))
            _check_format(where, found["made_by"], found["format"])
            differing = [name for name in self.recipe if found["recipe"].get(name) != self.recipe[name]]
            entries = [PartEntry(**entry) for entry in found["parts"]]
        except (ValueError, KeyError, TypeError, AttributeError) as cause:
            raise ArtifactError(f"{where}: was not written by textml ({cause}). Name another --out") from cause
        if differing:
            raise ArtifactError(
                f"{self.out}: holds labels made with different settings ({', '.join(differing)}). "
                "Name another --out, or remove it"
            )
        return {entry.key: entry for entry in entries if sizes.get(entry.name) == entry.n_bytes}

    def _write_manifest(self) -> None:
        self._check()
        started = time.monotonic()
        # earlier parts whose turn has not come yet are still there
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
        self._pause = max(_WRITE_EVERY, _PAUSES_A_WRITE * (self._written - started))


def _check_format(where: str, made_by: object, found: object) -> None:
    if made_by != "textml":
        raise ValueError(f"made_by {made_by!r}")
    if not is_format(found, FORMAT):
        raise ArtifactError(
            f"{where}: format {found!r}, this textml reads and writes format {FORMAT}. "
            "Use the version that wrote it, name another --out, or remove the dataset"
        )


@contextmanager
def write_part(out: str, name: str) -> Iterator[BinaryIO]:
    """Write a file of a dataset; it appears under its name, complete, when the block ends without an error.

    Parameters
    ----------
    out : str
        Path or address of the dataset.
    name : str
        Name of the file.

    Yields
    ------
    binary file

    Raises
    ------
    ArtifactError
        If the place cannot be written or is full.
    """
    from fsspec.implementations.local import LocalFileSystem

    fs, root = file_system(out)
    # each attempt has its own name: a worker believed lost may still be writing the same part
    beside = f"{root}/.{name}.{uuid4().hex[:12]}.new"
    with _explain_write_errors(out):
        try:
            with fs.open(beside, "wb") as file:
                yield file
                # other file systems keep what they have accepted
                if isinstance(fs, LocalFileSystem):
                    flush_to_disk(file)
            fs.mv(beside, f"{root}/{name}")
        finally:
            if fs.exists(beside):
                fs.rm(beside)


@contextmanager
def _explain_write_errors(out: str) -> Iterator[None]:
    try:
        yield
    except OSError as cause:
        raise ArtifactError(
            f"{out}: cannot be written ({cause.strerror or cause}); finished parts are kept. Make room, or choose "
            "another --out, and start the same command again"
        ) from cause
