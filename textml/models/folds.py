"""Scores of labelled articles by classifiers that did not see their labels."""

from dataclasses import dataclass, replace

import numpy as np

from textml.models.teaching import Views, learn

N_FOLDS = 10
# Unlabelled articles that the classifiers of the folds learn from: fewer than the final one's, to save time.
MAX_TAUGHT = 700


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Labelled articles as classifiers see them that did not learn their labels.

    Attributes
    ----------
    articles : (n_held_out,) int, their positions
    sections : (n_held_out,) int, what they are labelled
    scores : (n_held_out, n_sections) float, by labels and pool
    alone : (n_held_out, n_sections) float, by the labels alone
    """

    articles: np.ndarray
    sections: np.ndarray
    scores: np.ndarray
    alone: np.ndarray


def fold_of(sections: np.ndarray, n_folds: int) -> np.ndarray:
    """Fold of each labelled article: in turn within its section, the next section going on where the last one stopped.

    Returns
    -------
    (n_labelled,) int in [0, n_folds), -1 for the only article of its section, which cannot be held out
    """
    fold = np.full(len(sections), -1)
    turn = 0
    for section in range(sections.max(initial=-1) + 1):
        members = np.flatnonzero(sections == section)
        if len(members) > 1:
            fold[members] = (turn + np.arange(len(members))) % n_folds
            turn += len(members)
    return fold


def held_out_scores(views: Views, sections: np.ndarray, n_sections: int) -> HeldOut:
    """Score each labelled article by classifiers taught without its label.

    Parameters
    ----------
    views : of n_articles
    sections : (n_articles,) int, -1 for the pool
    n_sections : 2 or more

    Returns
    -------
    HeldOut
    """
    hidden = sections.copy()
    pool = views.taught[views.taught >= (sections >= 0).sum()]
    step = max(1, -(-len(pool) // MAX_TAUGHT))
    hidden[np.setdiff1d(pool, pool[::step])] = -2
    views = replace(views, pool_weight=views.pool_weight * step)
    fold = fold_of(sections[sections >= 0], N_FOLDS)
    held_out = np.flatnonzero(fold >= 0)
    scores, alone = np.zeros((2, len(fold), n_sections))
    for number in range(N_FOLDS):
        mine = np.flatnonzero(fold == number)
        if len(mine):
            remaining = np.where(np.isin(np.arange(len(sections)), mine), -2, hidden)
            taught, by_labels = learn(views, remaining, n_sections)
            scores[mine] = views.metric.score(taught)[mine]
            alone[mine] = views.metric.score(by_labels)[mine]
    return HeldOut(held_out, sections[held_out], scores[held_out], alone[held_out])
