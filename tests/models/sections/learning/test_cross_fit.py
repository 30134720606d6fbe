"""Held-out articles are scored by classifiers that saw neither their labels nor their copies."""

import numpy as np
import scipy.sparse as sp

from tests.models.sections.articles import WORDS, make_articles
from textml import SectionClassifier
from textml.models.sections.learning.cross_fit import OutOfFold, assign_folds, group_near_duplicates, weigh_unlabeled


def test_folds_hold_out_every_section_evenly() -> None:
    """Sections are dealt out in turn; the only article of a section stays where it is."""
    fold = assign_folds(np.array([0, 0, 0, 0, 1, 1, 2]), 3)
    assert fold.tolist() == [0, 1, 2, 0, 1, 2, -1]


def test_groups_stay_in_one_fold() -> None:
    """Articles of one group share the fold, also across sections; the rest is dealt out in turn."""
    fold = assign_folds(np.array([0, 0, 0, 1, 1, 1]), 3, np.array([7, 8, 7, 7, 9, 8]))
    assert fold.tolist() == [0, 1, 0, 0, 2, 1]


def test_near_duplicates_share_most_of_their_rarer_n_grams() -> None:
    """Three of four n-grams shared is a copy, one of four is not; groups are transitive."""
    rows = np.zeros((4, 12))
    rows[0, [0, 1, 2, 3]] = rows[1, [0, 1, 2, 4]] = rows[2, [1, 2, 4, 5]] = rows[3, [0, 7, 8, 9]] = 1
    groups = group_near_duplicates(sp.csr_matrix(rows))
    assert groups[0] == groups[1] == groups[2] != groups[3]


def test_near_duplicates_are_held_out_together() -> None:
    """Random labels, each article twice with another ending: held-out articles are no better than chance."""
    rng = np.random.default_rng(0)
    common = "".join(WORDS.values()) + "的了在是和有人这中大为上个国我以要他时来用们"
    texts = ["".join(rng.choice(list(common), 80)) for _ in range(60)]
    labels = [list(WORDS)[i] for i in rng.integers(3, size=60)]
    learnt = SectionClassifier().fit(texts + [text[:-6] + "到此为止了吧" for text in texts], labels * 2)
    right = learnt.held_out_proba_.argmax(axis=1) == learnt.held_out_sections_
    assert right.mean() < 0.6


def held_out(gain: float) -> OutOfFold:
    """Held-out articles on which the pool helps (1), harms (-1) or does neither (0)."""
    rng = np.random.default_rng(0)
    sections = rng.integers(3, size=300)
    truth = np.eye(3)[sections]
    noise = rng.normal(0, 0.6, (2, 300, 3))
    scores, supervised = truth * (1 + gain / 2) + noise[0], truth * (1 - gain / 2) + noise[0]
    return OutOfFold(np.arange(len(sections)), sections, scores, supervised)


def test_held_out_labels_decide_the_weight_of_the_pool() -> None:
    """A pool that helps on held-out labels has full weight, one that harms none; without evidence it is one half."""
    assert [weigh_unlabeled(held_out(gain)) for gain in (1, 0, -1)] == [1, 0.5, 0]
    assert weigh_unlabeled(OutOfFold(np.zeros(0, int), np.zeros(0, int), np.zeros((0, 3)), np.zeros((0, 3)))) == 0.5


def test_a_foreign_pool_does_not_mislead() -> None:
    """A pool of nothing but other articles leaves the scores near those of the labels alone."""
    texts, labels = make_articles(60)
    fresh, kinds = make_articles(90, 3)
    rng = np.random.default_rng(5)
    foreign = ["".join(rng.choice(list("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"), 60)) for _ in range(200)]
    alone = (SectionClassifier().fit(texts, labels).predict(fresh) == kinds).mean()
    beside = (SectionClassifier().fit(texts, labels, unlabeled=foreign).predict(fresh) == kinds).mean()
    assert beside >= alone - 0.02
