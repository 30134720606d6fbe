"""Weighted least squares of section shares on sparse features."""

import numpy as np
import scipy.sparse as sp

from textml.models.solve import conjugate_gradients


def fit_ridge(
    rows: sp.csr_matrix, shares: np.ndarray, weights: np.ndarray, penalty: float, start: np.ndarray | None = None
) -> np.ndarray:
    """Dual coefficients that minimise ``sum_i w_i |x_i B - (s_i - 1/k)|^2 + penalty |B|^2``.

    Parameters
    ----------
    rows : (n_articles, n_terms) CSR
    shares : (n_articles, n_sections) float, rows sum to 1
    weights : (n_articles,) float, 0 or more
    penalty : above 0
    start : (n_articles, n_sections) float, a solution of a similar problem

    Returns
    -------
    (n_articles, n_sections) float A, with ``B = rows.T @ A``

    References
    ----------
    Hoerl & Kennard (1970), Ridge regression; Saunders, Gammerman & Vovk (1998), in dual variables.
    """
    root = np.sqrt(weights)[:, None]
    turned = rows.T.tocsr()

    def apply(dual: np.ndarray) -> np.ndarray:
        return np.asarray(root * (rows @ (turned @ (root * dual))) + penalty * dual)

    guess = None if start is None else np.divide(start, root, out=np.zeros_like(start), where=root > 0)
    dual = conjugate_gradients(apply, root * (shares - 1 / shares.shape[1]), guess)
    return np.asarray(root * dual)
