"""The confidence of cuts says how many are wrong, and which are worth a look."""

import pytest

from textml.corpus.article import Article, Kind
from textml.corpus.doubt import CHECK_BELOW, Doubt, measure_doubt, needs_check


def cut(confidence: float, kind: Kind = "article", page_id: str = "2025-02-13/01") -> Article:
    return Article("a", "夜市重开", "夜市昨晚重开。", kind=kind, confidence=confidence, page_id=page_id)


@pytest.mark.parametrize(
    ("article", "expected"),
    [(cut(0.69), True), (cut(CHECK_BELOW), False), (cut(0.2, "photo"), True), (cut(0.2, "teaser"), False)],
)
def test_stories_with_a_low_confidence_are_worth_a_look(article: Article, expected: bool) -> None:
    """The limit itself is not below it, and items that tell no story are not looked at."""
    assert needs_check(article) is expected


def test_doubt_adds_up() -> None:
    """Each story counts with what its confidence lacks; teasers and articles of tables do not count."""
    cuts = [cut(0.9), cut(0.5), cut(0.3), cut(0.1, "photo"), cut(0.0, "teaser"), cut(0.0, page_id="")]
    assert measure_doubt(cuts) == Doubt(4, 2, 3)
    assert str(measure_doubt(cuts)) == "about 2 of 4 articles are expected to be cut wrong; worth a look: 3"
    assert str(measure_doubt(cuts[:1])) == "about 0 of 1 articles are expected to be cut wrong"
    assert str(measure_doubt(cuts[-1:])) == ""
