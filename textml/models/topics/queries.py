"""Answers to questions about fitted topics: which articles show one, which use a word, which are alike."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textml.models.topics.topic import Topic


@dataclass(frozen=True)
class SimilarTopics:
    """Two topics that may be one.

    Attributes
    ----------
    first, second : int
        Ids of the topics.
    similarity : float
        Cosine of their word probabilities, in [0, 1].
    words : tuple of str
        Words that both show.
    """

    first: int
    second: int
    similarity: float
    words: tuple[str, ...]


def rank_articles(shares: np.ndarray, unknown: np.ndarray, n: int) -> np.ndarray:
    """Return the positions of the `n` articles with the largest share of one topic, ties by position.

    Parameters
    ----------
    shares : ndarray of float, shape (n_articles,)
        Share of the topic in each article.
    unknown : ndarray of int
        Positions of articles to leave out, because no word of theirs counts.
    n : int
        Number of articles; fewer are returned where there are not as many.

    Returns
    -------
    ndarray of int, shape (n or fewer,)
    """
    share = shares.copy()
    share[unknown] = -1.0
    return np.argsort(-share, kind="stable")[: min(n, len(share) - len(unknown))]


def find_similar(components: np.ndarray, topics: Sequence[Topic], threshold: float) -> list[SimilarTopics]:
    """Return the pairs of topics whose word probabilities have at least this cosine, most similar first.

    Parameters
    ----------
    components : ndarray of float, shape (n_topics, n_words)
        Pseudo-counts of words in topics.
    topics : sequence of Topic, shape (n_topics,)
        The topics in the same order.
    threshold : float
        Smallest cosine, in [0, 1].

    Returns
    -------
    list of SimilarTopics
    """
    unit = components / np.linalg.norm(components, axis=1, keepdims=True)
    cosine = unit @ unit.T
    first, second = np.nonzero(np.triu(cosine >= threshold, 1))
    order = np.argsort(-cosine[first, second], kind="stable")
    return [_pair(topics[first[i]], topics[second[i]], float(cosine[first[i], second[i]])) for i in order]


def rank_topics(
    components: np.ndarray, vocabulary: np.ndarray, topics: Sequence[Topic], words: Sequence[str]
) -> list[tuple[Topic, float]]:
    """Return the topics with their probability given one of some words, highest first.

    Parameters
    ----------
    components : ndarray of float, shape (n_topics, n_words)
        Pseudo-counts of words in topics.
    vocabulary : ndarray of str, shape (n_words,)
        Words of the columns.
    topics : sequence of Topic, shape (n_topics,)
        The topics in the same order.
    words : sequence of str
        Words to look for. For a word that is not in the vocabulary, all words that contain it are taken.

    Returns
    -------
    list of (Topic, float)
        The probabilities sum to 1; empty where no word of the vocabulary fits.
    """
    columns = sorted({int(i) for word in words for i in _find_columns(vocabulary, word)})
    if not columns:
        return []
    weight = components[:, columns].sum(1)
    weight /= weight.sum()
    return [(topics[k], float(weight[k])) for k in np.argsort(-weight, kind="stable")]


def _pair(one: Topic, other: Topic, similarity: float) -> SimilarTopics:
    others = {word for word, _ in other.words}
    return SimilarTopics(one.id, other.id, similarity, tuple(word for word, _ in one.words if word in others))


def _find_columns(vocabulary: np.ndarray, word: str) -> np.ndarray:
    exact = np.flatnonzero(vocabulary == word)
    return exact if len(exact) or not word else np.flatnonzero(np.char.find(vocabulary, word) >= 0)
