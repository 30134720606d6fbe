"""Words that stand in more articles of one side than of the other."""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

# Weight of the prior, against what the smaller side says, spread over the words by their frequency on both sides
# together. Without it, words of a few articles come first.
_PRIOR = 0.1
# A word of fewer articles than this may be the name in a single event.
_MIN_ARTICLES = 3
# Least z-score of a word that is shown.
_MIN_SCORE = 1.96


@dataclass(frozen=True, slots=True)
class WordShare:
    """A word, and in which share of the articles it stands.

    Attributes
    ----------
    word : str
    new, known : float
        Share of the new and of the known articles, in [0, 1].
    """

    word: str
    new: float
    known: float


def contrast_words(
    known: sp.csr_matrix, new: sp.csr_matrix, vocabulary: np.ndarray, n_words: int
) -> tuple[tuple[WordShare, ...], tuple[WordShare, ...]]:
    """Find the words whose document frequencies differ most between two sets of articles.

    Log odds ratio with an informative Dirichlet prior, by its z-score: an article counts once for each of its words.

    Parameters
    ----------
    known, new : csr_matrix of int, shape (n_known, n_words) and (n_new, n_words)
        Word counts; an article or more each.
    vocabulary : ndarray of str, shape (n_words,)
        Words of the columns.
    n_words : int
        Most words of each list.

    Returns
    -------
    of_new, of_known : tuple of WordShare
        Words that stand in more of the new articles, and in more of the known ones; the greatest difference first.

    References
    ----------
    Monroe, Colaresi & Quinn (2008), Fightin' Words.
    """
    seen = [np.bincount(counts.indices, minlength=len(vocabulary)) for counts in (new, known)]
    scores = _score(*seen)
    shares = [found / counts.shape[0] for found, counts in zip(seen, (new, known), strict=True)]
    lists = []
    for sign, own in ((1, seen[0]), (-1, seen[1])):
        ranked = [i for i in np.argsort(-sign * scores, kind="stable") if own[i] >= _MIN_ARTICLES][:n_words]
        lists.append(
            tuple(
                WordShare(str(vocabulary[i]), float(shares[0][i]), float(shares[1][i]))
                for i in ranked
                if sign * scores[i] >= _MIN_SCORE
            )
        )
    return lists[0], lists[1]


def _score(new: np.ndarray, known: np.ndarray) -> np.ndarray:
    """z-scores of the differences in log odds, positive for words of new articles."""
    prior = _PRIOR * min(new.sum(), known.sum()) * (new + known) / max((new + known).sum(), 1)
    odds = []
    for found in (new, known):
        count = found + prior
        odds.append(np.log(np.maximum(count, 1e-9) / np.maximum(count.sum() - count, 1e-9)))
    variance = 1 / np.maximum(new + prior, 1e-9) + 1 / np.maximum(known + prior, 1e-9)
    return np.asarray((odds[0] - odds[1]) / np.sqrt(variance))
