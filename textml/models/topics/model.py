"""TopicModel: topics of articles, from running text to words, names and shares."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from numbers import Integral
from os import PathLike
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.utils.validation import check_is_fitted

from textml.corpus.texts import check_texts
from textml.corpus.words.segment import Words
from textml.errors import ConfigError, TopicError
from textml.features.coherence import npmi
from textml.features.counts import Counts, count_texts, load_words
from textml.features.lda.em import OnPass
from textml.features.lda.estimator import LDA
from textml.model_files import load_estimator_file, save_estimator
from textml.models.topics.boilerplate import find_boilerplate
from textml.models.topics.matching import TopicChanges, continue_topics, top_words
from textml.models.topics.queries import TopicQueries
from textml.models.topics.seed_words import steer_topics
from textml.models.topics.shares import sum_shares
from textml.models.topics.stability import resampled_overlap
from textml.models.topics.topic import describe_topics, show_topics
from textml.models.topics.training import align_values, count_for_topics, limit_topics


class TopicModel(TopicQueries, TransformerMixin, BaseEstimator):
    """Topics of articles: words, names, shares and the articles that show them.

    Parameters
    ----------
    n_topics : int
        Number of topics, 1 or more.
    random_state : int or None
        Seed of the engine "gensim"; "textml" draws no random numbers.
    engine : {"textml", "gensim"}
        What fits the topics.
    segmenter, user_words, stop_words
        How text is cut into words, see `textml.corpus.words.segment.Words`.
    min_df : int, float or None
        Least number of articles that a word stands in (int), or share of them (float); None takes 2 to 5, by the
        number of articles.
    max_df : int or float
        Largest number or share of articles; a share leaves words of ten articles and fewer alone.
    seed_words : mapping of str to sequence of str, or None
        Topic name to words that steer the topic; these topics come first.
    n_words : int
        Number of words that are kept for each topic.
    n_resamples : int
        Fits with a tenth of the articles left out that the stability is measured on, 0 to 10.
    alpha, eta, max_iter, n_jobs
        See `textml.LDA`.

    Attributes
    ----------
    topics_ : list of Topic
        Largest first, after the steered ones.
    n_topics_ : int
        Number of topics.
    shares_ : ndarray of float, shape (n_articles, n_topics)
        Topic shares of the fitted articles, rows sum to 1, columns in the order of `topics_`.
    vocabulary_ : ndarray of str, shape (n_words,)
        The words that count.
    boilerplate_ : list of BoilerplateWord
        Words to check: put the right ones among the stop words and fit again.
    unknown_ : ndarray of int
        Positions of articles without a word that counts; their shares are the prior's.
    changes_ : TopicChanges or None
        Differences from the previous model.
    lda_ : LDA
        The fitted topics before `merged`.
    rows_ : ndarray of int, shape (lda_.n_topics,)
        Position in `topics_` of each topic of `lda_`.
    words_ : dict
        What decides how text is cut.
    dates_, sections_ : ndarray of str, shape (n_articles,), or None
        As given to `fit`.
    next_id_ : int
        The id that the next new topic gets.

    Examples
    --------
    >>> texts = ["水库泄洪，防汛部门巡查河道。", "学校开学，老师带学生上课。"] * 10
    >>> model = TopicModel(2, min_df=1, max_df=1.0).fit(texts)
    >>> model.transform(["防汛部门加固水库。"]).round(1).max()
    np.float64(1.0)
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
        counted: Counts | None = None,
    ) -> Self:
        """Learn topics from articles.

        Parameters
        ----------
        texts : sequence of str, shape (n_articles,)
            Running texts.
        dates, sections : sequence of str, shape (n_articles,), or None
            Date and section of each article, empty where unknown.
        previous : TopicModel or None
            An earlier model whose topics go on: those that come back keep their ids and names, see `changes_`.
        on_pass : callable or None
            Called from time to time with (passes, held-out perplexity).
        counted : Counts or None
            What `count_words` made of the same texts with the same settings; None counts them.

        Raises
        ------
        TextsError
            `texts` is no list of texts, or `dates` or `sections` no list.
        ConfigError
            A setting is not allowed, no word counts, or the lengths differ.
        KeyboardInterrupt
            Passed on, after everything learnt until then is in place.

        Warns
        -----
        FewArticlesWarning
            There are fewer than two articles for each of `n_topics`: fewer topics are made, see `n_topics_`.
        """
        self._check()
        texts = check_texts(texts)
        self.dates_ = align_values("dates", dates, len(texts))
        self.sections_ = align_values("sections", sections, len(texts))
        self.words_ = Words(self.segmenter, self.user_words, self.stop_words).fingerprint()
        counted = counted or count_for_topics(texts, load_words(self.words_), self.min_df, self.max_df)
        counts, self.vocabulary_ = counted.counts, counted.vocabulary
        n_topics = limit_topics(self.n_topics, len(texts), len(self.seed_words or ()))
        self.lda_ = LDA(
            n_topics, self.random_state, self.engine,
            alpha=self.alpha, eta=self.eta, max_iter=self.max_iter, n_jobs=self.n_jobs,
        )  # fmt: skip
        try:
            self.lda_.fit(counts, **self._steer(counts, previous), on_pass=on_pass)
        finally:
            if hasattr(self.lda_, "components_"):
                self._describe(counts, previous)
        if self.n_resamples:
            self._measure_stability(counts, previous)
        return self

    def transform(self, texts: Sequence[str]) -> np.ndarray:
        """Return the topic shares of articles.

        Parameters
        ----------
        texts : sequence of str, shape (n_articles,)
            Running texts.

        Returns
        -------
        ndarray of float, shape (n_articles, n_topics)
            Rows sum to 1, columns in the order of `topics_`.

        Raises
        ------
        CorpusError
            The installed segmenter cuts in another way than the one that the model was made with.
        """
        check_is_fitted(self, "topics_")
        return self.transform_counts(count_texts(texts, load_words(self.words_), self.vocabulary_))

    def transform_counts(self, counts: sp.csr_matrix) -> np.ndarray:
        """Return the topic shares of articles whose words are counted.

        Parameters
        ----------
        counts : csr_matrix of int, shape (n_articles, n_words)
            Of the words of `vocabulary_`.

        Returns
        -------
        ndarray of float, shape (n_articles, n_topics)
            As for `transform`.
        """
        check_is_fitted(self, "topics_")
        if not counts.shape[0]:
            return np.empty((0, len(self.topics_)))
        return sum_shares(self.lda_.transform(counts), self.rows_)

    def score(self, texts: Sequence[str], y: Any = None) -> float:
        """Measure the log-likelihood of articles; higher is better, see `textml.LDA.score`.

        Words that do not count are left out, so compare only models that count the same words.

        Parameters
        ----------
        texts : sequence of str, shape (n_articles,)
            Running texts that were not learnt from.
        y : None
            Ignored.
        """
        check_is_fitted(self, "topics_")
        return self.lda_.score(count_texts(texts, load_words(self.words_), self.vocabulary_))

    def perplexity(self, texts: Sequence[str]) -> float:
        """Measure the perplexity of articles; lower is better, see `textml.LDA.perplexity` and `score`."""
        check_is_fitted(self, "topics_")
        return self.lda_.perplexity(count_texts(texts, load_words(self.words_), self.vocabulary_))

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Return a name for each column of `transform`: ``topicmodel`` with the id of the topic."""
        check_is_fitted(self, "topics_")
        return np.array([f"topicmodel{topic.id}" for topic in self.topics_], dtype=object)

    def fit_transform(
        self, texts: Sequence[str], dates: Sequence[str] | None = None, sections: Sequence[str] | None = None
    ) -> np.ndarray:
        """Fit, and return the topic shares of the same articles; see `fit`."""
        return self.fit(texts, dates, sections).shares_

    def save(self, path: str | PathLike[str]) -> None:
        """Write the model to a file, by custom with the ending ``.skops``; an older file stays until it is complete.

        Raises
        ------
        ArtifactError
            The file cannot be written.
        """
        save_estimator(self, path)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Self:
        """Read a model that `save` or a run wrote; its `transform` gives the same numbers bit for bit.

        Raises
        ------
        ArtifactError
            The file is missing, damaged, of other versions, or holds another class or foreign types.
        """
        return load_estimator_file(path, cls)

    def merged(self, groups: Sequence[Sequence[int]]) -> "TopicModel":
        """Return the same model with topics put together; its shares, here and in `transform`, are the sums.

        Parameters
        ----------
        groups : sequence of sequence of int
            Ids of topics to put together; a group keeps the id and name of its first.

        Raises
        ------
        TopicError
            No topic has an id, or one stands in two groups.
        """
        columns = [[self.column(topic) for topic in group] for group in groups]
        inner = [column for group in columns for column in group]
        if len(set(inner)) < len(inner):
            raise TopicError(f"merged: a topic appears twice in {groups!r}; allowed: once")
        first = {column: group[0] for group in columns for column in group}
        kept, position = np.unique([first.get(k, k) for k in range(len(self.topics_))], return_inverse=True)
        other = copy(self)
        other.rows_ = position[self.rows_]
        other.shares_ = sum_shares(self.shares_, position)
        names = [self.topics_[k].name for k in kept]
        described = describe_topics(other.components_, self.vocabulary_, other.mean_share(), self.n_words, names)
        other.topics_ = [replace(topic, id=self.topics_[k].id) for topic, k in zip(described, kept, strict=True)]
        return other

    def continue_from(self, previous: "TopicModel") -> Self:
        """Give topics the ids and names that they have in an earlier model; words and shares stay as they were fitted.

        Parameters
        ----------
        previous : TopicModel
            A fitted model. `changes_` then says which topics go on, which are new, which are gone.
        """
        check_is_fitted(self, "topics_")
        check_is_fitted(previous, "topics_")
        self.topics_, self.changes_, self.next_id_ = continue_topics(self.topics_, previous.topics_, previous.next_id_)
        return self

    @property
    def components_(self) -> np.ndarray:
        """(n_topics, n_words) pseudo-counts of words in topics, in the order of `topics_`."""
        check_is_fitted(self, "rows_")
        return np.vstack([self.lda_.components_[self.rows_ == k].sum(0) for k in range(self.rows_.max() + 1)])

    def to_gensim(self) -> Any:
        """Return the topics as a gensim LdaModel with the words of `vocabulary_`."""
        check_is_fitted(self, "topics_")
        return self.lda_.to_gensim(self.vocabulary_)

    def _html_repr(self) -> str:
        if not hasattr(self, "topics_"):
            return str(super()._html_repr())
        fragile = f"{sum(topic.fragile for topic in self.topics_)} fragile" if self.n_resamples else ""
        learnt = f"{len(self.topics_)} topics of {len(self.shares_):,} articles"
        return show_topics("TopicModel", self.topics_, (learnt, f"{len(self.vocabulary_):,} words", fragile))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array, tags.input_tags.string = False, True
        return tags

    def _check(self) -> None:
        if not isinstance(self.n_resamples, Integral) or not 0 <= self.n_resamples <= 10:
            raise ConfigError(f"TopicModel: n_resamples={self.n_resamples!r}; allowed: 0 to 10")
        if not isinstance(self.n_words, Integral) or self.n_words < 1:
            raise ConfigError(f"TopicModel: n_words={self.n_words!r}; allowed: 1 or more")
        seeds = {} if self.seed_words is None else self.seed_words
        if not isinstance(seeds, Mapping):
            raise ConfigError(f"TopicModel: seed_words={seeds!r}; allowed: lists of words by the name of their topic")
        for name, words in {"user_words": self.user_words, "stop_words": self.stop_words, **seeds}.items():
            if isinstance(words, str):
                # A word is a sequence of characters, each of which would pass for a word.
                raise ConfigError(f"TopicModel: {name}: found one word, {words!r}; allowed: a list of words")
        if isinstance(self.n_topics, Integral) and len(seeds) > self.n_topics:
            raise ConfigError(
                f"TopicModel: seed_words has {len(seeds)} topics; allowed: n_topics={self.n_topics} at most"
            )

    def _steer(self, counts: sp.csr_matrix, previous: "TopicModel | None") -> dict[str, Any]:
        """Start and prior for `LDA.fit`; empty where neither seed words nor an earlier model is given."""
        if not self.seed_words and previous is None:
            return {}
        return steer_topics(counts, self.vocabulary_, self.seed_words or {}, self.lda_.n_topics, previous)

    def _describe(self, counts: sp.csr_matrix, previous: "TopicModel | None") -> None:
        """Order the topics, then set everything that people read."""
        n_steered = len(self.seed_words or ())
        self.unknown_ = np.flatnonzero(np.diff(counts.indptr) == 0)
        self.shares_ = self.lda_.transform(counts)
        by_size = n_steered + np.argsort(-self.mean_share()[n_steered:], kind="stable")
        order = np.concatenate([np.arange(n_steered), by_size])
        self.rows_ = np.argsort(order)
        self.shares_ = self.shares_[:, order]
        components = self.components_
        coherence = npmi(top_words(components).tolist(), counts) if len(self.vocabulary_) > 1 else None
        self.topics_ = describe_topics(
            components, self.vocabulary_, self.mean_share(), self.n_words, list(self.seed_words or ()), coherence
        )
        self.changes_ = None
        self.next_id_ = len(self.topics_)
        if previous is not None:
            self.continue_from(previous)
        self.boilerplate_ = find_boilerplate(counts, self.vocabulary_, self.shares_, self.dates_, self.sections_)

    def _measure_stability(self, counts: sp.csr_matrix, previous: "TopicModel | None") -> None:
        """Fit again without some articles, as the topics were found, and note what comes back."""

        def refit(part: sp.csr_matrix) -> np.ndarray:
            return np.asarray(clone(self.lda_).fit(part, **self._steer(part, previous)).components_)

        stability = resampled_overlap(counts, self.components_, refit, self.n_resamples, self.n_jobs)
        self.topics_ = [replace(t, stability=float(s)) for t, s in zip(self.topics_, stability, strict=True)]
