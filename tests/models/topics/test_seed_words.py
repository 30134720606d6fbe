"""Seed words and earlier topics decide where topics start."""

import numpy as np
import pytest
import scipy.sparse as sp

from textml.models.topics.seed_words import build_prior, build_start, project_topics
from textml.models.topics.topic import Topic

VOCABULARY = np.array(["农民", "学校", "水库"])
COUNTS = sp.csr_matrix(np.array([[2, 0, 0], [0, 3, 0], [0, 0, 4], [1, 0, 0]] * 5))


def test_the_prior_has_as_many_pseudo_counts_as_a_word_has_occurrences():
    """A seed word weighs in its own topic alone; a word that does not count is a warning."""
    with pytest.warns(UserWarning, match="seed words of '农业': no counted word is 拖拉机"):
        prior = build_prior(COUNTS, VOCABULARY, {"农业": ["农民", "拖拉机"]}, 2)
    assert prior.tolist() == [[15.0, 0.0, 0.0], [0.0, 0.0, 0.0]]


def test_a_steered_topic_starts_from_the_articles_with_its_words():
    """The steered topic is first, rows sum to 1, and no word is impossible in it."""
    start = build_start(COUNTS, build_prior(COUNTS, VOCABULARY, {"农业": ["农民"]}, 3), 1, np.zeros((0, 3)))
    assert start.shape == (3, 3)
    assert start.sum(1) == pytest.approx(1)
    assert start[0].argmax() == 0
    assert (start > 0).all()


def test_earlier_topics_are_written_in_the_new_words():
    """Largest topic first; words that are new get 0, words that are gone are lost, named topics can be left out."""
    topics = [Topic(0, "甲", (), 0.3), Topic(1, "乙", (), 0.7)]
    rows = project_topics(np.array([[1.0, 3.0], [2.0, 2.0]]), np.array(["学校", "水库"]), topics, VOCABULARY)
    assert rows.tolist() == [[0.0, 0.5, 0.5], [0.0, 0.25, 0.75]]
    wanted = np.array(["水库"])
    one = project_topics(np.eye(2), np.array(["学校", "水库"]), topics, wanted, frozenset(["乙"]))
    assert one.tolist() == [[0.0]]
