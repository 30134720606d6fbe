"""Scores of a classifier that is trained on past issues and predicts later ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textml.display import brief, card
from textml.models.evaluation.held_out import Builder, Labelled, predict_apart
from textml.models.evaluation.intervals import Estimate, bootstrap_interval, resample_groups
from textml.models.evaluation.scores import accuracy, confusions, f1_over
from textml.reasons import Reason

# Fewer dated articles than this leave fewer than six later ones to score.
_MIN_DATED = 20
_MIN_LATER = 6
# Share of the dated articles that counts as later: the usual share of a test set.
_LATER = 0.3


@dataclass(frozen=True, slots=True)
class LaterScores:
    """Scores on later issues, or the reason why there are none.

    Attributes
    ----------
    reason : Reason or None
        Why nothing was estimated.
    since : str
        First date of the later issues, ``YYYY-MM-DD``.
    n_before, n_later : int
        Articles trained on and scored.
    macro_f1, accuracy : Estimate or None
        On the later articles, with intervals from resampled groups.
    """

    reason: Reason | None = None
    since: str = ""
    n_before: int = 0
    n_later: int = 0
    macro_f1: Estimate | None = None
    accuracy: Estimate | None = None

    __repr__ = brief

    def _repr_html_(self) -> str:
        split = f"learnt from {self.n_before} articles before {self.since}, scored on {self.n_later} later ones"
        facts = (f"macro-F1 {self.macro_f1}", f"accuracy {self.accuracy}", split)
        return card("LaterScores", (self.reason,) if self.reason else facts)


def score_later_issues(build: Builder, labelled: Labelled, dates: Sequence[str], random_state: int = 0) -> LaterScores:
    """Train on the past, and score on the later 30 % of the dated articles.

    Of these, suggested articles, which are hard ones, do not count where there are six others or more.

    Parameters
    ----------
    build : callable
        Makes an unfitted classifier for the labels of the past.
    labelled : Labelled
        The articles. Those that share a group with a later article (a reprint) are not trained on, nor is the
        unlabelled pool of the later days.
    dates : (n_articles,) sequence of str
        ``YYYY-MM-DD``, empty where unknown; undated articles take no part.
    random_state : int
        Seed of the resampling.

    Returns
    -------
    LaterScores
        Only a reason where fewer than 20 articles are dated, or a section has no past.
    """
    dated = np.array([i for i in np.argsort(np.asarray(dates), kind="stable") if dates[i]], dtype=np.int64)
    if len(dated) < _MIN_DATED:
        return LaterScores(Reason("few_dates", {"n": len(dated), "needed": _MIN_DATED}))
    since = dates[dated[int(len(dated) * (1 - _LATER))]]
    later = np.array([i for i in dated if dates[i] >= since])
    away = set(labelled.groups[later].tolist())
    before = np.array([i for i in dated if dates[i] < since and labelled.groups[i] not in away], dtype=np.int64)
    missing = sorted(set(labelled.labels[later].tolist()) - {*labelled.labels[before].tolist(), labelled.reject})
    if missing:
        return LaterScores(Reason("no_past", {"since": since, "sections": missing}))
    if len(set(labelled.labels[before].tolist()) - {labelled.reject}) < 2:
        return LaterScores(Reason("past_of_one_section", {"since": since}))
    found = predict_apart(build, labelled.with_pool_before(since), before, later).likeliest
    return _scores(labelled, later, found, since, len(before), random_state)


def _scores(
    labelled: Labelled, later: NDArray[np.int64], found: NDArray[np.str_], since: str, n_before: int, random_state: int
) -> LaterScores:
    if labelled.suggested.any():
        # how common articles as hard as the suggested ones are is known of all issues, not of the later ones
        drawn = ~labelled.suggested[later]
        later, found = (later[drawn], found[drawn]) if drawn.sum() >= _MIN_LATER else (later, found)
    truth = labelled.labels[later]
    sections = sorted({*truth.tolist(), *found.tolist()})
    tables = confusions(truth, found, sections, resample_groups(labelled.groups[later], random_state))
    measured = bootstrap_interval(f1_over(sections, labelled.reject), tables)
    return LaterScores(None, since, n_before, len(later), measured, bootstrap_interval(accuracy, tables))
