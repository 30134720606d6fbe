"""Choice of the number of topics: fits over a range, compared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from textml.display import brief, card
from textml.errors import ConfigError
from textml.features.coherence import npmi
from textml.features.lda.blocks import canonical_order
from textml.features.lda.completion import completion_perplexity
from textml.features.lda.estimator import LDA
from textml.models.topics.matching import matched_overlap, top_words

# Parts of the articles: the first is held out for the perplexity, another one for each fit of the stability.
_FOLDS = 10
# With fewer articles than this a tenth is a single article.
_LEAST_ARTICLES = 20
# Topics are steady when this share of their top words comes back without a tenth of the articles.
_STEADY = 0.7
# Perplexities within this factor of the lowest count as equal.
_CLOSE = 1.05


@dataclass(frozen=True)
class TopicChoice:
    """Fits with different numbers of topics.

    Attributes
    ----------
    n_topics : ndarray of int, shape (n_fits,)
        Numbers of topics, ascending.
    perplexity : ndarray of float, shape (n_fits,)
        Perplexity of a held-out tenth of the articles; lower is better.
    coherence : ndarray of float, shape (n_fits,)
        Mean NPMI of the ten top words, in [-1, 1].
    stability : ndarray of float, shape (n_fits,)
        Mean matched overlap of the ten top words when another tenth is left out, in [0, 1].
    recommended : int
        One of `n_topics`.
    reason : str
        Why it is recommended, and which numbers are the most coherent and the steadiest where these are others.
    """

    n_topics: np.ndarray
    perplexity: np.ndarray
    coherence: np.ndarray
    stability: np.ndarray
    recommended: int
    reason: str

    __repr__ = brief

    def _repr_html_(self) -> str:
        rows = ([f"{value:.4g}" for value in row.values()] for row in self.rows())
        header = ("topics", "held-out perplexity", "coherence", "stability")
        return card("TopicChoice", (f"{self.recommended} recommended",), header, rows, self.reason)

    def rows(self) -> list[dict[str, int | float]]:
        """Return one row for each number of topics."""
        columns = ("n_topics", "perplexity", "coherence", "stability")
        return [{name: getattr(self, name)[i].item() for name in columns} for i in range(len(self.n_topics))]


def candidates(low: int, high: int, n: int = 8) -> list[int]:
    """Return at most `n` numbers of topics from `low` to `high`, in equal ratios.

    Parameters
    ----------
    low, high : int
        Smallest and largest number, 1 or more.
    n : int
        Largest number of candidates.

    Returns
    -------
    list of int
        Ascending.

    Raises
    ------
    ConfigError
        The range is empty or begins below 1.

    Examples
    --------
    >>> candidates(5, 60)
    [5, 7, 10, 15, 21, 29, 42, 60]
    """
    if not 1 <= low <= high:
        raise ConfigError(f"numbers of topics from {low} to {high}; allowed: from 1, ascending, e.g. 5:60")
    return sorted({round(k) for k in np.geomspace(low, high, n).tolist()})


def choose_n_topics(
    counts: sp.csr_matrix,
    n_topics: Sequence[int],
    *,
    n_resamples: int = 2,
    on_step: Callable[[int, int], Any] | None = None,
    **settings: Any,
) -> TopicChoice:
    """Compare numbers of topics by held-out perplexity, coherence and stability, and recommend one.

    Only steady numbers are considered: 0.7 of the top words come back when a tenth of the articles is left out, or as
    many as for the steadiest number. Among those whose perplexity is within 5 % of the lowest, the most coherent is
    recommended.

    Parameters
    ----------
    counts : csr_matrix, shape (n_articles, n_words)
        Word counts of 20 articles or more.
    n_topics : sequence of int
        Numbers to try.
    n_resamples : int
        Fits that the stability is measured on, 1 to 9.
    on_step : callable or None
        Called with (numbers done, numbers in all).
    **settings
        For `LDA`.

    Returns
    -------
    TopicChoice

    Raises
    ------
    ConfigError
        There are fewer than 20 articles, too few words in them, or no number to try.
    """
    tried = sorted({int(k) for k in n_topics})
    if counts.shape[0] < _LEAST_ARTICLES or not tried:
        raise ConfigError(
            f"{counts.shape[0]} articles, {len(tried)} numbers of topics to try; needed: at least {_LEAST_ARTICLES} "
            "articles and one number"
        )
    tenths = canonical_order(counts).argsort() % _FOLDS
    measured = []
    for done, k in enumerate(tried):
        measured.append(_measure(counts, tenths, k, n_resamples, settings))
        if on_step is not None:
            on_step(done + 1, len(tried))
    perplexity, coherence, stability = np.array(measured).T
    if np.isnan(perplexity).all() or np.isnan(coherence).all():
        raise ConfigError(
            f"{counts.shape[1]} words in {counts.shape[0]} articles are too few to compare numbers of topics: articles "
            "with several words that count are needed. Lower [features] min_articles, or add articles"
        )
    best, reason = _recommend(np.array(tried), perplexity, coherence, stability)
    return TopicChoice(np.array(tried), perplexity, coherence, stability, best, reason)


def _measure(
    counts: sp.csr_matrix, tenths: np.ndarray, k: int, n_resamples: int, settings: dict[str, Any]
) -> tuple[float, float, float]:
    """Measure perplexity, coherence and stability of one number of topics."""
    topics = LDA(k, **settings).fit(counts[tenths != 0]).components_
    again = [LDA(k, **settings).fit(counts[tenths != fold]).components_ for fold in range(1, n_resamples + 1)]
    overlap = np.mean([matched_overlap(topics, other).mean() for other in again])
    coherence = npmi(top_words(topics).tolist(), counts).mean()
    return completion_perplexity(topics, counts[tenths == 0]), float(coherence), float(overlap)


def _recommend(
    n_topics: np.ndarray, perplexity: np.ndarray, coherence: np.ndarray, stability: np.ndarray
) -> tuple[int, str]:
    """Choose the number to recommend, and say why."""
    steady = stability >= min(_STEADY, stability.max())
    lowest = np.nanmin(np.where(steady, perplexity, np.inf))
    close = steady & (perplexity <= lowest * _CLOSE)
    if not close.any():
        close = steady
    best = int(np.flatnonzero(close)[np.argmax(coherence[close])])
    others = ", ".join(str(k) for k in n_topics[~steady])
    reason = (
        f"{n_topics[best]} topics: the most coherent (NPMI {coherence[best]:.2f}) of the steady ones within 5 % of "
        f"their lowest held-out perplexity ({perplexity[best]:.4g}); {stability[best]:.0%} of the top words come "
        "back without a tenth of the articles" + (f"; too unsteady: {others}" if others else "")
    )
    return int(n_topics[best]), f"{reason}. {_name_others(n_topics, best, perplexity, coherence, stability)}".rstrip(
        ". "
    )


def _name_others(
    n_topics: np.ndarray, best: int, perplexity: np.ndarray, coherence: np.ndarray, stability: np.ndarray
) -> str:
    """Name the most coherent and the steadiest number, and warn where perplexity only follows the range; or nothing."""
    # Both ranked with the other as the tie-breaker, so that one number is named where one is best in both.
    coherent = max(range(len(n_topics)), key=lambda i: (_round(coherence[i]), _round(stability[i])))
    steady = max(range(len(n_topics)), key=lambda i: (_round(stability[i]), _round(coherence[i])))
    named = (
        f"{n_topics[coherent]} topics are the best in both coherence (NPMI {coherence[coherent]:.2f}) and stability "
        f"({stability[coherent]:.0%})"
        if coherent == steady
        else f"{n_topics[coherent]} topics are the most coherent of all (NPMI {coherence[coherent]:.2f}), "
        f"{n_topics[steady]} the steadiest ({stability[steady]:.0%})"
    )
    lowest = int(np.nanargmin(perplexity))
    at_end = len(n_topics) > 1 and lowest in (0, len(n_topics) - 1)
    follows = (
        f"Perplexity is lowest at the end of the range asked ({n_topics[lowest]}), so it only follows the range"
        * at_end
    )
    return ". ".join(filter(None, [follows, named if at_end or {coherent, steady} != {best} else ""]))


def _round(value: Any) -> float:
    """To the three digits that are printed, nan below all."""
    return -np.inf if np.isnan(value) else round(float(value), 3)
