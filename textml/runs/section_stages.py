"""The stages of a run that fit and score the section classifier."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textml.config import Settings
from textml.corpus.gold import Match, match_gold
from textml.disk.files import real_path
from textml.model_files import dump_estimator
from textml.progress import Count
from textml.reasons import Reason
from textml.runs.flow import Flow, describe_pool
from textml.runs.starter import locate
from textml.workers import map_threads

if TYPE_CHECKING:
    from textml.models.sections.classifier import SectionClassifier

# What bars of held-out fits count.
_FITS = "classifiers fitted"


def fit_sections(flow: Flow) -> None:
    """Fit the section classifier on the labelled set and the unlabelled stories."""
    seeds = flow.contents.seeds
    missing = _no_classifier(flow)
    flow.draft.write_json("models/sections.json", [asdict(missing)] if missing else [])
    if missing:
        flow.progress.say(f"sections: {missing}")
        return
    labels = [s.section for s in seeds]
    pool = [article.text for article in flow.pool]
    hard = [s.chosen == "suggested" for s in seeds]
    classifier = _builder(flow)(labels).fit([s.text for s in seeds], labels, pool or None, hard)
    flow.draft.write_bytes("models/sections.skops", dump_estimator(classifier))
    if sample := describe_pool(classifier):
        flow.progress.say(f"sections: {sample}")


def _builder(flow: Flow) -> Callable[[Sequence[str]], "SectionClassifier"]:
    """Return what builds an unfitted section classifier for given labels, all of them or some."""
    from textml.models.sections.building import classifier_builder

    contents = flow.contents
    keywords = {section.key: section.keywords for section in contents.sections}
    labels, reject = [seed.section for seed in contents.seeds], contents.reject
    return classifier_builder(labels, keywords, reject.key if reject else None, flow.settings.models.random_state)


def _held_out_builder(flow: Flow) -> Callable[[Sequence[str]], "SectionClassifier"]:
    """The same, for fits on parts of what the scores are measured on, which share what depends on the texts alone."""
    build, shared = _builder(flow), flow.shared
    return lambda labels: build(labels).share(shared)


def _count_fits(
    build: Callable[[Sequence[str]], "SectionClassifier"], count: Count
) -> Callable[[Sequence[str]], "SectionClassifier"]:
    """The same builder, which counts the fits that are done as the next ones begin, from any thread."""
    begun = itertools.count()

    def build_next(labels: Sequence[str]) -> "SectionClassifier":
        count(next(begun))
        return build(labels)

    return build_next


def _no_classifier(flow: Flow) -> Reason | None:
    from textml.models.sections.building import why_no_classifier

    reject = flow.contents.reject
    return why_no_classifier([seed.section for seed in flow.contents.seeds], reject.key if reject else None)


def score_sections(flow: Flow) -> None:
    """Cross-validated scores, and scores on pages that a person has checked."""
    from textml.models.evaluation.later_issues import LaterScores, score_later_issues
    from textml.models.evaluation.page_scores import score_pages
    from textml.models.evaluation.scores import Scores, cross_validate

    seeds, build = flow.contents.seeds, _builder(flow)
    missing = _no_classifier(flow)
    on_pages = score_pages(_matches(flow), [] if missing else seeds, [a.text for a in flow.pool], build)
    if missing:
        scores, later = Scores(missing), LaterScores(missing)
    else:
        settings, labelled = flow.settings.models, flow.labelled
        if len(labelled.pool) < labelled.n_unlabelled:
            drawn = f"{len(labelled.pool):,} of {labelled.n_unlabelled:,} unlabelled articles"
            flow.progress.say(f"scores: measured with a sample of {drawn}, drawn by the hashes of their texts")
        keywords = {section.key: section.keywords for section in flow.contents.sections}
        dates, seed = [s.date for s in seeds], settings.random_state
        # one fit for each fold, and one for the later issues
        with flow.progress.counting(_FITS, settings.folds + 1) as count:
            apart = _count_fits(_held_out_builder(flow), count)
            measures: list[Callable[[], Any]] = [
                lambda: cross_validate(apart, labelled, keywords, settings.folds, seed, flow.n_jobs),
                lambda: score_later_issues(apart, labelled, dates, seed),
            ]
            scores, later = map_threads(lambda measure: measure(), measures, flow.n_jobs)
    flow.draft.write_json("models/scores.json", asdict(scores))
    flow.draft.write_json("models/later_issues.json", asdict(later))
    flow.draft.write_json("models/page_scores.json", [asdict(score) for score in on_pages])


def measure_curve(flow: Flow) -> None:
    """Measure what more labels would add."""
    from textml.models.evaluation.learning_curve import N_POINTS, LearningCurve, measure_learning
    from textml.models.sections.selective import measure_coverage

    settings, missing = flow.settings.models, _no_classifier(flow)
    curve = LearningCurve(missing)
    if not missing:
        # the last point of the curve is known from the scores
        n_fits = settings.folds * (N_POINTS - 1)
        with flow.progress.counting(_FITS, n_fits) as count:
            curve = measure_learning(
                _count_fits(_held_out_builder(flow), count),
                flow.labelled,
                settings.folds,
                settings.random_state,
                flow.contents.scores,
                flow.n_jobs,
                lambda confidence, right, weights: measure_coverage(confidence, right, settings.precision, weights),
            )
        flow.shared.forget()
    flow.draft.write_json("models/learning_curve.json", asdict(curve))


def _matches(flow: Flow) -> list[Match]:
    """Checked stories of the pages that were read, with the articles found; empty where no such page was read."""
    name = flow.settings.corpus.truth
    if not name:
        return []
    path = locate(name)
    # The invented newspaper's checked articles say nothing about other pages of the same date and number.
    home = real_path(path.parent) if name == Settings().corpus.truth else Path("/")
    pages = {p["id"] for p in flow.contents.pages if real_path(p["path"]).is_relative_to(home)}
    truth = [story for story in flow.contents.checked if story.page_id in pages]
    return match_gold(truth, [a for a in flow.contents.items if a.is_story])
