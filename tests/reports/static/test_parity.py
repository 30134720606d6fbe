"""What the page's script works out is what Python works out from the same values."""

import numpy as np
import pytest

from tests.reports.html.packed import unpack
from tests.reports.small_run import EVIL, small_articles, small_model
from tests.reports.static.node import call, needs_node
from textml.models.topics.model import TopicModel
from textml.models.topics.topic import rank_words
from textml.reports.html.packing import pack
from textml.reports.html.topic_map import N_WORDS, WEIGHTS, pack_topics
from textml.reports.sentences import percent, sureness

pytestmark = needs_node


@pytest.fixture(scope="module")
def model() -> TopicModel:
    return small_model(small_articles())


def test_a_share_reads_the_same_everywhere() -> None:
    """Whole per cent from 10 % on, one decimal below; halves go up on both sides."""
    shares = [0.0, 1e-9, 0.0005, 0.00149, 0.0015, 0.053, 0.0625, 0.0949, 0.09949, 0.0995, 0.1, 0.125, 0.135, 0.575, 1.0]
    shares += np.random.default_rng(0).random(200).round(4).tolist()
    assert call("elements", "percent", [[share] for share in shares]) == [percent(share) for share in shares]
    assert [percent(share) for share in (0.0, 0.053, 0.0625, 0.0995, 0.125)] == [
        "0 %",
        "5.3 %",
        "6.3 %",
        "10 %",
        "13 %",
    ]


def test_no_probability_reads_as_certain() -> None:
    """On both sides 0.9999 is above 99 %, 0.0001 below 1 %, and the others are whole per cent."""
    shares = [0.0, 0.0049, 0.005, 0.575, 0.994, 0.995, 0.9999, 1.0, *np.random.default_rng(0).random(200).round(4)]
    shares = [float(share) for share in shares]
    assert call("elements", "sureness", [[share] for share in shares]) == [sureness(share) for share in shares]
    assert [sureness(share) for share in (0.0049, 0.005, 0.575, 0.994, 0.995, 1.0)] == [
        "<1 %",
        "1 %",
        "58 %",
        "99 %",
        ">99 %",
        ">99 %",
    ]


def test_words_are_ranked_as_the_model_ranks_them() -> None:
    """Relevance gives the same words in the same order at every step of the slider, equal words by their place."""
    components = np.random.default_rng(0).gamma(0.3, size=(4, 60)) + 0.03
    components[:, 40:] = components[:, :20]
    given, overall = components / components.sum(axis=1, keepdims=True), components.sum(axis=0) / components.sum()
    topics = [[[place, row[place], overall[place]] for place in range(60)] for row in given]
    calls = [[topic, weight, N_WORDS] for weight in WEIGHTS for topic in topics]
    ranked = [[place for place, *_ in words] for words in call("topic_words", "rankWords", calls)]
    assert ranked == np.concatenate([rank_words(components, N_WORDS, weight) for weight in WEIGHTS]).tolist()


def test_a_word_has_the_topics_that_find_gives(model: TopicModel) -> None:
    """Words of the vocabulary, a word that others contain and an unknown one: same topics, same shares to 1 %."""
    inside = next(word[:1] for word in model.vocabulary_.tolist() if len(word) > 1)
    words = [*model.vocabulary_.tolist(), inside, "长颈鹿"]
    uses = unpack(pack_topics(model, {})["words"])
    for word, found in zip(words, call("topic_words", "topicsUsing", [[word, uses] for word in words]), strict=True):
        expected = {topic.name: share for topic, share in model.find(word)}
        shares = {model.topics_[column].name: share for column, share in found}
        assert shares == pytest.approx({name: expected[name] for name in shares}, abs=0.01)
        # the page leaves out topics with less than 2 % of a word's uses
        assert sum(expected.values()) - sum(shares.values()) < 0.06
        assert [share for _, share in found] == sorted(shares.values(), reverse=True)


def test_what_is_packed_is_unpacked() -> None:
    """Chinese, rare characters, markup and numbers come back as they were."""
    values = [{"题": [EVIL, 1, 0.25, None, "𠮷"]}, [], "文" * 100_000]
    assert call("packed", "unpackText", [[pack(value)] for value in values]) == values


def test_the_share_within_periods_is_the_mean_over_their_articles(model: TopicModel) -> None:
    """The share of all issues together is that of all articles with a date."""
    periods = unpack(pack_topics(model, {})["topics"])["periods"]
    dated = model.shares_[model.dates_ != ""] if model.dates_ is not None else model.shares_
    found = call("periods", "shareWithin", [[periods, column, "", ""] for column in range(len(model.topics_))])
    assert found == pytest.approx(dated.mean(axis=0), abs=1e-4)
