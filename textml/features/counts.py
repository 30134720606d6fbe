"""Word counts of articles as a sparse matrix with its vocabulary."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import inf
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np
import scipy.sparse as sp

from textml.corpus.texts import check_texts
from textml.corpus.words.code_points import join_code_points, split_blocks
from textml.corpus.words.segment import Words
from textml.display import brief, card
from textml.errors import ConfigError
from textml.reasons import NotEnoughError, Reason

if TYPE_CHECKING:
    from textml.corpus.words.kernel import Dictionary
    from textml.features.count_kernel import Vocabulary


@dataclass(frozen=True)
class Counts:
    """Number of occurrences of each word in each article.

    Attributes
    ----------
    counts : csr_matrix of int64, shape (n_articles, n_words)
        Indices sorted.
    vocabulary : ndarray of str, shape (n_words,)
        Words of the columns, sorted by code points.
    """

    counts: sp.csr_matrix
    vocabulary: np.ndarray

    __repr__ = brief

    def _repr_html_(self) -> str:
        total = np.asarray(self.counts.sum(0)).ravel()
        articles = np.bincount(self.counts.indices, minlength=len(total))
        often = np.argsort(-total, kind="stable")[:8]
        facts = (f"{self.counts.shape[0]:,} articles", f"{len(total):,} words", f"{int(total.sum()):,} occurrences")
        rows = ((self.vocabulary[i], f"{total[i]:,}", f"{articles[i]:,}") for i in often)
        return card("Counts", facts, ("word", "times", "articles"), rows)

    def to_gensim(self) -> tuple[Any, list[list[tuple[int, int]]]]:
        """Return the counts as gensim's Dictionary and corpus.

        Returns
        -------
        dictionary : gensim.corpora.Dictionary
            Words and their ids, the columns.
        corpus : list of list of (int, int)
            For each article, ids of words with their counts.
        """
        from gensim.corpora import Dictionary
        from gensim.matutils import Sparse2Corpus

        corpus = [list(bag) for bag in Sparse2Corpus(self.counts, documents_columns=False)]
        corpus = [[(int(word), int(count)) for word, count in bag] for bag in corpus]
        names = dict(enumerate(self.vocabulary.tolist()))
        return Dictionary.from_corpus(corpus, id2word=names), corpus


class NoWordsError(NotEnoughError, ConfigError):
    """No word of the articles stands in as many articles, or as few, as the settings ask for."""


def count_words(
    texts: Sequence[str],
    *,
    min_df: int | float = 1,
    max_df: int | float = 1.0,
    segmenter: str = "jieba",
    user_words: Sequence[str] = (),
    stop_words: Iterable[str] | None = None,
) -> Counts:
    """Count the content words of articles.

    Parameters
    ----------
    texts : sequence of str, shape (n_articles,)
        Running texts.
    min_df, max_df : int or float
        Least and largest number of articles (int) or share of them (float in [0, 1]) that a word stands in.
    segmenter, user_words, stop_words
        See `textml.corpus.words.segment.Words`.

    Returns
    -------
    Counts

    Raises
    ------
    TextsError
        `texts` is no list of texts.
    NoWordsError
        No word is left.
    ConfigError
        The bounds are not allowed.

    Examples
    --------
    >>> counted = count_words(["水库蓄水，水库放水", "水库蓄水", "法院开庭"])
    >>> counted.vocabulary.tolist()
    ['开庭', '放水', '水库', '法院', '蓄水']
    >>> counted.counts.toarray()[0].tolist()
    [0, 1, 2, 0, 1]
    """
    words = Words(segmenter, user_words, stop_words)
    return count_content(check_texts(texts), words, min_df=min_df, max_df=max_df)


class _Numbers(dict[str, int]):
    """Numbers of tokens in the order in which they are first seen; -1 for those that are no content words."""

    def __init__(self, words: Words) -> None:
        self.words, self.content = words, list[str]()

    def __missing__(self, token: str) -> int:
        self[token] = number = len(self.content) if self.words.is_content(token) else -1
        if number >= 0:
            self.content.append(token)
        return number


def count_content(
    texts: Sequence[str],
    words: Words,
    *,
    min_df: int | float = 1,
    max_df: int | float = 1.0,
    on_texts: Callable[[int], Any] | None = None,
) -> Counts:
    """Count the content words of articles as `count_tokens` does; each different token is judged once.

    Parameters
    ----------
    texts : sequence of str, shape (n_articles,)
        Running texts.
    words : Words
        How text is cut.
    min_df, max_df : int or float
        As for `count_words`.
    on_texts : callable or None
        Called from time to time with the number of texts that are counted.

    Returns
    -------
    Counts

    Raises
    ------
    NoWordsError
        No word is left.
    ConfigError
        The bounds are not allowed.
    """
    numbers, found, lengths = _Numbers(words), [np.empty(0, np.int32)], [np.zeros(1, np.int64)]
    n_done = 0
    for block in split_blocks(texts, _BLOCK) if len(texts) else ():
        different, places, pointers = _find_words(block, words.dictionary)
        of_words = np.fromiter(map(numbers.__getitem__, different), np.int32, len(different))[places]
        is_content = of_words >= 0
        found.append(of_words[is_content])
        lengths.append(np.diff(np.concatenate([[0], np.cumsum(is_content)])[pointers]))
        n_done += len(block)
        if on_texts:
            on_texts(n_done)
    order = sorted(range(len(numbers.content)), key=numbers.content.__getitem__)
    column = np.empty(len(order), np.int32)
    column[order] = np.arange(len(order), dtype=np.int32)
    counts = _tally(column[np.concatenate(found)], np.cumsum(np.concatenate(lengths)), len(order))
    return choose_words(counts, [numbers.content[number] for number in order], min_df, max_df)


def count_tokens(articles: Sequence[Sequence[str]], *, min_df: int | float = 1, max_df: int | float = 1.0) -> Counts:
    """Count words of articles that are cut into words already.

    Parameters
    ----------
    articles : sequence of sequence of str, shape (n_articles, number of words)
        Words of each article.
    min_df, max_df : int or float
        As for `count_words`.

    Returns
    -------
    Counts

    Raises
    ------
    NoWordsError
        No word is left.
    ConfigError
        The bounds are not allowed.
    """
    vocabulary = sorted(set(chain.from_iterable(articles)))
    return choose_words(count_known(articles, vocabulary), vocabulary, min_df, max_df)


def choose_words(
    counts: sp.csr_matrix, vocabulary: Sequence[str] | np.ndarray, min_df: int | float, max_df: int | float
) -> Counts:
    """Leave out words of too few or too many articles.

    Parameters
    ----------
    counts : csr_matrix of int, shape (n_articles, n_words)
        Of all words.
    vocabulary : sequence of str, shape (n_words,)
        The words, sorted.
    min_df, max_df : int or float
        As for `count_words`.

    Returns
    -------
    Counts

    Raises
    ------
    NoWordsError
        No word is left.
    ConfigError
        The bounds are not allowed.
    """
    n = counts.shape[0]
    frequency = np.bincount(counts.indices, minlength=len(vocabulary))
    low, high = _as_articles("min_df", min_df, n), _as_articles("max_df", max_df, n)
    kept = np.flatnonzero((frequency >= low) & (frequency <= high))
    if len(kept) == 0:
        found, least, most = len(vocabulary), f"{low:g}", f"{high:g}"
        raise NoWordsError(Reason("no_words", {"n": n, "found": found, "low": least, "high": most}))
    counts = sp.csr_matrix(counts[:, kept])
    counts.sort_indices()
    return Counts(counts, np.array(vocabulary)[kept])


def count_known(articles: Iterable[Iterable[str]], vocabulary: Sequence[str] | np.ndarray) -> sp.csr_matrix:
    """Count the words of a vocabulary; other words are left out.

    Parameters
    ----------
    articles : iterable of iterable of str, shape (n_articles, number of words)
        Words of each article.
    vocabulary : sequence of str, shape (n_words,)
        Words to count, each once.

    Returns
    -------
    csr_matrix of int64, shape (n_articles, n_words)
        Indices sorted.
    """
    column = {str(word): i for i, word in enumerate(vocabulary)}
    found: list[int] = []
    ends = [0]
    for words in articles:
        found.extend(column[word] for word in words if word in column)
        ends.append(len(found))
    return _tally(np.array(found, np.int32), ends, len(column))


def _tally(columns: np.ndarray, ends: Sequence[int] | np.ndarray, n_words: int) -> sp.csr_matrix:
    """Counts from the columns of all words of all articles, one after another."""
    shape = (len(ends) - 1, n_words)
    counts = sp.csr_matrix((np.ones(len(columns), np.int64), columns, np.array(ends, np.int64)), shape=shape)
    counts.sum_duplicates()
    return counts


def count_texts(texts: Sequence[str], words: Words, vocabulary: np.ndarray) -> sp.csr_matrix:
    """Count the words of a vocabulary in running texts; the result is that of `count_known` of their content words.

    Parameters
    ----------
    texts : sequence of str, shape (n_articles,)
        Running texts.
    words : Words
        How text is cut.
    vocabulary : ndarray of str, shape (n_words,)
        Content words to count, each once.

    Returns
    -------
    csr_matrix of int64, shape (n_articles, n_words)
        Indices sorted.
    """
    table, texts = _hashed(vocabulary), check_texts(texts)
    blocks = split_blocks(texts, _BLOCK) if len(texts) else [texts]
    return sp.csr_matrix(sp.vstack([_count_block(block, words.dictionary, table) for block in blocks]))


def load_words(kept: dict[str, Any]) -> Words:
    """Load the `Words` of a fingerprint, once in a process.

    Parameters
    ----------
    kept : dict
        Of `Words.fingerprint`.

    Returns
    -------
    Words

    Raises
    ------
    CorpusError
        The installed segmenter cuts in another way than the one of the fingerprint.
    """
    key = repr(sorted(kept.items()))
    if key not in _WORDS:
        _WORDS[key] = Words.from_fingerprint(kept)
    return _WORDS[key]


# Dictionaries take a tenth of a second to load, and a saved model must not hold them.
_WORDS: dict[str, Words] = {}
# The vocabulary that was counted last, which a model never changes in place, and the table of it.
_LATEST: "list[tuple[np.ndarray, Vocabulary]]" = []
# Characters that are counted at a time: 12 MB of arrays, whatever the number of articles.
_BLOCK = 1 << 20


def _find_words(texts: Sequence[str], dictionary: "Dictionary") -> tuple[list[str], np.ndarray, np.ndarray]:
    """Different words of two and more characters; which of them stand in the texts; where those of each text begin."""
    from textml.features.count_kernel import number_words

    points, bounds = join_code_points(texts)
    most = len(points) // 2 + 1
    kept, numbers = np.zeros(len(points), np.uint32), np.empty(most, np.int32)
    ends, pointers = np.empty((most, 2), np.int32), np.zeros(len(texts) + 1, np.int64)
    table = np.zeros(1 << (2 * most).bit_length(), np.uint64)
    n = number_words(points, bounds[1:].astype(np.int32), dictionary, table, kept, ends, numbers, pointers)
    whole = str(kept.data, "utf-32-le", "surrogatepass")
    return [whole[first:last] for first, last in ends[:n].tolist()], numbers[: pointers[-1]], pointers


def _hashed(vocabulary: np.ndarray) -> "Vocabulary":
    """Vocabulary as the kernel reads it; at least half of the places stay empty, so that looking up is short.

    That of the last model is kept: for one article, making it takes longer than counting.
    """
    from textml.features.count_kernel import Vocabulary, fill_places

    for known, table in tuple(_LATEST):
        if known is vocabulary:
            return table
    names = np.array(vocabulary, dtype=str)
    places = np.zeros(1 << (2 * len(names)).bit_length(), np.uint64)
    table = Vocabulary(places, names.view(np.uint32).reshape(len(names), names.itemsize // 4))
    fill_places(table)
    # in one step, as other threads may look
    _LATEST[:] = [(vocabulary, table)]
    return table


def _count_block(texts: Sequence[str], dictionary: "Dictionary", vocabulary: "Vocabulary") -> sp.csr_matrix:
    from textml.features.count_kernel import count_articles

    points, bounds = join_code_points(texts)
    columns, counts = np.empty(len(points), np.int32), np.empty(len(points), np.int32)
    pointers = np.zeros(len(texts) + 1, np.int64)
    n = count_articles(points, bounds[1:].astype(np.int32), dictionary, vocabulary, columns, counts, pointers)
    shape = (len(texts), len(vocabulary.words))
    return sp.csr_matrix((counts[:n].astype(np.int64), columns[:n].copy(), pointers), shape=shape)


def _as_articles(name: str, bound: int | float, n_articles: int) -> float:
    """Convert a bound to a number of articles."""
    if (
        not isinstance(bound, Real)
        or isinstance(bound, bool)
        or not 0 <= bound <= (1 if isinstance(bound, float) else inf)
    ):
        raise ConfigError(f"{name}={bound!r}; allowed: articles (int, 0 or more), or a share of them (float in [0, 1])")
    return bound * n_articles if isinstance(bound, float) else bound
