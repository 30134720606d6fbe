"""Training on the past, scoring on later issues."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from textml.models.evaluation.later_issues import score_later_issues
from textml.models.evaluation.scores import Labelled
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


@pytest.mark.parametrize(("n_suggested", "n_later", "right"), [(3, 6, 1.0), (4, 9, 5 / 9)])
def test_suggested_articles_of_later_issues_do_not_count(n_suggested: int, n_later: int, right: float) -> None:
    """They are hard: here all of them are wrong. With fewer than six others they count all the same."""
    texts = [("法" if (i % 2) ^ (i >= 30 - n_suggested) else "钱") + str(i) for i in range(30)]
    labels = np.array(["b" if i % 2 else "a" for i in range(30)])
    dates = [f"2025-01-{i + 1:02d}" for i in range(30)]
    given = Labelled(texts, labels, np.arange(30), suggested=np.arange(30) >= 30 - n_suggested)
    scores = score_later_issues(lambda _: Reader([]), given, dates)
    assert scores.accuracy is not None
    assert (scores.n_later, scores.accuracy.value) == (n_later, pytest.approx(right))


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


def test_a_past_of_one_section_is_no_past() -> None:
    """Where every article before the later issues is of one section nothing is estimated, and the reason says so."""
    dates = [f"2025-01-{i + 1:02d}" for i in range(30)]
    data = Labelled(["文"] * 30, np.array(["a"] * 30), np.arange(30))
    assert score_later_issues(lambda _: Reader([]), data, dates).reason == Reason(
        "past_of_one_section", {"since": "2025-01-22"}
    )
