"""How pages that a person has checked were cut and labelled."""

from collections.abc import Sequence

import numpy as np

from textml.corpus.seeds import Seed
from textml.corpus.truth import Match
from textml.models.groups import near_duplicates
from textml.models.scores import Builder, wilson

_SAME = 0.6


def score_pages(
    matches: Sequence[Match], seeds: Sequence[Seed], pool: Sequence[str], build: Builder
) -> list[tuple[str, str]]:
    """Share of checked articles with the right bounds, and with the right section of a classifier taught by the seeds.

    Parameters
    ----------
    matches : checked stories with the found articles that hold them
    seeds : the labelled set, none where there is nothing to learn from; pool : unlabelled texts beside it
    build : makes an unfitted classifier for their labels

    Returns
    -------
    lines of a table: measure, value with its 95 % interval (Wilson); sections are counted on articles that were found
    """
    if not matches:
        return []
    lines = [("articles with the right bounds", str(wilson(sum(m.right for m in matches), len(matches))))]
    known = _unseen([(m.found.text, m.truth.section) for m in matches if m.found and m.truth.section], seeds)
    labels = [seed.section for seed in seeds]
    if known and seeds:
        ways = (
            ("trained on the labelled set alone", None),
            ("with the unlabelled articles, these among them, beside", list(pool) or None),
        )
        for name, unlabeled in ways:
            classifier = build(labels)
            classifier.fit([s.text for s in seeds], labels, unlabeled=unlabeled)
            best = classifier.predict_proba([text for text, _ in known]).argmax(axis=1)
            right = sum(classifier.classes_[k] == section for k, (_, section) in zip(best, known, strict=True))
            lines.append((f"right section, {name}", f"{wilson(right, len(known))} of {len(known)} articles"))
    return lines


def _unseen(known: Sequence[tuple[str, str]], seeds: Sequence[Seed]) -> list[tuple[str, str]]:
    """Those of the checked articles that are no near-duplicates of a labelled one."""
    texts = [seed.body for seed in seeds] + [text for text, _ in known]
    close = near_duplicates(texts, _SAME)[len(seeds) :, : len(seeds)]
    seen = np.asarray(close.sum(axis=1)).ravel() > 0
    return [pair for pair, repeated in zip(known, seen, strict=True) if not repeated]
