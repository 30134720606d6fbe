"""A real scheduler and real workers on loopback: started anew where they are gone, never without an end."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from tests.conftest import ENVIRONMENT
from tests.waiting import PATIENCE, wait_until

# Dask reads these where a user has set them; tests start from its defaults.
_CLEAN = {name: value for name, value in ENVIRONMENT.items() if not name.startswith("DASK_")}
# The tests hold the write end of its standard input: where they are killed, the read ends, and the process with it.
# A clock would end it under tests that are merely slow, as Dask's --idle-timeout did.
_DASK = """
import os, runpy, sys, threading
threading.Thread(target=lambda: (os.read(0, 1), os._exit(0)), daemon=True).start()
sys.argv[0] = "dask"
runpy.run_module("dask", run_name="__main__", alter_sys=True)
"""


class DaskProcesses:
    """`dask scheduler` on a free port; workers are added with `start_worker`.

    Attributes
    ----------
    address : str
        of the scheduler; another one after `revive` had to start it again
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._n_starts = 0

    def __enter__(self) -> Self:
        self._n_starts += 1
        found = self.folder / f"scheduler{self._n_starts}.json"
        self._start("scheduler", "--port", "0", "--scheduler-file", str(found))
        wait_until(lambda: _address_in(found) or self._ended(), "the scheduler is up", lambda: self.log("scheduler"))
        assert not self._ended(), self.log("scheduler")
        self.address = _address_in(found) or ""
        return self

    def __exit__(self, *_: object) -> None:
        for name in reversed(list(self._running)):
            self._end(name, signal.SIGKILL)

    def revive(self, *names: str) -> None:
        """See to it that the scheduler answers and has the workers of these names and no others."""
        wanted = {"scheduler", *names}
        if self._running.keys() != wanted or not self._meet():
            self.__exit__()
            self.__enter__()
            for name in names:
                self.start_worker(name)

    def start_worker(self, name: str, *options: str) -> None:
        """A worker process of one thread, known to the scheduler when this returns."""
        self._start("worker", self.address, "--name", name, "--nthreads", "1", "--no-nanny", *options, log=name)
        if not self._meet():
            raise AssertionError("\n".join(f"{name}:\n{self.log(name)[-4000:]}" for name in self._running))

    @contextmanager
    def extra_worker(self, name: str, *options: str) -> Iterator[None]:
        """One more worker for the block; it may be killed within."""
        self.start_worker(name, *options)
        try:
            yield
        finally:
            if name in self._running:
                self._end(name, signal.SIGTERM)

    def pids(self) -> list[int]:
        """Process ids of the scheduler and the workers that are up."""
        return [process.pid for process in self._running.values()]

    def kill(self, name: str) -> None:
        """End a process as a power cut would."""
        self._end(name, signal.SIGKILL)

    def log(self, name: str) -> str:
        """What a process has said so far."""
        return self._log_file(name).read_text(errors="replace")

    def _start(self, what: str, *options: str, log: str = "") -> None:
        name = log or what
        command = [sys.executable, "-c", _DASK, what, *options, "--host", "127.0.0.1"]
        command += ["--dashboard-address", "127.0.0.1:0"]
        if what == "worker":
            # a worker whose scheduler was killed ends when the tests end it
            command += ["--local-directory", str(self.folder / name), "--death-timeout", str(PATIENCE)]
        with self._log_file(name).open("wb") as file:
            self._running[name] = subprocess.Popen(
                command,
                cwd=self.folder,
                env=_CLEAN,
                stdin=subprocess.PIPE,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )

    def _ended(self) -> list[str]:
        return [name for name, process in self._running.items() if process.poll() is not None]

    def _meet(self) -> bool:
        """Wait until the scheduler has met the workers that run and forgotten all others; False if one has ended."""
        from distributed import Client

        workers = self._running.keys() - {"scheduler"}
        if self._ended():
            return False
        try:
            with Client(self.address, timeout=PATIENCE, set_as_default=False) as client:
                wait_until(
                    lambda: self._ended() or _workers_of(client) == workers,
                    f"the scheduler has the workers {sorted(workers)}",
                    lambda: self.log("scheduler"),
                )
        except OSError:
            return False
        return not self._ended()

    def _end(self, name: str, how: int) -> None:
        process = self._running.pop(name)
        # to its own process id, and only while it is not yet known to have ended
        process.send_signal(how)
        process.wait(PATIENCE)
        if process.stdin:
            process.stdin.close()

    def _log_file(self, name: str) -> Path:
        return self.folder / f"{name}.log"


def _address_in(file: Path) -> str | None:
    """Address in the file that a scheduler writes when it is up; None while it is not there or half written."""
    try:
        return str(json.loads(file.read_text())["address"])
    except (OSError, ValueError):
        return None


def _workers_of(client: Any) -> set[str]:
    return {worker["name"] for worker in client.scheduler_info(-1)["workers"].values()}


def worker_named(client: Any, name: str) -> str:
    """Address of a worker by its name."""
    return next(address for address, worker in client.scheduler_info(-1)["workers"].items() if worker["name"] == name)
