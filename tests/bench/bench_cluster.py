"""Cost of a cluster: labelling by two Dask workers and by two joblib processes, in turns.

    pytest tests/bench/bench_cluster.py -m bench -s

The workers run already, as on a cluster. Each figure is a command of its own and includes its start. On a machine with
other work the CPU seconds of all processes say more than the clock.
"""

import shutil
import subprocess
import time
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

import psutil
import pytest

from tests.bench.bench_archive import run, write_archive
from tests.conftest import ENVIRONMENT, TEXTML
from tests.predict.dask_processes import DaskProcesses

__all__ = ["run"]
pytestmark = pytest.mark.bench
N_ARTICLES = 100_000
ROUNDS = 3


def cpu_of(processes: DaskProcesses) -> float:
    """CPU seconds so far of the scheduler, the workers and all ended processes of this test."""
    ended = getrusage(RUSAGE_CHILDREN)
    standing = [psutil.Process(pid).cpu_times() for pid in processes.pids()]
    return ended.ru_utime + ended.ru_stime + sum(times.user + times.system for times in standing)


def test_dask_costs_at_most_a_quarter_more(shared: Path, run: Path, tmp_path: Path) -> None:
    """The parts are the same bytes; the median of the CPU seconds is at most 1.25 times joblib's."""
    table = write_archive(shared, tmp_path / "archive.jsonl", N_ARTICLES)
    (tmp_path / "dask").mkdir()
    seconds: dict[str, list[tuple[float, float]]] = {"joblib": [], "cluster": []}
    with DaskProcesses(tmp_path / "dask") as processes:
        processes.start_worker("one")
        processes.start_worker("two")
        how = {"joblib": ("--workers", "2"), "cluster": ("--cluster", processes.address)}
        for _ in range(ROUNDS):
            for name, words in how.items():
                shutil.rmtree(tmp_path / name, ignore_errors=True)
                cpu, clock = cpu_of(processes), time.perf_counter()
                command = [*TEXTML, "label", str(run), str(table), "--out", str(tmp_path / name), *words]
                subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True)
                seconds[name].append((time.perf_counter() - clock, cpu_of(processes) - cpu))
    figures = {name: [median(column) for column in zip(*taken, strict=True)] for name, taken in seconds.items()}
    for name, (clock, cpu) in figures.items():
        print(f"{name}: {clock:.1f} s, {cpu:.1f} CPU seconds")
    files = [{file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in how]
    assert files[0] == files[1]
    assert figures["cluster"][1] <= 1.25 * figures["joblib"][1]
