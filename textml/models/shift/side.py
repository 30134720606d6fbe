"""One side of a comparison: the words, lengths and script of some articles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from textml.corpus.words.segment import Words
from textml.display import brief
from textml.features.counts import Counts, NoWordsError, count_content
from textml.models.shift.sample import Sampled

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[^\W\d_]")
# A Chinese article has more Han characters among its letters than this, whatever brands and units it names.
_MIN_HAN = 0.3


@dataclass(frozen=True)
class Side:
    """Articles of one side of a comparison.

    Attributes
    ----------
    counts : csr_matrix of int, shape (n_articles, n_words)
        How often each word stands in each article.
    vocabulary : ndarray of str, shape (n_words,)
        Words of the columns, sorted.
    issues : tuple of str, (n_articles,)
        Issue of each article; something of its own where that is not known.
    sections : tuple of str, (n_articles,)
        Label of each, empty where it has none.
    lengths : tuple of int, (n_articles,)
        Characters, white space apart.
    chinese : tuple of bool, (n_articles,)
        Whether an article is written in Chinese.
    """

    counts: sp.csr_matrix
    vocabulary: np.ndarray
    issues: tuple[str, ...]
    sections: tuple[str, ...]
    lengths: tuple[int, ...]
    chinese: tuple[bool, ...]

    __repr__ = brief

    def __len__(self) -> int:
        return len(self.issues)

    def take(self, positions: np.ndarray | Sequence[int]) -> "Side":
        """The same of some of the articles, with the whole vocabulary."""
        at = np.asarray(positions, dtype=np.int64)
        kept = [tuple(values[i] for i in at) for values in (self.issues, self.sections, self.lengths, self.chinese)]
        return Side(sp.csr_matrix(self.counts[at]), self.vocabulary, kept[0], kept[1], kept[2], kept[3])


def read_side(sample: Sequence[Sampled], words: Words) -> Side:
    """Count the words of sampled articles.

    Parameters
    ----------
    sample : (n_articles,) sequence of Sampled
    words : Words
        How text is cut.
    """
    texts = [sampled.text for sampled in sample]
    try:
        counted = count_content(texts, words)
    except NoWordsError:
        counted = Counts(sp.csr_matrix((len(texts), 0), dtype=np.int64), np.array([], dtype=str))
    return Side(
        counted.counts,
        counted.vocabulary,
        tuple(sampled.issue for sampled in sample),
        tuple(sampled.section for sampled in sample),
        tuple(sampled.length for sampled in sample),
        tuple(is_chinese(text) for text in texts),
    )


def is_chinese(text: str) -> bool:
    """Whether a text is written in Chinese; one without letters is.

    >>> is_chinese("GDP增长5%"), is_chinese("The city council met"), is_chinese("2024")
    (True, False, True)
    """
    n_han = len(_HAN.findall(text))
    return n_han >= _MIN_HAN * len(_LATIN.findall(text))


def align(first: Side, second: Side) -> tuple[sp.csr_matrix, sp.csr_matrix, np.ndarray]:
    """Bring the counts of two sides to the columns of all their words.

    Returns
    -------
    first, second : csr_matrix of int, shape (n_articles, n_words)
    vocabulary : ndarray of str, shape (n_words,)
        Sorted.
    """
    vocabulary = np.union1d(first.vocabulary.astype(str), second.vocabulary.astype(str))
    return (
        spread(first.counts, first.vocabulary, vocabulary),
        spread(second.counts, second.vocabulary, vocabulary),
        (vocabulary),
    )


def spread(counts: sp.csr_matrix, own: np.ndarray, vocabulary: np.ndarray) -> sp.csr_matrix:
    """Bring counts to the columns of another sorted vocabulary; words that it lacks are left out."""
    columns = np.minimum(np.searchsorted(vocabulary, own.astype(str)), max(len(vocabulary) - 1, 0))
    known = vocabulary[columns] == own if len(vocabulary) else np.zeros(len(own), bool)
    kept = counts[:, np.flatnonzero(known)].tocsr()
    kept.sort_indices()
    shape = (counts.shape[0], len(vocabulary))
    return sp.csr_matrix((kept.data, columns[known][kept.indices], kept.indptr), shape=shape)
