"""Made-up articles of three sections."""

import numpy as np

WORDS = {
    "体育": "球队比赛教练前锋决赛冠军进球联赛",
    "经济": "银行利率企业利润市场股票贷款投资",
    "文化": "戏曲演员剧团舞台书法展览博物馆诗",
}


def make_articles(n: int, seed: int = 0) -> tuple[list[str], list[str]]:
    """Articles of characters of their section among characters of all."""
    rng = np.random.default_rng(seed)
    labels = [list(WORDS)[i % 3] for i in range(n)]
    common = "的了在是和有人这中大为上个国我以要他时来用们"
    return ["".join(rng.choice(list(WORDS[label] + common), 60)) for label in labels], labels
