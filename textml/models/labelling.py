"""Articles to rows of the label table: section or abstention, confidence, topic, why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textml.corpus.article import Article
from textml.errors import SeedError
from textml.models.explain import Explanation
from textml.models.sections import SectionClassifier
from textml.models.topics import TopicModel

#: Below this the page cutter itself is unsure of an article's bounds, and a person should look whatever the section.
SURE_CUT = 0.5
_WHY_WORDS = 6


@dataclass(frozen=True, slots=True)
class Models:
    """What labels articles; either may be missing, with the reason in `missing`."""

    sections: SectionClassifier | None
    topics: TopicModel | None
    missing: str = ""


@dataclass(frozen=True, slots=True)
class LabelTable:
    """Rows of the label table, and what is promised of them (or why nothing is)."""

    rows: list[dict[str, Any]]
    promise: str


def label_articles(articles: Sequence[Article], models: Models, precision: float) -> LabelTable:
    """Label articles as surely as asked, and leave the others to a person.

    Parameters
    ----------
    articles : n_articles stories; models : fitted
    precision : share of right labels wanted, between 0 and 1

    Returns
    -------
    LabelTable, a row an article in their order: id, title, section (empty when it abstains), confidence (0 to 1), a
    column ``p_SECTION``
    for each section's probability, topic, needs_review, why
    """
    if not articles:
        return LabelTable([], models.missing or "no article to label")
    rows: list[dict[str, Any]] = [{"id": a.id, "title": a.title} for a in articles]
    promise = _add_sections(rows, articles, models, precision)
    topics = _topics(articles, models)
    for row, article, topic in zip(rows, articles, topics, strict=True):
        row["topic"] = topic
        row["needs_review"] = not row["section"] or article.confidence < SURE_CUT
        row["why"] = row.pop("why")
    return LabelTable(rows, promise)


def _add_sections(rows: list[dict[str, Any]], articles: Sequence[Article], models: Models, precision: float) -> str:
    classifier = models.sections
    if classifier is None:
        for row in rows:
            row.update(section="", confidence=0.0, why="")
        return models.missing
    texts = [a.text for a in articles]
    proba = classifier.predict_proba(texts)
    try:
        given = classifier.label(texts, precision=precision)
    except SeedError as refusal:
        sections: list[str | int | None] = [None] * len(texts)
        promise = str(refusal)
    else:
        sections = given.labels
        promise = (
            f"asked for {100 * precision:.0f} % precision: about {100 * given.coverage:.0f} % of articles like the "
            f"labelled ones get a label, those with a confidence of {given.threshold:.2f} and more"
        )
    for row, text, section, shares in zip(rows, texts, sections, proba, strict=True):
        row.update(section="" if section is None else str(section), confidence=round(float(shares.max()), 6))
        row.update({f"p_{name}": round(float(p), 6) for name, p in zip(classifier.classes_, shares, strict=True)})
        row["why"] = _why(classifier.explain(text))
    return promise


def _why(explanation: Explanation) -> str:
    """The words that spoke for the likeliest section, then those for the runner-up."""
    spoke_for = " ".join(word for word, _ in explanation.spoke_for[:_WHY_WORDS])
    against = " ".join(word for word, _ in explanation.spoke_against[: _WHY_WORDS // 2])
    return f"{explanation.section}: {spoke_for}" + (f"; {explanation.runner_up}: {against}" if against else "")


def _topics(articles: Sequence[Article], models: Models) -> list[str]:
    if models.topics is None:
        return [""] * len(articles)
    names = [topic.name for topic in models.topics.topics_]
    shares = models.topics.transform([a.text for a in articles])
    return [names[row.argmax()] for row in shares]


def rank_doubtful(labels: Sequence[Mapping[str, Any]], n_review: int) -> list[dict[str, Any]]:
    """The articles whose label is least sure, most doubtful first.

    Parameters
    ----------
    labels : rows of the label table: id, title, section (empty where it abstained), confidence (0 to 1),
        needs_review, probability columns
    n_review : at most this many

    Returns
    -------
    rows with ``doubt`` added: the two likeliest sections with their probabilities
    """
    doubtful = [row for row in labels if row["needs_review"]]
    ranked = sorted(doubtful, key=lambda row: (row["confidence"], row["id"]))
    return [with_doubt(row) for row in ranked[:n_review]]


def with_doubt(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the label table with ``doubt``: the two likeliest sections with their probabilities."""
    return {**row, "doubt": _doubt(row)}


def _doubt(row: Mapping[str, Any]) -> str:
    proba = sorted(((value, name[2:]) for name, value in row.items() if name.startswith("p_")), reverse=True)
    return ", ".join(f"{name} {100 * value:.0f} %" for value, name in proba[:2])
