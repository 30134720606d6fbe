"""TF-IDF matrix of character n-grams of Chinese texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from textml.errors import CorpusError
from textml.features.characters.buffers import Buffers
from textml.features.characters.kernel import (
    BREAK,
    LEAD,
    LEAD_WEIGHT,
    MAX_GRAMS,
    MAX_SYMBOLS,
    POINT_BITS,
    count_grams,
    index_grams,
)
from textml.features.characters.marks import holds_mark
from textml.features.characters.symbols import Symbols, in_blocks, split_texts

_GRAM_MASK = (1 << 2 * POINT_BITS) - 1
_LEAD_BIT = 1
# The number of occurrences in an article, in the bits that the key of an n-gram leaves.
_COUNT_BITS = 63 - 2 * POINT_BITS
_COUNT_MASK = (1 << _COUNT_BITS) - 1
# Articles added to both frequencies of the residual idf, so that little evidence changes little.
_SMOOTHING = 10
# Weight of residual idf beside idf: at full weight the accuracy on newswire rises further and that on web news falls.
_BURSTS = 0.15


@dataclass(frozen=True, slots=True)
class GramRows:
    """Rows of the TF-IDF matrix, with the places of the n-grams in the texts.

    Attributes
    ----------
    pointers : ndarray of int64, shape (n_articles + 1,)
        Where the entries of each article begin.
    columns : ndarray of int32, shape (n_entries,)
        N-grams of an article, in the order of their first places.
    weights : ndarray of float64, shape (n_entries,)
        As in the matrix.
    counts : ndarray of int32, shape (n_entries,)
        Number of occurrences in the article.
    entries : ndarray of int32, shape (n_symbols, 2)
        For each symbol, the entry of its article for the symbol itself and for the pair that begins with it; -1 for
        none.
    symbols : Symbols
        The texts.
    """

    pointers: np.ndarray
    columns: np.ndarray
    weights: np.ndarray
    counts: np.ndarray
    entries: np.ndarray
    symbols: Symbols


def article_grams(symbols: Symbols) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Count the n-grams of each article of a block.

    Parameters
    ----------
    symbols : Symbols
        Of a block.

    Returns
    -------
    articles, keys, counts : ndarray of int64, int64 and int32
        Position of the article in the block, number of the n-gram and of its occurrences there, those in the lead
        `LEAD_WEIGHT` times; sorted by article, then by n-gram.
    """
    sizes = np.diff(symbols.bounds)
    article = np.repeat(np.arange(len(sizes)), sizes) << 2 * POINT_BITS
    leads = (np.arange(len(symbols.codes)) - np.repeat(symbols.bounds[:-1] - symbols.bounds[0], sizes)) < LEAD
    codes = symbols.codes.astype(np.int64)
    broken = codes == BREAK
    within = ~(broken[:-1] | broken[1:]) & (article[:-1] == article[1:])
    pairs = (article[:-1] | codes[:-1] << POINT_BITS | codes[1:])[within]
    # numpy sorts much faster than its `unique` finds what is distinct.
    marked = np.concatenate([(article | codes)[~broken], pairs]) << _LEAD_BIT
    marked |= np.concatenate([leads[~broken], leads[:-1][within]])
    ordered = np.sort(marked)
    starts, lengths = _runs(ordered >> _LEAD_BIT)
    found = ordered[starts] >> _LEAD_BIT
    if len(ordered):
        lengths += (LEAD_WEIGHT - 1) * np.add.reduceat(ordered & 1, starts)
    return found >> 2 * POINT_BITS, found & _GRAM_MASK, np.minimum(lengths, _COUNT_MASK).astype(np.int32)


def _held_grams(symbols: Symbols) -> np.ndarray:
    """N-grams of a block, one number for each article that holds one: its key and its number of occurrences there."""
    _, keys, counts = article_grams(symbols)
    return np.asarray(keys << _COUNT_BITS | counts)


def _runs(ordered: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Starts and lengths of the runs of equal numbers."""
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    return starts, np.diff(starts, append=len(ordered))


def _beyond_chance(frequency: np.ndarray, counts: np.ndarray, n_articles: int) -> np.ndarray:
    """Residual idf: log of the number of articles expected by chance over the real one.

    Words with a subject come in bursts, several times in few articles: they are above 0. Phrases that stand once in
    many articles are below 0.
    """
    by_chance = n_articles * -np.expm1(-counts / n_articles)
    return np.asarray(np.log((by_chance + _SMOOTHING) / (frequency + _SMOOTHING)))


class CharacterTfidf(TransformerMixin, BaseEstimator):
    """TF-IDF of single characters and pairs of neighbours, ``sqrt(tf) * idf``, rows of length 1.

    Occurrences among the first `LEAD` characters count `LEAD_WEIGHT` times: headline and lead say what an article is
    about, and long articles come nearer to short ones.

    The idf is the product of three factors: scikit-learn's smoothed ``log((1 + n) / (1 + df)) + 1``; 1 + 0.15 residual
    idf, so that n-grams that come in bursts count more than others of the same frequency; and `punctuation` for
    n-grams that hold a punctuation mark. A Latin word counts as one character; numbers are left out. A row depends on
    its own text alone.

    Parameters
    ----------
    min_df : int
        N-grams in fewer articles than this are left out; 1 or more.
    punctuation : float
        Weight of n-grams with punctuation, 0 to 1: they show styles rather than sections.

    Attributes
    ----------
    vocabulary_ : ndarray of int64, shape (n_grams,)
        Sorted numbers of the n-grams, see `gram_key`.
    idf_ : ndarray of float64, shape (n_grams,)
        Weight of each n-gram.

    References
    ----------
    Church & Gale (1995), Inverse document frequency (IDF): a measure of deviations from Poisson.

    Examples
    --------
    >>> CharacterTfidf().fit_transform(["水库", "水库"]).toarray().round(2).tolist()[0]
    [0.58, 0.58, 0.58]
    """

    def __init__(self, min_df: int = 1, punctuation: float = 0.6) -> None:
        self.min_df = min_df
        self.punctuation = punctuation

    def fit(self, texts: Sequence[str], y: object = None) -> Self:
        """Learn the n-grams and their weights.

        Parameters
        ----------
        texts : sequence of str, shape (n_articles,)
            Running texts.
        y : None
            Ignored.

        Returns
        -------
        CharacterTfidf
            The estimator itself.

        Raises
        ------
        CorpusError
            No n-gram is in `min_df` texts.
        """
        buffers = Buffers()
        blocks = [_held_grams(split_texts(block, buffers)) for block in in_blocks(texts)]
        held = np.sort(np.concatenate(blocks or [np.empty(0, dtype=np.int64)]))
        starts, frequency = _runs(held >> _COUNT_BITS)
        kept = frequency >= self.min_df
        keys = held[starts[kept]] >> _COUNT_BITS
        counts = np.add.reduceat(held & _COUNT_MASK, starts)[kept] if len(held) else starts
        return self._weigh(keys, frequency[kept], counts, holds_mark(keys), len(texts))

    def fit_counted(self, counts: sp.csr_matrix, keys: np.ndarray, marks: np.ndarray) -> sp.csr_matrix:
        """Fit on texts whose n-grams are counted, and return their rows; the same as `fit_transform` up to rounding.

        Parameters
        ----------
        counts : csr_matrix of int, shape (n_articles, n_keys)
            Occurrences, see `CountedGrams.rows`.
        keys : ndarray of int64, shape (n_keys,)
            Sorted numbers of the n-grams.
        marks : ndarray of bool, shape (n_keys,)
            Of `holds_mark`.

        Returns
        -------
        csr_matrix of float64, shape (n_articles, n_grams)

        Raises
        ------
        CorpusError
            As for `fit`.
        """
        frequency = np.bincount(counts.indices, minlength=len(keys))
        kept = (frequency >= self.min_df) & (frequency > 0)
        totals = np.bincount(counts.indices, counts.data, minlength=len(keys))
        self._weigh(keys[kept], frequency[kept], totals[kept], marks[kept], counts.shape[0])
        used = kept[counts.indices]
        columns = (np.cumsum(kept, dtype=np.int32) - 1)[counts.indices[used]]
        weights = np.sqrt(counts.data[used]) * self.idf_[columns]
        pointers = np.concatenate([[0], np.cumsum(used)])[counts.indptr]
        rows = sp.csr_matrix((weights, columns, pointers), shape=(counts.shape[0], len(self.vocabulary_)))
        squares = np.add.reduceat(np.append(weights**2, 0.0), np.minimum(pointers[:-1], len(weights)))
        rows.data *= np.repeat(1 / np.sqrt(np.maximum(squares, np.finfo(float).tiny)), np.diff(pointers))
        return rows

    def _weigh(
        self, keys: np.ndarray, frequency: np.ndarray, counts: np.ndarray, marks: np.ndarray, n_texts: int
    ) -> Self:
        """Keep these n-grams, and weigh them by the articles that hold them and their occurrences in all."""
        if not len(keys):
            raise CorpusError(
                f"no character n-gram occurs in {self.min_df} of {n_texts} texts. Give texts that are not empty"
            )
        rarity = np.log((1 + n_texts) / (1 + frequency)) + 1
        bursts = 1 + _BURSTS * _beyond_chance(frequency, counts / LEAD_WEIGHT, n_texts)
        self.vocabulary_ = keys
        self.idf_ = rarity * bursts * np.where(marks, self.punctuation, 1)
        return self

    def transform(self, texts: Sequence[str]) -> sp.csr_matrix:
        """Compute TF-IDF rows; n-grams that were not seen in `fit` are left out, an empty text is a row of zeros.

        Parameters
        ----------
        texts : sequence of str, shape (n_articles,)
            Running texts.

        Returns
        -------
        csr_matrix of float64, shape (n_articles, n_grams)
        """
        check_is_fitted(self)
        shape, buffers = (0, len(self.vocabulary_)), Buffers()
        blocks = [self._matrix(self.read_rows(block, buffers)) for block in in_blocks(texts)]
        return sp.csr_matrix(sp.vstack(blocks)) if blocks else sp.csr_matrix(shape)

    def fit_transform(self, texts: Sequence[str], y: object = None, **_: Any) -> sp.csr_matrix:
        """Fit, and return the rows of the same texts; see `fit` and `transform`."""
        return self.fit(texts).transform(texts)

    def read_rows(self, texts: Sequence[str], buffers: Buffers) -> GramRows:
        """Compute TF-IDF rows as plain arrays, with the places of their n-grams.

        Parameters
        ----------
        texts : sequence of str, shape (n_articles,)
            A block of `in_blocks`.
        buffers : Buffers
            Holds the rows until the next block.

        Returns
        -------
        GramRows
        """
        symbols = split_texts(texts, buffers)
        n_symbols, n_grams = len(symbols.codes), len(self.vocabulary_)
        pointers = np.empty(len(texts) + 1, dtype=np.int64)
        columns, counts, entries = (buffers.lend(n, 2 * n_symbols, np.int32) for n in ("columns", "counts", "entries"))
        weights = buffers.lend("weights", 2 * n_symbols, np.float64)
        entry_of = buffers.lend("entry_of", n_grams, np.int32, fill=-1)
        entries[:] = -1
        tables = (*self._columns(), self.idf_)
        n = count_grams(symbols.codes, symbols.bounds, *tables, entry_of, pointers, columns, weights, counts, entries)
        return GramRows(pointers, columns[:n], weights[:n], counts[:n], entries.reshape(-1, 2), symbols)

    def _matrix(self, rows: GramRows) -> sp.csr_matrix:
        shape = (len(rows.pointers) - 1, len(self.vocabulary_))
        found = sp.csr_matrix((rows.weights, rows.columns, rows.pointers), shape=shape, copy=True)
        found.sort_indices()
        return found

    def _columns(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Tables from n-gram to column, as the kernel reads them; made once."""
        if self.__dict__.get("_made_from") is not self.vocabulary_:
            numbers, singles = np.zeros((2, 1 << POINT_BITS), dtype=np.int32)
            pairs = np.zeros(1 << int(2 * len(self.vocabulary_)).bit_length(), dtype=np.int64)
            n_symbols = index_grams(self.vocabulary_, numbers, singles, pairs)
            if n_symbols > MAX_SYMBOLS or len(self.vocabulary_) > MAX_GRAMS:
                raise CorpusError(
                    f"a vocabulary of {len(self.vocabulary_):,} n-grams of {n_symbols:,} characters; allowed: "
                    f"{MAX_GRAMS:,} of {MAX_SYMBOLS:,}. Learn from fewer articles, or raise min_df"
                )
            # in this order, as other threads may look
            self._made, self._made_from = (numbers, singles[: n_symbols + 1].copy(), pairs), self.vocabulary_
        return self._made

    def __getstate__(self) -> dict[str, Any]:
        state = super().__getstate__()
        return {name: value for name, value in state.items() if name not in ("_made_from", "_made")}
