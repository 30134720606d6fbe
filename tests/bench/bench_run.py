"""Seconds, CPU seconds and memory of every stage of `textml run` on archives of several sizes.

    pytest tests/bench/bench_run.py -m bench -s -k 15k

An archive of 60,000, 240,000 or a million articles is made of the 15,309 of the evening news: each further copy of an
article loses every sentence with a probability of one third (by a generator seeded with the number of the copy), and
gets the date of another year. Most copies are near-duplicates, which is harder than an archive of different articles.
"""

import gzip
import json
import re
import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from textml.config import check_settings
from textml.progress import Finish, Silent
from textml.runs import pipeline

pytestmark = pytest.mark.bench

# Ends of sentences, kept with them.
_SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]?")


# What a run may take at most, in MB, and its page.
MOST_MEMORY, MOST_PAGE = 4000, 30


def read_samples(folder: Path) -> list[str]:
    """What the manifest of a run says of samples."""
    return list(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["samples"])


def write_archive(source: Path, target: Path, n_copies: int) -> int:
    """Write the articles and their altered copies, and return how many there are."""
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    with target.open("w", encoding="utf-8") as out:
        for copy in range(n_copies):
            rng = np.random.default_rng(copy)
            for row in rows:
                text, day, name = row["text"], row["date"], row["id"]
                if copy:
                    sentences = _SENTENCE.findall(text)
                    text = "".join(
                        s for s, kept in zip(sentences, rng.random(len(sentences)) > 1 / 3, strict=True) if kept
                    )
                    day, name = f"{int(day[:4]) - 3 * copy}{day[4:]}", f"{copy}-{name}"
                out.write(json.dumps({**row, "id": name, "text": text, "date": day}, ensure_ascii=False) + "\n")
    return len(rows) * n_copies


class Watched(Silent):
    """Notes what each stage takes."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, float, float, float]] = []

    @contextmanager
    def stage(self, name: str, expected: float = 0.0) -> Iterator[Finish]:
        """Watch the memory of this process while a stage works."""
        ended, peak = threading.Event(), [0.0]

        def watch() -> None:
            while not ended.wait(0.05):
                pages = int(Path("/proc/self/statm").read_text().split()[1])
                peak[0] = max(peak[0], pages * resource.getpagesize() / 1e6)

        watcher = threading.Thread(target=watch)
        watcher.start()
        seconds, cpu = time.perf_counter(), time.process_time()
        try:
            yield lambda *_: None
        finally:
            ended.set()
            watcher.join()
            self.rows.append((name, time.perf_counter() - seconds, time.process_time() - cpu, peak[0]))
            print("| {} | {:.1f} | {:.1f} | {:.0f} |".format(*self.rows[-1]), flush=True)


@pytest.mark.parametrize(
    ("n_copies", "n_topics"),
    [
        pytest.param(1, 50, id="15k"),
        pytest.param(4, 50, id="60k"),
        pytest.param(16, 50, id="240k"),
        # fewer topics, so that it takes an hour on a busy machine and not a night
        pytest.param(66, 12, id="1m"),
    ],
)
def test_stages(shared: Path, tmp_path: Path, n_copies: int, n_topics: int) -> None:
    """The whole run with the labelled set of the seeds."""
    n_articles = write_archive(shared / "corpora/evening_news.jsonl.gz", tmp_path / "archive.jsonl", n_copies)
    settings = check_settings(
        {"corpus": {"input": [str(tmp_path / "archive.jsonl")], "truth": ""}, "features": {"n_topics": n_topics}},
        "bench",
    )
    print("\n| stage | seconds | CPU seconds | memory, MB |\n|---|---|---|---|")
    watched, started = Watched(), time.perf_counter()
    outcome = pipeline.run(settings, tmp_path / "artifacts" / "archive", progress=watched)
    seconds = time.perf_counter() - started
    print(f"\n{n_articles:,} articles: {seconds:.0f} s, {sum(row[2] for row in watched.rows):.0f} CPU seconds")
    # the run counts the peak of its process anew for each stage
    peak, worker = max(row[3] for row in watched.rows), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3
    page = (tmp_path / "artifacts" / "archive" / "reports" / "index.html").stat().st_size / 1e6
    print(f"peak {peak:.0f} MB, of the largest worker process {worker:.0f} MB, page {page:.1f} MB")
    print(f"macro-F1 {outcome.contents.scores.macro_f1}; {'; '.join(map(str, read_samples(outcome.folder)))}")
    # the bound is for 240,000 articles and fewer
    assert n_copies > 16 or peak < MOST_MEMORY
    assert page < MOST_PAGE
    assert len(outcome.contents.labels) == len(outcome.contents.stories)
