"""The search finds what breaks a reader, and keeps it."""

import random
from pathlib import Path

import pytest

from tests.fuzz import run
from tests.fuzz.targets import TARGETS, Target


def _break(content: bytes, folder: Path) -> None:
    if content != "渠".encode():
        raise KeyError("not a ditch")


def test_a_finding_is_kept_once_and_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a reader that fails on all but its valid input there is one finding, printed with its place and kept."""
    monkeypatch.setitem(TARGETS, "ditch", Target(lambda: ["渠".encode()], _break))
    monkeypatch.setattr(run, "SEEDS", tmp_path / "seeds")
    monkeypatch.setattr(run, "_ROUND", 20)
    (tmp_path / "scratch").mkdir()
    random.seed(20240219)
    search = run.Search("ditch", tmp_path / "scratch")
    search.search_once()
    search.search_once()
    kept = [path.read_bytes() for path in (tmp_path / "seeds/ditch").iterdir()]
    assert [len(content) <= 6 for content in kept] == [True]
    assert "FOUND ditch: KeyError at test_run.py" in capsys.readouterr().out
