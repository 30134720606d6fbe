"""Batches of articles are predicted as articles are one by one."""

import numpy as np
import pytest

from tests.models.sections.reference import share_margin
from textml import SectionClassifier
from textml.models.sections.learning.calibration import NEW_ARTICLE_FACTOR, softmax

WORDS = {
    "体育": "球队 比赛 教练 前锋 决赛 冠军 进球 联赛 主场 门将 nba",
    "经济": "银行 利率 企业 利润 市场 股票 贷款 投资 财政 税收 gdp",
    "文化": "戏曲 演员 剧团 舞台 书法 展览 博物馆 诗歌 音乐 文物",
}
COMMON = ["今天", "记者", "表示", "我们", "进行", "一个", "已经", "城市", "工作", "问题", "昨日", "12", "2025年"]


def make_articles(n: int, seed: int) -> tuple[list[str], list[str]]:
    """Clauses of five words, each of its section or of all."""
    rng = np.random.default_rng(seed)
    labels = [list(WORDS)[i % 3] for i in range(n)]
    words = [[*WORDS[label].split(), *COMMON] for label in labels]
    return ["，".join("".join(rng.choice(w, 5)) for _ in range(12)) + "。" for w in words], labels


@pytest.fixture(scope="module")
def classifier() -> SectionClassifier:
    """Trained on 90 labelled articles and 60 unlabelled ones."""
    texts, labels = make_articles(90, 0)
    return SectionClassifier().fit(texts, labels, unlabeled=make_articles(60, 1)[0])


TEXTS = [*make_articles(60, 2)[0], "", " \n", "…", "球队", "\ud800", "e\u0301𠮷👇", "暴雨"]


def test_probabilities_are_the_softmax_of_the_scores(classifier: SectionClassifier) -> None:
    """The kernel gives what the sparse matrix times the weights gives."""
    scores = classifier.features_.transform(TEXTS) @ classifier.coef_
    n = len(classifier.classes_)
    wanted = softmax(NEW_ARTICLE_FACTOR * classifier.calibration_["temperature"] * scores[:, :n])
    found = classifier.predict_details(TEXTS)
    np.testing.assert_allclose(found.proba, wanted, rtol=0, atol=1e-12)
    resemblance = scores[np.arange(len(TEXTS)), n + wanted.argmax(axis=1)]
    cosines = (classifier.features_.transform(TEXTS) @ classifier.labelled_rows().T).toarray()
    nearness = np.sort(cosines, axis=1)[:, -3:].mean(axis=1)
    familiar = resemblance / classifier.familiar_[0] + nearness / classifier.familiar_[1]
    np.testing.assert_allclose(-found.novelty, familiar, atol=1e-12)
    np.testing.assert_array_equal(classifier.predict_proba(TEXTS), found.proba)
    assert (found.likeliest == found.proba.argmax(axis=1)).all()
    assert found.empty.tolist() == [False] * 60 + [True, True, False, False, False, False, False]


def test_neighbours_in_the_batch_change_nothing(classifier: SectionClassifier) -> None:
    """An article alone, in another order, in a batch of more than a block: the same bits, the same words."""
    many = [*TEXTS * 2, "球队" * 300_000, *TEXTS]
    whole, turned = classifier.predict_details(many), classifier.predict_details(many[::-1])
    for i in (0, 59, 60, 63, 65, len(many) - 1):
        alone = classifier.predict_details([many[i]])
        for found, at in ((whole, i), (turned, len(many) - 1 - i)):
            assert found.proba[at].tolist() == alone.proba[0].tolist()
            assert found.novelty[at] == alone.novelty[0]
            assert (found.spoke_for[at], found.spoke_against[at]) == (alone.spoke_for[0], alone.spoke_against[0])


def test_words_are_those_that_carry_most(classifier: SectionClassifier) -> None:
    """The words of a batch are those that plain Python finds one article at a time, with the same parts."""
    texts = [*make_articles(60, 3)[0], "球队" * 3, "5g手机nba，nba！", "", "企业𠮷\ud800利润…"]
    found = classifier.predict_details(texts)
    for i, text in enumerate(texts):
        weights = classifier.coef_[:, found.likeliest[i]] - classifier.coef_[:, found.runner_up[i]]
        exact = share_margin(text, classifier.features_, weights)
        for sign, words, shares, n in (
            (1, found.spoke_for[i], found.shares[i, :6], 6),
            (-1, found.spoke_against[i], found.shares[i, 6:], 3),
        ):
            wanted = sorted((sign * share for share in exact.values() if sign * share > 0), reverse=True)[:n]
            np.testing.assert_allclose(shares[: len(words)], wanted, rtol=1e-9)
            # Words that carry the same to the last digits may stand in either order.
            np.testing.assert_allclose([sign * exact[word] for word in words], wanted, rtol=1e-9)
            assert not shares[len(words) :].any()


def test_no_words_where_nothing_speaks(classifier: SectionClassifier) -> None:
    """An empty text, a mark and unknown characters have no words; and none are looked for unasked."""
    found = classifier.predict_details(["", "…", "\ud800"])
    assert found.spoke_for == [[], [], []]
    assert found.spoke_against == [[], [], []]
    assert classifier.predict_details(TEXTS[:2], n_words=0).spoke_for == [[], []]
