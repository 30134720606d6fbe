"""Words that stand everywhere because it is a newspaper, found by how evenly they are scattered."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

#: Two articles with the word may meet so much more often than any two articles do.
_ALLOWED = 1.35
# With fewer meetings expected by lot, a ratio to them says nothing.
_MEETINGS = 5.0


@dataclass(frozen=True)
class BoilerplateWord:
    """A word shown for approval as a stop word.

    Attributes
    ----------
    word : the word; articles : number of articles that hold it
    clumping : how much more often than by lot two articles with the word meet in a topic, section or issue, the
        largest of these; 1 or less: scattered as if by lot
    why : the same for each, in words
    """

    word: str
    articles: int
    clumping: float
    why: str


def find_boilerplate(
    counts: sp.csr_matrix,
    vocabulary: np.ndarray,
    shares: np.ndarray,
    dates: Sequence[str] | np.ndarray | None = None,
    sections: Sequence[str] | np.ndarray | None = None,
    n_words: int = 100,
) -> list[BoilerplateWord]:
    """Words whose articles are scattered over topics, issues and sections as if drawn by lot.

    A word of a subject comes in clumps: some topics, sections and days have it and others do not. What is left are
    words such as 目前 and 日前, bylines and names of reporters. The clumping is Simpson's (1949, Measurement of
    diversity) chance that two articles meet in one group, of the word's articles over that of all.

    Parameters
    ----------
    counts : (n_articles, n_words) CSR; vocabulary : (n_words,) str
    shares : (n_articles, n_topics) topic shares
    dates, sections : (n_articles,) str or None, empty where unknown
    n_words : at most so many

    Returns
    -------
    list of BoilerplateWord, most articles first
    """
    present = sp.csr_matrix((np.ones(counts.nnz), counts.indices, counts.indptr), shape=counts.shape)
    frequency = np.asarray(present.sum(0)).ravel()
    clumping = {"topics": _clumping(present, shares)}
    for name, groups in (("issues", dates), ("sections", sections)):
        members = _members(groups)
        if members is not None:
            clumping[name] = _clumping(present, members)
    worst = np.max(list(clumping.values()), axis=0)
    common = frequency >= max(8, counts.shape[0] / 100)
    found = np.flatnonzero(common & (worst <= _ALLOWED) & (clumping["topics"] > 0))
    return [
        BoilerplateWord(
            str(vocabulary[w]),
            int(frequency[w]),
            float(worst[w]),
            ", ".join(f"{name} {values[w]:.2f}" for name, values in clumping.items() if values[w] > 0),
        )
        for w in found[np.argsort(-frequency[found], kind="stable")][:n_words]
    ]


def _members(groups: Sequence[str] | np.ndarray | None) -> sp.csr_matrix | None:
    """(n_articles, n_groups) one where an article is of a group; None where there are fewer than two groups."""
    if groups is None:
        return None
    names, member = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    one_hot = sp.csr_matrix((np.ones(len(member)), (np.arange(len(member)), member)), shape=(len(member), len(names)))
    one_hot = one_hot[:, np.flatnonzero(names != "")]
    return one_hot if one_hot.shape[1] >= 2 else None


def _clumping(present: sp.csr_matrix, members: np.ndarray | sp.csr_matrix) -> np.ndarray:
    """(n_words,) meetings of a word's articles over those by lot; 0 where too few are expected to tell."""
    members = sp.csr_matrix(members)
    held = present.T.tocsr() @ members
    alone = np.asarray(members.multiply(members).sum(1)).ravel()
    totals = np.asarray(members.sum(0)).ravel()
    n = members.shape[0]
    by_lot = ((totals**2).sum() - alone.sum()) / max(n * (n - 1), 1)
    frequency = np.asarray(present.sum(0)).ravel()
    pairs = frequency * (frequency - 1)
    met = np.asarray(held.multiply(held).sum(1)).ravel() - present.T @ alone
    told = pairs * by_lot / 2 >= _MEETINGS
    return np.asarray(np.where(told, met / np.maximum(pairs * by_lot, 1e-12), 0.0))
