"""Names of topics, made of their most relevant words."""

import re
from collections.abc import Sequence

# Words in a name: enough to tell topics apart, on one line.
_NAME_WORDS = 3
# Numerals, and what stands in their place: 每斤, 几位, 半天.
_NUMERAL = "[0-9０-９零〇一二两三四五六七八九十百千万亿几数每各某半第]"
# Measure words of people, things, times and quantities. Those that often end a name are left out: 三门, 三峡, 一中,
# 四川, 双方, 五里.
_MEASURE = (
    "个只张块条件位名场次家项份台辆棵株座间栋幢层套双对群批种类片篇部本册封幅支枝根粒颗滴瓶杯碗盘盒箱袋包桶把"
    "亩斤吨克米尺寸丈顷升元角分钱倍岁届期年月日天夜晚周秒刻点下遍趟回番顿口头匹艘架户人句楼段节步滴筐车"
)
_QUANTITY = re.compile(rf"{_NUMERAL}+[多余]?(?:公|平方|立方|小)?([{_MEASURE}]|分钟|小时|公里|千克|百分点|星期)\1?")
# Words that point to people, times, places or degrees without naming any; the stop words hold those that are commoner.
_POINTING_WORDS = """
一半 同样 前后 有人 有的 有些 有时 没人 人们 大家 别人 他人 自己 本人 众人 不少 不久 很多 许多 好多 多少
更多 最多 少数 大多 其他 其它 其余 另外 此外 后来 当时 那时 这时 此时 同时 随后 之后 之前
以后 以前 从前 过去 如今 现在 目前 将来 今后 最后 最终 最近 近来 近日 日前 平时 平日 今天
昨天 前天 明天 后天 今年 去年 前年 明年 当天 当日 当年 当晚 早上 上午 中午 下午 傍晚 晚上
夜里 天天 年年 时候 时间 这里 那里 哪里 这边 那边 里面 外面 上面 下面 前面 后面 旁边 附近
到处 这个 那个 哪个 这些 那些 这样 那样 这么 那么 怎么 怎样 什么 为何 一起 一样 一直 一定
一般 一些 一边 一下 一点 一旦 一带 一同 已经 曾经 正在 刚刚 马上 立即 逐渐 渐渐 终于 可以
可能 应该 需要 必须 能够 愿意 开始 继续 觉得 知道 认为 看到 听到 想到 起来 出来 下来 上来
进来 过来 回来 出去 下去 上去 进去 过去 出现 成为 没有 不能 不会 不用 不要 不过 只要 只有
只能 还有 还是 就是 也是 都是 有关 方面 东西 事情 样子 地方 非常 特别 十分 比较 更加
越来越 左右 以上 以下 以内 之间 之一 说道 告诉 表示 介绍 说起 笑着 记得
"""
_POINTING = frozenset(_POINTING_WORDS.split())


def topic_name(ranked: Sequence[str]) -> str:
    """Make a name of the first three words that say something of their own.

    A word that is part of another one adds nothing. A quantity (一只, 每斤) names nothing, nor does a word that only
    points (有人, 后来). Where all words are of that kind, they make the name.

    Parameters
    ----------
    ranked : sequence of str
        Words of the topic, the most relevant first.

    Examples
    --------
    >>> topic_name(["乡村振兴", "乡村", "农民", "一亩", "后来", "产业"])
    '乡村振兴 农民 产业'
    """
    naming = [word for word in ranked if says_something(word)] or list(ranked)
    chosen: list[str] = []
    for word in naming:
        if not any(word in other or other in word for other in chosen):
            chosen.append(word)
        if len(chosen) == _NAME_WORDS:
            break
    return " ".join(chosen)


def says_something(word: str) -> bool:
    """Whether a word can name a topic: no quantity, and no word that only points.

    >>> [word for word in ("一只", "每斤", "两三张", "亿元", "有人", "三门", "橘子") if says_something(word)]
    ['三门', '橘子']
    """
    return word not in _POINTING and not _QUANTITY.fullmatch(word)
