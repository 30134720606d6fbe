"""Articles of none of the sections are told by what they are like, and learnt from where a label says so."""

import numpy as np
import pytest
import scipy.sparse as sp

from tests.models.sections.articles import make_articles
from textml import SectionClassifier
from textml.errors import SeedError
from textml.models.sections.familiarity import measure_held_out
from textml.models.sections.learning.cross_fit import OutOfFold

# Strangers of two kinds that are not alike.
STRANGERS = [
    *(f"总统{word}在首都会见来访的外长，双方讨论停火与撤军。" for word in "甲乙丙丁戊己庚辛壬癸"),
    *(f"今夜多云转阴，东北风三级，最低气温{n}度，湿度八成。" for n in range(10)),
]


def test_novelty_is_measured_against_articles_of_other_groups() -> None:
    """Units are medians over articles of the sections; a near-duplicate and a stranger lend no nearness."""
    rows = sp.csr_matrix(np.array([[1.0, 0, 0], [0.6, 0.8, 0], [1.0, 0, 0], [0, 0, 1.0]]))
    held_out = OutOfFold(np.arange(4), np.array([0, 1, 0, 2]), np.zeros((4, 3)), np.full((4, 3), 2.0))
    of_sections, groups = np.array([True, True, True, False]), np.array([0, 1, 0, 2])
    units, novelty = measure_held_out(held_out, np.array([0, 1, 0, 0]), rows, of_sections, groups)
    # nearest of other groups: 0.6 of three places for the first and third, 1.2 of three for the second
    np.testing.assert_allclose(units, [2.0, 0.2])
    np.testing.assert_allclose(novelty, [-2.0, -3.0, -2.0, -1.0])


def test_strangers_that_are_labelled_are_rejected_and_the_sections_stay() -> None:
    """With ten labels of none, strangers get no label; sections are found as well as without."""
    texts, labels = make_articles(60)
    fresh, kinds = make_articles(60, 3)
    plain = SectionClassifier().fit(texts, labels)
    taught = SectionClassifier().fit([*texts, *STRANGERS[::2]], [*labels, *["none"] * 10])
    assert (taught.reject_, plain.reject_) == (taught.classes_.tolist().index("none"), -1)
    assert "none" not in taught.predict([*STRANGERS, *fresh]).tolist()
    found, before = (np.mean(each.predict(fresh) == np.array(kinds)) for each in (taught, plain))
    assert found >= before
    assert taught.predict_proba(STRANGERS[1::2])[:, taught.reject_].mean() > 0.5
    assert taught.label(STRANGERS[1::2], 0.9) == [None] * 10
    assert sum(label is not None for label in taught.label(fresh, 0.9)) >= 30


def test_none_may_be_the_largest_class_or_have_a_single_label() -> None:
    """Twenty strangers against three of each section, and one against sixty: both are fitted and predict sections."""
    texts, labels = make_articles(9)
    many = SectionClassifier().fit([*texts, *STRANGERS], [*labels, *["none"] * 20])
    assert set(many.predict(texts).tolist()) == set(labels)
    texts, labels = make_articles(60)
    one = SectionClassifier().fit([*texts, STRANGERS[0]], [*labels, "none"])
    assert one.held_out().weights.tolist() == [1.0] * 60
    assert (one.predict(texts) == np.array(labels)).mean() > 0.9


def test_another_name_for_none_and_none_as_a_section() -> None:
    """`reject` names the class; where it is None, "none" is a section like any other."""
    texts, labels = make_articles(30)
    named = SectionClassifier(reject="其他").fit([*texts, *STRANGERS], [*labels, *["其他"] * 20])
    assert named.classes_[named.reject_] == "其他"
    section = SectionClassifier(reject=None).fit([*texts, *STRANGERS], [*labels, *["none"] * 20])
    assert section.reject_ == -1
    assert "none" in section.predict(STRANGERS).tolist()


def test_labels_of_one_section_and_of_none_are_too_few() -> None:
    """Two sections are needed besides those of none."""
    with pytest.raises(SeedError, match="all 3 labelled articles are economy besides those of none"):
        SectionClassifier().fit(["甲", "乙", "丙", "丁"], ["economy"] * 3 + ["none"])
    with pytest.raises(SeedError, match="all 2 labelled articles are of none of the sections"):
        SectionClassifier().fit(["甲", "乙"], ["none", "none"])
