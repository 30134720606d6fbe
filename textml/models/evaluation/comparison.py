"""Comparison of the scores of two runs on the same labelled articles."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textml.display import brief, card
from textml.errors import SeedError
from textml.models.evaluation.intervals import Estimate, bootstrap_interval, resample_groups
from textml.models.evaluation.scores import Scores, accuracy, confusions, f1_over

# Fewer shared articles than this show nothing: 3 of 4 right may be as good as 4 of 4.
_MIN_SHARED = 10


@dataclass(frozen=True, slots=True)
class Comparison:
    """Differences, second minus first, with 95 % intervals from groups resampled for both alike.

    Attributes
    ----------
    n_articles : int
        Labelled articles that both scored, with the same label.
    macro_f1, accuracy : Estimate
        Differences in [-1, 1].
    won, lost : int
        Articles that only the second, only the first predicted right.
    """

    n_articles: int
    macro_f1: Estimate
    accuracy: Estimate
    won: int
    lost: int

    __repr__ = brief

    def _repr_html_(self) -> str:
        gains = (("macro-F1", self.macro_f1), ("accuracy", self.accuracy))
        points = (
            (name, f"{100 * g.value:+.1f} points ({100 * g.low:+.1f} to {100 * g.high:+.1f})") for name, g in gains
        )
        only = f"{self.won} right only in the second, {self.lost} only in the first"
        return card("Comparison", (f"second minus first on {self.n_articles} articles", only), rows=points)


def compare_scores(first: Scores, second: Scores, random_state: int = 0) -> Comparison:
    """Compare out-of-fold labels article by article (paired cluster bootstrap).

    Parameters
    ----------
    first, second : Scores
        Cross-validated scores of articles with ids.
    random_state : int
        Seed of the resampling.

    Raises
    ------
    SeedError
        One of them has no estimate, or fewer than ten articles are in both with the same label.
    """
    for scores in (first, second):
        if scores.reason:
            raise SeedError(f"nothing to compare: {scores.reason}")
    place = {key: i for i, key in enumerate(zip(second.ids, second.labels, strict=True))}
    shared = [(i, place[key]) for i, key in enumerate(zip(first.ids, first.labels, strict=True)) if key in place]
    if len(shared) < _MIN_SHARED:
        raise SeedError(
            f"the two runs share {len(shared)} labelled articles; {_MIN_SHARED} are needed to compare them. "
            "Compare runs of the same labelled set"
        )
    one, other = np.array(shared).T
    truth = np.array(first.labels)[one]
    found = np.array(first.predicted)[one], np.array(second.predicted)[other]
    sections = sorted({*truth.tolist(), *found[0].tolist(), *found[1].tolist()})
    samples = resample_groups(np.array(first.groups, dtype=np.int64)[one], random_state)
    samples = samples * (_weights(first)[one] + _weights(second)[other]) / 2
    tables = np.stack([confusions(truth, labels, sections, samples) for labels in found], axis=1)
    measure = f1_over(sections, first.reject or second.reject)
    right = [labels == truth for labels in found]
    return Comparison(
        len(shared),
        bootstrap_interval(lambda pair: measure(pair[1]) - measure(pair[0]), tables),
        bootstrap_interval(lambda pair: accuracy(pair[1]) - accuracy(pair[0]), tables),
        int((right[1] & ~right[0]).sum()),
        int((right[0] & ~right[1]).sum()),
    )


def _weights(scores: Scores) -> NDArray[np.float64]:
    """What the articles weigh in scores, mean 1."""
    return np.array(scores.weights) if scores.weights else np.ones(len(scores.labels))
