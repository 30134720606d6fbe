"""What more labels would buy: scores over the number of labels, continued."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedGroupKFold

from textml.display import brief, card
from textml.models.evaluation.scores import (
    Builder,
    Estimate,
    Labelled,
    confusions,
    fit_apart,
    interval,
    macro_f1,
    resample_groups,
    too_few,
)

_SHARES = (0.25, 0.4, 0.63, 1.0)
#: The number of further labels whose worth is told.
MORE = 30
#: Fewer labels than this make no curve.
LEAST_LABELS = 24


@dataclass(frozen=True, slots=True)
class LearningCurve:
    """Out-of-fold macro-F1 over the number of labels.

    Attributes
    ----------
    reason : why there is no curve; empty where there is one
    n_labels : (m,) labels learnt from, ascending; macro_f1 : (m,) with 95 % intervals from resampled groups
    gain : macro-F1 that MORE further labels are worth, in [0, 1], with the interval of the same resamples
    """

    reason: str = ""
    n_labels: Sequence[int] = ()
    macro_f1: Sequence[Estimate] = ()
    gain: Estimate | None = None

    __repr__ = brief

    def _repr_html_(self) -> str:
        rows = zip(self.n_labels, self.macro_f1, strict=True)
        return card("LearningCurve", (self,), ("labels", "macro-F1"), rows)

    def __str__(self) -> str:
        if self.gain is None:
            return self.reason
        half = 50 * (self.gain.high - self.gain.low)
        return f"{MORE} more labels are worth about {100 * self.gain.value:+.1f} ± {half:.1f} points of macro-F1"


def measure_learning(build: Builder, labelled: Labelled, n_folds: int = 5, random_state: int = 0) -> LearningCurve:
    """Score a classifier on growing parts of the labels, and continue the curve.

    The error is fitted as A n^-p (a straight line between logarithms), in every resample anew.

    Parameters
    ----------
    build : makes an unfitted classifier for the labels of a part
    labelled : as for `cross_validate`; the same folds are used
    n_folds : 2 or more
    random_state : of folds, parts and resampling

    Returns
    -------
    LearningCurve, with a reason where there are too few labels for scores, or fewer than 24
    """
    n = len(labelled.texts)
    reason = too_few(labelled, n_folds) or (
        "" if n >= LEAST_LABELS else f"{n} labels; {LEAST_LABELS} are needed for a learning curve"
    )
    if reason:
        return LearningCurve(reason)
    sections = sorted(set(labelled.labels.tolist()))
    found = np.empty((len(_SHARES), n), labelled.labels.dtype)
    sizes = np.zeros(len(_SHARES))
    folds = StratifiedGroupKFold(n_folds, shuffle=True, random_state=random_state)
    for train, test in folds.split(labelled.texts, labelled.labels, labelled.groups):
        held = [labelled.texts[i] for i in test]
        order = np.random.default_rng(random_state).permutation(train)
        for k, share in enumerate(_SHARES):
            part = _part(order, labelled.labels, share)
            classifier = fit_apart(build, labelled, part, test)
            found[k, test] = np.asarray(classifier.classes_)[classifier.predict_proba(held).argmax(axis=1)]
            sizes[k] += len(part) / n_folds
    samples = resample_groups(labelled.groups, random_state)
    tables = np.stack([confusions(labelled.labels, row, sections, samples) for row in found], axis=1)
    scores = [interval(macro_f1, tables[:, k]) for k in range(len(_SHARES))]
    gain = interval(lambda pair: _gain(sizes, np.array([macro_f1(table) for table in pair]), n), tables)
    return LearningCurve("", np.rint(sizes).astype(int).tolist(), scores, gain)


def _part(order: NDArray[np.int64], labels: NDArray[np.str_], share: float) -> NDArray[np.int64]:
    """The first articles of every section, at least one, so that smaller parts lie inside larger ones."""
    chosen = []
    for name in sorted(set(labels[order].tolist())):
        members = order[labels[order] == name]
        chosen.append(members[: max(1, round(share * len(members)))])
    return np.sort(np.concatenate(chosen))


def _gain(sizes: NDArray[np.float64], scores: NDArray[np.float64], n_labels: int) -> float:
    """What the fitted curve rises from all labels to MORE further ones; never below 0."""
    slope, level = np.polyfit(np.log(sizes), np.log(np.maximum(1 - scores, 1e-3)), 1)
    slope = min(float(slope), 0.0)
    now, then = (np.exp(level) * count**slope for count in (n_labels, n_labels + MORE))
    return float(now - then)
