"""Topics get words and names that people recognise."""

import numpy as np
import pytest

from textml.models.topics.topic import (
    Topic,
    describe_topics,
    largest_columns,
    rank_words,
    rank_words_for,
    relevance,
    unique_names,
)


def test_relevance_prefers_the_word_that_others_lack():
    """Both words are equally probable in the first topic; the second topic has one of them too."""
    scores = relevance(np.array([[4.0, 4.0, 2.0], [1e-9, 8.0, 2.0]]))
    assert scores[0, 0] > scores[0, 1]
    assert relevance(np.array([[4.0, 4.0], [1.0, 3.0]]), weight=1.0)[0].tolist() == pytest.approx([np.log(0.5)] * 2)


def test_equal_names_are_numbered():
    """Two topics of one name can be told apart."""
    assert unique_names(["水库", "学校", "水库"]) == ["水库", "学校", "水库 (2)"]


def test_topics_are_described_by_their_words():
    """A given name stays, the other topic is named by its words; probabilities and shares belong to the topic."""
    first, second = describe_topics(
        np.array([[6.0, 3.0, 1.0], [1.0, 1.0, 8.0]]),
        np.array(["水库", "防汛", "学校"]),
        np.array([0.75, 0.25]),
        2,
        ["水利"],
    )
    assert (first.id, first.name, first.words) == (0, "水利", (("水库", 0.6), ("防汛", 0.3)))
    assert (second.id, second.name.split()[0], second.share) == (1, "学校", 0.25)


@pytest.mark.parametrize(("stability", "fragile"), [(0.49, True), (0.5, False), (float("nan"), False)])
def test_topics_that_seldom_come_back_are_fragile(stability, fragile):
    """Less than half of the top words; a topic whose stability was not measured is not fragile."""
    assert Topic(0, "水利", (), 0.5, stability=stability).fragile is fragile


def test_the_largest_columns_are_those_of_a_stable_sort() -> None:
    """Of equal values the first column comes first, also at the end of the list."""
    values = np.random.default_rng(0).integers(0, 4, (20, 30)).astype(float)
    assert (largest_columns(values, 7) == np.argsort(-values, axis=1, kind="stable")[:, :7]).all()
    assert largest_columns(values, 99).shape == (20, 30)


def test_words_are_ranked_for_several_weights_as_for_each() -> None:
    """The logarithms are taken once, the order is the same."""
    components = np.random.default_rng(1).gamma(0.3, 1, (4, 50)) + 1e-3
    for weight, ranked in zip((0, 0.3, 1), rank_words_for(components, 9, (0, 0.3, 1)), strict=True):
        assert (ranked == rank_words(components, 9, weight)).all()
