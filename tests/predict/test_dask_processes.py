"""The servers that tests share live when a test begins, and end with the tests."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil

from tests.conftest import ENVIRONMENT
from tests.predict.dask_processes import DaskProcesses
from tests.waiting import PATIENCE, wait_until
from textml.predict.cluster import connect

_KILLED_TESTS = """
import os, signal
from pathlib import Path
from tests.predict.dask_processes import DaskProcesses

with DaskProcesses(Path.cwd()) as processes:
    processes.start_worker("one")
    print(*processes.pids(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_servers_that_are_gone_are_started_again(dask_processes: DaskProcesses) -> None:
    """Whoever ended the scheduler or a worker: the next test has both workers, and no worker of another test."""
    for number in (0, 1):
        victim = dask_processes.pids()[number]
        os.kill(victim, signal.SIGKILL)
        os.waitid(os.P_PID, victim, os.WEXITED | os.WNOWAIT)
        dask_processes.revive("one", "two")
        assert victim not in dask_processes.pids()
        with connect(dask_processes.address) as client:
            assert len(client.nthreads()) == 2
    before = dask_processes.pids()
    dask_processes.revive("one", "two")
    assert dask_processes.pids() == before


def test_servers_end_with_the_tests(tmp_path: Path) -> None:
    """After SIGKILL of the process that started them, scheduler and worker end by themselves."""
    said = subprocess.run(
        [sys.executable, "-c", _KILLED_TESTS], cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE, timeout=PATIENCE
    )
    assert said.returncode == -signal.SIGKILL
    pids = [int(word) for word in said.stdout.split()]
    assert len(pids) == 2
    wait_until(lambda: not any(_runs(pid) for pid in pids), "both have ended")


def _runs(pid: int) -> bool:
    """Whether a process is there and has not ended (its new parent may not have collected it yet)."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
