"""Learn from labelled articles and an unlabelled pool by label spreading and self-training."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp

from textml.models.sections.learning.graph import neighbour_graph, spread_labels
from textml.models.sections.learning.ridge import InnerProduct, build_inner_product, fit_ridge

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
# Weight of all articles of none of the sections against those of one section: they are not alike, so what they teach is
# where sections end. At full weight they take in articles of another paper that only sound like them.
REJECT_WEIGHT = 0.25


@dataclass(frozen=True, slots=True)
class Views:
    """Two views of the training articles: inner products for the classifier, graphs for label spreading.

    The labelled articles come first, then those made of keywords, then the pool.

    Attributes
    ----------
    inner : InnerProduct
        Of the articles.
    pool_weight : float
        Weight of the surest unlabelled article against a labelled one.
    graphs : tuple of csr_matrix
        Neighbour graphs over the articles; none where there is no pool.
    keyword_weights : ndarray of float
        Weight of an article made of keywords against a labelled one of its section, (n_articles,); 0 for all others.
    reject : int
        Number of the section that stands for none of them; -1 where there is none.
    """

    inner: InnerProduct
    pool_weight: float
    graphs: tuple[sp.csr_matrix, ...]
    keyword_weights: np.ndarray
    reject: int = -1

    def take(self, positions: np.ndarray) -> "Views":
        """The same of some of the articles, without the graphs."""
        return replace(
            self, inner=self.inner.take(positions), graphs=(), keyword_weights=self.keyword_weights[positions]
        )


def build_views(rows: sp.csr_matrix, n_labelled: int, n_keyword_articles: int = 0, reject: int = -1) -> Views:
    """Build both views of the articles.

    Parameters
    ----------
    rows : csr_matrix of float
        Features, (n_articles, n_terms): labelled articles, articles made of keywords, then the pool in random order.
    n_labelled : int
        Number of labelled articles, 2 or more.
    n_keyword_articles : int
        Number of articles made of keywords; they have no weight yet.
    reject : int
        Number of the section that stands for none of them; -1 where there is none.

    Returns
    -------
    Views
    """
    inner = build_inner_product(rows, LATENT_DIMS, PRIOR_WEIGHT)
    has_pool = rows.shape[0] > n_labelled + n_keyword_articles
    graphs = tuple(neighbour_graph(inner.latent[:, :dims], near) for dims, near in GRAPHS if has_pool)
    return Views(inner, POOL_WEIGHT if has_pool else 0.0, graphs, np.zeros(rows.shape[0]), reject)


def spread_over_graphs(views: Views, trainings: Sequence[np.ndarray], n_sections: int) -> list[np.ndarray] | list[None]:
    """Spread the labels of several trainings over the graphs; all at once takes a third of the time of one by one.

    Parameters
    ----------
    views : Views
        Of n_articles.
    trainings : sequence of ndarray of int
        Section of each article in each training, (n_articles,), as for `self_train`.
    n_sections : int
        Number of sections, 2 or more.

    Returns
    -------
    list of ndarray of float, or of None
        For each training the shares of the sections in every article, (n_articles, n_sections), rows sum to 1; None
        where there is no graph.
    """
    if not views.graphs:
        return [None] * len(trainings)
    weights = np.where(views.keyword_weights > 0, views.keyword_weights, 1)[:, None]
    labels = np.hstack([_one_hot(sections, n_sections) * weights for sections in trainings])
    spread = [np.hsplit(spread_labels(graph, labels, ALPHA), len(trainings)) for graph in views.graphs]
    return [np.mean([_as_shares(found) for found in of_graphs], axis=0) for of_graphs in zip(*spread, strict=True)]


def self_train(
    views: Views, sections: np.ndarray, n_sections: int, spread: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
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
    spread : ndarray of float or None
        Of `spread_over_graphs`, (n_articles, n_sections); None works it out.

    Returns
    -------
    semi_supervised, supervised : ndarray of float
        Dual coefficients by labels and pool, and by the labels alone, (n_articles, n_sections) each.

    References
    ----------
    Scudder (1965), Probability of error of some adaptive pattern-recognition machines (self-training); Zhou et al.
    (2003), see `spread_labels`.
    """
    one_hot = _one_hot(sections, n_sections)
    label_weights = balance_weights(sections, n_sections, views.keyword_weights, views.reject)
    dual = supervised = fit_ridge(views.inner, one_hot, label_weights, PENALTY)
    if spread is None:
        (spread,) = spread_over_graphs(views, [sections], n_sections)
    if spread is None:
        return _equalise_spread(views.inner, supervised), supervised
    for _ in range(N_ITER):
        scores = views.inner.score(dual)
        shares = spread * np.exp(TEMPERATURE * (scores - scores.max(axis=1, keepdims=True)))
        shares = np.where(sections[:, None] >= 0, one_hot, shares / shares.sum(axis=1, keepdims=True))
        certainty = (shares.max(axis=1) * n_sections - 1) / (n_sections - 1)
        weights = np.where(sections == UNLABELED, views.pool_weight * certainty**2, label_weights)
        dual = fit_ridge(views.inner, shares, weights, PENALTY)
    return _equalise_spread(views.inner, dual), supervised


def _one_hot(sections: np.ndarray, n_sections: int) -> np.ndarray:
    """Rows of zeros for articles without a section."""
    found = np.zeros((len(sections), n_sections))
    found[np.flatnonzero(sections >= 0), sections[sections >= 0]] = 1
    return found


def _equalise_spread(inner: InnerProduct, dual: np.ndarray) -> np.ndarray:
    """Lift sections whose scores lie close together, as those of small sections do, half way to a common spread."""
    spread = np.sqrt(np.maximum(inner.score(dual).std(axis=0), 1e-9))
    return np.asarray(dual / (spread / spread.mean()))


def balance_weights(sections: np.ndarray, n_sections: int, keyword_weights: np.ndarray, reject: int = -1) -> np.ndarray:
    """Weigh the labelled articles so that every section counts the same; articles without a label weigh 0.

    Parameters
    ----------
    sections : ndarray of int
        Section of each article, (n_articles,), below 0 where it has none.
    n_sections : int
        Number of sections.
    keyword_weights : ndarray of float
        Weight of articles made of keywords against a labelled one of their section, (n_articles,); 0 for all others.
    reject : int
        Number of the section that stands for none of them, which counts `REJECT_WEIGHT`; -1 where there is none.

    Returns
    -------
    ndarray of float
        (n_articles,).
    """
    counts = np.bincount(sections[(sections >= 0) & (keyword_weights == 0)], minlength=n_sections)
    each = counts.sum() / max(1, (counts > 0).sum()) / np.maximum(counts, 1)
    if reject >= 0:
        each[reject] *= REJECT_WEIGHT
    relative = np.where(keyword_weights > 0, keyword_weights, 1)
    return np.where(sections >= 0, each[np.maximum(sections, 0)] * relative, 0.0)


def _as_shares(spread: np.ndarray) -> np.ndarray:
    """Scale spread labels: every section the same in sum, then every article to shares."""
    spread = np.maximum(spread, 0)
    spread = spread / np.maximum(spread.sum(axis=0), 1e-12) + 1e-9
    return np.asarray(spread / spread.sum(axis=1, keepdims=True))
