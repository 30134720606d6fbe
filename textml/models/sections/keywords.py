"""Keywords of the sections, heard as far as the labels say that they speak for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.linalg import solve

from textml.errors import SeedError
from textml.features.characters.tfidf import CharacterTfidf
from textml.models.sections.calibration import fit_temperature, softmax
from textml.models.sections.ridge import Metric

# From so many labelled articles on the keywords of a section have no say.
ENOUGH_LABELS = 8
# Nats of evidence that it costs to hear keywords at all, and again for each section that is left out.
_COST = 0.5
# Nats beyond the cost at which keywords are heard in full.
_SURE = 1.5
_PENALTY = 0.1
# A number is a break between n-grams, white space is not.
_BETWEEN_WORDS = "0"


@dataclass(frozen=True, slots=True)
class Hints:
    """One short article made of the keywords of each section that has any.

    Attributes
    ----------
    rows : (n_hints, n_terms) CSR, of length 1
    sections : (n_hints,) int
    weights : (n_hints,) float in [0, 1], what each counts against one labelled article of its section
    """

    rows: sp.csr_matrix
    sections: np.ndarray
    weights: np.ndarray


def check_keywords(keywords: Mapping[Any, Sequence[str]] | None, classes: Sequence[object]) -> dict[int, list[str]]:
    """Distinct words of each section, sorted, by its position in `classes`.

    Raises
    ------
    SeedError : not a mapping of labels to sequences of words, or a label that no labelled article carries
    """
    if not isinstance(keywords, Mapping | None):
        raise SeedError(f'keywords is {keywords!r}. Give a mapping of labels to words: {{"economy": ["企业", "订单"]}}')
    given = dict(keywords or {})
    unknown = [str(label) for label in given if label not in classes]
    if unknown:
        raise SeedError(
            f"keywords for {', '.join(unknown)}, but the labelled articles are {', '.join(map(str, classes))}. "
            "Correct the name, label an article of it, or leave its keywords out"
        )
    for label, words in given.items():
        if isinstance(words, str) or not all(isinstance(word, str) and word.strip() for word in words):
            raise SeedError(f'keywords of {label}: {words!r}. Give a sequence of words: ["企业", "订单"]')
    return {classes.index(label): sorted(set(words)) for label, words in given.items()}


def build_hints(features: CharacterTfidf, words: Mapping[int, Sequence[str]], sections: np.ndarray) -> Hints:
    """Keywords as articles, which count the less the more labels their section has, and nothing from eight on.

    Parameters
    ----------
    features : fitted; keywords of which no n-gram is known are left out
    words : of each section, by its number
    sections : (n_labelled,) int
    """
    counts = np.bincount(sections)
    if counts.min() >= ENOUGH_LABELS:
        words = {}
    of = np.array(sorted(words), dtype=np.int64)
    rows = features.transform([_BETWEEN_WORDS.join(words[section]) for section in of.tolist()])
    known = np.diff(rows.indptr) > 0
    return Hints(rows[known], of[known], np.maximum(0, 1 - counts[of[known]] / ENOUGH_LABELS))


def judge_hints(hints: Hints, metric: Metric, sections: np.ndarray) -> np.ndarray:
    """What is left of the weights of keywords when labelled articles are asked whether these speak for their sections.

    A classifier of nothing but keywords is held to the labels, which it did not learn from: the evidence for it is its
    log likelihood beyond that of chance, every section counting the same. Sections whose keywords spoil it are left
    out one after the other, each at a price, and what remains decides how far the keywords are heard.

    Parameters
    ----------
    hints : fewer than two cannot be judged, and are not heard
    metric : over the labelled articles, then the hints, then others
    sections : (n_labelled,) int

    Returns
    -------
    (n_hints,) float in [0, 1]
    """
    if len(hints.sections) < 2:
        return np.zeros(len(hints.sections))
    judges = np.flatnonzero(np.isin(sections, hints.sections))
    truth = np.searchsorted(hints.sections, sections[judges])
    at = len(sections) + np.arange(len(hints.sections))
    to_judges, to_hints = metric.between(judges, at), metric.between(at, at)
    kept = np.arange(len(at))
    evidence = _evidence(to_judges, to_hints, truth, kept) - _COST
    while len(kept) > 1:
        without = [_evidence(to_judges, to_hints, truth, np.delete(kept, k)) for k in range(len(kept))]
        price = _COST * (len(at) - len(kept) + 2)
        if max(without) - price <= evidence:
            break
        evidence = max(without) - price
        kept = np.delete(kept, int(np.argmax(without)))
    return np.where(np.isin(np.arange(len(at)), kept), hints.weights * np.clip(evidence / _SURE, 0, 1), 0.0)


def _evidence(to_judges: np.ndarray, to_hints: np.ndarray, truth: np.ndarray, kept: np.ndarray) -> float:
    """Log likelihood beyond chance of the labels, in nats, by a classifier of these hints."""
    n_sections = len(to_hints)
    system = to_hints[np.ix_(kept, kept)] + _PENALTY * np.eye(len(kept))
    scores = to_judges[:, kept] @ solve(system, np.eye(n_sections)[kept] - 1 / n_sections, assume_a="pos")
    likely = softmax(fit_temperature(scores, truth) * scores)[np.arange(len(truth)), truth]
    beyond = np.log(n_sections * np.maximum(likely, 1e-6))
    # A mean over sections says as much as this many articles of sections of one size.
    counts = np.bincount(truth, minlength=n_sections)
    n_even = n_sections**2 / (1 / counts).sum()
    return float(n_even * np.mean(np.bincount(truth, beyond, minlength=n_sections) / counts))
