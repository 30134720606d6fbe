"""Latent coordinates of articles: the truncated singular vectors of a TF-IDF matrix, the same in every run."""

import numpy as np
import scipy.sparse as sp
from sklearn.preprocessing import normalize

#: Articles whose mutual cosines give the axes; more are projected on them (Nyström), so that memory stays linear.
MAX_BASIS = 1500


def latent_axes(rows: sp.csr_matrix, n_dims: int) -> np.ndarray:
    """Leading right singular vectors of a matrix, by way of the Gram matrix of (a spread sample of) its rows.

    Parameters
    ----------
    rows : (n_articles, n_terms) CSR, rows of length 1
    n_dims : number of axes wanted; fewer are returned where the matrix has a smaller rank

    Returns
    -------
    (n_terms, n_axes) float64 with orthonormal columns, strongest first

    References
    ----------
    Deerwester et al. (1990), Indexing by latent semantic analysis; Williams & Seeger (2001), Using the Nyström method.
    """
    basis = rows[np.linspace(0, rows.shape[0] - 1, min(rows.shape[0], MAX_BASIS)).astype(int)]
    gram = (basis @ basis.T).toarray()
    values, vectors = np.linalg.eigh(gram)
    kept = values[::-1][:n_dims] > 1e-9 * values[-1]
    vectors = vectors[:, ::-1][:, :n_dims][:, kept] / np.sqrt(values[::-1][:n_dims][kept])
    return np.asarray(basis.T @ vectors)


def latent_coordinates(rows: sp.csr_matrix, n_dims: int) -> np.ndarray:
    """Articles on their latent axes, before normalisation, so that leading columns are themselves a smaller space.

    Returns
    -------
    (n_articles, n_axes) float64, n_axes <= n_dims
    """
    return np.asarray(rows @ latent_axes(rows, n_dims))


def unit_rows(coordinates: np.ndarray) -> np.ndarray:
    """Rows scaled to length 1; a row of zeros stays one."""
    return np.asarray(normalize(coordinates))
