"""Fixtures of runs whose inputs change."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import write_small_project
from tests.runs.growing import START, start_in


@pytest.fixture(scope="session")
def _grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project after a run, with more pages since."""
    folder = tmp_path_factory.mktemp("grown")
    write_small_project(folder)
    with pytest.MonkeyPatch.context() as patch:
        start_in(folder, patch)()
    return folder


@pytest.fixture
def grown(_grown: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(_grown, tmp_path / "grown"))


@pytest.fixture
def start(grown: Path, monkeypatch: pytest.MonkeyPatch) -> START:
    return start_in(grown, monkeypatch)
