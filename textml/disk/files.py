"""Files on disk: which may be read, read as a whole, hashed, listed."""

import errno
import hashlib
import json
import os
import stat
import tomllib
from os import PathLike
from pathlib import Path
from typing import Any, BinaryIO

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


def read_at_most(file: BinaryIO, most: int | None = None) -> bytes:
    """Read an open file as a whole.

    Raises
    ------
    OSError
        it has more bytes than `most`, by default MOST_BYTES, 32 MB
    """
    most = most or MOST_BYTES
    content = file.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, f"more than {most >> 20} MB, the largest file that is read as a whole")
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
    return parse_toml(read_regular(path))


def parse_toml(content: bytes) -> dict[str, Any]:
    """Read the tables of the content of a TOML file.

    Raises
    ------
    ValueError
        As for `read_toml`.
    """
    try:
        tables = tomllib.loads(content.decode("utf-8-sig"))
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


def follow_link(path: Path) -> Path:
    """The path that a link leads to, which need not exist; any other path as it is."""
    return real_path(path) if path.is_symlink() else path


def real_path(path: str | PathLike[str]) -> Path:
    """The path without links; links in a circle stay as they are, where `Path.resolve` raises a RuntimeError."""
    return Path(os.path.realpath(path))


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
