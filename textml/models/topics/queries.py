"""Answers to questions about fitted topics: which articles show one, which use a word, which are alike."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.utils.validation import check_is_fitted

from textml.errors import TopicError
from textml.models.topics.shares import ShareTable, share_table
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


class TopicQueries:
    """What `textml.TopicModel` answers once it is fitted; the attributes are described there."""

    topics_: list[Topic]
    shares_: np.ndarray
    vocabulary_: np.ndarray
    unknown_: np.ndarray
    dates_: np.ndarray | None
    sections_: np.ndarray | None

    @property
    def components_(self) -> np.ndarray:
        """(n_topics, n_words) pseudo-counts of words in topics, in the order of `topics_`."""
        raise NotImplementedError

    @property
    def n_topics_(self) -> int:
        """Number of topics; fewer than `n_topics` where there are few articles, or after `merged`."""
        check_is_fitted(self, "topics_")
        return len(self.topics_)

    def mean_share(self) -> np.ndarray:
        """(n_topics,) mean share over the articles that hold a word that counts, or over all where none does."""
        check_is_fitted(self, "shares_")
        known = np.ones(len(self.shares_), dtype=bool)
        known[self.unknown_] = False
        return np.asarray(self.shares_[known].mean(0) if known.any() else self.shares_.mean(0))

    def column(self, topic: int) -> int:
        """Return the position in `topics_` of the topic with this id.

        Raises
        ------
        TopicError
            No topic has the id.
        """
        check_is_fitted(self, "topics_")
        ids = [known.id for known in self.topics_]
        if topic not in ids:
            raise TopicError(f"no topic has the id {topic!r}; known: {', '.join(map(str, ids))}")
        return ids.index(topic)

    def top_articles(self, topic: int, n: int = 5) -> np.ndarray:
        """Return the positions of the `n` fitted articles with the largest share of a topic, ties by position.

        Articles without a word that counts are left out. No topic with this id is a TopicError.

        Parameters
        ----------
        topic : int
            Id of the topic.
        n : int
            Number of articles.
        """
        column = self.column(topic)
        return rank_articles(self.shares_[:, column], self.unknown_, n)

    def share_by_date(self) -> ShareTable:
        """Return the topic shares of every issue with 95 % intervals; articles without a date are left out.

        A model that was fitted without dates raises a TopicError.
        """
        return self._share_table("dates")

    def share_by_section(self) -> ShareTable:
        """Return the topic shares of every section with 95 % intervals; articles without a section are left out.

        A model that was fitted without sections raises a TopicError.
        """
        return self._share_table("sections")

    def similar(self, threshold: float = 0.3) -> list[SimilarTopics]:
        """Return pairs of topics with at least this cosine of their word probabilities, most similar first."""
        return find_similar(self.components_, self.topics_, threshold)

    def find(self, words: str | Sequence[str]) -> list[tuple[Topic, float]]:
        """Return the topics with their probability given one of some words, highest first.

        A word that is not in `vocabulary_` stands for all words that contain it (医保 for 医保局, 医保卡); the list is
        empty where there is none.

        Parameters
        ----------
        words : str or sequence of str
            One or more words.
        """
        asked = [words] if isinstance(words, str) else words
        return rank_topics(self.components_, self.vocabulary_, self.topics_, asked)

    def _share_table(self, name: str) -> ShareTable:
        check_is_fitted(self, "topics_")
        groups = getattr(self, f"{name}_")
        if groups is None:
            raise TopicError(f"no shares by {name}: the model was fitted without them. Give {name}= to fit")
        return share_table(self.shares_, groups.tolist(), [topic.name for topic in self.topics_])
