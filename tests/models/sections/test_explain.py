"""The parts of an explanation add up to the margin."""

import numpy as np
import pytest

from tests.models.sections.articles import make_articles
from tests.models.sections.reference import share_margin
from textml import SectionClassifier
from textml.models.sections.explain import explain_prediction
from textml.models.sections.prediction import Prediction


@pytest.fixture(scope="module")
def classifier() -> SectionClassifier:
    """Trained on 60 labelled articles."""
    return SectionClassifier().fit(*make_articles(60))


def test_words_and_rest_are_the_margin() -> None:
    """Shares of words against are negative; what no word shown carries is the rest."""
    ints = np.zeros(1, int)
    prediction = Prediction(
        np.array([[0.6, 0.4]]), np.zeros(1), ints, ints + 1, ints > 0, [["球队"]], [["银行"]],
        np.array([[0.5, 0.0, 0.2, 0.0]]),
    )  # fmt: skip
    found = explain_prediction(prediction, ("体育", "经济"), 0.4)
    assert (found.spoke_for, found.spoke_against) == ((("球队", 0.5),), (("银行", -0.2),))
    assert found.rest == pytest.approx(0.1)


def test_words_are_those_of_plain_python(classifier: SectionClassifier) -> None:
    """Words and parts of the margin are what n-grams shared out over characters give."""
    for text in [*make_articles(6, 3)[0], "球队，银行！", "2024年球队"]:
        found = classifier.explain(text)
        pair = [classifier.classes_.tolist().index(name) for name in (found.section, found.runner_up)]
        exact = share_margin(text, classifier.features_, classifier.coef_[:, pair[0]] - classifier.coef_[:, pair[1]])
        for word, share in (*found.spoke_for, *found.spoke_against):
            assert share == pytest.approx(exact[word])
        assert len(found.spoke_for) == min(10, sum(share > 0 for share in exact.values()))


def test_a_text_without_known_characters_has_no_words(classifier: SectionClassifier) -> None:
    """Nothing speaks, and the margin is zero."""
    found = classifier.explain("龘")
    assert (found.spoke_for, found.spoke_against, found.margin, found.rest) == ((), (), 0, 0)
