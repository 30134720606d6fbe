"""Character n-grams are counted as scikit-learn would count them."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer

from textml.errors import CorpusError
from textml.features.characters.counted import CountedGrams
from textml.features.characters.folding import normalize_text
from textml.features.characters.kernel import LEAD, LEAD_WEIGHT, POINT_BITS, POINT_MASK
from textml.features.characters.symbols import as_symbol, in_blocks, split_symbols
from textml.features.characters.tfidf import CharacterTfidf
from textml.model_files import dump_estimator

NASTY = st.text(
    st.one_of(
        st.sampled_from("中国银行、１2３nbaＮＢＡ…㎡ﬁe\u0301か\u3099\0 \n〇𠮷👇\ud800\U000f1234"),
        st.characters(exclude_categories=()),
    ),
    max_size=20,
)
HAN = st.text(st.sampled_from("中国人民、银行𠮷"), min_size=1, max_size=30)


@settings(deadline=None)  # the first example loads the kernels
@given(st.lists(HAN, min_size=1, max_size=6))
def test_weights_are_those_of_a_plain_count(texts: list[str]) -> None:
    """Root of the count times smoothed idf and bursts, rows of length 1, for single characters and pairs.

    All of these texts are lead.
    """
    features = CharacterTfidf(punctuation=1)
    found = features.fit_transform(texts).toarray()
    plain = CountVectorizer(analyzer="char", ngram_range=(1, 2))
    counts = plain.fit_transform(texts).toarray()[
        :, [plain.vocabulary_[gram] for gram in gram_texts(features.vocabulary_)]
    ]
    n, frequency = len(texts), (counts > 0).sum(axis=0)
    by_chance = n * (1 - np.exp(-counts.sum(axis=0) / n))
    bursts = 1 + 0.15 * np.log((10 + by_chance) / (10 + frequency))
    wanted = np.sqrt(LEAD_WEIGHT * counts) * (np.log((1 + n) / (1 + frequency)) + 1) * bursts
    np.testing.assert_allclose(found, wanted / np.linalg.norm(wanted, axis=1, keepdims=True))
    assert (features.transform(texts) != features.fit_transform(texts)).nnz == 0


def gram_texts(keys: np.ndarray) -> list[str]:
    """The symbols and pairs that `gram_key` made these numbers of."""
    return [(chr(key >> POINT_BITS) if key >> POINT_BITS else "") + chr(key & POINT_MASK) for key in keys.tolist()]


def plain_rows(texts: list[str], features: CharacterTfidf) -> np.ndarray:
    """The matrix by counting the symbols of one text after the other in Python."""
    column = {gram: i for i, gram in enumerate(gram_texts(features.vocabulary_))}
    rows = np.zeros((len(texts), len(column)))
    for row, text in zip(rows, texts, strict=True):
        symbols = "".join(map(as_symbol, split_symbols(normalize_text(text))))
        for size in (1, 2):
            for at in range(len(symbols) - size + 1):
                if symbols[at : at + size] in column:
                    row[column[symbols[at : at + size]]] += LEAD_WEIGHT if at < LEAD else 1
        row[:] = np.sqrt(row) * features.idf_
        row /= np.linalg.norm(row) or 1
    return rows


@settings(deadline=None)
@given(st.lists(NASTY, min_size=1, max_size=4), st.lists(NASTY, max_size=4))
def test_any_text_is_counted_as_python_counts_it(learnt: list[str], texts: list[str]) -> None:
    """Full width, marks, surrogates, pictographs, NUL, Latin words, digits, 〇 and rare characters, learnt or not."""
    features = CharacterTfidf().fit([*learnt, "中"])
    np.testing.assert_allclose(features.transform(texts).toarray(), plain_rows(texts, features), rtol=0, atol=1e-12)
    np.testing.assert_allclose(features.transform(learnt).toarray(), plain_rows(learnt, features), rtol=0, atol=1e-12)


def test_what_begins_in_the_lead_counts_twice() -> None:
    """Of equally many 水 before and after the 250th character, the first ones count twice."""
    text = "水" + "山" * (LEAD - 2) + "水" + "水" + "山"
    counted = CountedGrams([text]).rows([text]).toarray()[0].tolist()
    # singles of 山 and 水, pairs 山山, 山水, 水山, 水水
    assert counted == [2 * (LEAD - 2) + 1, 2 * 2 + 1, 2 * (LEAD - 3), 2, 2 + 1, 2]
    features = CharacterTfidf(punctuation=1).fit([text])
    row = features.transform([text]).toarray()[0]
    wanted = np.sqrt(counted) * features.idf_
    np.testing.assert_allclose(row, wanted / np.linalg.norm(wanted), rtol=1e-12)


def test_a_text_beside_others_is_counted_like_alone() -> None:
    """No pair reaches from one text into the next, and no count either."""
    texts = ["银行", "", "行银", "\0", "nba", "nba12", "银"]
    features = CharacterTfidf().fit(texts)
    alone = [features.transform([text]).toarray()[0].tolist() for text in texts]
    assert features.transform(texts).toarray().tolist() == alone


def test_arrays_of_a_worker_can_be_read_only(tmp_path: Path) -> None:
    """joblib hands large arrays to its workers as maps of a file that cannot be written to."""
    features = CharacterTfidf().fit(["银行降息", "球队夺冠"])
    mapped = clone(features)
    for name in ("vocabulary_", "idf_"):
        np.save(tmp_path / f"{name}.npy", getattr(features, name))
        setattr(mapped, name, np.load(tmp_path / f"{name}.npy", mmap_mode="r"))
    assert (mapped.transform(["球队降息"]) != features.transform(["球队降息"])).nnz == 0


def test_tables_are_made_again_and_never_saved() -> None:
    """What is derived from the vocabulary is no part of a saved model, and belongs to the last fit."""
    features = CharacterTfidf().fit(["银行"])
    before = dump_estimator(CharacterTfidf().fit(["银行"]))
    features.transform(["银行"])
    assert dump_estimator(features) == before
    assert features.fit(["球队"]).transform(["银行", "球队"]).sum(axis=1).ravel().tolist()[0][0] == 0


def test_layout_is_no_information() -> None:
    """Full-width forms, line breaks and ideographic spaces are folded away."""
    assert normalize_text("ＧＤＰ　增长\n5％") == "gdp增长5%"


def test_a_latin_word_is_one_symbol_and_a_number_a_break() -> None:
    """Pairs of letters are not counted, neither are figures nor pairs across them."""
    assert split_symbols("nba第12场") == ["nba", "第", "12", "场"]
    grams = gram_texts(CharacterTfidf().fit(["nba第12场"]).vocabulary_)
    assert sorted(grams) == sorted([as_symbol("nba"), "第", "场", as_symbol("nba") + "第"])


def weights_of(features: CharacterTfidf) -> dict[str, float]:
    """What each n-gram weighs."""
    return dict(zip(gram_texts(features.vocabulary_), features.idf_.tolist(), strict=True))


def test_punctuation_weighs_less() -> None:
    """An n-gram with a mark counts 0.6 of what one without counts."""
    weight = weights_of(CharacterTfidf(punctuation=0.6).fit(["中、"]))
    assert weight["、"] == weight["中、"] == pytest.approx(0.6 * weight["中"])


def test_n_grams_in_bursts_weigh_more_than_scattered_ones() -> None:
    """Of two that are in as many articles the one that is repeated there counts more, by 0.15 of its residual idf."""
    texts = ["稻" * 5 + "昨"] * 4 + ["雨"] * 16
    weight = weights_of(CharacterTfidf().fit(texts))
    scattered, bursts = (np.log((10 + 20 * (1 - np.exp(-count / 20))) / 14) for count in (4, 20))
    assert scattered < 0 < bursts
    assert weight["稻"] / weight["昨"] == pytest.approx((1 + 0.15 * bursts) / (1 + 0.15 * scattered))


def test_bursts_are_counted_over_all_blocks() -> None:
    """Articles in several blocks give the same weights as in one, in any order."""
    texts = ["稻" * 5 + "昨" * 70_000] * 4 + ["雨" * 70_000] * 16
    assert len(list(in_blocks(texts))) > 1
    few = CharacterTfidf().fit([text[:6] for text in texts])
    many = CharacterTfidf().fit(texts[::-1])
    assert weights_of(many)["稻"] == weights_of(few)["稻"]
    by_chance = 20 * (1 - np.exp(-4 * 70_000 / 20))
    assert weights_of(many)["昨"] == pytest.approx((np.log(21 / 5) + 1) * (1 + 0.15 * np.log((10 + by_chance) / 14)))


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
    texts = ["银行", "球队", "", "行" * 70_000] * 10
    assert sum(len(block) for block in in_blocks(texts)) == len(texts)
    assert len(list(in_blocks(texts))) == 2
    many = CharacterTfidf().fit_transform(texts)
    assert (many[:4] != many[-4:]).nnz == 0


def test_nothing_to_learn_from_is_refused() -> None:
    """The message says what was looked for."""
    with pytest.raises(CorpusError, match="no character n-gram occurs in 1 of 2 texts"):
        CharacterTfidf().fit(["", " "])
