"""How many topics a corpus bears: fits over a range, compared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from textml.display import brief, card
from textml.errors import ConfigError
from textml.features.coherence import completion_perplexity, npmi
from textml.features.lda.blocks import canonical_order
from textml.features.lda.estimator import LDA
from textml.models.topics.matching import matched_overlap, top_words

_FOLDS = 10
_STEADY = 0.7
_CLOSE = 1.05


@dataclass(frozen=True)
class TopicChoice:
    """Fits with different numbers of topics.

    Attributes
    ----------
    n_topics : (m,) int, ascending
    perplexity : (m,) of a held-out tenth of the articles, lower is better
    coherence : (m,) mean NPMI of the ten top words, in [-1, 1]
    stability : (m,) mean matched overlap of the ten top words when another tenth is left out, in [0, 1]
    recommended : one of `n_topics`; reason : why, in a sentence
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
        """One row a number of topics."""
        columns = ("n_topics", "perplexity", "coherence", "stability")
        return [{name: getattr(self, name)[i].item() for name in columns} for i in range(len(self.n_topics))]


def candidates(low: int, high: int, n: int = 8) -> list[int]:
    """At most `n` numbers of topics from `low` to `high`, in equal ratios.

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
    n_refits: int = 2,
    on_step: Callable[[int, int], Any] | None = None,
    **settings: Any,
) -> TopicChoice:
    """Compare numbers of topics by held-out perplexity, coherence and stability, and recommend one.

    Recommended is the most coherent of the numbers whose perplexity is within 5 % of the lowest, among those whose
    topics come back when a tenth of the articles is left out: 0.7 of the top words, or what the steadiest reaches.

    Parameters
    ----------
    counts : (n_articles, n_words) CSR, 20 articles or more
    n_topics : numbers to try
    n_refits : fits that the stability is measured on, 1 to 9
    on_step : told (numbers done, numbers in all)
    settings : for `LDA`

    Raises
    ------
    ConfigError : fewer than 20 articles, or no number to try
    """
    tried = sorted({int(k) for k in n_topics})
    if counts.shape[0] < 20 or not tried:
        raise ConfigError(
            f"{counts.shape[0]} articles, {len(tried)} numbers of topics to try; needed: 20 and 1 or more"
        )
    tenths = canonical_order(counts).argsort() % _FOLDS
    measured = []
    for done, k in enumerate(tried):
        measured.append(_measure(counts, tenths, k, n_refits, settings))
        if on_step is not None:
            on_step(done + 1, len(tried))
    perplexity, coherence, stability = np.array(measured).T
    best, reason = _recommend(np.array(tried), perplexity, coherence, stability)
    return TopicChoice(np.array(tried), perplexity, coherence, stability, best, reason)


def _measure(
    counts: sp.csr_matrix, tenths: np.ndarray, k: int, n_refits: int, settings: dict[str, Any]
) -> tuple[float, float, float]:
    """Perplexity, coherence and stability of one number of topics."""
    topics = LDA(k, **settings).fit(counts[tenths != 0]).components_
    again = [LDA(k, **settings).fit(counts[tenths != fold]).components_ for fold in range(1, n_refits + 1)]
    overlap = np.mean([matched_overlap(topics, other).mean() for other in again])
    coherence = npmi(top_words(topics).tolist(), counts).mean()
    return completion_perplexity(topics, counts[tenths == 0]), float(coherence), float(overlap)


def _recommend(
    n_topics: np.ndarray, perplexity: np.ndarray, coherence: np.ndarray, stability: np.ndarray
) -> tuple[int, str]:
    """The number to take, and why."""
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
    return int(n_topics[best]), reason
