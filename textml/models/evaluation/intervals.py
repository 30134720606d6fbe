"""95 % intervals: of shares by Wilson, of other measures by resampling groups."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textml.display import brief, escape_text

#: 97.5 % point of the standard normal distribution: 95 % of it lies within plus and minus Z.
Z = 1.959964
# This many resamples fix the ends of an interval to a tenth of its width.
_N_RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measured value with its 95 % interval.

    Attributes
    ----------
    value, low, high : float
        Shares in [0, 1]; differences of shares in [-1, 1].
    """

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{100 * self.value:.1f} % ({100 * self.low:.1f} to {100 * self.high:.1f})"

    __repr__ = brief

    def _repr_html_(self) -> str:
        return escape_text(self)


def wilson_interval(mean: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Ends of Wilson's (1927) 95 % interval of means of values in [0, 1].

    Parameters
    ----------
    mean : ndarray of float
        Means in [0, 1].
    n : ndarray of int
        How many values each mean is of, above 0; broadcast against `mean`.

    Returns
    -------
    low, high : ndarray of float
        In [0, 1], of the shape of `mean`.
    """
    middle = mean + Z**2 / (2 * n)
    half = Z * np.sqrt(mean * (1 - mean) / n + Z**2 / (4 * n**2))
    scale = 1 + Z**2 / n
    return np.clip((middle - half) / scale, 0, 1), np.clip((middle + half) / scale, 0, 1)


def estimate_share(n_right: float, n: float) -> Estimate:
    """A share of `n` articles with Wilson's interval; 0 of 0 is 0, anywhere between 0 and 1.

    Parameters
    ----------
    n_right : float
        Articles that are right; not whole where they are weighed.
    n : float
        All articles.

    Examples
    --------
    >>> print(estimate_share(8, 10))
    80.0 % (49.0 to 94.3)
    """
    if n <= 0:
        return Estimate(0.0, 0.0, 1.0)
    low, high = wilson_interval(np.array(n_right / n), np.array(n))
    return Estimate(n_right / n, float(low), float(high))


def resample_groups(groups: NDArray[np.int64], random_state: int, n_resamples: int = _N_RESAMPLES) -> NDArray[np.int64]:
    """Draw whole groups of articles with replacement (cluster bootstrap, Efron 1979).

    Parameters
    ----------
    groups : (n_articles,) ndarray of int
        Group of each article.
    random_state : int
        Seed of the draws.
    n_resamples : int
        Number of resamples; each draws as many groups as there are.

    Returns
    -------
    (1 + n_resamples, n_articles) ndarray of int
        How often each article is in each resample. The first row is the set itself, all ones.
    """
    names, member = np.unique(groups, return_inverse=True)
    drawn = np.random.default_rng(random_state).multinomial(
        len(names), np.full(len(names), 1 / len(names)), size=n_resamples
    )
    return np.vstack([np.ones(len(groups), np.int64), drawn[:, member]])


def bootstrap_interval(measure: Callable[[NDArray[np.float64]], float], tables: NDArray[np.float64]) -> Estimate:
    """A measure of the first table, with the 2.5 % and 97.5 % points of the measure of the others.

    Parameters
    ----------
    measure : callable
        One table to one number.
    tables : (1 + n_resamples, ...) ndarray of float
        What is measured, of the set itself and of each resample.
    """
    values = np.array([measure(table) for table in tables])
    low, high = np.percentile(values[1:], [2.5, 97.5])
    return Estimate(float(values[0]), float(min(low, values[0])), float(max(high, values[0])))
