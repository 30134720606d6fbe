"""The logistic regressions of the fits, on named cues and on pairs of which one is better."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression


def lay_out(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> NDArray[np.float64]:
    """Cues as columns; those that have no name here are left out."""
    places = {name: place for place, name in enumerate(names)}
    found = np.zeros((len(rows), len(names)))
    for n, row in enumerate(rows):
        for name, size in row.items():
            if (place := places.get(name)) is not None:
                found[n, place] = size
    return found


def fit_cues(cues: Sequence[Mapping[str, float]], truth: Sequence[bool]) -> dict[str, float]:
    """Weights of named cues by which what is true is told from what is not."""
    names = DictVectorizer()
    model = LogisticRegression(fit_intercept=False, max_iter=500).fit(names.fit_transform(cues), truth)
    return dict(zip(names.get_feature_names_out().tolist(), model.coef_[0].tolist(), strict=True))


def fit_pairs(
    x: NDArray[np.float64],
    counts: NDArray[np.float64],
    l2: float,
    prior: NDArray[np.float64] | None = None,
    offsets: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Weights by which the better of two is the better one: logistic regression on differences.

    Parameters
    ----------
    x : ndarray of shape (n_pairs, n_cues)
        Cues of the better one less those of the worse one.
    counts : ndarray of shape (n_pairs,)
        How much each pair counts.
    l2 : float
        How much the weights are drawn to the prior.
    prior : ndarray of shape (n_cues,), optional
        0 by default.
    offsets : ndarray of shape (n_pairs,), optional
        What other cues say; 0 by default.
    """
    prior = np.zeros(x.shape[1]) if prior is None else prior
    start = np.zeros(len(x)) if offsets is None else offsets

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margins = start + x @ weights
        missing = counts / (1 + np.exp(np.clip(margins, -50, 50)))
        pull = weights - prior
        wrong = (counts * np.logaddexp(0, -margins)).sum() + 0.5 * l2 * (pull**2).sum()
        return wrong, l2 * pull - x.T @ missing

    found: NDArray[np.float64] = minimize(loss, prior, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return found
