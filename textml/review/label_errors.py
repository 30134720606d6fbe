"""Labels that look wrong to a classifier that did not see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Doubt:
    """A label that a classifier taught by the other labels does not share.

    Attributes
    ----------
    position : place of the article in the texts given to `fit`
    label : what it is labelled; likelier : what it is taken for
    p_label, p_likelier : their probabilities, each in [0, 1]
    reason : the same in words
    """

    position: int
    label: str | int
    likelier: str | int
    p_label: float
    p_likelier: float
    reason: str


def rank_doubts(proba: np.ndarray, sections: np.ndarray, positions: np.ndarray, names: list[str | int]) -> list[Doubt]:
    """Held-out articles that are taken for another section, the strongest contradiction first.

    Parameters
    ----------
    proba : (n_held_out, n_sections) float, rows sum to 1
    sections : (n_held_out,) int, what they are labelled
    positions : (n_held_out,) int, where they stand among the texts given
    names : (n_sections,) labels

    References
    ----------
    Northcutt, Jiang & Chuang (2021), Confident learning: estimating uncertainty in dataset labels.
    """
    doubts = []
    for row, section, position in zip(proba, sections.tolist(), positions.tolist(), strict=True):
        other = int(row.argmax())
        if other != section:
            own, likelier = float(row[section]), float(row[other])
            reason = (
                f"labelled {names[section]}, but the other labelled articles speak for {names[other]}: "
                f"{100 * likelier:.0f} % against {100 * own:.0f} %"
            )
            doubts.append(Doubt(position, names[section], names[other], own, likelier, reason))
    return sorted(doubts, key=lambda doubt: (doubt.p_label - doubt.p_likelier, doubt.position))


def rank_score_doubts(scores: Mapping[str, Any], n: int = 20) -> list[Doubt]:
    """The same for cross-validated scores as plain values, whose folds keep issues and near-duplicates apart.

    Parameters
    ----------
    scores : reason, labels, proba, sections; `Doubt.position` counts in their order
    n : at most this many
    """
    if scores["reason"]:
        return []
    names = [row["section"] for row in scores["sections"]]
    sections = np.array([names.index(label) for label in scores["labels"]])
    return rank_doubts(np.asarray(scores["proba"]), sections, np.arange(len(sections)), names)[:n]
