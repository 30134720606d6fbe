"""LAPACK gives what SciPy's functions give, and other threads run meanwhile."""

import threading

import numpy as np
import pytest
from scipy.linalg import LinAlgError, eigh, solve

from textml.features.lapack import leading_eigenvectors, solve_positive

SQUARE = np.random.default_rng(0).normal(size=(60, 60))
POSITIVE = SQUARE @ SQUARE.T + np.eye(60)


def test_leading_eigenvectors_are_those_of_scipy() -> None:
    """The largest values, ascending, with their vectors, bit for bit; the matrix is not changed."""
    before = POSITIVE.copy()
    values, vectors = leading_eigenvectors(POSITIVE, 7)
    wanted_values, wanted_vectors = eigh(POSITIVE, subset_by_index=(53, 59))
    assert values.tolist() == wanted_values.tolist()
    assert vectors.tolist() == wanted_vectors.tolist()
    assert (before == POSITIVE).all()


def test_all_eigenvectors_of_a_small_matrix() -> None:
    """Two by two, and no article at all."""
    values, vectors = leading_eigenvectors(np.array([[2.0, 1.0], [1.0, 2.0]]), 2)
    assert values == pytest.approx([1, 3])
    assert np.abs(vectors) == pytest.approx(np.sqrt(0.5))
    assert leading_eigenvectors(np.empty((0, 0)), 0)[0].shape == (0,)


def test_a_positive_system_is_solved() -> None:
    """Several right-hand sides at once, which stay as they are."""
    target = SQUARE[:, :3]
    found = solve_positive(POSITIVE.copy(), target)
    assert found == pytest.approx(solve(POSITIVE, target))
    assert np.shares_memory(target, SQUARE)
    assert POSITIVE @ found == pytest.approx(target)


def test_a_system_that_is_not_positive_is_an_error() -> None:
    """Instead of numbers that mean nothing."""
    with pytest.raises(LinAlgError, match="dposv of LAPACK ended with info 2"):
        solve_positive(np.diag([1.0, -1.0]), np.ones((2, 1)))


def test_other_threads_run_meanwhile() -> None:
    """While one thread finds eigenvectors, this one goes on; it would count to nothing under Python's lock."""
    large = np.cov(np.random.default_rng(0).normal(size=(700, 800)))
    worker = threading.Thread(target=leading_eigenvectors, args=(large, 100))
    counted = 0
    worker.start()
    while worker.is_alive():
        counted += 1
    assert counted > 2000
