"""Calibration, promised precision, doubts, suggestions, what labels are worth."""

import numpy as np
import pytest

from textml import SectionClassifier
from textml.errors import SeedError
from textml.models.sections.calibration import expected_calibration_error, fit_temperature, softmax
from textml.models.sections.cross_fit import HeldOut, fold_of
from textml.models.sections.selective import familiarity_limit, find_threshold, labels_needed
from textml.models.sections.trust import pool_trust

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


@pytest.fixture(scope="module")
def classifier() -> SectionClassifier:
    """Taught by 60 labelled articles and 60 unlabelled ones."""
    texts, labels = make_articles(60)
    return SectionClassifier().fit(texts, labels, unlabeled=make_articles(60, 1)[0])


def test_temperature_recovers_the_scale_of_the_scores() -> None:
    """Scores drawn from a softmax with factor 12 get a factor near 12, whatever the prior."""
    rng = np.random.default_rng(0)
    scores = rng.normal(0, 0.3, (4000, 4))
    sections = np.array([rng.choice(4, p=row) for row in softmax(12 * scores)])
    assert fit_temperature(scores, sections) == pytest.approx(12, abs=1)


def test_calibration_error_in_closed_form() -> None:
    """Two bins: sure 0.95 and right half the time, 0.55 and always right."""
    confidence = np.array([0.95, 0.95, 0.55, 0.55])
    assert expected_calibration_error(confidence, np.array([True, False, True, True])) == pytest.approx(0.45)


def test_threshold_leaves_the_wrong_ones_out() -> None:
    """Sixty right ones above, wrong ones below: the threshold lies at the border."""
    confidence = np.concatenate([np.linspace(0.99, 0.8, 60), np.linspace(0.5, 0.4, 30)])
    threshold = find_threshold(confidence, np.arange(90) < 60, 0.9)
    assert 0.4 < threshold <= 0.8
    assert (confidence >= threshold).sum() in range(60, 65)


def test_threshold_treats_equal_confidence_alike() -> None:
    """A hundred articles of one confidence, half of them wrong, cannot be parted by their order."""
    with pytest.raises(SeedError, match="100 held-out labelled articles, 50 of them right, cannot promise 90 %"):
        find_threshold(np.full(100, 0.9), np.arange(100) < 50, 0.9)


@pytest.mark.parametrize("precision", [0.0, 1.0, 90])
def test_a_precision_that_is_no_share_is_refused(precision: float) -> None:
    """0.9 is meant, not 90."""
    with pytest.raises(SeedError, match="has to lie between 0 and 1"):
        find_threshold(np.ones(9), np.ones(9, dtype=bool), precision)


def test_more_precision_needs_more_labels() -> None:
    """22 flawless articles prove 90 %, 230 prove 99 %."""
    assert labels_needed([], 0.9) == 88
    assert labels_needed(np.ones(10, dtype=bool), 0.9) == 32
    assert labels_needed(np.ones(10, dtype=bool), 0.99) == 240


def test_nothing_is_unfamiliar_where_nothing_is_known() -> None:
    """Without a right held-out article there is no limit."""
    assert familiarity_limit(np.ones(2), np.zeros(2, dtype=bool)) == -np.inf


def test_promise(classifier: SectionClassifier) -> None:
    """On easy news nearly all get their label, a text of strange characters and an empty one get none."""
    texts, truth = make_articles(60, 2)
    given = classifier.label([*texts, "暴雨洪水堤坝气象台预警", ""], precision=0.9)
    named = [(found, wanted) for found, wanted in zip(given.labels, truth, strict=False) if found is not None]
    assert len(named) >= 48
    assert all(found == wanted for found, wanted in named)
    assert given.labels[-2:] == [None, None]
    assert not given.familiar[-2]
    assert 0.8 <= given.coverage <= 1
    assert classifier.calibration_["reliable"] is True


def test_folds_hold_out_every_section_evenly() -> None:
    """Sections are dealt out in turn; the only article of a section stays where it is."""
    fold = fold_of(np.array([0, 0, 0, 0, 1, 1, 2]), 3)
    assert fold.tolist() == [0, 1, 2, 0, 1, 2, -1]


def test_near_duplicates_are_held_out_together() -> None:
    """Random labels, each article twice with another ending: held-out articles are no better than chance."""
    rng = np.random.default_rng(0)
    common = "".join(WORDS.values()) + "的了在是和有人这中大为上个国我以要他时来用们"
    texts = ["".join(rng.choice(list(common), 80)) for _ in range(60)]
    labels = [list(WORDS)[i] for i in rng.integers(3, size=60)]
    learnt = SectionClassifier().fit(texts + [text[:-6] + "到此为止了吧" for text in texts], labels * 2)
    right = learnt.held_out_proba_.argmax(axis=1) == learnt.held_out_sections_
    assert right.mean() < 0.6


def test_groups_stay_in_one_fold() -> None:
    """Articles of one group share the fold, also across sections; the rest is dealt out in turn."""
    fold = fold_of(np.array([0, 0, 0, 1, 1, 1]), 3, np.array([7, 8, 7, 7, 9, 8]))
    assert fold.tolist() == [0, 1, 0, 0, 2, 1]


def held_out(gain: float) -> HeldOut:
    """Held-out articles on which the pool helps (1), harms (-1) or does neither (0)."""
    rng = np.random.default_rng(0)
    sections = rng.integers(3, size=300)
    truth = np.eye(3)[sections]
    noise = rng.normal(0, 0.6, (2, 300, 3))
    scores, alone = truth * (1 + gain / 2) + noise[0], truth * (1 - gain / 2) + noise[0]
    return HeldOut(np.arange(300), sections, scores, alone)


def test_the_labels_decide_how_far_the_pool_is_trusted() -> None:
    """A pool that helps on held-out labels has all the trust, one that harms none; nothing to tell is one half."""
    assert [pool_trust(held_out(gain)) for gain in (1, 0, -1)] == [1, 0.5, 0]
    nothing = HeldOut(np.zeros(0, int), np.zeros(0, int), np.zeros((0, 3)), np.zeros((0, 3)))
    assert pool_trust(nothing) == 0.5


def test_a_foreign_pool_does_not_mislead() -> None:
    """A pool of nothing but other articles leaves the scores near those of the labels alone."""
    texts, labels = make_articles(60)
    fresh, kinds = make_articles(90, 3)
    rng = np.random.default_rng(5)
    foreign = ["".join(rng.choice(list("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"), 60)) for _ in range(200)]
    alone = (SectionClassifier().fit(texts, labels).predict(fresh) == kinds).mean()
    beside = (SectionClassifier().fit(texts, labels, unlabeled=foreign).predict(fresh) == kinds).mean()
    assert beside >= alone - 0.02
