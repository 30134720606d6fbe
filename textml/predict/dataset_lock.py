"""Hold a dataset while it is written, so that two commands never mix their parts."""

import json
import os
import platform
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any
from uuid import uuid4

from textml.corpus.reading.addresses import file_system
from textml.errors import ArtifactError

#: Raises where another command has taken the dataset over.
Check = Callable[[], None]

_LOCK, _CLAIM = ".lock", ".claim.json"
# Seconds between two signs of life of a claim.
_REFRESH = 20.0
# Seconds without one after which a claim is taken over. It has to be several times _REFRESH, because a busy network
# delays signs of life, and more than the clocks of two machines differ.
_STALE = 120.0
# Seconds after which a new claim is read again: of two commands that claim at the same moment, one is overwritten.
_SETTLE = 1.0


@contextmanager
def hold_dataset(out: str) -> Iterator[Check]:
    """Hold a dataset for the block.

    A folder of this machine is held by a lock, which ends with its process, however that ends. Other file systems have
    no locks, so there a file claims the dataset and is written again every 20 seconds. A claim that is two minutes old
    is taken over. This is no lock: it expects clocks that differ by less than a minute, and a command that was stopped
    for two minutes and goes on finds out at its next part.

    Parameters
    ----------
    out : str
        Path or address of the dataset; its folder is made if it does not exist.

    Yields
    ------
    Check
        Call it before each change.

    Raises
    ------
    ArtifactError
        Another command writes the dataset.
    OSError
        The place cannot be written.
    """
    from fsspec.implementations.local import LocalFileSystem

    fs, root = file_system(out)
    fs.makedirs(root, exist_ok=True)
    with _lock(Path(root), out) if isinstance(fs, LocalFileSystem) else _claim(fs, root, out) as check:
        yield check


@contextmanager
def _lock(folder: Path, out: str) -> Iterator[Check]:
    from filelock import FileLock, Timeout

    try:
        with FileLock(folder / _LOCK, timeout=0):
            try:
                yield lambda: None
            finally:
                (folder / _LOCK).unlink(missing_ok=True)
    except Timeout:
        raise ArtifactError(_taken(out)) from None


@contextmanager
def _claim(fs: Any, root: str, out: str) -> Iterator[Check]:
    claim = _Claim(fs, f"{root}/{_CLAIM}", out)
    claim.make()
    ended = Event()
    refreshing = Thread(target=claim.refresh_until, args=(ended,), daemon=True)
    refreshing.start()
    try:
        yield claim.check
    finally:
        ended.set()
        refreshing.join()
        claim.remove()


class _Claim:
    """A file that says who writes a dataset, and when he last gave a sign of life."""

    def __init__(self, fs: Any, path: str, out: str) -> None:
        self._fs, self._path, self._out = fs, path, out
        self._me = {"owner": f"process {os.getpid()} on {platform.node()}", "token": uuid4().hex}
        self._taken_by = ""
        self._written = 0.0

    def make(self) -> None:
        """Claim the dataset, unless a claim that is not stale is there."""
        found = self._read()
        age = time.time() - found.get("time", 0.0)
        if abs(age) <= _STALE:
            who = f"{found.get('owner')}, {age:.0f} s ago; {_STALE:.0f} s after its last sign of life the claim ends"
            raise ArtifactError(_taken(self._out, who))
        self._write()
        time.sleep(_SETTLE)
        self._look()
        self.check()

    def check(self) -> None:
        """Raise if another command has claimed the dataset."""
        if abs(time.time() - self._written) > _STALE:
            # this process was stopped, or its thread has died of an error that is none of the system
            self._renew()
        if self._taken_by:
            raise ArtifactError(_taken(self._out, self._taken_by))

    def refresh_until(self, ended: Event) -> None:
        """Give signs of life; one that fails is followed by the next."""
        while not (ended.wait(_REFRESH) or self._taken_by):
            with suppress(OSError):
                self._renew()

    def _renew(self) -> None:
        self._look()
        if not self._taken_by:
            self._write()

    def remove(self) -> None:
        """End the claim."""
        with suppress(OSError):
            self._look()
            if not self._taken_by:
                self._fs.rm(self._path)

    def _look(self) -> None:
        found = self._read()
        if found.get("token") != self._me["token"]:
            self._taken_by = str(found.get("owner", "a command that has ended"))

    def _read(self) -> dict[str, Any]:
        """What the claim says; nothing if there is none, or if it cannot be understood."""
        self._fs.invalidate_cache()
        try:
            found = json.loads(self._fs.cat_file(self._path))
        except (FileNotFoundError, ValueError):
            return {}
        return found if isinstance(found, dict) and isinstance(found.get("time"), float) else {}

    def _write(self) -> None:
        now = time.time()
        self._fs.pipe_file(self._path, json.dumps({**self._me, "time": now}).encode())
        self._written = now


def _taken(out: str, owner: str = "") -> str:
    by = f" ({owner})" if owner else ""
    return f"{out}: is being labelled by another command{by}. Wait for it, or name another --out"
