"""Conjugate gradients for several right-hand sides at once."""

from collections.abc import Callable

import numpy as np


def conjugate_gradients(
    apply: Callable[[np.ndarray], np.ndarray],
    target: np.ndarray,
    start: np.ndarray | None = None,
    *,
    tol: float = 1e-4,
    max_iter: int = 100,
) -> np.ndarray:
    """Solve ``apply(x) = target`` column by column for a symmetric positive definite linear map.

    Parameters
    ----------
    apply : (n, k) float -> (n, k) float, each column mapped by itself
    target : (n, k) float
    start : (n, k) float, a first guess; zeros where None
    tol : length of the residual, relative to the target's, at which a column counts as solved
    max_iter : products with the matrix at most

    Returns
    -------
    (n, k) float

    References
    ----------
    Hestenes & Stiefel (1952), Methods of conjugate gradients for solving linear systems.
    """
    found = np.zeros_like(target) if start is None else start.copy()
    residual = target - apply(found) if start is not None else target.copy()
    direction = residual.copy()
    length = (residual**2).sum(0)
    goal = tol**2 * (target**2).sum(0)
    for _ in range(max_iter):
        open_columns = length > goal
        if not open_columns.any():
            break
        moved = apply(direction)
        curvature = (direction * moved).sum(0)
        step = np.where(open_columns, length / np.where(curvature > 0, curvature, 1), 0)
        found += step * direction
        residual -= step * moved
        shorter = (residual**2).sum(0)
        direction = residual + np.where(open_columns, shorter / np.where(length > 0, length, 1), 0) * direction
        length = shorter
    return found
