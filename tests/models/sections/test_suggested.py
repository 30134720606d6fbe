"""Thresholds and coverage count suggested articles as rare as they are."""

import numpy as np
import pytest

from tests.models.sections.articles import make_articles
from textml import SectionClassifier
from textml.errors import SeedError
from textml.models.sections.selective import HeldOut, measure_coverage
from textml.models.sections.suggested import find_suggested


def test_suggested_articles_are_found_by_their_texts() -> None:
    """In whatever order the training set has them; the lengths have to agree."""
    assert find_suggested(["甲", "乙", "丙"], [True, False, True], ["丙", "乙", "甲"]).tolist() == [True, False, True]
    assert find_suggested(["甲", "乙"], None, ["乙", "甲"]).tolist() == [False, False]
    with pytest.raises(SeedError, match="2 texts, but suggested has 1"):
        find_suggested(["甲", "乙"], [True], ["乙", "甲"])


def test_the_pool_tells_how_many_get_a_label() -> None:
    """Half of the labelled articles are hard, but few of the pool are: coverage is that of the pool."""
    confidence = np.repeat([0.99, 0.6], 40)
    proba = np.column_stack([confidence, 1 - confidence])
    truth = np.append(np.zeros(60, int), np.ones(20, int))
    pool = np.repeat([0.99, 0.6], [90, 10])
    alone = HeldOut(proba, truth, np.zeros(80), np.ones(80)).choose_rule(0.9, 1.0)
    beside = HeldOut(proba, truth, np.zeros(80), np.ones(80), pool=pool).choose_rule(0.9, 1.0)
    assert (alone.coverage, alone.by_pool) == (0.5, False)
    assert (beside.coverage, beside.by_pool) == (0.9, True)
    assert alone.threshold == beside.threshold == 0.99
    novel = np.append(np.full(10, 2.0), np.zeros(70))
    assert HeldOut(proba, truth, novel, np.ones(80), pool=pool).choose_rule(0.9, 1.0).coverage == pytest.approx(0.675)


def test_a_fit_weighs_what_was_suggested() -> None:
    """Held-out weights sum to the articles, the pool is scored out of fold; without suggestions nothing changes."""
    texts, labels = make_articles(120)
    own, suggested = texts[:60], [i >= 45 for i in range(60)]
    plain = SectionClassifier().fit(own, labels[:60], texts[60:])
    hard = SectionClassifier().fit(own, labels[:60], texts[60:], suggested)
    assert set(plain.held_out_weights_) == {1.0}
    assert len(plain.pool_confidence_) == 0
    assert hard.held_out_weights_.mean() == pytest.approx(1)
    assert len(set(hard.held_out_weights_)) > 1
    assert len(hard.pool_confidence_) == 60
    assert ((hard.pool_confidence_ > 0.3) & (hard.pool_confidence_ <= 1)).all()
    turned = SectionClassifier().fit(own[::-1], labels[:60][::-1], texts[60:][::-1], suggested[::-1])
    assert turned.held_out_weights_.tolist() == hard.held_out_weights_.tolist()
    assert turned.pool_confidence_.tolist() == hard.pool_confidence_.tolist()
    assert np.array_equal(SectionClassifier().fit(own, labels[:60], texts[60:], [False] * 60).coef_, plain.coef_)


def test_three_unlabelled_articles_are_no_pool() -> None:
    """Then the random articles count; with few of them nothing is weighed."""
    texts, labels = make_articles(63)
    some = SectionClassifier().fit(texts[:60], labels[:60], texts[60:], [i >= 30 for i in range(60)])
    assert len(some.pool_confidence_) == 0
    assert (some.held_out_weights_.min() < 0.01, some.held_out_weights_.max() > 1.9) == (True, True)
    every = SectionClassifier().fit(texts[:60], labels[:60], texts[60:], [True] * 60)
    assert set(every.held_out_weights_) == {1.0}


def test_coverage_is_the_weight_above_the_threshold() -> None:
    """Sure articles that count less cover less; where nothing can be promised nothing is covered."""
    confidence, correct = np.repeat([0.99, 0.6], 40), np.repeat([True, False], 40)
    assert measure_coverage(confidence, correct, 0.9, np.ones(80)) == 0.5
    assert measure_coverage(confidence, correct, 0.9, np.repeat([0.6, 1.4], 40)) == pytest.approx(0.3)
    assert measure_coverage(confidence, ~correct, 0.9, np.ones(80)) == 0.0
