"""A topic model to the tables, figures and cards of a report."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from textml.corpus.article import Article
from textml.models.topics import TopicModel
from textml.reports.drawing import color_of
from textml.reports.topic_figures import (
    FRAGILE,
    draw_section_topics,
    draw_topic_words,
    draw_topics_over_time,
    shown_name,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Row = Mapping[str, Any]


def topic_figures(model: TopicModel | None, titles: Mapping[str, str]) -> dict[str, "Figure"]:
    """Figures of a model by their names; none where there is no model, fewer where it has no dates or sections.

    Parameters
    ----------
    model : fitted, or None; titles : how readers know a section
    """
    if model is None:
        return {}
    figures = {"topic_words": draw_topic_words(model.topics_)}
    if len(_known(model.dates_)) > 1:
        figures["topics_over_time"] = draw_topics_over_time(model.topics_, model.share_by_date())
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


def topic_cards(model: TopicModel | None, stories: Sequence[Article], n_words: int, n_articles: int) -> list[Row]:
    """What the page shows of each topic: name, share, words, the articles that show it best.

    Parameters
    ----------
    model : fitted on the stories, or None; stories : in the order in which it was fitted
    n_words, n_articles : shown for each topic
    """
    if model is None:
        return []
    cards: list[Row] = []
    for column, topic in enumerate(model.topics_):
        best = [(stories[i], float(model.shares_[i, column])) for i in model.top_articles(topic.id, n_articles)]
        articles = [{"title": a.title or a.body[:24], "date": a.date, "share": share} for a, share in best]
        words = [word for word, _ in topic.words[:n_words]]
        color = color_of(topic.id)
        cards.append(
            {"name": shown_name(topic), "share": topic.share, "color": color, "words": words, "articles": articles}
        )
    return cards


def topic_notes(model: TopicModel | None, confusions: Sequence[str]) -> list[str]:
    """What a reader should know of the topics: fragile ones, what changed since the last run, furniture, confusions."""
    if model is None:
        return []
    notes = []
    fragile = [topic.name for topic in model.topics_ if topic.fragile]
    if fragile:
        notes.append(f"{FRAGILE} 去掉十分之一的文章后多半不再出现 (fragile): {'; '.join(fragile)}")
    if model.changes_ is not None:
        born = [topic.name for topic in model.topics_ if topic.id in model.changes_.born]
        died = [name for _, name in model.changes_.died]
        changed = [f"新 born: {'; '.join(born)}"] * bool(born) + [f"消失 died: {'; '.join(died)}"] * bool(died)
        notes.append("与上次相比 since the last run: " + (" | ".join(changed) or "话题未变 the same topics"))
    if model.furniture_:
        words = " ".join(word.word for word in model.furniture_[:30])
        notes.append(
            f"到处都有、可能是套话的词，请定夺 (perhaps furniture, for approval as [corpus] stop_words): {words}"
        )
    return [*notes, *confusions]


def _known(groups: np.ndarray | None) -> set[str]:
    """The names that articles were given, where they were."""
    return set() if groups is None else set(groups.tolist()) - {""}


def _rounded(rows: Sequence[Row]) -> list[Row]:
    return [{key: round(value, 6) if isinstance(value, float) else value for key, value in row.items()} for row in rows]
