"""Other people's LDA engines behind the interface of this project's own."""

from itertools import pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp

from textml.errors import MissingExtraError
from textml.features.lda.em import Fitted, Settings

# What tomotopy calls a sweep moves less than a pass of EM.
_SWEEPS_PER_PASS = 10


def fit_gensim(counts: sp.csr_matrix, settings: Settings) -> Fitted:
    """Topics by gensim's online variational Bayes; a tenth of `max_iter` are its passes."""
    from gensim.models import LdaModel

    passes = max(1, settings.max_iter // 10)
    # Its default of 2,000 articles a chunk leaves small corpora with too few updates.
    chunk = min(2000, max(50, counts.shape[0] // 10))
    alpha = np.full(settings.n_topics, settings.alpha)
    model = LdaModel(
        _bags(counts), settings.n_topics, _numbered(counts.shape[1]), passes=passes, chunksize=chunk,
        alpha=alpha, eta=settings.eta, random_state=settings.random_state,
    )  # fmt: skip
    components = np.asarray(model.state.get_lambda(), dtype=np.float64)
    return Fitted(components, alpha, passes, f"gensim made its {passes} passes", float("nan"))


def fit_tomotopy(counts: sp.csr_matrix, settings: Settings) -> Fitted:
    """Topics by tomotopy's collapsed Gibbs sampling; ten sweeps for every pass of `max_iter`.

    Raises
    ------
    MissingExtraError : tomotopy is not installed
    ValueError : a count is not whole
    """
    try:
        import tomotopy
    except ImportError as cause:
        raise MissingExtraError('engine "tomotopy" is not installed. Run: pip install "textml[tomotopy]"') from cause

    if (counts.data % 1).any():
        raise ValueError('Fractional counts in data passed to LDA: engine "tomotopy" takes whole counts; use "textml"')
    seed = 0 if settings.random_state is None else settings.random_state
    model = tomotopy.LDAModel(k=settings.n_topics, alpha=settings.alpha, eta=settings.eta, seed=seed)
    names = np.array([str(i) for i in range(counts.shape[1])])
    for row in range(counts.shape[0]):
        part = slice(counts.indptr[row], counts.indptr[row + 1])
        if part.stop > part.start:
            model.add_doc(np.repeat(names[counts.indices[part]], counts.data[part].astype(int)).tolist())
    sweeps = settings.max_iter * _SWEEPS_PER_PASS
    # Its parallel sampling depends on the number of workers.
    model.train(sweeps, workers=1)
    components = np.full((settings.n_topics, counts.shape[1]), settings.eta)
    used = [int(word) for word in model.used_vocabs]
    sizes = np.asarray(model.get_count_by_topics(), dtype=np.float64)
    for k in range(settings.n_topics):
        components[k, used] = model.get_topic_word_dist(k) * (sizes[k] + settings.eta * len(used))
    alpha = np.asarray(model.alpha, dtype=np.float64)
    return Fitted(np.maximum(components, 1e-9), alpha, sweeps, f"tomotopy made its {sweeps} sweeps", float("nan"))


def to_gensim(components: np.ndarray, alpha: np.ndarray, eta: float, words: Any = None) -> Any:
    """A gensim LdaModel that holds these topics.

    Parameters
    ----------
    components : (n_topics, n_words) pseudo-counts; alpha : (n_topics,); eta : float
    words : (n_words,) str or None
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
