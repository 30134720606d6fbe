"""Write files so that they are whole or as they were before."""

import ctypes
import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from typing import BinaryIO

from textml.disk.files import follow_link, real_path
from textml.errors import ArtifactError

# renameat2(2) of Linux and renamex_np(2) of macOS call this number RENAME_EXCHANGE and RENAME_SWAP.
_EXCHANGE = 2
# Paths are relative to the current folder (AT_FDCWD of Linux).
_HERE = -100
# What a system or a file system answers that cannot exchange two names.
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}


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
            f"{path}: cannot be written ({cause.strerror or cause}); what was there before is untouched. Make room, or "
            "choose another place"
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


def link_or_copy(source: Path, target: Path) -> None:
    """Link a file under a second name; copy it where the file system has no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


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
        return kept.samefile(file)
    except OSError:
        try:
            with kept.open("xb") as copy, file.open("rb") as original:
                shutil.copyfileobj(original, copy)
        except FileExistsError:
            return False
    return True
