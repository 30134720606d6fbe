"""Topics of articles, from running text to what people read."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import Any, Self
from warnings import catch_warnings, simplefilter

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator, clone
from sklearn.utils.validation import check_is_fitted

from textml.corpus.words.segment import Words
from textml.display import card
from textml.errors import ConfigError
from textml.features.coherence import npmi
from textml.features.counts import Counts, count_texts, count_tokens, words_of
from textml.features.lda.em import OnPass
from textml.features.lda.estimator import LDA
from textml.models.topics.boilerplate import find_furniture
from textml.models.topics.matching import TopicChanges, continue_topics, top_words
from textml.models.topics.queries import TopicReading
from textml.models.topics.seed_words import earlier_rows, seed_prior, steered_start
from textml.models.topics.stability import resampled_overlap
from textml.models.topics.topic import describe_topics


class TopicModel(TopicReading, BaseEstimator):
    """Topics of articles: words, names, shares and the articles that show them.

    Parameters
    ----------
    n_topics : int, 1 or more
    random_state : int or None, for the engine "gensim" only
    engine : "textml" or "gensim"
    segmenter, user_words, stop_words : how text is cut into words, see `textml.corpus.words.segment.Words`
    min_df, max_df : a word counts when it stands in at least, at most so many articles (int), or such a share of them
        (float); None for `min_df` takes 2 up to 5 with the number of articles. A share given as `max_df` leaves words
        of ten articles and fewer alone
    seed_words : topic name to words that steer it, or None; the steered topics come first
    n_words : int, words kept for each topic
    n_resamples : int, 0 to 10, fits with a tenth of the articles left out that the topics' stability is measured on
    alpha, eta, max_iter, n_jobs : see `textml.LDA`

    Attributes
    ----------
    topics_ : list of Topic, largest first after the steered ones
    shares_ : (n_articles, n_topics) float, rows sum to 1, columns in the order of `topics_`
    vocabulary_ : (n_words,) str, the words that count
    furniture_ : list of FurnitureWord, for approval: put the right ones among the stop words and fit again
    unknown_ : (n,) int, articles without a word that counts; their shares are the prior's
    changes_ : TopicChanges against the previous model, or None
    lda_ : the fitted LDA; rows_ : (lda_.n_topics,) int, the position in `topics_` of each of its topics
    words_ : dict, what decides how text is cut
    dates_, sections_ : (n_articles,) str or None, as given
    next_id_ : int, the id of the next topic to be born
    """

    changes_: TopicChanges | None
    next_id_: int

    def __init__(
        self,
        n_topics: int = 20,
        random_state: int | None = 0,
        engine: str = "textml",
        *,
        segmenter: str = "jieba",
        user_words: Sequence[str] = (),
        stop_words: Iterable[str] | None = None,
        min_df: int | float | None = None,
        max_df: int | float = 0.4,
        seed_words: Mapping[str, Sequence[str]] | None = None,
        n_words: int = 20,
        n_resamples: int = 0,
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
        self.n_resamples = n_resamples
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
        previous: "TopicModel | None" = None,
        on_pass: OnPass | None = None,
    ) -> Self:
        """Learn topics from articles.

        Parameters
        ----------
        texts : (n_articles,) str
        dates, sections : (n_articles,) str or None, empty where unknown
        previous : an earlier model whose topics go on: those that come back keep their ids and names, see `changes_`
        on_pass : told (passes, held-out perplexity) from time to time

        Raises
        ------
        ConfigError : a setting is not allowed, or no word counts
        KeyboardInterrupt : passed on, after everything learnt until then is in place
        """
        self._check()
        self.dates_ = _aligned("dates", dates, len(texts))
        self.sections_ = _aligned("sections", sections, len(texts))
        self.words_ = Words(self.segmenter, self.user_words, self.stop_words).fingerprint()
        counted = self._count(texts)
        counts, self.vocabulary_ = counted.counts, counted.vocabulary
        self.lda_ = LDA(
            self.n_topics, self.random_state, self.engine,
            alpha=self.alpha, eta=self.eta, max_iter=self.max_iter, n_jobs=self.n_jobs,
        )  # fmt: skip
        try:
            self.lda_.fit(counts, **self._steering(counts, previous), on_pass=on_pass)
        finally:
            if hasattr(self.lda_, "components_"):
                self._read_off(counts, previous)
        if self.n_resamples:
            self._measure_stability(counts, previous)
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
        return self._shares(count_texts(texts, words_of(self.words_), self.vocabulary_))

    def fit_transform(
        self, texts: Sequence[str], dates: Sequence[str] | None = None, sections: Sequence[str] | None = None
    ) -> np.ndarray:
        """Fit, and the topic shares of the same articles."""
        return self.fit(texts, dates, sections).shares_

    def merged(self, groups: Sequence[Sequence[int]]) -> "TopicModel":
        """The same model with topics put together; its shares, here and in `transform`, are the sums.

        Parameters
        ----------
        groups : ids of topics to put together; a group keeps the id and name of its first

        Raises
        ------
        ConfigError : no topic has an id, or one stands in two groups
        """
        check_is_fitted(self, "topics_")
        chosen = [[self.column(topic) for topic in group] for group in groups]
        inner = [column for group in chosen for column in group]
        if len(set(inner)) < len(inner):
            raise ConfigError(f"merged: a topic stands twice in {groups!r}; allowed: once")
        heads = {column: group[0] for group in chosen for column in group}
        head = np.array([heads.get(column, column) for column in range(len(self.topics_))])
        kept, position = np.unique(head, return_inverse=True)
        other = copy(self)
        other.rows_ = position[self.rows_]
        other.shares_ = _summed(self.shares_, position)
        names = [self.topics_[k].name for k in kept]
        described = describe_topics(other.components_, self.vocabulary_, other.mean_share(), self.n_words, names)
        other.topics_ = [replace(topic, id=self.topics_[k].id) for topic, k in zip(described, kept, strict=True)]
        return other

    def continue_from(self, previous: "TopicModel") -> Self:
        """Give topics the ids and names that they have in an earlier model; words and shares stay as they were fitted.

        Parameters
        ----------
        previous : fitted; `changes_` says which topics go on, which are new, which are gone
        """
        check_is_fitted(self, "topics_")
        going, changes, next_id = continue_topics(self.topics_, previous.topics_, previous.next_id_)
        self.topics_ = going
        self.changes_ = changes
        self.next_id_ = next_id
        return self

    def mean_share(self) -> np.ndarray:
        """(n_topics,) mean share over the articles that hold a word that counts, or over all where none does."""
        known = np.ones(len(self.shares_), dtype=bool)
        known[self.unknown_] = False
        return np.asarray(self.shares_[known].mean(0) if known.any() else self.shares_.mean(0))

    def _html_repr(self) -> str:
        if not hasattr(self, "topics_"):
            return str(super()._html_repr())
        facts = (
            f"{len(self.topics_)} topics of {len(self.shares_):,} articles",
            f"{len(self.vocabulary_):,} words",
            f"{sum(topic.fragile for topic in self.topics_)} fragile" if self.n_resamples else "",
        )
        rows = (
            (topic.id, topic.name, f"{100 * topic.share:.0f} %", " ".join(word for word, _ in topic.words[:8]))
            for topic in self.topics_
        )
        return card("TopicModel", facts, ("id", "topic", "share", "words"), rows)

    def _check(self) -> None:
        if not 0 <= self.n_resamples <= 10:
            raise ConfigError(f"TopicModel: n_resamples={self.n_resamples}; allowed: 0 to 10")
        if len(self.seed_words or ()) > self.n_topics:
            raise ConfigError(
                f"TopicModel: seed_words has {len(self.seed_words or ())} topics; "
                f"allowed: n_topics={self.n_topics} at most"
            )

    def _count(self, texts: Sequence[str]) -> Counts:
        content = words_of(self.words_).content
        n = len(texts)
        low = min(max(n // 200, 2), 5, max(n, 1)) if self.min_df is None else self.min_df
        high = self.max_df
        if isinstance(high, float) and 0 < high <= 1:
            high = max(int(high * n), 10)
        return count_tokens([content(text) for text in texts], min_df=low, max_df=high)

    def _steering(self, counts: sp.csr_matrix, previous: "TopicModel | None") -> dict[str, Any]:
        """What LDA starts from and is pulled to, where something is given."""
        if not self.seed_words and previous is None:
            return {}
        seeds = self.seed_words or {}
        prior = seed_prior(counts, self.vocabulary_, seeds, self.n_topics)
        earlier = np.zeros((0, len(self.vocabulary_)))
        if previous is not None:
            earlier = earlier_rows(
                previous.components_, previous.vocabulary_, previous.topics_, self.vocabulary_, frozenset(seeds)
            )
        return {"start": steered_start(counts, prior, len(seeds), earlier), "word_prior": prior}

    def _shares(self, counts: sp.csr_matrix) -> np.ndarray:
        return _summed(self.lda_.transform(counts), self.rows_)

    def _read_off(self, counts: sp.csr_matrix, previous: "TopicModel | None") -> None:
        """Order the topics, then everything that people read."""
        n_seeded = len(self.seed_words or ())
        self.rows_ = np.arange(self.lda_.components_.shape[0])
        self.unknown_ = np.flatnonzero(np.diff(counts.indptr) == 0)
        self.shares_ = self._shares(counts)
        order = np.concatenate(
            [np.arange(n_seeded), n_seeded + np.argsort(-self.mean_share()[n_seeded:], kind="stable")]
        )
        self.rows_ = np.argsort(order)
        self.shares_ = self.shares_[:, order]
        coherence = npmi(top_words(self.components_).tolist(), counts) if len(self.vocabulary_) > 1 else None
        self.topics_ = describe_topics(
            self.components_, self.vocabulary_, self.mean_share(), self.n_words, list(self.seed_words or ()), coherence
        )
        self.changes_ = None
        self.next_id_ = len(self.topics_)
        if previous is not None:
            self.continue_from(previous)
        self.furniture_ = find_furniture(counts, self.vocabulary_, self.shares_, self.dates_, self.sections_)

    def _measure_stability(self, counts: sp.csr_matrix, previous: "TopicModel | None") -> None:
        """Fit again without some articles, as the topics were found, and note what comes back."""

        def refit(part: sp.csr_matrix) -> np.ndarray:
            with catch_warnings():
                # The first fit has told which seed words do not count.
                simplefilter("ignore", UserWarning)
                return np.asarray(clone(self.lda_).fit(part, **self._steering(part, previous)).components_)

        stability = resampled_overlap(counts, self.components_, refit, self.n_resamples)
        self.topics_ = [replace(t, stability=float(s)) for t, s in zip(self.topics_, stability, strict=True)]


def _summed(shares: np.ndarray, position: np.ndarray) -> np.ndarray:
    """Columns of shares added up by the position that each goes to."""
    sums = np.zeros((len(shares), position.max() + 1))
    for column, k in enumerate(position.tolist()):
        sums[:, k] += shares[:, column]
    return sums


def _aligned(name: str, values: Sequence[str] | None, n_articles: int) -> np.ndarray | None:
    if values is None:
        return None
    if len(values) != n_articles:
        raise ConfigError(f"{name}: {len(values)} for {n_articles} texts; one for each is needed, empty where unknown")
    return np.array(["" if value is None else str(value) for value in values], dtype=str)
