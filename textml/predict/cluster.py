"""Connect to a Dask cluster whose workers run the same versions as this process."""

import asyncio
import logging
import os
import re
import signal
import warnings
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING

from textml.errors import ClusterError, ConfigError, MissingExtraError
from textml.versions import made_with

if TYPE_CHECKING:
    from distributed import Client, LocalCluster

# Seconds that the scheduler has to answer, so that the error comes within ten.
_TIMEOUT = 7
# Loggers of Dask and of what it works with; asyncio's tells of tasks that nobody asks any more after Ctrl-C.
_LOGS = ("asyncio", "distributed", "tornado")


@contextmanager
def connect(address: str) -> Iterator["Client"]:
    """Connect to a Dask cluster and check that every worker runs the same versions as this process.

    Parameters
    ----------
    address : str
        ``tcp://host:8786`` or ``tls://host:8786`` for a scheduler; ``local:4`` for four processes on this machine,
        which end with the block.

    Yields
    ------
    distributed.Client

    Raises
    ------
    ConfigError
        If the address has none of these forms.
    MissingExtraError
        If Dask is not installed.
    ClusterError
        If the scheduler does not answer within ten seconds, has no worker, or is lost; if a worker has another version
        of Python, of textml or of a library, or other code under the same version.

    Examples
    --------
    >>> with connect("tcp://127.0.0.1:8786") as client:  # doctest: +SKIP
    ...     client.submit(sum, [1, 2, 3]).result()
    6
    """
    n_processes = _parse_address(address)
    try:
        from distributed import Client
        from distributed.comm import CommClosedError
        from distributed.scheduler import KilledWorker
    except ImportError as cause:
        raise MissingExtraError("Dask is not installed. Run: pip install 'textml[cluster]'") from cause

    with ExitStack() as stack:
        stack.enter_context(_silence_dask())
        place = stack.enter_context(_start_processes(n_processes)) if n_processes else _check_scheduler(address)
        try:
            client = stack.enter_context(Client(place, timeout=_TIMEOUT, set_as_default=False))
            _check_workers(client, address)
            yield client
        except KilledWorker as cause:
            raise ClusterError(f"{address}: several workers died on the same task ({cause})") from cause
        except (CommClosedError, CancelledError) as cause:
            raise ClusterError(f"{address}: the scheduler was lost. Start it and the same command again") from cause


def _check_workers(client: "Client", address: str) -> None:
    """Refuse a cluster without workers, or with a worker that has other versions."""
    try:
        client.wait_for_workers(1, timeout=_TIMEOUT)
    except TimeoutError as cause:
        raise ClusterError(f"{address}: has no worker. Start some with `dask worker {address}`") from cause
    here = made_with()
    for worker, there in client.run(made_with, on_error="return").items():
        differences = compare_versions(here, there)
        if differences:
            raise ClusterError(
                f"{address}: worker {worker} has different versions, so its results could differ: {differences}. "
                "Install the same versions on every machine, then start the workers again"
            )


def compare_versions(here: dict[str, str], there: dict[str, str] | BaseException) -> str:
    """Describe how the versions of a worker differ from those of this process.

    Parameters
    ----------
    here : dict of str to str
        Versions of this process by name.
    there : dict of str to str, or exception
        Versions of the worker, or why it could not tell them.

    Returns
    -------
    str
        Every version that differs, here and there; empty if all are the same.
    """
    if not isinstance(there, dict):
        return f"textml {here['textml']} here, there it does not load ({there})"
    names = [name for name in here if there.get(name) != here[name]]
    return ", ".join(f"{name} {here[name][:12]} here, {there.get(name, 'none')[:12]} there" for name in names)


def _parse_address(address: str) -> int:
    """Number of local processes to start; 0 for a scheduler that runs already."""
    local = re.fullmatch(r"local:([1-9]\d{0,3})", address)
    if not local and not re.fullmatch(r"(tcp|tls)://\S+:\d+", address):
        raise ConfigError(
            f"cluster {address!r}; allowed: tcp://HOST:PORT, tls://HOST:PORT, or local:N with N processes"
        )
    return int(local[1]) if local else 0


@contextmanager
def _start_processes(n_workers: int) -> Iterator["LocalCluster"]:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=n_workers,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
    ) as cluster:
        done = False
        try:
            yield cluster
            done = True
        finally:
            # After Ctrl-C or an error nobody waits for the tasks, which the workers would end first.
            for worker in () if done else cluster.workers.values():
                with suppress(ProcessLookupError):
                    os.kill(worker.pid, signal.SIGTERM)


def _check_scheduler(address: str) -> str:
    """Return the address if a scheduler answers there; Dask's client takes long to notice that none does."""
    from distributed.comm import connect as open_comm
    from distributed.security import Security
    from distributed.utils import LoopRunner

    async def greet() -> None:
        arguments = Security().get_connection_args("client")
        # A timeout of our own: Dask waits forever for a port that accepts connections and never answers.
        comm = await asyncio.wait_for(open_comm(address, timeout=_TIMEOUT, **arguments), _TIMEOUT)
        comm.abort()

    try:
        LoopRunner().run_sync(greet)
    # Dask would read another server's greeting as the size of a message, and try to allocate as much memory.
    except (OSError, MemoryError, ValueError, TypeError) as cause:
        raise ClusterError(
            f"{address}: no Dask scheduler answers there ({type(cause).__name__}: {cause}). "
            "Start one with `dask scheduler`, or correct the address (8786 is its port; 8787 is only its dashboard)"
        ) from cause
    return address


@contextmanager
def _silence_dask() -> Iterator[None]:
    """Keep Dask's log and warnings off the terminal: what matters is raised as an error of textml."""
    import dask

    names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] in _LOGS]
    levels = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        # Models are larger than the task size above which Dask warns; each is sent only once.
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"}), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="(?s).*Mismatched versions found")
            yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
