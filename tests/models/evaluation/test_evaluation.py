"""Later issues, two runs side by side, labels that look wrong."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from textml.errors import SeedError
from textml.models.evaluation.comparison import compare_scores
from textml.models.evaluation.later_issues import score_later_issues
from textml.models.evaluation.learning_curve import measure_learning
from textml.models.evaluation.scores import Labelled, Scores
from textml.reasons import Reason


class Reader:
    """Says b where 法 stands; remembers what it was taught."""

    def __init__(self, taught: list[list[str]]) -> None:
        self.taught = taught

    def fit(self, texts: Sequence[str], labels: Sequence[str], unlabeled: Sequence[str] | None = None) -> Any:
        self.classes_ = np.array(["a", "b"])
        self.taught.append(list(texts))
        return self

    def predict_proba(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([[0.0, 1.0] if "法" in text else [1.0, 0.0] for text in texts])


def test_the_past_is_taught_and_the_later_issues_are_labelled() -> None:
    """The later 30 % of the dated articles are labelled; reprints of them are not taught, nor is an undated one."""
    texts = [("法" if i % 2 else "钱") + str(i) for i in range(31)]
    labels = np.array(["b" if i % 2 else "a" for i in range(31)])
    dates = [f"2025-01-{i + 1:02d}" for i in range(30)] + [""]
    groups = np.arange(31)
    groups[3] = groups[25]
    taught: list[list[str]] = []
    scores = score_later_issues(lambda _: Reader(taught), Labelled(texts, labels, groups), dates)
    assert (scores.since, scores.n_before, scores.n_later) == ("2025-01-22", 20, 9)
    assert taught == [[text for i, text in enumerate(texts[:21]) if i != 3]]
    assert scores.accuracy is not None
    assert scores.accuracy.value == 1


def test_the_past_knows_no_later_pool() -> None:
    """Unlabelled articles of the later days are not taught either; undated ones are."""
    pool, dates = ["早", "晚", "无"], ["2025-01-01", "2025-03-01", ""]
    data = Labelled(["甲"], np.array(["a"]), np.zeros(1, int), pool, np.arange(3), dates)
    assert data.with_pool_before("2025-03-01").pool == ["早", "无"]


@pytest.mark.parametrize(
    ("dates", "labels", "reason"),
    [
        ([""] * 30, ["a", "b"] * 15, Reason("few_dates", {"n": 0, "needed": 20})),
        (
            [f"2025-01-{i + 1:02d}" for i in range(30)],
            ["a"] * 25 + ["b"] * 5,
            Reason("no_past", {"since": "2025-01-22", "sections": ["b"]}),
        ),
    ],
)
def test_without_a_past_there_is_no_score(dates: list[str], labels: list[str], reason: Reason) -> None:
    """Undated articles, and a section that only appears later: a reason instead of a number."""
    data = Labelled(["文"] * 30, np.array(labels), np.arange(30))
    assert score_later_issues(lambda _: Reader([]), data, dates).reason == reason


def scored(predicted: list[str], ids: range = range(40)) -> Scores:
    labels = ["a" if i % 2 else "b" for i in ids]
    return Scores(ids=[str(i) for i in ids], labels=labels, groups=list(ids), predicted=predicted)


def test_two_runs_are_compared_article_by_article() -> None:
    """A run that is right on eight more of forty articles is better by 20 points, surely."""
    truth = scored([]).labels
    worse = ["b" if i < 16 else label for i, label in enumerate(truth)]
    found = compare_scores(scored(worse), scored(truth))
    assert (found.n_articles, found.won, found.lost) == (40, 8, 0)
    assert found.accuracy.value == pytest.approx(0.2)
    assert 0 < found.accuracy.low < 0.2 < found.accuracy.high
    same = compare_scores(scored(truth), scored(truth))
    assert (same.macro_f1.value, same.macro_f1.low, same.macro_f1.high) == (0, 0, 0)


def test_only_articles_with_the_same_label_are_compared() -> None:
    """Articles of one run only take no part; too few shared ones, or no estimate, are errors."""
    shifted = scored(scored([], range(20, 60)).labels, range(20, 60))
    assert compare_scores(scored(scored([]).labels), shifted).n_articles == 20
    with pytest.raises(SeedError, match="share 5 labelled articles; 10 are needed"):
        compare_scores(scored(scored([]).labels), scored(["a"] * 40, range(35, 75)))
    with pytest.raises(SeedError, match="nothing to compare: 3 labelled articles"):
        compare_scores(Scores(Reason("few_dates", {"n": 3, "needed": 20})), shifted)


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
    assert str(curve).startswith("30 more labels are worth about +")
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
