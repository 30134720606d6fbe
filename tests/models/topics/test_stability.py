"""Stability is the share of top words that come back."""

import numpy as np
import scipy.sparse as sp

from textml.models.topics.stability import resampled_overlap

COMPONENTS = np.kron(np.eye(2), np.ones(10)) + np.linspace(0.1, 0, 20)


def test_each_fit_leaves_out_another_tenth():
    """Topics that come back are 1, those that do not 0; the order of the articles decides nothing."""
    counts = sp.csr_matrix(np.random.default_rng(0).poisson(1.0, (40, 20)))
    sizes: list[tuple[int, int]] = []

    def refit(part: sp.csr_matrix) -> np.ndarray:
        sizes.append((part.shape[0], int(part.sum())))
        return np.vstack([COMPONENTS[0], -COMPONENTS[1]])

    assert resampled_overlap(counts, COMPONENTS, refit, 3).tolist() == [1.0, 0.0]
    first, sizes = sizes, []
    resampled_overlap(counts[::-1], COMPONENTS, refit, 3)
    assert sizes == first
    assert [n for n, _ in first] == [36, 36, 36]


def test_fewer_than_ten_articles_have_no_stability():
    """There are no tenths to leave out."""
    assert np.isnan(resampled_overlap(sp.csr_matrix(np.eye(9)), COMPONENTS, lambda part: COMPONENTS, 1)).all()
