"""Several linear systems are solved at once."""

import numpy as np

from textml.models.sections.learning.conjugate_gradients import conjugate_gradients


def test_every_column_is_solved() -> None:
    """Columns of different sizes, one of them zero, are those of the direct solution."""
    rng = np.random.default_rng(0)
    root = rng.normal(size=(30, 30))
    matrix = root @ root.T + np.eye(30)
    target = rng.normal(size=(30, 3)) * [1, 1000, 0]
    found = conjugate_gradients(lambda x: matrix @ x, target, tol=1e-10, max_iter=200)
    np.testing.assert_allclose(found, np.linalg.solve(matrix, target), rtol=1e-7, atol=1e-9)
    assert not found[:, 2].any()


def test_columns_do_not_change_each_other() -> None:
    """A column alone has the same numbers as among others."""
    matrix = np.diag(np.arange(1.0, 21.0))
    target = np.random.default_rng(1).normal(size=(20, 4))
    whole = conjugate_gradients(lambda x: matrix @ x, target)
    alone = conjugate_gradients(lambda x: matrix @ x, target[:, 2:3])
    np.testing.assert_allclose(whole[:, 2:3], alone, rtol=1e-12)


def test_the_number_of_products_is_limited() -> None:
    """An unreachable tolerance ends after `max_iter` products."""
    calls = []
    conjugate_gradients(lambda x: (calls.append(1), 2 * x)[1] + 1e-3 * x[::-1], np.ones((4, 1)), tol=0.0, max_iter=3)
    assert len(calls) <= 3
