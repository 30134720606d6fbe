"""A requested precision holds for the articles that get a label."""

import numpy as np
import pytest

from tests.models.sections.articles import make_articles
from textml import SectionClassifier
from textml.errors import ConfigError, SeedError
from textml.models.sections.selective import (
    PrecisionError,
    count_labels_needed,
    max_novelty,
    threshold_for_precision,
)


@pytest.fixture(scope="module")
def classifier() -> SectionClassifier:
    """Trained on 60 labelled articles and 60 unlabelled ones."""
    texts, labels = make_articles(60)
    return SectionClassifier().fit(texts, labels, unlabeled=make_articles(60, 1)[0])


def test_threshold_leaves_the_wrong_ones_out() -> None:
    """Sixty right ones above, wrong ones below: the threshold lies at the border."""
    confidence = np.concatenate([np.linspace(0.99, 0.8, 60), np.linspace(0.5, 0.4, 30)])
    threshold = threshold_for_precision(confidence, np.arange(90) < 60, 0.9)
    assert 0.5 < threshold <= 0.82
    assert (confidence >= threshold).sum() in range(55, 65)


def test_threshold_treats_equal_confidence_alike() -> None:
    """A hundred articles of one confidence, half of them wrong, cannot be told apart by their order."""
    with pytest.raises(
        PrecisionError, match="cannot promise 90 % precision: 50 of 100 held-out labelled articles were right"
    ):
        threshold_for_precision(np.full(100, 0.9), np.arange(100) < 50, 0.9)


@pytest.mark.parametrize("precision", [0.85, 0.89])
def test_the_search_is_corrected_for(precision: float) -> None:
    """Where no threshold reaches 90 %, one is found in a tenth of the draws at most.

    Confidence says nothing here and the precision is too low everywhere.
    """
    rng = np.random.default_rng(0)
    n_found = 0
    for _ in range(300):
        confidence = rng.uniform(precision - 0.01, precision + 0.01, 250)
        try:
            threshold_for_precision(confidence, rng.random(250) < precision, 0.9)
        except PrecisionError:
            continue
        n_found += 1
    assert n_found <= 30


@pytest.mark.parametrize(("wanted", "n", "skew"), [(0.9, 64, 6), (0.95, 128, 2), (0.98, 256, 6)])
def test_calibrated_confidence_keeps_what_is_asked(wanted: float, n: int, skew: int) -> None:
    """With calibrated confidence at most a tenth of all draws get a threshold whose true precision is too low."""
    rng = np.random.default_rng(1)
    n_missed = 0
    for _ in range(200):
        confidence = 0.25 + 0.75 * rng.beta(skew, 1, n)
        try:
            threshold = threshold_for_precision(confidence, rng.random(n) < confidence, wanted)
        except PrecisionError:
            continue
        population = 0.25 + 0.75 * rng.beta(skew, 1, 20_000)
        n_missed += population[population >= threshold].mean() < wanted
    assert n_missed <= 20


@pytest.mark.parametrize("precision", [0.0, 1.0, 90, float("nan")])
def test_a_precision_that_is_no_share_is_refused(precision: float, classifier: SectionClassifier) -> None:
    """0.9 is meant, not 90; the message names the setting, and the labelled set is not to blame."""
    with pytest.raises(ConfigError, match=r"precision: .* is not allowed"):
        classifier.label(["球队"], precision)


def test_more_precision_needs_more_labels() -> None:
    """22 right articles prove 90 %, 230 prove 99 %."""
    assert count_labels_needed([], 0.9) == 88
    assert count_labels_needed(np.ones(10, dtype=bool), 0.9) == 32
    assert count_labels_needed(np.ones(10, dtype=bool), 0.99) == 240


@pytest.mark.parametrize(("precision", "least"), [(0.9, 14), (0.95, 28), (0.98, 69)])
def test_certainty_does_not_replace_articles(precision: float, least: int) -> None:
    """However confident the predictions, a precision takes this many right articles; one less is refused."""
    confidence = np.linspace(1, 0.9999, least)
    assert threshold_for_precision(confidence, np.ones(least, dtype=bool), precision) == 0.9999
    with pytest.raises(PrecisionError, match=f"{least - 1} held-out labelled articles"):
        threshold_for_precision(confidence[1:], np.ones(least - 1, dtype=bool), precision)


def test_nothing_is_novel_where_nothing_is_known() -> None:
    """Without a right held-out article there is no limit."""
    assert max_novelty(np.ones(2), np.zeros(2, dtype=bool)) == np.inf


def test_novelty_gives_up_the_strangest_of_the_right_ones() -> None:
    """Of 101 right articles, seven lie above the limit; wrong ones do not count."""
    novelty = np.concatenate([np.arange(101.0), np.full(50, 1e6)])
    assert max_novelty(novelty, np.arange(151) < 101) == pytest.approx(93)


def test_labels_or_none(classifier: SectionClassifier) -> None:
    """On easy news most articles get their label, a text of strange characters and an empty one get none."""
    texts, truth = make_articles(60, 2)
    given = classifier.label([*texts, "暴雨洪水堤坝气象台预警", ""], precision=0.9)
    named = [(found, wanted) for found, wanted in zip(given, truth, strict=False) if found is not None]
    assert len(named) >= 48
    assert all(found == wanted for found, wanted in named)
    assert given[-2:] == [None, None]
    assert classifier.calibration_["reliable"] is True


def test_labels_are_those_that_the_rule_accepts(classifier: SectionClassifier) -> None:
    """The rule applied to predictions labels what `label` labels, and states the coverage on held-out articles."""
    texts = [*make_articles(60, 2)[0], "暴雨", ""]
    rule, prediction = classifier.abstention_rule(0.9), classifier.predict_details(texts)
    assert rule.accepts(prediction).tolist() == [label is not None for label in classifier.label(texts, 0.9)]
    assert prediction.novelty[-2] > rule.max_novelty
    assert 0.8 <= rule.coverage <= 1


def test_too_few_labels_are_an_error_of_the_labelled_set(classifier: SectionClassifier) -> None:
    """60 labelled articles are too few for 99.9 %: the message says how many it would take."""
    with pytest.raises(SeedError, match=r"cannot promise 100 % precision: .*; about"):
        classifier.label(["球队"], precision=0.999)
