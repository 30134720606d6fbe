"""Find labels that cross-validation contradicts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textml.models.evaluation.scores import Scores

# The other section must be half as likely again as the label: below that it is a toss-up, which says nothing.
_CLEARLY = 1.5


@dataclass(frozen=True, slots=True)
class LabelError:
    """A label that a classifier trained on the other labels does not predict.

    Attributes
    ----------
    position : int
        Place of the article in the cross-validated texts, counted from 0.
    label : str
        Section that the article is labelled with.
    likelier : str
        Section that the classifier predicts instead.
    p_label, p_likelier : float
        Out-of-fold probabilities of the two sections, each in [0, 1].
    """

    position: int
    label: str
    likelier: str
    p_label: float
    p_likelier: float


def rank_label_errors(scores: Scores) -> list[LabelError]:
    """Rank the labels that the out-of-fold predictions contradict, the strongest contradiction first.

    Where the other section is less than half as likely again as the label, it is a toss-up and not listed. The folds
    keep articles of one issue and near-duplicates together, so no copy of an article vouches for its label.

    Parameters
    ----------
    scores : Scores
        Of the cross-validation.

    Returns
    -------
    list of LabelError
        Empty where there are no scores.

    References
    ----------
    Northcutt, Jiang & Chuang (2021), Confident learning: estimating uncertainty in dataset labels.
    """
    return rank_contradictions(scores.labels, np.asarray(scores.proba), [row.section for row in scores.sections])


def rank_contradictions(labels: Sequence[str], proba: np.ndarray, sections: Sequence[str]) -> list[LabelError]:
    """Rank the labels that out-of-fold probabilities contradict, the strongest contradiction first.

    Parameters
    ----------
    labels : sequence of str
        (n_articles,).
    proba : ndarray of float
        (n_articles, n_sections), rows sum to 1.
    sections : sequence of str
        Sections of the columns.
    """
    found = []
    for position, (label, row) in enumerate(zip(labels, proba, strict=True)):
        predicted, own = int(row.argmax()), sections.index(label)
        # to four places, so that 0.4 and 0.6 are half as likely again in floating point too
        if predicted != own and round(row[predicted] - _CLEARLY * row[own], 4) >= 0:
            found.append(LabelError(position, label, sections[predicted], float(row[own]), float(row[predicted])))
    return sorted(found, key=lambda error: (error.p_label - error.p_likelier, error.position))
