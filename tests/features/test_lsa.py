"""Latent axes are the leading singular vectors."""

import numpy as np
import pytest
import scipy.sparse as sp

from textml.features.lsa import gram_matrix, latent_axes, unit_rows

ROWS = sp.csr_matrix(np.random.default_rng(0).random((6, 9)))


def test_axes_are_right_singular_vectors():
    """The first axes are those of a full decomposition, but for their signs."""
    axes = latent_axes(ROWS, gram_matrix(ROWS), 3)
    _, _, vectors = np.linalg.svd(ROWS.toarray())
    assert axes.shape == (9, 3)
    assert np.abs(np.diag(vectors[:3] @ axes)) == pytest.approx(1)
    assert axes.T @ axes == pytest.approx(np.eye(3), abs=1e-9)


def test_a_matrix_of_smaller_rank_has_fewer_axes():
    """Two different rows, each three times, have two axes."""
    rows = sp.csr_matrix(np.repeat(np.eye(2, 5), 3, axis=0))
    assert latent_axes(rows, gram_matrix(rows), 4).shape == (5, 2)


def test_rows_have_length_one():
    """A row of zeros stays as it is."""
    assert unit_rows(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist() == [[0.6, 0.8], [0.0, 0.0]]
