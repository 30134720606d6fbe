"""Expectation maximisation of topics over fixed blocks of articles, with the same result for any number of threads."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp

from textml.features.lda.blocks import Blocks, Held, LocalBlocks, kernel_arrays
from textml.features.lda.start import start_topics

_F = np.float32
# Ranges of rows share the work out among threads: every sum stays within one row, so their number changes no result.
_RANGES = 32
# Fewer counts than this are worked on without threads.
_WORTH_THREADS = 2000
# Passes between two measurements of the held-out perplexity; `FitSettings.tol` refers to them.
_CHECK_EVERY = 5
# Measurements in a row without progress after which a fit stops: a single one does not end it.
_PATIENCE = 2
# How far a step goes along that of EM, for shares and for words, after a few plain passes from the start: fixed points
# are those of EM, which converges up to a factor of 2 (Salakhutdinov & Roweis 2003), in half the passes. Fits of few
# articles, with none held out that would show a step too far, do without.
_REACH_OF_SHARES, _REACH_OF_WORDS, _PLAIN_PASSES = 1.6, 1.8, 3
# Passes with the held-out articles at the end, so that they count for the topics as well.
_CLOSING_PASSES = 3
# Where nothing is held out: largest change of a word's topics, summed over topics, at which the fit stops.
_STILL = 0.01
# Part of the articles that is held out, its least and largest number, and the number to learn from that has to be left.
_HELD_OUT_PART, _LEAST_HELD_OUT, _MOST_HELD_OUT, _LEAST_LEFT = 20, 20, 500, 100
#: Called after every measurement of the held-out perplexity with (passes, perplexity).
OnPass = Callable[[int, float], Any]


@dataclass(frozen=True)
class FitSettings:
    """What decides a fit.

    Attributes
    ----------
    n_topics : int
        1 or more.
    alpha, eta : float
        Pseudo-count of every topic in an article and of every word in a topic, above 0.
    max_iter : int
        Largest number of passes over the articles.
    tol : float
        The fit stops when the held-out perplexity falls by less than this share over five passes, twice in a row.
    n_jobs : int or None
        Threads; -1 takes all cores. The result does not depend on it.
    random_state : int or None
        For engines that draw random numbers.
    """

    n_topics: int
    alpha: float
    eta: float
    max_iter: int
    tol: float
    n_jobs: int | None
    random_state: int | None


@dataclass(frozen=True)
class Fitted:
    """Result of an engine.

    Attributes
    ----------
    components : ndarray of float, shape (n_topics, n_words)
        Pseudo-counts of words in topics, above 0.
    alpha : ndarray of float, shape (n_topics,)
        Pseudo-counts of the topics in an article.
    n_iter : int
        Passes over the articles.
    stopped : str
        Why the fit stopped.
    perplexity : float
        Of the held-out part at the end; nan where nothing was held out.
    interrupted : bool
        Whether Ctrl-C stopped the fit.
    """

    components: np.ndarray
    alpha: np.ndarray
    n_iter: int
    stopped: str
    perplexity: float
    interrupted: bool = False


@contextmanager
def thread_map(n_jobs: int | None) -> Iterator[Callable[..., None]]:
    """Give a function that runs kernel(first, last) over all ranges of rows, on `n_jobs` threads."""
    threads = (os.cpu_count() or 1) if n_jobs == -1 else max(1, n_jobs or 1)
    with ThreadPoolExecutor(threads) as pool:

        def run(kernel: Callable[[int, int], Any], pointers: np.ndarray) -> None:
            inner = np.searchsorted(pointers, np.linspace(0, pointers[-1], _RANGES + 1)[1:-1])
            ranges = list(pairwise(np.unique([0, *inner, len(pointers) - 1]).tolist()))
            if threads == 1 or pointers[-1] < _WORTH_THREADS:
                for first, last in ranges:
                    kernel(first, last)
            else:
                list(pool.map(lambda rows: kernel(*rows), ranges))

        yield run


def pad_topics(rows: np.ndarray, *, scale: bool = True) -> np.ndarray:
    """Return topics as the kernels read them: (n_words, topics rounded up to whole registers) float32.

    The added topics are empty; with `scale` the words of each topic become probabilities.
    """
    from textml.features.lda.kernel import LANES

    n_topics, n_words = rows.shape
    wide = np.zeros((n_words, -(-n_topics // LANES) * LANES), _F)
    wide[:, :n_topics] = (rows / rows.sum(1, keepdims=True) if scale else rows).T
    return wide


def infer_shares(
    counts: sp.csr_matrix, topic_words: np.ndarray, alpha: np.ndarray, n_jobs: int | None, steps: int, tolerance: float
) -> np.ndarray:
    """Infer the shares of articles given topics: the mode of the posterior under Dirichlet(alpha + 1), by EM.

    Parameters
    ----------
    counts : csr_matrix, shape (n_articles, n_words)
        Word counts, 0 or more.
    topic_words : ndarray of float32, shape (n_words, padded topics)
        Of `pad_topics`.
    alpha : ndarray of float, shape (n_topics,)
        Pseudo-counts of the topics in an article.
    n_jobs : int or None
        Threads; -1 takes all cores.
    steps : int
        Largest number of EM steps for an article.
    tolerance : float
        An article is done when its shares change by less than this in all.

    Returns
    -------
    ndarray of float64, shape (n_articles, n_topics)
        Rows sum to 1.
    """
    from textml.features.lda.kernel import infer_articles

    prior = np.zeros(topic_words.shape[1], _F)
    prior[: len(alpha)] = alpha
    shares = np.empty((counts.shape[0], len(prior)), _F)
    pointers, words, values = kernel_arrays(counts)
    with thread_map(n_jobs) as run:
        run(
            lambda first, last: infer_articles(
                pointers, words, values, topic_words, prior, shares, first, last, steps, tolerance
            ),
            pointers,
        )
    exact: np.ndarray = shares[:, : len(alpha)].astype(np.float64)
    exact /= exact.sum(1, keepdims=True)
    return exact


@dataclass(frozen=True)
class _BlockArrays:
    """Counts of one block by article and by word; its state are the shares of the articles."""

    by_article: tuple[np.ndarray, np.ndarray, np.ndarray]
    by_word: tuple[np.ndarray, np.ndarray, np.ndarray]
    alpha: np.ndarray
    n_jobs: int | None


def _prepare(counts: sp.csr_matrix, first: int, skip: int, alpha: np.ndarray, n_jobs: int | None) -> _BlockArrays:
    """Prepare a block to learn from; the first `skip` articles of all are left out."""
    counts = counts[max(0, skip - first) :]
    return _BlockArrays(kernel_arrays(counts), kernel_arrays(counts.T.tocsr()), alpha, n_jobs)


def _learn(
    batch: _BlockArrays, shares: np.ndarray | None, topic_words: np.ndarray, reach: float
) -> tuple[np.ndarray, tuple[np.ndarray, ...]]:
    """Pass over a block: two steps on the shares, then count how often each word belongs to each topic."""
    from textml.features.lda.kernel import update_articles, update_words

    rows, columns, alpha = batch.by_article, batch.by_word, batch.alpha
    first = (alpha / alpha.sum()).astype(_F)
    moved = np.tile(first, (len(rows[0]) - 1, 1)) if shares is None else shares.copy()
    counted = np.empty_like(topic_words)
    with thread_map(batch.n_jobs) as run:
        run(lambda a, b: update_articles(*rows, topic_words, moved, alpha, a, b, 2, reach), rows[0])
        run(lambda a, b: update_words(*columns, topic_words, moved, counted, a, b), columns[0])
    return moved, (counted,)


class _HeldOutArticles:
    """Articles on which perplexity is measured: the seen half of their words predicts the hidden half."""

    def __init__(self, counts: sp.csr_matrix, alpha: np.ndarray) -> None:
        seen, hidden = completion_halves(counts)
        self.seen, self.hidden, self.alpha = kernel_arrays(seen), kernel_arrays(hidden), alpha
        self.shares = np.empty((counts.shape[0], len(alpha)), _F)
        self.tokens = float(self.hidden[2].sum())

    def perplexity(self, run: Callable[..., None], topic_words: np.ndarray) -> float:
        """Return the perplexity of the hidden halves."""
        from textml.features.lda.kernel import infer_articles, log_likelihood

        tight = (20, _F(0))
        run(
            lambda a, b: infer_articles(*self.seen, topic_words, self.alpha, self.shares, a, b, *tight),
            self.seen[0],
        )
        total = log_likelihood(*self.hidden, topic_words, self.shares, 0, len(self.shares))
        return float(np.exp(-total / self.tokens))


def completion_halves(counts: sp.csr_matrix) -> tuple[sp.csr_matrix, sp.csr_matrix]:
    """Divide the different words of every article in turn into a seen and a hidden half (Wallach et al. 2009).

    Parameters
    ----------
    counts : csr_matrix, shape (n_articles, n_words)
        Word counts, indices sorted.

    Returns
    -------
    seen, hidden : csr_matrix, shape (n_articles, n_words)
        They sum to `counts`.
    """
    position = np.arange(counts.nnz) - np.repeat(counts.indptr[:-1], np.diff(counts.indptr))
    halves = []
    for odd in (0, 1):
        half = counts.copy()
        half.data = np.where(position % 2 == odd, half.data, 0)
        half.eliminate_zeros()
        halves.append(half)
    return halves[0], halves[1]


def fit_topics(
    counts: sp.csr_matrix | Blocks,
    settings: FitSettings,
    prior: np.ndarray | None = None,
    start: np.ndarray | None = None,
    on_pass: OnPass | None = None,
) -> Fitted:
    """Fit topics by EM on shares and word distributions, to a fixed point like that of CVB0.

    Parameters
    ----------
    counts : csr_matrix, shape (n_articles, n_words), or Blocks
        Word counts, 0 or more.
    settings : FitSettings
        What decides the fit.
    prior : ndarray of float, shape (n_topics, n_words), or None
        Pseudo-counts that are added to `eta`.
    start : ndarray of float, shape (n_topics, n_words), or None
        Weights to start from, 0 or more; None starts from the counts.
    on_pass : callable or None
        Called with (passes, perplexity) after every measurement.

    Returns
    -------
    Fitted
        After Ctrl-C the state after the last whole pass, with `interrupted` set.

    References
    ----------
    Asuncion, Welling, Smyth & Teh (2009), On smoothing and inference for topic models, UAI.
    Salakhutdinov & Roweis (2003), Adaptive overrelaxed bound optimization methods, ICML.
    """
    blocks = counts if isinstance(counts, Blocks) else LocalBlocks(counts, settings.n_jobs)
    n_topics = settings.n_topics
    topic_words = pad_topics(start_topics(blocks, n_topics).T if start is None else start + settings.eta)
    pseudo = np.zeros_like(topic_words) if prior is None else pad_topics(prior, scale=False)
    pseudo[:, :n_topics] += _F(settings.eta)
    alpha = np.zeros(topic_words.shape[1], _F)
    alpha[:n_topics] = settings.alpha
    fit = _Fit(topic_words, pseudo, alpha, settings, on_pass)
    interrupted = False
    try:
        with thread_map(settings.n_jobs) as run:
            fit.run(run, blocks)
    except KeyboardInterrupt:
        interrupted = True
        fit.stopped = f"interrupted after {fit.passes} passes"
    components = fit.updated[:, :n_topics].T.astype(np.float64)
    return Fitted(components, alpha[:n_topics].astype(np.float64), fit.passes, fit.stopped, fit.perplexity, interrupted)


def _held_out_size(n_articles: int) -> int:
    """Number of articles to hold out: a twentieth, 20 to 500; none where fewer than 100 would be left to learn from."""
    if n_articles < _LEAST_HELD_OUT + _LEAST_LEFT:
        return 0
    return min(max(n_articles // _HELD_OUT_PART, _LEAST_HELD_OUT), _MOST_HELD_OUT)


class _Fit:
    """State of one run of EM, complete after every pass."""

    def __init__(
        self,
        topic_words: np.ndarray,
        prior: np.ndarray,
        alpha: np.ndarray,
        settings: FitSettings,
        on_pass: OnPass | None,
    ) -> None:
        self.topic_words, self.prior, self.alpha, self.settings = topic_words, prior, alpha, settings
        self.on_pass = on_pass or (lambda passes, perplexity: None)
        self.updated = topic_words + prior
        self.passes, self.stopped, self.perplexity = 0, "", float("nan")

    def run(self, run: Callable[..., None], blocks: Blocks) -> None:
        """Learn from all but the held-out articles until their perplexity no longer falls, then from all."""
        n_watched = _held_out_size(blocks.n_articles)
        watched = blocks.first_rows(n_watched)
        if n_watched == 0 or completion_halves(watched)[1].nnz == 0:
            self._all_passes(self._hold(blocks))
            return
        self._watch(run, self._hold(blocks, n_watched), _HeldOutArticles(watched, self.alpha))
        everything = self._hold(blocks)
        for _ in range(_CLOSING_PASSES):
            self._pass(everything, far=True)

    def _hold(self, blocks: Blocks, skip: int = 0) -> Held:
        return blocks.hold(_prepare, skip, self.alpha, blocks.n_jobs)

    def _pass(self, held: Held, *, far: bool = False) -> None:
        """Go over all articles; `far` goes further than EM does."""
        from textml.features.lda.kernel import move_words

        (counted,) = held.step(_learn, self.topic_words, _REACH_OF_SHARES if far else 1.0)
        updated, moved = counted + self.prior, np.empty_like(self.topic_words)
        move_words(self.topic_words, updated, moved, _REACH_OF_WORDS if far else 1.0)
        self.topic_words, self.updated = moved, updated
        self.passes += 1

    def _watch(self, run: Callable[..., None], held: Held, held_out: _HeldOutArticles) -> None:
        best, flat = held_out.perplexity(run, self.topic_words), 0
        while self.passes < self.settings.max_iter:
            self._pass(held, far=self.passes >= _PLAIN_PASSES)
            if self.passes % _CHECK_EVERY and self.passes < self.settings.max_iter:
                continue
            self.perplexity = held_out.perplexity(run, self.topic_words)
            self.on_pass(self.passes, self.perplexity)
            flat = flat + 1 if self.perplexity > best * (1 - self.settings.tol) else 0
            if flat == _PATIENCE:
                self.stopped = f"held-out perplexity {self.perplexity:.1f} no longer falls"
                return
            best = min(best, self.perplexity)
        self.stopped = f"max_iter={self.settings.max_iter} reached, held-out perplexity {self.perplexity:.1f}"

    def _all_passes(self, held: Held) -> None:
        for _ in range(self.settings.max_iter):
            before = self.topic_words
            self._pass(held)
            change = float(np.abs(self.topic_words - before).sum(0).max())
            if self.passes % _CHECK_EVERY == 0:
                self.on_pass(self.passes, float("nan"))
            if change < _STILL:
                self.stopped = "topics no longer change (too few articles to hold some out)"
                return
        self.stopped = f"max_iter={self.settings.max_iter} reached (too few articles to hold some out)"
