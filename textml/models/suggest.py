"""Which articles are worth a label next: uncertain, unlike each other, covering the rest."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from textml.features.characters import CharacterTfidf


def pick_articles(
    rows: sp.csr_matrix, doubt: np.ndarray, n_articles: int, covered: sp.csr_matrix | None = None
) -> list[int]:
    """Greedy choice of articles that are doubtful and stand for many others that nothing chosen stands for yet.

    Parameters
    ----------
    rows : (n_candidates, n_terms) CSR, rows of length 1
    doubt : (n_candidates,) float in [0, 1]; all ones choose by coverage alone
    n_articles : how many to choose, at most n_candidates are
    covered : (n_labelled, n_terms) CSR, what is labelled already

    Returns
    -------
    positions, most useful first

    References
    ----------
    Facility location after Wei, Iyer & Bilmes (2015), Submodularity in data subset selection and active learning.
    """
    likeness = np.asarray((rows @ rows.T).todense())
    best = (
        np.zeros(len(likeness))
        if covered is None or not covered.shape[0]
        else np.asarray((rows @ covered.T).max(axis=1).todense()).ravel()
    )
    chosen: list[int] = []
    for _ in range(min(n_articles, len(likeness))):
        gain = doubt * (doubt[None, :] * np.maximum(likeness - best[None, :], 0)).sum(axis=1)
        gain[chosen] = -1
        chosen.append(int(gain.argmax()))
        best = np.maximum(best, likeness[chosen[-1]])
    return chosen


def pick_by_coverage(texts: Sequence[str], n_articles: int) -> list[int]:
    """The first articles to label when there are no labels yet: those that stand for most of the others.

    Parameters
    ----------
    texts : (n_articles,)

    Returns
    -------
    positions, most useful first
    """
    rows = CharacterTfidf().fit_transform(texts)
    return pick_articles(rows, np.ones(rows.shape[0]), n_articles)
