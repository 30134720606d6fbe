"""Weights of labelled articles, so that suggested ones, which are hard, count as rare as they are."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Margins = NDArray[np.floating[Any]]

#: How scores allow for suggested labels: there are none, by the pool, only the random ones count, or not at all.
Weighing = Literal["", "pool", "random", "none"]

#: Unlabelled articles below which the strata would be chance.
LEAST_POOL = 25
# Strata of equal size by margin; with 4 or 8 the scores came less near to those of unseen articles.
_N_STRATA = 5
# What a suggested article weighs against a random one of its stratum: among articles of one margin, too, those were
# suggested that earlier classifiers knew least, so that they stand for others only where no random one does. Macro-F1
# of newswire and web news was too low by 0.5 and 0.7 points with this weight, by 1.0 and 2.3 with a quarter.
_SUGGESTED = 0.05
# Largest weight of an article against the mean: a few must not decide a score.
_MOST_WEIGHT = 8.0
# What is cut off raises the others, so that it is cut again: after ten rounds nothing is above by a thousandth.
_CAPPINGS = 10


def margins(proba: Margins) -> Margins:
    """Gap between the two most likely sections; 0 means that the classifier cannot choose.

    Parameters
    ----------
    proba : (n_articles, n_sections) ndarray of float
        Rows sum to 1, n_sections is 2 or more.

    Returns
    -------
    (n_articles,) ndarray of float
        In [0, 1].
    """
    best = np.sort(proba, axis=1)
    return np.asarray(best[:, -1] - best[:, -2])


def weigh_by_pool(
    labelled: Margins, suggested: NDArray[np.bool_], pool: Margins, n_unlabelled: int
) -> NDArray[np.float64]:
    """Weigh labelled articles by how many articles there are that a classifier finds as hard (post-stratification).

    Articles are sorted into five strata by the margin of a classifier that saw neither them nor their labels; those of
    the pool give the bounds. A stratum weighs as many articles as it has, labelled or not.

    Parameters
    ----------
    labelled : (n_labelled,) ndarray of float
        Margins of the labelled articles, out of fold.
    suggested : (n_labelled,) ndarray of bool
        Which of them were suggested.
    pool : (n_pool,) ndarray of float
        Margins of unlabelled articles, out of fold too; LEAST_POOL or more.
    n_unlabelled : int
        Unlabelled articles that they are a sample of.

    Returns
    -------
    (n_labelled,) ndarray of float
        Above 0, mean 1.

    References
    ----------
    Holt & Smith (1979), Post stratification.
    """
    bounds = np.quantile(pool, np.linspace(0, 1, _N_STRATA + 1)[1:-1])
    own, others = (np.searchsorted(bounds, found, "right") for found in (labelled, pool))
    n_own = np.bincount(own, minlength=_N_STRATA)
    there = np.bincount(others, minlength=_N_STRATA) * max(1.0, n_unlabelled / len(pool)) + n_own
    each = np.where(suggested, _SUGGESTED, 1.0)
    weights = each * (there / np.maximum(np.bincount(own, each, minlength=_N_STRATA), _SUGGESTED))[own]
    for _ in range(_CAPPINGS):
        weights = np.minimum(weights / weights.mean(), _MOST_WEIGHT)
    return np.asarray(weights / weights.mean())


def weigh_random(suggested: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Let the articles count that were not suggested, and no others; mean 1."""
    return np.where(suggested, 0.0, len(suggested) / max(1, int((~suggested).sum())))


def effective_number(weights: Sequence[float] | NDArray[np.float64]) -> float:
    """How many articles of equal weight tell as much (Kish 1965).

    >>> effective_number([1.0, 1.0, 1.0]), effective_number([0.0, 1.5, 1.5])
    (3.0, 2.0)
    """
    found = np.asarray(weights, dtype=np.float64)
    return float(found.sum() ** 2 / max((found**2).sum(), 1e-12))
