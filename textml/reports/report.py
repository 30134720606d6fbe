"""A run to the files of its report: tables, figures, the page to read."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textml.corpus.article import Article
from textml.corpus.seeds import Section, Seed
from textml.models.topics import TopicModel
from textml.reports.drawing import save_figure
from textml.reports.figures import (
    draw_calibration,
    draw_confusion,
    draw_learning_curve,
    draw_risk_coverage,
    draw_section_mix,
)
from textml.reports.page import as_data_uri, render_page
from textml.reports.tables import table_bytes
from textml.reports.topic_report import topic_cards, topic_figures, topic_notes, topic_tables

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Row = Mapping[str, Any]
_MEASURES = (("macro-F1", "macro_f1"), ("accuracy", "accuracy"))

#: Figures of each part of the page, in order, with what they show.
_SHOWN = {
    "sections": [("section_mix", "各期栏目 sections of each issue")],
    "scores": [
        ("confusion", "混淆矩阵 confusion matrix"),
        ("calibration", "把握是否可信 calibration"),
        ("risk_coverage", "标得越多，错得越多 risk and coverage"),
        ("learning_curve", "再标多少有用 learning curve"),
    ],
    "topics": [
        ("topic_words", "话题词 topic words"),
        ("topics_over_time", "各期话题 topics over the issues"),
        ("section_topics", "栏目中的话题 topics of the sections"),
    ],
}


@dataclass(frozen=True, slots=True)
class RunContent:
    """Everything a report tells of.

    Attributes
    ----------
    name : of the run; pages : id, issue, path, encoding of each; items : all that was cut or read
    stories : those that were labelled; dropped : id, title, reason of the others; problems : files that could not be
        used
    sections, seeds : the labelled set; labels : rows of the label table, one a story; promise : what holds of
        them; precision : the share of right labels asked for
    scores : cross-validated scores as plain values; learning : learning curve as
        plain values; suspects : labels that look wrong; review : rows for a person
    confusions : topics that mix up sections, in words
    topics : fitted model or None; topics_note : why it is none, or smaller than asked
    """

    name: str
    pages: Sequence[Row]
    items: Sequence[Article]
    stories: Sequence[Article]
    dropped: Sequence[Row]
    problems: Sequence[str]
    notes: Sequence[str]
    sections: Sequence[Section]
    seeds: Sequence[Seed]
    labels: Sequence[Row]
    promise: str
    precision: float
    scores: Row
    learning: Row
    suspects: Sequence[Row]
    review: Sequence[Row]
    topics: TopicModel | None
    topics_note: str
    confusions: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """How a report is drawn: formats of the figures, words and articles shown for a topic."""

    figure_formats: Sequence[str] = ("png", "svg")
    n_words: int = 12
    n_articles: int = 5


def build_report(content: RunContent, look: Look) -> dict[str, bytes]:
    """The files of a report.

    Returns
    -------
    {name below reports/: bytes}: index.html, figures/*.png and *.svg, tables/*.csv
    """
    titles = {section.key: section.title for section in content.sections}
    figures = _figures(content, titles)
    files = {
        f"figures/{name}.{kind}": save_figure(figure, kind)
        for name, figure in figures.items()
        for kind in look.figure_formats
    }
    files["tables/labels.csv"] = table_bytes(content.labels, ".csv")
    files |= {f"tables/{name}.csv": table_bytes(rows, ".csv") for name, rows in topic_tables(content.topics).items()}
    files["tables/scores.csv"] = table_bytes(score_rows(content.scores), ".csv")
    files["index.html"] = render_page(_page(content, titles, figures, look)).encode()
    return files


def _figures(content: RunContent, titles: Mapping[str, str]) -> dict[str, "Figure"]:
    figures: dict[str, Figure] = {}
    dates = sorted({article.date for article in content.stories if article.date})
    if dates and content.labels:
        figures["section_mix"] = draw_section_mix(dates, _section_mix(content, dates), titles)
    if content.scores["confusion"]:
        names = [row["section"] for row in content.scores["sections"]]
        figures["confusion"] = draw_confusion(content.scores["confusion"], names, titles)
        confidence = [max(shares) for shares in content.scores["proba"]]
        pairs = zip(content.scores["predicted"], content.scores["labels"], strict=True)
        correct = [found == label for found, label in pairs]
        figures["calibration"] = draw_calibration(confidence, correct)
        figures["risk_coverage"] = draw_risk_coverage(confidence, correct, content.precision)
    if content.learning["gain"]:
        points = content.learning["macro_f1"]
        low, value, high = ([point[end] for point in points] for end in ("low", "value", "high"))
        figures["learning_curve"] = draw_learning_curve(content.learning["n_labels"], low, value, high)
    return figures | topic_figures(content.topics, titles)


def _section_mix(content: RunContent, dates: Sequence[str]) -> dict[str, list[int]]:
    counts = Counter(
        (row["section"], article.date) for row, article in zip(content.labels, content.stories, strict=True)
    )
    return {name: [counts[name, day] for day in dates] for name in [*(s.key for s in content.sections), ""]}


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


def _page(
    content: RunContent, titles: Mapping[str, str], figures: Mapping[str, "Figure"], look: Look
) -> dict[str, Any]:
    labelled = Counter(row["section"] for row in content.labels)
    n_seeds = Counter(seed.section for seed in content.seeds)
    return {
        "title": f"{content.name} — textml",
        "made_of": _made_of(content),
        "problems": content.problems,
        "notes": content.notes,
        "dropped": content.dropped,
        "sections": [
            {
                "key": s.key,
                "title": s.title,
                "n_seeds": n_seeds[s.key],
                "n_labelled": labelled[s.key],
                "definition": s.definition,
            }
            for s in content.sections
        ],
        "n_undecided": labelled[""],
        "promise": content.promise,
        "figures": {
            room: [
                {"alt": alt, "source": as_data_uri(save_figure(figures[name], "svg"), "image/svg+xml")}
                for name, alt in names
                if name in figures
            ]
            for room, names in _SHOWN.items()
        },
        "scores": _shown_scores(content.scores, titles),
        "truth": content.scores["truth"],
        "learning": content.learning["text"],
        "suspects": content.suspects,
        "topics": topic_cards(content.topics, content.stories, look.n_words, look.n_articles),
        "topic_notes": topic_notes(content.topics, content.confusions),
        "no_topics": content.topics_note,
        "articles": [{**row, "section_title": titles.get(row["section"], "—")} for row in content.labels],
        "review": content.review,
    }


def _made_of(content: RunContent) -> list[tuple[str, int]]:
    issues = {page["issue"] for page in content.pages if page["issue"]}
    counted = [("期 issues", len(issues)), ("版 pages", len(content.pages)), ("条 items", len(content.items))]
    return [*counted, ("篇 articles", len(content.stories)), ("种子 seeds", len(content.seeds))]


def _shown_scores(scores: Row, titles: Mapping[str, str]) -> Row:
    if scores["reason"]:
        return scores
    return {
        **scores,
        "macro_f1": shown(scores["macro_f1"]),
        "baselines": {name: shown(estimate) for name, estimate in scores["baselines"].items()},
        "later": _shown_later(scores["later"]),
        "sections": [
            {
                **row,
                "title": titles.get(row["section"], row["section"]),
                "precision": shown(row["precision"]),
                "recall": shown(row["recall"]),
            }
            for row in scores["sections"]
        ],
    }


def shown(estimate: Row) -> str:
    """An estimate as a person reads it: value and 95 % interval in per cent."""
    return f"{100 * estimate['value']:.1f} % ({100 * estimate['low']:.1f}–{100 * estimate['high']:.1f})"


def _shown_later(later: Row) -> str:
    """What training on the past is worth for later issues, in a line."""
    if later["reason"]:
        return str(later["reason"])
    return (
        f"{later['n_before']} 篇学，{later['since']} 起的 {later['n_later']} 篇考：macro-F1 {shown(later['macro_f1'])}"
    )
