"""Fit labels, keywords and the unlabelled pool together, and score the labelled articles out of fold."""

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from textml.models.sections.learning.cross_fit import OutOfFold, score_out_of_fold, weigh_unlabeled
from textml.models.sections.learning.keywords import KeywordArticles, weigh_keyword_articles
from textml.models.sections.learning.semi_supervised import LEFT_OUT, UNLABELED, Views, build_views, self_train
from textml.models.sections.learning.shared_views import Articles


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt from labels, keywords and pool.

    Attributes
    ----------
    coef : ndarray of float
        Weights of each n-gram for each section, then those by the labels alone, (n_grams, 2 * n_sections).
    out_of_fold : OutOfFold
        Scores of the labelled articles by classifiers that did not see their labels, blended as the weights are.
    pool : ndarray of float
        Scores of the pool, (n_unlabelled, n_sections).
    unlabeled_weight : float
        Weight of the pool, in [0, 1].
    keyword_weights : ndarray of float
        Weight of the keywords of each section, (n_sections,), in [0, 1].
    """

    coef: np.ndarray
    out_of_fold: OutOfFold
    pool: np.ndarray
    unlabeled_weight: float
    keyword_weights: np.ndarray


def learn_sections(
    articles: Articles,
    labels: np.ndarray,
    n_sections: int,
    keywords: KeywordArticles,
    groups: np.ndarray,
    reject: int,
    hold_pool: bool = False,
) -> Learnt:
    """Learn from labels, keywords and pool.

    Parameters
    ----------
    articles : Articles
        The labelled articles, then the pool in random order.
    labels : ndarray of int
        Sections of the labelled articles, (n_labelled,).
    n_sections : int
        2 or more.
    keywords : KeywordArticles
        Articles made of keywords.
    groups : ndarray of int
        Groups of labelled articles that are held out together, (n_labelled,).
    reject : int
        Section that stands for none of them; -1 where there is none.
    hold_pool : bool
        Whether unlabelled articles are scored out of fold too.

    Returns
    -------
    Learnt
    """
    views, sections, keyword_weights = _build_views(articles, labels, n_sections, keywords, reject)
    dual, dual_supervised = self_train(views, sections, n_sections)
    out_of_fold, weight = _cross_fit(views, sections, n_sections, groups, hold_pool)
    supervised = views.inner.coefficients(dual_supervised)
    coef = np.hstack([_blend(views.inner.coefficients(dual), supervised, weight), supervised])
    scores = _blend(views.inner.score(dual), views.inner.score(dual_supervised), weight)
    return Learnt(coef, out_of_fold, scores[sections == UNLABELED], weight, keyword_weights)


def _build_views(
    articles: Articles, labels: np.ndarray, n_sections: int, keywords: KeywordArticles, reject: int
) -> tuple[Views, np.ndarray, np.ndarray]:
    """Labelled articles, keyword articles that predict them, and the pool; section of each; weights of the keywords."""
    rows, n, n_keywords = articles.rows, len(labels), len(keywords.sections)
    if not n_keywords:
        sections = np.concatenate([labels, np.full(rows.shape[0] - n, UNLABELED)])
        return replace(articles.build_views(), reject=reject), sections, np.zeros(n_sections)
    views = build_views(sp.csr_matrix(sp.vstack([rows[:n], keywords.rows, rows[n:]])), n, n_keywords, reject)
    weights = weigh_keyword_articles(keywords, views.inner, labels)
    if not weights.any():
        return _build_views(articles, labels, n_sections, keywords.drop_all(), reject)
    by_section = np.zeros(n_sections)
    by_section[keywords.sections] = weights
    views.keyword_weights[n : n + n_keywords] = weights
    of_keywords = np.where(weights > 0, keywords.sections, LEFT_OUT)
    return views, np.concatenate([labels, of_keywords, np.full(rows.shape[0] - n, UNLABELED)]), by_section


def _cross_fit(
    views: Views, sections: np.ndarray, n_sections: int, groups: np.ndarray, hold_pool: bool
) -> tuple[OutOfFold, float]:
    """Out-of-fold scores, blended by the weight of the unlabelled pool, which they decide; and that weight."""
    out_of_fold = score_out_of_fold(views, sections, n_sections, groups, hold_pool)
    weight = weigh_unlabeled(out_of_fold)
    if views.keyword_weights.any() and weight < 1:
        # Keywords may raise the weight of the pool, not lower it: few labels that they fit by chance would.
        plain = replace(views, keyword_weights=np.zeros_like(views.keyword_weights))
        without = np.where(views.keyword_weights > 0, LEFT_OUT, sections)
        weight = max(weight, weigh_unlabeled(score_out_of_fold(plain, without, n_sections, groups)))
    scores = _blend(out_of_fold.scores, out_of_fold.supervised, weight)
    return replace(
        out_of_fold, scores=scores, pool=_blend(out_of_fold.pool, out_of_fold.pool_supervised, weight)
    ), weight


def _blend(semi_supervised: np.ndarray, supervised: np.ndarray, weight: float) -> np.ndarray:
    """Mean of both, with the weight of the unlabelled pool on the first."""
    return np.asarray(weight * semi_supervised + (1 - weight) * supervised)
