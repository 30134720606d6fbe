"""Words that stand everywhere because it is a newspaper, found by how evenly they are scattered."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

_MIN_ARTICLES = 8


@dataclass(frozen=True)
class FurnitureWord:
    """A word shown for approval as a stop word.

    Attributes
    ----------
    word : the word; articles : number of articles that hold it
    spread : smallest evenness over what was known (issues, sections, topics), in [0, 1]; 1: scattered as if by lot
    why : evenness of each, in words
    """

    word: str
    articles: int
    spread: float
    why: str


def find_furniture(
    counts: sp.csr_matrix,
    vocabulary: np.ndarray,
    shares: np.ndarray,
    dates: Sequence[str] | np.ndarray | None = None,
    sections: Sequence[str] | np.ndarray | None = None,
    threshold: float = 0.85,
) -> list[FurnitureWord]:
    """Words whose articles are scattered over issues, sections and topics as if drawn by lot.

    A word of a subject comes in clumps: some topics, sections and days have it and others do not. What is left are
    words such as 目前 and 日前, bylines and names of reporters.

    Parameters
    ----------
    counts : (n_articles, n_words) CSR; vocabulary : (n_words,) str
    shares : (n_articles, n_topics) topic shares
    dates, sections : (n_articles,) str or None, empty where unknown
    threshold : least evenness in every respect

    Returns
    -------
    list of FurnitureWord, most articles first
    """
    present = sp.csr_matrix((np.ones(counts.nnz), counts.indices, counts.indptr), shape=counts.shape)
    frequency = np.asarray(present.sum(0)).ravel()
    evenness = {"topics": _evenness(present, shares)}
    for name, groups in (("issues", dates), ("sections", sections)):
        members = _members(groups)
        if members is not None:
            evenness[name] = _evenness(present, members)
    spread = np.min(list(evenness.values()), axis=0)
    found = np.flatnonzero((spread >= threshold) & (frequency >= max(_MIN_ARTICLES, counts.shape[0] / 200)))
    return [
        FurnitureWord(
            str(vocabulary[w]),
            int(frequency[w]),
            float(spread[w]),
            ", ".join(f"{name} {values[w]:.2f}" for name, values in evenness.items()),
        )
        for w in found[np.argsort(-frequency[found], kind="stable")]
    ]


def _members(groups: Sequence[str] | np.ndarray | None) -> np.ndarray | None:
    """(n_articles, n_groups) one where an article is of a group; None where there are fewer than two groups."""
    if groups is None:
        return None
    names, member = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    one_hot = np.eye(len(names))[member][:, names != ""]
    return one_hot if one_hot.shape[1] >= 2 else None


def _evenness(present: sp.csr_matrix, members: np.ndarray) -> np.ndarray:
    """1 minus the part of the largest possible divergence from the groups' sizes that chance does not explain.

    The divergence is Kullback-Leibler's of the word's articles over groups from all articles over groups; by lot it
    would be about (groups - 1) / (2 articles).
    """
    sizes = members.sum(0)
    sizes = sizes[sizes > 0] / sizes.sum()
    held = np.asarray(present.T @ members[:, members.sum(0) > 0])
    n = held.sum(1, keepdims=True)
    parts = held / np.maximum(n, 1e-12)
    divergence = (parts * np.log(np.maximum(parts, 1e-12) / sizes)).sum(1)
    by_lot = (len(sizes) - 1) / (2 * np.maximum(n.ravel(), 1e-12))
    return np.asarray(1 - np.clip(divergence - by_lot, 0, None) / max(np.log(len(sizes)), 1e-12))
