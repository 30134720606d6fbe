"""Choose which articles get a label, so that a requested precision holds (selective classification)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, log, log2

import numpy as np
from scipy.special import betainc

from textml.config import check_settings
from textml.errors import SeedError
from textml.models.sections.prediction import Prediction
from textml.reasons import NotEnoughError, Reason

# Largest probability that the precision above a threshold is lower than requested.
RISK = 0.1
# Out-of-distribution quantile: share of the correctly predicted held-out articles that is given up in order to abstain
# on articles of none of the sections, where no label says what these are like ...
OUT_OF_DISTRIBUTION = 0.07
# ... and how many such labels halve it: they tell strangers better than novelty does, on newswire, web news and evening
# news (tests/bench/README.md).
_HALVING_LABELS = 10
# Largest factor by which labelled strangers stand for more articles, or fewer, than they are.
_MOST_WEIGHT = 4.0
# Weight of the mean confidence in the posterior of the precision, in held-out articles.
_PRIOR = 2.0
# Largest probability that as many right articles as lie above a threshold come by chance from a lower precision.
LEAST_EVIDENCE = 0.25
# Smallest share of articles that is taken to be predicted with near certainty, for a rough number of labels needed.
_LEAST_CERTAIN = 0.2


@dataclass(frozen=True, slots=True)
class AbstentionRule:
    """Confidence and novelty score that an article must reach to get a label.

    Attributes
    ----------
    precision : float
        Requested share of right labels among those given, in (0, 1).
    coverage : float
        Share of the articles of the sections that get a label, as far as held-out articles tell, in [0, 1].
    threshold : float
        Least confidence of an article with a label, in [0, 1].
    max_novelty : float
        Largest novelty score of an article with a label.
    reject : int
        Column of the class for articles of none of the sections, which get no label; -1 where there is none.
    reject_threshold : float
        Least confidence of an article that is of none of the sections; infinite where that cannot be promised.
    by_pool : bool
        Whether the coverage is that of unlabelled articles, not of the labelled ones.
    """

    precision: float
    coverage: float
    threshold: float
    max_novelty: float
    reject: int = -1
    reject_threshold: float = np.inf
    by_pool: bool = False

    def accepts(self, prediction: Prediction) -> np.ndarray:
        """Say which articles get a label.

        Parameters
        ----------
        prediction : Prediction
            Of n_articles.

        Returns
        -------
        ndarray of bool
            (n_articles,).
        """
        known = (prediction.novelty <= self.max_novelty) & (prediction.likeliest != self.reject)
        return np.asarray(known & (prediction.confidence >= self.threshold) & ~prediction.empty)

    def rejects(self, prediction: Prediction) -> np.ndarray:
        """Say which articles are of none of the sections, as surely as the others get a label.

        Parameters
        ----------
        prediction : Prediction
            Of n_articles.

        Returns
        -------
        ndarray of bool
            (n_articles,).
        """
        rejected = prediction.likeliest == self.reject
        return np.asarray(rejected & (prediction.confidence >= self.reject_threshold) & ~prediction.empty)


class PrecisionError(NotEnoughError, SeedError):
    """There are too few labelled articles for the precision requested.

    Attributes
    ----------
    n_held_out, n_right : int
        Labelled articles that were held out, and those predicted correctly.
    n_needed : int
        Rough number of labelled articles that would do.
    """

    def __init__(self, n_held_out: int, n_right: int, n_needed: int, precision: float) -> None:
        percent = round(100 * precision)
        super().__init__(
            Reason(
                "imprecise",
                {"percent": percent, "n_held_out": n_held_out, "n_right": n_right, "n_needed": n_needed},
            )
        )
        self.n_held_out, self.n_right, self.n_needed = n_held_out, n_right, n_needed


def check_precision(precision: float) -> float:
    """Return a precision that may be requested, as the setting `precision` of [models] allows it.

    Raises
    ------
    ConfigError
        If it is out of range; 0.9 is meant, not 90.
    """
    return check_settings({"models": {"precision": precision}}, "precision").models.precision


def weigh_rejects(truth: np.ndarray, reject: int, share: float) -> np.ndarray:
    """Weigh held-out articles so that those of none of the sections count as often as they come.

    Parameters
    ----------
    truth : ndarray of int
        Labels, (n_held_out,).
    reject : int
        The label of articles of none of the sections; -1 where there is none.
    share : float
        Their share among the articles to label, in (0, 1).

    Returns
    -------
    ndarray of float
        (n_held_out,), mean 1; the odds of none change by a factor of four at most.
    """
    rejected = truth == reject
    n = int(rejected.sum())
    if not 0 < n < len(truth):
        return np.ones(len(truth))
    factor = float(np.clip(share / (1 - share) * (len(truth) - n) / n, 1 / _MOST_WEIGHT, _MOST_WEIGHT))
    weights = np.where(rejected, factor, 1.0)
    return np.asarray(weights / weights.mean())


def max_novelty(novelty: np.ndarray, correct: np.ndarray, n_rejects: int = 0) -> float:
    """Choose the novelty score above which an article counts as one of none of the sections.

    Parameters
    ----------
    novelty : ndarray of float
        Novelty scores of held-out articles, (n_held_out,).
    correct : ndarray of bool
        Whether their predictions are right, (n_held_out,).
    n_rejects : int
        Labelled articles of none of the sections.

    Returns
    -------
    float
        Infinity where no prediction is right.
    """
    given_up = OUT_OF_DISTRIBUTION * _HALVING_LABELS / (_HALVING_LABELS + n_rejects)
    return float(np.quantile(novelty[correct], 1 - given_up)) if correct.any() else np.inf


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What classifiers that did not see them say of labelled articles.

    Attributes
    ----------
    proba : ndarray of float
        Probabilities, (n_held_out, n_classes).
    truth : ndarray of int
        Their labels as columns of `proba`, (n_held_out,).
    novelty : ndarray of float
        Novelty scores, (n_held_out,).
    weights : ndarray of float
        How many of the articles to label each stands for, (n_held_out,), above 0, mean 1.
    reject : int
        Column of the class for articles of none of the sections; -1 where there is none.
    pool : ndarray of float
        Confidence of unlabelled articles by classifiers that did not see them either, (n_pool,), 0 where they are of
        none of the sections; they say how many articles get a label. Empty: the labelled ones do.
    """

    proba: np.ndarray
    truth: np.ndarray
    novelty: np.ndarray
    weights: np.ndarray
    reject: int = -1
    pool: np.ndarray = field(default_factory=lambda: np.zeros(0))

    @property
    def likeliest(self) -> np.ndarray:
        """Likeliest class of each, (n_held_out,)."""
        return np.asarray(self.proba.argmax(axis=1))

    def choose_rule(self, precision: float, known_novelty: float) -> AbstentionRule:
        """Choose which articles get a label: a share of `precision` of them right, articles of no section included.

        Parameters
        ----------
        precision : float
            Requested share of right labels among those given, in (0, 1).
        known_novelty : float
            Largest novelty of an article with a label.

        Raises
        ------
        ConfigError, PrecisionError
            As `threshold_for_precision` does.
        """
        known = (self.novelty <= known_novelty) & (self.likeliest != self.reject)
        confidence, correct = self.proba.max(axis=1), self.likeliest == self.truth
        threshold = threshold_for_precision(confidence[known], correct[known], precision, self.weights[known])
        given, of_sections = known & (confidence >= threshold), self.truth != self.reject
        coverage = float(self.weights[given & of_sections].sum() / self.weights[of_sections].sum())
        if by_pool := len(self.pool) > 0:
            sure = (self.likeliest != self.reject) & (confidence >= threshold)
            familiar = self.weights[given].sum() / self.weights[sure].sum()
            proper = self.weights[of_sections].sum() / self.weights.sum()
            coverage = min(1.0, float((self.pool >= threshold).mean() * familiar / proper))
        rejected = self._reject_threshold(precision)
        return AbstentionRule(precision, coverage, threshold, known_novelty, self.reject, rejected, by_pool)

    def _reject_threshold(self, precision: float) -> float:
        rejected = self.likeliest == self.reject
        confidence, correct = self.proba.max(axis=1)[rejected], self.truth[rejected] == self.reject
        try:
            return threshold_for_precision(confidence, correct, precision, self.weights[rejected])
        except PrecisionError:
            return np.inf


def threshold_for_precision(
    confidence: np.ndarray, correct: np.ndarray, precision: float, weights: np.ndarray | None = None
) -> float:
    """Find a confidence threshold, as low as the search allows, above which a requested precision holds.

    Selection with guaranteed risk: a binary search over the thresholds. Each threshold looked at is tested at level
    ``RISK / n_steps``, which corrects for the search.

    The test is not the binomial tail bound of the paper, which refuses 90 % precision on 64 labelled articles of news
    in ten draws of ten. It is the posterior of the precision above the threshold, a Beta distribution whose prior is
    worth two articles of the mean confidence there. So the guarantee rests on calibrated confidence, and is weaker
    than the paper's: in simulated draws with calibrated confidence, at most 8 % got a threshold that misses the
    request. From about 250 labelled articles on, both tests choose alike. The mean confidence of the articles that get
    a label must reach the request too: a few right answers in a row do not outweigh it.

    Because confidence is worth little at the extremes, a threshold must also leave enough held-out articles that all
    of them being right by chance, at a lower precision, has a probability of `LEAST_EVIDENCE` at most: 14 articles for
    90 %, 28 for 95 %, 69 for 98 %. On 40 draws of 64 to 384 labelled articles, the thresholds kept 90 % in 38 of 38
    draws, 95 % in 31 of 32 and 98 % in 16 of 18; the other draws were refused.

    Parameters
    ----------
    confidence : ndarray of float
        Probability of the likeliest section of held-out articles, (n_held_out,), in [0, 1].
    correct : ndarray of bool
        Whether the likeliest section is right, (n_held_out,).
    precision : float
        Requested share of right labels, in (0, 1).
    weights : ndarray of float or None
        How many articles each stands for, (n_held_out,), above 0; None: all the same. Evidence counts by their
        effective number (Kish 1965).

    Returns
    -------
    float
        In [0, 1].

    Raises
    ------
    ConfigError
        If `precision` is out of range.
    PrecisionError
        If no threshold passes; it says how many labelled articles would do.

    References
    ----------
    Geifman & El-Yaniv (2017), Selective classification for deep neural networks.
    """
    check_precision(precision)
    order = np.argsort(-confidence, kind="stable")
    each = np.ones(len(order)) if weights is None else weights[order] * weights.sum() / (weights**2).sum()
    n_given, n_right = np.cumsum(each), np.cumsum(each * correct[order])
    mean = np.cumsum(each * confidence[order]) / n_given
    missed = betainc(n_right + _PRIOR * mean, n_given - n_right + _PRIOR * (1 - mean) + 1e-9, precision)
    # Articles of equal confidence get a label together or not at all.
    whole = np.append(np.diff(confidence[order]) < 0, True)[: len(order)]
    candidates = np.flatnonzero(whole & (n_given >= log(LEAST_EVIDENCE) / log(precision)))
    n_steps = max(1, ceil(log2(len(candidates) + 1)))
    passes = (missed <= RISK / n_steps) & (mean >= precision)
    n_passed = _search_coverage(passes[candidates])
    if not n_passed:
        raise PrecisionError(len(order), int(correct.sum()), count_labels_needed(correct, precision), precision)
    return float(confidence[order][candidates[n_passed - 1]])


def measure_coverage(confidence: np.ndarray, correct: np.ndarray, precision: float, weights: np.ndarray) -> float:
    """Measure which share of articles gets a label of the requested precision; 0 where that cannot be promised.

    Parameters
    ----------
    confidence, correct, precision, weights
        As for `threshold_for_precision`; articles of no weight do not count.
    """
    kept = weights > 0
    try:
        threshold = threshold_for_precision(confidence[kept], correct[kept], precision, weights[kept])
    except PrecisionError:
        return 0.0
    return float(weights[confidence >= threshold].sum() / weights.sum())


def _search_coverage(passes: np.ndarray) -> int:
    """Search the last candidate that passes by bisection, as a count from the first; 0 where none was found."""
    low, high = 0, len(passes)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if passes[middle] else (low, middle)
    return low


def count_labels_needed(correct: np.ndarray | Sequence[bool], precision: float) -> int:
    """Estimate the number of labelled articles that a requested precision takes.

    That many right predictions in a row prove the precision in a single test. Of the articles labelled, only the most
    confident ones are all right; the better the classifier, the larger their share.

    Parameters
    ----------
    correct : sequence of bool
        Whether the predictions of the held-out articles are right, (n_held_out,).
    precision : float
        Requested share of right labels, in (0, 1).

    Returns
    -------
    int
    """
    all_right = ceil(log(RISK) / log(precision))
    share = max(_LEAST_CERTAIN, float(np.mean(correct))) if len(correct) else 0.5
    return max(len(correct) + all_right, ceil(all_right / share**2))
