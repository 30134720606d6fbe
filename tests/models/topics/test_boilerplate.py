"""Words without a subject are found by how evenly they are scattered."""

import numpy as np
import scipy.sparse as sp

from textml.models.topics.boilerplate import find_boilerplate

# 60 articles of two subjects: 日前 in every third, 水库 in those of the first subject, 罕见 in three.
SUBJECT = np.arange(60) % 2
COUNTS = sp.csr_matrix(np.stack([np.arange(60) // 2 % 3 == 0, SUBJECT == 0, np.arange(60) < 3], axis=1).astype(int))
VOCABULARY = np.array(["日前", "水库", "罕见"])
SHARES = np.eye(2)[SUBJECT]


def test_an_even_word_is_boilerplate_and_a_subject_is_not():
    """日前 is as frequent in both topics; 水库 keeps to one; 罕见 is too rare to tell."""
    (word,) = find_boilerplate(COUNTS, VOCABULARY, SHARES)
    assert (word.word, word.articles) == ("日前", 20)
    assert word.clumping < 1
    assert word.why == f"topics {word.clumping:.2f}"


def test_a_word_of_one_issue_is_no_boilerplate():
    """日前 in the articles of one date clumps there, whatever the topics say."""
    dates = np.where(COUNTS[:, [0]].toarray()[:, 0] > 0, "2024-01-01", "2024-01-02")
    assert find_boilerplate(COUNTS, VOCABULARY, SHARES, dates=dates) == []
    assert len(find_boilerplate(COUNTS, VOCABULARY, SHARES, dates=["2024-01-01"] * 60)) == 1
