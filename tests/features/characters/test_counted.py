"""N-grams that are counted once give the rows that counting anew gives."""

import numpy as np
import pytest

from textml.errors import CorpusError
from textml.features.characters.counted import CountedGrams, fit_rows
from textml.features.characters.folding import normalize_text, normalize_texts
from textml.features.characters.symbols import gram_key
from textml.features.characters.tfidf import CharacterTfidf

TEXTS = ["水库放水，水库蓄水", "nba第12场", "", "水库放水", "银行降息"]


def test_counts_are_those_of_each_text() -> None:
    """Twice 水, once 放, each counted twice as all of it is lead; repeated texts are held once, in any order."""
    counted = CountedGrams([*TEXTS, TEXTS[0]])
    rows = counted.rows(["水库放水", "", TEXTS[0]]).toarray()
    of = {key: rows[:, column].tolist() for column, key in enumerate(counted.keys.tolist())}
    assert of[gram_key("水")] == [4, 0, 8]
    assert of[gram_key("放水")] == [2, 0, 2]
    assert of[gram_key("银")] == [0, 0, 0]
    assert counted.marks[counted.keys == gram_key(",")].tolist() == [True]
    assert counted.holds(TEXTS)
    assert not counted.holds(["水"])


@pytest.mark.parametrize("min_df", [1, 2])
def test_a_part_of_the_counted_texts_is_fitted_like_alone(min_df: int) -> None:
    """Other texts that were counted beside them change neither n-grams nor weights."""
    part = [TEXTS[3], TEXTS[0], TEXTS[2]]
    plain, quick = CharacterTfidf(min_df), CharacterTfidf(min_df)
    wanted = plain.fit_transform(part).toarray()
    found = fit_rows(quick, part, CountedGrams(TEXTS)).toarray()
    assert (quick.vocabulary_ == plain.vocabulary_).all()
    assert (quick.idf_ == plain.idf_).all()
    np.testing.assert_allclose(found, wanted, rtol=1e-14)


def test_texts_that_were_not_counted_are() -> None:
    """Counts of other texts are no hindrance."""
    found = fit_rows(CharacterTfidf(), ["银行"], CountedGrams(TEXTS)).toarray()
    np.testing.assert_allclose(found, CharacterTfidf().fit_transform(["银行"]).toarray(), rtol=1e-14)


def test_nothing_to_learn_from_is_refused() -> None:
    """As by `CharacterTfidf.fit`."""
    with pytest.raises(CorpusError, match="no character n-gram occurs in 1 of 2 texts"):
        fit_rows(CharacterTfidf(), ["", " "])


def test_many_texts_are_normalised_like_one() -> None:
    """Width, case, white space and combining marks."""
    texts = ["ＧＤＰ　增长\n5％", "", "ΣΑΣ", "e\u0301", "\ud800水"]
    assert normalize_texts(texts) == [normalize_text(text) for text in texts]
    assert normalize_texts([]) == []
