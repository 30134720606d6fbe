"""Tables of scores and topics, as rows."""

from collections.abc import Sequence

from textml.corpus.formats.rows import Row
from textml.models.evaluation.intervals import Estimate
from textml.models.evaluation.later_issues import LaterScores
from textml.models.evaluation.scores import Scores
from textml.models.topics.model import TopicModel


def list_estimates(scores: Scores, later: LaterScores) -> list[tuple[str, str, Estimate]]:
    """List everything that was estimated, as (measure, section, estimate); empty where nothing was.

    Parameters
    ----------
    scores : Scores
        Of the cross-validation.
    later : LaterScores
        Of a classifier trained on the past; left out where there is no estimate.
    """
    if scores.macro_f1 is None or scores.accuracy is None:
        return []
    found = [("macro-F1", "", scores.macro_f1), ("accuracy", "", scores.accuracy)]
    found += [(f"macro-F1 of {name}", "", estimate) for name, estimate in scores.baselines.items()]
    for measure, estimate in (("macro-F1", later.macro_f1), ("accuracy", later.accuracy)):
        if estimate is not None:
            found.append((f"{measure} on issues since {later.since}", "", estimate))
    for row in scores.sections:
        found += [("precision", row.section, row.precision), ("recall", row.section, row.recall)]
    return found


def build_score_rows(scores: Scores, later: LaterScores) -> list[Row]:
    """Build rows of everything that was estimated: measure, section, value, low, high.

    Parameters
    ----------
    scores, later
        As for `list_estimates`.
    """
    return [
        {
            "measure": measure,
            "section": section,
            "value": round(found.value, 6),
            "low": round(found.low, 6),
            "high": round(found.high, 6),
        }
        for measure, section, found in list_estimates(scores, later)
    ]


def build_topic_tables(model: TopicModel | None) -> dict[str, list[Row]]:
    """Build the tables of a topic model by their names.

    Returns
    -------
    dict of str to list of mapping
        ``topics``, ``furniture``, and where the articles have dates or sections ``topics_by_issue`` and
        ``topics_by_section``.
    """
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
    tables = {"topics": topics, "furniture": furniture}
    if model.dates_ is not None:
        tables["topics_by_issue"] = _rounded(model.share_by_date().rows())
    if model.sections_ is not None:
        tables["topics_by_section"] = _rounded(model.share_by_section().rows())
    return tables


def _rounded(rows: Sequence[Row]) -> list[Row]:
    return [{key: round(value, 6) if isinstance(value, float) else value for key, value in row.items()} for row in rows]
