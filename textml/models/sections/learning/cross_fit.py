"""Score labelled articles out of fold, by classifiers that did not see their labels."""

from dataclasses import dataclass, field, replace

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from textml.models.sections.learning.calibration import fit_temperature, softmax
from textml.models.sections.learning.semi_supervised import LEFT_OUT, UNLABELED, Views, self_train, spread_over_graphs

# Ten folds: each classifier still learns from nine tenths of the labels.
N_FOLDS = 10
# Unlabelled articles that the classifiers of the folds learn from: fewer than the final one's, to save time.
MAX_POOL = 700
# An n-gram of more labelled articles than this is no sign of copying.
_MAX_ARTICLES = 20
# Share of the rarer n-grams of the shorter article from which on two articles are near-duplicates.
_DUPLICATE_SHARE = 0.5
# Gain in mean log likelihood at which the pool has full weight; an equal loss takes all of it.
_FULL_GAIN = 0.05


@dataclass(frozen=True, slots=True)
class OutOfFold:
    """Scores of labelled articles by classifiers that did not see their labels.

    Attributes
    ----------
    positions : ndarray of int
        Held-out articles as positions among the labelled ones, (n_held_out,), ascending.
    sections : ndarray of int
        Their labelled sections, (n_held_out,).
    scores : ndarray of float
        Scores by labels and pool, (n_held_out, n_sections).
    supervised : ndarray of float
        Scores by the labels alone, (n_held_out, n_sections).
    pool, pool_supervised : ndarray of float
        The same of unlabelled articles that were held out too, (n_pool, n_sections) each; of none unless asked for.
    """

    positions: np.ndarray
    sections: np.ndarray
    scores: np.ndarray
    supervised: np.ndarray
    pool: np.ndarray = field(default_factory=lambda: np.zeros((0, 2)))
    pool_supervised: np.ndarray = field(default_factory=lambda: np.zeros((0, 2)))


def group_near_duplicates(rows: sp.csr_matrix) -> np.ndarray:
    """Number the groups of near-duplicates among labelled articles.

    Two articles are near-duplicates when they share most of the rarer n-grams of the shorter one, as reprints with an
    altered ending do and two articles on one event do not. `evaluation.groups.near_duplicates` looks at 5-grams of
    whole issues with a share that the user sets; this one runs inside every fit, on the n-grams that are there.

    Parameters
    ----------
    rows : csr_matrix of float
        Weights of n-grams, (n_articles, n_grams).

    Returns
    -------
    ndarray of int
        (n_articles,).
    """
    n_articles_with = np.bincount(rows.indices, minlength=rows.shape[1])
    rare = rows[:, (n_articles_with > 1) & (n_articles_with <= _MAX_ARTICLES)]
    rare = sp.csr_matrix((np.ones(rare.nnz), rare.indices, rare.indptr), shape=rare.shape)
    n_rare = np.asarray((rows[:, n_articles_with <= _MAX_ARTICLES] > 0).sum(axis=1)).ravel()
    shared = (rare @ rare.T).tocoo()
    smaller = np.minimum(n_rare[shared.row], n_rare[shared.col])
    close = shared.data >= _DUPLICATE_SHARE * np.maximum(smaller, 1)
    n = rows.shape[0]
    links = sp.csr_matrix((np.ones(int(close.sum())), (shared.row[close], shared.col[close])), shape=(n, n))
    return np.asarray(connected_components(links, directed=False)[1])


def assign_folds(sections: np.ndarray, n_folds: int, groups: np.ndarray | None = None) -> np.ndarray:
    """Deal the articles of each section out to the folds in turn.

    scikit-learn's StratifiedGroupKFold warns where a section has fewer articles than folds, which is the rule here,
    and holds out the only article of a section.

    Parameters
    ----------
    sections : ndarray of int
        (n_labelled,).
    n_folds : int
        2 or more.
    groups : ndarray of int or None
        Group of each article, (n_labelled,); a group stays in one fold. None: every article is its own group.

    Returns
    -------
    ndarray of int
        (n_labelled,) in [0, n_folds); -1 for the only article of its section, which cannot be held out.
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


def score_out_of_fold(
    views: Views, sections: np.ndarray, n_sections: int, groups: np.ndarray | None = None, hold_pool: bool = False
) -> OutOfFold:
    """Score each labelled article by a classifier that did not see its label.

    A classifier is surer of unlabelled articles that it learnt from than of others. Those that labelled ones are
    compared with are therefore dealt to the folds as well.

    Parameters
    ----------
    views : Views
        Of n_articles.
    sections : ndarray of int
        Section of each article, (n_articles,), as for `self_train`; articles made of keywords stay in every fold.
    n_sections : int
        Number of sections, 2 or more.
    groups : ndarray of int or None
        Groups of near-duplicates, (n_labelled,), which are held out together.
    hold_pool : bool
        Whether unlabelled articles are scored out of fold too.

    Returns
    -------
    OutOfFold
    """
    pool = np.flatnonzero(sections == UNLABELED)
    step = max(1, -(-len(pool) // MAX_POOL))
    training = sections.copy()
    training[np.setdiff1d(pool, pool[::step])] = LEFT_OUT
    is_labelled = (sections >= 0) & (views.keyword_weights == 0)
    fold = assign_folds(sections[is_labelled], N_FOLDS, groups)
    held_out = np.flatnonzero(fold >= 0)
    numbers = np.unique(fold[held_out])
    beside = pool[::step] if hold_pool and len(numbers) else pool[:0]
    turn = np.full(len(sections), -1)
    turn[beside] = numbers[np.arange(len(beside)) % max(1, len(numbers))]
    turn[: len(fold)] = fold
    trainings = [np.where(turn == number, LEFT_OUT, training) for number in numbers]
    spreads = spread_over_graphs(views, trainings, n_sections) if len(numbers) else []
    kept = np.flatnonzero((training != LEFT_OUT) | is_labelled)
    some = replace(views.take(kept), pool_weight=views.pool_weight * step)
    scores, supervised = np.zeros((2, len(sections), n_sections))
    for number, remaining, spread in zip(numbers, trainings, spreads, strict=True):
        members = np.flatnonzero(turn[kept] == number)
        dual, dual_supervised = self_train(some, remaining[kept], n_sections, None if spread is None else spread[kept])
        scores[kept[members]] = some.inner.score(dual)[members]
        supervised[kept[members]] = some.inner.score(dual_supervised)[members]
    return OutOfFold(
        held_out, sections[held_out], scores[held_out], supervised[held_out], scores[beside], supervised[beside]
    )


def weigh_unlabeled(out_of_fold: OutOfFold) -> float:
    """Choose the weight of the unlabelled pool by out-of-fold log likelihood.

    The gain of the scores by labels and pool over those by the labels alone moves the weight from one half towards 1,
    a loss towards 0. So a pool of other articles than the labelled ones (another paper, another century) does no harm.

    Parameters
    ----------
    out_of_fold : OutOfFold
        Both scores of the held-out articles.

    Returns
    -------
    float
        In [0, 1]; 0.5 where nothing could be held out.
    """
    sections = out_of_fold.sections
    if not len(sections):
        return 0.5
    gain = _log_likelihood(out_of_fold.scores, sections) - _log_likelihood(out_of_fold.supervised, sections)
    return float(np.clip(0.5 + 0.5 * gain / _FULL_GAIN, 0, 1))


def _log_likelihood(scores: np.ndarray, sections: np.ndarray) -> float:
    """Mean log probability of the true sections, at the temperature that suits the scores best."""
    proba = softmax(fit_temperature(scores, sections) * scores)
    return float(np.log(np.maximum(proba[np.arange(len(sections)), sections], 1e-6)).mean())
