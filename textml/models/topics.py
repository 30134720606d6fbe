"""Topics of articles, from running text to what people read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from textml.corpus.words import Words
from textml.errors import ConfigError
from textml.features.counts import Counts, count_known, count_tokens, words_cutter
from textml.features.lda import LDA
from textml.features.lda_em import OnPass
from textml.models.furniture import find_furniture
from textml.models.topic import Topic, rank_words, topic_name, unique_names
from textml.models.topic_seeds import seed_topics
from textml.models.topic_tables import ShareTable, share_table


@dataclass(frozen=True)
class SimilarTopics:
    """Two topics that may be one: their ids, the cosine of their word probabilities, the top words they share."""

    first: int
    second: int
    similarity: float
    words: tuple[str, ...]


class TopicModel(BaseEstimator):
    """Topics of articles: words, names, shares and the articles that show them.

    Parameters
    ----------
    n_topics : int, 1 or more
    random_state : int or None, for the engines "gensim" and "tomotopy" only
    engine : "textml", "gensim" or "tomotopy"
    segmenter, user_words, stop_words : how text is cut into words, see `textml.corpus.words.Words`
    min_df, max_df : a word counts when it stands in at least, at most so many articles (int), or such a share of them
        (float); None for `min_df` takes 2 up to 5 with the number of articles. A share given as `max_df` leaves words
        of ten articles and fewer alone
    seed_words : topic name to words that steer it, or None; the steered topics come first
    n_words : int, words kept for each topic
    alpha, eta, max_iter, n_jobs : see `textml.LDA`

    Attributes
    ----------
    topics_ : list of Topic, largest first after the steered ones
    shares_ : (n_articles, n_topics) float, rows sum to 1, columns in the order of `topics_`
    vocabulary_ : (n_words,) str, the words that count
    furniture_ : list of FurnitureWord, for approval: put the right ones among the stop words and fit again
    unknown_ : (n,) int, articles without a word that counts; their shares are the prior's
    lda_ : the fitted LDA
    words_ : dict, what decides how text is cut
    dates_, sections_ : (n_articles,) str or None, as given
    """

    def __init__(
        self,
        n_topics: int = 20,
        random_state: int | None = 0,
        engine: str = "textml",
        *,
        segmenter: str = "rjieba",
        user_words: Sequence[str] = (),
        stop_words: Iterable[str] | None = None,
        min_df: int | float | None = None,
        max_df: int | float = 0.4,
        seed_words: Mapping[str, Sequence[str]] | None = None,
        n_words: int = 20,
        alpha: float = 0.05,
        eta: float = 0.03,
        max_iter: int = 100,
        n_jobs: int | None = -1,
    ) -> None:
        self.n_topics = n_topics
        self.random_state = random_state
        self.engine = engine
        self.segmenter = segmenter
        self.user_words = user_words
        self.stop_words = stop_words
        self.min_df = min_df
        self.max_df = max_df
        self.seed_words = seed_words
        self.n_words = n_words
        self.alpha = alpha
        self.eta = eta
        self.max_iter = max_iter
        self.n_jobs = n_jobs

    def fit(
        self,
        texts: Sequence[str],
        dates: Sequence[str] | None = None,
        sections: Sequence[str] | None = None,
        *,
        on_pass: OnPass | None = None,
    ) -> Self:
        """Learn topics from articles.

        Parameters
        ----------
        texts : (n_articles,) str
        dates, sections : (n_articles,) str or None, empty where unknown
        on_pass : told (passes, held-out perplexity) from time to time

        Raises
        ------
        ConfigError : a setting is not allowed, or no word counts
        KeyboardInterrupt : passed on, after everything learnt until then is in place
        """
        self.dates_ = _aligned("dates", dates, len(texts))
        self.sections_ = _aligned("sections", sections, len(texts))
        self.words_ = Words(self.segmenter, self.user_words, self.stop_words).fingerprint()
        counted = self._count(texts)
        self.vocabulary_ = counted.vocabulary
        self.lda_ = LDA(
            self.n_topics, self.random_state, self.engine,
            alpha=self.alpha, eta=self.eta, max_iter=self.max_iter, n_jobs=self.n_jobs,
        )  # fmt: skip
        steering: dict[str, Any] = {"on_pass": on_pass}
        if self.seed_words:
            steering["start"], steering["word_prior"] = self._seeds(counted)
        try:
            self.lda_.fit(counted.counts, **steering)
        finally:
            if hasattr(self.lda_, "components_"):
                self._describe(counted)
        return self

    def transform(self, texts: Sequence[str]) -> np.ndarray:
        """Topic shares of articles.

        Parameters
        ----------
        texts : (n_articles,) str

        Returns
        -------
        (n_articles, n_topics) float, rows sum to 1, columns in the order of `topics_`

        Raises
        ------
        CorpusError : the installed segmenter cuts otherwise than the one that the model was made with
        """
        check_is_fitted(self, "topics_")
        content = words_cutter(self.words_)
        return self.lda_.transform(count_known([content(text) for text in texts], self.vocabulary_))

    def fit_transform(self, texts: Sequence[str], dates: Sequence[str] | None = None) -> np.ndarray:
        """Fit, and the topic shares of the same articles."""
        return self.fit(texts, dates).shares_

    def top_articles(self, topic: int, n: int = 5) -> np.ndarray:
        """The articles that show a topic best.

        Parameters
        ----------
        topic : id of a topic; n : int, at most so many articles

        Returns
        -------
        (min(n, n_articles),) int, largest share first, the longer evidence never weighed: ties by position
        """
        column = self.shares_[:, self._column(topic)].copy()
        column[self.unknown_] = -1.0
        return np.argsort(-column, kind="stable")[:n]

    def share_by_date(self) -> ShareTable:
        """Topic shares of every issue, with 95 % intervals; articles without a date are left out."""
        return self._table("dates", self.dates_)

    def share_by_section(self) -> ShareTable:
        """Topic shares of every section, with 95 % intervals; articles without a section are left out."""
        return self._table("sections", self.sections_)

    def similar(self, threshold: float = 0.3) -> list[SimilarTopics]:
        """Pairs of topics whose word probabilities have at least this cosine, most similar first."""
        check_is_fitted(self, "topics_")
        unit = self.lda_.components_ / np.linalg.norm(self.lda_.components_, axis=1, keepdims=True)
        cosine = unit @ unit.T
        first, second = np.nonzero(np.triu(cosine >= threshold, 1))
        order = np.argsort(-cosine[first, second], kind="stable")
        return [
            self._pair(int(a), int(b), float(cosine[a, b])) for a, b in zip(first[order], second[order], strict=True)
        ]

    def find(self, words: str | Sequence[str]) -> list[tuple[Topic, float]]:
        """Topics that use some words, by the probability of the topic given the words.

        Parameters
        ----------
        words : one or more; a word that does not count stands for all that hold it (医保 for 医保局, 医保卡)

        Returns
        -------
        list of (Topic, probability), highest first, sum 1; empty where no word of the vocabulary fits
        """
        check_is_fitted(self, "topics_")
        asked = [words] if isinstance(words, str) else list(words)
        columns = sorted({int(i) for word in asked for i in self._columns_of(word)})
        if not columns:
            return []
        weight = (self.lda_.components_ - self.eta).clip(1e-9)[:, columns].sum(1)
        weight /= weight.sum()
        return [(self.topics_[k], float(weight[k])) for k in np.argsort(-weight, kind="stable")]

    def _count(self, texts: Sequence[str]) -> Counts:
        content = words_cutter(self.words_)
        n = len(texts)
        low = min(max(n // 200, 2), 5, n) if self.min_df is None else self.min_df
        high = self.max_df
        if isinstance(high, float) and 0 < high <= 1:
            high = max(int(high * n), 10)
        return count_tokens([content(text) for text in texts], min_df=low, max_df=high)

    def _seeds(self, counted: Counts) -> tuple[np.ndarray, np.ndarray]:
        assert self.seed_words is not None
        if len(self.seed_words) > self.n_topics:
            raise ConfigError(
                f"seed_words: {len(self.seed_words)} topics; allowed: n_topics={self.n_topics} at most. Raise n_topics"
            )
        return seed_topics(counted.counts, counted.vocabulary, self.seed_words, self.n_topics)

    def _describe(self, counted: Counts) -> None:
        """Order the topics, then everything that is read off them."""
        shares = self.lda_.transform(counted.counts)
        empty = np.diff(counted.counts.indptr) == 0
        self.unknown_ = np.flatnonzero(empty)
        sizes = shares[~empty].mean(0) if not empty.all() else shares.mean(0)
        n_seeded = len(self.seed_words or ())
        order = np.concatenate([np.arange(n_seeded), n_seeded + np.argsort(-sizes[n_seeded:], kind="stable")])
        self.lda_.components_ = self.lda_.components_[order]
        self.lda_.alpha_ = self.lda_.alpha_[order]
        self.shares_ = shares[:, order]
        self.topics_ = self._topics(sizes[order])
        self.furniture_ = find_furniture(counted.counts, self.vocabulary_, self.shares_, self.dates_, self.sections_)

    def _topics(self, sizes: np.ndarray) -> list[Topic]:
        components = self.lda_.components_
        ranked = rank_words(components, self.n_words)
        probability = components / components.sum(1, keepdims=True)
        named = [topic_name(self.vocabulary_[row].tolist()) for row in ranked]
        names = unique_names([*(self.seed_words or ()), *named[len(self.seed_words or ()) :]])
        return [
            Topic(
                k, names[k], tuple((str(self.vocabulary_[w]), float(probability[k, w])) for w in row), float(sizes[k])
            )
            for k, row in enumerate(ranked)
        ]

    def _column(self, topic: int) -> int:
        check_is_fitted(self, "topics_")
        for column, known in enumerate(self.topics_):
            if known.id == topic:
                return column
        raise ConfigError(f"topic {topic!r}; known: {', '.join(str(known.id) for known in self.topics_)}")

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
        return exact if len(exact) else np.flatnonzero(np.char.find(self.vocabulary_, word) >= 0)


def _aligned(name: str, values: Sequence[str] | None, n_articles: int) -> np.ndarray | None:
    if values is None:
        return None
    if len(values) != n_articles:
        raise ConfigError(f"{name}: {len(values)} for {n_articles} texts; one for each is needed, empty where unknown")
    return np.array(["" if value is None else str(value) for value in values], dtype=str)
