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

from textml.disk.files import files_of, follow_link, sha256_of
from textml.disk.writing import exchange, flush_names, flush_tree, link_or_copy
from textml.errors import ArtifactError
from textml.manifest import MANIFEST, parse_manifest, sum_manifest

# File systems take 255 bytes, and the temporary names of a run are longer than its own.
_LONGEST_NAME = 200
# Seconds to wait for another process that is between two renames, which take milliseconds.
_LONGEST_GAP = 10.0
# Surrogates stand for bytes of the command line that are no UTF-8.
_RUN_NAME = re.compile(r"[^./\\\ud800-\udfff][^/\\\ud800-\udfff]*")


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
        if hashlib.sha256(content).hexdigest() != self.manifest["files"].get(name):
            raise ArtifactError(
                f"{self.folder / name}: was written again after the run was opened. Open the run again, or start the "
                "same command again"
            )
        return content


class Draft(Folder):
    """A run that is being written: a hidden folder next to its final place.

    Attributes
    ----------
    previous : Path or None
        the run that is in that place now
    keeps_previous : bool
        whether that run is set aside and not removed, whatever its files are like
    set_aside : Path or None
        where that run was moved, because files in it had been changed or added by hand, or it has another format
    """

    def __init__(self, folder: Path, previous: Path | None) -> None:
        super().__init__(folder)
        self.previous = previous
        self.keeps_previous = False
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

    def write_manifest(self, manifest: Mapping[str, Any]) -> dict[str, Any]:
        """Write the manifest with its own sum, and return it."""
        whole = {**manifest, "sum": sum_manifest(manifest)}
        self.write_json(MANIFEST, whole)
        return whole

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
    """Write a run to a temporary folder; it takes the run's name when the block ends without an error.

    Its files are on the disk before the name changes. Where `folder` is a link, the folder that it leads to is written
    and the link stays.

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

    name, folder = folder, follow_link(folder)
    home = folder.parent
    if name.is_symlink() and not home.is_dir():
        raise ArtifactError(f"{name}: is a link to {folder}, which is not there. Mount that disk, or remove the link")
    try:
        home.mkdir(parents=True, exist_ok=True)
        if folder.exists() and not (folder / MANIFEST).exists() and not _is_empty(folder):
            raise ArtifactError(
                f"{folder}: exists and is not a run of textml. Nothing was changed; choose another --run, "
                "or move it away"
            )
        with FileLock(_beside(folder, "lock"), timeout=0):
            _recover(folder)
            draft = _beside(folder, "new")
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir()
            try:
                written = Draft(draft, folder if (folder / MANIFEST).exists() else None)
                yield written
                flush_tree(draft)
                written.set_aside = _put_in_place(draft, folder, written.keeps_previous)
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


def _is_empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def _beside(folder: Path, kind: str) -> Path:
    """A hidden name beside a run: ``lock``, ``new``, ``ready``, ``old`` or ``trash``."""
    return folder.with_name(f".{folder.name}.{kind}")


def run_folder(artifacts: Path, name: str) -> Path:
    """Folder of the run of this name.

    Raises
    ------
    ArtifactError
        the name is empty, starts with a dot, or holds a slash
    """
    if not _RUN_NAME.fullmatch(name) or len(name.encode()) > _LONGEST_NAME:
        raise ArtifactError(
            f"{name!r} cannot name a run. Allowed: up to 200 bytes of UTF-8 without slashes, not starting with a dot"
        )
    return artifacts / name


def _put_in_place(draft: Path, folder: Path, keep: bool) -> Path | None:
    """Put the draft in the run's place; return where the older run was kept, None where it was removed.

    The older run is kept when files in it were changed or added by hand, or where `keep` says so. A process may be
    killed after any step: ``.ready`` is then a whole run, the new one or the older one, and `_recover` looks whether it
    has to be kept.
    """
    if not folder.exists():
        draft.rename(folder)
        flush_names(folder.parent)
        return None
    ready = _beside(folder, "ready")
    draft.rename(ready)
    if exchange(ready, folder):
        older = ready
    else:
        # Between the two renames there is no run of this name; whoever opens it then calls `recover`.
        older = _beside(folder, "old")
        folder.rename(older)
        ready.rename(folder)
    flush_names(folder.parent)
    return _put_away(older, folder, keep)


def _put_away(older: Path, folder: Path, keep: bool = False) -> Path | None:
    """Remove a run whose place another one has taken; keep it where it was changed by hand, and return where."""
    if keep or altered_files(older):
        kept = _free_name(folder)
        older.rename(kept)
        return kept
    # A run that is half removed would look as if it were changed by hand, so it gets a name of its own before.
    trash = _beside(folder, "trash")
    shutil.rmtree(trash, ignore_errors=True)
    older.rename(trash)
    shutil.rmtree(trash, ignore_errors=True)
    return None


def _free_name(folder: Path) -> Path:
    number = 1
    while (kept := folder.with_name(f"{folder.name}.before{number}")).exists():
        number += 1
    return kept


def recover(folder: Path) -> None:
    """Finish what a killed process left half done.

    While another process is about to put its run in place, wait for it; do nothing where the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    folder = follow_link(folder)
    if not any(_beside(folder, kind).exists() for kind in ("ready", "old", "trash")):
        return
    patience = 0.0 if folder.exists() else _LONGEST_GAP
    try:
        with FileLock(_beside(folder, "lock"), timeout=patience):
            _recover(folder)
    except (Timeout, OSError):
        return


def _recover(folder: Path) -> None:
    ready, old, trash = (_beside(folder, kind) for kind in ("ready", "old", "trash"))
    if old.exists() and not folder.exists():
        old.rename(folder)
    for older in (ready, old):
        if older.exists():
            _put_away(older, folder)
    shutil.rmtree(trash, ignore_errors=True)


def altered_files(folder: Path) -> list[str]:
    """Files of a run that were changed, added or removed since it was written; all where the manifest is unreadable."""
    try:
        expected = parse_manifest(folder / MANIFEST)["files"]
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
    """Manifest of a run, checked by its own sum; its files are not looked at.

    Raises
    ------
    ArtifactError
        there is no run, it has another format, or its manifest was changed
    """
    recover(folder)
    path = folder / MANIFEST
    if not path.exists():
        runs = sorted(p.parent.name for p in folder.parent.glob(f"*/{MANIFEST}")) if folder.parent.is_dir() else []
        known = f"Runs there: {', '.join(runs)}" if runs else f"No run in {folder.parent} yet: start with `textml run`"
        raise ArtifactError(f"{folder}: no run of textml. {known}")
    return parse_manifest(path)


def is_same_run(run: Run) -> bool:
    """Whether the folder still holds the run that was opened."""
    try:
        return read_manifest(run.folder) == run.manifest
    except ArtifactError:
        return False


def hash_files(folder: Path) -> dict[str, str]:
    """sha256 of every file of a draft, by name, sorted."""
    return {name: sha256_of(folder / name) for name in files_of(folder)}


def arrays_as_npz(**arrays: Any) -> bytes:
    """Arrays of numbers or text as the bytes of a compressed npz file, without objects."""
    import numpy as np

    target = io.BytesIO()
    np.savez_compressed(target, allow_pickle=False, **arrays)
    return target.getvalue()
