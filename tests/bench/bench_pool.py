"""What a sample of the unlabelled pool changes in scores.

A fit learns from at most `training_set.MAX_POOL` different unlabelled articles, a held-out fit of a run from at most
`flow.HELD_OUT_POOL`: those with the smallest hashes of their texts. Both are compared with the whole pool, on
newswire and web news with 16 labels a section, and on the seeds beside an archive.

    pytest tests/bench/bench_pool.py -m bench -s

Macro-F1 in points; differences, sample minus whole pool, with 95 % intervals, of the same articles.
"""

import gzip
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from textml import SectionClassifier
from textml.corpus.seeds import read_sections, read_seeds
from textml.features.characters.folding import normalize_texts
from textml.models.evaluation.comparison import compare_scores
from textml.models.evaluation.held_out import Labelled, deal_folds, predict_apart
from textml.models.evaluation.intervals import bootstrap_interval, resample_groups
from textml.models.evaluation.learning_curve import SHARES, choose_part
from textml.models.evaluation.near_duplicates import group_articles
from textml.models.evaluation.scores import Scores, confusions, cross_validate, macro_f1
from textml.models.sections import training_set
from textml.models.sections.learning.shared_views import SharedViews
from textml.models.sections.training_set import sample_pool
from textml.runs.flow import HELD_OUT_POOL

pytestmark = pytest.mark.bench

LABELS_A_SECTION = 16
# Larger than any pool here.
WHOLE = 1_000_000


def read_corpus(shared: Path, name: str) -> tuple[list[str], list[str]]:
    """Texts and labels, empty where there is none."""
    with gzip.open(shared / "corpora" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    texts = ["\n".join(filter(None, (row["title"], row["text"]))) for row in rows]
    return texts, [row.get("label") or row.get("section") or "" for row in rows]


def draw_labelled(labels: Sequence[str], draw: int) -> np.ndarray:
    """Positions of the labelled articles of one draw."""
    given, rng = np.array(labels), np.random.default_rng(draw)
    names = sorted(set(labels) - {""})
    return np.concatenate([rng.permutation(np.flatnonzero(given == name))[:LABELS_A_SECTION] for name in names])


def sample_labelled(texts: Sequence[str], labels: Sequence[str], pool: Sequence[str], n_pool: int) -> Labelled:
    """A labelled set and a sample of this many articles of its pool, as a run draws it."""
    sample = [pool[position] for position in sample_pool(pool, n_pool)]
    groups = group_articles([*texts, *sample], [""] * (len(texts) + len(sample)))
    n = len(texts)
    return Labelled(
        texts, np.array(labels), groups[:n], sample, groups[n:], [""] * len(sample), [str(i) for i in range(n)]
    )


def share_views(labelled: Labelled) -> Callable[[Sequence[str]], SectionClassifier]:
    """Builder of classifiers that share what depends on the texts alone."""
    shared = SharedViews(normalize_texts(labelled.texts), normalize_texts(labelled.pool))
    return lambda _: SectionClassifier().share(shared)


def held_out_scores(texts: Sequence[str], labels: Sequence[str], pool: Sequence[str], n_pool: int) -> Scores:
    """Cross-validation as a run does it, on a sample of this many articles of the pool."""
    labelled = sample_labelled(texts, labels, pool, n_pool)
    return cross_validate(share_views(labelled), labelled, {}, n_jobs=-1)


def draw_task(shared: Path, name: str, draw: int) -> tuple[list[str], list[str], list[str]]:
    """Texts and labels of one draw, or of the seeds, and the texts of the pool."""
    if name == "seeds":
        seeds = read_seeds("seeds/labeled.jsonl", read_sections("seeds/sections.toml"))
        texts, labels = [seed.text for seed in seeds], [seed.section for seed in seeds]
        return texts, labels, read_corpus(shared, "evening_news")[0]
    everything, given = read_corpus(shared, name)
    chosen = draw_labelled(given, draw)
    pool = [everything[i] for i in np.setdiff1d(np.arange(len(given)), chosen)]
    return [everything[i] for i in chosen], [given[i] for i in chosen], pool


@pytest.mark.parametrize("name", ["newswire", "web_news"])
def test_final_classifier(shared: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Macro-F1 on all articles that carry no label in a draw, of classifiers that learn from pools of several sizes."""
    texts, labels = read_corpus(shared, name)
    sizes, n_draws = (500, 1000, HELD_OUT_POOL, training_set.MAX_POOL, WHOLE), 4
    found = np.zeros((n_draws, len(sizes)))
    for draw in range(n_draws):
        chosen = draw_labelled(labels, draw)
        rest = np.setdiff1d(np.arange(len(texts)), chosen)
        tested = [i for i in rest if labels[i]]
        names = sorted(set(labels) - {""})
        for k, size in enumerate(sizes):
            monkeypatch.setattr(training_set, "MAX_POOL", size)
            classifier = SectionClassifier().fit(
                [texts[i] for i in chosen], [labels[i] for i in chosen], unlabeled=[texts[i] for i in rest]
            )
            predicted = classifier.predict([texts[i] for i in tested])
            truth = np.array([labels[i] for i in tested])
            found[draw, k] = macro_f1(confusions(truth, predicted, names, np.ones((1, len(tested)), int))[0])
    print(f"\n{name}, {n_draws} draws, predicted in all: {len(tested)}")
    for k, size in enumerate(sizes):
        gain = 100 * (found[:, k] - found[:, -1])
        error = 1.96 * gain.std(ddof=1) / np.sqrt(n_draws)
        pool = "whole" if size == WHOLE else size
        print(f"  {pool:>6}: {100 * found[:, k].mean():.1f}, minus the whole pool {gain.mean():+.2f} ± {error:.2f}")
    assert abs((found[:, -2] - found[:, -1]).mean()) < 0.02


@pytest.mark.parametrize(("name", "n_draws"), [("newswire", 2), ("web_news", 2), ("seeds", 1)])
def test_held_out_scores(shared: Path, name: str, n_draws: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cross-validated scores on the sample and on the whole pool (of the seeds: on 5,000 articles of an archive)."""
    for draw in range(n_draws):
        texts, labels, pool = draw_task(shared, name, draw)
        whole = 5000 if name == "seeds" else WHOLE
        monkeypatch.setattr(training_set, "MAX_POOL", WHOLE)
        sampled, all_of_it = (held_out_scores(texts, labels, pool, size) for size in (HELD_OUT_POOL, whole))
        change = compare_scores(all_of_it, sampled).macro_f1
        print(
            f"\n{name}, draw {draw}, {len(texts)} labels, {len(pool):,} unlabelled: macro-F1 {sampled.macro_f1} "
            f"on {HELD_OUT_POOL:,}, {all_of_it.macro_f1} on {min(whole, len(pool)):,}; "
            f"difference {100 * change.value:+.1f} ({100 * change.low:+.1f} to {100 * change.high:+.1f})"
        )
        assert change.low <= 0.02


@pytest.mark.parametrize(("name", "n_draws"), [("newswire", 2), ("web_news", 2), ("seeds", 1)])
def test_points_of_the_curve(shared: Path, name: str, n_draws: int) -> None:
    """Macro-F1 on parts of the labels, with the other labelled articles in the pool and without them."""
    for draw in range(n_draws):
        labelled = sample_labelled(*draw_task(shared, name, draw), HELD_OUT_POOL)
        names = sorted(set(labelled.labels.tolist()))
        samples, build = resample_groups(labelled.groups, 0), share_views(labelled)
        for share in SHARES[:-1]:
            found = np.empty((2, len(labelled.texts)), labelled.labels.dtype)
            for train, test in deal_folds(labelled, 5, 0):
                part = choose_part(np.random.default_rng(0).permutation(train), labelled.labels, share)
                rest = np.setdiff1d(train, part)
                plain, joined = (predict_apart(build, labelled, part, test, others) for others in ((), rest))
                found[0, test], found[1, test] = plain.likeliest, joined.likeliest
            tables = np.stack([confusions(labelled.labels, row, names, samples) for row in found], axis=1)
            change = bootstrap_interval(lambda pair: 100 * (macro_f1(pair[1]) - macro_f1(pair[0])), tables)
            print(
                f"\n{name}, draw {draw}, {share:.0%} of {len(labelled.texts)} labels: "
                f"without {100 * macro_f1(tables[0, 0]):.1f}, beside {100 * macro_f1(tables[0, 1]):.1f}, "
                f"difference {change.value:+.1f} ({change.low:+.1f} to {change.high:+.1f})"
            )
            assert change.low <= 2
