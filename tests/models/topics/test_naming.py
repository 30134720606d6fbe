"""A topic is named by words that say something."""

import pytest

from textml.models.topics.naming import says_something, topic_name

QUANTITIES = """
一只 一张 一亩 一块 一个个 每斤 几位 两三天 第一次 百余人 十多年 三千元 亿元 万元 50分钟 半小时 三公里 有人 后来 当时
每晚 一楼 一半 同样
"""
NAMES = "三门 一中 四川 三峡 百货 万科 双方 五金 公斤 只身 两会 三农 千岛湖 八卦 一号 人家 每日经济"


@pytest.mark.parametrize(
    ("ranked", "name"),
    [
        (["乡村振兴", "乡村", "农民", "产业"], "乡村振兴 农民 产业"),
        (["医保", "医保局", "患者"], "医保 患者"),
        (["火车"], "火车"),
        ([], ""),
    ],
)
def test_names_say_different_things(ranked, name):
    """A word that is part of a chosen one adds nothing to a name."""
    assert topic_name(ranked) == name


@pytest.mark.parametrize("word", QUANTITIES.split())
def test_quantities_and_words_that_only_point_name_nothing(word: str) -> None:
    """一只 and 后来 stay words of a topic, but a name goes on to the next word."""
    assert not says_something(word)
    assert topic_name([word, "橘子", "蜜橘", "果农"]) == "橘子 蜜橘 果农"


@pytest.mark.parametrize("word", NAMES.split())
def test_names_that_begin_with_a_numeral_stay(word: str) -> None:
    """Places, schools and things with a numeral in front name a topic."""
    assert says_something(word)


def test_a_topic_of_quantities_has_a_name() -> None:
    """Where nothing else is there, the quantities name the topic."""
    assert topic_name(["一只", "每斤"]) == "一只 每斤"
