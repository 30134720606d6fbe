"""What no command may write over: its input, and the files of a run."""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from textml.disk.files import open_regular, real_path
from textml.errors import ArtifactError


def check_output(out: str | Path, inputs: Iterable[str | Path]) -> None:
    """Refuse to write over an input, whatever name or link leads to it, or into a run.

    Parameters
    ----------
    out : str or Path
        File or dataset to be written, by path or address; ``-`` for the standard output.
    inputs : iterable of str or Path
        Files, folders with everything in them, ``file://`` addresses; ``-`` is the standard input. Those that do not
        exist, and addresses elsewhere, are passed over.

    Raises
    ------
    ArtifactError
        `out` is one of the inputs, or lies in the folder of a run.
    """
    run = _find_run(out)
    if run is not None:
        raise ArtifactError(
            f"{out}: lies in the run {run}, whose files belong together. Nothing was written; choose another --out"
        )
    place = _look_at(out, 1)
    if place is None or not stat.S_ISREG(place.st_mode):
        return
    for given in inputs:
        found = next((file for file in _files_at(given) if _is_same(_look_at(file), place)), None)
        if found is not None:
            raise ArtifactError(
                f"{out}: is also part of the input, which would be overwritten ({found}). Nothing was written; choose "
                "another --out"
            )


def _find_run(out: str | Path) -> Path | None:
    """The run in whose folder a file or folder of this machine lies."""
    path = _as_path(out)
    if path == "-" or re.match(r"\w\w+:/", str(path)):
        return None
    return next(filter(_is_run, real_path(path).parents), None)


def _is_run(folder: Path) -> bool:
    try:
        with open_regular(folder / "manifest.json") as file:
            return b'"made_by": "textml"' in file.read()
    except OSError:
        return False


def _files_at(name: str | Path) -> Iterator[str | Path]:
    """An input, and the files in it where it is a folder, those behind links too."""
    path = _as_path(name)
    yield path
    entered: set[str] = set()
    for folder, folders, files in os.walk(path, followlinks=True):
        yield from (Path(folder, file) for file in files)
        # links may lead in a circle
        folders[:] = [] if (real := os.path.realpath(folder)) in entered else folders
        entered.add(real)


def _look_at(name: str | Path, standard: int = 0) -> os.stat_result | None:
    """What stands at a path, links followed; None where there is nothing, or nobody may look."""
    path = _as_path(name)
    try:
        return os.fstat(standard) if path == "-" else os.stat(path)
    except (OSError, ValueError):
        return None


def _as_path(name: str | Path) -> str | Path:
    """The path of an input, also where it is given as the address of a file on this machine; ``-`` stays."""
    text = str(name)
    if text == "-":
        return text
    found = re.match(r"(?:file|local)://(?:localhost(?=/))?", text)
    return Path(text[found.end() :] if found else text)


def _is_same(one: os.stat_result | None, other: os.stat_result) -> bool:
    return one is not None and os.path.samestat(one, other)
