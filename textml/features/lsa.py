"""Latent semantic analysis: truncated singular vectors of a TF-IDF matrix, the same in every run."""

import numpy as np
import scipy.sparse as sp
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits

from textml.features.lapack import leading_eigenvectors

# Directions with a smaller part of the largest eigenvalue are rounding errors.
_RANK_TOLERANCE = 1e-9


# From this share of the rows on, a column is multiplied in a dense matrix: half the time on news of 500 terms.
_DENSE_SHARE = 0.1


def gram_matrix(rows: sp.csr_matrix) -> np.ndarray:
    """Compute the inner products of all rows with each other, (n_articles, n_articles).

    Of the n-grams of news, one in a hundred is in a tenth of the articles, and these make nine of ten products. As a
    dense matrix they take a fraction of the time; the others stay sparse.
    """
    common = np.bincount(rows.indices, minlength=rows.shape[1]) >= max(1, _DENSE_SHARE * rows.shape[0])
    dense, rest = rows[:, common].toarray(), rows[:, ~common]
    # The number of BLAS threads changes the rounding of products.
    with threadpool_limits(1, "blas"):
        found = np.asarray(dense @ dense.T)
    return np.asarray(found + (rest @ rest.T).toarray())


def latent_directions(gram: np.ndarray, n_dims: int) -> np.ndarray:
    """Compute the combinations of rows that are the leading right singular vectors of their matrix.

    Parameters
    ----------
    gram : ndarray of float, shape (n_articles, n_articles)
        `gram_matrix` of the rows.
    n_dims : int
        Number of directions; fewer are returned where the matrix has a smaller rank.

    Returns
    -------
    ndarray of float64, shape (n_articles, n_axes)
        ``rows.T @`` this has orthonormal columns, the largest singular value first; ``gram @`` this are the
        coordinates of the rows.

    References
    ----------
    Deerwester et al. (1990), Indexing by latent semantic analysis.
    Williams & Seeger (2001), Using the Nyström method to speed up kernel machines.
    """
    values, vectors = leading_eigenvectors(gram, min(n_dims, len(gram)))
    values, vectors = values[::-1], vectors[:, ::-1]
    kept = values > _RANK_TOLERANCE * values[0]
    return np.asarray(vectors[:, kept] / np.sqrt(values[kept]))


def latent_axes(rows: sp.csr_matrix, gram: np.ndarray, n_dims: int) -> np.ndarray:
    """Compute the leading right singular vectors of a matrix from the Gram matrix of its rows.

    Other rows can be projected on the axes as well (Nyström method).

    Parameters
    ----------
    rows : csr_matrix, shape (n_articles, n_terms)
        For example TF-IDF rows.
    gram : ndarray of float, shape (n_articles, n_articles)
        Their `gram_matrix`.
    n_dims : int
        As for `latent_directions`.

    Returns
    -------
    ndarray of float64, shape (n_terms, n_axes)
        Orthonormal columns, largest singular value first.
    """
    return np.asarray(rows.T @ latent_directions(gram, n_dims))


def unit_rows(coordinates: np.ndarray) -> np.ndarray:
    """Scale rows to length 1; a row of zeros stays as it is."""
    return np.asarray(normalize(coordinates))
