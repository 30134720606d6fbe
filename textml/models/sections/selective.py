"""From which confidence on labels are as precise as promised."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log

import numpy as np
from scipy.special import betainc

from textml.display import brief, card
from textml.errors import SeedError
from textml.models.sections.prediction import Judgement

# One time in ten a promise may be missed.
RISK = 0.1
# Share of the right labels that is given up in order to abstain on articles of none of the sections.
STRANGERS = 0.07
# What the mean confidence weighs beside held-out articles, in articles.
_PRIOR = 2.0


@dataclass(frozen=True, slots=True)
class Labelling:
    """Labels of the articles for which the promised precision holds.

    Attributes
    ----------
    labels : one for each article, None where the classifier abstains
    confidence : (n_articles,) float in [0, 1], probability of the likeliest section
    familiar : (n_articles,) bool, False where an article is unlike the labelled ones of every section
    precision : share of right labels among those given, as promised, in (0, 1)
    coverage : share of articles that are expected to get a label, in [0, 1], from held-out labelled articles
    threshold : confidence from which on a label is given, in [0, 1]
    """

    labels: list[str | int | None]
    confidence: np.ndarray
    familiar: np.ndarray
    precision: float
    coverage: float
    threshold: float

    __repr__ = brief

    def _repr_html_(self) -> str:
        given = Counter(str(label) for label in self.labels if label is not None)
        facts = (
            f"{given.total():,} of {len(self.labels):,} articles labelled, the others left to a person",
            f"asked for {100 * self.precision:.0f} % precision: confidence {self.threshold:.2f} and more",
            f"{len(self.labels) - int(self.familiar.sum()):,} unlike all labelled ones",
        )
        return card("Labelling", facts, ("section", "articles"), given.most_common())


@dataclass(frozen=True, slots=True)
class Promise:
    """From which confidence and familiarity on an article gets a label.

    Attributes
    ----------
    precision : share of right labels among those given, as promised, in (0, 1)
    coverage : share of articles that are expected to get a label, in [0, 1], from held-out labelled articles
    threshold : confidence from which on a label is given, in [0, 1]
    familiarity_limit : an article below it is unlike the labelled ones of every section
    """

    precision: float
    coverage: float
    threshold: float
    familiarity_limit: float

    def keeps(self, judgement: Judgement) -> np.ndarray:
        """(n_articles,) bool, which of them get a label."""
        familiar = judgement.familiarity >= self.familiarity_limit
        return np.asarray(familiar & (judgement.confidence >= self.threshold) & ~judgement.empty)


class PromiseError(SeedError):
    """No threshold keeps the precision asked for.

    Attributes
    ----------
    n_held_out, n_right : labelled articles that it was tried on; n_needed : about so many would do
    """

    def __init__(self, n_held_out: int, n_right: int, n_needed: int, precision: float) -> None:
        super().__init__(
            f"{n_held_out} held-out labelled articles, {n_right} of them right, cannot promise "
            f"{100 * precision:.0f} % precision; it would take about {n_needed} labelled articles. Label more, or ask "
            "for less"
        )
        self.n_held_out, self.n_right, self.n_needed = n_held_out, n_right, n_needed


def familiarity_limit(familiarity: np.ndarray, correct: np.ndarray) -> float:
    """Below this an article counts as one of none of the sections; held-out articles labelled right tell it.

    Parameters
    ----------
    familiarity : (n_held_out,) float, score of the likeliest section by the labels alone
    correct : (n_held_out,) bool

    Returns
    -------
    float, minus infinity where nothing was right
    """
    return float(np.quantile(familiarity[correct], STRANGERS)) if correct.any() else -np.inf


def find_threshold(confidence: np.ndarray, correct: np.ndarray, precision: float) -> float:
    """Lowest confidence above which the precision of held-out articles is likely to hold.

    The posterior of the precision above a threshold starts from the mean confidence there; it has to lie above the
    promise with probability 0.9.

    Parameters
    ----------
    confidence : (n_held_out,) float in [0, 1]
    correct : (n_held_out,) bool
    precision : promised share of right labels, in (0, 1)

    Returns
    -------
    float in [0, 1]

    Raises
    ------
    SeedError : `precision` is out of range
    PromiseError : no threshold keeps the promise; it says how many labelled articles could

    References
    ----------
    Geifman & El-Yaniv (2017), Selective classification for deep neural networks (with a Beta posterior for the bound).
    """
    if not 0 < precision < 1:
        raise SeedError(f"precision {precision!r}: has to lie between 0 and 1, as in precision=0.9")
    order = np.argsort(-confidence, kind="stable")
    given = np.arange(1, len(order) + 1)
    right = np.cumsum(correct[order])
    mean = np.cumsum(confidence[order]) / given
    missed = betainc(right + _PRIOR * mean, given - right + _PRIOR * (1 - mean) + 1e-9, precision)
    # Articles of equal confidence get a label together or not at all.
    kept = np.flatnonzero((missed <= RISK) & np.append(np.diff(confidence[order]) < 0, True)[: len(order)])
    if not len(kept):
        raise PromiseError(len(order), int(correct.sum()), labels_needed(correct, precision), precision)
    return float(confidence[order][kept[-1]])


def labels_needed(correct: np.ndarray | Sequence[bool], precision: float) -> int:
    """Rough number of labelled articles from which on a promise of this precision can be kept.

    So many flawless ones in a row prove it at the risk taken; of those labelled only the surest ones are flawless, the
    more the better the classifier is.
    """
    flawless = ceil(log(RISK) / log(precision))
    share = max(0.2, float(np.mean(correct))) if len(correct) else 0.5
    return max(len(correct) + flawless, ceil(flawless / share**2))
