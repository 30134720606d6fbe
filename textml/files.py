"""Files on disk: written beside and renamed, hashed, listed, exchanged."""

import ctypes
import errno
import hashlib
import json
import os
import re
import shutil
import stat
import sys
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO

from textml.errors import ArtifactError

# renameat2(2) of Linux and renamex_np(2) of macOS call this number RENAME_EXCHANGE and RENAME_SWAP.
_EXCHANGE = 2
# Paths are relative to the current folder (AT_FDCWD of Linux).
_HERE = -100
# What a system or a file system answers that cannot exchange two names.
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}

# The largest file that is read as a whole, and not in parts as tables are: pages, settings, lists. The largest that
# people write are a few megabytes, and text of this size takes a hundred megabytes of memory.
MOST_BYTES = 1 << 25
# Tables and lists in one another, in a TOML file; settings need three.
_DEEPEST = 20
_TOO_DEEP = "tables or lists in one another without end"
_KINDS = {stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}


def check_regular(path: str | PathLike[str]) -> os.stat_result:
    """Look at a file that is to be read, or at what a link leads to.

    Raises
    ------
    OSError
        there is no such file, or it is no regular one: a pipe may never be written to, and a device may never end
    """
    found = os.stat(path)
    if kind := _KINDS.get(stat.S_IFMT(found.st_mode)):
        raise OSError(errno.EINVAL, f"{kind}; only regular files are read", str(path))
    return found


def open_regular(path: str | PathLike[str]) -> BinaryIO:
    """Open a file to read, after `check_regular`: to open a pipe would wait for somebody who writes to it."""
    check_regular(path)
    return open(path, "rb")


def read_at_most(file: BinaryIO) -> bytes:
    """Read an open file as a whole.

    Raises
    ------
    OSError
        it has more than MOST_BYTES, 32 MB
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise OSError(errno.EFBIG, f"more than {MOST_BYTES >> 20} MB, the largest file that is read as a whole")
    return content


def read_regular(path: str | PathLike[str]) -> bytes:
    """Read a regular file of at most MOST_BYTES as a whole.

    Raises
    ------
    OSError
        as for `check_regular` and `read_at_most`
    """
    with open_regular(path) as file:
        return read_at_most(file)


def read_toml(path: str | PathLike[str]) -> dict[str, Any]:
    """Read the tables of a TOML file in UTF-8, with or without the byte order mark of editors on Windows.

    Raises
    ------
    OSError
        It is not there, no regular file, or too large.
    ValueError
        It is not UTF-8 or not TOML, nested without end, or has a number that TOML does not know.
    """
    try:
        tables = tomllib.loads(read_regular(path).decode("utf-8-sig"))
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    _check_values(tables)
    return tables


def _check_values(value: object, depth: int = 0) -> None:
    """Refuse what a message could not show: numbers of more than TOML's 64 bits, and values in many others."""
    if isinstance(value, int) and not -(1 << 63) <= value < 1 << 63:
        raise ValueError("a number of more than 64 bits")
    if depth > _DEEPEST:
        raise ValueError(_TOO_DEEP)
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _check_values(inner, depth + 1)


@contextmanager
def write_beside(path: Path) -> Iterator[BinaryIO]:
    """Write a file under a temporary name; it is renamed into place when the block ends without an error.

    The content is on the disk before the name changes, so a power cut leaves the older file or the new one. An older
    file passes on its permissions. Where `path` is a link, the file that it leads to is written and the link stays.

    Raises
    ------
    ArtifactError
        the place cannot be written, is full, or is no regular file, or another process writes it; an older file stays
        as it was
    """
    from filelock import FileLock, Timeout

    path = follow_link(path)
    beside, lock = (path.with_name(f".{path.name}.{kind}") for kind in ("new", "lock"))
    try:
        # Check the folder first: the lock would create it.
        path.parent.stat()
        mode = _find_mode(path)
        with FileLock(lock, timeout=0):
            try:
                with beside.open("wb") as file:
                    yield file
                    flush_to_disk(file)
                if mode is not None:
                    beside.chmod(mode)
                beside.replace(path)
                flush_names(path.parent)
            finally:
                beside.unlink(missing_ok=True)
                lock.unlink(missing_ok=True)
    except Timeout:
        raise ArtifactError(
            f"{path}: is being written by another textml. Wait for it, or choose another place"
        ) from None
    except OSError as cause:
        raise ArtifactError(
            f"{path}: cannot be written ({cause.strerror}); what was there before is untouched. Make room, or choose "
            "another place"
        ) from cause


def write_file(path: Path, content: bytes) -> None:
    """Write a file under a temporary name and rename it; an older file stays until the new one is complete.

    Raises
    ------
    ArtifactError
        the place cannot be written
    """
    with write_beside(path) as file:
        file.write(content)


def follow_link(path: Path) -> Path:
    """The path that a link leads to, which need not exist; any other path as it is."""
    return real_path(path) if path.is_symlink() else path


def real_path(path: str | PathLike[str]) -> Path:
    """The path without links; links in a circle stay as they are, where `Path.resolve` raises a RuntimeError."""
    return Path(os.path.realpath(path))


def _find_mode(path: Path) -> int | None:
    """Permissions of the file that is there; None where there is none."""
    try:
        found = path.stat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found):
        # Renaming would put a file in the place of a pipe, a device or a folder.
        raise ArtifactError(f"{path}: is not a regular file, so it was not replaced. Choose another place")
    return stat.S_IMODE(found)


def flush_to_disk(file: BinaryIO) -> None:
    """Wait until what was written to an open file is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def flush_names(folder: Path) -> None:
    """Wait until the names in a folder are on the disk; Windows cannot do that."""
    if sys.platform != "win32":
        _flush(folder, os.O_RDONLY)


def flush_tree(folder: Path) -> None:
    """Wait until a folder with everything below it is on the disk."""
    # Windows flushes only what is open for writing; elsewhere a file may be read-only.
    how = os.O_RDWR if sys.platform == "win32" else os.O_RDONLY
    for parent, _, names in os.walk(folder):
        for name in names:
            _flush(Path(parent, name), how)
        flush_names(Path(parent))


def _flush(path: Path, how: int) -> None:
    opened = os.open(path, how)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def exchange(one: Path, other: Path) -> bool:
    """Exchange the names of two folders in one step, so that there is one of each name at every moment.

    Returns
    -------
    bool
        False where the system or the file system cannot do this; nothing was changed then.
    """
    if sys.platform not in ("linux", "darwin"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin":
        failed = libc.renamex_np(*names, _EXCHANGE)
    elif hasattr(libc, "renameat2"):
        failed = libc.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE)
    else:
        return False
    if failed and (number := ctypes.get_errno()) not in _NO_EXCHANGE:
        raise OSError(number, os.strerror(number), str(other))
    return not failed


def sha256_of(path: Path) -> str:
    """sha256 of a file, as hexadecimal digits."""
    check_regular(path)
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest(value: Any) -> str:
    """sha256 of a value that JSON can hold, as hexadecimal digits."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()


def files_of(folder: Path) -> list[str]:
    """Names of all regular files below a folder, sorted; links are left out."""
    below = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sorted(path.relative_to(folder).as_posix() for path in below)


def link_or_copy(source: Path, target: Path) -> None:
    """Link a file under a second name; copy it where the file system has no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


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
        return b'"made_by": "textml"' in (folder / "manifest.json").read_bytes()
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


def keep_beside(path: Path) -> Path:
    """Keep what a file holds under a dated name in its folder, before something else is written under its own name.

    Parameters
    ----------
    path : Path
        A file; links to it are followed.

    Returns
    -------
    Path
        ``NAME.2026-11-26.jsonl``; with ``.2``, ``.3`` ... after the date where that name is taken.

    Raises
    ------
    ArtifactError
        The folder cannot be written.
    """
    file = real_path(path)
    try:
        return next(kept for kept in _dated_names(file) if _keep_as(file, kept))
    except OSError as cause:
        raise ArtifactError(
            f"{path}: cannot be kept under a dated name ({cause.strerror}), so it was not replaced. Make room, or "
            "choose another place"
        ) from cause


def _dated_names(file: Path) -> Iterator[Path]:
    dated = f"{file.stem}.{date.today().isoformat()}"
    yield file.with_name(f"{dated}{file.suffix}")
    for number in count(2):
        yield file.with_name(f"{dated}.{number}{file.suffix}")


def _keep_as(file: Path, kept: Path) -> bool:
    """Give a file a second name, or copy it where the file system has no links; False where the name is taken."""
    try:
        os.link(file, kept)
    except FileExistsError:
        # the same file: a process was killed after it had kept it
        return _is_same(_look_at(kept), file.stat())
    except OSError:
        try:
            with kept.open("xb") as copy, file.open("rb") as original:
                shutil.copyfileobj(original, copy)
        except FileExistsError:
            return False
    return True
