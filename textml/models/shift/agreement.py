"""How many labels a second opinion shares: what precision to expect where articles differ."""

import numpy as np
import scipy.sparse as sp

# Classifiers that each learn from another half of the labelled articles.
_N_OPINIONS = 8
# Articles that each word is taken to stand in besides, in each section.
_SMOOTHING = 0.1


def expect_precision(
    labelled: sp.csr_matrix, sections: np.ndarray, new: sp.csr_matrix, given: np.ndarray
) -> float | None:
    """Estimate the share of labels that are right, from the share that small classifiers agree with.

    Each is a naive Bayes classifier of words that learnt from half of the labelled articles. Where words and sections
    go together in another way, they fall apart as labels go wrong. Of two that disagree one is wrong at least, so half
    of the labels that they do not share count as wrong. Confidences, thresholds on them and importance weights were
    tried too: on articles of another source they stay as high as they were (tests/bench/README.md).

    Parameters
    ----------
    labelled : csr_matrix of int, shape (n_labelled, n_words)
        Word counts of the labelled articles.
    sections : ndarray of str, shape (n_labelled,)
        Their labels.
    new : csr_matrix of int, shape (n_new, n_words)
        Word counts of new articles.
    given : ndarray of str, shape (n_new,)
        The label that each was given; empty for none.

    Returns
    -------
    float or None
        In [0, 1]; None where no article has a label, or a section has fewer than two labelled articles.

    References
    ----------
    Jiang, Nagarajan, Baek & Kolter (2022), Assessing generalization of SGD via disagreement.
    """
    names, which = np.unique(sections, return_inverse=True)
    rows = np.flatnonzero(given != "")
    if not len(rows) or len(names) < 2 or np.bincount(which).min() < 2:
        return None
    known, unknown = (_stands(counts) for counts in (labelled, sp.csr_matrix(new[rows])))
    shared = [np.mean(names[_predict(known[half], which[half], unknown)] == given[rows]) for half in _halves(which)]
    return (1 + float(np.mean(shared))) / 2


def _halves(sections: np.ndarray) -> list[np.ndarray]:
    """Halves of the articles with half of each section in each; the same for the same articles in the same order."""
    draw, halves = np.random.default_rng(0), []
    for _ in range(_N_OPINIONS):
        order = draw.permutation(len(sections))
        place = np.empty(len(sections), dtype=np.int64)
        for section in np.unique(sections):
            own = order[sections[order] == section]
            place[own] = 2 * np.arange(len(own)) < len(own)
        halves.append(np.flatnonzero(place))
    return halves


def _stands(counts: sp.csr_matrix) -> sp.csr_matrix:
    """1 where a word stands in an article."""
    found = sp.csr_matrix(counts, dtype=np.float64, copy=True)
    found.data[:] = 1
    return found


def _predict(known: sp.csr_matrix, sections: np.ndarray, new: sp.csr_matrix) -> np.ndarray:
    """Likeliest section of each new article by naive Bayes, all sections being equally likely."""
    member = sp.csr_matrix(np.eye(int(sections.max()) + 1)[sections])
    seen = np.asarray((member.T @ known).todense())
    # words that no labelled article has say nothing
    used = np.flatnonzero(seen.sum(axis=0) > 0)
    chance = seen[:, used] + _SMOOTHING
    return np.asarray((new[:, used] @ np.log(chance / chance.sum(axis=1, keepdims=True)).T).argmax(axis=1))
