"""How well topics hold together, counted on sparse matrices."""

from collections.abc import Sequence
from itertools import chain, pairwise

import numpy as np
import scipy.sparse as sp

# gensim's, so that the numbers can be compared
_EPSILON = 1e-12


def npmi(tops: Sequence[Sequence[int]], counts: sp.csr_matrix) -> np.ndarray:
    """Normalised pointwise mutual information of the top words of each topic, over articles (Bouma 2009).

    Parameters
    ----------
    tops : for each topic the columns of its top words, two or more
    counts : (n_articles, n_words) CSR

    Returns
    -------
    (n_topics,) float in [-1, 1], the mean over all pairs of a topic's words; a pair that never meets counts -1
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
    return np.array([scores[np.ix_(block, block)][np.triu_indices(len(block), 1)].mean() for block in blocks])


def c_v(tops: Sequence[Sequence[str]], articles: Sequence[Sequence[str]], window: int = 110) -> np.ndarray:
    """C_V coherence: cosine of each top word's NPMI vector with the topic's (Röder, Both and Hinneburg 2015, WSDM).

    As gensim's CoherenceModel(coherence="c_v"), but for words that repeat within a window: gensim forgets such a word
    when its first occurrence leaves, here it stays as long as it is there.

    Parameters
    ----------
    tops : for each topic its top words
    articles : for each article its words in order
    window : words; a shorter article is one window

    Returns
    -------
    (n_topics,) float in [0, 1], nan for a topic of which no word occurs
    """
    together, n_windows, column = window_counts(tops, articles, window)
    joint = together / max(n_windows, 1)
    alone = np.maximum(joint.diagonal(), _EPSILON)
    similarity = np.log((joint + _EPSILON) / np.outer(alone, alone)) / -np.log(joint + _EPSILON)
    return np.array([_mean_cosine(similarity, [column[word] for word in top], joint) for top in tops])


def window_counts(
    tops: Sequence[Sequence[str]], articles: Sequence[Sequence[str]], window: int
) -> tuple[np.ndarray, int, dict[str, int]]:
    """In how many sliding windows words stand together.

    Between two places where a top word enters or leaves, all windows hold the same words: such a run is one row of the
    sparse matrix, weighted by its length.

    Returns
    -------
    together : (n_top_words, n_top_words) float, on the diagonal the windows of each word alone
    n_windows : int; column : word to row of `together`
    """
    column = {word: i for i, word in enumerate(sorted(set(chain.from_iterable(tops))))}
    n_windows, enters, leaves, words = 0, [], [], []
    for article in articles:
        own = max(len(article) - window + 1, 1)
        for position, word in enumerate(article):
            if word in column:
                enters.append(n_windows + max(position - window + 1, 0))
                leaves.append(n_windows + min(position + 1, own))
                words.append(column[word])
        n_windows += own
    runs = np.unique([*enters, *leaves, 0, n_windows])
    first, last = np.searchsorted(runs, enters), np.searchsorted(runs, leaves)
    lengths = (last - first).astype(np.int64)
    offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    held = sp.csr_matrix(
        (np.ones(len(offsets)), (np.repeat(first, lengths) + offsets, np.repeat(words, lengths).astype(np.int64))),
        shape=(len(runs), len(column)),
    )
    held.data[:] = 1.0
    weighted = sp.diags(np.diff(runs, append=n_windows).astype(np.float64)) @ held
    return np.asarray((held.T @ weighted).todense()), n_windows, column


def _mean_cosine(similarity: np.ndarray, top: list[int], joint: np.ndarray) -> float:
    """Mean cosine of the rows of a topic's words with their sum."""
    if not joint[top, top].any():
        return float("nan")
    rows = similarity[np.ix_(top, top)]
    whole = rows.sum(0)
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(whole)
    return float(np.mean(rows @ whole / np.where(lengths > 0, lengths, 1.0)))


def completion_perplexity(components: np.ndarray, counts: sp.csr_matrix, alpha: float = 0.1, steps: int = 100) -> float:
    """Perplexity of one half of each article's words given the other half (Wallach et al. 2009, document completion).

    Parameters
    ----------
    components : (n_topics, n_words) pseudo-counts or probabilities of words in topics, 0 or more
    counts : (n_articles, n_words) CSR, articles that the topics were not learnt from
    alpha : pseudo-count of every topic in an article
    steps : EM steps on the shares

    Returns
    -------
    float, 1 or more, lower is better; nan where no article has two different words
    """
    from textml.features.lda.em import completion_halves, infer_shares, padded

    counts = sp.csr_matrix(counts)
    counts.sort_indices()
    seen, hidden = completion_halves(counts)
    if hidden.nnz == 0:
        return float("nan")
    rows = components / components.sum(1, keepdims=True)
    shares = infer_shares(seen, padded(rows), np.full(len(rows), alpha), n_jobs=1, steps=steps, tolerance=0.0)
    of_article = np.repeat(np.arange(counts.shape[0]), np.diff(hidden.indptr))
    likelihood = np.einsum("ij,ji->i", shares[of_article], rows[:, hidden.indices])
    return float(np.exp(-(hidden.data * np.log(likelihood + _EPSILON)).sum() / hidden.data.sum()))
