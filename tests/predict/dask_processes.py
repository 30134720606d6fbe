"""A real scheduler and real workers on loopback, ended by their own process ids."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from tests.conftest import ENVIRONMENT

# Dask reads these where a user has set them; tests start from its defaults.
_CLEAN = {name: value for name, value in ENVIRONMENT.items() if not name.startswith("DASK_")}


class DaskProcesses:
    """`dask scheduler` on a free port; workers are added with `start_worker`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        found = self.folder / "scheduler.json"
        # ends by itself where the tests themselves were killed, and the workers after it
        self._start("scheduler", "--port", "0", "--scheduler-file", str(found), "--idle-timeout", "600")
        self.address: str = _wait_for(lambda: json.loads(found.read_text())["address"], self._log("scheduler"))
        return self

    def __exit__(self, *_: object) -> None:
        for name in reversed(list(self._running)):
            self._end(name, signal.SIGKILL)

    def start_worker(self, name: str, *options: str) -> None:
        """A worker process of one thread, ready when this returns."""
        self._start("worker", self.address, "--name", name, "--nthreads", "1", "--no-nanny", *options, log=name)
        _wait_for(lambda: self._log(name).read_text().index("Starting established connection"), self._log(name))

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

    def signal(self, name: str, what: int) -> None:
        """Send a signal to a process."""
        os.kill(self._running[name].pid, what)

    def kill(self, name: str) -> None:
        """End a process as a power cut would."""
        self._end(name, signal.SIGKILL)

    def _start(self, what: str, *options: str, log: str = "") -> None:
        name = log or what
        command = [
            sys.executable,
            "-m",
            "dask",
            what,
            *options,
            "--host",
            "127.0.0.1",
            "--dashboard-address",
            "127.0.0.1:0",
        ]
        if what == "worker":
            command += ["--local-directory", str(self.folder / name), "--death-timeout", "30"]
        with self._log(name).open("wb") as log_file:
            self._running[name] = subprocess.Popen(
                command, cwd=self.folder, env=_CLEAN, stdout=log_file, stderr=log_file, start_new_session=True
            )

    def _end(self, name: str, how: int) -> None:
        process = self._running.pop(name)
        os.kill(process.pid, how)
        process.wait(10)

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"


def _wait_for(look: Any, log: Path) -> Any:
    """What `look` finds, as soon as it finds something."""
    for _ in range(300):
        try:
            return look()
        except (OSError, ValueError, KeyError):
            time.sleep(0.1)
    raise AssertionError(f"not up within 30 s: {log.read_text()}")


def worker_named(client: Any, name: str) -> str:
    """Address of a worker by its name."""
    return next(address for address, worker in client.scheduler_info(-1)["workers"].items() if worker["name"] == name)
