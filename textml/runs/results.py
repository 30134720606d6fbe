"""What a finished run can be asked: its tables, comparisons, suggestions."""

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

from textml import store
from textml.errors import ArtifactError
from textml.models.evaluation.comparison import compare_scores
from textml.models.topics.choice import TopicChoice, candidates, choose_n_topics
from textml.predict.run_models import open_models, read_models, read_run_settings
from textml.progress import Progress, Silent
from textml.reports.figures.drawing import save_figure
from textml.reports.figures.topics import draw_topic_choice
from textml.reports.sentences import interval, shown_name
from textml.reports.tables import score_rows
from textml.review.label_errors import rank_label_errors
from textml.review.queue import add_doubt, to_label
from textml.review.suggest import rank_suggestions
from textml.runs.stages import Flow


def summary(folder: Path) -> tuple[list[tuple[str, str]], str]:
    """What a run found: lines of a table (name, articles), and what is promised of the labels."""
    finished = store.read_run(folder)
    labels = finished.read_lines("models/labels.jsonl")
    given = Counter(row["section"] for row in labels)
    rows = [(f"{s['title']} {s['key']}", str(given[s["key"]])) for s in finished.read_lines("corpus/sections.jsonl")]
    rows.append(("left to a person", str(given[""])))
    topics = Counter(row["topic"] for row in labels if row["topic"])
    rows += [(f"topic {name}", str(count)) for name, count in topics.most_common()]
    return rows, str(finished.read_json("models/promise.json")["text"])


def score_table(folder: Path) -> list[tuple[str, str, str]]:
    """The scores of a run, as lines of a table: measure, section, value with interval."""
    scores = store.read_run(folder).read_json("models/scores.json")
    return [(row["measure"], row["section"], interval(row)) for row in score_rows(scores)] or [
        ("no estimate", "", scores["reason"])
    ]


def learning_line(folder: Path) -> str:
    """What more labels would buy, in a line."""
    return str(store.read_run(folder).read_json("models/learning_curve.json")["text"])


def suspect_table(folder: Path) -> list[tuple[str, str, str]]:
    """Labels that look wrong, most doubtful first, as lines of a table: id, label, what the classifier says."""
    scores = store.read_run(folder).read_json("models/scores.json")
    return [
        (
            scores["ids"][d.position],
            str(d.label),
            f"{d.likelier} {100 * d.p_likelier:.0f} % against {100 * d.p_label:.0f} %",
        )
        for d in rank_label_errors(scores)
    ]


def compare_runs(first: Path, second: Path) -> str:
    """How much better the second run labels the articles of both, in a line.

    Raises
    ------
    SeedError : the runs share too few labelled articles, or one has no scores
    """
    found = compare_scores(*(store.read_run(folder).read_json("models/scores.json") for folder in (first, second)))
    points = found.macro_f1
    return (
        f"{second.name} against {first.name}: macro-F1 {100 * points.value:+.1f} points ({100 * points.low:+.1f} to "
        f"{100 * points.high:+.1f}) on {found.n_articles} articles; {found.won} right only in {second.name}, "
        f"{found.lost} only in {first.name}"
    )


def suggest(folder: Path, n: int) -> list[dict[str, Any]]:
    """Articles of a run worth a label next: doubtful, unlike each other, covering.

    Without a classifier they are chosen by coverage alone.

    Returns
    -------
    lines for seeds/labeled.jsonl with the section left open, most useful first, at most `n`

    Raises
    ------
    ArtifactError : there is no such run, or it holds no article
    """
    finished, models = open_models(folder)
    flow = Flow(folder.name, read_run_settings(folder), store.Draft(finished.folder, None), Silent())
    known = {seed.id for seed in flow.seeds()}
    stories = [story for story in flow.stories() if story.id not in known]
    if not stories:
        raise ArtifactError(f"{folder}: holds no article without a label. Add issues with `textml run --input`")
    texts = [story.text for story in stories]
    chosen = rank_suggestions(texts, n, models.sections)
    doubts = {row["id"]: row for row in finished.read_lines("models/labels.jsonl")}
    return [to_label(add_doubt(doubts[stories[i].id]), stories[i].body, stories[i].date) for i in chosen]


def topic_table(folder: Path) -> list[tuple[str, str, str]]:
    """The topics of a run, as lines of a table: name, share, words."""
    finished = store.read_run(folder)
    topics = read_models(finished).topics
    if topics is None:
        return [("none", "", finished.read_json("models/topics.json")["missing"])]
    return [
        (shown_name(t), f"{100 * t.share:.0f} %", " ".join(word for word, _ in t.words[:12])) for t in topics.topics_
    ]


def choose_topics(folder: Path, low: int, high: int, out: Path, progress: Progress | None = None) -> TopicChoice:
    """Compare numbers of topics on the counts of a run, and draw the comparison.

    Parameters
    ----------
    folder : the run; low, high : range of the numbers; out : picture to write, .png or .svg

    Raises
    ------
    ArtifactError : the run has no counts, or the picture cannot be written
    ConfigError : the range is not allowed, or the run has fewer than 20 articles
    """
    finished = store.read_run(folder)
    if out.suffix not in (".png", ".svg"):
        raise ArtifactError(f"{out}: unknown kind of picture. Allowed: .png, .svg. Change the ending of --out")
    with np.load(finished.path("features/counts.npz"), allow_pickle=False) as kept:
        counts = sp.csr_matrix((kept["data"], kept["indices"], kept["indptr"]), shape=tuple(kept["shape"]))
    with (progress or Silent()).stage("comparing numbers of topics"):
        choice = choose_n_topics(counts, candidates(low, high))
    language = read_run_settings(folder).reports.language
    store.write_file(out, save_figure(draw_topic_choice(choice, language), out.suffix[1:]))
    return choice
