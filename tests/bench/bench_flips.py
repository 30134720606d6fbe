"""A hundred flipped bytes in what textml wrote: refused with the name of the file, or without any consequence.

    pytest tests/bench/bench_flips.py -m bench -s

A flip is one bit of one byte, as a worn disk leaves it: size and times of the file stay.
"""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import files_of
from tests.contracts.test_bad_inputs import textml
from tests.predict.test_archive import TEXTS, write_rows
from textml import SectionClassifier, open_run
from textml.errors import TextmlError
from textml.predict.archive import build_labeller

pytestmark = pytest.mark.bench
N_FLIPS = 100
TABLE = ("label", "default", "a.jsonl", "--out", "labels.csv", "--workers", "1")
DATASET = ("label", "default", "a.jsonl", "--out", "labels", "--workers", "1")
RUN = "artifacts/default"
MODEL = "saved.skops"


def targets(project: Path) -> Iterator[str]:
    """Files to flip: a saved model, the ledger of a table and the manifest of a dataset often, all files of a run."""
    files = [f"{RUN}/{name}" for name in files_of(project / RUN)]
    often = [MODEL, ".labels.csv.ledger.json", "labels/_manifest.json", f"{RUN}/manifest.json"]
    while True:
        yield from files
        yield from often * 4


def flip(path: Path, draw: np.random.Generator) -> None:
    """One bit of one byte; size and times stay."""
    raw, about = bytearray(path.read_bytes()), path.stat()
    if raw:
        raw[draw.integers(len(raw))] ^= 1 << draw.integers(8)
    path.write_bytes(raw)
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))


def read_everything(project: Path) -> list[object]:
    """What each way of reading gives, or how it refuses: a run in Python, three commands, a model by itself."""
    build_labeller.cache_clear()

    def tried(work: Callable[[], object]) -> object:
        try:
            return work()
        except TextmlError as problem:
            return problem

    def model() -> object:
        return SectionClassifier.load(MODEL).predict_proba(list(TEXTS)).tolist()

    found: list[object] = [
        tried(lambda: open_run(project / RUN).articles().to_csv()),
        tried(model),
        textml(project, "suggest", "default"),
    ]
    for words, out in ((TABLE, "labels.csv"), (DATASET, "labels")):
        said = textml(project, *words)
        found.append(said if said.code else files_of(project / out) or (project / out).read_bytes())
    return found


def test_flips(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No flip has a consequence that nobody is told of, and none ends in a traceback."""
    monkeypatch.chdir(project)
    write_rows(project / "a.jsonl", 0, 60)
    for words in (TABLE, DATASET):
        assert textml(project, *words).code == 0
    classifier = open_run(RUN).classifier
    assert classifier is not None
    classifier.save(MODEL)
    kept = tmp_path / "kept"
    shutil.copytree(project, kept)
    good = read_everything(project)
    assert read_everything(project) == good
    draw, counts, silent = np.random.default_rng(0), Counter[str](), []
    for name, _ in zip(targets(project), range(N_FLIPS), strict=False):
        flip(project / name, draw)
        found = read_everything(project)
        differing = [one for one, before in zip(found, good, strict=True) if one != before]
        shown = [str(one) for one in differing]
        if not differing:
            counts["without consequence"] += 1
        elif all(Path(name).name in text for text in shown):
            counts["refused by name"] += 1
        else:
            silent.append(f"{name}: {[text[:300] for text in shown if Path(name).name not in text]}")
        shutil.rmtree(project)
        shutil.copytree(kept, project)
        monkeypatch.chdir(project)
    print(f"\n| {N_FLIPS} flips | {dict(counts)} | {len(silent)} other |")
    for line in silent:
        print(f"- {line}")
    assert not silent
