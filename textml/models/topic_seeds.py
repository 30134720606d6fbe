"""Seed words to where their topics start with what pulls them there."""

import warnings
from collections.abc import Mapping, Sequence

import numpy as np
import scipy.sparse as sp

from textml.features.lda_start import start_topics, weigh


def seed_topics(
    counts: sp.csr_matrix, vocabulary: np.ndarray, seed_words: Mapping[str, Sequence[str]], n_topics: int
) -> tuple[np.ndarray, np.ndarray]:
    """Start and word prior of topics of which the first are steered.

    A steered topic starts from the articles that hold its words, and has each of these words as if it had stood there
    once more for every time it stands in the corpus. The others start as without seeds, less those that the steered
    ones replace.

    Parameters
    ----------
    counts : (n_articles, n_words) CSR; vocabulary : (n_words,) str, sorted
    seed_words : topic name to words, no more names than `n_topics`
    n_topics : int

    Returns
    -------
    start : (n_topics, n_words), rows sum to 1; prior : (n_topics, n_words) pseudo-counts, 0 but for seed words
    """
    column = {str(word): i for i, word in enumerate(vocabulary)}
    total = np.asarray(counts.sum(0), dtype=np.float64).ravel()
    weighted = weigh(counts.astype(np.float32))
    start = start_topics(counts.astype(np.float32), n_topics).T.astype(np.float64)
    prior = np.zeros((n_topics, len(column)))
    steered = []
    for k, (name, words) in enumerate(seed_words.items()):
        known = [column[word] for word in words if word in column]
        lost = [word for word in words if word not in column]
        if lost:
            warnings.warn(f"seed words of {name!r}: the counted words hold no {', '.join(lost)}", stacklevel=3)
        prior[k, known] = total[known]
        row = np.asarray(weighted.T @ (weighted[:, known].sum(1))).ravel() if known else total
        steered.append((row + 1e-9) / (row + 1e-9).sum())
    return _in_place(start, np.array(steered)), prior


def _in_place(start: np.ndarray, steered: np.ndarray) -> np.ndarray:
    """The steered rows first, then the rows of `start` without the ones most like them."""
    unit = start / np.linalg.norm(start, axis=1, keepdims=True)
    left = list(range(len(start)))
    for row in steered:
        likeness = unit[left] @ row
        left.pop(int(np.argmax(likeness)))
    return np.vstack([steered, start[left]])
