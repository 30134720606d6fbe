"""Fixtures of runs whose inputs change."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import write_small_project
from tests.runs.growing import START, add_page, comparable, start_in


@pytest.fixture(scope="session")
def _grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project after a run, with more pages since."""
    folder = tmp_path_factory.mktemp("grown")
    write_small_project(folder)
    with pytest.MonkeyPatch.context() as patch:
        start_in(folder, patch)()
    return folder


@pytest.fixture(scope="session")
def fresh_files(_grown: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Files of a fresh run of all pages, where no run was; see `comparable`."""
    folder = Path(shutil.copytree(_grown, tmp_path_factory.mktemp("fresh") / "grown"))
    add_page(folder)
    shutil.rmtree(folder / "artifacts/r")
    with pytest.MonkeyPatch.context() as patch:
        return comparable(start_in(folder, patch)(fresh=True, until="review").folder)


@pytest.fixture
def grown(_grown: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(_grown, tmp_path / "grown"))


@pytest.fixture
def start(grown: Path, monkeypatch: pytest.MonkeyPatch) -> START:
    return start_in(grown, monkeypatch)
