"""Runs in artifacts/: written to a temporary folder and renamed, checked at every load, never pickled."""

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from textml.disk.files import files_of, follow_link, sha256_of
from textml.disk.run_files import Draft, Folder, Run
from textml.disk.writing import exchange, flush_names, flush_tree
from textml.errors import ArtifactError
from textml.manifest import MANIFEST, UNFINISHED, parse_manifest

__all__ = [
    "COMPRESSION",
    "Draft",
    "Folder",
    "Run",
    "altered_files",
    "arrays_as_npz",
    "find_run",
    "forget_draft",
    "hash_files",
    "is_same_run",
    "read_manifest",
    "read_run",
    "recover",
    "run_folder",
    "write_run",
]

#: Level of zlib: a third of the time of the usual 6, for files that are a tenth larger at most.
COMPRESSION = 3

# File systems take 255 bytes, and the temporary names of a run are longer than its own.
_LONGEST_NAME = 200
# Seconds to wait for another process that is between two renames, which take milliseconds.
_LONGEST_GAP = 10.0
# Surrogates stand for bytes of the command line that are no UTF-8.
_RUN_NAME = re.compile(r"[^./\\\ud800-\udfff][^/\\\ud800-\udfff]*")


@contextmanager
def write_run(folder: Path, is_fresh: bool = False) -> Iterator[Draft]:
    """Write a run to a temporary folder; it takes the run's name when the block ends without an error.

    Where the block is left by Ctrl-C or by an error, the folder stays if a stage in it is finished, and the next call
    finds that stage (`Draft.finished`); after an error of the disk it is removed. Its files are on the disk before the
    name changes. Where `folder` is a link, the folder that it leads to is written and the link stays.

    Parameters
    ----------
    folder : Path
        ``artifacts/NAME``; an older run stays there until the new one is complete
    is_fresh : bool
        whether nothing of an earlier run is taken over; stages that were finished otherwise are not taken over either

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
            draft = _start_draft(folder, is_fresh)
            try:
                yield draft
                (draft.folder / UNFINISHED).unlink(missing_ok=True)
                flush_tree(draft.folder)
                draft.set_aside = _put_in_place(draft.folder, folder, draft.keeps_previous)
            except OSError:
                draft.finished.clear()
                raise
            finally:
                if not draft.finished or not (draft.folder / UNFINISHED).exists():
                    shutil.rmtree(draft.folder, ignore_errors=True)
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


def _start_draft(folder: Path, is_fresh: bool) -> Draft:
    """The draft of a run, with the stages that a stopped process finished in it."""
    place = _beside(folder, "new")
    if place.is_symlink() or not (place / UNFINISHED).is_file():
        shutil.rmtree(place, ignore_errors=True)
    place.mkdir(exist_ok=True)
    draft = Draft(place, folder if (folder / MANIFEST).exists() else None)
    draft.is_fresh = is_fresh
    draft.find_finished()
    draft.clear()
    return draft


def forget_draft(folder: Path) -> None:
    """Remove what a stopped process left of a run, where nobody writes it now."""
    from filelock import FileLock, Timeout

    folder = follow_link(folder)
    if not _beside(folder, "new").exists():
        return
    try:
        with FileLock(_beside(folder, "lock"), timeout=0):
            shutil.rmtree(_beside(folder, "new"), ignore_errors=True)
    except (Timeout, OSError):
        return


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


def find_run(place: str, artifacts: Path) -> Path:
    """Find the folder of a run that a person names, or whose folder he names.

    Raises
    ------
    ArtifactError
        as for `run_folder`
    """
    return Path(place) if (Path(place) / MANIFEST).exists() else run_folder(artifacts, place)


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
    with zipfile.ZipFile(target, "w") as packed:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, np.asanyarray(array), allow_pickle=False)
            # an entry without a time: the same arrays give the same bytes
            entry = zipfile.ZipInfo(f"{name}.npy")
            packed.writestr(entry, content.getbuffer(), zipfile.ZIP_DEFLATED, COMPRESSION)
    return target.getvalue()
