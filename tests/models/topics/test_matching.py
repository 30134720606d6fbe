"""Topics of two fits are matched, and keep their ids and names."""

import numpy as np

from textml.models.topics.matching import continue_topics, match, matched_overlap, overlaps
from textml.models.topics.topic import Topic


def test_topics_are_matched_one_to_one():
    """The second row gets what the first left, although it prefers the same partner."""
    likeness = overlaps([["a", "b"], ["a", "c"]], [["a", "b"], ["c", "d"]])
    assert likeness.tolist() == [[1.0, 0.0], [0.5, 0.5]]
    assert match(likeness).tolist() == [0, 1]
    assert sorted(match(np.ones((3, 2)))) == [-1, 0, 1]
    assert matched_overlap(np.eye(3, 5), np.eye(3, 5)[::-1], n=1).tolist() == [1.0, 1.0, 1.0]


def test_a_topic_with_the_same_words_keeps_id_and_name():
    """The second topic goes on from the first of the earlier model; the first is new and its name is numbered."""
    water, school = (tuple((word, 0.1) for word in words) for words in ("水库防汛河道", "学校老师课本"))
    new = [Topic(0, "水利", school, 0.5), Topic(1, "水库", water, 0.5)]
    topics, changes, next_id = continue_topics(new, [Topic(7, "水利", water, 1.0), Topic(8, "农业", (), 0.0)], 9)
    assert [(topic.id, topic.name) for topic in topics] == [(9, "水利"), (7, "水利 (2)")]
    assert (changes.kept, changes.born, changes.died) == (((7, 1.0),), (9,), ((8, "农业"),))
    assert next_id == 10
