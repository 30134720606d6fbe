"""How well a classifier tells new articles from known ones: a two-sample test."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import scipy.sparse as sp
from scipy.linalg import solve
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits

from textml.features.lsa import gram_matrix
from textml.models.evaluation.intervals import Estimate, bootstrap_interval, resample_groups

# Weight of the squared norm, for rows of length 1 and weights of mean 1.
_PENALTY = 1.0
# With fewer issues than this on a side, halves of whole issues would be single days: its articles are dealt singly.
_MIN_ISSUES = 4
# Resamples for the ends of the interval: they are known to a twentieth of its width.
_N_RESAMPLES = 500


@dataclass(frozen=True)
class ToldApart:
    """How well new articles are told from known ones.

    Attributes
    ----------
    share : Estimate
        Pairs of a new and a known article of which the test tells which is the new one, in [0, 1]; 0.5 is chance. It is
        the area under the ROC curve, with an interval from resampled issues.
    known : ndarray of float, shape (n_known,)
        Scores of the known articles by the half that did not learn from them: the higher, the more like new ones.
    new : ndarray of float, shape (n_new,)
        The same of the new articles.
    weights : ndarray of float, shape (n_words,)
        Weight of each word for the score of other articles.
    """

    share: Estimate
    known: np.ndarray
    new: np.ndarray
    weights: np.ndarray


def tell_apart(
    known: sp.csr_matrix, new: sp.csr_matrix, known_issues: Sequence[str], new_issues: Sequence[str]
) -> ToldApart:
    """Test whether two sets of articles differ: learn to tell them apart on one half of each, try it on the other.

    Ridge regression on TF-IDF of words, trained on either half. Articles of one issue are in the same half, so that the
    event of a day does not give them away.

    Parameters
    ----------
    known, new : csr_matrix of int, shape (n_known, n_words) and (n_new, n_words)
        Word counts; two articles or more each.
    known_issues, new_issues : sequence of str
        Issue of each article.

    Returns
    -------
    ToldApart

    References
    ----------
    Lopez-Paz & Oquab (2017), Revisiting classifier two-sample tests.
    """
    is_new = np.repeat([False, True], [known.shape[0], new.shape[0]])
    groups = _number_groups(known_issues, new_issues)
    half = _deal_halves(groups, is_new)
    with threadpool_limits(1, "blas"):
        rows, idf = _weigh(sp.csr_matrix(sp.vstack([known, new])))
        gram = gram_matrix(rows)
        scores, dual = np.zeros(len(is_new)), np.zeros(len(is_new))
        for which in (0, 1):
            learnt, tried = np.flatnonzero(half != which), np.flatnonzero(half == which)
            found = _fit(gram[np.ix_(learnt, learnt)], is_new[learnt])
            scores[tried] = gram[np.ix_(tried, learnt)] @ found
            dual[learnt] += found / 2
        share = _estimate(scores, is_new, half, groups)
        weights = idf * np.asarray(rows.T @ dual)
    return ToldApart(share, scores[~is_new], scores[is_new], weights)


def score_newness(told: ToldApart, counts: sp.csr_matrix) -> np.ndarray:
    """Say how new articles are: the share of the known articles that look less new.

    Parameters
    ----------
    told : ToldApart
        Of the test.
    counts : csr_matrix of int, shape (n_articles, n_words)
        Word counts in the columns of the test.

    Returns
    -------
    ndarray of float, shape (n_articles,)
        In [0, 1]; spread evenly where nothing is new.
    """
    rows = normalize(_damp(counts))
    with threadpool_limits(1, "blas"):
        scores = np.asarray(rows @ told.weights)
    return np.asarray(np.searchsorted(np.sort(told.known), scores) / len(told.known))


def _damp(counts: sp.csr_matrix) -> sp.csr_matrix:
    """1 + log of the counts."""
    damped = sp.csr_matrix(counts, dtype=np.float64, copy=True)
    damped.data = 1 + np.log(damped.data)
    return damped


def _weigh(counts: sp.csr_matrix) -> tuple[sp.csr_matrix, np.ndarray]:
    """TF-IDF rows of length 1, and the factors of the words; those of a single article count nothing."""
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.where(frequency > 1, np.log((1 + counts.shape[0]) / (1 + frequency)) + 1, 0.0)
    return sp.csr_matrix(normalize(_damp(counts) @ sp.diags_array(idf))), idf


def _fit(gram: np.ndarray, is_new: np.ndarray) -> np.ndarray:
    """Dual coefficients of a ridge regression in which both sides have the same weight."""
    share = np.where(is_new, np.mean(is_new), 1 - np.mean(is_new))
    root = np.sqrt(0.5 / share)
    system = gram * root[:, None] * root
    system.flat[:: len(system) + 1] += _PENALTY
    return np.asarray(root * solve(system, root * np.where(is_new, 1.0, -1.0), assume_a="pos"))


def _number_groups(known_issues: Sequence[str], new_issues: Sequence[str]) -> np.ndarray:
    """Numbers of the issues of both sides in the order of their hashes; articles of a side of few are their own."""
    names = []
    for side, issues in enumerate((known_issues, new_issues)):
        few = len(set(issues)) < _MIN_ISSUES
        names += [f"{side} {number} {issue}" if few else issue for number, issue in enumerate(issues)]
    order = sorted(set(names), key=lambda name: blake2b(name.encode("utf-8", "surrogatepass")).digest())
    place = {name: number for number, name in enumerate(order)}
    return np.array([place[name] for name in names])


def _deal_halves(groups: np.ndarray, is_new: np.ndarray) -> np.ndarray:
    """Deal groups to two halves, the largest first, so that each has half of either side."""
    n_groups = int(groups.max()) + 1
    sizes = np.array([np.bincount(groups[is_new == side], minlength=n_groups) for side in (False, True)])
    shares = sizes / sizes.sum(axis=1, keepdims=True)
    half, held = np.zeros(n_groups, dtype=np.int64), np.zeros((2, 2))
    for group in np.argsort(-shares.sum(axis=0), kind="stable"):
        lead = held[0] - held[1]
        half[group] = int(lead @ shares[:, group] > 0)
        held[half[group]] += shares[:, group]
    return np.asarray(half[groups])


def _estimate(scores: np.ndarray, is_new: np.ndarray, half: np.ndarray, groups: np.ndarray) -> Estimate:
    """Area under the curve, the mean of both halves, with its interval."""
    draws = resample_groups(groups, 0, _N_RESAMPLES).astype(np.float64)
    right, pairs = np.zeros(len(draws)), np.zeros(len(draws))
    for which in (0, 1):
        new, known = np.flatnonzero(is_new & (half == which)), np.flatnonzero(~is_new & (half == which))
        above = np.sign(scores[new][:, None] - scores[known]) / 2 + 0.5
        right += ((draws[:, new] @ above) * draws[:, known]).sum(axis=1)
        pairs += draws[:, new].sum(axis=1) * draws[:, known].sum(axis=1)
    shares: np.ndarray = np.where(pairs > 0, right / np.maximum(pairs, 1), 0.5)
    return bootstrap_interval(float, shares)
