"""Groups of articles that a split must keep together: one issue, near-duplicates."""

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import HashingVectorizer

# Five Chinese characters are two or three words: seldom the same by chance.
_GRAM = 5
# A 5-gram in more articles than this is a stock phrase, not a sign of copying; leaving it out keeps the
# product sparse.
_MAX_ARTICLES = 50


def group_articles(
    texts: Sequence[str],
    dates: Sequence[str],
    duplicate_share: float = 0.6,
    same: Sequence[tuple[int, int]] = (),
) -> NDArray[np.int64]:
    """Number the groups of articles that have to be on the same side of a split.

    Articles of one issue are in one group, and so are near-duplicates and what is known to be one article.

    Parameters
    ----------
    texts : (n_articles,) sequence of str
        Their texts.
    dates : (n_articles,) sequence of str
        Date of each article's issue, empty where unknown; such an article belongs to no issue.
    duplicate_share : float
        In [0, 1]. Two articles that have at least this share of the shorter one's 5-grams in common are
        near-duplicates.
    same : sequence of (int, int)
        Positions of a labelled article and of the same one without its label.

    Returns
    -------
    (n_articles,) ndarray of int
        Groups, numbered from 0 in the order of their first article.
    """
    rows, columns = zip(*same, strict=True) if same else ((), ())
    known = sp.csr_matrix((np.ones(len(rows), bool), (rows, columns)), shape=(len(texts), len(texts)))
    links = near_duplicates(texts, duplicate_share) + _same(dates) + known
    _, group = connected_components(links, directed=False)
    _, first, inverse = np.unique(group, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse].astype(np.int64)


def near_duplicates(texts: Sequence[str], share: float) -> sp.csr_matrix:
    """Find pairs of articles with at least `share` of the shorter one's character 5-grams in common.

    Parameters
    ----------
    texts : (n_articles,) sequence of str
        Their texts; white space is left out.
    share : float
        In [0, 1].

    Returns
    -------
    (n_articles, n_articles) csr_matrix of bool
        Symmetric; no article is its own duplicate.
    """
    n_articles = len(texts)
    squeezed = ["".join(text.split()) for text in texts]
    hashed = HashingVectorizer(
        analyzer="char", ngram_range=(_GRAM, _GRAM), n_features=2**24, norm=None, alternate_sign=False, lowercase=False
    )
    grams = hashed.transform(squeezed).tocsc()
    grams.data[:] = 1
    sizes = np.maximum(np.asarray(grams.sum(axis=1)).ravel(), 1)
    articles_of = np.diff(grams.indptr)
    rare = grams[:, (articles_of > 1) & (articles_of <= _MAX_ARTICLES)].tocsr()
    shared = (rare @ rare.T).tocoo()
    copies = _same(squeezed)
    close = (shared.row != shared.col) & (shared.data >= share * np.minimum(sizes[shared.row], sizes[shared.col]))
    rows, columns = shared.row[close], shared.col[close]
    pairs = sp.csr_matrix((np.ones(len(rows), bool), (rows, columns)), shape=(n_articles, n_articles))
    # whole copies too, of which there may be so many that all their 5-grams are frequent
    pairs = pairs + copies + copies.T
    pairs.setdiag(False)
    pairs.eliminate_zeros()
    return sp.csr_matrix(pairs, dtype=bool)


def _same(names: Sequence[str]) -> sp.csr_matrix:
    """Links every article that has a name with the first of that name."""
    first: dict[str, int] = {}
    links = [(i, first.setdefault(name, i)) for i, name in enumerate(names) if name]
    rows, columns = zip(*links, strict=True) if links else ((), ())
    return sp.csr_matrix((np.ones(len(links), bool), (rows, columns)), shape=(len(names), len(names)))
