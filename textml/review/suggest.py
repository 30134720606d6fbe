"""Choose the articles to label next: the most useful ones, or some at random."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace

import numpy as np
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

from textml.features.characters.folding import normalize_texts
from textml.features.characters.tfidf import CharacterTfidf
from textml.features.lsa import gram_matrix, latent_axes, unit_rows
from textml.models.evaluation.weights import margins
from textml.models.sections.classifier import SectionClassifier
from textml.models.sections.keyword_guess import guess_by_keywords
from textml.models.sections.training_set import text_hash
from textml.predict.labeller import Models
from textml.review.queue import NEW

# Only the most doubtful articles are compared with each other: the comparison takes memory for all pairs.
MAX_CANDIDATES = 2000
# Weight of a new article against another one that is as doubtful.
_SOONER = 2.0
# Typical articles among which those are found that keywords tell most of, for each one suggested without any label.
_TYPICAL = 3
# Latent directions in which articles are compared, as in one of the neighbour graphs of the classifier.
_N_DIMS = 50


def rank_suggestions(
    texts: Sequence[str], n: int, classifier: SectionClassifier | None = None, newness: Sequence[float] = ()
) -> list[int]:
    """Rank articles to label next: doubtful ones, unlike each other, each of them typical of many others.

    New articles count as twice as doubtful.

    Parameters
    ----------
    texts : sequence of str
        Articles without a label, (n_articles,).
    n : int
        Largest number of articles to suggest.
    classifier : SectionClassifier or None
        Fitted classifier, whose margins say which articles are doubtful and whose labelled articles need no
        neighbours. Without one, articles are chosen by how many others they are typical of.
    newness : sequence of float
        How new each article is against the labelled ones, (n_articles,), in [0, 1]; may be left out.

    Returns
    -------
    list of int
        Positions in `texts`, the most useful article first. Articles without a known n-gram are left out.

    References
    ----------
    Facility location after Wei, Iyer & Bilmes (2015), Submodularity in data subset selection and active learning.
    """
    if classifier is None:
        rows = CharacterTfidf(min_df=2 if len(texts) > 100 else 1).fit_transform(texts)
        return _choose_covering(rows, np.ones(rows.shape[0]), n, None)
    doubt = measure_doubt(classifier.predict_proba(texts), newness)
    return _choose_covering(classifier.features_.transform(texts), doubt, n, classifier.labelled_rows())


def measure_doubt(proba: np.ndarray, newness: Sequence[float] = ()) -> np.ndarray:
    """How doubtful articles are: 1 minus the margin, twice as much where they are new.

    Parameters
    ----------
    proba : ndarray of float
        Probabilities of the sections, (n_articles, n_sections).
    newness : sequence of float
        As for `rank_suggestions`.
    """
    doubt = 1 - margins(proba)
    return np.asarray(doubt * np.where(np.asarray(newness) > NEW, _SOONER, 1) if len(newness) else doubt)


def rank_to_label(texts: Sequence[str], n: int, models: Models, newness: Sequence[float] = ()) -> list[int]:
    """Rank articles to label next with what a run knows; the first labels take turns among the sections it guesses.

    Parameters
    ----------
    texts : sequence of str
        Articles without a label, (n_articles,).
    n : int
        Largest number of articles to suggest.
    models : Models
        Classifier, or keywords by which sections are guessed without one.
    newness : sequence of float
        As for `rank_suggestions`.

    Returns
    -------
    list of int
        Positions in `texts`, the most useful article first.
    """
    if models.sections is not None or not models.keywords:
        return rank_suggestions(texts, n, models.sections, newness)
    typical = rank_suggestions(texts, _TYPICAL * n)
    return spread_over_guesses(typical, guess_by_keywords(texts, models.keywords).proba)[:n]


def spread_over_guesses(ranked: Sequence[int], guesses: np.ndarray) -> list[int]:
    """Sort suggestions so that each guessed section has its turn, its surest article first.

    Parameters
    ----------
    ranked : sequence of int
        Positions of articles.
    guesses : ndarray of float
        Guessed probabilities of all articles, (n_articles, n_sections); zeros where nothing is guessed.

    Returns
    -------
    list of int
        The same positions; those without a guess come last, in their order.
    """
    likeliest, sureness = guesses.argmax(axis=1), guesses.max(axis=1, initial=0.0)
    found = sorted((i for i in ranked if sureness[i] > 0), key=lambda i: -sureness[i])
    turns, had = dict[int, int](), Counter[int]()
    for i in found:
        turns[i] = had[int(likeliest[i])]
        had[int(likeliest[i])] += 1
    return sorted(found, key=lambda i: (turns[i], -sureness[i])) + [i for i in ranked if sureness[i] <= 0]


def draw_random(texts: Sequence[str], n: int) -> list[int]:
    """Draw articles at random, to be labelled as a validation set.

    Parameters
    ----------
    texts : sequence of str
        Articles without a label, (n_articles,).
    n : int
        Largest number of articles to draw.

    Returns
    -------
    list of int
        Positions of the articles with the smallest hashes of their texts, which depend neither on the order of the
        articles nor on what a model says of them; of copies the first.
    """
    first = {text: position for position, text in reversed(list(enumerate(normalize_texts(texts)))) if text}
    return [first[text] for text in sorted(first, key=text_hash)[:n]]


@dataclass(frozen=True, slots=True)
class Space:
    """Articles in latent directions, in which they are compared.

    Attributes
    ----------
    axes : ndarray of float
        The directions, (n_grams, n_dims).
    centre : ndarray of float
        Mean of the articles in them, (n_dims,).
    unit : ndarray of float
        The articles, (n_articles, n_dims), of length 1.
    """

    axes: np.ndarray
    centre: np.ndarray
    unit: np.ndarray

    def place(self, rows: sp.csr_matrix) -> np.ndarray:
        """Other articles, by their TF-IDF rows, in the same directions."""
        return np.asarray(unit_rows(rows @ self.axes - self.centre))


def build_space(rows: sp.csr_matrix) -> Space:
    """Find the directions in which articles differ most.

    Parameters
    ----------
    rows : csr_matrix of float
        TF-IDF rows, (n_articles, n_grams).
    """
    with threadpool_limits(1, "blas"):
        axes = latent_axes(rows, gram_matrix(rows), _N_DIMS)
        latent = rows @ axes
        centre = latent.mean(axis=0)
        return Space(axes, centre, unit_rows(latent - centre))


def find_candidates(rows: sp.csr_matrix, doubt: np.ndarray) -> np.ndarray:
    """Positions, ascending, of the most doubtful articles with a known n-gram."""
    known = np.flatnonzero(np.diff(rows.indptr))
    return np.sort(known[np.argsort(-doubt[known], kind="stable")[:MAX_CANDIDATES]])


def _choose_covering(rows: sp.csr_matrix, doubt: np.ndarray, n: int, labelled: sp.csr_matrix | None) -> list[int]:
    candidates = find_candidates(rows, doubt)
    if not len(candidates):
        return []
    space = build_space(rows[candidates])
    near = space.place(labelled) if labelled is not None and labelled.shape[0] else None
    return [int(candidates[position]) for position in cover(space.unit, doubt[candidates], n, near)]


def cover(unit: np.ndarray, weight: np.ndarray, n: int, labelled: np.ndarray | None = None) -> list[int]:
    """Choose greedily, to cover the doubtful articles that resemble nothing chosen or labelled yet.

    Parameters
    ----------
    unit : ndarray of float
        Candidates, (n_candidates, n_dims), of length 1.
    weight : ndarray of float
        How doubtful each is, (n_candidates,).
    n : int
        Largest number to choose.
    labelled : ndarray of float or None
        Labelled articles, (n_labelled, n_dims), of length 1.

    Returns
    -------
    list of int
        Positions of the candidates, the most useful first.

    References
    ----------
    Minoux (1978), Accelerated greedy algorithms for maximizing submodular set functions: what an article adds only
    falls while others are chosen, so that few of the candidates are looked at again.
    """
    with threadpool_limits(1, "blas"):
        similarity = np.maximum(unit @ unit.T, 0)
        covered = np.zeros(len(unit))
        if labelled is not None:
            covered = np.maximum(unit @ labelled.T, 0).max(axis=1)
        gains = weight * (np.maximum(similarity - covered, 0) @ weight)
    heap = [(-gain, position) for position, gain in enumerate(gains.tolist())]
    heapify(heap)
    chosen: list[int] = []
    while heap and len(chosen) < n:
        _, best = heap[0]
        gain = float(weight[best] * (np.maximum(similarity[best] - covered, 0) @ weight))
        heapreplace(heap, (-gain, best))
        if heap[0][1] == best:
            heappop(heap)
            chosen.append(best)
            covered = np.maximum(covered, similarity[best])
    return chosen
