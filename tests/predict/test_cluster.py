"""Connecting to a cluster: an error within ten seconds says what is wrong."""

import contextlib
import logging
import signal
import socket
import subprocess
import sys
import threading

import pytest

from tests.conftest import ENVIRONMENT
from tests.predict.dask_processes import DaskProcesses
from tests.waiting import PATIENCE
from textml.errors import ClusterError, ConfigError, MissingExtraError
from textml.predict import cluster
from textml.predict.cluster import _start_processes, compare_versions, connect
from textml.versions import made_with


def _refusal(address: str) -> str:
    """The error of connecting."""
    with pytest.raises(ClusterError) as caught, connect(address):
        pass
    return str(caught.value)


@pytest.fixture
def one_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second for a scheduler to answer, for tests in which none will."""
    assert cluster._TIMEOUT < 10, "what is promised"
    monkeypatch.setattr(cluster, "_TIMEOUT", 1)


def test_workers_with_the_same_versions_are_taken(dask_processes):
    """Every worker has the versions of this process."""
    with connect(dask_processes.address) as client:
        assert list(client.run(made_with).values()) == [made_with()] * 2


@pytest.mark.usefixtures("one_second")
def test_an_unreachable_scheduler_is_an_error_within_ten_seconds():
    """Nothing listens there: the message has the address and what to start."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{unused.getsockname()[1]}"
        message = _refusal(address)
    assert message.startswith(f"{address}: no Dask scheduler answers there")
    assert "dask scheduler" in message


@pytest.mark.usefixtures("one_second")
def test_logs_of_dask_are_as_they_were_after_an_error():
    """A user's own log levels come back, whatever happened."""
    import distributed  # noqa: F401

    log = logging.getLogger("distributed")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        before = log.level
        _refusal(f"tcp://127.0.0.1:{unused.getsockname()[1]}")
    assert log.level == before != logging.CRITICAL


@pytest.mark.usefixtures("one_second")
def test_a_port_that_says_nothing_is_an_error_within_ten_seconds():
    """Something listens there and is no scheduler."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        message = _refusal(f"tcp://127.0.0.1:{mute.getsockname()[1]}")
    assert "no Dask scheduler answers there (TimeoutError" in message


def test_a_scheduler_without_workers_is_an_error_within_ten_seconds(tmp_path):
    """The message has the line that starts a worker."""
    with DaskProcesses(tmp_path) as processes:
        message = _refusal(processes.address)
    assert f"has no worker. Start some with `dask worker {processes.address}`" in message


def test_a_worker_with_other_versions_is_refused_with_both(dask_processes, tmp_path):
    """One worker of three says that it has an old scikit-learn: the message has its version and ours."""
    preload = tmp_path / "old_worker.py"
    preload.write_text(
        "import importlib.metadata as metadata\n"
        "def older(name, real=metadata.version):\n"
        "    return '0.19.2' if name == 'scikit-learn' else real(name)\n"
        "metadata.version = older\n"
    )
    with dask_processes.extra_worker("old", "--preload", str(preload)):
        message = _refusal(dask_processes.address)
    assert f"scikit-learn {made_with()['scikit-learn']} here, 0.19.2 there" in message
    assert "numpy" not in message
    assert "tcp://127.0.0.1" in message.split("worker", 1)[1]


def test_a_worker_without_textml_is_refused(dask_processes, tmp_path):
    """The message says that it does not load there, and why."""
    preload = tmp_path / "without.py"
    preload.write_text("import sys\nsys.modules['textml'] = None\n")
    with dask_processes.extra_worker("bare", "--preload", str(preload)):
        message = _refusal(dask_processes.address)
    assert "there it does not load (ModuleNotFoundError" in message


def test_other_code_under_the_same_version_is_found():
    """The digest of textml's own files counts like a version."""
    here = made_with()
    there = {**here, "code of textml": "0123456789ab"}
    assert compare_versions(here, here) == ""
    assert compare_versions(here, there) == f"code of textml {here['code of textml'][:12]} here, 0123456789ab there"


@pytest.mark.parametrize("address", ["localhost", "tcp://host", "local:0", "local:x", "http://host:8786", ""])
def test_what_is_no_address_is_refused_at_once(address):
    """The message has the forms that are allowed."""
    with pytest.raises(ConfigError, match=r"allowed: tcp://HOST:PORT, tls://HOST:PORT, or local:N"), connect(address):
        pass


def test_without_dask_the_error_says_how_to_install_it(monkeypatch):
    """The message has the whole line with the name of the extra."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtraError, match=r"Run: pip install 'textml\[cluster\]'"), connect("local:2"):
        pass


def test_local_processes_work_and_end_without_a_word(tmp_path):
    """local:2 has two workers; nothing but what the program prints is on the terminal."""
    script = tmp_path / "sums.py"
    script.write_text(
        "from textml.predict.cluster import connect\n"
        "if __name__ == '__main__':\n"
        "    with connect('local:2') as client:\n"
        "        print(len(client.run(int)), sum(client.gather(client.map(abs, [-1, -2]))))\n"
    )
    done = subprocess.run(
        [sys.executable, script],
        cwd=tmp_path,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "2 3\n", "")


class _FakeCluster:
    """A cluster of one process, which ends with it as Dask's does: after its task."""

    def __init__(self, **_: object) -> None:
        self.process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        self.workers = {0: self.process}

    def __enter__(self) -> "_FakeCluster":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate(b"\n")


@pytest.mark.parametrize(("how", "code"), [(KeyboardInterrupt, -signal.SIGTERM), (None, 0)])
def test_after_ctrl_c_nobody_waits_for_local_tasks(monkeypatch, how, code):
    """Ctrl-C ends local workers in the middle of their tasks; otherwise they end these first."""
    monkeypatch.setattr("distributed.LocalCluster", _FakeCluster)

    started = []
    with contextlib.suppress(KeyboardInterrupt), _start_processes(1) as cluster:
        started.append(cluster.process)
        if how:
            raise how
    assert started[0].wait(PATIENCE) == code


def test_a_lost_scheduler_is_an_error(tmp_path):
    """It ends while a result is awaited that never comes: the message says so and what to do."""

    def work_on(processes: DaskProcesses) -> None:
        with connect(processes.address) as client:
            waiting = client.submit(_wait_for_nothing)
            processes.kill("scheduler")
            waiting.result()

    with DaskProcesses(tmp_path) as processes:
        processes.start_worker("one")
        with pytest.raises(ClusterError, match="the scheduler was lost"):
            work_on(processes)


def _wait_for_nothing() -> None:
    threading.Event().wait()
