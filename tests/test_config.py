"""Settings are checked, and the file that comes along says what they are."""

import re
import tomllib
from pathlib import Path

import pytest

from textml.config import Settings, check_settings, read_settings
from textml.errors import ConfigError


def test_the_file_that_comes_along_holds_every_default(root: Path) -> None:
    """configs/default.toml names every setting with the value it has without a file."""
    assert tomllib.loads((root / "configs/default.toml").read_text("utf-8")) == Settings().model_dump(mode="json")


def test_every_setting_has_its_comment(root: Path) -> None:
    """In configs/default.toml a comment stands above every key."""
    lines = (root / "configs/default.toml").read_text("utf-8").splitlines()
    keys = [number for number, line in enumerate(lines) if re.match(r"\w+ =", line)]
    assert len(keys) == sum(len(table) for table in Settings().model_dump().values())
    assert all(lines[number - 1].startswith("# ") for number in keys)


@pytest.mark.parametrize(
    ("tables", "message"),
    [
        ({"corpus": {"segmentr": "jieba"}}, r"my\.toml: \[corpus\] segmentr: unknown \(did you mean 'segmenter'\?\)"),
        ({"featurs": {}}, r"\[featurs\]: unknown \(did you mean 'features'\?\)"),
        ({"models": {"folds": "5"}}, r"\[models\] folds: '5' is not allowed \(input should be a valid integer\)"),
        ({"models": {"precision": 1.5}}, r"\[models\] precision: 1\.5 is not allowed \(input should be less than 1\)"),
        ({"corpus": {"segmenter": "thulac"}}, r"input should be 'jieba'"),
        ({"corpus": {"segmenter": "rjieba"}}, r"\[corpus\] segmenter: 'rjieba' was removed. Write \"jieba\""),
        ({"corpus": {"input": []}}, r"\[corpus\] input"),
        ({"features": {"topic_engine": "tomotopy"}}, r"topic_engine: 'tomotopy' was removed\. Write \"textml\""),
        ({"corpus": 3}, r"\[corpus\]: 3 is not allowed"),
    ],
)
def test_wrong_settings_are_named(tables: dict[str, object], message: str) -> None:
    """An unknown key is answered with the nearest known one, a wrong value with what is allowed."""
    with pytest.raises(ConfigError, match=message):
        check_settings(tables, "my.toml")


def test_a_file_is_completed_from_the_defaults_and_changed_from_the_command_line(tmp_path: Path) -> None:
    """What a file does not say keeps its default; what the command line says wins."""
    (tmp_path / "my.toml").write_text('[models]\nfolds = 3\n[corpus]\nlabeled = "mine.jsonl"\n', encoding="utf-8")
    settings = read_settings(tmp_path / "my.toml", {"corpus": {"input": ["issues"]}})
    assert (settings.models.folds, settings.models.precision) == (3, 0.9)
    assert (settings.corpus.labeled, settings.corpus.input) == ("mine.jsonl", ["issues"])


@pytest.mark.parametrize(
    ("labeled", "files"), [("a.jsonl", ["a.jsonl"]), (["a.jsonl", "b.xlsx"], ["a.jsonl", "b.xlsx"]), ("", []), ([], [])]
)
def test_the_labelled_set_is_a_file_or_several(labeled: str | list[str], files: list[str]) -> None:
    """A text names one file, a list several; an empty text names none."""
    assert check_settings({"corpus": {"labeled": labeled}}, "x").corpus.labelled_files == files


def test_a_labelled_set_of_another_type_is_one_problem() -> None:
    """The message names the key once, though two types are allowed."""
    with pytest.raises(ConfigError, match=r"^x: \[corpus\] labeled: 3 is not allowed [^\n]*$"):
        check_settings({"corpus": {"labeled": 3}}, "x")


@pytest.mark.parametrize("text", ["[corpus\n", None])
def test_broken_and_missing_files_are_named(tmp_path: Path, text: str | None) -> None:
    """A file that is no TOML, or is not there, is an error that names it."""
    if text:
        (tmp_path / "my.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"my\.toml: cannot be read as settings"):
        read_settings(tmp_path / "my.toml")
