"""Processes that work side by side leave Ctrl-C to the one that started them."""

import os
import signal
import sys
import warnings

import pytest
from joblib import Parallel, delayed
from threadpoolctl import threadpool_info

from textml.errors import ClusterError
from textml.workers import map_threads, start_workers


def _blocked() -> bool:
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no masks of signals")
@pytest.mark.parametrize("order", ["generator", "generator_unordered"])
def test_workers_do_not_hear_ctrl_c(order: str) -> None:
    """In the processes of a pool Ctrl-C is blocked from their first instruction on; here it is not, before or after."""
    with start_workers(Parallel(n_jobs=2, return_as=order)) as parallel:
        assert list(parallel(delayed(_blocked)() for _ in range(4))) == [True] * 4
        assert not _blocked()
    assert not _blocked()


def test_one_process_works_as_well() -> None:
    """A pool of one works in this process, in order."""
    with start_workers(Parallel(n_jobs=1, return_as="generator")) as parallel:
        assert list(parallel(delayed(abs)(n) for n in (-1, -2))) == [1, 2]


def _die() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.parametrize("order", ["generator", "generator_unordered"])
def test_a_worker_that_is_killed_is_named(order: str) -> None:
    """A process that the system ends is an error that says what to do, not a traceback of the pool."""
    with (
        pytest.raises(ClusterError, match=r"a worker process was killed.*fewer --workers"),
        start_workers(Parallel(n_jobs=2, return_as=order)) as parallel,
    ):
        list(parallel(delayed(_die)() for _ in range(2)))


def test_workers_that_are_replaced_are_no_news() -> None:
    """loky warns of a worker that ends because its memory has grown; nothing is lost, so nobody is told."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        with start_workers(Parallel(n_jobs=1, return_as="generator")):
            warnings.warn("A worker stopped while some jobs were given to the executor.", UserWarning, stacklevel=1)
    assert said == []


@pytest.mark.parametrize("n_jobs", [0, 1, 2, -1])
def test_threads_give_results_in_order(n_jobs: int) -> None:
    """Whatever the number of threads, each with one thread for products of matrices."""
    assert map_threads(abs, range(-5, 0), n_jobs) == [5, 4, 3, 2, 1]
    blas = map_threads(lambda _: [p["num_threads"] for p in threadpool_info() if p["user_api"] == "blas"], [0], n_jobs)
    assert set(blas[0]) <= {1}
