"""Topic shares are averaged over groups and added up over merged topics."""

import numpy as np
import pytest

from textml.models.topics.shares import share_table, sum_shares

SHARES = np.array([[0.9, 0.1], [0.7, 0.3], [0.2, 0.8]])


def test_shares_are_means_over_the_articles_of_a_group():
    """Groups are sorted, articles without one are left out, a single article has an interval too."""
    table = share_table(SHARES, ["b", "b", ""], ["水库", "学校"])
    assert table.groups == ("b",)
    assert table.n_articles.tolist() == [2]
    assert table.share == pytest.approx(np.array([[0.8, 0.2]]))
    one = share_table(SHARES, ["", "", "a"], ["水库", "学校"])
    assert one.low[0, 0] < 0.2 < one.high[0, 0]
    assert one.rows()[1] == {
        "group": "a", "articles": 1, "topic": "学校", "share": 0.8,
        "low": pytest.approx(one.low[0, 1]), "high": pytest.approx(one.high[0, 1]),
    }  # fmt: skip


def test_shares_of_merged_topics_are_sums():
    """Columns that go to one position are added up."""
    assert sum_shares(np.array([[0.5, 0.3, 0.2]]), np.array([1, 0, 1])).tolist() == [[0.3, 0.7]]
