"""Latent coordinates of articles: the truncated singular vectors of a TF-IDF matrix, the same in every run."""

import numpy as np
import scipy.sparse as sp
from scipy.linalg import eigh
from sklearn.preprocessing import normalize


def likeness(rows: sp.csr_matrix) -> np.ndarray:
    """Inner products of all rows with each other, (n_articles, n_articles)."""
    return np.asarray((rows @ rows.T).toarray())


def latent_axes(rows: sp.csr_matrix, gram: np.ndarray, n_dims: int) -> np.ndarray:
    """Leading right singular vectors of a matrix, by way of the Gram matrix of its rows.

    Parameters
    ----------
    rows : (n_articles, n_terms) CSR
    gram : (n_articles, n_articles) their `likeness`
    n_dims : number of axes wanted; fewer are returned where the matrix has a smaller rank

    Returns
    -------
    (n_terms, n_axes) float64 with orthonormal columns, strongest first

    References
    ----------
    Deerwester et al. (1990), Indexing by latent semantic analysis. Rows that were left out can be projected on the
    axes: Williams & Seeger (2001), Using the Nyström method to speed up kernel machines.
    """
    n_articles = len(gram)
    values, vectors = eigh(gram, subset_by_index=(max(0, n_articles - n_dims), n_articles - 1))
    values, vectors = values[::-1], vectors[:, ::-1]
    kept = values > 1e-9 * values[0]
    return np.asarray(rows.T @ (vectors[:, kept] / np.sqrt(values[kept])))


def unit_rows(coordinates: np.ndarray) -> np.ndarray:
    """Rows scaled to length 1; a row of zeros stays one."""
    return np.asarray(normalize(coordinates))
