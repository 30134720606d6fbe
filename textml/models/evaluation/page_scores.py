"""How pages that a person has checked were cut and labelled."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textml.corpus.gold import Match
from textml.corpus.seeds import Seed
from textml.models.evaluation.groups import near_duplicates
from textml.models.evaluation.scores import Builder, Estimate, wilson

_SAME = 0.6
#: Shares of checked articles: with the right bounds; with the right section, taught by the seeds alone; with the right
#: section, taught by the seeds with the unlabelled articles, these among them, beside.
MEASURES = ("bounds", "sections_by_seeds", "sections_by_seeds_and_pool")


@dataclass(frozen=True, slots=True)
class PageScore:
    """One of MEASURES: how many articles were checked, the share that is right with its 95 % interval (Wilson)."""

    measure: str
    n_articles: int
    right: Estimate


def score_pages(
    matches: Sequence[Match], seeds: Sequence[Seed], pool: Sequence[str], build: Builder
) -> list[PageScore]:
    """Share of checked articles with the right bounds, and with the right section of a classifier taught by the seeds.

    Parameters
    ----------
    matches : checked stories with the found articles that hold them
    seeds : the labelled set, none where there is nothing to learn from; pool : unlabelled texts beside it
    build : makes an unfitted classifier for their labels

    Returns
    -------
    a score a measure of MEASURES that can be told; sections are counted on articles that were found
    """
    if not matches:
        return []
    scores = [PageScore("bounds", len(matches), wilson(sum(m.right for m in matches), len(matches)))]
    known = _unseen([(m.found.text, m.truth.section) for m in matches if m.found and m.truth.section], seeds)
    labels = [seed.section for seed in seeds]
    if known and seeds:
        ways = (
            ("sections_by_seeds", None),
            ("sections_by_seeds_and_pool", list(pool) or None),
        )
        for name, unlabeled in ways:
            classifier = build(labels)
            classifier.fit([s.text for s in seeds], labels, unlabeled=unlabeled)
            best = classifier.predict_proba([text for text, _ in known]).argmax(axis=1)
            right = sum(classifier.classes_[k] == section for k, (_, section) in zip(best, known, strict=True))
            scores.append(PageScore(name, len(known), wilson(right, len(known))))
    return scores


def _unseen(known: Sequence[tuple[str, str]], seeds: Sequence[Seed]) -> list[tuple[str, str]]:
    """Those of the checked articles that are no near-duplicates of a labelled one."""
    texts = [seed.body for seed in seeds] + [text for text, _ in known]
    close = near_duplicates(texts, _SAME)[len(seeds) :, : len(seeds)]
    seen = np.asarray(close.sum(axis=1)).ravel() > 0
    return [pair for pair, repeated in zip(known, seen, strict=True) if not repeated]
