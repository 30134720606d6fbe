"""A run to the tables of its report."""

from collections.abc import Sequence

from textml.corpus.formats.rows import Row
from textml.models.topics.model import TopicModel

_MEASURES = (("macro-F1", "macro_f1"), ("accuracy", "accuracy"))


def score_rows(scores: Row) -> list[Row]:
    """Every estimate of cross-validated scores as a line: measure, section, value, low, high; none where
    nothing was estimated."""

    def line(measure: str, section: str, estimate: Row) -> Row:
        return {
            "measure": measure,
            "section": section,
            **{key: round(estimate[key], 6) for key in ("value", "low", "high")},
        }

    if scores["reason"]:
        return []
    rows = [line("macro-F1", "", scores["macro_f1"]), line("accuracy", "", scores["accuracy"])]
    rows += [line(f"macro-F1 of {name}", "", estimate) for name, estimate in scores["baselines"].items()]
    later = scores["later"]
    if not later["reason"]:
        rows += [line(f"{measure} on issues since {later['since']}", "", later[key]) for measure, key in _MEASURES]
    return rows + [
        line(measure, row["section"], row[measure]) for row in scores["sections"] for measure in ("precision", "recall")
    ]


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
    furniture: list[Row] = [{"word": word.word} for word in model.boilerplate_]
    return {
        "topics": topics,
        "topics_by_issue": _rounded(model.share_by_date().rows()),
        "topics_by_section": _rounded(model.share_by_section().rows()),
        "furniture": furniture,
    }


def _rounded(rows: Sequence[Row]) -> list[Row]:
    return [{key: round(value, 6) if isinstance(value, float) else value for key, value in row.items()} for row in rows]
