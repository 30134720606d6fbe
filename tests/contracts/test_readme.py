"""What the README shows works as it is shown."""

import re
from pathlib import Path
from typing import Any

import pytest

from textml.corpus.pages.corrections import read_corrections
from textml.corpus.pages.cutting import split_page
from textml.corpus.reading.inputs import read_pages


def block(root: Path, language: str, word: str) -> str:
    """The one example of a language that holds a word."""
    text = (root / "README.md").read_text("utf-8")
    (found,) = [code for code in re.findall(rf"```{language}\n(.*?)```", text, re.S) if word in code]
    return str(found)


def test_the_python_example_runs(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Typed in a checkout, the example labels the stories of the seed pages and finds twelve topics."""
    monkeypatch.chdir(root)
    names: dict[str, Any] = {}
    exec(block(root, "python", "SectionClassifier"), names)
    assert (len(names["pages"]), len(names["seeds"])) == (28, 144)
    assert names["classifier"].classes_.tolist() == ["culture", "economy", "livelihood", "politics-law"]
    assert names["classifier"].predict_proba(names["texts"]).shape == (len(names["stories"]), 4)
    assert len(names["topics"].topics_) == 12


def test_the_corrections_example_fits_its_page(root: Path, tmp_path: Path) -> None:
    """Each of the three entries does to the seed page what the README says."""
    (tmp_path / "c.toml").write_text(block(root, "toml", "[[join]]"), encoding="utf-8")
    cut, join, headline = read_corrections(tmp_path / "c.toml")
    (page,) = read_pages(root / "seeds/pages/2025-02-13/01.txt")
    before = split_page(page)
    assert any(a.body.startswith("板凳龙的规矩") for a in split_page(page, [cut]))
    assert len(split_page(page, [join])) == len(before) - 1
    title = {a.body[:8]: a.title for a in split_page(page, [headline])}
    assert title["正月初八清早，枫"] == "会场设在车间 答不上的要“挂号”"
