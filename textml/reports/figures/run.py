"""Every figure of a run."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from textml.models.topics.model import TopicModel
from textml.predict.labeller import is_of_none
from textml.reasons import Language
from textml.reports.content import RunContent
from textml.reports.figures.scores import (
    draw_calibration,
    draw_confusion,
    draw_learning_curve,
    draw_risk_coverage,
    draw_section_mix,
)
from textml.reports.figures.topics import (
    draw_section_topics,
    draw_topic_shares,
    draw_topic_words,
    draw_topics_over_time,
)
from textml.reports.periods import group_dates, share_by_period

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_run(content: RunContent, language: Language) -> dict[str, "Figure"]:
    """Draw every figure of a run for which there are numbers.

    Parameters
    ----------
    content : RunContent
        Everything that the run found.
    language : {"zh", "en"}
        Of the axes.

    Returns
    -------
    dict of str to Figure
        By their names.
    """
    figures = _score_figures(content, language)
    periods = group_dates([article.date for article in content.stories])
    known = sorted(set(periods) - {""})
    # where every article is left to a person, the bars would all be grey
    if known and any(row["section"] for row in content.labels):
        mix = _section_mix(content, periods, known)
        figures["section_mix"] = draw_section_mix(known, mix, content.titles, language)
    return figures | draw_topics(content.topics, content.titles)


def _score_figures(content: RunContent, language: Language) -> dict[str, "Figure"]:
    figures: dict[str, Figure] = {}
    scores, curve = content.scores, content.learning
    if scores.confusion:
        names = [row.section for row in scores.sections]
        figures["confusion"] = draw_confusion(scores.confusion, names, content.titles, language)
        confidence = [max(shares) for shares in scores.proba]
        pairs = zip(scores.predicted, scores.labels, strict=True)
        correct = [found == label for found, label in pairs]
        figures["calibration"] = draw_calibration(confidence, correct, language, scores.weights)
        figures["risk_coverage"] = draw_risk_coverage(confidence, correct, content.precision, language, scores.weights)
    if curve.gain:
        figures["learning_curve"] = draw_learning_curve(curve.n_labels, curve.macro_f1, language)
    return figures


def _section_mix(content: RunContent, periods: Sequence[str], known: Sequence[str]) -> dict[str, list[int]]:
    """Count the articles of each section, and the undecided ones, in each period; those of none are left out."""
    rows = zip(content.labels, periods, strict=True)
    counts = Counter((row["section"], period) for row, period in rows if not is_of_none(row))
    names = [*(section.key for section in content.sections), ""]
    return {name: [counts[name, period] for period in known] for name in names}


def draw_topics(model: TopicModel | None, titles: Mapping[str, str]) -> dict[str, "Figure"]:
    """Draw the figures of a topic model.

    Parameters
    ----------
    model : TopicModel or None
        Fitted.
    titles : mapping of str to str
        How readers know a section, by its key.

    Returns
    -------
    dict of str to Figure
        By their names; none where there is no model, fewer where its articles have no dates or sections.
    """
    if model is None:
        return {}
    figures = {"topic_words": draw_topic_words(model.topics_), "topic_shares": draw_topic_shares(model.topics_)}
    if len(_known(model.dates_)) > 1:
        figures["topics_over_time"] = draw_topics_over_time(model.topics_, share_by_period(model))
    if _known(model.sections_):
        table = model.share_by_section()
        figures["section_topics"] = draw_section_topics(model.topics_, table, [titles.get(g, g) for g in table.groups])
    return figures


def _known(groups: np.ndarray | None) -> set[str]:
    """The names that articles were given; empty where none was."""
    return set() if groups is None else set(groups.tolist()) - {""}
