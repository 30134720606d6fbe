"""How well a classifier that learnt from past issues labels later ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from textml.display import brief, card
from textml.models.evaluation.scores import (
    Builder,
    Estimate,
    Labelled,
    accuracy,
    confusions,
    fit_apart,
    interval,
    macro_f1,
    resample_groups,
)

#: Fewer dated articles than this cannot be parted into past and later ones.
LEAST_DATED = 20
_LATER = 0.3


@dataclass(frozen=True, slots=True)
class LaterScores:
    """Scores on later issues, or the reason why there are none.

    Attributes
    ----------
    reason : why nothing was estimated; empty where something was
    since : first date of the later issues; n_before, n_later : articles learnt from and labelled
    macro_f1, accuracy : on the later articles, with 95 % intervals from resampled issues
    """

    reason: str = ""
    since: str = ""
    n_before: int = 0
    n_later: int = 0
    macro_f1: Estimate | None = None
    accuracy: Estimate | None = None

    __repr__ = brief

    def _repr_html_(self) -> str:
        learnt = f"learnt from {self.n_before} articles before {self.since}, scored on {self.n_later} later ones"
        told = (f"macro-F1 {self.macro_f1}", f"accuracy {self.accuracy}", learnt)
        return card("LaterScores", (self.reason,) if self.reason else told)


def score_later_issues(build: Builder, labelled: Labelled, dates: Sequence[str], random_state: int = 0) -> LaterScores:
    """Train on the past, label the later 30 % of the dated articles.

    Parameters
    ----------
    build : makes an unfitted classifier for the labels of the past
    labelled : the articles; what shares a group with a later article (a reprint) is not learnt from, nor is the
        unlabelled pool of the later days
    dates : (n_articles,) as ``YYYY-MM-DD``, empty where unknown; undated articles take no part
    random_state : of the resampling

    Returns
    -------
    LaterScores; a reason where fewer than 20 articles are dated, all on few days, or a section has no past
    """
    dated = np.array([i for i in np.argsort(np.asarray(dates), kind="stable") if dates[i]], dtype=np.int64)
    if len(dated) < LEAST_DATED:
        return LaterScores(f"{len(dated)} labelled articles have a date; {LEAST_DATED} are needed to train on the past")
    since = dates[dated[int(len(dated) * (1 - _LATER))]]
    later = np.array([i for i in dated if dates[i] >= since])
    away = set(labelled.groups[later].tolist())
    before = np.array([i for i in dated if dates[i] < since and labelled.groups[i] not in away], dtype=np.int64)
    missing = sorted(set(labelled.labels[later].tolist()) - set(labelled.labels[before].tolist()))
    if missing or len(set(labelled.labels[before].tolist())) < 2:
        return LaterScores(f"before {since} there are no labelled articles of {', '.join(missing) or 'two sections'}")
    classifier = fit_apart(build, labelled.with_pool_before(since), before, later)
    proba = classifier.predict_proba([labelled.texts[i] for i in later])
    return _scores(
        labelled, later, np.asarray(classifier.classes_)[proba.argmax(axis=1)], since, len(before), random_state
    )


def _scores(
    labelled: Labelled, later: NDArray[np.int64], found: NDArray[np.str_], since: str, n_before: int, random_state: int
) -> LaterScores:
    truth = labelled.labels[later]
    sections = sorted({*truth.tolist(), *found.tolist()})
    tables = confusions(truth, found, sections, resample_groups(labelled.groups[later], random_state))
    return LaterScores("", since, n_before, len(later), interval(macro_f1, tables), interval(accuracy, tables))
