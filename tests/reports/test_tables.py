"""Tables of a report."""

from tests.reports.small_run import HALF, SUBJECTS, small_articles, small_model, small_scores
from textml.models.evaluation.later_issues import LaterScores
from textml.models.evaluation.scores import Scores
from textml.models.topics.model import TopicModel
from textml.reasons import Reason
from textml.reports.tables import build_score_rows, build_topic_tables

LATER = LaterScores(None, "2025-09-01", 20, 9, HALF, HALF)


def test_scores_as_rows() -> None:
    """Every estimate becomes one line with its interval; no estimate, no line."""
    rows = build_score_rows(small_scores(), LATER)
    assert [(row["measure"], row["section"]) for row in rows] == [
        ("macro-F1", ""),
        ("accuracy", ""),
        ("macro-F1 of majority", ""),
        ("macro-F1 of keywords", ""),
        ("macro-F1 on issues since 2025-09-01", ""),
        ("accuracy on issues since 2025-09-01", ""),
        ("precision", "culture"),
        ("recall", "culture"),
        ("precision", "economy"),
        ("recall", "economy"),
    ]
    assert rows[0] == {"measure": "macro-F1", "section": "", "value": 0.5, "low": 0.25, "high": 0.75}
    none = Reason("no_labels")
    assert build_score_rows(Scores(none), LaterScores(none)) == []


def test_a_model_without_dates_and_sections_has_tables() -> None:
    """Shares by issue and by section are left out where the model was given neither, and there where it was."""
    bare = TopicModel(n_topics=2, min_df=1, n_resamples=0).fit(list(SUBJECTS) * 3)
    assert sorted(build_topic_tables(bare)) == ["furniture", "topics"]
    assert sorted(build_topic_tables(small_model(small_articles()))) == [
        "furniture",
        "topics",
        "topics_by_issue",
        "topics_by_section",
    ]
    assert build_topic_tables(None) == {"topics": []}
