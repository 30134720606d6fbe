"""The page to read shows text as text."""

from typing import Any

import pytest

from textml.reports.page import render_page
from textml.reports.report import score_rows, shown


def content(**changes: Any) -> dict[str, Any]:
    return {
        "title": "r",
        "made_of": [("版 pages", 2)],
        "problems": [],
        "notes": [],
        "dropped": [],
        "sections": [{"key": "economy", "title": "经济", "n_seeds": 3, "n_labelled": 1, "definition": "钱"}],
        "n_undecided": 0,
        "promise": "",
        "figures": {"sections": [], "scores": [], "topics": []},
        "scores": {"reason": "too few labels"},
        "truth": [],
        "learning": "",
        "suspects": [],
        "topics": [],
        "no_topics": "no topics",
        "topic_notes": [],
        "articles": [],
        "review": [],
        **changes,
    }


def test_markup_in_a_headline_is_shown_not_obeyed() -> None:
    """`<script>` in a title, a problem or a topic's article stands in the page as text."""
    evil = "<script>alert(1)</script>"
    topic = {
        "name": evil,
        "share": 0.5,
        "color": "#000",
        "words": [evil],
        "articles": [{"title": evil, "date": "", "share": 0.5}],
    }
    article = {"id": "a", "title": evil, "section_title": evil, "confidence": 0.5, "topic": evil, "why": evil}
    page = render_page(
        content(
            title=evil,
            problems=[evil],
            topics=[topic],
            articles=[article],
            review=[{"id": "a", "title": evil, "doubt": evil}],
        )
    )
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 9


def test_the_page_needs_no_network() -> None:
    """Nothing in the page is fetched from anywhere."""
    page = render_page(content())
    assert "http:" not in page
    assert "https:" not in page
    assert "too few labels" in page


def test_a_misspelt_name_fails_instead_of_showing_nothing() -> None:
    """What the template names must be handed over."""
    incomplete = content()
    del incomplete["promise"]
    with pytest.raises(Exception, match="promise"):
        render_page(incomplete)


def test_scores_as_rows() -> None:
    """Every estimate becomes one line with its interval; no estimate, no line."""
    half = {"value": 0.5, "low": 0.25, "high": 0.75}
    scores = {
        "reason": "",
        "macro_f1": half,
        "accuracy": half,
        "baselines": {"majority": half},
        "later": {"reason": "", "since": "2025-09-01", "macro_f1": half, "accuracy": half},
        "sections": [{"section": "economy", "precision": half, "recall": half}],
    }
    assert [(row["measure"], row["section"]) for row in score_rows(scores)] == [
        ("macro-F1", ""),
        ("accuracy", ""),
        ("macro-F1 of majority", ""),
        ("macro-F1 on issues since 2025-09-01", ""),
        ("accuracy on issues since 2025-09-01", ""),
        ("precision", "economy"),
        ("recall", "economy"),
    ]
    assert shown(half) == "50.0 % (25.0–75.0)"
    assert score_rows({"reason": "too few"}) == []
