"""Coherence of topics on sparse counts."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import scipy.sparse as sp

# The same as in gensim, so that the numbers can be compared.
_EPSILON = 1e-12


def npmi(tops: Sequence[Sequence[int]], counts: sp.csr_matrix) -> np.ndarray:
    """Measure the normalised pointwise mutual information of the top words of each topic, over articles.

    Parameters
    ----------
    tops : sequence of sequence of int, shape (n_topics, 1 or more)
        Columns of the top words of each topic.
    counts : csr_matrix, shape (n_articles, n_words)
        Word counts.

    Returns
    -------
    ndarray of float, shape (n_topics,)
        Mean over all pairs of a topic's words, in [-1, 1]; words that are never in one article score -1; nan for a
        topic of one word.

    References
    ----------
    Bouma (2009), Normalized (pointwise) mutual information in collocation extraction.

    Examples
    --------
    >>> npmi([[0, 1], [0, 2]], sp.csr_matrix([[1, 1, 0], [0, 0, 1]])).tolist()
    [1.0, -1.0]
    """
    words, places = np.unique(np.concatenate([np.asarray(top) for top in tops]), return_inverse=True)
    present = sp.csr_matrix((counts[:, words] > 0).astype(np.float64))
    together = np.asarray((present.T @ present).todense()) / max(counts.shape[0], 1)
    alone = np.maximum(together.diagonal(), _EPSILON)
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = np.log(together / np.outer(alone, alone)) / np.maximum(-np.log(together), _EPSILON)
    scores[together == 0] = -1.0
    ends = np.cumsum([0, *map(len, tops)])
    blocks = [places[a:b] for a, b in pairwise(ends)]
    pairs = [scores[np.ix_(block, block)][np.triu_indices(len(block), 1)] for block in blocks]
    return np.array([found.mean() if len(found) else np.nan for found in pairs])
