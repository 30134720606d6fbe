"""What reading PDF pages costs: pages a second from file to articles, step by step, and on pages that are much.

    pytest tests/bench/bench_pdf.py -m bench -s

The pages are those of ../shared/press, each several times. Figures of whole processes include their start.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ENVIRONMENT, TEXTML
from tests.corpus.printed.setting import make_pdf
from textml.corpus.article import Page
from textml.corpus.geometry import Geometry
from textml.corpus.pages.cutting import split_page
from textml.corpus.printed import pdf
from textml.corpus.printed.pdf import read_pdf

pytestmark = pytest.mark.bench
# How often each page is there, so that the start of a process does not decide.
COPIES = 4
ROUNDS = 2
STEPS = ("read_glyphs", "read_drawings", "drop_unread", "set_lines", "arrange")


@pytest.fixture(scope="module")
def press(shared: Path) -> list[Path]:
    """The typeset pages, in the order of their names."""
    return sorted((shared / "press/pdf").glob("*.pdf"))


@contextmanager
def timed(spent: dict[str, float], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Add up the seconds of each step of reading a page."""

    def wrap(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            start = time.process_time()
            result = step(*args, **options)
            spent[name] = spent.get(name, 0.0) + time.process_time() - start
            return result

        return call

    with monkeypatch.context() as patch:
        for name in STEPS:
            patch.setattr(pdf, name, wrap(name, getattr(pdf, name)))
        yield


def test_steps(press: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Milliseconds a page of each step, one process that is warm."""
    raws = [file.read_bytes() for file in press]
    read_pdf(raws[0], "warm")
    best: dict[str, float] = {}
    for _ in range(ROUNDS):
        spent: dict[str, float] = {}
        with timed(spent, monkeypatch):
            start = time.process_time()
            files = [read_pdf(raw, "press") for raw in raws]
            spent["all of read_pdf"] = time.process_time() - start
        spent["pdfium opens file and page"] = spent["all of read_pdf"] - sum(spent[name] for name in STEPS)
        start = time.process_time()
        for file in files:
            for page in file.pages:
                split_page(Page("press", page.text, geometry=page.geometry))
        spent["split_page"] = time.process_time() - start
        best = {name: min(seconds, best.get(name, seconds)) for name, seconds in spent.items()}
    print("\n| step | ms a page |\n|---|---|")
    for name, seconds in best.items():
        print(f"| {name} | {1000 * seconds / len(raws):.1f} |")
    assert len(raws) / best["all of read_pdf"] >= 15


@pytest.mark.parametrize("workers", [1, 2])
def test_whole_process(press: list[Path], tmp_path: Path, workers: int) -> None:
    """Pages a second of `textml split` from start to end, and pages for each second that it works on a core."""
    for copy in range(COPIES):
        # every copy is another issue; equal pages of one issue would be read once
        folder = tmp_path / f"pages/2024-02-{copy + 1:02}"
        folder.mkdir(parents=True)
        for number, file in enumerate(press, 1):
            shutil.copy(file, folder / f"{number:02}.pdf")
    command = [*TEXTML, "split", str(tmp_path / "pages"), "--out", str(tmp_path / "out.jsonl")]
    n_pages, rates = COPIES * len(press), []
    for _ in range(ROUNDS):
        start, before = time.perf_counter(), os.times()
        done = subprocess.run(
            [*command, "--workers", str(workers)], env=ENVIRONMENT, capture_output=True, text=True, check=False
        )
        seconds, after = time.perf_counter() - start, os.times()
        assert not done.returncode, done.stderr
        used = after.children_user + after.children_system - before.children_user - before.children_system
        rates.append((n_pages / seconds, n_pages / used))
    print(f"\n| {workers} | {n_pages} | {max(rate for rate, _ in rates):.1f} | {max(rate for _, rate in rates):.1f} |")


def much(kind: str, n: int) -> bytes:
    """A page with `n` objects of a kind."""

    def draw(canvas: Any) -> None:
        place = {
            "strokes": lambda at: f"{at % 600} {at % 797} m {(at * 7) % 600} {(at * 3) % 797} l S",
            "upright rules": lambda at: f"{at % 600} 0 m {at % 600} {1 + at % 797} l S",
            "boxes": lambda at: f"{at % 590} {at % 787} {20 + at % 30} {20 + at % 30} re f",
            "characters in disorder": lambda at: (
                f"BT /F1 4 Tf {at * 7919 % 5987 / 10} {at * 104729 % 7963 / 10} Td ({chr(97 + at % 26)}) Tj ET"
            ),
            "characters at one place": lambda at: f"BT /F1 4 Tf 300 300 Td ({chr(97 + at % 26)}) Tj ET",
        }[kind]
        canvas.setFont("Helvetica", 4)
        canvas._code.append("\n".join(map(place, range(n))))

    return make_pdf(draw)


@pytest.mark.parametrize(
    "kind", ["strokes", "upright rules", "boxes", "characters in disorder", "characters at one place"]
)
def test_much_on_a_page(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds for pages with 10,000 and 40,000 objects, without the order of the lines: some four times as many."""
    monkeypatch.setattr(pdf, "arrange", lambda lines, width, height, *_: ("", Geometry(width, height, ())))
    seconds = []
    for n in (10_000, 40_000):
        raw = much(kind, n)
        start = time.process_time()
        read_pdf(raw, "much")
        seconds.append(time.process_time() - start)
    print(f"\n| {kind} | {seconds[0]:.2f} | {seconds[1]:.2f} |")
    assert seconds[1] < 8 * seconds[0]
