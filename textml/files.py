"""Files on disk: written beside and renamed, hashed, listed."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from textml.errors import ArtifactError


@contextmanager
def write_beside(path: Path) -> Iterator[BinaryIO]:
    """Write a file under a temporary name; it is renamed into place when the block ends without an error.

    Raises
    ------
    ArtifactError
        the place cannot be written, is full, or another process writes it; an older file stays as it was
    """
    from filelock import FileLock, Timeout

    beside, lock = (path.with_name(f".{path.name}.{kind}") for kind in ("new", "lock"))
    try:
        # Check the folder first: the lock would create it.
        path.parent.stat()
        with FileLock(lock, timeout=0):
            try:
                with beside.open("wb") as file:
                    yield file
                beside.replace(path)
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


def sha256_of(path: Path) -> str:
    """sha256 of a file, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_of(folder: Path) -> list[str]:
    """Names of all files below a folder, sorted."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def link_or_copy(source: Path, target: Path) -> None:
    """Link a file under a second name; copy it where the file system has no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
