"""LDA by gensim, and topics as gensim's LdaModel."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp

from textml.features.lda.em import FitSettings, Fitted


def fit_gensim(counts: sp.csr_matrix, settings: FitSettings) -> Fitted:
    """Fit topics by gensim's online variational Bayes; it makes a tenth of `max_iter` passes.

    Parameters
    ----------
    counts : csr_matrix, shape (n_articles, n_words)
        Word counts, 0 or more.
    settings : FitSettings
        What decides the fit.

    Returns
    -------
    Fitted
        Without a held-out perplexity.
    """
    from gensim.models import LdaModel

    passes = max(1, settings.max_iter // 10)
    # gensim's default of 2,000 articles a chunk gives small corpora too few updates.
    chunk = min(2000, max(50, counts.shape[0] // 10))
    alpha = np.full(settings.n_topics, settings.alpha)
    model = LdaModel(
        _bags(counts), settings.n_topics, _numbered(counts.shape[1]), passes=passes, chunksize=chunk,
        alpha=alpha, eta=settings.eta, random_state=settings.random_state,
    )  # fmt: skip
    components = np.asarray(model.state.get_lambda(), dtype=np.float64)
    return Fitted(components, alpha, passes, f"gensim made its {passes} passes", float("nan"))


def to_gensim(
    components: np.ndarray, alpha: np.ndarray, eta: float, words: Sequence[str] | np.ndarray | None = None
) -> Any:
    """Build a gensim LdaModel that holds these topics.

    Parameters
    ----------
    components : ndarray of float, shape (n_topics, n_words)
        Pseudo-counts of words in topics.
    alpha : ndarray of float, shape (n_topics,)
        Pseudo-counts of topics in an article.
    eta : float
        Pseudo-count of every word in a topic.
    words : sequence of str, shape (n_words,), or None
        The vocabulary; numbers stand for words where it is not given.

    Returns
    -------
    gensim.models.LdaModel
    """
    from gensim.models import LdaModel

    id2word = _numbered(components.shape[1]) if words is None else dict(enumerate(map(str, words)))
    model = LdaModel(
        id2word=id2word, num_topics=len(components), alpha=alpha.astype(np.float32), eta=eta, dtype=np.float64
    )
    model.state.eta = np.zeros(components.shape[1])
    model.state.sstats = components.astype(np.float64)
    model.sync_state()
    return model


def _bags(counts: sp.csr_matrix) -> list[list[tuple[int, float]]]:
    """Rows as gensim's bags of words."""
    pointers, indices, values = counts.indptr.tolist(), counts.indices.tolist(), counts.data.tolist()
    return [list(zip(indices[a:b], values[a:b], strict=True)) for a, b in pairwise(pointers)]


def _numbered(n_words: int) -> dict[int, str]:
    return {i: str(i) for i in range(n_words)}
