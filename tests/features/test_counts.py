"""Words become a sorted vocabulary with sparse counts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textml.corpus.words.code_points import code_points
from textml.corpus.words.segment import _SPACES, Words
from textml.errors import ConfigError, CorpusError
from textml.features import counts as module
from textml.features.count_kernel import _hash, _is_same, _number, _without_spaces
from textml.features.counts import count_content, count_known, count_texts, count_tokens, count_words, load_words

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


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_all_words_are_those_that_the_words_find(texts):
    """Numbered and counted in one go is the same as cut to words, then counted; repeated texts and words too."""
    articles = [*map(WORDS.content, [*texts, *texts[:1]])]
    if any(articles):
        expected, found = count_tokens(articles), count_content([*texts, *texts[:1]], WORDS)
        assert found.vocabulary.tolist() == expected.vocabulary.tolist()
        assert found.counts.toarray().tolist() == expected.counts.toarray().tolist()
        assert found.counts.dtype == np.int64
        assert found.counts.has_sorted_indices


def test_all_words_do_not_depend_on_the_batch(monkeypatch):
    """In blocks of a few characters the words and counts are the same; a word of two blocks is one word."""
    texts = ["水库 除险加固", "", "研究生命科学，GDP水库", "汀水高腔\n汀水高腔"] * 3
    whole = count_content(texts, WORDS)
    monkeypatch.setattr(module, "_BLOCK", 7)
    blocks = count_content(texts, WORDS)
    assert whole.vocabulary.tolist() == blocks.vocabulary.tolist()
    assert (whole.counts != blocks.counts).nnz == 0
    assert whole.counts[:, whole.vocabulary == "水库"].toarray().ravel().tolist() == [1, 0, 1, 0] * 3


def test_different_words_of_one_hash_place_are_numbered_apart():
    """Thousands of words, each twice: as many numbers as words, in the order of their first places."""
    words = [chr(0x4E00 + a) + chr(0x5E00 + b) for a in range(0, 2000, 7) for b in range(20)]
    texts = ["，".join([*words, *words[::-1]])]
    different, places, pointers = module._find_words(texts, WORDS.dictionary)
    cut = [token for token in WORDS.pieces(texts[0]) if len(token) > 1]
    assert different == list(dict.fromkeys(cut))
    assert [different[place] for place in places.tolist()] == cut
    assert pointers.tolist() == [0, len(cut)]


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


@pytest.mark.parametrize("longer", ["水库区", "水闸", "水"])
def test_words_of_one_hash_are_numbered_apart(longer):
    """Where the table holds another word with the same hash, the word is a new one."""
    points, n = code_points(f"{longer}水库水库"), len(longer)
    table, bounds = np.zeros(16, np.uint64), np.array([[0, n], [0, 0]], np.int32)
    mixed = int(_hash(points, n, n + 2))
    table[mixed & 15] = (mixed >> 32 << 32) | 1
    assert _number(points, n, n + 2, table, bounds, 1) == 1
    assert bounds.tolist() == [[0, n], [n, n + 2]]
    assert _number(points, n + 2, n + 4, table, bounds, 2) == 1


def test_counting_says_how_many_texts_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """After each block, and at the end all of them."""
    monkeypatch.setattr("textml.features.counts._BLOCK", 8)
    done: list[int] = []
    found = count_content(["水库蓄水，水库放水", "水库蓄水", "法院开庭"], Words(), on_texts=done.append)
    assert found.counts.shape[0] == done[-1] == 3
    assert len(done) > 1
    assert done == sorted(done)
