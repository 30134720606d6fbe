"""Labels of a person that look wrong to a classifier that never saw them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Suspect:
    """A labelled article whose label the out-of-fold classifier doubts.

    Attributes
    ----------
    id : of the article; label : what the person said; likelier : what the classifier says
    p_label, p_likelier : out-of-fold probabilities of the two, in [0, 1]
    doubt : p_likelier - p_label, in (0, 1]
    """

    id: str
    label: str
    likelier: str
    p_label: float
    p_likelier: float

    @property
    def doubt(self) -> float:
        """How much more likely the other section is."""
        return self.p_likelier - self.p_label


def rank_suspects(scores: Mapping[str, Any], n: int = 20) -> list[Suspect]:
    """Labelled articles by doubt, most doubtful first (normalized margin of Northcutt, Jiang & Chuang 2021).

    Parameters
    ----------
    scores : cross-validated scores as plain values: reason, ids, labels, proba, sections
    n : at most this many

    Returns
    -------
    Suspects; none where nothing was estimated. A doubtful label is a reason to look, not to change it
    """
    if scores["reason"]:
        return []
    names = [row["section"] for row in scores["sections"]]
    proba = np.asarray(scores["proba"])
    found = []
    for identity, label, shares in zip(scores["ids"], scores["labels"], proba, strict=True):
        best = int(shares.argmax())
        if names[best] != label:
            found.append(Suspect(identity, label, names[best], float(shares[names.index(label)]), float(shares[best])))
    return sorted(found, key=lambda suspect: (-suspect.doubt, suspect.id))[:n]
