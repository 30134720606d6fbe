"""Character n-grams are counted as scikit-learn would count them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from textml.errors import CorpusError
from textml.features.characters import CharacterTfidf, as_symbol, gram_texts, normalize_text, split_symbols

HAN = st.text(st.sampled_from("中国人民、银行𠮷"), min_size=1, max_size=30)


@given(st.lists(HAN, min_size=1, max_size=6))
def test_weights_are_those_of_a_plain_count(texts: list[str]) -> None:
    """Root of the count times smoothed idf, rows of length 1, for single characters and pairs."""
    features = CharacterTfidf(punctuation=1)
    found = features.fit_transform(texts).toarray()
    plain = CountVectorizer(analyzer="char", ngram_range=(1, 2))
    counts = plain.fit_transform(texts).toarray()[
        :, [plain.vocabulary_[gram] for gram in gram_texts(features.vocabulary_)]
    ]
    wanted = np.sqrt(counts) * (np.log((1 + len(texts)) / (1 + (counts > 0).sum(axis=0))) + 1)
    np.testing.assert_allclose(found, wanted / np.linalg.norm(wanted, axis=1, keepdims=True))
    assert (features.transform(texts) != features.fit_transform(texts)).nnz == 0


def test_layout_is_no_information() -> None:
    """Full-width forms, line breaks and ideographic spaces are folded away."""
    assert normalize_text("ＧＤＰ　增长\n5％") == "gdp增长5%"


def test_a_latin_word_is_one_symbol_and_a_number_a_break() -> None:
    """Pairs of letters are not counted, neither are figures nor pairs across them."""
    assert split_symbols("nba第12场") == ["nba", "第", "12", "场"]
    grams = gram_texts(CharacterTfidf().fit(["nba第12场"]).vocabulary_)
    assert sorted(grams) == sorted([as_symbol("nba"), "第", "场", as_symbol("nba") + "第"])


def test_punctuation_weighs_less() -> None:
    """An n-gram with a mark counts 0.6 of what one without counts."""
    features = CharacterTfidf(punctuation=0.6).fit(["中、"])
    weight = dict(zip(gram_texts(features.vocabulary_), features.idf_.tolist(), strict=True))
    assert weight == {"中": 1.0, "、": pytest.approx(0.6), "中、": pytest.approx(0.6)}


def test_rare_n_grams_can_be_left_out() -> None:
    """With min_df=2 an n-gram has to stand in two articles."""
    assert gram_texts(CharacterTfidf(min_df=2).fit(["银行", "银河"]).vocabulary_) == ["银"]


def test_unknown_and_empty_texts_are_rows_of_zeros() -> None:
    """What `fit` did not see has no column."""
    rows = CharacterTfidf().fit(["银行"]).transform(["", "雨", "银"])
    assert rows.toarray().tolist()[:2] == [[0, 0, 0], [0, 0, 0]]
    assert rows[2].sum() == 1


def test_more_texts_than_a_block_are_counted_like_few() -> None:
    """Blocks of articles leave no trace."""
    many = CharacterTfidf().fit_transform(["银行", "球队"] * 1500)
    assert (many[:2] != many[-2:]).nnz == 0


def test_nothing_to_learn_from_is_refused() -> None:
    """The message says what was looked for."""
    with pytest.raises(CorpusError, match="2 texts without a character n-gram in 1 of them"):
        CharacterTfidf().fit(["", " "])
