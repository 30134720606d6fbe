"""Words become a sorted vocabulary with sparse counts."""

import numpy as np
import pytest

from textml.errors import ConfigError, CorpusError
from textml.features.counts import count_known, count_tokens, count_words, words_cutter

ARTICLES = [["水库", "防汛", "水库"], ["学校", "防汛"], ["学校", "课本"], []]


def test_vocabulary_is_sorted_and_counts_add_up():
    """The order of the articles decides nothing but the order of the rows."""
    counted = count_tokens(ARTICLES)
    assert counted.vocabulary.tolist() == sorted(["水库", "防汛", "学校", "课本"])
    assert counted.counts.toarray().sum(1).tolist() == [3, 2, 2, 0]
    turned = count_tokens(ARTICLES[::-1])
    assert turned.vocabulary.tolist() == counted.vocabulary.tolist()
    assert np.array_equal(turned.counts.toarray()[::-1], counted.counts.toarray())


@pytest.mark.parametrize(
    ("bounds", "kept"),
    [
        ({"min_df": 2}, ["学校", "防汛"]),
        ({"min_df": 0.5}, ["学校", "防汛"]),
        ({"max_df": 1}, ["水库", "课本"]),
        ({"max_df": 0.25}, ["水库", "课本"]),
        ({"min_df": 2, "max_df": 0.5}, ["学校", "防汛"]),
    ],
)
def test_bounds_are_articles_or_shares_of_them(bounds, kept):
    """An int counts articles, a float is their share, both ends included."""
    assert sorted(count_tokens(ARTICLES, **bounds).vocabulary.tolist()) == sorted(kept)


def test_no_word_left_is_an_error_with_the_bounds():
    """The message says how many words there were and which bounds they failed."""
    with pytest.raises(ConfigError, match="no word is left of 4 in 4 articles: kept are words in 3 to 4 articles"):
        count_tokens(ARTICLES, min_df=3)


@pytest.mark.parametrize("bound", [-1, 1.5, True])
def test_bounds_that_are_not_allowed_are_refused(bound):
    """Neither below none nor above all, and no truth value for a number."""
    with pytest.raises(ConfigError, match="min_df="):
        count_tokens(ARTICLES, min_df=bound)


def test_words_outside_the_vocabulary_are_left_out():
    """An article of unknown words is an empty row."""
    counts = count_known([["水库", "雷达"], ["雷达"]], ["学校", "水库"])
    assert counts.toarray().tolist() == [[0, 1], [0, 0]]


def test_running_text_is_cut_without_numbers_and_stop_words():
    """12 and 的 carry no topic; 水库 stands twice."""
    counted = count_words(["水库的水位上涨12厘米，水库泄洪。"], stop_words=["厘米"])
    found = dict(zip(counted.vocabulary.tolist(), counted.counts.toarray()[0].tolist(), strict=True))
    assert found == {"水库": 2, "水位": 1, "上涨": 1, "泄洪": 1}


def test_counts_go_to_gensim_and_back():
    """Dictionary and bags hold the same words and counts."""
    counted = count_tokens(ARTICLES)
    dictionary, corpus = counted.to_gensim()
    assert [dictionary[i] for i in range(4)] == counted.vocabulary.tolist()
    assert sorted((dictionary[i], n) for i, n in corpus[0]) == sorted([("水库", 2), ("防汛", 1)])
    assert len(corpus) == 4


def test_a_foreign_segmenter_is_refused():
    """Words cut otherwise than those that a model was made with would mean other shares."""
    from textml.corpus.words import Words

    kept = {**Words(stop_words=[]).fingerprint(), "probe": ["另", "一个"]}
    with pytest.raises(CorpusError, match="cuts words otherwise"):
        words_cutter(kept)
