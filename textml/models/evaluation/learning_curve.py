"""Scores over the number of labels, and what more labels would gain."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textml.display import brief, card
from textml.models.evaluation.held_out import Builder, Labelled, deal_folds, predict_apart
from textml.models.evaluation.intervals import Estimate, bootstrap_interval, resample_groups
from textml.models.evaluation.scores import Scores, confusions, f1_over, why_no_estimate
from textml.reasons import Reason
from textml.workers import map_threads

#: Parts of the labels that a classifier is fitted on, equally far apart on a logarithmic axis.
SHARES = (0.25, 0.4, 0.63, 1.0)
#: Points of the curve; the last one is on all labels.
N_POINTS = len(SHARES)
#: The number of further labels whose gain is estimated: an afternoon's work.
MORE = 30
#: Confidence of held-out articles, whether they are right, what they weigh: the share that gets a label.
Cover = Callable[[NDArray[np.float64], NDArray[np.bool_], NDArray[np.float64]], float]
# With fewer labels than this the smallest part is too small to fit a curve through it.
_MIN_LABELS = 24


@dataclass(frozen=True, slots=True)
class LearningCurve:
    """Out-of-fold macro-F1 over the number of labels.

    Attributes
    ----------
    reason : Reason or None
        Why there is no curve.
    n_labels : (n_points,) sequence of int
        Labels trained on, ascending.
    macro_f1 : (n_points,) sequence of Estimate
        With intervals from resampled groups.
    gain : Estimate or None
        Macro-F1 that MORE further labels add, in [0, 1], with the interval of the same resamples.
    coverage : (n_points,) sequence of float
        Share of articles that get a label at the precision asked for, in [0, 1]; empty where none was asked for.
    coverage_gain : float or None
        What MORE further labels add to it.
    """

    reason: Reason | None = None
    n_labels: Sequence[int] = ()
    macro_f1: Sequence[Estimate] = ()
    gain: Estimate | None = None
    coverage: Sequence[float] = ()
    coverage_gain: float | None = None

    __repr__ = brief

    def _repr_html_(self) -> str:
        rows = zip(self.n_labels, self.macro_f1, strict=True)
        return card("LearningCurve", (self,), ("labels", "macro-F1"), rows)

    def __str__(self) -> str:
        if self.gain is None:
            return str(self.reason)
        half = 50 * (self.gain.high - self.gain.low)
        more = f"{MORE} more labels would add about {100 * self.gain.value:+.1f} ± {half:.1f} points of macro-F1"
        if self.coverage_gain is None:
            return more
        return f"{more}, and about {100 * self.coverage_gain:.0f} more of 100 articles would get a label"


def measure_learning(
    build: Builder,
    labelled: Labelled,
    n_folds: int = 5,
    random_state: int = 0,
    scores: Scores | None = None,
    n_jobs: int = 1,
    cover: Cover | None = None,
) -> LearningCurve:
    """Score a classifier on growing parts of the labels, and continue the curve.

    Articles whose labels are not in a part are unlabelled ones of its pool, as they are before a person labels them.
    The error is fitted as A n^-p (a straight line between logarithms), in every resample anew.

    Parameters
    ----------
    build : callable
        Makes an unfitted classifier for the labels of a part.
    labelled : Labelled
        As for `cross_validate`; the same folds are used.
    n_folds : int
        2 or more.
    random_state : int
        Seed of folds, parts and resampling.
    scores : Scores or None
        Of `cross_validate` with the same arguments, which is the last point of the curve and weighs the articles; None
        works the point out, and all articles count the same.
    n_jobs : int
        Classifiers that are fitted at a time, -1 for one on each core; the result does not depend on it.
    cover : callable or None
        Share of articles that get a label, from the confidence of held-out articles, whether they are right, and what
        they weigh; None: it is not measured.

    Returns
    -------
    LearningCurve
        Only a reason where there are too few labels for scores, or fewer than 24.
    """
    n = len(labelled.texts)
    reason = why_no_estimate(labelled, n_folds)
    if reason is None and n < _MIN_LABELS:
        reason = Reason("few_labels_for_curve", {"n": n, "needed": _MIN_LABELS})
    if reason:
        return LearningCurve(reason)
    sections = sorted(set(labelled.labels.tolist()))
    found, confidence = np.empty((len(SHARES), n), labelled.labels.dtype), np.zeros((len(SHARES), n))
    sizes = np.zeros(len(SHARES))
    tasks = []
    for train, test in deal_folds(labelled, n_folds, random_state):
        order = np.random.default_rng(random_state).permutation(train)
        parts = [choose_part(order, labelled.labels, share) for share in SHARES]
        sizes += np.array([len(part) for part in parts]) / n_folds
        parts = parts if scores is None else parts[:-1]
        tasks += [(k, part, test, np.setdiff1d(train, part)) for k, part in enumerate(parts)]
    predicted = map_threads(lambda fold: predict_apart(build, labelled, *fold), [task[1:] for task in tasks], n_jobs)
    if scores is not None:
        found[-1], confidence[-1] = scores.predicted, np.max(scores.proba, axis=1)
    for (k, _, test, _), those in zip(tasks, predicted, strict=True):
        found[k, test], confidence[k, test] = those.likeliest, those.proba.max(axis=1)
    weights = _weights(scores, n)
    samples = resample_groups(labelled.groups, random_state) * weights
    tables = np.stack([confusions(labelled.labels, row, sections, samples) for row in found], axis=1)
    measure = f1_over(sections, labelled.reject)
    points = [bootstrap_interval(measure, tables[:, k]) for k in range(len(SHARES))]
    gain = bootstrap_interval(lambda pair: _gain(sizes, np.array([measure(table) for table in pair]), n), tables)
    right = found == labelled.labels
    covered = [] if cover is None else [cover(confidence[k], right[k], weights) for k in range(len(SHARES))]
    more = _gain(sizes, np.array(covered), n) if covered else None
    return LearningCurve(None, np.rint(sizes).astype(int).tolist(), points, gain, covered, more)


def _weights(scores: Scores | None, n_articles: int) -> NDArray[np.float64]:
    """What the articles weigh in the scores, (n_articles,)."""
    return np.array(scores.weights) if scores is not None and scores.weights else np.ones(n_articles)


def choose_part(order: NDArray[np.int64], labels: NDArray[np.str_], share: float) -> NDArray[np.int64]:
    """Choose the first articles of every section, at least one, so that smaller parts lie inside larger ones.

    Parameters
    ----------
    order : (n_train,) ndarray of int
        Positions of articles.
    labels : (n_articles,) ndarray of str
        Sections of all articles.
    share : float
        Share of the articles of each section, in [0, 1].

    Returns
    -------
    (n_chosen,) ndarray of int
        Ascending.
    """
    chosen = []
    for name in sorted(set(labels[order].tolist())):
        members = order[labels[order] == name]
        chosen.append(members[: max(1, round(share * len(members)))])
    return np.sort(np.concatenate(chosen))


def _gain(sizes: NDArray[np.float64], scores: NDArray[np.float64], n_labels: int) -> float:
    """How much the fitted curve rises from all labels to MORE further ones; never below 0."""
    slope, level = np.polyfit(np.log(sizes), np.log(np.maximum(1 - scores, 1e-3)), 1)
    slope = min(float(slope), 0.0)
    now, then = (np.exp(level) * count**slope for count in (n_labels, n_labels + MORE))
    return float(now - then)
