"""Suggested articles, which are hard, count as rare as they are."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from textml.models.evaluation.comparison import compare_scores
from textml.models.evaluation.held_out import Labelled, deal_pool
from textml.models.evaluation.learning_curve import measure_learning
from textml.models.evaluation.scores import Scores, cross_validate
from textml.models.evaluation.weights import effective_number, weigh_by_pool, weigh_random


class Oracle:
    """Knows the section of an easy text, and takes every hard one for economy, half-heartedly."""

    def fit(self, texts: Sequence[str], labels: Sequence[str], unlabeled: Sequence[str] | None = None) -> "Oracle":
        self.classes_ = np.unique(np.array(labels))
        return self

    def predict_proba(self, texts: Sequence[str]) -> Any:
        return np.array([[0.55, 0.45] if "难" in t else [0.95, 0.05] if "文" in t else [0.05, 0.95] for t in texts])


def labelled(n_pool: int, n_random: int = 20) -> Labelled:
    """Easy articles of two sections drawn at random, twenty hard ones suggested; one in ten of the pool is hard."""
    easy = [f"{'文' if i % 2 else '经'}{i}" for i in range(n_random)]
    hard = [f"难{i}{'文' if i % 2 else '经'}" for i in range(20)]
    texts = [*easy, *hard]
    labels = np.array(["culture" if "文" in text else "economy" for text in texts])
    pool = [f"池{i}{'难' if i % 10 == 0 else '文' if i % 2 else '经'}" for i in range(n_pool)]
    groups = np.arange(len(texts) + n_pool)
    suggested = np.arange(len(texts)) >= n_random
    return Labelled(
        texts, labels, groups[: len(texts)], pool, groups[len(texts) :], ids=texts, n_unlabelled=n_pool,
        suggested=suggested,
    )  # fmt: skip


def scores_of(given: Labelled) -> Scores:
    return cross_validate(lambda labels: Oracle(), given, {}, n_folds=4)


def test_scores_are_those_of_a_random_article() -> None:
    """Of forty labelled articles ten are wrong, of all articles one in fifteen; unweighed it is a quarter."""
    given = labelled(400)
    plain = scores_of(replace(given, suggested=np.zeros(40, bool)))
    assert plain.accuracy is not None
    assert (plain.weighing, plain.accuracy.value, plain.weights, plain.n_suggested) == ("", 0.75, (), 0)
    weighed = scores_of(given)
    assert weighed.accuracy is not None
    assert (weighed.weighing, weighed.n_suggested) == ("pool", 20)
    assert np.mean(weighed.weights) == pytest.approx(1, abs=1e-5)
    # 40 hard ones of the pool, and the twenty labelled ones, of 440
    assert weighed.accuracy.value == pytest.approx(1 - 30 / 440, abs=0.005)
    assert weighed.accuracy.low < weighed.accuracy.value < weighed.accuracy.high
    assert weighed.is_whole()
    assert weighed.sections[0].n_articles == 20


def test_the_confusion_matrix_and_the_sections_are_weighed() -> None:
    """Hard articles of culture are taken for economy; few articles are hard, so most of culture is found."""
    plain, weighed = scores_of(replace(labelled(400), suggested=np.zeros(40, bool))), scores_of(labelled(400))
    assert plain.confusion == [[20, 0], [10, 10]] or plain.confusion == [[10, 10], [0, 20]]
    assert np.sum(weighed.confusion) == pytest.approx(40, abs=1)
    recall = {row.section: min(row.recall.value, row.precision.value) for row in weighed.sections}
    assert min(recall.values()) > 0.85


@pytest.mark.parametrize(("n_pool", "n_random", "weighing"), [(3, 20, "random"), (0, 20, "random"), (3, 1, "none")])
def test_without_a_pool_the_random_articles_count(n_pool: int, n_random: int, weighing: str) -> None:
    """Three unlabelled articles are no pool; one random label is no sample, and then nothing is weighed."""
    scores = scores_of(labelled(n_pool, n_random))
    assert scores.accuracy is not None
    assert (scores.weighing, scores.accuracy.value == 1.0) == (weighing, weighing == "random")


def test_all_suggested_and_a_pool() -> None:
    """Where every label was suggested, the pool weighs them all the same."""
    given = labelled(400, 0)
    assert scores_of(given).weighing == "pool"
    assert set(scores_of(given).weights) == {1.0}


def test_curve_and_comparison_weigh_as_the_scores_do() -> None:
    """The last point of the curve is the score; a run compared with itself differs by nothing."""
    given = labelled(400)
    scores = scores_of(given)
    curve = measure_learning(
        lambda labels: Oracle(), given, 4, 0, scores, 1, lambda sure, right, weights: weights[sure > 0.9].sum() / 40
    )
    # easy articles are sure ones: all but 60 of 440
    assert curve.coverage == pytest.approx([380 / 440] * 4, abs=0.005)
    assert curve.coverage_gain == pytest.approx(0, abs=1e-9)
    assert scores.macro_f1 is not None
    assert curve.macro_f1[-1].value == pytest.approx(scores.macro_f1.value)
    assert compare_scores(scores, scores).accuracy.value == 0
    better = replace(scores, predicted=scores.labels)
    assert compare_scores(scores, better).accuracy.value == pytest.approx(30 / 440, abs=0.005)


def test_articles_of_the_pool_are_held_out_once() -> None:
    """Each is dealt to one fold, whatever their order; those that are labelled to none, and none without need."""
    given = labelled(60)
    given = replace(given, pool=[*given.pool[:-1], given.texts[0]])
    dealt = deal_pool(given, 4)
    assert sorted(np.concatenate(dealt)) == list(range(59))
    turned = deal_pool(replace(given, pool=given.pool[::-1]), 4)
    assert [{given.pool[i] for i in fold} for fold in dealt] == [{given.pool[::-1][i] for i in fold} for fold in turned]
    assert [len(fold) for fold in deal_pool(replace(given, suggested=np.zeros(40, bool)), 4)] == [0, 0, 0, 0]


def test_weights_are_capped_and_counted() -> None:
    """One easy article among a hundred hard ones does not decide the score; weights sum to the articles."""
    margins, suggested = np.append(np.zeros(100), 1.0), np.append(np.ones(100, bool), False)
    weights = weigh_by_pool(margins, suggested, np.linspace(0, 1, 500), 10_000)
    assert weights.mean() == pytest.approx(1)
    assert weights[-1] / weights[0] < 10
    assert effective_number(weigh_random(suggested)) == pytest.approx(1)
