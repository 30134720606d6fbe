"""Counts of articles that come and go are those of counting all of them."""

import numpy as np

from textml.corpus.words.segment import Words
from textml.features.counted_words import update_counts
from textml.features.counts import count_content

FIRST = ["水库蓄水，水库放水。", "法院开庭，审理借款。", "学校开学。"]
NOW = ["老师带学生进学校。", "学校开学。", "水库蓄水，水库放水。", "的了"]
ROWS = np.array([-1, 2, 0, -1])


def test_new_articles_are_counted_and_words_of_gone_ones_left_out() -> None:
    """Order, columns and types are those of counting all; the court is nobody's word any more."""
    words = Words()
    found = update_counts(count_content(FIRST, words), ROWS, [NOW[0], NOW[3]], words)
    whole = count_content(NOW, words)
    assert found.vocabulary.tolist() == whole.vocabulary.tolist()
    assert "法院" not in found.vocabulary
    assert found.vocabulary.dtype == whole.vocabulary.dtype
    for part in ("data", "indices", "indptr"):
        np.testing.assert_array_equal(getattr(found.counts, part), getattr(whole.counts, part))
        assert getattr(found.counts, part).dtype == getattr(whole.counts, part).dtype


def test_nothing_new() -> None:
    """Articles alone that went: the new ones need not have a word."""
    words = Words()
    found = update_counts(count_content(FIRST, words), np.array([1]), [], words)
    assert found.vocabulary.tolist() == count_content(FIRST[1:2], words).vocabulary.tolist()
