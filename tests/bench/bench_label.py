"""Cost of labelling an article with its section, step by step, on web news.

    pytest tests/bench/bench_label.py -m bench -s

Compare figures within one run only: microseconds depend on the machine.
"""

import gzip
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.models.sections.reference import share_margin
from textml import SectionClassifier
from textml.corpus.words.kernel import cut
from textml.features.characters.buffers import Buffers
from textml.features.characters.folding import fold_texts
from textml.features.characters.symbols import in_blocks, split_texts
from textml.models.sections.prediction import Prediction, word_cutter

pytestmark = pytest.mark.bench
# Figures are for an article of this length.
CHARACTERS = 1290
N_ARTICLES, N_EXPLAINED, ROUNDS = 2000, 20, 7


@pytest.fixture(scope="module")
def trained(shared: Path) -> tuple[SectionClassifier, list[str]]:
    """A classifier of 300 labelled and 1,200 other articles of web news, and articles it has not seen."""
    with gzip.open(shared / "corpora" / "web_news.jsonl.gz", "rt", encoding="utf8") as lines:
        rows = [json.loads(line) for line in lines]
    chosen = [rows[i] for i in np.random.default_rng(0).permutation(len(rows))]
    texts = [row["text"] for row in chosen]
    classifier = SectionClassifier().fit(texts[:300], [row["label"] for row in chosen[:300]], unlabeled=texts[300:1500])
    return classifier, texts[1500 : 1500 + N_ARTICLES]


def seconds(work: Callable[[], Any]) -> float:
    """Least time of this thread over several rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.thread_time()
        work()
        best = min(best, time.thread_time() - start)
    return best


def test_steps(trained: tuple[SectionClassifier, list[str]]) -> None:
    """Probabilities and words of an article in a twentieth of the time of plain Python."""
    classifier, texts = trained
    features, buffers, blocks = classifier.features_, Buffers(), list(in_blocks(texts))
    lengths = np.array([len(text) for text in texts])
    print(
        f"\n{len(texts)} articles of {lengths.mean():.0f} characters, {len(features.vocabulary_):,} n-grams, one thread"
    )
    classifier.explain(texts[0])

    def cut_all() -> None:
        for block in blocks:
            folded = fold_texts(block, buffers)
            points, ends = folded.points.view(np.uint32), np.empty(int(lengths.max()) * 20, np.int32)
            for first, last in zip(folded.bounds[:-1].tolist(), folded.bounds[1:].tolist(), strict=True):
                cut(points, first, last, word_cutter().dictionary, ends)

    def explain_in_python() -> None:
        for text in texts[:N_EXPLAINED]:
            share_margin(text, features, classifier.coef_[:, 0] - classifier.coef_[:, 1])

    folding = seconds(lambda: [fold_texts(block, buffers) for block in blocks])
    symbols = seconds(lambda: [split_texts(block, buffers) for block in blocks])
    rows = seconds(lambda: [features.read_rows(block, buffers) for block in blocks])
    proba = seconds(lambda: classifier.predict_details(texts, n_words=0))
    whole = seconds(lambda: classifier.predict_details(texts))
    cutting = seconds(cut_all) - folding
    steps = {
        "texts to folded code points": folding,
        "symbols": symbols - folding,
        "n-grams looked up, counted, weighed": rows - symbols,
        "scores, probabilities, novelty": proba - rows,
        "words that spoke": whole - proba,
        "  of it cutting": cutting,
        "`predict_details`, all of it": whole,
        "words in plain Python, one by one": seconds(explain_in_python) * len(texts) / N_EXPLAINED,
    }
    for name, taken in steps.items():
        print(f"| {name} | {taken / lengths.sum() * CHARACTERS * 1e6:.0f} |")
    assert whole < steps["words in plain Python, one by one"] / 20


def test_start(trained: tuple[SectionClassifier, list[str]]) -> None:
    """Tables of a vocabulary of more than 100,000 n-grams in less than 50 ms."""
    classifier, texts = trained
    features = classifier.features_
    tables, again = [], None
    for _ in range(ROUNDS):
        features.vocabulary_ = features.vocabulary_.copy()
        start = time.thread_time()
        features.transform(texts[:1])
        tables.append(time.thread_time() - start)
    again = seconds(lambda: features.transform(texts[:1]))
    print(f"\ntables {1e3 * (np.median(tables) - again):.1f} ms for {len(features.vocabulary_):,} n-grams")
    assert len(features.vocabulary_) > 100_000
    assert np.median(tables) - again < 0.05


def test_agreement(trained: tuple[SectionClassifier, list[str]]) -> None:
    """The words of a batch are those that plain Python finds one article at a time."""
    classifier, texts = trained
    found: Prediction = classifier.predict_details(texts[:500])
    first, all_words = [], []
    for i, text in enumerate(texts[:500]):
        weights = classifier.coef_[:, found.likeliest[i]] - classifier.coef_[:, found.runner_up[i]]
        shares = share_margin(text, classifier.features_, weights)
        words = sorted((word for word in shares if shares[word] > 0), key=lambda word: -shares[word])[:6]
        first.append(found.spoke_for[i][:1] == words[:1])
        all_words.append(found.spoke_for[i] == words)
    print(f"\nfirst word the same {100 * np.mean(first):.1f} %, six words {100 * np.mean(all_words):.1f} %")
    assert np.mean(first) >= 0.98
