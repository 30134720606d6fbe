"""Scores over the number of labels."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from textml.models.evaluation.learning_curve import measure_learning
from textml.models.evaluation.scores import Labelled, cross_validate
from textml.reasons import Reason


class Learner:
    """Knows the words it was taught; says a to any other."""

    def fit(self, texts: Sequence[str], labels: Sequence[str], unlabeled: Sequence[str] | None = None) -> Any:
        self.classes_ = np.array(["a", "b"])
        self.known = {word: label for text, label in zip(texts, labels, strict=True) for word in text.split()}
        return self

    def predict_proba(self, texts: Sequence[str]) -> np.ndarray:
        says = [self.known.get(text.split()[0], "a") for text in texts]
        return np.array([[1.0, 0.0] if label == "a" else [0.0, 1.0] for label in says])


def test_more_labels_are_worth_more_while_there_is_something_to_learn() -> None:
    """Where labels teach words the curve rises and more are worth something; where none does, nothing."""
    rng = np.random.default_rng(0)
    words = [f"{'ab'[i % 2]}{rng.integers(12)}" for i in range(120)]
    labels = np.array(["a" if i % 2 == 0 else "b" for i in range(120)])
    curve = measure_learning(lambda _: Learner(), Labelled(words, labels, np.arange(120)), 4)
    assert curve.n_labels == [22, 36, 56, 90]
    scores = [estimate.value for estimate in curve.macro_f1]
    assert scores == sorted(scores)
    assert scores[-1] - scores[0] > 0.1
    assert curve.gain is not None
    assert 0 < curve.gain.value < 0.2
    assert str(curve).startswith("30 more labels would add about +")
    flat = measure_learning(lambda _: Learner(), Labelled([f"w{i}" for i in range(120)], labels, np.arange(120)), 4)
    assert flat.gain is not None
    assert flat.gain.value == pytest.approx(0)


def test_too_few_labels_have_no_curve() -> None:
    """Below 24 labels, or where scores cannot be estimated, a reason is given."""
    few = Labelled([f"w{i}" for i in range(20)], np.array(["a", "b"] * 10), np.arange(20))
    reason = measure_learning(lambda _: Learner(), few, 4).reason
    assert reason == Reason("few_labels_for_curve", {"n": 20, "needed": 24})
    alike = Labelled(["x"] * 30, np.array(["a"] * 30), np.arange(30))
    assert measure_learning(lambda _: Learner(), alike, 4).gain is None


def test_scores_of_all_labels_are_the_last_point() -> None:
    """The curve is the same whether they are given or worked out, and for any number of jobs."""
    rng = np.random.default_rng(1)
    words = [f"{'ab'[i % 2]}{rng.integers(12)}" for i in range(120)]
    data = Labelled(words, np.array(["a" if i % 2 == 0 else "b" for i in range(120)]), np.arange(120))
    scores = cross_validate(lambda _: Learner(), data, {}, 4)
    given = measure_learning(lambda _: Learner(), data, 4, scores=scores, n_jobs=2)
    assert given == measure_learning(lambda _: Learner(), data, 4)
    assert given.macro_f1[-1] == scores.macro_f1


def test_articles_whose_labels_are_not_in_a_part_join_the_pool() -> None:
    """Each part is learnt beside all other articles of its training set, unlabelled, and never beside those under
    test; without a pool there is none."""
    seen: list[tuple[set[str], set[str]]] = []

    class Watched(Learner):
        def fit(self, texts: Sequence[str], labels: Sequence[str], unlabeled: Sequence[str] | None = None) -> Any:
            seen.append((set(texts), set(unlabeled or ())))
            return super().fit(texts, labels)

    words = [f"w{i}" for i in range(60)]
    labels = np.array(["a", "b"] * 30)
    with_pool = Labelled(words, labels, np.arange(60), ["p"], np.array([60]))
    measure_learning(lambda _: Watched(), with_pool, 3)
    for fold in range(3):
        training = {frozenset(known | pool) for known, pool in seen[4 * fold : 4 * fold + 4]}
        assert len(training) == 1
        assert sorted(map(len, training)) == [41]
    assert [len(known) for known, _ in seen[:4]] == [10, 16, 26, 40]
    seen.clear()
    measure_learning(lambda _: Watched(), Labelled(words, labels, np.arange(60)), 3)
    assert {len(pool) for _, pool in seen} == {0}
