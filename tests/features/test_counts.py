"""Words become a sorted vocabulary with sparse counts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textml.corpus.words.code_points import code_points
from textml.corpus.words.segment import _SPACES, Words
from textml.errors import ConfigError, CorpusError
from textml.features import counts as module
from textml.features.count_kernel import _is_same, _without_spaces
from textml.features.counts import count_known, count_texts, count_tokens, count_words, load_words

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
    with pytest.raises(ConfigError, match="no word is left of 4 in 4 articles: only words in 3 to 4 articles are kept"):
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
    """12 and 的 carry no topic; 水库 occurs twice."""
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
    from textml.corpus.words.segment import Words

    kept = {**Words(stop_words=[]).fingerprint(), "probe": ["另", "一个"]}
    with pytest.raises(CorpusError, match="cuts words differently"):
        load_words(kept)


WORDS = Words(user_words=["汀水高腔"])
KNOWN = np.array(["GDP", "加固", "水库", "汀水高腔", "汀禾市", "研究", "生命科学", "除险"])
PIECES = [*KNOWN.tolist(), "研究生命", " ", "\u3000", "\t ", "\n", "。", "的", "水", "库", "a", "7", "汀", "𠀀"]
TEXTS = st.lists(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), max_size=6)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_the_kernel_counts_what_the_words_count(texts):
    """Cut and counted in one go is the same as cut to words, then counted: spaces, line ends, words of one's own."""
    expected = count_known([WORDS.content(text) for text in texts], KNOWN)
    found = count_texts(texts, WORDS, KNOWN)
    assert found.dtype == np.int64
    assert found.toarray().tolist() == expected.toarray().tolist()
    assert (found.indices.tolist(), found.indptr.tolist()) == (expected.indices.tolist(), expected.indptr.tolist())


def test_counts_do_not_depend_on_the_batch(monkeypatch):
    """Article by article, all at once, or in blocks of a few characters: the same rows."""
    texts = ["水库 除险加固", "", "研究生命科学，GDP", "汀水高腔\n汀水高腔"] * 3
    whole = count_texts(texts, WORDS, KNOWN).toarray()
    assert whole[3].tolist() == [0, 0, 0, 2, 0, 0, 0, 0]
    monkeypatch.setattr(module, "_BLOCK", 7)
    assert np.array_equal(count_texts(texts, WORDS, KNOWN).toarray(), whole)
    single = [count_texts([text], WORDS, KNOWN).toarray()[0] for text in texts]
    assert np.array_equal(single, whole)


def test_words_of_one_hash_place_stay_apart():
    """Every word of a large vocabulary finds its own column, in a table where many fall on one place."""
    vocabulary = np.array(sorted(chr(0x4E00 + a) + chr(0x5E00 + b) for a in range(0, 2000, 7) for b in range(70)))
    table = module._hashed(vocabulary)
    places = np.sort(table.places[table.places > 0] & 0xFFFFFFFF)
    assert np.array_equal(places, np.arange(1, len(vocabulary) + 1))


@settings(max_examples=200, deadline=None)
@given(st.text("水㐀鿿a。 \t\u3000\n", max_size=20))
def test_spaces_between_chinese_characters_are_left_out(text):
    """The kernel leaves out the same spaces as `Words.cut`: runs of them with a Chinese character on both sides."""
    kept = np.empty(len(text), np.uint32)
    n_kept = _without_spaces(code_points(text), 0, len(text), kept)
    assert "".join(map(chr, kept[:n_kept].tolist())) == _SPACES.sub("", text)


@pytest.mark.parametrize(("word", "same"), [("水库", True), ("水", False), ("水闸", False), ("水库区", False)])
def test_words_are_compared_by_their_characters(word, same):
    """A hash that happens to be equal is not enough: beginnings and continuations of a word are other words."""
    words = np.array([[ord("水"), ord("库"), 0]], np.uint32)
    assert _is_same(code_points(word), 0, len(word), words, 0) == same
    assert _is_same(code_points(word), 0, len(word), words[:, :2].copy(), 0) == same
