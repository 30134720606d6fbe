"""The section classifier keeps its contract on small, made-up news."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from textml import SectionClassifier, TopicModel
from textml.errors import ArtifactError, SeedError, TextsError
from textml.model_files import save_estimator

SPORT = [
    "球队昨晚在主场以三比一取胜",
    "前锋打进两球，球迷高唱队歌",
    "教练说下一场比赛更难",
    "守门员扑出点球，球队晋级决赛",
    "联赛冠军今晚揭晓，球迷涌入球场",
]
MONEY = [
    "银行下调贷款利率，企业融资更容易",
    "股市收盘上涨，投资者信心增强",
    "企业出口订单增加，利润上升",
    "央行公布货币政策，市场反应平稳",
    "公司发布年报，营业收入增长",
]
TEXTS = SPORT + MONEY
LABELS = ["体育"] * 5 + ["经济"] * 5
POOL = [
    "球队宣布新教练，球迷期待",
    "贷款利率再降，市场上涨",
    "前锋伤愈，比赛可以出场",
    "投资者关注企业利润",
    "冠军球队回到主场",
]


def test_learns_from_labelled_articles_alone() -> None:
    """Without unlabelled articles, new ones go to the section whose characters they share."""
    found = SectionClassifier().fit(TEXTS, LABELS).predict(["球队比赛取胜", "企业利润增长"])
    assert found.tolist() == ["体育", "经济"]


def test_learns_from_one_label_a_section() -> None:
    """One labelled article a section is enough to predict; the probabilities say that nothing could be held out."""
    classifier = SectionClassifier().fit([SPORT[0], MONEY[2]], ["体育", "经济"], unlabeled=POOL)
    assert classifier.predict(["球队球迷", "企业利润"]).tolist() == ["体育", "经济"]
    assert classifier.calibration_["reliable"] is False
    assert classifier.calibration_["n_held_out"] == 0


def test_probabilities_sum_to_one_in_the_order_of_classes() -> None:
    """One row an article, one column a section, and the likeliest column is the prediction."""
    classifier = SectionClassifier().fit(TEXTS, LABELS, unlabeled=POOL)
    proba = classifier.predict_proba(POOL)
    assert proba.shape == (5, 2)
    np.testing.assert_allclose(proba.sum(axis=1), 1)
    assert classifier.classes_.tolist() == ["体育", "经济"]
    assert (classifier.classes_[proba.argmax(axis=1)] == classifier.predict(POOL)).all()


def test_order_of_the_articles_changes_nothing() -> None:
    """The same articles in another order give the same bits."""
    one = SectionClassifier().fit(TEXTS, LABELS, unlabeled=POOL).predict_proba(POOL)
    two = SectionClassifier(random_state=7).fit(TEXTS[::-1], LABELS[::-1], unlabeled=POOL[::-1]).predict_proba(POOL)
    assert (one == two).all()


def test_an_article_alone_has_the_numbers_it_has_in_a_batch() -> None:
    """Neighbours in a batch leave no trace."""
    classifier = SectionClassifier().fit(TEXTS, LABELS, unlabeled=POOL)
    batch = classifier.predict_proba(POOL)
    assert (np.vstack([classifier.predict_proba([text]) for text in POOL]) == batch).all()


def test_number_of_threads_changes_nothing() -> None:
    """One thread and two give the same bits."""
    from threadpoolctl import threadpool_limits

    found = []
    for n_threads in (1, 2):
        with threadpool_limits(n_threads):
            found.append(SectionClassifier().fit(TEXTS, LABELS, unlabeled=POOL).predict_proba(POOL))
    assert (found[0] == found[1]).all()


def test_a_hundred_sections_of_unequal_size() -> None:
    """Each section has one to three labelled articles of its own characters; all are found again."""
    texts = [chr(0x4E00 + 10 * k) * 3 + chr(0x4E01 + 10 * k) * (2 + j) for k in range(100) for j in range(1 + k % 3)]
    labels = [k for k in range(100) for _ in range(1 + k % 3)]
    classifier = SectionClassifier().fit(texts, labels, unlabeled=[text[1:] for text in texts])
    fresh = [chr(0x4E00 + 10 * k) * 2 + chr(0x4E01 + 10 * k) * 7 for k in range(100)]
    assert classifier.predict(fresh).tolist() == list(range(100))


def test_layout_changes_nothing() -> None:
    """Line breaks, ideographic spaces and full-width forms are no information."""
    classifier = SectionClassifier().fit(TEXTS, LABELS)
    assert (classifier.predict_proba(["GDP增长5%"]) == classifier.predict_proba(["ＧＤＰ　增长\n5％"])).all()


def test_empty_texts_get_equal_shares_and_no_label() -> None:
    """Nothing is known of an article without text."""
    classifier = SectionClassifier().fit(TEXTS, LABELS)
    np.testing.assert_array_equal(classifier.predict_proba(["", " \n　"]), np.full((2, 2), 0.5))


def test_empty_batch() -> None:
    """No article in, no row out."""
    assert SectionClassifier().fit(TEXTS, LABELS).predict_proba([]).shape == (0, 2)


def test_probabilities_before_fit_are_refused() -> None:
    """The error is scikit-learn's."""
    with pytest.raises(NotFittedError):
        SectionClassifier().predict_proba(["球队"])


def test_one_section_is_refused() -> None:
    """The message names the only section."""
    with pytest.raises(SeedError, match=r"all 5 labelled articles are 体育. Label articles of at least two sections"):
        SectionClassifier().fit(SPORT, ["体育"] * 5)


def test_another_number_of_labels_is_refused() -> None:
    """Both numbers are named."""
    with pytest.raises(SeedError, match="10 texts, but 9 labels"):
        SectionClassifier().fit(TEXTS, LABELS[:-1])


def test_labelled_articles_without_text_are_refused() -> None:
    """White space is no text; the place is named."""
    with pytest.raises(SeedError, match=r"labelled article 10 \(counted from 0\): no text"):
        SectionClassifier().fit([*TEXTS, " \n　"], [*LABELS, "体育"])


def test_one_text_with_two_labels_is_refused() -> None:
    """Both articles and both labels are named, also where only the layout differs."""
    with pytest.raises(SeedError, match=r"labelled articles 0 and 10 .* the labels 体育 and 经济"):
        SectionClassifier().fit([*TEXTS, SPORT[0][:5] + "\n" + SPORT[0][5:]], [*LABELS, "经济"])


def test_unlabelled_articles_that_repeat_labelled_ones_are_dropped() -> None:
    """They change nothing and are counted."""
    clean = SectionClassifier().fit(TEXTS, LABELS, unlabeled=POOL)
    messy = SectionClassifier().fit([*TEXTS, TEXTS[0]], [*LABELS, LABELS[0]], unlabeled=[*POOL, POOL[1], SPORT[2], " "])
    assert (messy.predict_proba(POOL) == clean.predict_proba(POOL)).all()
    assert messy.dropped_ == {
        "labelled twice": 1,
        "unlabelled, empty": 1,
        "unlabelled, repeats a labelled one": 1,
        "unlabelled, repeats another": 1,
        "unlabelled, beyond the sample": 0,
    }


def test_clone_keeps_the_arguments_only() -> None:
    """A clone is not fitted."""
    copy = clone(SectionClassifier(random_state=3).fit(TEXTS, LABELS))
    assert copy.get_params()["random_state"] == 3
    assert not hasattr(copy, "coef_")


def test_a_saved_classifier_predicts_the_same(tmp_path: Path) -> None:
    """Through a file and back, probabilities are the same to the bit, and so are explanations and the rule."""
    classifier = SectionClassifier().fit(TEXTS, LABELS, unlabeled=POOL)
    classifier.save(tmp_path / "sections.skops")
    again = SectionClassifier.load(tmp_path / "sections.skops")
    assert (again.predict_proba(POOL) == classifier.predict_proba(POOL)).all()
    assert again.explain(POOL[0]) == classifier.explain(POOL[0])
    assert again.abstention_rule(0.6) == classifier.abstention_rule(0.6)
    assert (again.labelled_rows() != classifier.labelled_rows()).nnz == 0


def test_an_unfitted_classifier_is_saved_with_its_keywords(tmp_path: Path) -> None:
    """Parameters come back, and it is still unfitted."""
    SectionClassifier(3, {"体育": ["球队"]}).save(tmp_path / "sections.skops")
    again = SectionClassifier.load(tmp_path / "sections.skops")
    assert again.get_params() == {"random_state": 3, "keywords": {"体育": ["球队"]}, "reject": "none"}
    assert not hasattr(again, "classes_")


def test_a_file_of_another_model_is_refused(tmp_path: Path) -> None:
    """The error names the class that the file holds and the class that was asked for."""
    save_estimator(TopicModel(), tmp_path / "topics.skops")
    with pytest.raises(ArtifactError, match=r"topics\.skops: holds a TopicModel; allowed: SectionClassifier"):
        SectionClassifier.load(tmp_path / "topics.skops")


def test_explanation_adds_up_to_the_margin() -> None:
    """The words shown and the rest together are the margin between the two sections."""
    classifier = SectionClassifier().fit(TEXTS, LABELS)
    why = classifier.explain("球队比赛取胜，企业", n=2)
    words = sum(share for _, share in (*why.spoke_for, *why.spoke_against))
    assert words + why.rest == pytest.approx(why.margin)
    row = classifier.features_.transform(["球队比赛取胜，企业"]) @ classifier.coef_
    assert why.margin == pytest.approx(row[0, 0] - row[0, 1])
    assert (why.section, why.runner_up) == ("体育", "经济")
    assert "球队" in dict(why.spoke_for)
    assert "企业" in dict(why.spoke_against)


def test_a_promise_that_cannot_be_kept_is_refused() -> None:
    """Ten labelled articles are too few for 99 %; the message says how many it would take."""
    classifier = SectionClassifier().fit(TEXTS, LABELS)
    with pytest.raises(SeedError, match=r"cannot promise 99 % precision: .*; about"):
        classifier.label(POOL, precision=0.99)


@pytest.mark.parametrize(
    ("texts", "pool", "message"),
    [
        ([*TEXTS[:-1], None], None, r"texts: what is no text, by its position from 0: 9: None \(NoneType\)"),
        ("球队昨晚在主场以三比", None, "texts: found one text, '球队昨晚在主场以三比'"),
        (TEXTS, [POOL[0], 3], r"unlabeled: what is no text, by its position from 0: 1: 3 \(int\)"),
        (TEXTS, POOL[0], "unlabeled: found one text"),
    ],
)
def test_what_is_no_text_is_named(texts: Any, pool: Any, message: str) -> None:
    """A gap in a table of texts, or one text instead of a list, is refused with its position."""
    with pytest.raises(TextsError, match=message):
        SectionClassifier().fit(texts, LABELS, unlabeled=pool)


def test_an_array_of_unlabelled_texts() -> None:
    """The pool may be an array, as tables give it."""
    one, other = (
        SectionClassifier().fit(TEXTS, LABELS, unlabeled=pool).predict_proba(POOL)
        for pool in (POOL, np.array(POOL, dtype=object))
    )
    np.testing.assert_array_equal(one, other)
