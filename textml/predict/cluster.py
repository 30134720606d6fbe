"""A Dask cluster to work on: connected, and refused where its workers would compute other numbers."""

import asyncio
import logging
import re
import warnings
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from typing import Any

from textml.errors import ClusterError, ConfigError, MissingExtraError
from textml.versions import made_with

_WAIT = 7  # seconds for the scheduler to answer, so that the error comes within ten


@contextmanager
def connect(address: str) -> Iterator[Any]:
    """A client of a Dask cluster whose workers run the same versions as this process.

    Parameters
    ----------
    address : ``tcp://host:8786`` or ``tls://host:8786``, a scheduler; ``local:4``, four processes of this machine,
        ended with the block

    Yields
    ------
    distributed.Client

    Raises
    ------
    ConfigError : the address is none
    MissingExtraError : Dask is not installed
    ClusterError : the scheduler does not answer within ten seconds, has no worker, or is lost; a worker has other
        versions of Python, textml or the libraries, or other code under the same version
    """
    n_local = _check_address(address)
    try:
        from distributed import Client
        from distributed.comm import CommClosedError
        from distributed.scheduler import KilledWorker
    except ImportError as cause:
        raise MissingExtraError("Dask is not installed. Run: pip install 'textml[cluster]'") from cause

    with ExitStack() as stack:
        stack.enter_context(_quiet())
        place = stack.enter_context(_local_cluster(n_local)) if n_local else _answering(address)
        try:
            client = stack.enter_context(Client(place, timeout=_WAIT, set_as_default=False))
            check_workers(client, address)
            yield client
        except KilledWorker as cause:
            raise ClusterError(f"{address}: several workers ended over the same work ({cause})") from cause
        except (CommClosedError, CancelledError) as cause:
            raise ClusterError(f"{address}: the scheduler was lost. Start it and the same command again") from cause


def check_workers(client: Any, address: str) -> None:
    """Compare what every worker runs with what this process runs.

    Raises
    ------
    ClusterError : there is no worker, or one has something else; the message names both
    """
    try:
        client.wait_for_workers(1, timeout=_WAIT)
    except TimeoutError as cause:
        raise ClusterError(f"{address}: has no worker. Start some with `dask worker {address}`") from cause
    here = made_with()
    for worker, there in client.run(made_with, on_error="return").items():
        differences = differing(here, there)
        if differences:
            raise ClusterError(
                f"{address}: worker {worker} would compute other numbers: {differences}. "
                "Install the same versions on every machine, then start the workers again"
            )


def differing(here: dict[str, str], there: Any) -> str:
    """What is not the same, in words with both versions; nothing where all is."""
    if not isinstance(there, dict):
        return f"textml {here['textml']} here, there it does not load ({there})"
    names = [name for name in here if there.get(name) != here[name]]
    return ", ".join(f"{name} {here[name][:12]} here, {there.get(name, 'none')[:12]} there" for name in names)


def _check_address(address: str) -> int:
    """Number of local processes that are asked for, 0 for a scheduler elsewhere."""
    local = re.fullmatch(r"local:([1-9]\d{0,3})", address)
    if not local and not re.fullmatch(r"(tcp|tls)://\S+:\d+", address):
        raise ConfigError(
            f"cluster {address!r}; allowed: tcp://HOST:PORT, tls://HOST:PORT, or local:N with N processes"
        )
    return int(local[1]) if local else 0


def _local_cluster(n_workers: int) -> Any:
    from distributed import LocalCluster

    return LocalCluster(
        n_workers=n_workers,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
    )


def _answering(address: str) -> str:
    """The address, if Dask answers there: a client that found nothing takes long to give up."""
    from distributed.comm import connect as open_comm
    from distributed.security import Security
    from distributed.utils import LoopRunner

    async def greet() -> None:
        arguments = Security().get_connection_args("client")
        # a timeout of our own: Dask waits for ever on a port that listens and says nothing
        comm = await asyncio.wait_for(open_comm(address, timeout=_WAIT, **arguments), _WAIT)
        comm.abort()

    try:
        LoopRunner().run_sync(greet)
    # What is not Dask says how much it is going to send in other ways, and Dask tries to make room for that.
    except (OSError, MemoryError, ValueError, TypeError) as cause:
        raise ClusterError(
            f"{address}: no Dask scheduler answers there ({type(cause).__name__}: {cause}). "
            "Start one with `dask scheduler`, or correct the address (8786 is its port, 8787 only shows pictures)"
        ) from cause
    return address


@contextmanager
def _quiet() -> Iterator[None]:
    """Dask's own log kept off the terminal: what matters of it comes as an error of ours."""
    import dask

    names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] in ("distributed", "tornado")]
    levels = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        # The models of a fit are larger than what Dask likes to see among tasks; each goes out once.
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"}), warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="(?s).*Mismatched versions found")
            yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
