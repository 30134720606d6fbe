"""What is said of new articles beside labelled ones."""

import pytest

from tests.models.shift.articles import COMMON, NEW, OLD, make_articles
from textml.corpus.article import Article
from textml.corpus.words.segment import Words
from textml.models.evaluation.intervals import Estimate
from textml.models.shift.reference import build_reference
from textml.models.shift.sample import draw_sample
from textml.models.shift.shift import Shift, compare_sample

KNOWN = make_articles(60, COMMON + OLD, 1)
REFERENCE = build_reference(KNOWN, ["ab"[n % 2] for n in range(60)], Words())


def shift_of(articles: list[Article]) -> Shift:
    """What is said of articles without a label."""
    return compare_sample(REFERENCE, draw_sample(articles, [""] * len(articles)), 0.9)


def test_articles_of_another_source_ring() -> None:
    """The words that make the difference are named, those of the new articles first."""
    found = shift_of(make_articles(40, COMMON + NEW, 2))
    assert found.differs
    assert {word.word for word in found.new_words} == set(NEW)
    assert {word.word for word in found.known_words} == set(OLD)
    assert str(found).startswith("These articles differ from the labelled ones: a test tells which is which in 100 of")


def test_articles_of_the_same_source_do_not_ring() -> None:
    """Nothing is said of articles like the labelled ones."""
    found = shift_of(make_articles(40, COMMON + OLD, 3))
    assert not found.differs
    assert str(found) == ""


def test_three_articles_are_too_few() -> None:
    """It is said how many there are, and how many it takes."""
    found = shift_of(make_articles(3, COMMON + NEW, 2))
    assert str(found) == (
        "too few articles to see whether they differ from the labelled ones: 3 new, 60 labelled; 20 of each are needed"
    )


def test_an_english_article_among_chinese_ones_is_named() -> None:
    """One of thirty is in another script: no alarm, but the number."""
    english = Article("e", "", "The city council met on Monday to discuss the budget of the new hospital.")
    found = shift_of([*make_articles(29, COMMON + OLD, 3), english])
    assert (found.n_foreign, found.differs) == (1, False)
    assert str(found).startswith("1 of 30 article is in another script than the labelled ones")


def test_an_issue_of_english_articles_is_named_even_if_it_is_short() -> None:
    """Two English articles are too few for the test, not for the script."""
    found = shift_of([Article(str(n), "", f"The council met on day {n} of the week.") for n in range(2)])
    assert str(found).startswith("2 of 2 articles are in another script")


def test_the_order_of_the_articles_does_not_matter() -> None:
    """The same figures from the same articles in another order."""
    articles = make_articles(40, COMMON + NEW[:2], 2, n_issues=8)
    assert shift_of(articles) == shift_of(articles[::-1])


@pytest.mark.parametrize(("expected", "lowered"), [(0.77, 0.75), (0.92, None), (None, None)])
def test_the_expected_precision_is_lowered_only_below_the_promise(expected: float, lowered: float) -> None:
    """It is told in steps of 5 %, as it is known no better."""
    found = Shift(told_apart=Estimate(0.97, 0.95, 0.99), precision=0.9, expected=expected)
    assert found.lowered == lowered
    assert ("of the labels will be right" in str(found)) == (lowered is not None)


@pytest.mark.parametrize(("value", "low", "rings"), [(0.88, 0.76, True), (0.88, 0.7, False), (0.85, 0.84, False)])
def test_the_alarm_needs_size_and_evidence(value: float, low: float, rings: bool) -> None:
    """A large figure with a wide interval is no alarm, nor is a sure but small one."""
    assert Shift(told_apart=Estimate(value, low, 1.0)).differs == rings
