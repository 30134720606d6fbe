"""Scores of the cuts and labels of pages that a person has checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from textml.corpus.gold import Match
from textml.corpus.seeds import Seed
from textml.models.evaluation.held_out import Builder
from textml.models.evaluation.intervals import Estimate, estimate_share
from textml.models.evaluation.near_duplicates import near_duplicates

PageMeasure = Literal["bounds", "sections_by_seeds", "sections_by_seeds_and_pool"]

# A checked article that shares this much of its 5-grams with a labelled one counts as its copy (`group_articles`).
_SAME = 0.6


@dataclass(frozen=True, slots=True)
class PageScore:
    """Share of checked articles that are right.

    Attributes
    ----------
    measure : {"bounds", "sections_by_seeds", "sections_by_seeds_and_pool"}
        What is right: where the article begins and ends; its section, predicted by a classifier fitted on the seeds
        alone; its section, predicted by a classifier fitted on the seeds and all unlabelled articles, these included.
    n_articles : int
        How many were checked.
    right : Estimate
        The share that is right.
    """

    measure: PageMeasure
    n_articles: int
    right: Estimate


def score_pages(
    matches: Sequence[Match], seeds: Sequence[Seed], pool: Sequence[str], build: Builder
) -> list[PageScore]:
    """Score the bounds of checked articles, and the sections that a classifier fitted on the seeds predicts for them.

    Parameters
    ----------
    matches : sequence of Match
        Checked stories with the found articles that hold them.
    seeds : sequence of Seed
        The labelled set; empty where no classifier can be fitted.
    pool : sequence of str
        Unlabelled texts.
    build : callable
        Makes an unfitted classifier for the labels of the seeds.

    Returns
    -------
    list of PageScore
        One for each measure that can be scored. Sections are scored on articles that were found and that are no
        near-duplicates of a seed.
    """
    if not matches:
        return []
    scores = [PageScore("bounds", len(matches), estimate_share(sum(m.right for m in matches), len(matches)))]
    known = _unseen([(m.found.text, m.gold.section) for m in matches if m.found and m.gold.section], seeds)
    labels = [seed.section for seed in seeds]
    if known and seeds:
        ways: tuple[tuple[PageMeasure, list[str] | None], ...] = (
            ("sections_by_seeds", None),
            ("sections_by_seeds_and_pool", list(pool) or None),
        )
        for name, unlabeled in ways:
            classifier = build(labels)
            classifier.fit([s.text for s in seeds], labels, unlabeled=unlabeled)
            best = classifier.predict_proba([text for text, _ in known]).argmax(axis=1)
            right = sum(classifier.classes_[k] == section for k, (_, section) in zip(best, known, strict=True))
            scores.append(PageScore(name, len(known), estimate_share(right, len(known))))
    return scores


def _unseen(known: Sequence[tuple[str, str]], seeds: Sequence[Seed]) -> list[tuple[str, str]]:
    """Checked articles that are no near-duplicates of a labelled one."""
    texts = [seed.body for seed in seeds] + [text for text, _ in known]
    close = near_duplicates(texts, _SAME)[len(seeds) :, : len(seeds)]
    seen = np.asarray(close.sum(axis=1)).ravel() > 0
    return [pair for pair, repeated in zip(known, seen, strict=True) if not repeated]
