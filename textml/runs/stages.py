"""The stages of a run: each reads what earlier ones left in its folder and writes its own files there."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from heapq import nsmallest
from itertools import chain
from typing import Any

import numpy as np

from textml import store
from textml.console import list_notes
from textml.corpus.article import Article, drop_reason, drop_repeats
from textml.corpus.formats.rows import article_to_row
from textml.corpus.gold import read_gold
from textml.corpus.pages.cutting import cut_pages
from textml.corpus.reading.inputs import read_files
from textml.corpus.recognition import describe_lost, recognize_labelled
from textml.corpus.seeds import read_labelled_set, read_reject, read_sections
from textml.corpus.words.segment import Words, default_stop_words, read_word_list
from textml.errors import CorpusError, SeedError
from textml.models.shift.shift import Shift
from textml.predict.labeller import Labeller, as_rows
from textml.predict.run_settings import read_named_corrections
from textml.review.label_errors import rank_label_errors
from textml.review.queue import rank_doubtful, to_label
from textml.runs.flow import Flow
from textml.runs.kept_pages import KeptPages, keep_cuts, keep_pages, load_pages
from textml.runs.section_stages import fit_sections, measure_curve, score_sections
from textml.runs.starter import locate
from textml.runs.topic_stages import count_features, explain_confusions, extend_topics, fit_topics
from textml.workers import map_threads

# Stories labelled between two steps of a bar: a second of work or less.
_LABELLED_AT_ONCE = 2000
# Doubtful articles of which it is known how new they are: suggestions are chosen among so many.
_MOST_DOUBTFUL = 2000
# Problems that the error of a run without any input names: the first ones show what is wrong with all.
_MOST_PROBLEMS = 10


def read_corpus(flow: Flow) -> None:
    """Read pages and tables into articles, and read the labelled set and the sections."""
    settings = flow.settings.corpus
    kept = load_pages(flow.earlier.run) if flow.earlier else KeptPages()
    known = kept.find_readings(flow.inputs.sums(), settings.name_pattern)
    reading = read_files(flow.inputs.files, settings.name_pattern, settings.workers, flow.progress.track, known)
    for note in list_notes(reading.notes):
        flow.progress.say(note)
    corrections = read_named_corrections(settings.corrections)
    cut = kept.find_cuts(reading.pages, corrections)
    cutting = cut_pages(reading.pages, corrections, settings.workers, flow.progress.track, cut)
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
    keep_pages(flow.draft, reading.files, flow.inputs.sums(), settings.name_pattern)
    keep_cuts(flow.draft, reading.pages, cutting.pages, corrections)
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
    sections, reject = read_sections(locate(settings.sections)), read_reject(locate(settings.sections))
    labelled = read_labelled_set([locate(name) for name in settings.labelled_files], sections, reject)
    named = [*sections, reject] if reject else sections
    shown = {str(locate(name)): name for name in settings.labelled_files}
    notes = [_describe_open(shown[path], n_open) for path, n_open in labelled.n_open_of.items()]
    words = {
        name: read_word_list(locate(path)) if path else []
        for name, path in (("user_words", settings.user_words), ("stop_words", settings.stop_words))
    }
    checked, problems = [], []
    try:
        checked = read_gold(locate(settings.truth), [s.key for s in named]) if settings.truth else []
    except SeedError as problem:
        # checked articles only measure: without them everything else is the same
        problems = [str(problem)]
    flow.draft.write_lines("corpus/sections.jsonl", map(asdict, named))
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
    where = ", ".join(flow.settings.corpus.labelled_files)
    return describe_lost(labelled, found, [page["id"] for page in flow.contents.pages], where)


def _drop(article: Article, min_chars: int) -> dict[str, Any] | None:
    """Why an item is neither labelled nor used for topics, or None."""
    reason = drop_reason(article, min_chars)
    if reason is None:
        return None
    return {"id": article.id, "title": article.title or article.body[:30], "reason": asdict(reason)}


def label_stories(flow: Flow) -> None:
    """Section and topic of every story; rows of stories that the same models have labelled are taken over."""
    labeller, stories = Labeller(flow.contents.models, flow.settings.models.precision), flow.contents.stories
    if flow.growth and flow.previous and flow.keeps_models:
        is_new = flow.growth.rows < 0
        known, new = flow.previous.labels, iter(_label_all(flow, labeller, np.flatnonzero(is_new)))
        rows = [known[row] if row >= 0 else next(new) for row in flow.growth.rows.tolist()]
    else:
        rows = _label_all(flow, labeller, np.arange(len(stories)))
    flow.draft.write_lines("models/labels.jsonl", rows)
    flow.draft.write_json("models/promise.json", asdict(labeller.promise))


def _label_all(flow: Flow, labeller: Labeller, positions: np.ndarray) -> list[dict[str, Any]]:
    """Rows of some stories, labelled some at a time on all cores; a row is that of its story.

    The topic model knows the shares of the stories already.
    """
    stories, topics = flow.contents.stories, flow.contents.topics
    batches = [positions[s : s + _LABELLED_AT_ONCE] for s in range(0, len(positions), _LABELLED_AT_ONCE)]
    shown = flow.progress.track(batches, "batches labelled", len(batches))

    def label(batch: np.ndarray) -> list[dict[str, Any]]:
        shares = None if topics is None else topics.shares_[batch]
        return as_rows(labeller.label([stories[position] for position in batch.tolist()], shares))

    return list(chain.from_iterable(map_threads(label, shown, flow.n_jobs)))


def note_labelled(flow: Flow) -> None:
    """Keep the words of the labelled articles, that later articles are compared with."""
    from textml.models.shift.reference import build_reference, pack_reference

    seeds, lists = flow.contents.seeds, flow.contents.word_lists
    stop_words = sorted({*default_stop_words(), *lists["stop_words"]})
    words = Words(flow.settings.corpus.segmenter, lists["user_words"], stop_words)
    values, arrays = pack_reference(build_reference(seeds, [seed.section for seed in seeds], words))
    flow.draft.write_json("models/reference.json", values)
    flow.draft.write_bytes("models/reference.npz", store.arrays_as_npz(**arrays))


def compare_with_labelled(flow: Flow) -> None:
    """Say how the stories differ from the labelled articles, and how new each of them is."""
    from textml.features.counts import count_texts
    from textml.models.shift.sample import draw_sample
    from textml.models.shift.shift import measure_shift
    from textml.models.shift.side import align, read_side
    from textml.models.shift.told_apart import score_newness

    contents, reference = flow.contents, flow.contents.reference
    known, promise = set(contents.labelled.values()), contents.promise
    shift, newness = Shift(), dict[str, float]()
    new = [(story, row["section"]) for story, row in zip(contents.stories, contents.labels, strict=True)]
    new = [(story, section) for story, section in new if story.id not in known]
    if reference is not None and new:
        side = read_side(draw_sample([story for story, _ in new], [section for _, section in new]), reference.words)
        shift, told = measure_shift(reference.side, side, promise.precision if promise.coverage else 0.0)
        doubtful = _most_doubtful(contents.labels, known)
        if told and doubtful:
            texts = [story.text for story, _ in new if story.id in doubtful]
            ids = [story.id for story, _ in new if story.id in doubtful]
            counts = count_texts(texts, reference.words, align(reference.side, side)[2])
            newness = dict(zip(ids, np.round(score_newness(told, counts), 4).tolist(), strict=True))
    flow.draft.write_json("models/shift.json", asdict(shift))
    flow.draft.write_json("models/newness.json", newness)


def _most_doubtful(labels: Sequence[Mapping[str, Any]], known: Collection[str]) -> set[str]:
    """Ids of the articles without a section that a person would be asked about first."""
    rows = [row for row in labels if row["needs_review"] and not row["section"] and row["id"] not in known]
    return {row["id"] for row in nsmallest(_MOST_DOUBTFUL, rows, lambda row: (row["confidence"], row["id"]))}


def report_run(flow: Flow) -> None:
    """Write tables, figures and the report."""
    from textml.reports.content import Look, RunContent, Suspect
    from textml.reports.figures.kept import read_kept_figures
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
        reject=contents.reject,
        seeds=contents.seeds,
        labels=contents.labels,
        promise=contents.promise,
        shift=contents.shift,
        precision=flow.settings.models.precision,
        scores=contents.scores,
        later=contents.later_scores,
        on_pages=contents.page_scores,
        learning=contents.learning_curve,
        suspects=[
            Suspect(contents.scores.ids[error.position], error.label, error.likelier, error.p_label, error.p_likelier)
            for error in rank_label_errors(contents.scores)
        ],
        review=_rank_for_review(flow),
        topics=contents.topics,
        fewer_topics=contents.fewer_topics,
        confusions=contents.confusions,
        kept=flow.kept_models,
        samples=flow.samples,
        costs={name: (cost.seconds, cost.peak_mb) for name, cost in flow.costs.items()},
    )
    look = Look(
        settings.figure_formats, settings.n_words, settings.n_articles, settings.language, settings.table_formats
    )
    kept = read_kept_figures(flow.earlier.run if flow.earlier else None)
    for name, file in build_report(content, look, flow.progress, kept).items():
        flow.draft.write_bytes(f"reports/{name}", file)


def queue_review(flow: Flow) -> None:
    """List doubtful articles for a person."""
    article = {a.id: a for a in flow.contents.stories}
    ranked = _rank_for_review(flow)
    flow.draft.write_lines(
        "review/to_label.jsonl", (to_label(row, article[row["id"]].body, article[row["id"]].date) for row in ranked)
    )


def _rank_for_review(flow: Flow) -> list[dict[str, Any]]:
    contents, n = flow.contents, flow.settings.review.n_review
    return rank_doubtful(contents.labels, n, contents.labelled.values(), contents.newness)


# What every stage after the first reads of the articles.
_ARTICLES = ("corpus/articles.jsonl", "corpus/dropped.jsonl")
_LABELS = ("corpus/seeds.jsonl", "corpus/sections.jsonl")
_COUNTS = ("features/counts.json", "features/counts.npz", "features/vocabulary.json")
_CLASSIFIER = ("models/sections.json", "models/sections.skops")
_TOPICS = ("models/topics.json", "models/topics.skops")
_REFERENCE = ("models/reference.json", "models/reference.npz")
_SHIFT = ("models/shift.json", "models/newness.json")
_ROWS = ("models/labels.jsonl", "models/promise.json")
_SCORES = ("models/scores.json", "models/later_issues.json", "models/page_scores.json")

#: Files that change with every article; see `Stage.extend`.
GROWING = frozenset({*_ARTICLES, *_COUNTS, "corpus/pages.json", "corpus/labelled.json"})


@dataclass(frozen=True)
class Stage:
    """One step of a run.

    Attributes
    ----------
    title : str
        what it does, as users understand it
    work : callable
        reads what earlier stages left, writes its own files
    reads : tuple of str
        files of earlier stages that it may read; the first stage reads the inputs
    tables : tuple of str
        tables of the settings that it depends on, or single settings of them
    extend : callable or None
        brings what the earlier run fitted up to date where nothing but GROWING files differ, without fitting again;
        takes the flow and the name of the stage; None for stages that fit nothing
    """

    title: str
    work: Callable[[Flow], None]
    reads: tuple[str, ...]
    tables: tuple[str, ...]
    extend: Callable[[Flow, str], None] | None = None


#: The flow, in the order of the rooms.
STAGES: dict[str, Stage] = {
    "corpus": Stage("reading pages and articles", read_corpus, (), ("corpus",)),
    "features": Stage(
        "counting words", count_features, (*_ARTICLES, "corpus/words.json"), ("corpus.segmenter", "features")
    ),
    "reference": Stage(
        "counting words of labelled articles",
        note_labelled,
        ("corpus/seeds.jsonl", "corpus/words.json"),
        ("corpus.segmenter",),
    ),
    "sections": Stage("learning the sections", fit_sections, (*_ARTICLES, *_LABELS), ("models",), Flow.keep_stage),
    "scores": Stage(
        "scoring on articles it has not seen",
        score_sections,
        (*_ARTICLES, *_LABELS, "corpus/labelled.json", "corpus/checked.jsonl", "corpus/pages.json"),
        ("corpus.truth", "models"),
        Flow.keep_stage,
    ),
    "curve": Stage(
        "estimating what more labels would add",
        measure_curve,
        (*_ARTICLES, *_LABELS, "corpus/labelled.json", _SCORES[0]),
        ("models",),
        Flow.keep_stage,
    ),
    "topics": Stage(
        "finding topics",
        fit_topics,
        (*_ARTICLES, "corpus/words.json", *_COUNTS, *_CLASSIFIER),
        ("corpus.segmenter", "features", "models"),
        extend_topics,
    ),
    "confusions": Stage(
        "explaining confused sections", explain_confusions, ("corpus/seeds.jsonl", _SCORES[0], *_TOPICS), ()
    ),
    "labels": Stage("labelling articles", label_stories, (*_ARTICLES, *_CLASSIFIER, *_TOPICS), ("models",)),
    "shift": Stage(
        "comparing with labelled articles",
        compare_with_labelled,
        (*_ARTICLES, "corpus/labelled.json", *_REFERENCE, *_ROWS),
        (),
    ),
    "reports": Stage(
        "writing the report",
        report_run,
        (
            *(*_ARTICLES, *_LABELS, "corpus/labelled.json", "corpus/pages.json", "corpus/problems.json"),
            *("corpus/notes.json", *_CLASSIFIER, *_SCORES, "models/learning_curve.json", *_TOPICS),
            *("models/confusions.json", *_ROWS, *_SHIFT),
        ),
        ("models", "reports", "review"),
    ),
    "review": Stage(
        "listing articles for a person",
        queue_review,
        (*_ARTICLES, "corpus/labelled.json", *_ROWS, *_SHIFT),
        ("review",),
    ),
}
