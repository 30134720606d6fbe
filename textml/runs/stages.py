"""The stages of a run: each reads what earlier ones left in its folder and writes its own files there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from textml import store
from textml.console import list_notes
from textml.corpus.article import Article, drop_reason, drop_repeats
from textml.corpus.formats.rows import article_to_row
from textml.corpus.gold import read_gold
from textml.corpus.pages.corrections import read_corrections
from textml.corpus.pages.cutting import cut_pages
from textml.corpus.reading.inputs import read_files
from textml.corpus.recognition import describe_lost, recognize_labelled
from textml.corpus.seeds import LabelledSet, read_labelled_set, read_sections
from textml.corpus.words.segment import default_stop_words, read_word_list
from textml.errors import CorpusError, SeedError
from textml.model_files import dump_estimator
from textml.predict.labeller import Labeller, as_rows
from textml.reasons import NotEnoughError, Reason
from textml.review.label_errors import rank_label_errors
from textml.review.queue import rank_doubtful, to_label
from textml.runs.flow import Flow
from textml.runs.section_stages import fit_sections, measure_curve, score_sections
from textml.runs.starter import locate

if TYPE_CHECKING:
    from textml.features.counts import Counts
    from textml.models.topics.model import TopicModel

# With fewer articles than this there are no topics; with fewer for each topic, topics would be single articles.
_MIN_STORIES = 4
_STORIES_A_TOPIC = 5
# Problems that the error of a run without any input names: the first ones show what is wrong with all.
_MOST_PROBLEMS = 10


def read_corpus(flow: Flow) -> None:
    """Read pages and tables into articles, and read the labelled set and the sections."""
    settings = flow.settings.corpus
    reading = read_files(flow.inputs.files, settings.name_pattern, settings.workers, flow.progress.track)
    for note in list_notes(reading.notes):
        flow.progress.say(note)
    corrections = read_corrections(settings.corrections) if settings.corrections else []
    cutting = cut_pages(reading.pages, corrections, settings.workers, flow.progress.track)
    articles, repeats = drop_repeats([*cutting.articles, *reading.articles])
    dropped = [row for article in articles if (row := _drop(article, settings.min_chars))]
    flow.draft.write_lines("corpus/articles.jsonl", map(article_to_row, articles))
    flow.draft.write_lines("corpus/dropped.jsonl", dropped)
    flow.draft.write_json(
        "corpus/pages.json",
        [{"id": p.id, "issue": p.issue, "path": p.path, "encoding": p.encoding} for p in reading.pages],
    )
    flow.draft.write_json("corpus/jumps.json", cutting.joined)
    notes, missing = _read_named(flow)
    notes += _recognize(flow, articles, cutting.joined)
    for note in list_notes(notes):
        flow.progress.say(note)
    flow.draft.write_json("corpus/notes.json", [*notes, *reading.notes, *cutting.notes])
    problems = [*reading.problems, *cutting.problems, *repeats, *missing]
    problems += flow.inputs.check(problems)
    if not articles:
        raise CorpusError("\n".join(["no page and no article could be read", *problems[:_MOST_PROBLEMS]]))
    flow.draft.write_json("corpus/problems.json", problems)
    if flow.contents.no_stories:
        flow.progress.say(f"corpus: {flow.contents.no_stories}")


def _read_named(flow: Flow) -> tuple[list[str], list[str]]:
    """Read the files that settings name: sections, labelled set, word lists, checked articles.

    Returns
    -------
    notes, problems : list of str
    """
    settings = flow.settings.corpus
    sections = read_sections(locate(settings.sections))
    labelled = read_labelled_set(locate(settings.labeled), sections) if settings.labeled else LabelledSet([])
    notes = [_describe_open(settings.labeled, labelled.n_open)] if labelled.n_open else []
    words = {
        name: read_word_list(locate(path)) if path else []
        for name, path in (("user_words", settings.user_words), ("stop_words", settings.stop_words))
    }
    checked, problems = [], []
    try:
        checked = read_gold(locate(settings.truth), [s.key for s in sections]) if settings.truth else []
    except SeedError as problem:
        # checked articles only measure: without them everything else is the same
        problems = [str(problem)]
    flow.draft.write_lines("corpus/sections.jsonl", map(asdict, sections))
    flow.draft.write_lines("corpus/seeds.jsonl", map(asdict, labelled.seeds))
    flow.draft.write_json("corpus/words.json", words)
    flow.draft.write_lines("corpus/checked.jsonl", map(asdict, checked))
    return notes, problems


def _describe_open(path: str, n_open: int) -> str:
    what = "row is" if n_open == 1 else "rows are"
    return f"{path}: {n_open} {what} not filled in yet, so nothing is learnt from them"


def _recognize(flow: Flow, articles: Sequence[Article], joined: Mapping[str, str]) -> list[str]:
    """Find the labelled articles among those of the run, and say which are not there any more."""
    labelled = {seed.id: seed.body for seed in flow.contents.seeds}
    found = recognize_labelled(labelled, {article.id: article.body for article in articles}, joined)
    flow.draft.write_json("corpus/labelled.json", found)
    return describe_lost(labelled, found, [page["id"] for page in flow.contents.pages], flow.settings.corpus.labeled)


def _drop(article: Article, min_chars: int) -> dict[str, Any] | None:
    """Why an item is neither labelled nor used for topics, or None."""
    reason = drop_reason(article, min_chars)
    if reason is None:
        return None
    return {"id": article.id, "title": article.title or article.body[:30], "reason": asdict(reason)}


def count_features(flow: Flow) -> None:
    """Word counts of the stories, for notebooks and for gensim."""
    from textml.features.counts import count_words

    stories = flow.contents.stories
    flow.draft.write_json("features/counts.json", {"ids": [a.id for a in stories]})
    try:
        counted = count_words([a.text for a in stories], **_count_settings(flow))
    except NotEnoughError:
        # the topics, which need the counts, say why there are none
        return
    counts = counted.counts
    flow.draft.write_json("features/vocabulary.json", counted.vocabulary.tolist())
    npz = store.arrays_as_npz(data=counts.data, indices=counts.indices, indptr=counts.indptr, shape=counts.shape)
    flow.draft.write_bytes("features/counts.npz", npz)


def _count_settings(flow: Flow) -> dict[str, Any]:
    """How words are cut and which of them count; with a few articles, a word need not be in three of them.

    Raises
    ------
    NotEnoughError
        there are too few articles for topics
    """
    features, lists, n_stories = flow.settings.features, flow.contents.word_lists, len(flow.contents.stories)
    if n_stories < _MIN_STORIES:
        raise NotEnoughError(Reason("no_topics", {"n": n_stories, "needed": _MIN_STORIES}))
    return {
        "segmenter": flow.settings.corpus.segmenter,
        "user_words": tuple(lists["user_words"]),
        "stop_words": tuple(sorted({*default_stop_words(), *lists["stop_words"]})),
        "min_df": features.min_articles if n_stories >= 10 * features.min_articles else 1,
        # as a number of articles, so that a handful of them does not lose its commonest words
        "max_df": max(int(features.max_share * n_stories), 10),
    }


def fit_topics(flow: Flow) -> None:
    """Topic model of the stories, or the reason why there is none."""
    model, reason = None, None
    try:
        model, reason = _fit_topics(flow)
    except NotEnoughError as little:
        reason = little.reason
    flow.draft.write_json("models/topics.json", [asdict(reason)] if reason else [])
    if reason:
        flow.progress.say(f"topics: {reason}")
    if model:
        flow.draft.write_bytes("models/topics.skops", dump_estimator(model))


def _fit_topics(flow: Flow) -> tuple["TopicModel", Reason | None]:
    """The model, and the reason where it has fewer topics than asked for."""
    from textml.models.topics.model import TopicModel

    settings, stories, counting = flow.settings, flow.contents.stories, _count_settings(flow)
    wanted = settings.features.n_topics
    n_topics = min(wanted, max(2, len(stories) // _STORIES_A_TOPIC))
    engine, random_state = settings.features.topic_engine, settings.models.random_state
    model = TopicModel(n_topics, random_state, engine, n_resamples=settings.features.stability_refits, **counting)
    texts = [a.text for a in stories]
    classifier = flow.contents.classifier
    sections = [""] * len(texts) if classifier is None else classifier.predict(texts).tolist()
    with flow.progress.counting("passes over the articles", model.max_iter) as on_pass:
        dates = [a.date for a in stories]
        model.fit(texts, dates=dates, sections=sections, on_pass=on_pass, counted=_read_counted(flow))
    if flow.previous_topics is not None:
        # Topics keep their ids and names; what is fitted depends on the inputs alone.
        model.continue_from(flow.previous_topics)
    fewer = Reason("fewer_topics", {"n": len(stories), "found": n_topics, "wanted": wanted})
    return model, fewer if n_topics < wanted else None


def _read_counted(flow: Flow) -> "Counts | None":
    """What the stage "features" counted; None where there were no words."""
    from textml.features.counts import Counts

    counts = flow.contents.counts
    return None if counts is None else Counts(counts, np.array(flow.contents.vocabulary))


def explain_confusions(flow: Flow) -> None:
    """Topics that mix up two sections, from the out-of-fold labels of the seeds."""
    from textml.models.topics.by_section import ConfusingTopic, blame_topics

    scores, topics = flow.contents.scores, flow.contents.topics
    found: list[ConfusingTopic] = []
    if topics is not None and not scores.reason:
        shares = topics.transform([s.text for s in flow.contents.seeds])
        found = blame_topics(shares, scores, topics.topics_)
    flow.draft.write_json("models/confusions.json", [asdict(topic) for topic in found])


def label_stories(flow: Flow) -> None:
    """Section and topic of every story."""
    labeller = Labeller(flow.contents.models, flow.settings.models.precision)
    flow.draft.write_lines("models/labels.jsonl", as_rows(labeller.label(flow.contents.stories)))
    flow.draft.write_json("models/promise.json", asdict(labeller.promise))


def report_run(flow: Flow) -> None:
    """Write tables, figures and the report."""
    from textml.reports.content import Look, RunContent, Suspect
    from textml.reports.report import build_report

    contents, settings = flow.contents, flow.settings.reports
    content = RunContent(
        name=flow.name,
        pages=contents.pages,
        items=contents.items,
        stories=contents.stories,
        no_stories=contents.no_stories,
        dropped=contents.dropped,
        problems=contents.problems,
        notes=contents.notes,
        sections=contents.sections,
        seeds=contents.seeds,
        labels=contents.labels,
        promise=contents.promise,
        precision=flow.settings.models.precision,
        scores=contents.scores,
        later=contents.later_scores,
        on_pages=contents.page_scores,
        learning=contents.learning_curve,
        suspects=[
            Suspect(contents.scores.ids[error.position], error.label, error.likelier, error.p_label, error.p_likelier)
            for error in rank_label_errors(contents.scores)
        ],
        review=rank_doubtful(contents.labels, flow.settings.review.n_review, contents.labelled.values()),
        topics=contents.topics,
        fewer_topics=contents.fewer_topics,
        confusions=contents.confusions,
    )
    look = Look(
        settings.figure_formats, settings.n_words, settings.n_articles, settings.language, settings.table_formats
    )
    for name, file in build_report(content, look).items():
        flow.draft.write_bytes(f"reports/{name}", file)


def queue_review(flow: Flow) -> None:
    """List doubtful articles for a person."""
    contents, article = flow.contents, {a.id: a for a in flow.contents.stories}
    ranked = rank_doubtful(contents.labels, flow.settings.review.n_review, contents.labelled.values())
    flow.draft.write_lines(
        "review/to_label.jsonl", (to_label(row, article[row["id"]].body, article[row["id"]].date) for row in ranked)
    )


@dataclass(frozen=True)
class Stage:
    """One step of a run.

    Attributes
    ----------
    title : str
        what it does, as users understand it
    work : callable
        reads what earlier stages left, writes its own files
    needs : tuple of str
        stages that it builds on
    tables : tuple of str
        tables of the settings that it depends on
    """

    title: str
    work: Callable[[Flow], None]
    needs: tuple[str, ...]
    tables: tuple[str, ...]


#: The flow, in the order of the rooms.
STAGES: dict[str, Stage] = {
    "corpus": Stage("reading pages and articles", read_corpus, (), ("corpus",)),
    "features": Stage("counting words", count_features, ("corpus",), ("corpus", "features")),
    "sections": Stage("learning the sections", fit_sections, ("corpus",), ("models",)),
    "scores": Stage("scoring on articles it has not seen", score_sections, ("corpus",), ("models",)),
    "curve": Stage("estimating what more labels would add", measure_curve, ("scores",), ("models",)),
    "topics": Stage("finding topics", fit_topics, ("features", "sections"), ("corpus", "features", "models")),
    "confusions": Stage("explaining confused sections", explain_confusions, ("scores", "topics"), ()),
    "labels": Stage("labelling articles", label_stories, ("sections", "topics"), ("models",)),
    "reports": Stage("writing the report", report_run, ("labels", "confusions", "curve"), ("reports", "review")),
    "review": Stage("listing articles for a person", queue_review, ("labels",), ("review",)),
}
