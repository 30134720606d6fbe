"""Cost of labelling archives: articles a second, memory of all processes, speed-up by a second worker.

    pytest tests/bench/bench_archive.py -m bench -s

The archive repeats ../shared's web news. Each figure is a process of its own, so it includes the start, which is shown.
"""

import gzip
import itertools
import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import ENVIRONMENT, ROOT, TEXTML

pytestmark = pytest.mark.bench
SIZES = (10_000, 100_000, 1_000_000)
# Length of an article: a news story.
CHARACTERS = 1000
# Seconds between two looks at the memory.
_POLL = 0.1


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of the seeds, as `make run` makes it."""
    home = tmp_path_factory.mktemp("runs")
    subprocess.run(
        [*TEXTML, "run", "--artifacts", str(home)], cwd=ROOT, env=ENVIRONMENT, check=True, capture_output=True
    )
    return home / "default"


def write_archive(shared: Path, path: Path, n_articles: int) -> Path:
    """Write a table of `n_articles` articles of 1,000 characters, each with an id of its own."""
    with gzip.open(shared / "corpora/web_news.jsonl.gz", "rt", encoding="utf8") as lines:
        texts = [text for line in lines if len(text := json.loads(line)["text"]) >= CHARACTERS]
    with path.open("w", encoding="utf8") as file:
        for number, text in enumerate(itertools.islice(itertools.cycle(texts), n_articles)):
            file.write(json.dumps({"id": f"x{number}", "text": text[:CHARACTERS]}, ensure_ascii=False) + "\n")
    return path


def processes_of(parent: int) -> Iterator[int]:
    """Process ids of a process and of all that it started."""
    yield parent
    for task in Path(f"/proc/{parent}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from processes_of(int(child))


def memory_of(parent: int) -> float:
    """Memory of a process and all that it started, in megabytes; shared memory is counted once."""
    total = 0
    for process in processes_of(parent):
        fields = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        total += sum(int(line.split()[1]) for line in fields if line.startswith("Pss:"))
    return total / 1024


def labelled(run: Path, archive: Path, *switches: str) -> tuple[float, float]:
    """Run `textml label`; return its seconds and its peak memory in megabytes."""
    out = archive.with_suffix(".parquet")
    start, peak = time.perf_counter(), 0.0
    words = [*TEXTML, "label", str(run), str(archive), "--out", str(out), *switches]
    with subprocess.Popen(words, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            # it may end while it is looked at
            with suppress(OSError):
                peak = max(peak, memory_of(process.pid))
            time.sleep(_POLL)
    seconds = time.perf_counter() - start
    assert process.returncode == 0
    out.with_name(f".{out.name}.ledger.json").unlink()
    return seconds, peak


def test_memory_stays_and_time_grows_with_the_archive(run: Path, shared: Path, tmp_path: Path) -> None:
    """Ten times the articles take at most twelve times as long and no more memory."""
    seconds, peaks = {}, {}
    for size in SIZES:
        archive = write_archive(shared, tmp_path / "archive.jsonl", size)
        seconds[size], peaks[size] = labelled(run, archive)
        print(f"{size:9,} articles {seconds[size]:7.1f} s {size / seconds[size]:7.0f} a second {peaks[size]:6.0f} MB")
    assert peaks[SIZES[2]] < min(1000, 1.2 * peaks[SIZES[1]])
    assert seconds[SIZES[2]] < 12 * seconds[SIZES[1]]


@pytest.mark.parametrize("switch", ["--topics", "--no-topics"])
def test_what_a_second_worker_brings(run: Path, shared: Path, tmp_path: Path, switch: str) -> None:
    """Two workers are more than 1.3 times as fast as one, without the start; measured in turns."""
    archive = write_archive(shared, tmp_path / "archive.jsonl", 100_000)
    few = write_archive(shared, tmp_path / "few.jsonl", 10)
    start = labelled(run, few, switch)[0]
    taken = {workers: [] for workers in (1, 2)}  # type: dict[int, list[float]]
    for _, workers in itertools.product(range(3), (1, 2)):
        taken[workers].append(labelled(run, archive, switch, "--workers", str(workers))[0] - start)
    one, two = (sorted(taken[workers])[1] for workers in (1, 2))
    print(f"{switch}: start {start:.1f} s, 1 worker {one:.1f} s, 2 workers {two:.1f} s, speed-up {one / two:.2f}")
    assert os.cpu_count() == 1 or one / two > 1.3
