"""What more labels are worth: the score against the number of labels, with its interval."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedShuffleSplit

from textml.errors import SeedError

_TEST_SHARE = 0.25
_STEPS = (0.25, 0.5, 0.75, 1.0)


class Learner(Protocol):
    """What is measured: learns from texts and labels, with unlabelled texts beside."""

    def fit(self, texts: Sequence[str], labels: Sequence[Any], unlabeled: Sequence[str] | None = None) -> Self: ...
    def predict(self, texts: Sequence[str]) -> np.ndarray: ...


@dataclass(frozen=True, slots=True)
class LearningCurve:
    """Scores of classifiers that learnt from parts of the labels.

    Attributes
    ----------
    sizes : (n_sizes,) int, labelled articles learnt from, ascending
    scores : (n_sizes, n_draws) float in [0, 1], macro-F1 on labelled articles that were held out
    n_labelled : labelled articles there are
    """

    sizes: np.ndarray
    scores: np.ndarray
    n_labelled: int

    def intervals(self) -> list[tuple[int, float, float, float]]:
        """(size, mean, low, high) for each size; low and high hold 19 of 20 draws if they are normal."""
        spread = 1.96 * self.scores.std(axis=1, ddof=1)
        means = self.scores.mean(axis=1)
        return [
            (int(size), float(mean), max(0.0, float(mean - wide)), min(1.0, float(mean + wide)))
            for size, mean, wide in zip(self.sizes, means, spread, strict=True)
        ]


@dataclass(frozen=True, slots=True)
class Worth:
    """Expected gain of more labels in points of macro-F1, with half the width of its 95 % interval."""

    n_more: int
    points: float
    plus_minus: float

    def __str__(self) -> str:
        return f"{self.n_more} more labels are worth about {self.points:+.0f} ± {max(1.0, self.plus_minus):.0f} points"


def measure_learning(
    build: Callable[[], Learner],
    texts: Sequence[str],
    labels: Sequence[Any],
    unlabeled: Sequence[str] | None = None,
    n_draws: int = 5,
    random_state: int = 0,
) -> LearningCurve:
    """Train on a quarter to all of three quarters of the labels, score on the last quarter, in several draws.

    Parameters
    ----------
    build : gives an unfitted classifier
    texts, labels : (n_labelled,)
    unlabeled : articles beside them
    n_draws : 2 or more
    random_state : of the draws

    Raises
    ------
    SeedError : a section has fewer than four labelled articles, or there is only one section
    """
    names, counts = np.unique(np.asarray(labels), return_counts=True)
    if len(names) < 2 or counts.min() < 4:
        found = ", ".join(f"{name}: {count}" for name, count in zip(names, counts, strict=True))
        raise SeedError(f"a learning curve needs two sections with four labelled articles each; found {found}")
    splits = StratifiedShuffleSplit(
        n_draws, test_size=max(_TEST_SHARE, len(names) / len(labels)), random_state=random_state
    )
    columns = [
        _score_steps(build, texts, np.asarray(labels), unlabeled, *split) for split in splits.split(texts, labels)
    ]
    sizes = np.array([size for size, _ in columns[0]])
    return LearningCurve(sizes, np.array([[score for _, score in column] for column in columns]).T, len(labels))


def _score_steps(
    build: Callable[[], Learner],
    texts: Sequence[str],
    labels: np.ndarray,
    unlabeled: Sequence[str] | None,
    train: np.ndarray,
    test: np.ndarray,
) -> list[tuple[int, float]]:
    """Size and macro-F1 for growing parts of one training half; each part holds every section."""
    # In turn from each section, so that a part has the shares of the whole.
    rank = np.array([np.flatnonzero(train[labels[train] == labels[article]] == article)[0] for article in train])
    share = rank / np.array([(labels[train] == labels[article]).sum() for article in train])
    order = train[np.argsort(share, kind="stable")]
    steps = []
    for size in sorted({max(len(np.unique(labels)), round(step * len(train))) for step in _STEPS}):
        part = order[:size]
        learnt = build().fit([texts[i] for i in part], labels[part].tolist(), unlabeled=unlabeled)
        found = learnt.predict([texts[i] for i in test])
        steps.append((size, float(f1_score(labels[test], found, average="macro"))))
    return steps


def labels_worth(curve: LearningCurve, n_more: int) -> Worth:
    """What so many more labels are worth, if the score goes on rising as ``a - b / sqrt(n)``.

    Parameters
    ----------
    curve : with two sizes or more
    n_more : 1 or more

    References
    ----------
    Figueroa, Zeng-Treitler, Kandula & Ngo (2012), Predicting sample size required for classification performance; the
    exponent is held at one half, for few points do not tell it.
    """
    scale = 1 / np.sqrt(curve.sizes)
    slopes = np.polyfit(scale, curve.scores, 1)[0]
    step = 1 / np.sqrt(curve.n_labelled) - 1 / np.sqrt(curve.n_labelled + n_more)
    gains = -100 * slopes * step
    return Worth(n_more, max(0.0, float(gains.mean())), 1.96 * float(gains.std(ddof=1)))
