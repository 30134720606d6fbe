"""What every test may ask for."""

import gc
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.waiting import PATIENCE

# The same examples every time, and none of them fails because the machine is busy.
settings.register_profile("textml", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("textml")
ROOT = Path(__file__).parent.parent
TEXTML = [sys.executable, "-m", "textml"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real pages and corpora beside the checkout; tests that need them skip where they are not."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(
            "no ../shared here: real pages and corpora belong to their publishers and are not part of the project"
        )
    return folder


def textml_in(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command line as a user has it: a process of its own, started in a folder."""
    return subprocess.run(
        [*TEXTML, *words], cwd=folder, capture_output=True, text=True, env=ENVIRONMENT, timeout=PATIENCE, check=False
    )


def textml_here(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command line in this process, from the arguments to the exit code: nothing is loaded again.

    Where a process of its own is not the point: loading takes three of the four seconds of a small command.
    """
    from textml.__main__ import main

    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
    code = 0
    with pytest.MonkeyPatch.context() as patched, ExitStack() as after:
        # What a command leaves behind, because its process ends with it.
        after.callback(gc.unfreeze)
        after.callback(gc.set_threshold, *gc.get_threshold())
        after.callback(signal.signal, signal.SIGINT, signal.getsignal(signal.SIGINT))
        patched.setattr(sys, "unraisablehook", sys.unraisablehook)
        for name, value in zip(("argv", "stdout", "stderr"), (["textml", *words], *streams), strict=True):
            patched.setattr(sys, name, value)
        patched.setenv("COLUMNS", ENVIRONMENT["COLUMNS"])
        patched.chdir(folder)
        _forget_models()
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    out, err = (stream.buffer.getvalue().decode() for stream in streams)
    return subprocess.CompletedProcess(["textml", *words], code, out, err)


def _forget_models() -> None:
    """What a process keeps in memory of a run that it labelled with; another process reads it from the disk."""
    if archive := sys.modules.get("textml.predict.archive"):
        archive.build_labeller.cache_clear()


def write_small_project(folder: Path, n_seeds: int = 10) -> None:
    """A project of four pages of two issues and a few labelled articles a section."""
    for page in ("2025-01-14/01", "2025-01-14/02", "2025-02-13/01", "2025-02-13/02"):
        (folder / "seeds/pages" / page).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / f"seeds/pages/{page}.txt", folder / f"seeds/pages/{page}.txt")
    for name in ("sections.toml", "pages/truth.jsonl"):
        shutil.copy(ROOT / "seeds" / name, folder / "seeds" / name)
    kept: dict[str, list[str]] = {}
    for line in (ROOT / "seeds/labeled.jsonl").read_text("utf-8").splitlines():
        kept.setdefault(json.loads(line)["section"], []).append(line)
    lines = [line for section in kept.values() for line in section[:n_seeds]]
    (folder / "seeds/labeled.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "configs").mkdir()
    (folder / "configs/default.toml").write_text(
        '[features]\nn_topics = 3\n[models]\nfolds = 2\nprecision = 0.7\n[reports]\nfigure_formats = ["svg"]\n',
        encoding="utf-8",
    )


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def without_costs(page: bytes) -> bytes:
    """A report without what its stages took, which no two runs share."""
    return re.sub(rb'<details id="took">.*?</details>', b"", page, flags=re.DOTALL)


@pytest.fixture(scope="session")
def _finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project after `textml run`."""
    folder = tmp_path_factory.mktemp("finished")
    write_small_project(folder)
    done = textml_in(folder, "run")
    assert done.returncode == 0, done.stderr
    (folder / "stdout.txt").write_text(done.stdout, encoding="utf-8")
    (folder / "stderr.txt").write_text(done.stderr, encoding="utf-8")
    return folder


@pytest.fixture
def project(_finished: Path, tmp_path: Path) -> Path:
    """A copy of a small project after `textml run`, to change as one likes."""
    return Path(shutil.copytree(_finished, tmp_path / "project"))


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """A small project before its first run."""
    write_small_project(tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def _dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A scheduler, for the whole session."""
    pytest.importorskip("distributed")
    from tests.predict.dask_processes import DaskProcesses

    with DaskProcesses(tmp_path_factory.mktemp("dask")) as processes:
        yield processes


@pytest.fixture
def dask_processes(_dask: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A scheduler and two workers that live, shared by the tests; a test that kills a worker adds its own."""
    from textml.predict import cluster

    _dask.revive("one", "two")
    # Seven seconds are a promise about addresses where nothing answers; a busy machine may need more.
    monkeypatch.setattr(cluster, "_TIMEOUT", PATIENCE)
    return _dask
