"""From which confidence on labels are as precise as promised."""

from dataclasses import dataclass
from math import ceil, log

import numpy as np
from scipy.special import betainc

from textml.errors import SeedError

# One time in ten a promise may be missed.
RISK = 0.1


@dataclass(frozen=True, slots=True)
class Labelling:
    """Labels of the articles for which the promised precision holds.

    Attributes
    ----------
    labels : one for each article, None where the classifier abstains
    confidence : (n_articles,) float in [0, 1], probability of the likeliest section
    precision : share of right labels among those given, as promised, in (0, 1)
    coverage : share of articles that are expected to get a label, in [0, 1], from held-out labelled articles
    threshold : confidence from which on a label is given, in [0, 1]
    """

    labels: list[str | int | None]
    confidence: np.ndarray
    precision: float
    coverage: float
    threshold: float


def find_threshold(confidence: np.ndarray, correct: np.ndarray, precision: float) -> float:
    """Lowest confidence above which the precision of held-out articles is likely to hold.

    The posterior of the precision above a threshold starts from the mean confidence there, worth two articles.

    Parameters
    ----------
    confidence : (n_articles,) float in [0, 1], of articles that were held out
    correct : (n_articles,) bool
    precision : promised share of right labels, in (0, 1)

    Returns
    -------
    float in [0, 1]

    Raises
    ------
    SeedError : no threshold keeps the promise; the message says how many labelled articles could
    """
    order = np.argsort(-confidence, kind="stable")
    given = np.arange(1, len(order) + 1)
    right = np.cumsum(correct[order])
    mean = np.cumsum(confidence[order]) / given
    kept = 1 - betainc(right + 2 * mean, given - right + 2 * (1 - mean), precision) >= 1 - RISK
    # Rows of equal confidence get a label together or not at all.
    kept &= np.append(confidence[order][1:] < confidence[order][:-1], True)
    if not kept.any():
        raise SeedError(
            f"{len(order)} held-out labelled articles, {int(correct.sum())} of them right, cannot promise "
            f"{100 * precision:.0f} % precision; it would take about {labels_needed(correct, precision)} labelled "
            "articles. Label more, or ask for less"
        )
    return float(confidence[order][np.flatnonzero(kept)[-1]])


def labels_needed(correct: np.ndarray, precision: float) -> int:
    """Rough number of labelled articles from which on a promise of this precision can be kept."""
    flawless = ceil(log(RISK) / log(precision))
    share = max(0.2, float(correct.mean())) if len(correct) else 0.5
    return max(len(correct) + flawless, ceil(flawless / share**2))
