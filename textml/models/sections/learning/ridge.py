"""Weighted ridge regression of section shares under a prior that favours latent directions."""

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from textml.features.lapack import solve_positive
from textml.features.lsa import gram_matrix, latent_directions
from textml.models.sections.learning.conjugate_gradients import conjugate_gradients

# Beyond this many articles the inner products of all pairs are not held: memory stays linear.
MAX_DENSE = 4000
# Articles whose inner products give the latent axes; the others are projected on them.
MAX_BASIS = 1500
# Articles that weigh less than this against the heaviest are left out of a solution: they change no third digit.
_NEGLIGIBLE = 1e-3


@dataclass(frozen=True, slots=True)
class InnerProduct:
    """Inner product ``x (I + V diag(prior_weights) V^T) y^T`` of articles, scaled to a mean square length of 1.

    V are the latent directions, ``basis.T @ directions``. They are not held: with some hundred thousand terms
    they would take most of the memory and time. A linear function under the product is linear in the features, so a
    classifier needs no latent coordinates to predict.

    Attributes
    ----------
    rows : csr_matrix of float
        Features of the articles, (n_articles, n_terms).
    basis : csr_matrix of float
        Features of the articles that V is made of, (n_basis, n_terms).
    directions : ndarray of float
        How V is made of them, (n_basis, n_axes).
    latent : ndarray of float
        ``rows @ V``, (n_articles, n_axes).
    prior_weights : ndarray of float
        Prior variance that each axis has beyond the other directions, (n_axes,), 0 or more.
    scale : float
        Mean square length of an article before scaling.
    gram : ndarray of float or None
        Inner products of all pairs, (n_articles, n_articles); None where there are too many.
    """

    rows: sp.csr_matrix
    basis: sp.csr_matrix
    directions: np.ndarray
    latent: np.ndarray
    prior_weights: np.ndarray
    scale: float
    gram: np.ndarray | None

    def score(self, dual: np.ndarray) -> np.ndarray:
        """Score the same articles, (n_articles, n_sections), by dual coefficients of that shape."""
        if self.gram is not None:
            return np.asarray(self.gram @ dual)
        plain = self.rows @ (self.rows.T @ dual)
        return np.asarray((plain + self.latent @ (self.prior_weights[:, None] * (self.latent.T @ dual))) / self.scale)

    def between(self, some: np.ndarray, others: np.ndarray) -> np.ndarray:
        """Multiply some articles with others by position, (n_some, n_others)."""
        if self.gram is not None:
            return np.asarray(self.gram[np.ix_(some, others)])
        plain = (self.rows[some] @ self.rows[others].T).toarray()
        return np.asarray((plain + (self.latent[some] * self.prior_weights) @ self.latent[others].T) / self.scale)

    def coefficients(self, dual: np.ndarray) -> np.ndarray:
        """Turn dual coefficients into the weight of each term for each section, (n_terms, n_sections)."""
        latent = self.directions @ (self.prior_weights[:, None] * (self.latent.T @ dual))
        return np.asarray((self.rows.T @ dual + self.basis.T @ latent) / self.scale)

    def take(self, positions: np.ndarray) -> "InnerProduct":
        """The same product of some of the articles."""
        gram = None if self.gram is None else self.gram[np.ix_(positions, positions)]
        return replace(self, rows=self.rows[positions], latent=self.latent[positions], gram=gram)


def build_inner_product(rows: sp.csr_matrix, n_dims: int, prior_weight: float) -> InnerProduct:
    """Build the inner product whose prior weights fade linearly over the latent directions.

    Parameters
    ----------
    rows : csr_matrix of float
        Features, (n_articles, n_terms), rows of length 1.
    n_dims : int
        Number of latent directions; fewer where the rank is smaller.
    prior_weight : float
        Prior weight of the first direction, 0 or more.

    Returns
    -------
    InnerProduct
    """
    n_articles = rows.shape[0]
    at = np.linspace(0, n_articles - 1, min(n_articles, MAX_BASIS)).astype(int)
    inner = gram_matrix(rows) if n_articles <= MAX_DENSE else None
    basis = rows[at]
    directions = latent_directions(gram_matrix(basis) if inner is None else inner[np.ix_(at, at)], n_dims)
    latent = np.asarray(rows @ (basis.T @ directions) if inner is None else inner[:, at] @ directions)
    fading = prior_weight * (1 - np.arange(directions.shape[1]) / n_dims)
    scale = float((rows.multiply(rows).sum() + (fading * latent**2).sum()) / n_articles)
    gram = None if inner is None else (inner + (latent * fading) @ latent.T) / scale
    return InnerProduct(rows, basis, directions, latent, fading, scale, gram)


def fit_ridge(inner: InnerProduct, shares: np.ndarray, weights: np.ndarray, penalty: float) -> np.ndarray:
    """Minimise ``sum_i w_i |f(x_i) - (s_i - 1/k)|^2 + penalty |f|^2`` in dual coefficients.

    Parameters
    ----------
    inner : InnerProduct
        Of the n_articles.
    shares : ndarray of float
        Target shares s of the k sections, (n_articles, n_sections), rows sum to 1.
    weights : ndarray of float
        Weights w of the articles, (n_articles,), 0 or more.
    penalty : float
        Weight of the squared norm, above 0.

    Returns
    -------
    ndarray of float
        Dual coefficients, (n_articles, n_sections), for `InnerProduct.score` and `InnerProduct.coefficients`.

    References
    ----------
    Hoerl & Kennard (1970), Ridge regression; Saunders, Gammerman & Vovk (1998), in dual variables.
    """
    used = np.flatnonzero(weights > _NEGLIGIBLE * weights.max())
    root, target = np.sqrt(weights)[:, None], shares - 1 / shares.shape[1]
    dual = np.zeros_like(target)
    if inner.gram is None:
        root = np.where(weights[:, None] > _NEGLIGIBLE * weights.max(), root, 0)
        return np.asarray(
            root * conjugate_gradients(lambda x: root * inner.score(root * x) + penalty * x, root * target)
        )
    system = inner.gram[np.ix_(used, used)] * root[used] * root[used].T
    system.flat[:: len(used) + 1] += penalty
    dual[used] = root[used] * solve_positive(system, root[used] * target[used])
    return np.asarray(dual)
