"""Which articles are worth a label next: doubtful, unlike each other, each standing for many."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

from textml.features.characters.tfidf import CharacterTfidf
from textml.features.lsa import latent_axes, likeness, unit_rows

# Candidates that are compared with each other: the most doubtful ones.
MAX_CANDIDATES = 2000
_DIMS = 50


def suggest_first(texts: Sequence[str], n: int) -> list[int]:
    """Articles to label first, when there are no labels yet: those that stand for the most others.

    Parameters
    ----------
    texts : (n_articles,)
    n : how many, at most n_articles are returned

    Returns
    -------
    positions in `texts`, most useful first
    """
    rows = CharacterTfidf(min_df=2 if len(texts) > 100 else 1).fit_transform(texts)
    return pick_articles(rows, np.ones(rows.shape[0]), n)


def pick_articles(rows: sp.csr_matrix, doubt: np.ndarray, n: int, labelled: sp.csr_matrix | None = None) -> list[int]:
    """Greedy choice of articles that stand for the doubtful ones that nothing chosen or labelled stands for yet.

    Parameters
    ----------
    rows : (n_candidates, n_terms) CSR, rows of length 1
    doubt : (n_candidates,) float in [0, 1]; all ones choose by coverage alone
    n : how many to choose, at most n_candidates are
    labelled : (n_labelled, n_terms) CSR, what needs no further label

    Returns
    -------
    positions, most useful first; an article without a known n-gram is not chosen

    References
    ----------
    Facility location after Wei, Iyer & Bilmes (2015), Submodularity in data subset selection and active learning.
    """
    known = np.flatnonzero(np.diff(rows.indptr))
    if not len(known):
        return []
    candidates = np.sort(known[np.argsort(-doubt[known], kind="stable")[:MAX_CANDIDATES]])
    with threadpool_limits(1, "blas"):
        like, best = _likeness(rows[candidates], labelled)
    weight = doubt[candidates]
    chosen: list[int] = []
    for _ in range(min(n, len(candidates))):
        gain = weight * (np.maximum(like - best, 0) @ weight)
        gain[chosen] = -1
        chosen.append(int(gain.argmax()))
        best = np.maximum(best, like[chosen[-1]])
    return [int(candidates[position]) for position in chosen]


def _likeness(rows: sp.csr_matrix, labelled: sp.csr_matrix | None) -> tuple[np.ndarray, np.ndarray]:
    """Likeness of all candidates in [0, 1], and of each to the nearest labelled article."""
    axes = latent_axes(rows, likeness(rows), _DIMS)
    latent = rows @ axes
    middle = latent.mean(axis=0)
    unit = unit_rows(latent - middle)
    like = np.maximum(unit @ unit.T, 0)
    if labelled is None or not labelled.shape[0]:
        return like, np.zeros(len(like))
    return like, np.maximum(unit @ unit_rows(labelled @ axes - middle).T, 0).max(axis=1)
