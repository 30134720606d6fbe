"""Topics of one fit and those of another, matched one to one by their words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from textml.models.topics.topic import Topic, unique_names

#: Fewer than this share of the top words in common, and it is another topic.
SAME = 0.3


@dataclass(frozen=True)
class TopicChanges:
    """What became of the topics of the previous model.

    Attributes
    ----------
    kept : (id, overlap of the ten top words in [0, 1]) of topics that go on
    born : ids of topics that the previous model did not have
    died : (id, name) of topics that this model does not have
    """

    kept: tuple[tuple[int, float], ...]
    born: tuple[int, ...]
    died: tuple[tuple[int, str], ...]


def top_words(components: np.ndarray, n: int = 10) -> np.ndarray:
    """(n_topics, n) columns of the most probable words of each topic, ties by column."""
    return np.argsort(-components, axis=1, kind="stable")[:, :n]


def overlaps(one: Sequence[Sequence[object]], other: Sequence[Sequence[object]]) -> np.ndarray:
    """(n_one, n_other) share of the top words in common, in [0, 1]; of the shorter of two lists."""
    sets = [set(words) for words in one], [set(words) for words in other]
    return np.array([[len(a & b) / max(min(len(a), len(b)), 1) for b in sets[1]] for a in sets[0]])


def match(likeness: np.ndarray) -> np.ndarray:
    """(n_one,) the partner of each row in the best one-to-one matching; -1 where the columns do not suffice."""
    partner = np.full(len(likeness), -1)
    rows, columns = linear_sum_assignment(-likeness)
    partner[rows] = columns
    return partner


def matched_overlap(one: np.ndarray, other: np.ndarray, n: int = 10) -> np.ndarray:
    """(n_one,) share of each topic's top words that its partner has, for two fits on the same vocabulary."""
    likeness = overlaps(top_words(one, n).tolist(), top_words(other, n).tolist())
    partner = match(likeness)
    found = likeness[np.arange(len(likeness)), partner]
    return np.where(partner >= 0, found, 0.0)


def continue_topics(
    topics: Sequence[Topic], previous: Sequence[Topic], next_id: int
) -> tuple[list[Topic], TopicChanges, int]:
    """Give topics the ids and names that they had in the previous model.

    Parameters
    ----------
    topics, previous : of the new and the previous model
    next_id : the id of the next topic to be born

    Returns
    -------
    the topics with ids and names that last, what changed, the next id after that
    """
    likeness = overlaps(*([[word for word, _ in topic.words[:10]] for topic in each] for each in (topics, previous)))
    partner = match(likeness)
    kept, born, going = [], [], []
    for k, topic in enumerate(topics):
        if partner[k] >= 0 and likeness[k, partner[k]] >= SAME:
            before = previous[partner[k]]
            kept.append((before.id, float(likeness[k, partner[k]])))
            going.append(replace(topic, id=before.id, name=before.name))
        else:
            born.append(next_id)
            going.append(replace(topic, id=next_id))
            next_id += 1
    lasting = {number for number, _ in kept}
    died = tuple((topic.id, topic.name) for topic in previous if topic.id not in lasting)
    names = unique_names([topic.name for topic in going])
    named = [replace(topic, name=name) for topic, name in zip(going, names, strict=True)]
    return named, TopicChanges(tuple(kept), tuple(born), died), next_id
