"""Words that stand everywhere because it is a newspaper, found by how evenly they are scattered."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

# Largest clumping of boilerplate: two articles with the word are found in one group at most so much more often than
# any two articles.
_MAX_CLUMPING = 1.35
# With fewer expected pairs of articles in one group, a ratio to them says nothing.
_LEAST_PAIRS = 5.0
# Boilerplate stands in at least so many articles, and in at least one in so many.
_LEAST_ARTICLES, _ONE_IN = 8, 100


@dataclass(frozen=True)
class BoilerplateWord:
    """A word to check: it may be a stop word.

    Attributes
    ----------
    word : str
        The word.
    articles : int
        Number of articles that hold it.
    clumping : float
        How much more often than by chance two articles with the word are found in one topic, section or issue; the
        largest of the three. 1 or less: the word is scattered by chance.
    why : str
        The same for each of the three.
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
    """Find words whose articles are scattered over topics, issues and sections as if by chance.

    A word with a subject comes in clumps: some topics, sections and days have it and others do not. What is left are
    words such as 目前 and 日前, bylines and names of reporters. The clumping is Simpson's probability that two articles
    are in one group, for the word's articles relative to all articles.

    Parameters
    ----------
    counts : csr_matrix, shape (n_articles, n_words)
        Word counts.
    vocabulary : ndarray of str, shape (n_words,)
        Words of the columns.
    shares : ndarray of float, shape (n_articles, n_topics)
        Topic shares, rows sum to 1.
    dates, sections : sequence of str, shape (n_articles,), or None
        Issue and section of each article, empty where unknown.
    n_words : int
        Largest number of words to return.

    Returns
    -------
    list of BoilerplateWord
        Most articles first.

    References
    ----------
    Simpson (1949), Measurement of diversity.
    """
    present = sp.csr_matrix((np.ones(counts.nnz), counts.indices, counts.indptr), shape=counts.shape)
    frequency = np.asarray(present.sum(0)).ravel()
    clumping = {"topics": _clumping(present, shares)}
    for name, groups in (("issues", dates), ("sections", sections)):
        members = _members(groups)
        if members is not None:
            clumping[name] = _clumping(present, members)
    worst = np.max(list(clumping.values()), axis=0)
    common = frequency >= max(_LEAST_ARTICLES, counts.shape[0] / _ONE_IN)
    found = np.flatnonzero(common & (worst <= _MAX_CLUMPING) & (clumping["topics"] > 0))
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
    """(n_articles, n_groups) with 1 where an article is in a group; None where there are fewer than two groups."""
    if groups is None:
        return None
    names, member = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    one_hot = sp.csr_matrix((np.ones(len(member)), (np.arange(len(member)), member)), shape=(len(member), len(names)))
    one_hot = one_hot[:, np.flatnonzero(names != "")]
    return one_hot if one_hot.shape[1] >= 2 else None


def _clumping(present: sp.csr_matrix, members: np.ndarray | sp.csr_matrix) -> np.ndarray:
    """(n_words,) pairs of a word's articles in one group over those by chance; 0 where too few are expected."""
    members = sp.csr_matrix(members)
    held = present.T.tocsr() @ members
    with_itself = np.asarray(members.multiply(members).sum(1)).ravel()
    totals = np.asarray(members.sum(0)).ravel()
    n = members.shape[0]
    chance = ((totals**2).sum() - with_itself.sum()) / max(n * (n - 1), 1)
    frequency = np.asarray(present.sum(0)).ravel()
    pairs = frequency * (frequency - 1)
    together = np.asarray(held.multiply(held).sum(1)).ravel() - present.T @ with_itself
    enough = pairs * chance / 2 >= _LEAST_PAIRS
    return np.asarray(np.where(enough, together / np.maximum(pairs * chance, 1e-12), 0.0))
