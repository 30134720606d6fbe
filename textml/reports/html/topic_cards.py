"""A topic model to the tables, figures and cards of a report."""

from collections.abc import Mapping, Sequence
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from textml.corpus.article import Article
from textml.models.topics.model import TopicModel
from textml.models.topics.shares import ShareTable, share_table
from textml.reports.figures.drawing import color_of
from textml.reports.figures.topic_layout import topic_similarity
from textml.reports.figures.topics import (
    draw_section_topics,
    draw_topic_similarity,
    draw_topic_words,
    draw_topics_over_time,
    shown_name,
)
from textml.reports.html.articles import shown_title
from textml.reports.periods import group_dates
from textml.reports.texts import Language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Row = Mapping[str, Any]


def topic_figures(
    model: TopicModel | None, titles: Mapping[str, str], language: Language = "zh"
) -> dict[str, "Figure"]:
    """Figures of a model by their names; none where there is no model, fewer where it has no dates or sections.

    Parameters
    ----------
    model : fitted, or None; titles : how readers know a section; language : of the axes
    """
    if model is None:
        return {}
    similarity = topic_similarity(model.components_)
    figures = {
        "topic_words": draw_topic_words(model.topics_),
        "topic_similarity": draw_topic_similarity(model.topics_, similarity, language),
    }
    if len(_known(model.dates_)) > 1:
        figures["topics_over_time"] = draw_topics_over_time(model.topics_, share_by_period(model))
    if _known(model.sections_):
        table = model.share_by_section()
        figures["section_topics"] = draw_section_topics(model.topics_, table, [titles.get(g, g) for g in table.groups])
    return figures


def topic_tables(model: TopicModel | None) -> dict[str, list[Row]]:
    """Tables of a model by their names: topics, topics_by_issue, topics_by_section, furniture."""
    if model is None:
        return {"topics": []}
    topics: list[Row] = [
        {
            "topic": topic.id,
            "name": topic.name,
            "share": round(topic.share, 6),
            "stability": round(topic.stability, 4),
            "fragile": topic.fragile,
            "words": " ".join(word for word, _ in topic.words),
        }
        for topic in model.topics_
    ]
    furniture: list[Row] = [{"word": word.word} for word in model.furniture_]
    return {
        "topics": topics,
        "topics_by_issue": _rounded(model.share_by_date().rows()),
        "topics_by_section": _rounded(model.share_by_section().rows()),
        "furniture": furniture,
    }


def share_by_period(model: TopicModel) -> ShareTable:
    """Topic shares of every issue, or of months or years where there are many, with 95 % intervals."""
    return share_table(model.shares_, model_periods(model), [topic.name for topic in model.topics_])


def model_periods(model: TopicModel) -> list[str]:
    """(n_articles,) the period of each article, empty where its date is unknown."""
    return [""] * len(model.shares_) if model.dates_ is None else group_dates(model.dates_.tolist())


def topic_cards(model: TopicModel | None, stories: Sequence[Article], n_words: int, n_articles: int) -> list[Row]:
    """What the page shows of each topic without a script: name, share, words, the articles that show it best.

    Parameters
    ----------
    model : fitted on the stories, or None; stories : in the order in which it was fitted
    n_words, n_articles : shown for each topic
    """
    if model is None:
        return []
    return [
        {
            "name": shown_name(topic),
            "share": topic.share,
            "stability": None if isnan(topic.stability) else topic.stability,
            "color": color_of(topic.id),
            "words": [word for word, _ in topic.words[:n_words]],
            "articles": [shown_title(stories[i]) for i in model.top_articles(topic.id, n_articles)],
        }
        for topic in model.topics_
    ]


def _known(groups: np.ndarray | None) -> set[str]:
    """The names that articles were given, where they were."""
    return set() if groups is None else set(groups.tolist()) - {""}


def _rounded(rows: Sequence[Row]) -> list[Row]:
    return [{key: round(value, 6) if isinstance(value, float) else value for key, value in row.items()} for row in rows]
