"""Topics that stay as they were fitted give shares to other articles."""

import numpy as np
import pytest

from textml.models.topics.extension import extend_model
from textml.models.topics.model import TopicModel

WATER, SCHOOL = "水库泄洪，防汛部门巡查河道。", "学校开学，老师带学生上课。"
KNOWN = [WATER, SCHOOL] * 10
#: No word of the last one counts.
NEW = [SCHOOL + WATER, WATER, SCHOOL, "全无", WATER * 2]


def test_shares_of_new_articles_are_those_of_transform(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many are counted at a time, and wherever they stand among the known ones, which keep theirs."""
    model = TopicModel(2, min_df=1, max_df=1.0, n_jobs=1).fit(KNOWN)
    rows = np.array([-1, 3, -1, -1, 0, -1, -1])
    days, sections = [f"2024-01-0{day}" for day in range(1, 8)], list("abcdefg")
    extended = {}
    for at_once in (2, 1000):
        monkeypatch.setattr("textml.models.topics.extension._AT_ONCE", at_once)
        done: list[int] = []
        extended[at_once] = extend_model(model, rows, iter(NEW), days, sections, done.append)
        assert done == ([2, 4, 5] if at_once == 2 else [5])
    for other in extended.values():
        assert np.array_equal(other.shares_[rows < 0], model.transform(NEW))
        assert np.array_equal(other.shares_[rows >= 0], model.shares_[[3, 0]])
        assert other.unknown_.tolist() == [5]
        assert other.dates_ is not None
        assert other.dates_.tolist() == days
        shares = [topic.share for topic in other.topics_]
        assert shares == other.shares_[[0, 1, 2, 3, 4, 6]].mean(0).tolist()
    assert np.array_equal(extended[2].shares_, extended[1000].shares_)
