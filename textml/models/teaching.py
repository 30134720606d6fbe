"""Section shares of the pool as the labelled articles teach them."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from textml.features.lsa import latent_axes
from textml.models.graph import neighbour_graph, spread
from textml.models.ridge import Metric, fit_ridge

# (latent dimensions, neighbours) of the graphs whose answers are averaged
GRAPHS = ((30, 15), (50, 15), (100, 10))
TRAVEL = 0.95
# Directions in which many articles differ count three times: what a few labels say about them is the surest.
LATENT_DIMS = 100
LATENT_WEIGHT = 2.0
PENALTY = 0.1
# Factor on the classifier's scores when they are multiplied with the graph's shares.
OPINION = 8.0
ROUNDS = 2
# What the surest unlabelled article weighs against a labelled one.
POOL_WEIGHT = 0.2


@dataclass(frozen=True, slots=True)
class Views:
    """The articles as the learner sees them, labelled ones first.

    Attributes
    ----------
    metric : likeness of articles in which the classifier is linear
    graphs : neighbour graphs over the same articles
    """

    metric: Metric
    graphs: tuple[sp.csr_matrix, ...]


def build_views(rows: sp.csr_matrix) -> Views:
    """Latent coordinates of articles with graphs of several widths over them."""
    axes = latent_axes(rows, LATENT_DIMS)
    latent = np.asarray(rows @ axes)
    return Views(
        Metric(rows, axes, latent, LATENT_WEIGHT),
        tuple(neighbour_graph(latent[:, :dims], near) for dims, near in GRAPHS),
    )


def learn(views: Views, sections: np.ndarray, n_sections: int, start: np.ndarray | None = None) -> np.ndarray:
    """Dual coefficients of the classifier that labels and pool teach together.

    The labelled articles teach a classifier; its opinion of the pool times what the graphs say gives the pool shares;
    labels and shares teach the next classifier, for some rounds.

    Parameters
    ----------
    views : of n_articles
    sections : (n_articles,) int, -1 where the section is unknown, -2 for an article that has to be left out
    n_sections : 2 or more
    start : result for a similar `sections`

    Returns
    -------
    (n_articles, n_sections) float
    """
    known = sections >= 0
    truth = np.zeros((len(sections), n_sections))
    truth[known, sections[known]] = 1
    labelled = balance(sections, n_sections)
    reached = np.mean([_by_graph(graph, truth) for graph in views.graphs], axis=0)
    dual = fit_ridge(views.metric, np.where(known[:, None], truth, 1 / n_sections), labelled, PENALTY)
    if not (sections == -1).any():
        return dual
    for _ in range(ROUNDS):
        scores = views.metric.score(dual)
        shares = reached * np.exp(OPINION * (scores - scores.max(axis=1, keepdims=True)))
        shares = np.where(known[:, None], truth, shares / shares.sum(axis=1, keepdims=True))
        sureness = (shares.max(axis=1) * n_sections - 1) / (n_sections - 1)
        weights = np.where(sections == -1, POOL_WEIGHT * sureness**2, labelled)
        dual = fit_ridge(views.metric, shares, weights, PENALTY, dual if start is None else start)
    return dual


def balance(sections: np.ndarray, n_sections: int) -> np.ndarray:
    """Weights by which every section counts the same; 0 where the section is not known."""
    known = sections >= 0
    counts = np.bincount(sections[known], minlength=n_sections)
    each = known.sum() / max(1, (counts > 0).sum()) / np.maximum(counts, 1)
    return np.where(known, each[np.maximum(sections, 0)], 0.0)


def _by_graph(graph: sp.csr_matrix, truth: np.ndarray) -> np.ndarray:
    reached = np.maximum(spread(graph, truth, TRAVEL), 0)
    reached = reached / np.maximum(reached.sum(axis=0), 1e-12) + 1e-9
    return np.asarray(reached / reached.sum(axis=1, keepdims=True))
