"""Scores of two runs on the same labelled articles."""

import pytest

from textml.errors import SeedError
from textml.models.evaluation.comparison import compare_scores
from textml.models.evaluation.scores import Scores
from textml.reasons import Reason


def scored(predicted: list[str], ids: range = range(40)) -> Scores:
    labels = ["a" if i % 2 else "b" for i in ids]
    return Scores(ids=[str(i) for i in ids], labels=labels, groups=list(ids), predicted=predicted)


def test_two_runs_are_compared_article_by_article() -> None:
    """A run that is right on eight more of forty articles is better by 20 points, surely."""
    truth = scored([]).labels
    worse = ["b" if i < 16 else label for i, label in enumerate(truth)]
    found = compare_scores(scored(worse), scored(truth))
    assert (found.n_articles, found.won, found.lost) == (40, 8, 0)
    assert found.accuracy.value == pytest.approx(0.2)
    assert 0 < found.accuracy.low < 0.2 < found.accuracy.high
    same = compare_scores(scored(truth), scored(truth))
    assert (same.macro_f1.value, same.macro_f1.low, same.macro_f1.high) == (0, 0, 0)


def test_only_articles_with_the_same_label_are_compared() -> None:
    """Articles of one run only take no part; too few shared ones, or no estimate, are errors."""
    shifted = scored(scored([], range(20, 60)).labels, range(20, 60))
    assert compare_scores(scored(scored([]).labels), shifted).n_articles == 20
    with pytest.raises(SeedError, match="share 5 labelled articles; 10 are needed"):
        compare_scores(scored(scored([]).labels), scored(["a"] * 40, range(35, 75)))
    with pytest.raises(SeedError, match="nothing to compare: 3 labelled articles"):
        compare_scores(Scores(Reason("few_dates", {"n": 3, "needed": 20})), shifted)
