"""Where steered or earlier topics start, with the pseudo-counts that pull words to them."""

import warnings
from collections.abc import Mapping, Sequence

import numpy as np
import scipy.sparse as sp

from textml.features.lda.blocks import LocalBlocks
from textml.features.lda.start import start_topics, weigh
from textml.models.topics.topic import Topic


def seed_prior(
    counts: sp.csr_matrix, vocabulary: np.ndarray, seed_words: Mapping[str, Sequence[str]], n_topics: int
) -> np.ndarray:
    """Pseudo-counts of seed words in their topics: as often again as each stands in the corpus.

    Parameters
    ----------
    counts : (n_articles, n_words) CSR; vocabulary : (n_words,) str
    seed_words : topic name to words, no more names than `n_topics`; a word that does not count is a warning
    n_topics : int

    Returns
    -------
    (n_topics, n_words) float, the named topics first, 0 but for seed words
    """
    column = {str(word): i for i, word in enumerate(vocabulary)}
    total = np.asarray(counts.sum(0), dtype=np.float64).ravel()
    prior = np.zeros((n_topics, len(column)))
    for k, (name, words) in enumerate(seed_words.items()):
        known = [column[word] for word in words if word in column]
        prior[k, known] = total[known]
        lost = [word for word in words if word not in column]
        if lost:
            warnings.warn(f"seed words of {name!r}: no counted word is {', '.join(lost)}", stacklevel=4)
    return prior


def steered_start(counts: sp.csr_matrix, prior: np.ndarray, n_steered: int, earlier: np.ndarray) -> np.ndarray:
    """Where topics start when some are given: steered ones, then earlier ones, then what the counts add to them.

    A steered topic starts from the articles that hold its words. Of the topics that the counts suggest, those most like
    the given ones are left out.

    Parameters
    ----------
    counts : (n_articles, n_words) CSR
    prior : (n_topics, n_words) of `seed_prior`, of which the first `n_steered` rows are steered
    earlier : (n_earlier, n_words) topics to go on with, the most important first; those beyond n_topics are left out

    Returns
    -------
    (n_topics, n_words), rows sum to 1
    """
    n_topics = len(prior)
    weighted = weigh(counts)
    fresh = start_topics(LocalBlocks(counts), n_topics).T.astype(np.float64)
    average = fresh.mean(0)
    near = [_near(weighted, prior[k] > 0, average) for k in range(n_steered)]
    given = np.array([*near, *earlier])[:n_topics]
    given = (given + 1e-3 * average) / (given + 1e-3 * average).sum(1, keepdims=True)
    unit = fresh / np.linalg.norm(fresh, axis=1, keepdims=True)
    left = list(range(n_topics))
    for row in given:
        left.pop(int(np.argmax(unit[left] @ row)))
    return np.vstack([given, fresh[left]])


def earlier_rows(
    components: np.ndarray,
    vocabulary: np.ndarray,
    topics: Sequence[Topic],
    wanted: np.ndarray,
    without: frozenset[str] = frozenset(),
) -> np.ndarray:
    """Topics of an earlier model on another vocabulary, largest first.

    Parameters
    ----------
    components : (n_topics, n_words) of the earlier model; vocabulary : (n_words,) its words; topics : (n_topics,)
    wanted : (n_wanted,) str, the words of the new model
    without : names of topics to leave out

    Returns
    -------
    (n_topics or fewer, n_wanted), rows sum to 1 at most: words that the new model lacks are gone
    """
    at = {str(word): i for i, word in enumerate(vocabulary)}
    both = [(i, at[str(word)]) for i, word in enumerate(wanted) if str(word) in at]
    rows = np.zeros((len(components), len(wanted)))
    new, old = np.array(both, dtype=int).reshape(-1, 2).T
    rows[:, new] = (components / components.sum(1, keepdims=True))[:, old]
    largest_first = np.argsort([-topic.share for topic in topics], kind="stable")
    return rows[[k for k in largest_first if topics[k].name not in without]]


def _near(weighted: sp.csr_matrix, seeds: np.ndarray, average: np.ndarray) -> np.ndarray:
    """(n_words,) weight of words in the articles that hold the seeds."""
    if not seeds.any():
        return average
    row = np.asarray(weighted.T @ weighted[:, np.flatnonzero(seeds)].sum(1)).ravel()
    return np.asarray(row / row.sum(), dtype=np.float64)
