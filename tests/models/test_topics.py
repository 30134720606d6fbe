"""TopicModel turns running text into topics that people can read."""

import numpy as np
import pytest

from textml.models.topics import TopicModel

WATER = [
    "水库大坝除险加固，防汛部门巡查河道堤坝。",
    "暴雨来袭，水库泄洪，防汛队伍转移群众。",
    "河道清淤，堤坝加固，防汛物资到位。",
]
SCHOOL = [
    "学校开学，老师带学生领取课本。",
    "小学生上课，老师讲解课本里的古诗。",
    "学校食堂开放，学生家长和老师一同就餐。",
]


@pytest.fixture(scope="module")
def two_subjects() -> TopicModel:
    """Thirty articles on water and thirty on schools, by turns."""
    texts = [text for _ in range(10) for pair in zip(WATER, SCHOOL, strict=True) for text in pair]
    dates = [f"2024-01-{1 + i % 5:02d}" for i in range(60)]
    return TopicModel(2, stop_words=[], max_df=1.0).fit(texts, dates, ["水利", "教育"] * 30)


def test_two_subjects_become_two_topics(two_subjects: TopicModel) -> None:
    """Articles of one subject share a topic, and its words are the subject's."""
    column = two_subjects.shares_.argmax(1)
    assert set(column[::2]) != set(column[1::2])
    assert len(set(column[::2])) == len(set(column[1::2])) == 1
    water = two_subjects.topics_[column[0]]
    assert "防汛" in [word for word, _ in water.words[:3]]
    assert sum(topic.share for topic in two_subjects.topics_) == pytest.approx(1)


def test_shares_of_known_articles_are_those_of_transform(two_subjects: TopicModel) -> None:
    """An article gets the same shares in the fit, in a batch, alone and the second time."""
    texts = [WATER[0], SCHOOL[0]]
    batch = two_subjects.transform(texts)
    assert np.array_equal(batch, two_subjects.shares_[:2])
    assert np.array_equal(batch[1:], two_subjects.transform(texts[1:]))
    assert np.array_equal(batch, two_subjects.transform(texts))
