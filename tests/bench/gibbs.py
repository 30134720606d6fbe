"""Topics by tomotopy's collapsed Gibbs sampling, the rival that `bench_topics.py` measures against."""

import numpy as np
import pytest
import scipy.sparse as sp

# Enough for the sampler to settle: ten for each of the 100 passes that `LDA` may take.
SWEEPS = 1000


def fit_tomotopy(counts: sp.csr_matrix, n_topics: int, alpha: float = 0.05, eta: float = 0.03) -> np.ndarray:
    """Fit topics to whole counts; (n_topics, n_words) pseudo-counts. Skips the test where tomotopy is not installed."""
    tomotopy = pytest.importorskip("tomotopy")
    model = tomotopy.LDAModel(k=n_topics, alpha=alpha, eta=eta, seed=0)
    names = np.array([str(i) for i in range(counts.shape[1])])
    for row in range(counts.shape[0]):
        part = slice(counts.indptr[row], counts.indptr[row + 1])
        if part.stop > part.start:
            model.add_doc(np.repeat(names[counts.indices[part]], counts.data[part].astype(int)).tolist())
    # Its parallel sampling depends on the number of workers.
    model.train(SWEEPS, workers=1)
    components = np.full((n_topics, counts.shape[1]), eta)
    used = [int(word) for word in model.used_vocabs]
    sizes = np.asarray(model.get_count_by_topics(), dtype=np.float64)
    for k in range(n_topics):
        components[k, used] = model.get_topic_word_dist(k) * (sizes[k] + eta * len(used))
    return np.maximum(components, 1e-9)
