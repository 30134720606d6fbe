"""Start of the topics: rotated directions of the TF-IDF matrix, found from the counts alone."""

from typing import Any

import numpy as np
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

from textml.features.lda.blocks import Blocks, Held, kernel_arrays

_F = np.float32
# Subspace iteration: columns beside those asked for, and rounds. What it leaves inexact changes the topics when a few
# articles are left out, so both are larger than the 5 to 10 columns and 1 to 2 rounds that are usual.
_EXTRA_COLUMNS, _ROUNDS = 30, 6
# Varimax stops when its criterion grows by less than this share, or after so many rotations.
_VARIMAX_TOLERANCE, _MOST_ROTATIONS = 1e-4, 50
#: Pointers, indices and values of sparse rows.
Rows = tuple[np.ndarray, np.ndarray, np.ndarray]

# Weight of the corpus average in a start, so that no word is impossible in a topic.
_SMOOTHING = 0.1


def start_topics(blocks: Blocks, n_topics: int) -> np.ndarray:
    """Find word distributions to start EM from: the positive part of varimax-rotated singular vectors of TF-IDF rows.

    The rotation makes each direction load on few articles, as a topic does. No random seed is involved. Only sums over
    the articles are needed, of arrays no larger than words by topics.

    Parameters
    ----------
    blocks : Blocks
        Word counts.
    n_topics : int
        1 or more; topics beyond the rank of the matrix start near the corpus average.

    Returns
    -------
    ndarray of float32, shape (n_words, n_topics)
        Columns sum to 1.

    References
    ----------
    Rohe & Zeng (2023), Vintage factor analysis with varimax performs statistical inference, JRSS-B 85.
    """
    frequency, tokens = blocks.hold(_count_words).step(_pass_on)
    average = tokens + 1e-3
    average /= average.sum()
    rank = min(n_topics, min(blocks.n_articles, blocks.n_words) - 1)
    # The number of BLAS threads changes the rounding of products, and with it the topics.
    with threadpool_limits(1, "blas"):
        found = _rotated_directions(blocks, frequency, rank) if rank > 1 else np.zeros((blocks.n_words, 0))
    rest = n_topics - found.shape[1]
    noise = np.random.default_rng(0).gamma(10.0, 0.1, (blocks.n_words, rest))
    start = np.hstack([found + _SMOOTHING * average[:, None], noise * average[:, None]])
    return np.ascontiguousarray(start / start.sum(0), dtype=_F)


def weigh(counts: sp.csr_matrix) -> sp.csr_matrix:
    """Weigh counts by TF-IDF with logarithmic counts, rows of length 1."""
    return _weighted(counts, _rarity(np.bincount(counts.indices, minlength=counts.shape[1]), counts.shape[0]))


def _rarity(frequency: np.ndarray, n_articles: int) -> np.ndarray:
    return np.log(1 + n_articles / (1 + frequency)).astype(_F)


def _weighted(counts: sp.csr_matrix, rarity: np.ndarray) -> sp.csr_matrix:
    weights = np.log1p(counts.data.astype(_F)) * rarity[counts.indices]
    lengths = np.diff(counts.indptr)
    squares = np.concatenate([[0.0], np.cumsum(weights.astype(np.float64) ** 2)])
    norms = np.sqrt(np.maximum(squares[counts.indptr[1:]] - squares[counts.indptr[:-1]], 1e-12))
    weights /= np.repeat(norms, lengths).astype(_F)
    return sp.csr_matrix((weights, counts.indices, counts.indptr), shape=counts.shape)


def _rotated_directions(blocks: Blocks, frequency: np.ndarray, rank: int) -> np.ndarray:
    """(n_words, found) distributions of the words that the rotated directions of the articles load on."""
    weighted = blocks.hold(_both_ways, _rarity(frequency, blocks.n_articles))
    turn = _singular_vectors(weighted, blocks, rank)
    (gram,) = weighted.step(_load, turn)
    rotation = _varimax(weighted, gram, blocks.n_articles)
    (skew,) = weighted.step(_skew, rotation)
    (topics,) = weighted.step(_read_words, rotation * np.where(skew < 0, _F(-1), _F(1)))
    return np.asarray(topics[:, topics.sum(0) > 0] / topics.sum(0)[topics.sum(0) > 0], dtype=np.float64)


def _singular_vectors(weighted: Held, blocks: Blocks, rank: int) -> np.ndarray:
    """(width, rank) that turns the projections left in the blocks into the leading left singular vectors.

    By subspace iteration from a fixed block (Halko, Martinsson & Tropp 2011, Finding structure with randomness).
    """
    width = min(rank + _EXTRA_COLUMNS, blocks.n_articles, blocks.n_words)
    block = np.random.default_rng(0).standard_normal((blocks.n_words, width), dtype=_F)
    for _ in range(_ROUNDS):
        gram, across = weighted.step(_project, block)
        block = across @ _orthogonal(gram)
    gram, across = weighted.step(_project, block)
    # Orthogonalise twice: a Gram matrix is exact only to the square root of the precision.
    first = _orthogonal(gram)
    (gram,) = weighted.step(_gram_of_turned, first)
    turn = first @ _orthogonal(gram)
    small = across @ turn
    _, vectors = np.linalg.eigh((small.T @ small).astype(np.float64))
    return np.asarray(turn @ vectors[:, ::-1][:, :rank].astype(_F))


def _orthogonal(gram: np.ndarray) -> np.ndarray:
    """Matrix that makes columns with these inner products nearly orthonormal: ten times as fast as QR, from sums."""
    values, vectors = np.linalg.eigh(gram.astype(np.float64))
    floor = max(values[-1] * 1e-6, 1e-30)
    return np.asarray((vectors / np.sqrt(np.maximum(values, floor))).astype(_F))


def _varimax(weighted: Held, gram: np.ndarray, n_articles: int) -> np.ndarray:
    """Rotation that maximises the variance of the squared loadings (Kaiser 1958), by its SVD iteration."""
    rotation = np.eye(len(gram), dtype=_F)
    before = 0.0
    for _ in range(_MOST_ROTATIONS):
        cubes, squares = weighted.step(_turned_moments, rotation)
        left, values, right = np.linalg.svd(cubes - (gram @ rotation) * (squares / n_articles))
        rotation = left @ right
        if values.sum() < before * (1 + _VARIMAX_TOLERANCE):
            break
        before = float(values.sum())
    return rotation


# The functions below work on one block, on the machine where it lies.


def _count_words(counts: sp.csr_matrix, _: int) -> tuple[np.ndarray, np.ndarray]:
    """Number of articles that hold each word, and number of its occurrences."""
    tokens = np.asarray(counts.sum(0, dtype=np.float64)).ravel()
    return np.bincount(counts.indices, minlength=counts.shape[1]), tokens


def _both_ways(counts: sp.csr_matrix, _: int, rarity: np.ndarray) -> tuple[Rows, Rows]:
    """The weights by article and by word."""
    weighted = _weighted(counts, rarity)
    return kernel_arrays(weighted), kernel_arrays(weighted.T.tocsr())


def _multiply(rows: Rows, dense: np.ndarray) -> np.ndarray:
    from textml.features.lda.kernel import multiply_rows

    product = np.empty((len(rows[0]) - 1, dense.shape[1]), _F)
    multiply_rows(*rows, np.ascontiguousarray(dense, dtype=_F), product)
    return product


def _pass_on(held: Any, _: None) -> tuple[None, Any]:
    return None, held


def _project(held: Any, _: Any, block: np.ndarray) -> tuple[Any, tuple[np.ndarray, ...]]:
    """State: the articles projected on the columns of `block`."""
    projected = _multiply(held[0], block)
    return projected, (projected.T @ projected, _multiply(held[1], projected))


def _gram_of_turned(_: Any, projected: np.ndarray, turn: np.ndarray) -> tuple[Any, tuple[np.ndarray, ...]]:
    turned = projected @ turn
    return projected, (turned.T @ turned,)


def _load(_: Any, projected: np.ndarray, turn: np.ndarray) -> tuple[Any, tuple[np.ndarray, ...]]:
    """State: the loadings of the articles."""
    loadings = projected @ turn
    return loadings, (loadings.T @ loadings,)


def _turned_moments(_: Any, loadings: np.ndarray, rotation: np.ndarray) -> tuple[Any, tuple[np.ndarray, ...]]:
    turned = loadings @ rotation
    squares = turned * turned
    return loadings, (loadings.T @ (squares * turned), squares.sum(0))


def _skew(_: Any, loadings: np.ndarray, rotation: np.ndarray) -> tuple[Any, tuple[np.ndarray, ...]]:
    return loadings, (((loadings @ rotation) ** 3).sum(0),)


def _read_words(held: Any, loadings: np.ndarray, rotation: np.ndarray) -> tuple[Any, tuple[np.ndarray, ...]]:
    return loadings, (_multiply(held[1], np.maximum(loadings @ rotation, 0)),)
