"""Use the keywords of sections as weak labels, weighted by how well they predict the labelled articles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.linalg import solve

from textml.errors import SeedError
from textml.features.characters.tfidf import CharacterTfidf
from textml.models.sections.learning.calibration import fit_temperature, softmax
from textml.models.sections.learning.ridge import InnerProduct

# From this many labelled articles on, the keywords of a section have no weight.
ENOUGH_LABELS = 8
# Evidence, in nats, that keywords must bring to be used at all, and again for each section that is left out.
_COST = 0.5
# Evidence beyond the cost, in nats, from which on keywords have full weight.
_FULL_EVIDENCE = 1.5
# Ridge penalty of the classifier made of keywords alone.
_PENALTY = 0.1
# Between two keywords: a number is a break between n-grams, white space is not.
_BETWEEN_WORDS = "0"


@dataclass(frozen=True, slots=True)
class KeywordArticles:
    """One short article for each section that has keywords, made of these, with a weak label.

    Attributes
    ----------
    rows : csr_matrix of float
        Features, (n_keyword_articles, n_terms), rows of length 1.
    sections : ndarray of int
        Their sections, sorted, (n_keyword_articles,).
    weights : ndarray of float
        Weight against one labelled article of the section, (n_keyword_articles,), in [0, 1].
    """

    rows: sp.csr_matrix
    sections: np.ndarray
    weights: np.ndarray

    def drop_all(self) -> "KeywordArticles":
        """Return the same without any article."""
        return KeywordArticles(self.rows[:0], self.sections[:0], self.weights[:0])


def check_keywords(
    keywords: Mapping[str, Sequence[str]] | Mapping[int, Sequence[str]] | None, classes: Sequence[object]
) -> dict[int, list[str]]:
    """Check the keywords of each section.

    Parameters
    ----------
    keywords : mapping of label to sequence of str, or None
        Keywords of each section, by its label.
    classes : sequence
        Sorted labels of the labelled articles.

    Returns
    -------
    dict of int to list of str
        Distinct words, sorted, by the position of the label in `classes`.

    Raises
    ------
    SeedError
        If `keywords` is not a mapping of labels to sequences of words, or names a label that no labelled article
        carries.
    """
    if not isinstance(keywords, Mapping | None):
        raise SeedError(f'keywords is {keywords!r}. Give a mapping of labels to words: {{"economy": ["企业", "订单"]}}')
    given: dict[object, Sequence[str]] = dict(keywords.items()) if keywords else {}
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


def build_keyword_articles(
    features: CharacterTfidf, words: Mapping[int, Sequence[str]], sections: np.ndarray
) -> KeywordArticles:
    """Turn keywords into articles, whose weight falls with the number of labels and is 0 from eight on.

    Parameters
    ----------
    features : CharacterTfidf
        Fitted; keywords without a known n-gram are left out.
    words : mapping of int to sequence of str
        Keywords of each section, from `check_keywords`.
    sections : ndarray of int
        Sections of the labelled articles, (n_labelled,).

    Returns
    -------
    KeywordArticles
    """
    counts = np.bincount(sections)
    if counts.min() >= ENOUGH_LABELS:
        words = {}
    of = np.array(sorted(words), dtype=np.int64)
    rows = features.transform([_BETWEEN_WORDS.join(words[section]) for section in of.tolist()])
    known = np.diff(rows.indptr) > 0
    return KeywordArticles(rows[known], of[known], np.maximum(0, 1 - counts[of[known]] / ENOUGH_LABELS))


def weigh_keyword_articles(articles: KeywordArticles, inner: InnerProduct, sections: np.ndarray) -> np.ndarray:
    """Reduce the weights of keywords that do not predict the labelled articles.

    A classifier is trained on the keywords alone. Its evidence is its log likelihood on the labelled articles beyond
    that of chance, every section counting the same. Sections whose keywords lower the evidence are left out one after
    the other, each at a cost; the evidence that remains scales the weights of the others.

    Parameters
    ----------
    articles : KeywordArticles
        Fewer than two cannot be tested and get no weight.
    inner : InnerProduct
        Of the labelled articles, then the articles made of keywords, then others.
    sections : ndarray of int
        Sections of the labelled articles, (n_labelled,).

    Returns
    -------
    ndarray of float
        (n_keyword_articles,), in [0, 1].
    """
    n = len(articles.sections)
    if n < 2:
        return np.zeros(n)
    tested = np.flatnonzero(np.isin(sections, articles.sections))
    truth = np.searchsorted(articles.sections, sections[tested])
    at = len(sections) + np.arange(n)
    to_tested, to_keywords = inner.between(tested, at), inner.between(at, at)
    kept = np.arange(n)
    evidence = _measure_evidence(to_tested, to_keywords, truth, kept) - _COST
    while len(kept) > 1:
        without = [_measure_evidence(to_tested, to_keywords, truth, np.delete(kept, k)) for k in range(len(kept))]
        cost = _COST * (n - len(kept) + 2)
        if max(without) - cost <= evidence:
            break
        evidence = max(without) - cost
        kept = np.delete(kept, int(np.argmax(without)))
    used = np.isin(np.arange(n), kept)
    return np.where(used, articles.weights * np.clip(evidence / _FULL_EVIDENCE, 0, 1), 0.0)


def _measure_evidence(to_tested: np.ndarray, to_keywords: np.ndarray, truth: np.ndarray, kept: np.ndarray) -> float:
    """Log likelihood of the labels beyond chance, in nats, by a classifier of the kept keyword articles."""
    n_sections = len(to_keywords)
    system = to_keywords[np.ix_(kept, kept)] + _PENALTY * np.eye(len(kept))
    scores = to_tested[:, kept] @ solve(system, np.eye(n_sections)[kept] - 1 / n_sections, assume_a="pos")
    likely = softmax(fit_temperature(scores, truth) * scores)[np.arange(len(truth)), truth]
    beyond = np.log(n_sections * np.maximum(likely, 1e-6))
    # A mean over sections says as much as this many articles of sections of one size.
    counts = np.bincount(truth, minlength=n_sections)
    n_even = n_sections**2 / (1 / counts).sum()
    return float(n_even * np.mean(np.bincount(truth, beyond, minlength=n_sections) / counts))
