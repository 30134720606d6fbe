"""Learn from labelled articles and an unlabelled pool by label spreading and self-training."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from textml.models.sections.graph import neighbour_graph, spread_labels
from textml.models.sections.ridge import InnerProduct, build_inner_product, fit_ridge

#: Section number of an article of the pool.
UNLABELED = -1
#: Section number of an article that takes no part, such as a held-out one.
LEFT_OUT = -2

# (latent dimensions, neighbours) of the graphs whose label spreading is averaged: several widths vary less than one.
GRAPHS = ((30, 15), (50, 15), (100, 10))
# How far labels spread over the graphs, 0 to below 1.
ALPHA = 0.95
# Latent directions with a prior weight.
LATENT_DIMS = 150
# Prior weight of the first latent direction, fading to 0 at the last: a few labels say most about the directions in
# which many articles differ.
PRIOR_WEIGHT = 4.0
# Penalty of the ridge regression on the squared norm.
PENALTY = 0.1
# Factor on the scores of the classifier before they multiply the shares of the graphs.
TEMPERATURE = 8.0
# Rounds of self-training: four gained nothing over two.
N_ITER = 2
# Weight of the surest unlabelled article against a labelled one, where all of the pool is learned from.
POOL_WEIGHT = 0.2
# The graphs hold the whole pool, the classifier learns from this many of its articles, which then weigh more.
MAX_POOL = 2500


@dataclass(frozen=True, slots=True)
class Views:
    """Two views of the training articles: inner products for the classifier, graphs for label spreading.

    The labelled articles come first, then those made of keywords, then the pool.

    Attributes
    ----------
    inner : InnerProduct
        Of the n_used articles that the classifier learns from.
    used : ndarray of int
        Positions of these articles, (n_used,).
    pool_weight : float
        Weight of the surest unlabelled article against a labelled one.
    graphs : tuple of csr_matrix
        Neighbour graphs over all articles.
    keyword_weights : ndarray of float
        Weight of an article made of keywords against a labelled one of its section, (n_articles,); 0 for all others.
    """

    inner: InnerProduct
    used: np.ndarray
    pool_weight: float
    graphs: tuple[sp.csr_matrix, ...]
    keyword_weights: np.ndarray


def build_views(rows: sp.csr_matrix, n_labelled: int, n_keyword_articles: int = 0) -> Views:
    """Build both views of the articles.

    Parameters
    ----------
    rows : csr_matrix of float
        Features, (n_articles, n_terms): labelled articles, articles made of keywords, then the pool in random order.
    n_labelled : int
        Number of labelled articles, 2 or more.
    n_keyword_articles : int
        Number of articles made of keywords; they have no weight yet.

    Returns
    -------
    Views
    """
    n_known = n_labelled + n_keyword_articles
    n_pool = rows.shape[0] - n_known
    keyword_weights = np.zeros(rows.shape[0])
    sample = n_known + np.linspace(0, n_pool - 1, min(n_pool, MAX_POOL)).astype(int)
    used = np.concatenate([np.arange(n_known), sample])
    inner = build_inner_product(rows[used], LATENT_DIMS, PRIOR_WEIGHT)
    if not n_pool:
        return Views(inner, used, 0.0, (), keyword_weights)
    latent = np.asarray(rows @ inner.axes)
    graphs = tuple(neighbour_graph(latent[:, :dims], near) for dims, near in GRAPHS)
    return Views(inner, used, POOL_WEIGHT * n_pool / len(sample), graphs, keyword_weights)


def self_train(views: Views, sections: np.ndarray, n_sections: int) -> tuple[np.ndarray, np.ndarray]:
    """Fit a classifier to labels and pool, and one to the labels alone.

    A first classifier learns from the labelled articles. Its softmax scores of the pool, times the shares that label
    spreading gives, are soft labels of the pool. The next classifier learns from labels and soft labels, and so on for
    `N_ITER` rounds.

    Parameters
    ----------
    views : Views
        Of n_articles.
    sections : ndarray of int
        Section of each article, (n_articles,); `UNLABELED` or `LEFT_OUT` where it has none.
    n_sections : int
        Number of sections, 2 or more.

    Returns
    -------
    semi_supervised, supervised : ndarray of float
        Dual coefficients by labels and pool, and by the labels alone, (n_used, n_sections) each.

    References
    ----------
    Scudder (1965), Probability of error of some adaptive pattern-recognition machines (self-training); Zhou et al.
    (2003), see `spread_labels`.
    """
    one_hot = np.zeros((len(sections), n_sections))
    one_hot[np.flatnonzero(sections >= 0), sections[sections >= 0]] = 1
    known = sections[views.used]
    label_weights = balance_weights(known, n_sections, views.keyword_weights[views.used])
    dual = supervised = fit_ridge(views.inner, one_hot[views.used], label_weights, PENALTY)
    if not views.graphs:
        return _equalise_spread(views.inner, supervised), supervised
    labels = one_hot * np.where(views.keyword_weights > 0, views.keyword_weights, 1)[:, None]
    spread = np.mean([_spread_shares(graph, labels) for graph in views.graphs], axis=0)[views.used]
    for _ in range(N_ITER):
        scores = views.inner.score(dual)
        shares = spread * np.exp(TEMPERATURE * (scores - scores.max(axis=1, keepdims=True)))
        shares = np.where(known[:, None] >= 0, one_hot[views.used], shares / shares.sum(axis=1, keepdims=True))
        certainty = (shares.max(axis=1) * n_sections - 1) / (n_sections - 1)
        weights = np.where(known == UNLABELED, views.pool_weight * certainty**2, label_weights)
        dual = fit_ridge(views.inner, shares, weights, PENALTY)
    return _equalise_spread(views.inner, dual), supervised


def _equalise_spread(inner: InnerProduct, dual: np.ndarray) -> np.ndarray:
    """Lift sections whose scores lie close together, as those of small sections do, half way to a common spread."""
    spread = np.sqrt(np.maximum(inner.score(dual).std(axis=0), 1e-9))
    return np.asarray(dual / (spread / spread.mean()))


def balance_weights(sections: np.ndarray, n_sections: int, keyword_weights: np.ndarray) -> np.ndarray:
    """Weigh the labelled articles so that every section counts the same; articles without a label weigh 0.

    Parameters
    ----------
    sections : ndarray of int
        Section of each article, (n_articles,), below 0 where it has none.
    n_sections : int
        Number of sections.
    keyword_weights : ndarray of float
        Weight of articles made of keywords against a labelled one of their section, (n_articles,); 0 for all others.

    Returns
    -------
    ndarray of float
        (n_articles,).
    """
    counts = np.bincount(sections[(sections >= 0) & (keyword_weights == 0)], minlength=n_sections)
    each = counts.sum() / max(1, (counts > 0).sum()) / np.maximum(counts, 1)
    relative = np.where(keyword_weights > 0, keyword_weights, 1)
    return np.where(sections >= 0, each[np.maximum(sections, 0)] * relative, 0.0)


def _spread_shares(graph: sp.csr_matrix, labels: np.ndarray) -> np.ndarray:
    """Spread labels and scale: every section the same in sum, then every article to shares."""
    spread = np.maximum(spread_labels(graph, labels, ALPHA), 0)
    spread = spread / np.maximum(spread.sum(axis=0), 1e-12) + 1e-9
    return np.asarray(spread / spread.sum(axis=1, keepdims=True))
