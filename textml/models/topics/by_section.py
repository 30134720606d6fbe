"""Topics that explain why articles of one section are taken for another."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textml.models.evaluation.intervals import Z
from textml.models.evaluation.scores import Scores
from textml.models.topics.topic import Topic


@dataclass(frozen=True)
class ConfusingTopic:
    """A topic of the articles of one section that were taken for another.

    Attributes
    ----------
    section, taken_for : str
        Keys of the true section and of the one predicted.
    topic : int
        Id of the topic.
    name : str
        Name of the topic.
    share, right : float
        Mean share in the articles predicted wrongly, and in those predicted rightly; in [0, 1].
    low, high : float
        95 % interval of the difference, share - right (Welch). It excludes 0 where the topic explains the confusion.
    articles : tuple of str
        Ids of the articles predicted wrongly, those with most of the topic first.
    """

    section: str
    taken_for: str
    topic: int
    name: str
    share: float
    right: float
    low: float
    high: float
    articles: tuple[str, ...]


def rank_confusing_topics(
    shares: np.ndarray, scores: Scores, pair: tuple[str, str], topics: Sequence[Topic]
) -> list[ConfusingTopic]:
    """Rank topics by how much more of them wrongly predicted articles have than rightly predicted ones.

    Parameters
    ----------
    shares : (n_articles, n_topics) ndarray of float
        Topic shares of the scored articles, rows sum to 1.
    scores : Scores
        Their ids, labels and out-of-fold sections.
    pair : (str, str)
        Keys of the true section and of the one predicted.
    topics : (n_topics,) sequence of Topic
        Of the model.

    Returns
    -------
    list of ConfusingTopic
        Largest difference first; empty where nothing was confused or nothing was right.
    """
    true, taken = np.asarray(scores.labels), np.asarray(scores.predicted)
    right = shares[(true == pair[0]) & (taken == pair[0])]
    wrong_at = np.flatnonzero((true == pair[0]) & (taken == pair[1]))
    wrong = shares[wrong_at]
    if len(wrong) == 0 or len(right) == 0:
        return []
    difference = wrong.mean(0) - right.mean(0)
    half = Z * np.sqrt(_variance_of_mean(wrong) + _variance_of_mean(right))
    return [
        ConfusingTopic(
            *pair,
            topics[k].id,
            topics[k].name,
            float(wrong[:, k].mean()),
            float(right[:, k].mean()),
            float(difference[k] - half[k]),
            float(difference[k] + half[k]),
            tuple(scores.ids[i] for i in wrong_at[np.argsort(-wrong[:, k], kind="stable")]),
        )
        for k in np.argsort(-difference, kind="stable")
    ]


def blame_topics(shares: np.ndarray, scores: Scores, topics: Sequence[Topic]) -> list[ConfusingTopic]:
    """Find the topic most to blame for each pair of sections that were confused.

    Parameters
    ----------
    shares, scores, topics
        As for `rank_confusing_topics`.

    Returns
    -------
    list of ConfusingTopic
        One for each pair that a topic explains, its interval above 0; by true, then by predicted section.
    """
    pairs = sorted({(t, p) for t, p in zip(scores.labels, scores.predicted, strict=True) if t != p})
    blamed = [[t for t in rank_confusing_topics(shares, scores, pair, topics) if t.low > 0] for pair in pairs]
    return [found[0] for found in blamed if found]


def _variance_of_mean(shares: np.ndarray) -> np.ndarray:
    """Variance of each topic's mean share; for one article, the largest that its share allows."""
    if len(shares) == 1:
        return np.asarray(shares[0] * (1 - shares[0]))
    return np.asarray(shares.var(0, ddof=1) / len(shares))
