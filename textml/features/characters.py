"""Character n-grams of Chinese text as a TF-IDF matrix, counted by numpy on code points."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Self
from zlib import crc32

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from textml.errors import CorpusError

# A code point needs 21 bits, so a pair needs 42, and 2,048 articles fit beside it in one sortable 64-bit number.
_POINT_BITS = 21
_BLOCK = 1 << 11
_GRAM_MASK = (1 << 2 * _POINT_BITS) - 1

_NUMBER = re.compile(r"[0-9]+")
_LATIN_WORD = re.compile(r"[a-z]{2,}")
_BREAK = " "
# A private-use plane holds the Latin words: pairs of letters say nothing in a Chinese text, the word says much.
_WORD_PLANE = 0xF0000
_WORD_CODES = 0xFFFE


def normalize_text(text: str) -> str:
    """The text without what its layout added: full-width forms folded (NFKC), lower case, no white space, no NUL.

    >>> normalize_text("ＧＤＰ 增长\\n5％")
    'gdp增长5%'
    """
    return "".join(unicodedata.normalize("NFKC", text).lower().replace("\0", "").split())


def split_symbols(normalised: str) -> list[str]:
    """Characters of a normalised text, a Latin word kept whole and a number as one.

    >>> split_symbols("nba第12场")
    ['nba', '第', '12', '场']
    """
    return re.findall(r"[a-z]{2,}|[0-9]+|.", normalised, re.DOTALL)


def as_symbol(piece: str) -> str:
    """One code point for a piece of `split_symbols`; numbers are a break, for they differ in articles that do not."""
    if len(piece) == 1 and not "0" <= piece <= "9":
        return piece
    return _BREAK if piece.isdigit() else chr(_WORD_PLANE + crc32(piece.encode()) % _WORD_CODES)


def _symbols(text: str) -> str:
    broken = _NUMBER.sub(_BREAK, normalize_text(text))
    return _LATIN_WORD.sub(lambda word: as_symbol(word[0]), broken)


def gram_key(symbols: str) -> int:
    """The number that stands for a symbol or a pair of symbols in `CharacterTfidf.vocabulary_`."""
    key = 0
    for symbol in symbols:
        key = key << _POINT_BITS | ord(symbol)
    return key


def gram_texts(keys: np.ndarray) -> list[str]:
    """The symbols and pairs that these numbers stand for."""
    mask = (1 << _POINT_BITS) - 1
    return [(chr(key >> _POINT_BITS) if key >> _POINT_BITS else "") + chr(key & mask) for key in keys.tolist()]


def _holds_mark(keys: np.ndarray) -> np.ndarray:
    """Whether an n-gram holds a punctuation mark or another sign that is no letter."""
    points = np.stack([keys >> _POINT_BITS, keys & ((1 << _POINT_BITS) - 1)])
    distinct, places = np.unique(points, return_inverse=True)
    marks = np.array([unicodedata.category(chr(point))[0] in "PS" for point in distinct.tolist()])
    return np.asarray(marks[places.reshape(points.shape)].any(axis=0))


def _sorted_grams(texts: Sequence[str]) -> np.ndarray:
    """Article number and n-gram packed into one integer each, sorted; at most _BLOCK texts of symbols."""
    joined = "\0".join(texts) + "\0"
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)
    ends = points == 0
    breaks = ends | (points == ord(_BREAK))
    article = (np.cumsum(ends) - ends) << 2 * _POINT_BITS
    single = (article | points)[~breaks]
    within = ~(breaks[:-1] | breaks[1:])
    pairs = (article[:-1] | points[:-1] << _POINT_BITS | points[1:])[within]
    return np.sort(np.concatenate([single, pairs]))


def _count_block(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(article, key, count) of every n-gram of a block, sorted by article, then key."""
    packed = _sorted_grams(texts)
    starts = np.flatnonzero(np.diff(packed, prepend=-1))
    counts = np.diff(starts, append=len(packed))
    distinct = packed[starts]
    return distinct >> 2 * _POINT_BITS, distinct & _GRAM_MASK, counts


class CharacterTfidf(TransformerMixin, BaseEstimator):
    """Single characters and pairs of neighbours, weighted ``sqrt(tf) * idf``, rows of length 1.

    The idf is scikit-learn's smoothed ``log((1 + n) / (1 + df)) + 1``, times `punctuation` for an n-gram that holds a
    punctuation mark. A Latin word counts as one character; numbers are left out. A row depends on its own text alone.

    Parameters
    ----------
    min_df : n-grams in fewer articles than this are left out, 1 or more
    punctuation : 0 to 1, weight of n-grams with punctuation: they tell styles apart, which are not always sections

    Attributes
    ----------
    vocabulary_ : (n_grams,) int64, sorted; `gram_texts` reads them
    idf_ : (n_grams,) float64
    """

    def __init__(self, min_df: int = 1, punctuation: float = 0.6) -> None:
        self.min_df = min_df
        self.punctuation = punctuation

    def fit(self, texts: Sequence[str], y: object = None) -> Self:
        """Learn the n-grams and in how many articles they stand.

        Parameters
        ----------
        texts : (n_articles,) str

        Raises
        ------
        CorpusError : no text has a character
        """
        self._learn(len(texts), [_count_block(block) for block in _blocks(texts)])
        return self

    def transform(self, texts: Sequence[str]) -> sp.csr_matrix:
        """TF-IDF rows; n-grams that were not seen in `fit` are left out, an empty text is a row of zeros.

        Returns
        -------
        (n_articles, n_grams) CSR float64
        """
        check_is_fitted(self)
        rows = [self._weigh(len(block), *_count_block(block)) for block in _blocks(texts)]
        return sp.csr_matrix(sp.vstack(rows)) if rows else sp.csr_matrix((0, len(self.vocabulary_)))

    def fit_transform(self, texts: Sequence[str], y: object = None, **_: Any) -> sp.csr_matrix:
        """`fit`, then `transform` of the same texts, counted once."""
        blocks = _blocks(texts)
        counted = [_count_block(block) for block in blocks]
        self._learn(len(texts), counted)
        rows = [self._weigh(len(block), *grams) for block, grams in zip(blocks, counted, strict=True)]
        return sp.csr_matrix(sp.vstack(rows))

    def _learn(self, n_articles: int, counted: Sequence[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> None:
        keys = np.sort(np.concatenate([key for _, key, _ in counted] or [np.empty(0, dtype=np.int64)]))
        starts = np.flatnonzero(np.diff(keys, prepend=-1))
        frequency = np.diff(starts, append=len(keys))
        kept = frequency >= self.min_df
        if not kept.any():
            raise CorpusError(
                f"{n_articles} texts without a character n-gram in {self.min_df} of them. Give texts that are not empty"
            )
        self.vocabulary_ = keys[starts][kept]
        rarity = np.log((1 + n_articles) / (1 + frequency[kept])) + 1
        self.idf_ = rarity * np.where(_holds_mark(self.vocabulary_), self.punctuation, 1)

    def _weigh(self, n_rows: int, article: np.ndarray, key: np.ndarray, count: np.ndarray) -> sp.csr_matrix:
        column = np.minimum(np.searchsorted(self.vocabulary_, key), len(self.vocabulary_) - 1)
        known = self.vocabulary_[column] == key
        article, column = article[known], column[known]
        weight = np.sqrt(count[known]) * self.idf_[column]
        length = np.sqrt(np.bincount(article, weight**2, minlength=n_rows))
        pointer = np.concatenate([[0], np.cumsum(np.bincount(article, minlength=n_rows))])
        return sp.csr_matrix((weight / length[article], column, pointer), shape=(n_rows, len(self.vocabulary_)))


def _blocks(texts: Sequence[str]) -> list[list[str]]:
    return [[_symbols(text) for text in texts[start : start + _BLOCK]] for start in range(0, len(texts), _BLOCK)]
