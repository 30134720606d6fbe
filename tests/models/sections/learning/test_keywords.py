"""Keywords help sections with few labels, and mislead nowhere."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone

from textml import SectionClassifier
from textml.errors import SeedError
from textml.model_files import dump_estimator, load_estimator

CHARACTERS = {
    "体育": "球队比赛教练前锋决赛冠军进联",
    "经济": "银行利率企业润市场股票贷款投",
    "文化": "戏曲演员剧团舞台书法展览博诗",
}
WORDS = {"体育": ["球队", "比赛", "冠军"], "经济": ["银行", "企业", "贷款"], "文化": ["戏曲", "剧团", "书法"]}
COMMON = "的了在是和有人这中大为上个国我以要他时来用们"
OTHERS = list(CHARACTERS)[1:] + list(CHARACTERS)[:1]
PERMUTED = {label: WORDS[other] for label, other in zip(WORDS, OTHERS, strict=True)}


def make_articles(n: int, seed: int, n_telling: int = 2) -> tuple[list[str], list[str]]:
    """Articles of a few words of their section, as pairs of characters, among characters of all."""
    rng = np.random.default_rng(seed)
    labels = [list(CHARACTERS)[i % 3] for i in range(n)]
    texts = []
    for label in labels:
        places = rng.integers(len(CHARACTERS[label]) // 2, size=n_telling) * 2
        pieces = [*(CHARACTERS[label][at : at + 2] for at in places), *rng.choice(list(COMMON), 40)]
        texts.append("".join(rng.permutation(np.array(pieces, dtype=object))))
    return texts, labels


POOL = make_articles(90, 1)[0]
FRESH, TRUTH = make_articles(90, 2)


def score(n_labels: int, keywords: Mapping[Any, Sequence[str]] | None, pool: Sequence[str] | None = POOL) -> float:
    """Share of right sections, mean of ten draws of `n_labels` labels a section."""
    right = []
    for draw in range(10):
        texts, labels = make_articles(3 * n_labels, 10 + draw)
        found = SectionClassifier(keywords=keywords).fit(texts, labels, unlabeled=pool).predict(FRESH)
        right.append(np.mean(found == TRUTH))
    return float(np.mean(right))


@cache
def score_without(n_labels: int) -> float:
    """The same without keywords, once for all tests."""
    return score(n_labels, None)


@pytest.mark.parametrize("pool", [POOL, None], ids=["pool", "alone"])
def test_keywords_help_one_label_a_section(pool: Sequence[str] | None) -> None:
    """With one labelled article a section the keywords find more of the new ones, with a pool and without."""
    assert score(1, WORDS, pool) > score(1, None, pool) + 0.05


@pytest.mark.parametrize(
    "keywords",
    [
        PERMUTED,
        {**WORDS, "体育": WORDS["经济"], "经济": WORDS["体育"]},
        {label: ["team", "bank", "opera"] for label in WORDS},
        {label: ["球队", "银行"] for label in WORDS},
        {label: list(COMMON) for label in WORDS},
    ],
    ids=["permuted", "two exchanged", "another language", "the same words", "in every article"],
)
def test_misleading_keywords_do_no_harm(keywords: dict[str, list[str]]) -> None:
    """At no number of labels do keywords that say nothing, or the wrong thing, cost more than noise."""
    for n_labels in (1, 4):
        assert score(n_labels, keywords) >= score_without(n_labels) - 0.02


def test_keywords_that_nobody_wrote_change_no_number() -> None:
    """Keywords in another language, or permuted, are left out of the training altogether."""
    texts, labels = make_articles(12, 3)
    plain = SectionClassifier().fit(texts, labels, unlabeled=POOL)
    for keywords in ({"体育": ["team"], "经济": ["bank"]}, PERMUTED, {}):
        learnt = SectionClassifier(keywords=keywords).fit(texts, labels, unlabeled=POOL)
        assert learnt.keyword_weights_.tolist() == [0, 0, 0]
        np.testing.assert_array_equal(learnt.predict_proba(FRESH), plain.predict_proba(FRESH))


def test_eight_labels_a_section_need_no_keywords() -> None:
    """From eight labels a section on not a digit changes; with seven of one section only it is helped."""
    texts, labels = make_articles(24, 4)
    plain, helped = (SectionClassifier(keywords=given).fit(texts, labels, unlabeled=POOL) for given in (None, WORDS))
    np.testing.assert_array_equal(helped.predict_proba(FRESH), plain.predict_proba(FRESH))
    fewer = SectionClassifier(keywords=WORDS).fit(texts[1:], labels[1:], unlabeled=POOL)
    short = labels[0]
    assert dict(zip(fewer.classes_.tolist(), fewer.keyword_weights_ > 0, strict=True)) == {
        label: label == short for label in WORDS
    }
    assert fewer.keyword_weights_.max() == pytest.approx(1 / 8)


def test_the_more_labels_the_less_keywords_weigh() -> None:
    """Keywords that agree with the labels weigh 7/8 of an article with one label a section, 3/8 with five."""
    for n_labels, most in ((1, 7 / 8), (5, 3 / 8)):
        texts, labels = make_articles(3 * n_labels, 5, n_telling=9)
        weights = SectionClassifier(keywords=WORDS).fit(texts, labels, unlabeled=POOL).keyword_weights_
        assert weights.max() <= most
        assert weights.sum() > most


def test_order_changes_nothing() -> None:
    """Order of the sections and their words, and words given twice, are all the same to it."""
    texts, labels = make_articles(12, 6)
    turned = {label: [*words[::-1], words[0]] for label, words in list(WORDS.items())[::-1]}
    one, other = (SectionClassifier(keywords=given).fit(texts, labels, unlabeled=POOL) for given in (WORDS, turned))
    assert one.keyword_weights_.max() > 0
    np.testing.assert_array_equal(one.predict_proba(FRESH), other.predict_proba(FRESH))


def test_sections_without_keywords() -> None:
    """Two of three sections have keywords; those of a single section cannot be tested and have no weight."""
    texts, labels = make_articles(9, 7, n_telling=9)
    two = {label: WORDS[label] for label in ("体育", "经济")}
    learnt = SectionClassifier(keywords=two).fit(texts, labels, unlabeled=POOL)
    weights = dict(zip(learnt.classes_.tolist(), learnt.keyword_weights_.tolist(), strict=True))
    assert weights["文化"] == 0
    assert min(weights["体育"], weights["经济"]) > 0
    alone = SectionClassifier(keywords={"体育": WORDS["体育"]}).fit(texts, labels, unlabeled=POOL)
    assert alone.keyword_weights_.tolist() == [0, 0, 0]


def test_keywords_take_no_weight_from_the_pool() -> None:
    """Whatever the keywords, the pool has nearly the weight that the labels alone give it, or more."""
    gained = []
    for draw in range(6):
        texts, labels = make_articles(12, 20 + draw)
        plain, helped = (
            SectionClassifier(keywords=given).fit(texts, labels, unlabeled=POOL) for given in (None, WORDS)
        )
        assert helped.keyword_weights_.any()
        gained.append(helped.unlabeled_weight_ - plain.unlabeled_weight_)
    assert min(gained) >= -0.1


def test_numbers_as_labels() -> None:
    """Keywords go by the label as it was given, also by a number."""
    texts, labels = make_articles(9, 7, n_telling=9)
    numbers = [list(CHARACTERS).index(label) for label in labels]
    learnt = SectionClassifier(keywords=dict(enumerate(WORDS.values()))).fit(texts, numbers, unlabeled=POOL)
    assert learnt.keyword_weights_.max() > 0


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"体育": ["球队"], "军事": ["演习"]}, "keywords for 军事, but the labelled articles are 体育, 文化, 经济"),
        ({"体育": "球队"}, "keywords of 体育: '球队'"),
        ({"体育": ["球队", " "]}, "keywords of 体育"),
        ({"体育": ["球队", 3]}, "keywords of 体育"),
        (["球队"], "Give a mapping of labels to words"),
    ],
)
def test_keywords_that_cannot_be_meant(keywords: Any, message: str) -> None:
    """A label that no article carries is named with those that are, a word for a list of words is refused."""
    texts, labels = make_articles(9, 8)
    with pytest.raises(SeedError, match=message):
        SectionClassifier(keywords=keywords).fit(texts, labels)


def test_keywords_are_cloned_and_stored() -> None:
    """scikit-learn's rules hold, and a stored classifier gives the same numbers."""
    texts, labels = make_articles(9, 9)
    learnt = clone(SectionClassifier(keywords=WORDS)).fit(texts, labels, unlabeled=POOL)
    again = load_estimator(dump_estimator(learnt), "sections")
    assert again.keywords == WORDS
    np.testing.assert_array_equal(again.predict_proba(FRESH), learnt.predict_proba(FRESH))
