"""Labels spread over the graph of nearest articles."""

import numpy as np
import scipy.sparse as sp

from textml.features.lsa import unit_rows
from textml.models.sections.conjugate_gradients import conjugate_gradients

# Rows of the cosine matrix held at a time: memory stays linear in the articles.
_ROWS = 512


def neighbour_graph(coordinates: np.ndarray, n_neighbours: int, power: float = 3.0) -> sp.csr_matrix:
    """Symmetric graph of the nearest articles, degree-normalised: ``D^-1/2 W D^-1/2`` with cosine weights to a power.

    Parameters
    ----------
    coordinates : (n_articles, n_dims) float
    n_neighbours : neighbours an article brings along, 1 or more; others may choose it as well
    power : the cosine is raised to this

    Returns
    -------
    (n_articles, n_articles) CSR
    """
    unit = unit_rows(coordinates).astype(np.float32)
    n_articles = len(unit)
    near = min(n_neighbours, n_articles - 1)
    columns, weights = np.empty((n_articles, near), dtype=np.int64), np.empty((n_articles, near))
    for start in range(0, n_articles, _ROWS):
        rows = np.arange(start, min(start + _ROWS, n_articles))
        cosine = unit[rows] @ unit.T
        cosine[rows - start, rows] = -2
        chosen = np.argpartition(-cosine, near - 1, axis=1)[:, :near]
        columns[rows] = chosen
        weights[rows] = np.maximum(np.take_along_axis(cosine, chosen, 1), 0) ** power
    pointer = np.arange(n_articles + 1) * near
    graph = sp.csr_matrix((weights.ravel(), columns.ravel(), pointer), shape=(n_articles, n_articles))
    graph = graph.maximum(graph.T).tocsr()
    scale = sp.diags(1 / np.sqrt(np.maximum(np.asarray(graph.sum(1)).ravel(), 1e-9)))
    return (scale @ graph @ scale).tocsr()


def spread(graph: sp.csr_matrix, seeds: np.ndarray, alpha: float = 0.9) -> np.ndarray:
    """What reaches each article from the labelled ones: ``(I - alpha * graph)^-1 seeds``.

    Parameters
    ----------
    graph : (n_articles, n_articles) CSR from `neighbour_graph`
    seeds : (n_articles, k) float, rows of zeros for articles without a label
    alpha : how far labels travel, 0 (not at all) to below 1

    Returns
    -------
    (n_articles, k) float, 0 or more up to rounding

    References
    ----------
    Zhou, Bousquet, Lal, Weston & Schölkopf (2003), Learning with local and global consistency.
    """
    return conjugate_gradients(lambda x: x - alpha * (graph @ x), seeds, tol=1e-5)
