"""Latent Dirichlet allocation on sparse counts, as a scikit-learn transformer."""

from collections.abc import Callable
from dataclasses import replace
from os import PathLike
from typing import Any, Self

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted, validate_data

from textml.display import card
from textml.errors import ConfigError
from textml.estimators import load_estimator_file, save_estimator
from textml.features.lda.blocks import Blocks
from textml.features.lda.em import Fitted, OnPass, Settings, fit_topics, infer_shares, padded
from textml.features.lda.engines import fit_gensim, to_gensim

#: Engines by the name they have in the settings: counts and settings to topics. Inference is textml's own for all.
ENGINES: dict[str, Callable[[sp.csr_matrix, Settings], Fitted]] = {
    "textml": fit_topics,
    "gensim": fit_gensim,
}


class LDA(ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):
    """Topics of a count matrix, the same every time.

    The start is found from the counts, the fit is deterministic EM (Asuncion et al. 2009, On smoothing and inference
    for topic models, UAI), and an article's shares depend on nothing but the article and the topics: not on its
    neighbours, the order of the rows or the number of threads.

    Parameters
    ----------
    n_topics : int, 1 or more
    random_state : int or None; only the engine "gensim" draws random numbers
    engine : "textml" or "gensim"
    alpha : float above 0, pseudo-count of every topic in an article
    eta : float above 0, pseudo-count of every word in a topic
    max_iter : int, passes over the articles at most
    tol : float, relative fall of the held-out perplexity over five passes; below it three times running the fit stops
    n_jobs : int or None, threads; -1 takes all cores

    Attributes
    ----------
    components_ : (n_topics, n_words) float, pseudo-counts of words in topics, above 0
    alpha_ : (n_topics,) float, prior pseudo-counts of topics in an article
    n_iter_ : int, passes made
    stopped_ : str, why the fit stopped
    perplexity_ : float, document-completion perplexity of the part held out while fitting; nan where none was
    n_articles_ : int, articles learnt from
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
        X : (n_articles, n_words) CSR or array, 0 or more; fractions are taken as weights;
            or `ClusterBlocks`, counts in partitions on a cluster (engine "textml"), with the same topics
        word_prior : (n_topics, n_words) or None, 0 or more, pseudo-counts added to `eta`: what steers a topic
        start : (n_topics, n_words) or None, 0 or more, topics to start from, e.g. those of an earlier fit
        on_pass : callable or None, told (passes, held-out perplexity) from time to time

        The last three are for the engine "textml"; the others have no such thing.

        Raises
        ------
        ValueError : a count is negative, not finite or not a number, or there is no article or word
        ConfigError : a setting is not allowed
        KeyboardInterrupt : passed on, with everything learnt until then in place
        """
        settings = self._settings()
        counts = self._blocks(X) if isinstance(X, Blocks) else self._counts(X, reset=True)
        prior, rows = self._rows("word_prior", word_prior), self._rows("start", start)
        self.n_articles_ = counts.n_articles if isinstance(counts, Blocks) else counts.shape[0]
        if self.engine == "textml" or isinstance(counts, Blocks):
            return self._keep(fit_topics(counts, settings, prior, rows, on_pass))
        return self._keep(ENGINES[self.engine](counts, settings))

    def partial_fit(self, X: Any, y: Any = None) -> Self:
        """Learn from one more batch of articles; the first batch decides the start.

        What was learnt before becomes the prior of the batch (streaming Bayes, Broderick et al. 2013), so every article
        counts once and nothing but the topics is kept in memory. Show each article once, in batches of some thousand.
        """
        if self.engine != "textml":
            raise ConfigError(f"partial_fit: engine {self.engine!r} learns only from the whole; allowed: 'textml'")
        if not hasattr(self, "components_"):
            return self.fit(X)
        counts = self._counts(X, reset=False)
        fitted = fit_topics(counts, self._settings(), self.components_ - self.eta, self.components_)
        self.n_articles_ += counts.shape[0]
        return self._keep(replace(fitted, n_iter=self.n_iter_ + fitted.n_iter))

    def transform(self, X: Any) -> np.ndarray:
        """Topic shares of articles.

        Parameters
        ----------
        X : (n_articles, n_words) CSR or array, 0 or more

        Returns
        -------
        (n_articles, n_topics) float in (0, 1), rows sum to 1; an article without words has the prior's shares
        """
        check_is_fitted(self)
        counts = self._counts(X, reset=False)
        return infer_shares(counts, self._topic_words(), self.alpha_, self.n_jobs, steps=100, tolerance=1e-3)

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

    def to_gensim(self, words: Any = None) -> Any:
        """The same topics as a gensim LdaModel, for gensim's own tools.

        Parameters
        ----------
        words : (n_words,) str or None, the vocabulary; numbers stand for words where it is not given
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
        """The topics as the kernels read them, made once: for one article this takes longer than the inference."""
        if self.__dict__.get("_made_from") is not self.components_:
            self._made_from, self._made = self.components_, padded(self.components_)
        return self._made

    def __getstate__(self) -> dict[str, Any]:
        state = super().__getstate__()
        return {name: value for name, value in state.items() if name not in ("_made_from", "_made")}

    def _settings(self) -> Settings:
        found = {"n_topics": self.n_topics, "max_iter": self.max_iter, "alpha": self.alpha, "eta": self.eta}
        wrong = [f"{name}={value!r}" for name, value in found.items() if not value > 0]
        if wrong:
            raise ConfigError(f"LDA: {', '.join(wrong)}; allowed: above 0")
        if self.engine not in ENGINES:
            raise ConfigError(f"LDA: unknown engine {self.engine!r}; known: {', '.join(sorted(ENGINES))}")
        return Settings(self.n_topics, self.alpha, self.eta, self.max_iter, self.tol, self.n_jobs, self.random_state)

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
