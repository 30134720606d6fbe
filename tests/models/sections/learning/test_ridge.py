"""Ridge regression in dual coefficients is ridge regression."""

import numpy as np
import pytest
import scipy.sparse as sp

from textml.models.sections.learning import ridge
from textml.models.sections.learning.ridge import build_inner_product, fit_ridge


def make_rows(n: int = 40, n_terms: int = 60) -> sp.csr_matrix:
    """Sparse rows of length 1."""
    rows = sp.random(n, n_terms, density=0.2, random_state=0, format="csr") + sp.eye(n, n_terms, format="csr")
    return sp.csr_matrix(rows.multiply(1 / np.sqrt(rows.multiply(rows).sum(axis=1))))


def test_without_a_prior_it_is_the_closed_form() -> None:
    """The coefficients are those of the normal equations for weighted articles."""
    rows, rng = make_rows(), np.random.default_rng(1)
    shares, weights = rng.dirichlet(np.ones(3), 40), rng.uniform(0.5, 2, 40)
    inner = build_inner_product(rows, 5, 0.0)
    found = inner.coefficients(fit_ridge(inner, shares, weights, 0.1))
    dense, scale = rows.toarray(), inner.scale
    system = dense.T @ (weights[:, None] * dense) / scale + 0.1 * np.eye(60)
    wanted = np.linalg.solve(system, dense.T @ (weights[:, None] * (shares - 1 / 3))) / scale
    np.testing.assert_allclose(found, wanted, atol=1e-9)


def test_scores_are_those_of_the_coefficients() -> None:
    """Scoring by dual coefficients and by terms is the same, with prior weights that fade."""
    inner = build_inner_product(make_rows(), 8, 4.0)
    dual = np.random.default_rng(2).normal(size=(40, 3))
    np.testing.assert_allclose(inner.score(dual), inner.rows @ inner.coefficients(dual), atol=1e-9)
    assert inner.prior_weights[0] == 4
    assert (np.diff(inner.prior_weights) < 0).all()
    assert np.trace(inner.gram) / 40 == pytest.approx(1)


def test_many_articles_need_no_gram_matrix(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond `MAX_DENSE` conjugate gradients find nearly the same solution without the matrix of all pairs."""
    rows, rng = make_rows(), np.random.default_rng(3)
    shares, weights = rng.dirichlet(np.ones(3), 40), rng.uniform(0.5, 2, 40)
    dense = build_inner_product(rows, 8, 4.0)
    monkeypatch.setattr(ridge, "MAX_DENSE", 10)
    sparse = build_inner_product(rows, 8, 4.0)
    assert sparse.gram is None
    np.testing.assert_allclose(sparse.between(np.arange(3), np.arange(5)), dense.gram[:3, :5], atol=1e-9)
    one, other = (inner.score(fit_ridge(inner, shares, weights, 0.1)) for inner in (dense, sparse))
    np.testing.assert_allclose(one, other, atol=1e-3)


def test_articles_without_weight_take_no_part() -> None:
    """An article of weight 0 has no dual coefficient, and its target changes nothing."""
    inner = build_inner_product(make_rows(), 5, 4.0)
    shares, weights = np.full((40, 2), 0.5), np.ones(40)
    shares[:10], weights[0] = [1, 0], 0
    found = fit_ridge(inner, shares, weights, 0.1)
    shares[0] = [0, 1]
    np.testing.assert_array_equal(found, fit_ridge(inner, shares, weights, 0.1))
    assert not found[0].any()
