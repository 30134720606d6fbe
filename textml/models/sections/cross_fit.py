"""Scores of labelled articles by classifiers that did not see their labels."""

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from textml.models.sections.semi_supervised import Views, learn

N_FOLDS = 10
# Unlabelled articles that the classifiers of the folds learn from: fewer than the final one's, to save time.
MAX_TAUGHT = 700
# An n-gram of more labelled articles than this says nothing of copying.
_RARE = 20
_TWIN_SHARE = 0.5


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


def twins_of(rows: sp.csr_matrix) -> np.ndarray:
    """Number of the group of near-duplicates that each article is in.

    Two articles are near-duplicates when they share most of the rarer n-grams of the shorter one, as reprints with an
    altered ending do and two articles on one matter do not.

    Parameters
    ----------
    rows : (n_articles, n_grams) CSR, weights of n-grams

    Returns
    -------
    (n_articles,) int
    """
    articles_of = np.bincount(rows.indices, minlength=rows.shape[1])
    rare = rows[:, (articles_of > 1) & (articles_of <= _RARE)]
    rare = sp.csr_matrix((np.ones(rare.nnz), rare.indices, rare.indptr), shape=rare.shape)
    uncommon = np.asarray((rows[:, articles_of <= _RARE] > 0).sum(axis=1)).ravel()
    shared = (rare @ rare.T).tocoo()
    smaller = np.minimum(uncommon[shared.row], uncommon[shared.col])
    close = shared.data >= _TWIN_SHARE * np.maximum(smaller, 1)
    n = rows.shape[0]
    links = sp.csr_matrix((np.ones(int(close.sum())), (shared.row[close], shared.col[close])), shape=(n, n))
    return np.asarray(connected_components(links, directed=False)[1])


def fold_of(sections: np.ndarray, n_folds: int, groups: np.ndarray | None = None) -> np.ndarray:
    """Fold of each labelled article: in turn within its section, the next section going on where the last one stopped.

    Parameters
    ----------
    sections : (n_labelled,) int; n_folds : 2 or more
    groups : (n_labelled,) int, articles that belong into one fold; None where each stands alone

    Returns
    -------
    (n_labelled,) int in [0, n_folds), -1 for the only article of its section, which cannot be held out
    """
    fold = np.full(len(sections), -1)
    groups = np.arange(len(sections)) if groups is None else groups
    fold_of_group: dict[int, int] = {}
    turn = 0
    for section in range(sections.max(initial=-1) + 1):
        members = np.flatnonzero(sections == section)
        if len(members) < 2:
            continue
        for member, group in zip(members.tolist(), groups[members].tolist(), strict=True):
            if group not in fold_of_group:
                fold_of_group[group] = turn % n_folds
                turn += 1
            fold[member] = fold_of_group[group]
    return fold


def held_out_scores(views: Views, sections: np.ndarray, n_sections: int, groups: np.ndarray | None = None) -> HeldOut:
    """Score each labelled article by classifiers taught without its label.

    Parameters
    ----------
    views : of n_articles
    sections : (n_articles,) int, -1 for the pool; articles made of keywords stay in every fold
    n_sections : 2 or more
    groups : (n_labelled,) int, near-duplicates, which are held out together

    Returns
    -------
    HeldOut
    """
    hidden = sections.copy()
    pool = views.taught[sections[views.taught] == -1]
    step = max(1, -(-len(pool) // MAX_TAUGHT))
    hidden[np.setdiff1d(pool, pool[::step])] = -2
    views = replace(views, pool_weight=views.pool_weight * step)
    fold = fold_of(sections[(sections >= 0) & (views.hints == 0)], N_FOLDS, groups)
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
