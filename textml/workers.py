"""Processes and threads that work side by side and leave Ctrl-C to the process that started them."""

import signal
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from textml.errors import ClusterError

if TYPE_CHECKING:
    from joblib import Parallel

S = TypeVar("S")
T = TypeVar("T")


@contextmanager
def start_workers(pool: "Parallel") -> Iterator["Parallel"]:
    """Start the processes of a pool; they end with the block.

    A terminal sends Ctrl-C to all processes of a command. Workers that heard it would each print a traceback, so they
    are started while it is blocked, and inherit that.

    Parameters
    ----------
    pool : joblib.Parallel
        That returns generators.

    Yields
    ------
    joblib.Parallel

    Raises
    ------
    ClusterError
        a process was killed, as systems do when memory is used up
    """
    from joblib import delayed

    try:
        with warnings.catch_warnings(), pool as parallel:
            # a worker whose memory has grown ends, and another one takes its place
            warnings.filterwarnings("ignore", message="A worker stopped while some jobs were given")
            with _without_interrupts():
                # Processes start with the first task.
                first = parallel([delayed(int)()])
            list(first)
            yield parallel
    except BrokenExecutor as cause:
        raise ClusterError(
            "a worker process was killed, most likely because memory is used up. Start the same command again with "
            "fewer --workers"
        ) from cause


def map_threads(work: Callable[[S], T], items: Iterable[S], n_jobs: int) -> list[T]:
    """Do some work on each of some items, in threads that share what is in memory.

    It suits work in compiled code, which lets other threads run. Products of matrices have one thread each, so that
    results do not depend on the number of jobs.

    Parameters
    ----------
    work : callable
        One item to its result.
    items : iterable
    n_jobs : int
        Number of threads, -1 for all cores.

    Returns
    -------
    list
        Results in the order of the items.
    """
    from joblib import Parallel, delayed
    from threadpoolctl import threadpool_limits

    # Outside of the threads: one that ends would give its BLAS threads back while another still works.
    with threadpool_limits(1, "blas"):
        return list(Parallel(n_jobs=n_jobs or 1, backend="threading")(delayed(work)(item) for item in items))


@contextmanager
def close_quietly(results: Generator[T, None, None]) -> Iterator[Generator[T, None, None]]:
    """End the tasks of a pool with the block; joblib warns of those that nobody waits for after an error.

    Parameters
    ----------
    results : generator
        What a pool returned.

    Yields
    ------
    generator
        The same.
    """
    try:
        yield results
    finally:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            results.close()


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Put Ctrl-C off to the end of the block, here and in processes that start within."""
    if not hasattr(signal, "pthread_sigmask"):
        # Windows has no such thing.
        yield
        return
    from multiprocessing import resource_tracker

    # It starts with the first process otherwise, and ends the blocking as it does.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
