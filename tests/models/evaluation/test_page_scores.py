"""Scores on pages that a person has checked."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from textml.corpus.article import Article
from textml.corpus.gold import GoldArticle, Match
from textml.corpus.seeds import Seed
from textml.models.evaluation.page_scores import score_pages


class Keyword:
    """Says economy where 钱 stands; remembers whether it had a pool."""

    pools: list[bool]

    def __init__(self, pools: list[bool]) -> None:
        self.pools = pools

    def fit(self, texts: Sequence[str], labels: Sequence[str], unlabeled: Sequence[str] | None = None) -> Any:
        self.classes_ = np.array(["culture", "economy"])
        self.pools.append(unlabeled is not None)
        return self

    def predict_proba(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([[0.0, 1.0] if "钱" in text else [1.0, 0.0] for text in texts])


def match(number: int, body: str, section: str, right: bool = True) -> Match:
    return Match(GoldArticle(str(number), "p", "", body, section), Article(str(number), "", body), right)


def test_bounds_and_sections_are_counted_apart() -> None:
    """Of four checked stories one is missing, one badly cut, one mislabelled: 2 of 4 bounds, 2 of 3 sections right."""
    missing = Match(GoldArticle("4", "p", "", "戏", "culture"), None, False)
    matches = [match(1, "钱", "economy"), match(2, "钱", "culture"), match(3, "戏", "culture", right=False), missing]
    pools: list[bool] = []
    scores = score_pages(matches, [Seed("s", "", "价钱涨了", "economy")], ["池"], lambda _: Keyword(pools))
    assert [(s.measure, s.n_articles, round(s.right.value, 3)) for s in scores] == [
        ("bounds", 4, 0.5),
        ("sections_by_seeds", 3, 0.667),
        ("sections_by_seeds_and_pool", 3, 0.667),
    ]
    assert pools == [False, True]


def test_nothing_checked_nothing_scored() -> None:
    """Without checked stories there is no line, without seeds only the bounds."""
    assert score_pages([], [], [], lambda _: Keyword([])) == []
    assert len(score_pages([match(1, "钱", "economy")], [], [], lambda _: Keyword([]))) == 1


def test_checked_articles_that_are_seeds_are_not_scored() -> None:
    """An article that was appended to the labelled set proves nothing when it is labelled right."""
    long = "沙埠镇夜市昨晚重新开张，沿江的四十二个摊位亮起了灯，摊主们把炉子擦得发亮，钱数了又数。"
    matches = [match(1, long, "economy"), match(2, "戏", "culture")]
    scores = score_pages(matches, [Seed("s", "", long, "economy")], [], lambda _: Keyword([]))
    assert scores[1].n_articles == 1
