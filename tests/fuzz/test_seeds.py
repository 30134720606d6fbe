"""Readers take what once broke them: `make fuzz` finds it, and this tries it again."""

from pathlib import Path

import pytest

from tests.fuzz.run import SEEDS
from tests.fuzz.targets import TARGETS, try_input

FOUND = sorted(path for path in SEEDS.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", FOUND, ids=[f"{path.parent.name}/{path.name}" for path in FOUND])
def test_what_broke_a_reader_once_does_not_again(path: Path, tmp_path: Path) -> None:
    """The input is refused with an error of textml, or read."""
    try_input(TARGETS[path.parent.name], path.read_bytes(), tmp_path)


@pytest.mark.parametrize("name", TARGETS)
def test_targets_take_valid_input(name: str, tmp_path: Path) -> None:
    """Every target has valid inputs to begin with, and an error of textml is the worst that they bring."""
    good = TARGETS[name].good()
    assert good
    try_input(TARGETS[name], good[0], tmp_path)
