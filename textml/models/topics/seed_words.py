"""Start and prior of topics that are steered by seed words or go on from an earlier model."""

import warnings
from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import scipy.sparse as sp

from textml.features.lda.blocks import LocalBlocks
from textml.features.lda.start import start_topics, weigh
from textml.models.topics.topic import Topic

# Weight of the average topic in a given one, so that no word is impossible at the start.
_SMOOTHING = 1e-3


class FittedTopics(Protocol):
    """What is read of an earlier model."""

    @property
    def components_(self) -> np.ndarray:
        """(n_topics, n_words) pseudo-counts of words in topics."""
        ...

    vocabulary_: np.ndarray
    topics_: list[Topic]


def steer_topics(
    counts: sp.csr_matrix,
    vocabulary: np.ndarray,
    seed_words: Mapping[str, Sequence[str]],
    n_topics: int,
    previous: FittedTopics | None = None,
) -> dict[str, np.ndarray]:
    """Build the start and the prior of topics of which some are given by words, or go on from an earlier model.

    Parameters
    ----------
    counts : csr_matrix, shape (n_articles, n_words)
        Word counts.
    vocabulary : ndarray of str, shape (n_words,)
        Words of the columns.
    seed_words : mapping of str to sequence of str
        Topic name to the words that steer it; at most `n_topics` names.
    n_topics : int
        Number of topics, 1 or more.
    previous : TopicModel or None
        An earlier model; its topics go on, except those that seed words name.

    Returns
    -------
    dict
        ``start`` and ``word_prior`` for `LDA.fit`, each (n_topics, n_words).
    """
    prior = build_prior(counts, vocabulary, seed_words, n_topics)
    earlier = np.zeros((0, len(vocabulary)))
    if previous is not None:
        rows = previous.components_, previous.vocabulary_, previous.topics_
        earlier = project_topics(*rows, vocabulary, frozenset(seed_words))
    return {"start": build_start(counts, prior, len(seed_words), earlier), "word_prior": prior}


def build_prior(
    counts: sp.csr_matrix, vocabulary: np.ndarray, seed_words: Mapping[str, Sequence[str]], n_topics: int
) -> np.ndarray:
    """Build the pseudo-counts of seed words in their topics: as many as each word has occurrences in the corpus.

    A seed word that is not in the vocabulary is a warning.

    Parameters
    ----------
    counts, vocabulary, seed_words, n_topics
        As for `steer_topics`.

    Returns
    -------
    ndarray of float, shape (n_topics, n_words)
        The named topics first; 0 but for seed words.
    """
    column = {str(word): i for i, word in enumerate(vocabulary)}
    total = np.asarray(counts.sum(0), dtype=np.float64).ravel()
    prior = np.zeros((n_topics, len(column)))
    for k, (name, words) in enumerate(seed_words.items()):
        known = [column[word] for word in words if word in column]
        prior[k, known] = total[known]
        lost = [word for word in words if word not in column]
        if lost:
            warnings.warn(f"seed words of {name!r}: no counted word is {', '.join(lost)}", stacklevel=5)
    return prior


def build_start(counts: sp.csr_matrix, prior: np.ndarray, n_steered: int, earlier: np.ndarray) -> np.ndarray:
    """Build the start of topics of which some are given: steered ones, earlier ones, then new ones from the counts.

    A steered topic starts from the articles that hold its words. Of the topics that the counts suggest, those most like
    the given ones are left out.

    Parameters
    ----------
    counts : csr_matrix, shape (n_articles, n_words)
        Word counts.
    prior : ndarray of float, shape (n_topics, n_words)
        Of `build_prior`.
    n_steered : int
        Number of steered topics, the first rows of `prior`.
    earlier : ndarray of float, shape (n_earlier, n_words)
        Topics of `project_topics`; those beyond n_topics are left out.

    Returns
    -------
    ndarray of float, shape (n_topics, n_words)
        Rows sum to 1.
    """
    n_topics = len(prior)
    weighted = weigh(counts)
    fresh = start_topics(LocalBlocks(counts), n_topics).T.astype(np.float64)
    average = fresh.mean(0)
    near = [_near(weighted, prior[k] > 0, average) for k in range(n_steered)]
    given = np.array([*near, *earlier])[:n_topics] + _SMOOTHING * average
    given /= given.sum(1, keepdims=True)
    unit = fresh / np.linalg.norm(fresh, axis=1, keepdims=True)
    left = list(range(n_topics))
    for row in given:
        left.pop(int(np.argmax(unit[left] @ row)))
    return np.vstack([given, fresh[left]])


def project_topics(
    components: np.ndarray,
    vocabulary: np.ndarray,
    topics: Sequence[Topic],
    wanted: np.ndarray,
    without: frozenset[str] = frozenset(),
) -> np.ndarray:
    """Write topics of an earlier model in the words of a new one, largest topic first.

    Parameters
    ----------
    components : ndarray of float, shape (n_topics, n_words)
        Pseudo-counts of the earlier model.
    vocabulary : ndarray of str, shape (n_words,)
        Its words.
    topics : sequence of Topic, shape (n_topics,)
        Its topics.
    wanted : ndarray of str, shape (n_wanted,)
        Words of the new model.
    without : frozenset of str
        Names of topics to leave out.

    Returns
    -------
    ndarray of float, shape (n_topics or fewer, n_wanted)
        Rows sum to 1 at most: words that the new model lacks are lost.
    """
    at = {str(word): i for i, word in enumerate(vocabulary)}
    both = [(i, at[str(word)]) for i, word in enumerate(wanted) if str(word) in at]
    rows = np.zeros((len(components), len(wanted)))
    new, old = np.array(both, dtype=int).reshape(-1, 2).T
    rows[:, new] = (components / components.sum(1, keepdims=True))[:, old]
    largest_first = np.argsort([-topic.share for topic in topics], kind="stable")
    return rows[[k for k in largest_first if topics[k].name not in without]]


def _near(weighted: sp.csr_matrix, is_seed: np.ndarray, average: np.ndarray) -> np.ndarray:
    """(n_words,) weight of words in the articles that hold the seed words, 1 in all."""
    if not is_seed.any():
        return average
    row = np.asarray(weighted.T @ weighted[:, np.flatnonzero(is_seed)].sum(1)).ravel()
    return np.asarray(row / row.sum(), dtype=np.float64)
