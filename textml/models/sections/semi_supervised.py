"""What labelled articles and the pool beside them teach together."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from textml.models.sections.graph import neighbour_graph, spread
from textml.models.sections.ridge import Metric, build_metric, fit_ridge

# (latent dimensions, neighbours) of the graphs whose answers are averaged
GRAPHS = ((30, 15), (50, 15), (100, 10))
TRAVEL = 0.95
# The first latent direction counts this much beyond the others, the next ones less and less: what a few labels say
# about directions in which many articles differ is the surest.
LATENT_DIMS = 150
FAVOUR = 4.0
PENALTY = 0.1
# Factor on the classifier's scores when they are multiplied with the graph's shares.
OPINION = 8.0
ROUNDS = 2
# What the surest unlabelled article weighs against a labelled one, where all of the pool is learnt from.
POOL_WEIGHT = 0.2
# The graphs hold the whole pool, the classifier learns from this many of its articles, which then weigh more.
MAX_TAUGHT = 2500


@dataclass(frozen=True, slots=True)
class Views:
    """The articles as the learner sees them, labelled ones first.

    Attributes
    ----------
    metric : likeness of the n_taught articles that the classifier learns from
    taught : (n_taught,) int, which articles these are
    pool_weight : what the surest unlabelled article weighs against a labelled one
    graphs : neighbour graphs over all articles
    hints : (n_articles,) float, what an article made of keywords weighs against a labelled one of its section; 0 for
        all others
    """

    metric: Metric
    taught: np.ndarray
    pool_weight: float
    graphs: tuple[sp.csr_matrix, ...]
    hints: np.ndarray


def build_views(rows: sp.csr_matrix, n_labelled: int, n_hints: int = 0) -> Views:
    """Metric of the articles to learn from, graphs of several widths over all.

    Parameters
    ----------
    rows : (n_articles, n_terms) CSR, the labelled ones first, then those made of keywords, then the pool in an order
        that says nothing
    n_labelled : at least 2; n_hints : articles made of keywords, which have no weight yet
    """
    n_known = n_labelled + n_hints
    n_pool = rows.shape[0] - n_known
    hints = np.zeros(rows.shape[0])
    sample = n_known + np.linspace(0, n_pool - 1, min(n_pool, MAX_TAUGHT)).astype(int)
    taught = np.concatenate([np.arange(n_known), sample])
    metric = build_metric(rows[taught], LATENT_DIMS, FAVOUR)
    if not n_pool:
        return Views(metric, taught, 0.0, (), hints)
    latent = np.asarray(rows @ metric.axes)
    graphs = tuple(neighbour_graph(latent[:, :dims], near) for dims, near in GRAPHS)
    return Views(metric, taught, POOL_WEIGHT * n_pool / len(sample), graphs, hints)


def learn(views: Views, sections: np.ndarray, n_sections: int) -> tuple[np.ndarray, np.ndarray]:
    """Dual coefficients of the classifier that labels and pool teach together, and of the one that labels teach alone.

    The labelled articles teach a classifier; its opinion of the pool times what the graphs say gives the pool shares;
    labels and shares teach the next classifier, for some rounds.

    Parameters
    ----------
    views : of n_articles
    sections : (n_articles,) int, -1 where the section is unknown, -2 for an article that has to be left out
    n_sections : 2 or more

    Returns
    -------
    (n_taught, n_sections) float, twice
    """
    truth = np.zeros((len(sections), n_sections))
    truth[np.flatnonzero(sections >= 0), sections[sections >= 0]] = 1
    mine = sections[views.taught]
    labelled = balance(mine, n_sections, views.hints[views.taught])
    dual = alone = fit_ridge(views.metric, truth[views.taught], labelled, PENALTY)
    if not views.graphs:
        return _evenly(views.metric, alone), alone
    sown = truth * np.where(views.hints > 0, views.hints, 1)[:, None]
    reached = np.mean([_by_graph(graph, sown) for graph in views.graphs], axis=0)[views.taught]
    for _ in range(ROUNDS):
        scores = views.metric.score(dual)
        shares = reached * np.exp(OPINION * (scores - scores.max(axis=1, keepdims=True)))
        shares = np.where(mine[:, None] >= 0, truth[views.taught], shares / shares.sum(axis=1, keepdims=True))
        sureness = (shares.max(axis=1) * n_sections - 1) / (n_sections - 1)
        weights = np.where(mine == -1, views.pool_weight * sureness**2, labelled)
        dual = fit_ridge(views.metric, shares, weights, PENALTY)
    return _evenly(views.metric, dual), alone


def _evenly(metric: Metric, dual: np.ndarray) -> np.ndarray:
    """Lift sections whose scores lie close together, as those of small sections do, half way to a common spread."""
    spread_out = np.sqrt(np.maximum(metric.score(dual).std(axis=0), 1e-9))
    return np.asarray(dual / (spread_out / spread_out.mean()))


def balance(sections: np.ndarray, n_sections: int, hints: np.ndarray) -> np.ndarray:
    """Weights by which the labelled articles of every section count the same; 0 where the section is not known.

    What is made of keywords has its share of what one article of its section weighs.
    """
    counts = np.bincount(sections[(sections >= 0) & (hints == 0)], minlength=n_sections)
    each = counts.sum() / max(1, (counts > 0).sum()) / np.maximum(counts, 1)
    return np.where(sections >= 0, each[np.maximum(sections, 0)] * np.where(hints > 0, hints, 1), 0.0)


def _by_graph(graph: sp.csr_matrix, truth: np.ndarray) -> np.ndarray:
    reached = np.maximum(spread(graph, truth, TRAVEL), 0)
    reached = reached / np.maximum(reached.sum(axis=0), 1e-12) + 1e-9
    return np.asarray(reached / reached.sum(axis=1, keepdims=True))
