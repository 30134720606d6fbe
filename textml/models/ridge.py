"""Weighted least squares of section shares on sparse features with favoured directions."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from textml.models.solve import conjugate_gradients


@dataclass(frozen=True, slots=True)
class Metric:
    """Likeness ``x (I + favour * V V^T) y^T`` of articles, scaled to a mean of 1 with themselves.

    A linear function under it is one of the features, so a classifier needs no coordinates when it predicts.

    Attributes
    ----------
    rows : (n_articles, n_terms) CSR
    axes : (n_terms, n_axes) float V, orthonormal
    latent : (n_articles, n_axes) float, ``rows @ axes``
    favour : 0 or more, what the axes count beyond the other directions
    """

    rows: sp.csr_matrix
    axes: np.ndarray
    latent: np.ndarray
    favour: float

    @property
    def scale(self) -> float:
        """Mean likeness of an article with itself before scaling."""
        return float((self.rows.multiply(self.rows).sum() + self.favour * (self.latent**2).sum()) / self.rows.shape[0])

    def score(self, dual: np.ndarray) -> np.ndarray:
        """Scores of the same articles, (n_articles, n_sections), for dual coefficients of that shape."""
        plain = self.rows @ (self.rows.T @ dual)
        return np.asarray((plain + self.favour * (self.latent @ (self.latent.T @ dual))) / self.scale)

    def weights(self, dual: np.ndarray) -> np.ndarray:
        """What each term weighs for each section, (n_terms, n_sections)."""
        return np.asarray((self.rows.T @ dual + self.favour * (self.axes @ (self.latent.T @ dual))) / self.scale)


def fit_ridge(
    metric: Metric, shares: np.ndarray, weights: np.ndarray, penalty: float, start: np.ndarray | None = None
) -> np.ndarray:
    """Dual coefficients that minimise ``sum_i w_i |f(x_i) - (s_i - 1/k)|^2 + penalty |f|^2``.

    Parameters
    ----------
    metric : over n_articles
    shares : (n_articles, n_sections) float, rows sum to 1
    weights : (n_articles,) float, 0 or more
    penalty : above 0
    start : (n_articles, n_sections) float, a solution of a similar problem

    Returns
    -------
    (n_articles, n_sections) float, for `Metric.score` and `Metric.weights`

    References
    ----------
    Hoerl & Kennard (1970), Ridge regression; Saunders, Gammerman & Vovk (1998), in dual variables.
    """
    root = np.sqrt(weights)[:, None]
    guess = None if start is None else np.divide(start, root, out=np.zeros_like(start), where=root > 0)
    dual = conjugate_gradients(
        lambda x: root * metric.score(root * x) + penalty * x, root * (shares - 1 / shares.shape[1]), guess
    )
    return np.asarray(root * dual)
