"""The pool adds to what the labels say, and labels weigh the same for every section."""

import numpy as np
import scipy.sparse as sp

from textml.models.sections.learning.semi_supervised import (
    LEFT_OUT,
    POOL_WEIGHT,
    UNLABELED,
    balance_weights,
    build_views,
    self_train,
)


def two_chains() -> sp.csr_matrix:
    """Twenty articles in two chains: each shares terms with its neighbours in the chain, the ends share none."""
    rows = np.zeros((20, 24))
    for i in range(20):
        rows[i, (i // 2) + 12 * (i % 2) : (i // 2) + 12 * (i % 2) + 2] = 1
    return sp.csr_matrix(rows / np.sqrt(2))


def test_labels_reach_articles_that_share_no_term() -> None:
    """Of each chain the first article is labelled; the last one goes to its section only by way of the pool."""
    views = build_views(two_chains(), 2)
    sections = np.array([0, 1] + [UNLABELED] * 18)
    dual, supervised = self_train(views, sections, 2)
    scores, plain = views.inner.score(dual), views.inner.score(supervised)
    assert scores.argmax(axis=1).tolist() == [0, 1] * 10
    assert np.abs(plain[-1, 0] - plain[-1, 1]) < np.abs(scores[-1, 0] - scores[-1, 1])


def test_left_out_articles_change_nothing() -> None:
    """Labels of articles that are left out are not seen."""
    views = build_views(two_chains(), 6)
    sections = np.array([0, 1, 0, 1, LEFT_OUT, LEFT_OUT] + [UNLABELED] * 14)
    dual, _ = self_train(views, sections, 2)
    assert not dual[4:6].any()


def test_without_a_pool_there_is_no_graph() -> None:
    """Labels alone give one classifier, with the spread of its sections brought together."""
    views = build_views(two_chains(), 20)
    dual, supervised = self_train(views, np.arange(20) % 2, 2)
    assert views.graphs == ()
    assert views.pool_weight == 0
    assert (views.inner.score(dual).argmax(axis=1) == views.inner.score(supervised).argmax(axis=1)).all()
    assert build_views(two_chains(), 2).pool_weight == POOL_WEIGHT


def test_sections_weigh_the_same() -> None:
    """Four articles of one section and one of another: both sections weigh 2.5, the pool nothing."""
    weights = balance_weights(np.array([0, 0, 0, 0, 1, UNLABELED]), 2, np.zeros(6))
    np.testing.assert_allclose(weights, [0.625] * 4 + [2.5, 0])


def test_keyword_articles_weigh_a_share_of_a_labelled_one() -> None:
    """An article made of keywords does not count among the labelled ones."""
    weights = balance_weights(np.array([0, 0, 1, 0]), 2, np.array([0, 0, 0, 0.5]))
    np.testing.assert_allclose(weights, [0.75, 0.75, 1.5, 0.375])
