"""Latent Dirichlet allocation on sparse counts, as a scikit-learn transformer."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from numbers import Integral, Real
from os import PathLike
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from textml.display import card
from textml.errors import ConfigError
from textml.features.lda.blocks import Blocks
from textml.features.lda.completion import completion_likelihood, completion_perplexity
from textml.features.lda.em import FitSettings, Fitted, OnPass, fit_topics, infer_shares, pad_topics
from textml.features.lda.engines import fit_gensim, to_gensim
from textml.model_files import load_estimator_file, save_estimator

#: Engines by the name they have in the settings: counts and settings to topics. Inference is textml's own for all.
ENGINES: dict[str, Callable[[sp.csr_matrix, FitSettings], Fitted]] = {
    "textml": fit_topics,
    "gensim": fit_gensim,
}

# EM on the shares of an article stops when they change by less than this in all, or after so many steps.
_STEPS, _TOLERANCE = 100, 1e-3


class LDA(ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):
    """Latent Dirichlet allocation of a count matrix, with the same result every time.

    The start is found from the counts, and the fit is deterministic EM. The shares of an article depend on the article
    and the topics alone: not on its neighbours, the order of the rows or the number of threads.

    Parameters
    ----------
    n_topics : int
        Number of topics, 1 or more.
    random_state : int or None
        Seed of the engine "gensim"; "textml" draws no random numbers.
    engine : {"textml", "gensim"}
        What fits the topics; shares are inferred by textml's own code for both.
    alpha : float
        Pseudo-count of every topic in an article, above 0.
    eta : float
        Pseudo-count of every word in a topic, above 0.
    max_iter : int
        Largest number of passes over the articles; "gensim" makes a tenth of them.
    tol : float
        The fit stops when the held-out perplexity falls by less than this share over five passes, twice in a row.
    n_jobs : int or None
        Threads; -1 takes all cores.

    Attributes
    ----------
    components_ : ndarray of float, shape (n_topics, n_words)
        Pseudo-counts of words in topics, above 0.
    alpha_ : ndarray of float, shape (n_topics,)
        Pseudo-counts of topics in an article.
    n_iter_ : int
        Passes made.
    stopped_ : str
        Why the fit stopped.
    perplexity_ : float
        Document-completion perplexity of the articles held out while fitting; nan where none were.
    n_articles_ : int
        Number of articles learnt from.

    References
    ----------
    Asuncion, Welling, Smyth & Teh (2009), On smoothing and inference for topic models, UAI.

    Examples
    --------
    >>> counts = np.array([[3, 2, 0, 0], [0, 0, 2, 3]] * 5)
    >>> LDA(2, n_jobs=1).fit_transform(counts).round(1)[:2]
    array([[1., 0.],
           [0., 1.]])
    """

    def __init__(
        self,
        n_topics: int = 20,
        random_state: int | None = 0,
        engine: str = "textml",
        *,
        alpha: float = 0.05,
        eta: float = 0.03,
        max_iter: int = 100,
        tol: float = 1e-3,
        n_jobs: int | None = -1,
    ) -> None:
        self.n_topics = n_topics
        self.random_state = random_state
        self.engine = engine
        self.alpha = alpha
        self.eta = eta
        self.max_iter = max_iter
        self.tol = tol
        self.n_jobs = n_jobs

    def fit(
        self,
        X: Any,
        y: Any = None,
        *,
        word_prior: np.ndarray | None = None,
        start: np.ndarray | None = None,
        on_pass: OnPass | None = None,
    ) -> Self:
        """Learn topics from counts.

        Parameters
        ----------
        X : csr_matrix or array-like, shape (n_articles, n_words), or ClusterBlocks
            Counts, 0 or more; fractions are taken as weights. Counts on a cluster need the engine "textml" and give the
            same topics.
        y : None
            Ignored.
        word_prior : ndarray of float, shape (n_topics, n_words), or None
            Pseudo-counts that are added to `eta`, 0 or more; they pull words to topics. Needs the engine "textml".
        start : ndarray of float, shape (n_topics, n_words), or None
            Topics to start from, 0 or more, e.g. those of an earlier fit. Needs the engine "textml".
        on_pass : callable or None
            Called from time to time with (passes, held-out perplexity), by the engine "textml".

        Returns
        -------
        LDA
            The estimator itself.

        Raises
        ------
        ValueError
            A count is negative, not finite or not a number, or there is no article or word.
        ConfigError
            A setting is not allowed.
        KeyboardInterrupt
            Passed on, with everything learnt until then in place.
        """
        settings = self._settings()
        counts = self._blocks(X) if isinstance(X, Blocks) else self._counts(X, reset=True)
        prior, rows = self._rows("word_prior", word_prior), self._rows("start", start)
        self.n_articles_ = counts.n_articles if isinstance(counts, Blocks) else counts.shape[0]
        if self.engine == "textml" or isinstance(counts, Blocks):
            return self._keep(fit_topics(counts, settings, prior, rows, on_pass))
        return self._keep(ENGINES[self.engine](counts, settings))

    def partial_fit(self, X: Any, y: Any = None) -> Self:
        """Learn from one more batch of articles, so that a corpus can grow or be larger than the memory.

        The first batch decides where the topics start. What was learnt before is the prior of the next batch, so every
        article counts once, and nothing but the topics is kept. Pass each article once, in batches of some thousand.

        Parameters
        ----------
        X : csr_matrix or array-like, shape (n_articles, n_words)
            Counts, 0 or more, of the same words in the same columns in every batch.
        y : None
            Ignored.

        Returns
        -------
        LDA
            The estimator itself; `n_articles_` and `n_iter_` are sums over the batches.

        Raises
        ------
        ConfigError
            The engine is not "textml".
        ValueError
            As for `fit`, or the batch has another number of words.

        References
        ----------
        Broderick, Boyd, Wibisono, Wilson & Jordan (2013), Streaming variational Bayes, NIPS.
        """
        if self.engine != "textml":
            raise ConfigError(
                f"partial_fit: engine {self.engine!r} learns only from all articles at once; allowed: 'textml'"
            )
        if not hasattr(self, "components_"):
            return self.fit(X)
        counts = self._counts(X, reset=False)
        fitted = fit_topics(counts, self._settings(), self.components_ - self.eta, self.components_)
        self.n_articles_ += counts.shape[0]
        return self._keep(replace(fitted, n_iter=self.n_iter_ + fitted.n_iter))

    def transform(self, X: Any) -> np.ndarray:
        """Return the topic shares of articles.

        Parameters
        ----------
        X : csr_matrix or array-like, shape (n_articles, n_words)
            Counts, 0 or more.

        Returns
        -------
        ndarray of float, shape (n_articles, n_topics)
            In (0, 1), rows sum to 1; an article without words has the prior's shares.
        """
        check_is_fitted(self)
        counts = self._counts(X, reset=False)
        return infer_shares(counts, self._topic_words(), self.alpha_, self.n_jobs, _STEPS, _TOLERANCE)

    def score(self, X: Any, y: Any = None) -> float:
        """Measure the log-likelihood of articles; higher is better, as scikit-learn's searches need it.

        One half of each article's different words is hidden and predicted from the other. Give articles that were not
        learnt from.

        Parameters
        ----------
        X : csr_matrix or array-like, shape (n_articles, n_words)
            Counts, 0 or more.
        y : None
            Ignored.

        Returns
        -------
        float
            Natural logarithm, summed over the hidden words; nan where no article has two different words.

        References
        ----------
        Wallach, Murray, Salakhutdinov & Mimno (2009), Evaluation methods for topic models, ICML.

        Examples
        --------
        >>> from sklearn.model_selection import GridSearchCV
        >>> counts = np.array([[3, 2, 0, 0], [0, 0, 2, 3]] * 10)
        >>> GridSearchCV(LDA(n_jobs=1), {"n_topics": [1, 2]}, cv=2).fit(counts).best_params_
        {'n_topics': 2}
        """
        check_is_fitted(self)
        return completion_likelihood(self.components_, self._counts(X, reset=False))[0]

    def perplexity(self, X: Any) -> float:
        """Measure the perplexity of articles, as `textml topics --choose` does: of the words that `score` hides.

        Parameters
        ----------
        X : csr_matrix or array-like, shape (n_articles, n_words)
            Counts, 0 or more.

        Returns
        -------
        float
            1 or more, lower is better; nan where no article has two different words.
        """
        check_is_fitted(self)
        return completion_perplexity(self.components_, self._counts(X, reset=False))

    def save(self, path: str | PathLike[str]) -> None:
        """Write the topics to a file, by custom with the ending ``.skops``; an older file stays until it is complete.

        Raises
        ------
        ArtifactError
            The file cannot be written.
        """
        save_estimator(self, path)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Self:
        """Read topics that `save` wrote; their `transform` gives the same numbers bit for bit.

        Raises
        ------
        ArtifactError
            The file is missing, damaged, of other versions, or holds another class or foreign types.
        """
        return load_estimator_file(path, cls)

    def to_gensim(self, words: Sequence[str] | np.ndarray | None = None) -> Any:
        """Return the topics as a gensim LdaModel, for gensim's own tools.

        Parameters
        ----------
        words : sequence of str, shape (n_words,), or None
            The vocabulary; numbers stand for words where it is not given.

        Returns
        -------
        gensim.models.LdaModel
        """
        check_is_fitted(self)
        return to_gensim(self.components_, self.alpha_, self.eta, words)

    def _html_repr(self) -> str:
        if not hasattr(self, "components_"):
            return str(super()._html_repr())
        n_topics, n_words = self.components_.shape
        learnt = f"{n_topics} topics from {self.n_articles_:,} articles and {n_words:,} words"
        held_out = f"held-out perplexity {self.perplexity_:,.0f}" if np.isfinite(self.perplexity_) else ""
        return card("LDA", (learnt, f"{self.n_iter_} passes", held_out))

    @property
    def _n_features_out(self) -> int:
        return int(self.components_.shape[0])

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.input_tags.positive_only = True
        return tags

    def _topic_words(self) -> np.ndarray:
        """Topics as the kernels read them, made once: for one article this takes longer than the inference."""
        if self.__dict__.get("_made_from") is not self.components_:
            # in this order, as other threads may look
            self._made, self._made_from = pad_topics(self.components_), self.components_
        return self._made

    def __getstate__(self) -> dict[str, Any]:
        state = super().__getstate__()
        return {name: value for name, value in state.items() if name not in ("_made_from", "_made")}

    def _settings(self) -> FitSettings:
        whole = {"n_topics": self.n_topics, "max_iter": self.max_iter}
        wrong = [f"{name}={value!r}" for name, value in whole.items() if not isinstance(value, Integral) or value < 1]
        parts = {"alpha": self.alpha, "eta": self.eta}
        wrong += [f"{name}={n!r}" for name, n in parts.items() if not isinstance(n, Real) or not 0 < n < np.inf]
        wrong += [] if isinstance(self.tol, Real) else [f"tol={self.tol!r}"]
        if wrong:
            raise ConfigError(
                f"LDA: {', '.join(wrong)}; allowed: whole numbers above 0 for n_topics and max_iter, numbers above 0 "
                "for alpha and eta, any number for tol"
            )
        if self.engine not in ENGINES:
            raise ConfigError(f"LDA: unknown engine {self.engine!r}; known: {', '.join(sorted(ENGINES))}")
        return FitSettings(self.n_topics, self.alpha, self.eta, self.max_iter, self.tol, self.n_jobs, self.random_state)

    def _counts(self, X: Any, *, reset: bool) -> sp.csr_matrix:
        found = validate_data(
            self, X, reset=reset, accept_sparse="csr", dtype=[np.float64, np.float32, np.int64, np.int32]
        )
        counts = sp.csr_matrix(found)
        if counts is found:
            counts = counts.copy()
        counts.sum_duplicates()
        counts.eliminate_zeros()
        if counts.nnz and counts.data.min() < 0:
            raise ValueError(f"Negative values in data passed to LDA: {counts.data.min()}. Counts are 0 or more")
        return counts

    def _blocks(self, X: Blocks) -> Blocks:
        if self.engine != "textml":
            raise ConfigError(f"LDA: engine {self.engine!r} learns on one machine only; allowed on a cluster: 'textml'")
        self.n_features_in_ = X.n_words
        return X

    def _rows(self, name: str, rows: np.ndarray | None) -> np.ndarray | None:
        if rows is None:
            return None
        rows = np.asarray(rows, dtype=np.float64)
        allowed = (self.n_topics, self.n_features_in_)
        if self.engine != "textml" or rows.shape != allowed or not (rows >= 0).all():
            raise ConfigError(
                f"LDA: {name} of shape {rows.shape} for engine {self.engine!r}; "
                f"allowed: shape {allowed}, 0 or more, engine 'textml'"
            )
        return rows

    def _keep(self, fitted: Fitted) -> Self:
        self.components_ = fitted.components
        self.alpha_ = fitted.alpha
        self.n_iter_ = fitted.n_iter
        self.stopped_ = fitted.stopped
        self.perplexity_ = fitted.perplexity
        self._topic_words()
        if fitted.interrupted:
            raise KeyboardInterrupt(fitted.stopped)
        return self
