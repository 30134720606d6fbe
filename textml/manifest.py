"""The manifest of a run: what it holds, how it was made, and a sum over itself."""

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from textml.disk.files import digest
from textml.errors import ArtifactError
from textml.versions import is_format

# Raise it when a change makes older runs unreadable. Then describe the change in CHANGELOG.md, say in `parse_manifest`
# what to do with the older format, and keep a test that an older run is refused with that advice.
# 2: names of estimator types follow the rooms inside rooms. 3: the manifest has its own sum. 4: labels say how their
# articles were chosen, scores and promise say of what.
FORMAT = 5
MANIFEST = "manifest.json"
#: What a draft notes of the stages that are finished, until it has a manifest.
UNFINISHED = "unfinished.json"


def parse_manifest(path: Path) -> dict[str, Any]:
    """Read a manifest and check it: its maker, its format, its own sum, and the names in it.

    Raises
    ------
    ArtifactError
        it cannot be read, is foreign, of another format or altered, or names files outside its run
    """
    name = path.parent.name
    manifest = _load(path)
    if not is_format(manifest.get("format"), FORMAT):
        raise ArtifactError(
            f"{path}: format {manifest.get('format')!r}, this textml reads format {FORMAT}. Run `textml run` again "
            "with this version; the older run is kept next to the new one"
        )
    if manifest.get("sum") != sum_manifest(manifest):
        raise ArtifactError(
            f"{path}: was changed after it was written. Restore it, or run `textml run --run {name}` again; the "
            "changed run is kept next to the new one"
        )
    parts = {"settings": dict, "inputs": dict, "stages": dict, "golden": list, "files": dict}
    _check_parts(path, manifest, parts)
    return manifest


def parse_unfinished(path: Path) -> dict[str, Any]:
    """Read what a draft noted of its finished stages, and check it as a manifest is checked.

    Raises
    ------
    ArtifactError
        it cannot be read, is foreign or altered, or names files outside its folder
    """
    record = _load(path)
    if record.get("sum") != sum_manifest(record):
        raise ArtifactError(f"{path}: was changed after it was written. Remove that folder, and start again")
    _check_parts(path, record, {"fresh": bool, "stages": dict, "files": dict})
    return record


def _load(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError, OSError) as cause:
        again = f"Run `textml run --run {path.parent.name}` again"
        raise ArtifactError(f"{path}: cannot be read ({cause}). {again}") from cause
    if not isinstance(found, dict) or found.get("made_by") != "textml":
        raise ArtifactError(f"{path}: not a manifest of textml. Give a folder that `textml run` wrote")
    return found


def sum_manifest(manifest: Mapping[str, Any]) -> str:
    """Digest of all that a manifest says, its own sum apart."""
    return digest({key: value for key, value in manifest.items() if key != "sum"})


def _check_parts(path: Path, manifest: Mapping[str, Any], parts: Mapping[str, type]) -> None:
    """Check that every part has its type, and that the run names no file outside its folder."""
    wrong = [name for name, kind in parts.items() if not isinstance(manifest.get(name), kind)]
    if wrong:
        raise ArtifactError(f"{path}: lacks {', '.join(wrong)}. Run `textml run` again, or restore the file")
    outside = [name for name in manifest["files"] if not _is_inside(name)]
    for stage in manifest["stages"].values():
        names = stage.get("files") if isinstance(stage, dict) else None
        if not isinstance(names, list) or not isinstance(stage.get("key"), str):
            raise ArtifactError(f"{path}: a stage without files or key. Run `textml run` again, or restore the file")
        outside += [name for name in names if name not in manifest["files"]]
    if outside:
        raise ArtifactError(
            f"{path}: names {outside[0]!r}, which is no file of this run. Do not use this run; make it again with "
            "`textml run`"
        )


def _is_inside(name: str) -> bool:
    """Whether a name of the manifest leads to a file below the folder on every system."""
    path = PurePosixPath(name)
    return (
        name == path.as_posix()
        and not path.is_absolute()
        and not {"..", "."} & set(path.parts)
        and not ({"\\", ":", "\0"} & set(name))
    )
