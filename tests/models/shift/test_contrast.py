"""Words that make the difference."""

import numpy as np
import pytest
import scipy.sparse as sp

from textml.models.shift.contrast import contrast_words


def test_words_of_one_side_come_first() -> None:
    """A word in 30 of 40 new and 1 of 40 known articles leads; words of both sides are left out."""
    words, new, known = np.array(["会议", "手机", "粮票"]), np.zeros((40, 3)), np.zeros((40, 3))
    new[:30, 1], known[:1, 1], known[:25, 2], new[:20, 0], known[:20, 0] = 1, 1, 1, 3, 1
    more, less = contrast_words(sp.csr_matrix(known), sp.csr_matrix(new), words, 5)
    assert [(found.word, found.new, found.known) for found in more] == [("手机", 0.75, 0.025)]
    assert [(found.word, found.new, found.known) for found in less] == [("粮票", 0.0, 0.625)]


def test_a_word_of_a_single_article_is_not_news() -> None:
    """However often one article says a word, it takes three articles."""
    known, new = np.ones((30, 2)), np.ones((30, 2))
    known[:, 1], new[:, 1] = 0, 0
    new[0, 1] = 50
    assert contrast_words(sp.csr_matrix(known), sp.csr_matrix(new), np.array(["甲乙", "丙丁"]), 5)[0] == ()


def test_scores_by_hand() -> None:
    """The z-score of Monroe et al.: log odds 8 of 16 against 2 of 16, each with a prior of 1.6 times 10 of 32."""
    from textml.models.shift.contrast import _score

    new, known = np.array([8, 8]), np.array([2, 14])
    prior = 1.6 * 10 / 32
    odds = [np.log((n + prior) / (16 + 1.6 - n - prior)) for n in (8, 2)]
    expected = (odds[0] - odds[1]) / np.sqrt(1 / (8 + prior) + 1 / (2 + prior))
    assert _score(new, known)[0] == pytest.approx(expected)
