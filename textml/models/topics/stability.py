"""Stability of topics: the words that come back when some articles are left out."""

from collections.abc import Callable
from warnings import catch_warnings, simplefilter

import numpy as np
import scipy.sparse as sp

from textml.features.lda.blocks import canonical_order
from textml.models.topics.matching import matched_overlap
from textml.workers import map_threads

# Parts of the articles, of which each fit leaves one out.
_FOLDS = 10


def resampled_overlap(
    counts: sp.csr_matrix,
    components: np.ndarray,
    refit: Callable[[sp.csr_matrix], np.ndarray],
    n_resamples: int = 5,
    n_jobs: int | None = 1,
) -> np.ndarray:
    """Measure the mean share of each topic's ten top words that come back without a tenth of the articles.

    The tenths depend on the content of the articles, not on a seed or on their order.

    Parameters
    ----------
    counts : csr_matrix, shape (n_articles, n_words)
        Word counts.
    components : ndarray of float, shape (n_topics, n_words)
        The topics in question.
    refit : callable
        Fits counts in the way that the topics were found, and returns components.
    n_resamples : int
        Number of fits, 1 to 10.
    n_jobs : int or None
        Fits at a time, -1 for one on each core; the result does not depend on it.

    Returns
    -------
    ndarray of float, shape (n_topics,)
        In [0, 1]; nan where there are fewer than ten articles.
    """
    order = canonical_order(counts)
    if len(order) < _FOLDS:
        return np.full(len(components), np.nan)
    parts = [np.sort(order[np.arange(len(order)) % _FOLDS != fold]) for fold in range(n_resamples)]
    with catch_warnings():
        # The fit of the topics in question has warned of seed words that do not count.
        simplefilter("ignore", UserWarning)
        overlaps = map_threads(lambda kept: matched_overlap(components, refit(counts[kept])), parts, n_jobs or 1)
    return np.asarray(sum(overlaps) / n_resamples)
