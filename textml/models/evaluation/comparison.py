"""Two runs on the same labelled articles: which is better, as far as these articles can tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from textml.display import brief, card
from textml.errors import SeedError
from textml.models.evaluation.scores import Estimate, accuracy, confusions, interval, macro_f1, resample_groups


@dataclass(frozen=True, slots=True)
class Comparison:
    """Differences, second minus first, with 95 % intervals from groups resampled for both alike.

    Attributes
    ----------
    n_articles : labelled articles that both scored, with the same label
    macro_f1, accuracy : differences in [-1, 1]
    won, lost : articles that only the second, only the first got right
    """

    n_articles: int
    macro_f1: Estimate
    accuracy: Estimate
    won: int
    lost: int

    __repr__ = brief

    def _repr_html_(self) -> str:
        gains = (("macro-F1", self.macro_f1), ("accuracy", self.accuracy))
        points = (
            (name, f"{100 * g.value:+.1f} points ({100 * g.low:+.1f} to {100 * g.high:+.1f})") for name, g in gains
        )
        only = f"{self.won} right only in the second, {self.lost} only in the first"
        return card("Comparison", (f"second minus first on {self.n_articles} articles", only), rows=points)


def compare_scores(first: Mapping[str, Any], second: Mapping[str, Any], random_state: int = 0) -> Comparison:
    """Compare out-of-fold labels article by article (paired cluster bootstrap).

    Parameters
    ----------
    first, second : cross-validated scores as plain values: reason, ids, labels, groups, predicted
    random_state : of the resampling

    Raises
    ------
    SeedError : one of them has no estimate, or fewer than ten articles are in both
    """
    for scores in (first, second):
        if scores["reason"]:
            raise SeedError(f"nothing to compare: {scores['reason']}")
    place = {key: i for i, key in enumerate(zip(second["ids"], second["labels"], strict=True))}
    shared = [(i, place[key]) for i, key in enumerate(zip(first["ids"], first["labels"], strict=True)) if key in place]
    if len(shared) < 10:
        raise SeedError(f"the two runs share {len(shared)} labelled articles; 10 are needed to compare them")
    one, other = np.array(shared).T
    truth = np.array(first["labels"])[one]
    found = np.array(first["predicted"])[one], np.array(second["predicted"])[other]
    sections = sorted({*truth.tolist(), *found[0].tolist(), *found[1].tolist()})
    samples = resample_groups(np.array(first["groups"], dtype=np.int64)[one], random_state)
    tables = np.stack([confusions(truth, labels, sections, samples) for labels in found], axis=1)
    right = [labels == truth for labels in found]
    return Comparison(
        len(shared),
        interval(lambda pair: macro_f1(pair[1]) - macro_f1(pair[0]), tables),
        interval(lambda pair: accuracy(pair[1]) - accuracy(pair[0]), tables),
        int((right[1] & ~right[0]).sum()),
        int((right[0] & ~right[1]).sum()),
    )
