"""N-gram counts of texts, made once for many fits on parts of them."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from textml.features.characters.buffers import Buffers
from textml.features.characters.marks import holds_mark
from textml.features.characters.symbols import in_blocks, split_texts
from textml.features.characters.tfidf import CharacterTfidf, article_grams


class CountedGrams:
    """Texts with the numbers of their n-grams.

    Cross-validation fits on nearly the same texts again and again; counting their n-grams takes longer than to weigh
    them anew for each fit.

    Parameters
    ----------
    texts : sequence of str, shape (n_texts,)
        Running texts; repeated ones are counted once.

    Attributes
    ----------
    keys : ndarray of int64, shape (n_grams,)
        Sorted numbers of all n-grams, see `symbols.gram_key`.
    marks : ndarray of bool, shape (n_grams,)
        Whether an n-gram holds a punctuation mark.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        distinct = list(dict.fromkeys(texts))
        self._row = {text: row for row, text in enumerate(distinct)}
        buffers, pointers, keys, counts = Buffers(), [np.zeros(1, np.int64)], [], []
        for block in in_blocks(distinct):
            articles, block_keys, block_counts = article_grams(split_texts(block, buffers))
            ends = np.cumsum(np.bincount(articles, minlength=len(block)))
            pointers.append(pointers[-1][-1] + ends)
            keys.append(block_keys)
            counts.append(block_counts)
        held = np.concatenate(keys or [np.empty(0, np.int64)])
        ordered = np.sort(held)
        self.keys = ordered[np.flatnonzero(np.diff(ordered, prepend=-1))]
        self.marks = holds_mark(self.keys)
        columns = np.searchsorted(self.keys, held).astype(np.int32)
        data = np.concatenate(counts or [np.empty(0, np.int32)])
        shape = (len(distinct), len(self.keys))
        self._counts = sp.csr_matrix((data, columns, np.concatenate(pointers)), shape=shape)

    def holds(self, texts: Sequence[str]) -> bool:
        """Whether all of these texts were counted."""
        return all(text in self._row for text in texts)

    def rows(self, texts: Sequence[str]) -> sp.csr_matrix:
        """Counts of texts that are held.

        Parameters
        ----------
        texts : sequence of str, shape (n_texts,)
            In any order.

        Returns
        -------
        csr_matrix of int32, shape (n_texts, n_grams)
            Columns as in `keys`, ascending within a row.
        """
        return sp.csr_matrix(self._counts[[self._row[text] for text in texts]])


def fit_rows(features: CharacterTfidf, texts: Sequence[str], counted: CountedGrams | None = None) -> sp.csr_matrix:
    """Fit features on texts and return their rows, the same as `fit_transform` up to rounding.

    Parameters
    ----------
    features : CharacterTfidf
        Unfitted.
    texts : sequence of str, shape (n_texts,)
        Running texts.
    counted : CountedGrams or None
        These texts and others; where it does not hold all of them, they are counted.

    Returns
    -------
    csr_matrix of float64, shape (n_texts, n_grams)

    Raises
    ------
    CorpusError
        No n-gram is in enough texts.
    """
    if counted is None or not counted.holds(texts):
        counted = CountedGrams(texts)
    return features.fit_counted(counted.rows(texts), counted.keys, counted.marks)
