"""Files of a run by name: of a finished one, and of one that is being written."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from textml.disk.files import files_of, sha256_of
from textml.disk.writing import link_or_copy
from textml.errors import ArtifactError
from textml.manifest import MANIFEST, UNFINISHED, parse_unfinished, sum_manifest


class Folder:
    """Files of a run by name, finished or not."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, name: str) -> bool:
        """Whether there is a file of this name."""
        return (self.folder / name).exists()

    def path(self, name: str) -> Path:
        """Path of a file of the run.

        Raises
        ------
        ArtifactError
            the run has no such file
        """
        if not self.has(name):
            raise ArtifactError(
                f"{self.folder}: has no {name}; that stage has not run. Run `textml run --run {self.folder.name}`"
            )
        return self.folder / name

    def read_bytes(self, name: str) -> bytes:
        """Content of a file."""
        return self.path(name).read_bytes()

    def read_lines(self, name: str) -> Iterator[bytes]:
        """Lines of a file with their ends, one at a time."""
        with self.path(name).open("rb") as file:
            yield from file


class Run(Folder):
    """A finished run, checked when it was opened."""

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        super().__init__(folder)
        self.manifest = manifest

    def read_bytes(self, name: str) -> bytes:
        """Content of a file, as it was when the run was opened.

        Raises
        ------
        ArtifactError
            the run has no such file, or another one has taken its place since
        """
        content = super().read_bytes(name)
        self._check(name, hashlib.sha256(content).hexdigest())
        return content

    def read_lines(self, name: str) -> Iterator[bytes]:
        """Lines of a file with their ends, one at a time, as they were when the run was opened.

        Raises
        ------
        ArtifactError
            as for `read_bytes`, before the first line
        """
        with self.path(name).open("rb") as file:
            # another file may take the name, but not the place of one that is open
            self._check(name, hashlib.file_digest(file, "sha256").hexdigest())
            file.seek(0)
            yield from file

    def _check(self, name: str, found: str) -> None:
        if found != self.manifest["files"].get(name):
            raise ArtifactError(
                f"{self.folder / name}: was written again after the run was opened. Open the run again, or start the "
                "same command again"
            )


class Draft(Folder):
    """A run that is being written: a hidden folder next to its final place.

    What stages have finished stays there when the process is stopped, and the next one goes on behind it.

    Attributes
    ----------
    previous : Path or None
        the run that is in that place now
    sums : dict of str to str
        sha256 of every file that was written, by name
    finished : dict of str to dict
        what `finish_stage` noted of every stage that is whole, those of a stopped process included
    is_fresh : bool
        whether nothing in it rests on an earlier run
    keeps_previous : bool
        whether that run is set aside and not removed, whatever its files are like
    set_aside : Path or None
        where that run was moved, because files in it had been changed or added by hand, or it has another format
    """

    def __init__(self, folder: Path, previous: Path | None) -> None:
        super().__init__(folder)
        self.previous = previous
        self.sums: dict[str, str] = {}
        self.finished: dict[str, dict[str, Any]] = {}
        self.is_fresh = False
        self.keeps_previous = False
        self.set_aside: Path | None = None

    def write_bytes(self, name: str, content: bytes) -> None:
        """Write a file; its folder is made."""
        self._write_parts(name, [content])

    def write_text(self, name: str, text: str) -> None:
        """Write a text file in UTF-8 with ``\\n``; bytes that are not text, as in file names, become escapes."""
        self.write_bytes(name, text.encode(errors="backslashreplace"))

    def write_json(self, name: str, value: Any) -> None:
        """Write a value as JSON: readable, and the same bytes for the same value."""
        self.write_text(name, json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n")

    def write_lines(self, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write rows as JSON lines, one at a time, so that any number of them fits into the memory."""
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        self._write_parts(name, (line.encode(errors="backslashreplace") for line in lines))

    def _write_parts(self, name: str, parts: Iterable[bytes]) -> None:
        path, content = self.folder / name, hashlib.sha256()
        path.parent.mkdir(parents=True, exist_ok=True)
        # a file taken over from the earlier run is that run's file too, under a second name
        path.unlink(missing_ok=True)
        with path.open("wb") as file:
            for part in parts:
                content.update(part)
                file.write(part)
        self.sums[name] = content.hexdigest()

    def write_manifest(self, manifest: Mapping[str, Any]) -> dict[str, Any]:
        """Write the manifest with its own sum, and return it."""
        whole = {**manifest, "sum": sum_manifest(manifest)}
        self.write_json(MANIFEST, whole)
        return whole

    def keep(self, run: Run, names: Iterable[str]) -> None:
        """Take files over from an earlier run, unchanged."""
        for name in names:
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            link_or_copy(run.folder / name, target)
            self.sums[name] = run.manifest["files"][name]

    def finish_stage(self, name: str, entry: dict[str, Any]) -> None:
        """Note that a stage is whole; what it wrote is found again if the process is stopped.

        Parameters
        ----------
        name : str
            of the stage
        entry : dict
            its key, its files, and what else the manifest says of it
        """
        self.finished[name] = entry
        record = {"made_by": "textml", "fresh": self.is_fresh, "stages": self.finished, "files": self.sums}
        beside = self.folder / f"{UNFINISHED}.new"
        beside.write_text(json.dumps({**record, "sum": sum_manifest(record)}), encoding="utf-8")
        beside.replace(self.folder / UNFINISHED)

    def drop_stage(self, name: str) -> None:
        """Remove what a stopped process left of a stage; it is worked again."""
        for file in self.finished.pop(name, {}).get("files", ()):
            self.sums.pop(file, None)
            (self.folder / file).unlink(missing_ok=True)

    def find_finished(self) -> None:
        """Find the stages that a stopped process finished, as far as their files are whole."""
        try:
            record = parse_unfinished(self.folder / UNFINISHED)
        except ArtifactError:
            return
        if record["fresh"] != self.is_fresh:
            return
        found = {name: sha256_of(self.folder / name) for name in files_of(self.folder)}
        for stage, entry in record["stages"].items():
            if all(found.get(file, "") == record["files"].get(file) for file in entry["files"]):
                self.finished[stage] = entry
                self.sums |= {file: found[file] for file in entry["files"]}

    def clear(self) -> None:
        """Remove every file that is of no finished stage."""
        for name in set(files_of(self.folder)) - self.sums.keys():
            (self.folder / name).unlink()
