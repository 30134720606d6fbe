"""Section shares of the pool as the labelled articles teach them."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from textml.features.lsa import latent_coordinates
from textml.models.graph import neighbour_graph, spread
from textml.models.ridge import fit_ridge

# (latent dimensions, neighbours) of the graphs whose answers are averaged
GRAPHS = ((30, 15), (50, 15), (100, 10))
PENALTY = 0.1
OPINION = 8.0


@dataclass(frozen=True, slots=True)
class Views:
    """The articles as the learner sees them, labelled ones first.

    Attributes
    ----------
    rows : (n_articles, n_grams) CSR of character n-gram weights
    graphs : neighbour graphs over the same articles
    """

    rows: sp.csr_matrix
    graphs: tuple[sp.csr_matrix, ...]


def build_views(rows: sp.csr_matrix) -> Views:
    """Graphs of several widths over the latent coordinates of the same articles."""
    coordinates = latent_coordinates(rows, max(dims for dims, _ in GRAPHS))
    return Views(rows, tuple(neighbour_graph(coordinates[:, :dims], near) for dims, near in GRAPHS))


def learn(views: Views, sections: np.ndarray, n_sections: int, start: np.ndarray | None = None) -> np.ndarray:
    """Dual coefficients of the classifier that labels and pool teach together.

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
    alone = fit_ridge(
        views.rows, np.where(known[:, None], truth, 1 / n_sections), balance(sections, n_sections), PENALTY
    )
    scores = views.rows @ (views.rows.T @ alone)
    shares = np.mean([_by_graph(graph, truth) for graph in views.graphs], axis=0) * np.exp(
        OPINION * (scores - scores.max(1, keepdims=True))
    )
    shares = np.where(known[:, None], truth, shares / shares.sum(1, keepdims=True))
    weights = np.where(sections == -1, (shares.max(1) - 1 / n_sections) / (1 - 1 / n_sections), known)
    return fit_ridge(views.rows, shares, weights, PENALTY, start)


def balance(sections: np.ndarray, n_sections: int) -> np.ndarray:
    """Weights by which every section counts the same; 0 where the section is not known."""
    known = sections >= 0
    counts = np.bincount(sections[known], minlength=n_sections)
    each = known.sum() / max(1, (counts > 0).sum()) / np.maximum(counts, 1)
    return np.where(known, each[np.maximum(sections, 0)], 0.0)


def _by_graph(graph: sp.csr_matrix, truth: np.ndarray) -> np.ndarray:
    reached = np.maximum(spread(graph, truth), 0)
    reached = reached / np.maximum(reached.sum(0), 1e-12) + 1e-9
    return np.asarray(reached / reached.sum(1, keepdims=True))
