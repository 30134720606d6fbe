"""Open files by path, or by their address in another file system."""

import errno
import os
import stat
from os import PathLike
from os.path import abspath
from pathlib import Path
from tarfile import TarError
from typing import Any, BinaryIO, cast
from zipfile import BadZipFile

from textml.corpus.chains import file_name, split_chain
from textml.disk.files import check_regular, open_regular
from textml.errors import CorpusError, MissingExtraError

# Names under which file systems keep the time or checksum that tells one version of a file from the next.
_CHANGED = ("mtime", "LastModified", "last_modified", "updated", "ETag", "etag", "modification_time", "created")

# Folders at the root of a disk that nobody but the system may open.
_SYSTEM = frozenset({"lost+found", "System Volume Information", "$RECYCLE.BIN"})


def is_address(name: str) -> bool:
    """Return whether a name is an address (``s3://bucket/pages``) and not a path."""
    return "://" in name


def list_parts(name: str | PathLike[str]) -> list[str]:
    """Return the folders on the way to a file, and its name; those of a path from the root, wherever one works.

    >>> list_parts("s3://bucket/2024/01.txt")
    ['s3:', 'bucket', '2024', '01.txt']
    """
    if is_address(str(name)):
        return [part for part in file_name(name).split("/") if part]
    return list(Path(abspath(name)).parts[1:])


def file_system(name: str) -> tuple[Any, str]:
    """Return the file system of an address, and the path in it.

    Parameters
    ----------
    name : str
        An address such as ``s3://bucket/pages``, or a path.

    Returns
    -------
    fs : fsspec.AbstractFileSystem
    path : str

    Raises
    ------
    MissingExtraError
        fsspec, or what it needs for this kind of address, is not installed.
    CorpusError
        The kind of address is unknown, or the archive that it names is none.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError as cause:
        raise MissingExtraError(f"{name}: needs fsspec. Run: pip install 'textml[cluster]'") from cause
    try:
        return cast(tuple[Any, str], url_to_fs(name))
    except ImportError as cause:
        raise MissingExtraError(f"{name}: {cause}") from cause
    except (ValueError, BadZipFile, TarError) as cause:
        raise CorpusError(f"{name}: {cause}. Allowed: paths, file://, s3://, hdfs:// and others of fsspec") from cause


def find_addresses(address: str) -> list[str]:
    """List the files that an address names; hidden files are left out, as in folders of this machine.

    Parameters
    ----------
    address : str
        A file, a folder with everything below, or a pattern with ``*``.

    Returns
    -------
    list of str
        Addresses, sorted.
    """
    fs, path = file_system(address)
    if "*" in path:
        names, root = fs.glob(path), path.partition("*")[0].rpartition("/")[0]
    else:
        names, root = fs.find(path), path
    before, inner, behind = split_chain(address)
    scheme = inner.partition("://")[0]
    shown = (name for name in names if not is_hidden(name.removeprefix(root)))
    # a file in an archive is found again only with the archive
    return sorted(f"{before}{scheme}://{name}{behind}" if behind else fs.unstrip_protocol(name) for name in shown)


def is_hidden(path: str) -> bool:
    """Return whether a file, or a folder on the way to it, is hidden, open in Excel, or the system's own.

    >>> is_hidden("2024/._01.txt"), is_hidden(".git/page.txt"), is_hidden("~$labels.xlsx"), is_hidden("2024/01.txt")
    (True, True, True, False)
    """
    return any(part.startswith((".", "~$")) or part in _SYSTEM for part in path.split("/"))


def open_input(name: str) -> BinaryIO:
    """Open a file to read.

    Parameters
    ----------
    name : str
        Path or address.

    Returns
    -------
    BinaryIO

    Raises
    ------
    OSError
        The file cannot be opened, or is no regular one.
    """
    if not is_address(name):
        return open_regular(name)
    fs, path = file_system(name)
    try:
        opened = fs.open(path, "rb")
    except RuntimeError as cause:
        # a file in an archive that is encrypted, or packed in a way that nobody here knows
        raise OSError(errno.EACCES, str(cause), name) from cause
    if "::" in name:
        # an archive is closed as soon as nobody holds its file system
        opened.file_system = fs
    return cast(BinaryIO, opened)


def look_at(name: str) -> tuple[int, str]:
    """Return the size of a file, and a stamp that changes when the file does.

    Parameters
    ----------
    name : str
        Path or address.

    Returns
    -------
    n_bytes : int
    stamp : str

    Raises
    ------
    OSError
        The file does not exist, is no regular one, or its folder cannot be read.
    """
    if not is_address(name):
        found = check_regular(name)
        if stat.S_ISDIR(found.st_mode):
            # listed only where it could not be opened: say why
            os.listdir(name)
        return found.st_size, f"{found.st_size}:{found.st_mtime_ns}"
    fs, path = file_system(name)
    fs.invalidate_cache()
    about = fs.info(path)
    changed = next((str(about[key]) for key in _CHANGED if about.get(key)), "")
    return int(about["size"]), f"{about['size']}:{changed}"
