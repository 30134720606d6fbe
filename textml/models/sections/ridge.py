"""Weighted least squares of section shares on sparse features with favoured directions."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.linalg import solve

from textml.features.lsa import latent_axes, likeness
from textml.models.sections.conjugate_gradients import conjugate_gradients

# Beyond this many articles the inner products of all pairs are not held: memory stays linear.
MAX_DENSE = 4000
# Articles whose inner products give the latent axes; the others are projected on them.
MAX_BASIS = 1500
# Articles that weigh less than this against the heaviest are left out of a solution.
_NEGLIGIBLE = 1e-3


@dataclass(frozen=True, slots=True)
class Metric:
    """Likeness ``x (I + V diag(favour) V^T) y^T`` of articles, scaled to a mean of 1 with themselves.

    A linear function under it is one of the features, so a classifier needs no coordinates when it predicts.

    Attributes
    ----------
    rows : (n_articles, n_terms) CSR
    axes : (n_terms, n_axes) float V, orthonormal
    latent : (n_articles, n_axes) float, ``rows @ axes``
    favour : (n_axes,) float, 0 or more, what each axis counts beyond the other directions
    scale : mean likeness of an article with itself before scaling
    gram : (n_articles, n_articles) float, the likeness of all pairs; None where there are too many
    """

    rows: sp.csr_matrix
    axes: np.ndarray
    latent: np.ndarray
    favour: np.ndarray
    scale: float
    gram: np.ndarray | None

    def score(self, dual: np.ndarray) -> np.ndarray:
        """Scores of the same articles, (n_articles, n_sections), for dual coefficients of that shape."""
        if self.gram is not None:
            return np.asarray(self.gram @ dual)
        plain = self.rows @ (self.rows.T @ dual)
        return np.asarray((plain + self.latent @ (self.favour[:, None] * (self.latent.T @ dual))) / self.scale)

    def between(self, some: np.ndarray, others: np.ndarray) -> np.ndarray:
        """Likeness of some of the articles with others, (n_some, n_others), by their positions."""
        if self.gram is not None:
            return np.asarray(self.gram[np.ix_(some, others)])
        plain = (self.rows[some] @ self.rows[others].T).toarray()
        return np.asarray((plain + (self.latent[some] * self.favour) @ self.latent[others].T) / self.scale)

    def weights(self, dual: np.ndarray) -> np.ndarray:
        """What each term weighs for each section, (n_terms, n_sections)."""
        return np.asarray(
            (self.rows.T @ dual + self.axes @ (self.favour[:, None] * (self.latent.T @ dual))) / self.scale
        )


def build_metric(rows: sp.csr_matrix, n_dims: int, favour: float) -> Metric:
    """Metric that favours the first latent direction of some articles, the next ones less and less.

    Parameters
    ----------
    rows : (n_articles, n_terms) CSR, rows of length 1
    n_dims : latent directions
    favour : 0 or more
    """
    n_articles = rows.shape[0]
    basis = np.linspace(0, n_articles - 1, min(n_articles, MAX_BASIS)).astype(int)
    inner = likeness(rows) if n_articles <= MAX_DENSE else None
    axes = latent_axes(rows[basis], likeness(rows[basis]) if inner is None else inner[np.ix_(basis, basis)], n_dims)
    latent = np.asarray(rows @ axes)
    fading = favour * (1 - np.arange(axes.shape[1]) / n_dims)
    scale = float((rows.multiply(rows).sum() + (fading * latent**2).sum()) / n_articles)
    gram = None if inner is None else (inner + (latent * fading) @ latent.T) / scale
    return Metric(rows, axes, latent, fading, scale, gram)


def fit_ridge(metric: Metric, shares: np.ndarray, weights: np.ndarray, penalty: float) -> np.ndarray:
    """Dual coefficients that minimise ``sum_i w_i |f(x_i) - (s_i - 1/k)|^2 + penalty |f|^2``.

    Parameters
    ----------
    metric : over n_articles
    shares : (n_articles, n_sections) float, rows sum to 1
    weights : (n_articles,) float, 0 or more
    penalty : above 0

    Returns
    -------
    (n_articles, n_sections) float, for `Metric.score` and `Metric.weights`

    References
    ----------
    Hoerl & Kennard (1970), Ridge regression; Saunders, Gammerman & Vovk (1998), in dual variables.
    """
    used = np.flatnonzero(weights > _NEGLIGIBLE * weights.max())
    root, target = np.sqrt(weights)[:, None], shares - 1 / shares.shape[1]
    dual = np.zeros_like(target)
    if metric.gram is None:
        root = np.where(weights[:, None] > _NEGLIGIBLE * weights.max(), root, 0)
        return np.asarray(
            root * conjugate_gradients(lambda x: root * metric.score(root * x) + penalty * x, root * target)
        )
    system = metric.gram[np.ix_(used, used)] * root[used] * root[used].T
    system.flat[:: len(used) + 1] += penalty
    dual[used] = root[used] * solve(system, root[used] * target[used], assume_a="pos", overwrite_a=True)
    return np.asarray(dual)
