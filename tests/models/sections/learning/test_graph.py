"""Nearest articles are linked, and labels spread along the links."""

import numpy as np

from textml.models.sections.kernel import choose_nearest
from textml.models.sections.learning.graph import neighbour_graph, spread_labels


def test_neighbours_are_linked_both_ways() -> None:
    """Two pairs of close articles: each links to its partner, weighted to 1 by the degrees, and to no other."""
    coordinates = np.array([[1.0, 0.0], [1.0, 0.1], [0.0, 1.0], [0.1, 1.0]])
    graph = neighbour_graph(coordinates, 1).toarray()
    wanted = np.zeros((4, 4))
    wanted[0, 1] = wanted[1, 0] = wanted[2, 3] = wanted[3, 2] = 1
    np.testing.assert_allclose(graph, wanted, atol=1e-7)


def test_degrees_normalise_the_graph() -> None:
    """Half the inverse roots of both degrees scale a link, so the largest eigenvalue is 1."""
    coordinates = np.random.default_rng(0).normal(size=(40, 5))
    graph = neighbour_graph(coordinates, 6).toarray()
    np.testing.assert_allclose(graph, graph.T)
    assert np.linalg.eigvalsh(graph).max() <= 1 + 1e-9
    assert not graph.diagonal().any()


def test_more_neighbours_than_articles() -> None:
    """Three articles have two neighbours each, whatever is asked."""
    assert (neighbour_graph(np.eye(3) + 0.5, 15).toarray() > 0).sum() == 6


def test_labels_spread_to_neighbours_of_neighbours() -> None:
    """On a chain, what reaches an article falls with its distance; it solves ``(I - alpha G) x = labels``."""
    graph = neighbour_graph(np.array([[np.cos(a), np.sin(a)] for a in (0, 0.3, 0.6, 0.9)]), 1)
    labels = np.array([[1.0], [0.0], [0.0], [0.0]])
    spread = spread_labels(graph, labels, 0.9)
    np.testing.assert_allclose((np.eye(4) - 0.9 * graph.toarray()) @ spread, labels, atol=1e-4)
    assert spread[0, 0] > spread[3, 0] >= -1e-6


def test_the_nearest_are_those_of_a_full_sort() -> None:
    """For every article the columns of the largest cosines, largest first, without itself; of equal ones the first."""
    rng = np.random.default_rng(0)
    cosine = np.round(rng.normal(size=(5, 40)), 1).astype(np.float32)
    columns, nearest = np.empty((5, 6), np.int32), np.empty((5, 6), np.float32)
    choose_nearest(cosine, 3, columns, nearest)
    others = cosine.copy()
    others[np.arange(5), 3 + np.arange(5)] = -9
    wanted = np.argsort(-others, axis=1, kind="stable")[:, :6]
    np.testing.assert_array_equal(columns, wanted)
    np.testing.assert_array_equal(nearest, np.take_along_axis(cosine, wanted, 1))
