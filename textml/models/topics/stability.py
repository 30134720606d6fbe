"""How surely topics come back when some articles are left out."""

from collections.abc import Callable
from warnings import catch_warnings, simplefilter

import numpy as np
import scipy.sparse as sp

from textml.features.lda.blocks import canonical_order
from textml.models.topics.matching import matched_overlap

_FOLDS = 10


def resampled_overlap(
    counts: sp.csr_matrix, components: np.ndarray, refit: Callable[[sp.csr_matrix], np.ndarray], n_resamples: int = 5
) -> np.ndarray:
    """Mean share of each topic's ten top words that come back when another tenth of the articles is left out.

    The tenths are taken by what the articles hold, so neither a seed nor the order of the articles decides.

    Parameters
    ----------
    counts : (n_articles, n_words) CSR
    components : (n_topics, n_words) the topics in question
    refit : counts to components, as the topics in question were found
    n_resamples : refits, 1 to 10

    Returns
    -------
    (n_topics,) float in [0, 1]; nan where there are fewer than ten articles
    """
    order = canonical_order(counts)
    if len(order) < _FOLDS:
        return np.full(len(components), np.nan)
    total = np.zeros(len(components))
    with catch_warnings():
        # The fit of the topics in question has warned of seed words that do not count.
        simplefilter("ignore", UserWarning)
        for fold in range(n_resamples):
            kept = np.sort(order[np.arange(len(order)) % _FOLDS != fold])
            total += matched_overlap(components, refit(counts[kept]))
    return total / n_resamples
