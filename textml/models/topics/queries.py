"""What can be asked of fitted topics."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.utils.validation import check_is_fitted

from textml.errors import ConfigError
from textml.models.topics.shares import ShareTable, share_table
from textml.models.topics.topic import Topic


@dataclass(frozen=True)
class SimilarTopics:
    """Two topics that may be one.

    Attributes
    ----------
    first, second : ids; similarity : cosine of their word probabilities, in [0, 1]
    words : words that both show
    """

    first: int
    second: int
    similarity: float
    words: tuple[str, ...]


class TopicReading:
    """Questions to topics, shares and word counts that a fit has left."""

    topics_: list[Topic]
    shares_: np.ndarray
    unknown_: np.ndarray
    vocabulary_: np.ndarray
    dates_: np.ndarray | None
    sections_: np.ndarray | None
    rows_: np.ndarray
    lda_: Any

    @property
    def components_(self) -> np.ndarray:
        """(n_topics, n_words) pseudo-counts of words in topics, in the order of `topics_`."""
        check_is_fitted(self, "rows_")
        return np.vstack([self.lda_.components_[self.rows_ == k].sum(0) for k in range(self.rows_.max() + 1)])

    def top_articles(self, topic: int, n: int = 5) -> np.ndarray:
        """The articles that show a topic best.

        Parameters
        ----------
        topic : id of a topic; n : int, at most so many articles

        Returns
        -------
        (n or fewer,) int, positions in what was fitted, largest share first, ties by position; articles without a word
        that counts are left out

        Raises
        ------
        ConfigError : no topic has the id
        """
        column = self.shares_[:, self.column(topic)].copy()
        column[self.unknown_] = -1.0
        return np.argsort(-column, kind="stable")[: min(n, len(column) - len(self.unknown_))]

    def column(self, topic: int) -> int:
        """Position of the topic with this id in `topics_`.

        Raises
        ------
        ConfigError : no topic has the id
        """
        check_is_fitted(self, "topics_")
        ids = [known.id for known in self.topics_]
        if topic not in ids:
            raise ConfigError(f"no topic has the id {topic!r}; known: {', '.join(map(str, ids))}")
        return ids.index(topic)

    def share_by_date(self) -> ShareTable:
        """Topic shares of every issue, with 95 % intervals; articles without a date are left out.

        Raises
        ------
        ConfigError : the model was fitted without dates
        """
        return self._table("dates", self.dates_)

    def share_by_section(self) -> ShareTable:
        """Topic shares of every section, with 95 % intervals; articles without a section are left out.

        Raises
        ------
        ConfigError : the model was fitted without sections
        """
        return self._table("sections", self.sections_)

    def similar(self, threshold: float = 0.3) -> list[SimilarTopics]:
        """Pairs of topics whose word probabilities have at least this cosine, most similar first; see `merged`."""
        components = self.components_
        unit = components / np.linalg.norm(components, axis=1, keepdims=True)
        cosine = unit @ unit.T
        first, second = np.nonzero(np.triu(cosine >= threshold, 1))
        order = np.argsort(-cosine[first, second], kind="stable")
        return [self._pair(first[i], second[i], float(cosine[first[i], second[i]])) for i in order]

    def find(self, words: str | Sequence[str]) -> list[tuple[Topic, float]]:
        """Topics that use some words, by the probability of the topic given one of the words.

        Parameters
        ----------
        words : one or more; a word that does not count stands for all that hold it (医保 for 医保局, 医保卡)

        Returns
        -------
        list of (Topic, probability), highest first, sum 1; empty where no word of the vocabulary fits
        """
        components = self.components_
        asked = [words] if isinstance(words, str) else list(words)
        columns = sorted({int(i) for word in asked for i in self._columns_of(word)})
        if not columns:
            return []
        weight = components[:, columns].sum(1)
        weight /= weight.sum()
        return [(self.topics_[k], float(weight[k])) for k in np.argsort(-weight, kind="stable")]

    def to_gensim(self) -> Any:
        """The topics as a gensim LdaModel with the words of `vocabulary_`."""
        check_is_fitted(self, "topics_")
        return self.lda_.to_gensim(self.vocabulary_)

    def _table(self, name: str, groups: np.ndarray | None) -> ShareTable:
        check_is_fitted(self, "topics_")
        if groups is None:
            raise ConfigError(f"no shares by {name}: the model was fitted without them. Give {name}= to fit")
        return share_table(self.shares_, groups.tolist(), [topic.name for topic in self.topics_])

    def _pair(self, a: int, b: int, similarity: float) -> SimilarTopics:
        others = {word for word, _ in self.topics_[b].words}
        shared = tuple(word for word, _ in self.topics_[a].words if word in others)
        return SimilarTopics(self.topics_[a].id, self.topics_[b].id, similarity, shared)

    def _columns_of(self, word: str) -> np.ndarray:
        exact = np.flatnonzero(self.vocabulary_ == word)
        return exact if len(exact) or not word else np.flatnonzero(np.char.find(self.vocabulary_, word) >= 0)
