"""Time of words and topics for an article, step by step, and agreement of segmenters, on the real corpora.

    pytest tests/bench/bench_words.py -m bench -s

Compare ratios within one run, not microseconds.
"""

import gzip
import json
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from textml.corpus.words.code_points import join_code_points
from textml.corpus.words.kernel import cut
from textml.corpus.words.segment import _SPACES, _WORD, Words, default_stop_words
from textml.features.counts import count_known, count_texts, count_tokens
from textml.models.topics.model import TopicModel
from textml.models.topics.shares import sum_shares

pytestmark = pytest.mark.bench
STOP_WORDS = frozenset(default_stop_words())
CORPORA = ["newswire", "web_news", "evening_news"]
# Figures are for an article of this length.
CHARACTERS = 1290

LOADING = """
import time
def memory():
    fields = dict(line.split(":", 1) for line in open("/proc/self/status"))
    return int(fields["VmRSS"].split()[0]) / 1024, int(fields["VmHWM"].split()[0]) / 1024
import numba, scipy.sparse
before, start = memory(), time.perf_counter()
import textml.corpus.words.kernel, textml.features.count_kernel
kernels, loaded = memory(), time.perf_counter()
from textml.corpus.words.dictionary import build_dictionary
dictionary = build_dictionary(["汀水高腔"], 10_000_000)
end, after = time.perf_counter(), memory()
print(f"kernels from the cache {loaded - start:.2f} s, {kernels[0] - before[0]:.0f} MB")
print(f"dictionary {end - loaded:.2f} s, tables of {sum(table.nbytes for table in dictionary) / 1e6:.1f} MB, "
      f"process {after[0] - kernels[0]:.0f} MB larger, {after[1] - kernels[0]:.0f} MB while it is built")
"""


def read_texts(shared: Path, name: str, n_articles: int) -> list[str]:
    """Articles spread over a corpus."""
    with gzip.open(shared / "corpora" / f"{name}.jsonl.gz", "rt", encoding="utf8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    return texts[:: max(1, len(texts) // n_articles)]


def rjieba_words(text: str) -> list[str]:
    """Content words as rjieba cuts them."""
    rjieba = pytest.importorskip("rjieba")
    tokens = rjieba.cut(_SPACES.sub("", text))
    return [token for token in tokens if _WORD.fullmatch(token) and token not in STOP_WORDS]


def spans(words: list[str]) -> set[tuple[int, str]]:
    """Words with the place where each starts."""
    starts = np.cumsum([0, *(len(word) for word in words)]).tolist()
    return set(zip(starts, words, strict=False))


@pytest.mark.parametrize("name", CORPORA)
def test_agreement(shared: Path, name: str) -> None:
    """The kernel's words are jieba's, all of them; of a vocabulary's tokens 99.5 % and more are rjieba's."""
    import jieba

    rjieba = pytest.importorskip("rjieba")
    texts = read_texts(shared, name, 1000)
    kernel = Words()
    vocabulary = set(count_tokens([rjieba_words(text) for text in texts], min_df=3, max_df=0.3).vocabulary.tolist())
    same = of_jieba = known = common = 0
    for text in texts[::5]:
        theirs = spans(jieba.lcut(text))
        of_jieba += len(theirs)
        same += len(theirs & spans(kernel._cut(text)))
    for text in texts:
        tokens = kernel.cut(text), [token for token in rjieba.cut(_SPACES.sub("", text)) if token.strip()]
        ours, theirs = ({s for s in spans(words) if s[1] in vocabulary} for words in tokens)
        known, common = known + len(theirs), common + len(ours & theirs)
    print(f"\n{name}: {100 * same / of_jieba:.3f} % of {of_jieba} words are jieba's; ", end="")
    print(f"{100 * common / known:.3f} % of the {known} tokens in a vocabulary of {len(vocabulary)} are rjieba's")
    assert same == of_jieba
    assert common / known >= 0.995


@pytest.mark.parametrize("n_topics", [12, 50])
def test_words_and_topics_by_step(shared: Path, n_topics: int) -> None:
    """Words, counts and shares of 2,000 articles in less than half of the time that rjieba and Python take."""
    texts = read_texts(shared, "web_news", 4000)
    model = TopicModel(n_topics, min_df=3, max_df=0.3, n_jobs=1).fit(texts[2000:4000])
    few, vocabulary = texts[:2000], model.vocabulary_
    kernel = Words()
    points, bounds = join_code_points(few)
    places = np.empty(len(points), np.int32)
    words = [rjieba_words(text) for text in few]
    counts = count_texts(few, kernel, vocabulary)

    def cut_all() -> None:
        for first, last in pairwise(bounds.tolist()):
            cut(points, first, last, kernel.dictionary, places)

    steps: dict[str, Callable[[], Any]] = {
        "before: content words, by rjieba": lambda: [rjieba_words(text) for text in few],
        "before: counts of them": lambda: count_known(words, vocabulary),
        "code points": lambda: join_code_points(few),
        "cutting": cut_all,
        "code points, cutting, counts": lambda: count_texts(few, kernel, vocabulary),
        "shares": lambda: sum_shares(model.lda_.transform(counts), model.rows_),
        "TopicModel.transform, all of it": lambda: model.transform(few),
    }
    rounds = [[seconds(step) for step in steps.values()] for _ in range(7)]
    took = dict(zip(steps, np.min(rounds, axis=0) * 1e6 * CHARACTERS / len(points), strict=True))
    print(f"\nmicroseconds an article of {CHARACTERS} characters, {n_topics} topics, {len(vocabulary)} words")
    for name, microseconds in took.items():
        print(f"{name:<36}{microseconds:7.1f}")
    before = took["before: content words, by rjieba"] + took["before: counts of them"] + took["shares"]
    assert took["TopicModel.transform, all of it"] < before / 2


def seconds(step: Callable[[], Any]) -> float:
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def test_loading() -> None:
    """A worker has its tables within half a second."""
    for _ in range(2):
        found = subprocess.run([sys.executable, "-c", LOADING], capture_output=True, text=True, check=True).stdout
    print(f"\n{found}", end="")
    assert float(found.split("dictionary ")[1].split()[0]) < 0.5
