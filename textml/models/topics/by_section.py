"""Which topics make up a section with what they do to its confusion with another."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textml.models.topics.topic import Topic

_Z = 1.959964


@dataclass(frozen=True)
class ConfusingTopic:
    """A topic of the articles of one section that were taken for another's.

    Attributes
    ----------
    topic : id; name : of the topic
    share : mean share in the articles taken wrongly; right : in those taken rightly
    low, high : 95 % interval of the difference, share - right (Welch); it leaves out 0 where the topic is to blame
    articles : positions of the wrongly taken articles, those with most of the topic first
    """

    topic: int
    name: str
    share: float
    right: float
    low: float
    high: float
    articles: tuple[int, ...]


def confusing_topics(
    shares: np.ndarray,
    truth: Sequence[str],
    predicted: Sequence[str],
    pair: tuple[str, str],
    topics: Sequence[Topic],
) -> list[ConfusingTopic]:
    """Topics by how much more the articles of `pair[0]` taken for `pair[1]` have of them than those taken rightly.

    Parameters
    ----------
    shares : (n_articles, n_topics)
    truth, predicted : (n_articles,) str; pair : true section, section it was taken for
    topics : (n_topics,) of the model

    Returns
    -------
    list of ConfusingTopic, largest difference first; empty where nothing was confused or nothing was right
    """
    true, taken = np.asarray(truth), np.asarray(predicted)
    right = shares[(true == pair[0]) & (taken == pair[0])]
    wrong_at = np.flatnonzero((true == pair[0]) & (taken == pair[1]))
    wrong = shares[wrong_at]
    if len(wrong) == 0 or len(right) == 0:
        return []
    difference = wrong.mean(0) - right.mean(0)
    half = _Z * np.sqrt(_variance_of_mean(wrong) + _variance_of_mean(right))
    return [
        ConfusingTopic(
            topics[k].id,
            topics[k].name,
            float(wrong[:, k].mean()),
            float(right[:, k].mean()),
            float(difference[k] - half[k]),
            float(difference[k] + half[k]),
            tuple(wrong_at[np.argsort(-wrong[:, k], kind="stable")].tolist()),
        )
        for k in np.argsort(-difference, kind="stable")
    ]


def blame_topics(
    shares: np.ndarray, truth: Sequence[str], predicted: Sequence[str], topics: Sequence[Topic]
) -> list[tuple[str, str, ConfusingTopic]]:
    """For each pair of sections that a topic mixes up, as far as its interval leaves out 0, the topic most to blame.

    Parameters
    ----------
    shares, truth, predicted, topics : as for `confusing_topics`

    Returns
    -------
    list of (true section, section it was taken for, topic), by section
    """
    pairs = sorted({(t, p) for t, p in zip(truth, predicted, strict=True) if t != p})
    blamed = [
        (pair, [t for t in confusing_topics(shares, truth, predicted, pair, topics) if t.low > 0]) for pair in pairs
    ]
    return [(*pair, found[0]) for pair, found in blamed if found]


def _variance_of_mean(shares: np.ndarray) -> np.ndarray:
    """Of each topic's mean share; one article varies as much as a share in [0, 1] of its mean can."""
    if len(shares) == 1:
        return np.asarray(shares[0] * (1 - shares[0]))
    return np.asarray(shares.var(0, ddof=1) / len(shares))
