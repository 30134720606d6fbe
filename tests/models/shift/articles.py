"""Made-up articles of two sources."""

import re

import numpy as np

from textml.corpus.article import Article

#: Words of both sources, of the older one and of the newer one.
COMMON = re.findall("..", "政府群众会议工作城市农村学校医院工厂市场天气道路比赛演出老人孩子")
OLD = ["粮票", "公社", "拖拉机", "供销社", "电报", "煤油灯", "生产队", "自行车"]
NEW = ["手机", "网络", "高铁", "直播", "无人机", "快递", "芯片", "外卖"]


def make_articles(n: int, words: list[str], seed: int, prefix: str = "a", n_issues: int = 0) -> list[Article]:
    """Articles of 25 words each, from `n_issues` issues or without a date."""
    rng = np.random.default_rng(seed)
    dates = [f"2024-{1 + i % n_issues // 28:02}-{1 + i % n_issues % 28:02}" if n_issues else "" for i in range(n)]
    return [Article(f"{prefix}{i}", "", "，".join(rng.choice(words, 25)), date=date) for i, date in enumerate(dates)]
