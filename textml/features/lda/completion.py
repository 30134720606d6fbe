"""How well topics predict one half of an article's words from the other (document completion)."""

from itertools import pairwise

import numpy as np
import scipy.sparse as sp

from textml.features.lda.em import completion_halves, infer_shares, pad_topics

# The same as in gensim, so that the numbers can be compared.
_EPSILON = 1e-12
# Hidden words that are worked on at a time: with 100 topics 50 MB, however many articles there are.
_BLOCK = 1 << 15


def completion_likelihood(
    components: np.ndarray, counts: sp.csr_matrix, alpha: float = 0.1, steps: int = 100
) -> tuple[float, float]:
    """Measure the log-likelihood of one half of each article's words given the other half.

    Parameters
    ----------
    components : ndarray of float, shape (n_topics, n_words)
        Pseudo-counts or probabilities of words in topics, 0 or more.
    counts : csr_matrix, shape (n_articles, n_words)
        Counts of articles that the topics were not learnt from.
    alpha : float
        Pseudo-count of every topic in an article.
    steps : int
        EM steps on the shares.

    Returns
    -------
    log_likelihood : float
        Natural logarithm, summed over the hidden words; higher is better; nan where no article has two different words.
    n_hidden : float
        Number of hidden words.

    References
    ----------
    Wallach, Murray, Salakhutdinov & Mimno (2009), Evaluation methods for topic models, ICML.
    """
    counts = sp.csr_matrix(counts)
    counts.sort_indices()
    seen, hidden = completion_halves(counts)
    if hidden.nnz == 0:
        return float("nan"), 0.0
    rows = components / components.sum(1, keepdims=True)
    shares = infer_shares(seen, pad_topics(rows), np.full(len(rows), alpha), n_jobs=1, steps=steps, tolerance=0.0)
    of_article = np.repeat(np.arange(counts.shape[0]), np.diff(hidden.indptr))
    likelihood = np.empty(hidden.nnz)
    for first, last in pairwise([*range(0, hidden.nnz, _BLOCK), hidden.nnz]):
        block = slice(first, last)
        likelihood[block] = np.einsum("ij,ji->i", shares[of_article[block]], rows[:, hidden.indices[block]])
    return float((hidden.data * np.log(likelihood + _EPSILON)).sum()), float(hidden.data.sum())


def completion_perplexity(components: np.ndarray, counts: sp.csr_matrix, alpha: float = 0.1, steps: int = 100) -> float:
    """Measure the perplexity of one half of each article's words given the other half.

    Parameters
    ----------
    components, counts, alpha, steps
        As for `completion_likelihood`.

    Returns
    -------
    float
        1 or more, lower is better; nan where no article has two different words.
    """
    log_likelihood, n_hidden = completion_likelihood(components, counts, alpha, steps)
    return float(np.exp(-log_likelihood / n_hidden)) if n_hidden else float("nan")
