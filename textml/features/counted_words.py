"""Counts of all words, for articles that come and go."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from textml.corpus.words.segment import Words
from textml.features.counts import Counts, NoWordsError, choose_words, count_content


def update_counts(known: Counts, rows: np.ndarray, new_texts: Sequence[str], words: Words) -> Counts:
    """Count all content words of articles of which some were counted before; the result is that of counting all.

    Parameters
    ----------
    known : Counts
        Of all words of earlier articles.
    rows : ndarray of int, shape (n_articles,)
        Position of each article among the earlier ones; -1 for new ones.
    new_texts : sequence of str, shape (number of -1 in rows,)
        Texts of the new articles.
    words : Words
        How text is cut, as it was for the earlier ones.

    Returns
    -------
    Counts

    Raises
    ------
    NoWordsError
        No article has a word.
    """
    new = _count_all(new_texts, words)
    vocabulary = np.union1d(known.vocabulary, new.vocabulary)
    stacked = sp.vstack([_spread(known, vocabulary)[rows[rows >= 0]], _spread(new, vocabulary)], format="csr")
    order = np.empty(len(rows), dtype=np.int64)
    n_kept = int((rows >= 0).sum())
    order[rows >= 0], order[rows < 0] = np.arange(n_kept), np.arange(n_kept, len(rows))
    # words of articles that went are left out
    return choose_words(sp.csr_matrix(stacked[order]), vocabulary, 1, 1.0)


def _count_all(texts: Sequence[str], words: Words) -> Counts:
    try:
        return count_content(texts, words)
    except NoWordsError:
        return Counts(sp.csr_matrix((len(texts), 0), dtype=np.int64), np.array([], dtype=str))


def _spread(counted: Counts, vocabulary: np.ndarray) -> sp.csr_matrix:
    """The same counts with the columns of a larger vocabulary."""
    counts = counted.counts
    columns = np.searchsorted(vocabulary, counted.vocabulary).astype(np.int32)
    shape = (counts.shape[0], len(vocabulary))
    return sp.csr_matrix((counts.data, columns[counts.indices], counts.indptr), shape=shape)
