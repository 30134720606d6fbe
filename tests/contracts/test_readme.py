"""What the README shows works as it is shown."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.reading.printed_files import pdf_of, story, write_files
from textml.cli import app
from textml.corpus.pages.corrections import read_corrections
from textml.corpus.pages.cutting import cut_one, split_page
from textml.corpus.reading.inputs import read_pages


def block(root: Path, language: str, word: str) -> str:
    """The one example of a language that holds a word."""
    text = (root / "README.md").read_text("utf-8")
    (found,) = [code for code in re.findall(rf"```{language}\n(.*?)```", text, re.S) if word in code]
    return str(found)


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The names that the example with the models leaves behind, typed beside seeds/."""
    names: dict[str, Any] = {}
    folder = tmp_path_factory.mktemp("readme")
    (folder / "seeds").symlink_to(root / "seeds")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        exec(block(root, "python", "SectionClassifier"), names)
    return names


def test_the_models_example_runs(built: dict[str, Any]) -> None:
    """It labels the stories of the seed pages, finds twelve topics, and fits LDA to the counts."""
    assert (len(built["pages"]), len(built["seeds"])) == (36, 348)
    assert built["classifier"].classes_.tolist() == ["culture", "economy", "livelihood", "none", "politics-law"]
    assert built["classifier"].predict_proba(built["texts"]).shape == (len(built["stories"]), 5)
    assert len(built["topics"].topics_) == 12
    assert built["lda"].components_.shape == (12, len(built["counted"].vocabulary))


def test_the_topics_example_runs(root: Path, built: dict[str, Any]) -> None:
    """The steered topic has its words; the questions that follow have answers."""
    names = {**built, "dates": [story.date for story in built["stories"]]}
    names["sections"] = built["classifier"].predict(built["texts"]).tolist()
    exec(block(root, "python", "seed_words"), names)
    ((topic, _),) = names["model"].find(["水库"])[:1]
    assert {"水库", "转移"} <= dict(topic.words).keys()


def test_the_example_of_places_runs(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first page of an issue in one file has its size, and its article two boxes: headline and text."""
    write_files(tmp_path, {"issues/2024-02-19.pdf": pdf_of(story(1, 2))})
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(block(root, "python", "page.geometry"), names)
    assert (names["page"].id, names["page"].geometry.width) == ("2024-02-19/01", 420)
    assert [len(boxes) for boxes in names["places"].values()] == [2]


def test_the_run_example_runs(root: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside a finished run, the example has its articles and models, and labels a text."""
    monkeypatch.chdir(project)
    names: dict[str, Any] = {}
    exec(block(root, "python", "open_run"), names)
    run = names["run"]
    assert {"text", "date", "section", "confidence", "topic"} <= set(run.articles().columns)
    assert [section.key for section in run.sections] == ["economy", "politics-law", "livelihood", "culture"]
    (row,) = run.label(["县人民法院公开开庭审理一起电信诈骗案，被告人当庭认罪。"])
    assert max(run.classifier.classes_, key=lambda key: row[f"p_{key}"]) == "politics-law"


def test_the_cluster_example_runs(
    root: Path, dask_processes: Any, built: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the address of a scheduler that is there, the topics are learnt from the 28 pages in two parts."""
    monkeypatch.chdir(root)
    names: dict[str, Any] = {}
    exec(block(root, "python", "ClusterBlocks").replace("tcp://127.0.0.1:8786", dask_processes.address), names)
    assert names["lda"].components_.shape == (3, names["counts"].shape[1])
    assert names["lda"].n_articles_ == 36


def test_the_corrections_example_fits_its_page(root: Path, tmp_path: Path) -> None:
    """Each of the four entries does to the seed page what the README says."""
    (tmp_path / "c.toml").write_text(block(root, "toml", "[[join]]"), encoding="utf-8")
    cut, join, headline, move = read_corrections(tmp_path / "c.toml")
    (page,) = read_pages(root / "seeds/pages/2025-02-13/01.txt")
    before = split_page(page)
    assert any(a.body.startswith("板凳龙的规矩") for a in split_page(page, [cut]))
    assert len([a for a in split_page(page, [join]) if a.body]) == len([a for a in before if a.body]) - 1
    assert cut_one(page, [cut, join, headline, move]).problems == []
    title = {a.body[:8]: a.title for a in split_page(page, [headline])}
    assert split_page(page, [move])[0].lines.furniture == (3, 4, 5)
    assert title["正月初八清早，枫"] == "会场设在车间 答不上的要“挂号”"


def test_every_command_is_listed(root: Path) -> None:
    """The table of commands has a row for each, with an example."""
    rows = re.findall(
        r"^\| `textml (\w+)[^`]*` \|.*`textml (\w+)[^`]*` \|$", (root / "README.md").read_text("utf-8"), re.M
    )
    commands = [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
    commands += [group.name for group in app.registered_groups for _ in group.typer_instance.registered_commands]
    assert sorted(rows) == sorted((name, name) for name in commands)
