"""Questions about topics are answered from arrays."""

import numpy as np
import pytest

from textml.models.topics.queries import find_similar, rank_articles, rank_topics
from textml.models.topics.topic import Topic

VOCABULARY = np.array(["医保", "医保局", "学校", "水库"])
COMPONENTS = np.array([[2.0, 6.0, 1.0, 1.0], [1.0, 2.0, 6.0, 1.0], [1.0, 2.0, 7.0, 1.0]])
TOPICS = [
    Topic(0, "医保", (("医保局", 0.6), ("医保", 0.2)), 0.4),
    Topic(5, "学校", (("学校", 0.6), ("医保局", 0.2)), 0.3),
    Topic(7, "学校 (2)", (("学校", 0.6), ("水库", 0.1)), 0.3),
]


def test_articles_are_ranked_by_share_without_the_unknown():
    """Equal shares keep their order; an article without known words is left out, so there may be fewer than asked."""
    shares = np.array([0.2, 0.9, 0.9, 1.0])
    assert rank_articles(shares, np.array([3]), 2).tolist() == [1, 2]
    assert rank_articles(shares, np.array([3]), 9).tolist() == [1, 2, 0]
    assert shares[3] == 1.0


def test_similar_topics_are_pairs_with_their_common_words():
    """The most similar pair comes first, with ids; a threshold leaves the others out."""
    pairs = find_similar(COMPONENTS, TOPICS, 0.0)
    assert [(pair.first, pair.second) for pair in pairs] == [(5, 7), (0, 5), (0, 7)]
    assert pairs[0].words == ("学校",)
    assert pairs[0].similarity == pytest.approx(np.dot([1, 2, 6, 1], [1, 2, 7, 1]) / np.sqrt(42 * 55))
    assert len(find_similar(COMPONENTS, TOPICS, 0.9)) == 1


def test_topics_are_ranked_by_the_words_that_they_use():
    """A known word is taken alone; an unknown one leads to all words that contain it."""
    assert [(topic.id, p) for topic, p in rank_topics(COMPONENTS, VOCABULARY, TOPICS, ["医保"])] == [
        (0, 0.5),
        (5, 0.25),
        (7, 0.25),
    ]
    assert rank_topics(COMPONENTS, VOCABULARY, TOPICS, ["保局"])[0] == (TOPICS[0], 0.6)
    assert rank_topics(COMPONENTS, VOCABULARY, TOPICS, ["高铁", ""]) == []
