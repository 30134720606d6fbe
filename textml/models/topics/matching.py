"""One-to-one matching of the topics of two fits by their words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linear_sum_assignment

from textml.models.topics.topic import Topic, largest_columns, unique_names

#: Topics with a smaller share of their top words in common are different topics.
SAME = 0.3
# Top words that are compared.
_N_TOP = 10


@dataclass(frozen=True)
class TopicChanges:
    """Differences between the topics of a model and those of the previous one.

    Attributes
    ----------
    kept : tuple of (int, float)
        Id of every topic that goes on, with the overlap of its ten top words, in [0, 1].
    born : tuple of int
        Ids of topics that the previous model did not have.
    died : tuple of (int, str)
        Ids and names of topics that this model does not have.
    """

    kept: tuple[tuple[int, float], ...]
    born: tuple[int, ...]
    died: tuple[tuple[int, str], ...]


def top_words(components: np.ndarray, n: int = _N_TOP) -> np.ndarray:
    """Return the columns of the most probable words of each topic, (n_topics, n), ties by column."""
    return largest_columns(components, n)


def overlaps(one: Sequence[Sequence[object]], other: Sequence[Sequence[object]]) -> np.ndarray:
    """Return the share of the shorter list's words that the other has, (n_one, n_other), in [0, 1]."""
    sets = [set(words) for words in one], [set(words) for words in other]
    return np.array([[len(a & b) / max(min(len(a), len(b)), 1) for b in sets[1]] for a in sets[0]])


def match(likeness: np.ndarray) -> np.ndarray:
    """Return the partner of each row in the best one-to-one matching, (n_one,); -1 where there are too few columns."""
    partner = np.full(len(likeness), -1)
    rows, columns = linear_sum_assignment(-likeness)
    partner[rows] = columns
    return partner


def matched_overlap(one: np.ndarray, other: np.ndarray, n: int = _N_TOP) -> np.ndarray:
    """Return the share of each topic's top words that its partner has, for two fits on the same vocabulary.

    Parameters
    ----------
    one, other : ndarray of float, shape (n_topics, n_words)
        Pseudo-counts of words in topics; the numbers of topics may differ.
    n : int
        Top words to compare.

    Returns
    -------
    ndarray of float, shape (n_topics of `one`,)
        In [0, 1]; 0 for a topic without a partner.
    """
    likeness = overlaps(top_words(_level(one), n).tolist(), top_words(_level(other), n).tolist())
    partner = match(likeness)
    found = likeness[np.arange(len(likeness)), partner]
    return np.where(partner >= 0, found, 0.0)


def _level(components: np.ndarray) -> np.ndarray:
    """The same to a thousandth, so that words that are equally frequent do not change places by rounding."""
    mantissa, exponent = np.frexp(components)
    return np.asarray(np.ldexp(np.round(mantissa, 3), exponent))


def continue_topics(
    topics: Sequence[Topic], previous: Sequence[Topic], next_id: int
) -> tuple[list[Topic], TopicChanges, int]:
    """Give topics the ids and names that they had in the previous model.

    Parameters
    ----------
    topics, previous : sequence of Topic
        Topics of the new and of the previous model.
    next_id : int
        The id that the next new topic gets.

    Returns
    -------
    topics : list of Topic
        The new topics; those that the previous model had keep its ids and names.
    changes : TopicChanges
        What changed.
    next_id : int
        The next id after that.
    """
    likeness = overlaps(
        *([[word for word, _ in topic.words[:_N_TOP]] for topic in each] for each in (topics, previous))
    )
    partner = match(likeness)
    kept, born, named = [], [], []
    for k, topic in enumerate(topics):
        if partner[k] >= 0 and likeness[k, partner[k]] >= SAME:
            before = previous[partner[k]]
            kept.append((before.id, float(likeness[k, partner[k]])))
            named.append(replace(topic, id=before.id, name=before.name))
        else:
            born.append(next_id)
            named.append(replace(topic, id=next_id))
            next_id += 1
    kept_ids = {number for number, _ in kept}
    died = tuple((topic.id, topic.name) for topic in previous if topic.id not in kept_ids)
    names = unique_names([topic.name for topic in named])
    distinct = [replace(topic, name=name) for topic, name in zip(named, names, strict=True)]
    return distinct, TopicChanges(tuple(kept), tuple(born), died), next_id
