"""Runs in artifacts/: written to a temporary folder and renamed, checked at every load, never pickled."""

import hashlib
import io
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from textml.errors import ArtifactError
from textml.files import files_of, link_or_copy, sha256_of

# Raise it when a change makes older runs unreadable. Then describe the change in CHANGELOG.md, say in `_check_manifest`
# what to do with the older format, and keep a test that an older run is refused with that advice.
# 2: names of estimator types follow the rooms inside rooms.
FORMAT = 2
MANIFEST = "manifest.json"

# File systems take 255 bytes, and the temporary names of a run are longer than its own.
_LONGEST_NAME = 200
_RUN_NAME = re.compile(r"[^./\\][^/\\]*")


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

    def read_json(self, name: str) -> Any:
        """Value of a JSON file."""
        return json.loads(self.path(name).read_text(encoding="utf-8"))

    def read_lines(self, name: str) -> list[dict[str, Any]]:
        """Rows of a JSON lines file."""
        return [json.loads(line) for line in self.path(name).read_text(encoding="utf-8").split("\n") if line]


class Run(Folder):
    """A finished run, checked when it was opened."""

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        super().__init__(folder)
        self.manifest = manifest


class Draft(Folder):
    """A run that is being written: a hidden folder next to its final place.

    Attributes
    ----------
    previous : Path or None
        the run that is in that place now
    set_aside : Path or None
        where that run was moved, because files in it had been changed or added by hand, or it has another format
    """

    def __init__(self, folder: Path, previous: Path | None) -> None:
        super().__init__(folder)
        self.previous = previous
        self.set_aside: Path | None = None

    def write_bytes(self, name: str, content: bytes) -> None:
        """Write a file; its folder is made."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def write_text(self, name: str, text: str) -> None:
        """Write a text file in UTF-8 with ``\\n``; bytes that are not text, as in file names, become escapes."""
        self.write_bytes(name, text.encode(errors="backslashreplace"))

    def write_json(self, name: str, value: Any) -> None:
        """Write a value as JSON: readable, and the same bytes for the same value."""
        self.write_text(name, json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n")

    def write_lines(self, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write rows as JSON lines."""
        self.write_text(name, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))

    def keep(self, names: Iterable[str]) -> None:
        """Take files over from the previous run, unchanged."""
        for name in names:
            if self.previous is None:
                raise ArtifactError(f"{name}: there is no earlier run to keep it from")
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            link_or_copy(self.previous / name, target)


@contextmanager
def write_run(folder: Path) -> Iterator[Draft]:
    """Write a run to a temporary folder; it is renamed into place when the block ends without an error.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``; an older run stays there until the new one is complete

    Yields
    ------
    Draft

    Raises
    ------
    ArtifactError
        the folder cannot be written, another process writes the same run, or something else has that name
    """
    from filelock import FileLock, Timeout

    home = folder.parent
    try:
        home.mkdir(parents=True, exist_ok=True)
        if folder.exists() and not (folder / MANIFEST).exists():
            raise ArtifactError(
                f"{folder}: exists and is not a run of textml. Nothing was changed; choose another --run, "
                "or move it away"
            )
        with FileLock(home / f".{folder.name}.lock", timeout=0):
            _recover(folder)
            draft = home / f".{folder.name}.new"
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir()
            try:
                written = Draft(draft, folder if folder.exists() else None)
                yield written
                written.set_aside = _swap(draft, folder)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
    except Timeout:
        raise ArtifactError(
            f"{folder}: another textml is writing this run. Wait for it, or choose another --run"
        ) from None
    except (FileExistsError, NotADirectoryError) as cause:
        raise ArtifactError(f"{home}: is not a folder ({cause.strerror}). Choose another --artifacts folder") from cause
    except OSError as cause:
        raise ArtifactError(
            f"{home}: cannot be written ({cause.strerror}). Check permissions and space, or choose another --artifacts"
        ) from cause


def run_folder(artifacts: Path, name: str) -> Path:
    """Folder of the run of this name.

    Raises
    ------
    ArtifactError
        the name is empty, starts with a dot, or holds a slash
    """
    if not _RUN_NAME.fullmatch(name) or len(name.encode()) > _LONGEST_NAME:
        raise ArtifactError(
            f"{name!r} cannot name a run. Allowed: up to 200 bytes without slashes, not starting with a dot"
        )
    return artifacts / name


def _swap(draft: Path, folder: Path) -> Path | None:
    """Put the draft in the run's place; return where the older run was kept, None where it was removed.

    The older run is kept when files in it were changed or added by hand. Between the two renames only the older run
    exists, under a name that `recover` knows.
    """
    if not folder.exists():
        draft.rename(folder)
        return None
    old = folder.parent / f".{folder.name}.old"
    kept = _free_name(folder) if altered_files(folder) else None
    folder.rename(old)
    draft.rename(folder)
    if kept is None:
        shutil.rmtree(old, ignore_errors=True)
    else:
        old.rename(kept)
    return kept


def _free_name(folder: Path) -> Path:
    number = 1
    while (kept := folder.with_name(f"{folder.name}.before{number}")).exists():
        number += 1
    return kept


def recover(folder: Path) -> None:
    """Finish the renaming that a killed process left half done; do nothing while another process writes."""
    from filelock import FileLock, Timeout

    if not (folder.parent / f".{folder.name}.old").exists():
        return
    try:
        with FileLock(folder.parent / f".{folder.name}.lock", timeout=0):
            _recover(folder)
    except Timeout:
        return


def _recover(folder: Path) -> None:
    old = folder.parent / f".{folder.name}.old"
    if not old.exists():
        return
    if not folder.exists():
        old.rename(folder)
    elif altered_files(old):
        old.rename(_free_name(folder))
    else:
        shutil.rmtree(old, ignore_errors=True)


def altered_files(folder: Path) -> list[str]:
    """Files of a run that were changed, added or removed since it was written; all where the manifest is unreadable."""
    try:
        expected = read_manifest(folder)["files"]
    except ArtifactError:
        return files_of(folder)
    found = {name: sha256_of(folder / name) for name in files_of(folder) if name != MANIFEST}
    return sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))


def read_run(folder: Path) -> Run:
    """Open a run and check every file of it.

    Raises
    ------
    ArtifactError
        there is no such run, it is foreign, of another format, or a file was changed, added or removed
    """
    recover(folder)
    manifest = read_manifest(folder)
    for name in altered_files(folder):
        if not (folder / name).exists():
            raise ArtifactError(f"{folder / name}: is missing. Run `textml report {folder.name}` to make it again")
        if name not in manifest["files"]:
            raise ArtifactError(f"{folder / name}: is not part of this run. Move it out of the folder")
        raise ArtifactError(
            f"{folder / name}: was changed after it was written. Restore it, or run `textml report {folder.name}` to "
            "make it again (the changed run is kept next to it)"
        )
    return Run(folder, manifest)


def read_manifest(folder: Path) -> dict[str, Any]:
    """Manifest of a run; only its format is checked.

    Raises
    ------
    ArtifactError
        there is no run, or it has another format
    """
    path = folder / MANIFEST
    if not path.exists():
        runs = sorted(p.parent.name for p in folder.parent.glob(f"*/{MANIFEST}")) if folder.parent.is_dir() else []
        known = f"Runs there: {', '.join(runs)}" if runs else f"No run in {folder.parent} yet: start with `textml run`"
        raise ArtifactError(f"{folder}: no run of textml. {known}")
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as cause:
        raise ArtifactError(f"{path}: cannot be read ({cause}). Run `textml run --run {folder.name}` again") from cause
    _check_manifest(path, manifest)
    return dict(manifest)


def _check_manifest(path: Path, manifest: Any) -> None:
    if (
        not isinstance(manifest, dict)
        or manifest.get("made_by") != "textml"
        or not isinstance(manifest.get("files"), dict)
    ):
        raise ArtifactError(f"{path}: not a manifest of textml. Give a folder that `textml run` wrote")
    missing = {"settings", "inputs", "stages", "golden"} - manifest.keys()
    if manifest.get("format") == FORMAT and missing:
        raise ArtifactError(f"{path}: lacks {', '.join(sorted(missing))}. Run `textml run` again, or restore the file")
    if manifest.get("format") != FORMAT:
        raise ArtifactError(
            f"{path}: format {manifest.get('format')!r}, this textml reads format {FORMAT}. Run `textml run` again "
            "with this version; the older run is kept next to the new one"
        )


def is_same_run(run: Run) -> bool:
    """Whether the folder still holds the run that was opened."""
    try:
        return read_manifest(run.folder) == run.manifest
    except ArtifactError:
        return False


def digest(value: Any) -> str:
    """sha256 of a value that JSON can hold, as hexadecimal digits."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def hash_files(folder: Path) -> dict[str, str]:
    """sha256 of every file of a draft, by name, sorted."""
    return {name: sha256_of(folder / name) for name in files_of(folder)}


def arrays_as_npz(**arrays: Any) -> bytes:
    """Arrays of numbers or text as the bytes of a compressed npz file, without objects."""
    import numpy as np

    target = io.BytesIO()
    np.savez_compressed(target, allow_pickle=False, **arrays)
    return target.getvalue()
