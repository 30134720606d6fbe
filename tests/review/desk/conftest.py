"""One finished run for all tests of the desk."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from textml.review.desk.desk import Desk


@pytest.fixture
def finished(_finished: Path) -> Path:
    """A small project after `textml run`, which is only read."""
    return _finished


@pytest.fixture
def desk(_finished: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk at a small run, with a labelled set of its own."""
    labelled = Path(shutil.copy(_finished / "seeds/labeled.jsonl", tmp_path / "labeled.jsonl"))
    opened = Desk(_finished / "artifacts/default", labelled)
    yield opened
    opened.close()
