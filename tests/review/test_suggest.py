"""Suggested articles differ from each other and from what is labelled."""

import numpy as np
import pytest

from tests.models.sections.articles import WORDS, make_articles
from textml import SectionClassifier
from textml.review.suggest import draw_random, rank_suggestions, spread_over_guesses


@pytest.fixture(scope="module")
def classifier() -> SectionClassifier:
    """Trained on 20 articles of two sections."""
    texts, labels = make_articles(30)
    few = [i for i, label in enumerate(labels) if label != "文化"]
    return SectionClassifier().fit([texts[i] for i in few], [labels[i] for i in few])


def test_first_suggestions_cover_the_sections() -> None:
    """Without a classifier, the first three articles are of three sections."""
    texts, labels = make_articles(90)
    assert {labels[i] for i in rank_suggestions(texts, 3)} == set(WORDS)


def test_suggestions_leave_what_is_labelled(classifier: SectionClassifier) -> None:
    """An article of a section without labels comes first."""
    texts, labels = make_articles(30, 5)
    assert labels[rank_suggestions(texts, 1, classifier)[0]] == "文化"


def test_suggestions_are_distinct(classifier: SectionClassifier) -> None:
    """As many as asked, or all there are; each once."""
    texts, _ = make_articles(5, 6)
    assert len(set(rank_suggestions(texts, 3, classifier))) == 3
    assert sorted(rank_suggestions(texts, 9, classifier)) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("texts", [[], ["", " "], ["鑫鑫鑫"]])
def test_nothing_to_suggest(classifier: SectionClassifier, texts: list[str]) -> None:
    """Among no texts, blank ones and unknown characters nothing can be compared, so nothing is suggested."""
    assert rank_suggestions(texts, 3, classifier) == []


def test_suggestions_pass_over_blank_texts(classifier: SectionClassifier) -> None:
    """A blank text between others is not suggested, however many are wanted."""
    texts, _ = make_articles(2, 7)
    assert sorted(rank_suggestions([texts[0], " ", texts[1]], 9, classifier)) == [0, 2]


def test_a_validation_set_is_drawn_by_the_texts() -> None:
    """The same articles in any order; a smaller draw lies inside a larger one; copies and blanks are not drawn."""
    texts, _ = make_articles(30, 8)
    drawn = [texts[i] for i in draw_random(texts, 7)]
    assert [texts[::-1][i] for i in draw_random(texts[::-1], 7)] == drawn
    assert [texts[i] for i in draw_random(texts, 3)] == drawn[:3]
    assert draw_random([*texts, *texts, " "], 99) == draw_random(texts, 99)
    assert sorted(draw_random(texts, 99)) == list(range(30))
    assert draw_random(["", "甲", "甲"], 9) == [1]


def test_guessed_sections_take_turns() -> None:
    """The surest of each section first; what is not guessed comes last, in its order."""
    guesses = np.array([[0.9, 0.1], [0.8, 0.2], [0, 0], [0.3, 0.7], [0, 0]])
    assert spread_over_guesses([4, 1, 2, 3, 0], guesses) == [0, 3, 1, 4, 2]


def test_new_articles_are_suggested_sooner() -> None:
    """Of articles that are alike in all else, the new one is chosen first."""
    texts, labels = make_articles(60)
    classifier = SectionClassifier().fit(texts[:30], labels[:30])
    first = rank_suggestions(texts[30:], 30, classifier)
    newness = [0.99 if i == first[3] else 0.5 for i in range(30)]
    sooner = rank_suggestions(texts[30:], 30, classifier, newness)
    assert sooner.index(first[3]) < 3
    assert rank_suggestions(texts[30:], 30, classifier, [0.5] * 30) == first
