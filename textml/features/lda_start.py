"""Where topics start: rotated directions of the TF-IDF matrix, found from the counts alone."""

import numpy as np
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

_F = np.float32
_MIX = np.uint64(0x9E3779B97F4A7C15)


def canonical_order(counts: sp.csr_matrix) -> np.ndarray:
    """Order of the rows that depends on what they hold and not on where they stand.

    Parameters
    ----------
    counts : (n_articles, n_words) CSR, indices sorted

    Returns
    -------
    (n_articles,) int : the same rows in any order come out in the same order (equal rows are interchangeable)
    """
    with np.errstate(over="ignore"):
        bits = counts.data.astype(np.float64).view(np.uint64)
        mixed = (counts.indices.astype(np.uint64) + np.uint64(1)) * _MIX ^ bits * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0x94D049BB133111EB)
        sums = np.concatenate([[np.uint64(0)], np.cumsum(mixed ^ (mixed >> np.uint64(29)), dtype=np.uint64)])
        return np.argsort(sums[counts.indptr[1:]] - sums[counts.indptr[:-1]], kind="stable")


def start_topics(counts: sp.csr_matrix, n_topics: int) -> np.ndarray:
    """Word distributions to start EM from: varimax-rotated singular vectors of the TF-IDF matrix, their positive part.

    The rotation makes each direction load on few articles, which is what a topic does (Rohe and Zeng 2023, Vintage
    factor analysis with varimax performs statistical inference, JRSS-B 85). No seed is involved.

    Parameters
    ----------
    counts : (n_articles, n_words) CSR, float32, rows in canonical order
    n_topics : int, 1 or more; topics beyond what the matrix can tell apart start near the corpus average

    Returns
    -------
    (n_words, n_topics) float32, columns sum to 1
    """
    average = np.asarray(counts.sum(0), dtype=np.float64).ravel() + 1e-3
    average /= average.sum()
    rank = min(n_topics, min(counts.shape) - 1)
    # The number of BLAS threads changes the rounding of products, and with it the topics.
    with threadpool_limits(1, "blas"):
        found = _rotated_directions(weigh(counts), rank) if rank > 1 else np.zeros((counts.shape[1], 0))
    rest = n_topics - found.shape[1]
    noise = np.random.default_rng(0).gamma(10.0, 0.1, (counts.shape[1], rest))
    start = np.hstack([found + 0.1 * average[:, None], noise * average[:, None]])
    return np.ascontiguousarray(start / start.sum(0), dtype=_F)


def weigh(counts: sp.csr_matrix) -> sp.csr_matrix:
    """TF-IDF with logarithmic counts, rows of length 1."""
    n_articles, n_words = counts.shape
    frequency = np.bincount(counts.indices, minlength=n_words)
    rarity = np.log(1 + n_articles / (1 + frequency)).astype(_F)
    weights = np.log1p(counts.data).astype(_F) * rarity[counts.indices]
    lengths = np.diff(counts.indptr)
    squares = np.concatenate([[0.0], np.cumsum(weights.astype(np.float64) ** 2)])
    norms = np.sqrt(np.maximum(squares[counts.indptr[1:]] - squares[counts.indptr[:-1]], 1e-12))
    weights /= np.repeat(norms, lengths).astype(_F)
    return sp.csr_matrix((weights, counts.indices, counts.indptr), shape=counts.shape)


def _rotated_directions(weighted: sp.csr_matrix, rank: int) -> np.ndarray:
    """(n_words, found) distributions of the words that the rotated directions of the articles load on."""
    loadings = _left_singular_vectors(weighted, rank)
    loadings = loadings @ _varimax(loadings)
    loadings *= np.where((loadings**3).sum(0) < 0, _F(-1), _F(1))
    topics = weighted.T @ np.maximum(loadings, 0)
    return np.asarray(topics[:, topics.sum(0) > 0] / topics.sum(0)[topics.sum(0) > 0], dtype=np.float64)


def _left_singular_vectors(weighted: sp.csr_matrix, rank: int, extra: int = 30, rounds: int = 6) -> np.ndarray:
    """(n_articles, rank) by subspace iteration from a fixed block (Halko, Martinsson and Tropp 2011).

    More exact than usual: what the block leaves open is what changes the topics when a few articles are left out.
    """
    width = min(rank + extra, *weighted.shape)
    across = weighted.T.tocsr()
    block = np.random.default_rng(0).standard_normal((weighted.shape[1], width), dtype=_F)
    for _ in range(rounds):
        block = across @ _orthogonal(weighted @ block)
    basis = np.linalg.qr(weighted @ block)[0]
    small = across @ basis
    _, vectors = np.linalg.eigh((small.T @ small).astype(np.float64))
    return np.asarray(basis @ vectors[:, ::-1][:, :rank].astype(_F))


def _orthogonal(block: np.ndarray) -> np.ndarray:
    """Nearly orthonormal columns of the same span, by the small Gram matrix: a tenth of the time of QR."""
    values, vectors = np.linalg.eigh((block.T @ block).astype(np.float64))
    floor = max(values[-1] * 1e-6, 1e-30)
    return np.asarray(block @ (vectors / np.sqrt(np.maximum(values, floor))).astype(_F))


def _varimax(loadings: np.ndarray, rounds: int = 50, tolerance: float = 1e-4) -> np.ndarray:
    """Rotation that maximises the variance of the squared loadings (Kaiser 1958), by its SVD iteration."""
    rotation = np.eye(loadings.shape[1], dtype=_F)
    before = 0.0
    for _ in range(rounds):
        turned = loadings @ rotation
        gradient = turned * turned
        gradient -= gradient.mean(0)
        gradient *= turned
        left, values, right = np.linalg.svd(loadings.T @ gradient)
        rotation = left @ right
        if values.sum() < before * (1 + tolerance):
            break
        before = float(values.sum())
    return rotation
