"""Topics that explain why sections are confused."""

from dataclasses import replace

import numpy as np
import pytest

from textml.models.evaluation.scores import Scores
from textml.models.topics.by_section import blame_topics, rank_confusing_topics
from textml.models.topics.topic import Topic

TOPICS = [Topic(0, "防汛", (), 0.5), Topic(4, "学校", (), 0.5)]
SHARES = np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7], [0.1, 0.9]])


def test_the_topic_of_the_wrongly_taken_articles_is_to_blame():
    """Articles of 民生 taken for 经济 are those on schools; the interval of the difference leaves out 0."""
    found = rank_confusing_topics(
        np.vstack([SHARES, [[0.2, 0.8]]]),
        Scores(ids=list("01234"), labels=["民生"] * 5, predicted=["民生", "民生", "经济", "经济", "经济"]),
        ("民生", "经济"),
        TOPICS,
    )
    assert found[0].name == "学校"
    assert found[0].share - found[0].right == pytest.approx(0.8 - 0.15)
    assert found[0].low > 0
    assert found[0].articles == ("3", "4", "2")
    assert (
        rank_confusing_topics(SHARES, Scores(labels=["民生"] * 4, predicted=["民生"] * 4), ("民生", "经济"), TOPICS)
        == []
    )


def test_confusions_name_the_topic_to_blame() -> None:
    """Articles taken for another section that are full of a topic: it is named; where nothing differs, nothing is."""
    topics = [Topic(0, "学校", (("学校", 0.5),), 0.5), Topic(1, "法官", (("法官", 0.5),), 0.5)]
    shares = np.array([[0.1, 0.9], [0.12, 0.88], [0.9, 0.1], [0.92, 0.08]])
    scores = Scores(ids=["p", "q", "r", "s"], labels=["a"] * 4, predicted=["a", "a", "b", "b"])
    (topic,) = blame_topics(shares, scores, topics)
    assert (topic.section, topic.taken_for, topic.name, topic.articles) == ("a", "b", "学校", ("s", "r"))
    assert np.round([topic.share, topic.right, topic.low, topic.high], 2).tolist() == [0.91, 0.11, 0.77, 0.83]
    assert blame_topics(shares, replace(scores, predicted=["a", "b", "a", "b"]), topics) == []
