"""How honest scores and promise stay while labels are suggested.

    pytest tests/bench/bench_active.py -m bench -s

8 to 16 articles of each section are drawn from one half, then four rounds of 15 suggested ones are labelled. After each
round the macro-F1 that cross-validation reports, with its interval, stands beside the one on the unseen half, and the
coverage promised for 90 % precision beside the share that gets a label there. Set ACTIVE_DRAWS for fewer draws.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from sklearn.metrics import f1_score

from tests.bench.bench_sections import DRAWS, TASKS, draw_labels, read_halves
from textml import SectionClassifier
from textml.models.evaluation.held_out import Labelled
from textml.models.evaluation.intervals import Estimate
from textml.models.evaluation.near_duplicates import group_articles
from textml.models.evaluation.scores import cross_validate
from textml.models.sections.selective import PrecisionError
from textml.models.sections.training_set import sample_pool
from textml.review.suggest import rank_suggestions
from textml.runs.flow import HELD_OUT_POOL

pytestmark = pytest.mark.bench

ROUNDS = 4
SUGGESTED = 15
#: Fewest and most labels of a section that are drawn at random.
SIZES = (8, 16)


@dataclass(frozen=True)
class Round:
    """What was said after a round, and what was true."""

    reported: Estimate
    true: float
    promised: float | None
    came: float


def play(name: str, draw: int) -> Iterator[Round]:
    """Label at random, then as suggested."""
    texts, sections, test, truth = read_halves(name)
    size = SIZES[0] + draw % (SIZES[1] - SIZES[0] + 1)
    chosen = draw_labels(sections, size, draw).tolist()
    n_random = len(chosen)
    for number in range(ROUNDS + 1):
        rest = np.setdiff1d(np.arange(len(texts)), chosen)
        own, pool = [texts[i] for i in chosen], [texts[i] for i in rest]
        suggested = np.arange(len(chosen)) >= n_random
        classifier = SectionClassifier().fit(own, sections[chosen], pool, suggested)
        yield measure(classifier, own, sections[chosen], pool, suggested, test, truth)
        if number < ROUNDS:
            chosen += rest[rank_suggestions(pool, SUGGESTED, classifier)].tolist()


def measure(
    classifier: SectionClassifier,
    own: list[str],
    labels: np.ndarray,
    pool: list[str],
    suggested: np.ndarray,
    test: list[str],
    truth: np.ndarray,
) -> Round:
    """What is said of the classifier as a run says it, and what is true on the unseen half."""
    sample = [pool[i] for i in sample_pool(pool, HELD_OUT_POOL)]
    groups = group_articles(own + sample, [""] * (len(own) + len(sample)), 0.6)
    given = Labelled(
        own, labels, groups[: len(own)], sample, groups[len(own) :], n_unlabelled=len(pool), suggested=suggested
    )
    reported = cross_validate(lambda _: SectionClassifier(), given, {}).macro_f1
    assert reported is not None
    prediction = classifier.predict_details(test, n_words=0)
    true = f1_score(truth, classifier.classes_[prediction.likeliest], average="macro")
    try:
        rule = classifier.abstention_rule(0.9)
    except PrecisionError:
        return Round(reported, true, None, 0.0)
    return Round(reported, true, rule.coverage, float(rule.accepts(prediction).mean()))


@pytest.mark.parametrize("name", TASKS)
def test_scores_and_promise_are_those_of_unseen_articles(name: str) -> None:
    """Macro-F1 is within the interval reported in nine draws of ten, the coverage within ten points of the promise."""
    draws = [list(play(name, draw)) for draw in range(int(os.environ.get("ACTIVE_DRAWS", DRAWS)))]
    last = []
    for number in range(ROUNDS + 1):
        rows = [draw[number] for draw in draws]
        inside = np.mean([row.reported.low <= row.true <= row.reported.high for row in rows])
        promised = [row for row in rows if row.promised is not None]
        apart = [100 * abs(row.came - (row.promised or 0)) for row in promised]
        print(
            f"{name}, {SUGGESTED * number} suggested: reported {100 * np.mean([r.reported.value for r in rows]):.1f}, "
            f"true {100 * np.mean([r.true for r in rows]):.1f}, inside {inside:.2f}, interval "
            f"{100 * np.mean([r.reported.high - r.reported.low for r in rows]):.1f} wide; promised "
            f"{100 * np.mean([r.promised or 0 for r in promised]):.0f} %, came "
            f"{100 * np.mean([r.came for r in promised]):.0f} %, apart {np.mean(apart):.1f}, at most "
            f"{max(apart, default=0):.0f} points, refused {len(rows) - len(promised)}",
            flush=True,
        )
        last.append((inside, np.mean([r.promised or 0 for r in promised]) - np.mean([r.came for r in promised])))
    assert min(inside for inside, _ in last[1:]) >= 0.9
    assert max(abs(apart) for _, apart in last[1:]) <= 0.1
