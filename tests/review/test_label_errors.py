"""Labels that cross-validation contradicts, and no others."""

from dataclasses import replace

import numpy as np

from textml.models.evaluation.intervals import estimate_share
from textml.models.evaluation.scores import Scores, SectionScore
from textml.reasons import Reason
from textml.review.label_errors import LabelError, rank_label_errors

HALF = estimate_share(1, 2)
SCORES = Scores(
    labels=["a", "a", "b"],
    sections=[SectionScore(name, 1, HALF, HALF) for name in "ab"],
    proba=[[0.4, 0.6], [0.9, 0.1], [0.95, 0.05]],
)


def test_the_strongest_contradiction_comes_first() -> None:
    """Only articles whose label is not the likeliest are listed, those with the widest gap first."""
    assert rank_label_errors(SCORES) == [LabelError(2, "b", "a", 0.05, 0.95), LabelError(0, "a", "b", 0.4, 0.6)]


def test_a_toss_up_is_no_contradiction() -> None:
    """43 : 48 says nothing of a label; 40 : 60 does."""
    for own, other, n in ((0.43, 0.48, 0), (0.42, 0.58, 0), (0.4, 0.6, 1), (0.02, 0.03, 1)):
        one = replace(SCORES, labels=["a"], proba=[[own, other]])
        assert len(rank_label_errors(one)) == n, (own, other)


def test_all_are_listed() -> None:
    """Thirty contradicted labels are thirty rows: none is left out without a word."""
    many = replace(SCORES, labels=["b"] * 30, proba=np.tile([0.9, 0.1], (30, 1)).tolist())
    assert [error.position for error in rank_label_errors(many)] == list(range(30))


def test_no_scores_no_errors() -> None:
    """Where there were too few labels to cross-validate, nothing is listed."""
    assert rank_label_errors(Scores(Reason("no_labels"))) == []
