"""Choose the articles to label next: the most useful ones, or some at random."""

from collections import Counter
from collections.abc import Sequence

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
    doubt = 1 - margins(classifier.predict_proba(texts))
    if len(newness):
        doubt *= np.where(np.asarray(newness) > NEW, _SOONER, 1)
    return _choose_covering(classifier.features_.transform(texts), doubt, n, classifier.labelled_rows())


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


def _choose_covering(rows: sp.csr_matrix, doubt: np.ndarray, n: int, labelled: sp.csr_matrix | None) -> list[int]:
    """Choose greedily, to cover the doubtful articles that resemble nothing chosen or labelled yet."""
    known = np.flatnonzero(np.diff(rows.indptr))
    if not len(known):
        return []
    candidates = np.sort(known[np.argsort(-doubt[known], kind="stable")[:MAX_CANDIDATES]])
    with threadpool_limits(1, "blas"):
        similarity, covered = _compare(rows[candidates], labelled)
    weight = doubt[candidates]
    chosen: list[int] = []
    for _ in range(min(n, len(candidates))):
        gain = weight * (np.maximum(similarity - covered, 0) @ weight)
        gain[chosen] = -1
        chosen.append(int(gain.argmax()))
        covered = np.maximum(covered, similarity[chosen[-1]])
    return [int(candidates[position]) for position in chosen]


def _compare(rows: sp.csr_matrix, labelled: sp.csr_matrix | None) -> tuple[np.ndarray, np.ndarray]:
    """Similarity of all candidates to each other, in [0, 1], and of each to the nearest labelled article."""
    axes = latent_axes(rows, gram_matrix(rows), _N_DIMS)
    latent = rows @ axes
    centre = latent.mean(axis=0)
    unit = unit_rows(latent - centre)
    similarity = np.maximum(unit @ unit.T, 0)
    if labelled is None or not labelled.shape[0]:
        return similarity, np.zeros(len(similarity))
    return similarity, np.maximum(unit @ unit_rows(labelled @ axes - centre).T, 0).max(axis=1)
