"""A run to its figures."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textml.reports.content import RunContent
from textml.reports.figures.scores import (
    draw_calibration,
    draw_confusion,
    draw_learning_curve,
    draw_risk_coverage,
    draw_section_mix,
)
from textml.reports.html.topic_cards import topic_figures
from textml.reports.periods import group_dates
from textml.reports.texts import Language

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def run_figures(content: RunContent, language: Language) -> dict[str, "Figure"]:
    """Every figure of a run that can be drawn, by its name."""
    figures = _score_figures(content, language)
    periods = group_dates([article.date for article in content.stories])
    known = sorted(set(periods) - {""})
    if known and content.labels:
        mix = _section_mix(content, periods, known)
        figures["section_mix"] = draw_section_mix(known, mix, content.titles, language)
    return figures | topic_figures(content.topics, content.titles, language)


def _score_figures(content: RunContent, language: Language) -> dict[str, "Figure"]:
    figures: dict[str, Figure] = {}
    scores, curve = content.scores, content.learning
    if scores["confusion"]:
        names = [row["section"] for row in scores["sections"]]
        figures["confusion"] = draw_confusion(scores["confusion"], names, content.titles, language)
        confidence = [max(shares) for shares in scores["proba"]]
        pairs = zip(scores["predicted"], scores["labels"], strict=True)
        correct = [found == label for found, label in pairs]
        figures["calibration"] = draw_calibration(confidence, correct, language)
        figures["risk_coverage"] = draw_risk_coverage(confidence, correct, content.precision, language)
    if curve["gain"]:
        low, value, high = ([point[end] for point in curve["macro_f1"]] for end in ("low", "value", "high"))
        figures["learning_curve"] = draw_learning_curve(curve["n_labels"], low, value, high, language)
    return figures


def _section_mix(content: RunContent, periods: Sequence[str], known: Sequence[str]) -> dict[str, list[int]]:
    """How many articles of each section, and undecided ones, a period has."""
    counts = Counter((row["section"], period) for row, period in zip(content.labels, periods, strict=True))
    return {name: [counts[name, period] for period in known] for name in [*content.titles, ""]}
