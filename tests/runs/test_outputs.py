"""No command writes over what a person made, whatever name leads there."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from textml.cli import app
from textml.corpus.seeds import NONE, Section
from textml.predict.labeller import PrecisionPromise
from textml.reasons import Reason
from textml.runs.results import count_labels, describe_no_classifier


def command(project: Path, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    """A command in a project, without a process of its own."""
    monkeypatch.chdir(project)
    return CliRunner().invoke(app, words)


LABELLED = "seeds/labeled.jsonl"
ROW = '{"id": "x", "text": "夜市重开。", "section": "economy", "labelled_by": "罗"}\n'


@pytest.mark.parametrize(
    ("words", "target"),
    [
        (["suggest", "default", "--n", "2", "--out", LABELLED], LABELLED),
        (["suggest", "default", "--n", "2", "--out", "link.jsonl"], "seeds/sections.toml"),
        (["suggest", "default", "--n", "2", "--out", "to_label.jsonl"], "to_label.jsonl"),
        (["suggest", "default", "--n", "2", "--out", "link.jsonl"], "configs/default.toml"),
        (["split", "seeds/../seeds/labeled.jsonl", "--out", LABELLED], LABELLED),
        (["split", "seeds/pages", "--out", "to_label.jsonl"], "to_label.jsonl"),
        (["split", "seeds/pages", "--out", "seeds/pages/truth.jsonl"], "seeds/pages/truth.jsonl"),
        (["split", "seeds/pages", "--corrections", "cuts.toml", "--out", "link.jsonl"], "cuts.toml"),
        (["label", "default", "to_label.jsonl", "--out", LABELLED], LABELLED),
        (["label", "default", LABELLED, "--out", "to_label.jsonl"], "to_label.jsonl"),
        (["topics", "default", "--choose", "2:3", "--out", "link.svg"], "seeds/sections.toml"),
    ],
)
def test_nothing_that_a_person_made_is_replaced(
    project: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], target: str
) -> None:
    """Input, settings, corrections, checked pages and labels of any table stay; exit code 1 and a word about it."""
    (project / "to_label.jsonl").write_text(ROW, encoding="utf-8")
    (project / "cuts.toml").write_text("", encoding="utf-8")
    for link in ("link.jsonl", "link.svg"):
        (project / link).symlink_to(project / target)
    before = (project / target).read_bytes()
    done = command(project, monkeypatch, *words)
    assert (done.exit_code, (project / target).read_bytes()) == (1, before)
    assert "is also part of the input" in done.stderr or "that a person gave" in done.stderr


def test_suggestions_go_into_the_labelled_set(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are appended once, said in one line, and the next run counts them aloud, file by file."""
    before = (project / LABELLED).read_bytes()
    for added, there in ((5, 0), (0, 5)):
        done = command(project, monkeypatch, "suggest", "default", "--n", "5", "--append")
        assert done.exit_code == 0, done.stderr
        assert done.stdout.splitlines()[-1] == (
            f"{project / LABELLED}: {added} suggestions added, {there} there already. Fill in section and labelled_by "
            "in it, and run textml again"
        )
    after = (project / LABELLED).read_bytes()
    assert after.startswith(before)
    assert [json.loads(line)["section"] for line in after[len(before) :].splitlines()] == [""] * 5
    (project / "more.jsonl").write_text('{"id": "m", "text": "夜市重开。", "section": ""}\n', encoding="utf-8")
    config = project / "configs/default.toml"
    config.write_text(f'[corpus]\nlabeled = ["{LABELLED}", "more.jsonl"]\n{config.read_text("utf-8")}', "utf-8")
    done = command(project, monkeypatch, "train", "x")
    assert done.exit_code == 0, done.stderr
    open_rows = {LABELLED: "5 rows are", "more.jsonl": "1 row is"}
    notes = [f"{name}: {n} not filled in yet, so nothing is learnt from them" for name, n in open_rows.items()]
    assert all(f"note: {note}" in done.stderr for note in notes)
    assert json.loads((project / "artifacts/x/corpus/notes.json").read_text("utf-8"))[:2] == notes


@pytest.mark.parametrize(
    ("set_up", "code", "said"),
    [
        ("both", 2, "give --append or --out, not both"),
        ("gone", 1, "is the labelled set that comes with textml, which is never changed"),
    ],
)
def test_where_suggestions_cannot_go(
    project: Path, monkeypatch: pytest.MonkeyPatch, set_up: str, code: int, said: str
) -> None:
    """Into two places at once, or into the labelled set that comes with textml."""
    if set_up == "gone":
        (project / LABELLED).unlink()
    more = ["--out", "to_label.jsonl"] if set_up == "both" else []
    done = command(project, monkeypatch, "suggest", "default", "--append", *more)
    assert (done.exit_code, said in done.stderr) == (code, True)


def test_the_installed_labelled_set_is_never_changed(
    project: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A project that lies in the installed package gets no suggestions."""
    from textml.runs import starter

    project.rename(tmp_path / "_starter")
    monkeypatch.setattr(starter, "starter_folder", lambda: tmp_path / "_starter")
    done = command(tmp_path / "_starter", monkeypatch, "suggest", "default", "--append")
    assert (done.exit_code, "which is never changed. Start a project of your own" in done.stderr) == (1, True)


@pytest.mark.parametrize("column", ["text", "data"])
def test_labels_of_doccano_train_a_classifier(fresh: Path, monkeypatch: pytest.MonkeyPatch, column: str) -> None:
    """Lines of doccano, old and new: five labels, and a classifier that is ready."""
    rows = [json.loads(line) for line in (fresh / LABELLED).read_text("utf-8").splitlines()][::10]
    lines = [json.dumps({"id": n, column: row["text"], "label": [row["section"]]}) for n, row in enumerate(rows)]
    (fresh / LABELLED).write_text("\n".join(lines), encoding="utf-8")
    done = command(fresh, monkeypatch, "train", "x")
    assert (done.exit_code, done.stdout) == (0, "artifacts/x: section classifier ready\n")
    assert len((fresh / "artifacts/x/corpus/seeds.jsonl").read_text("utf-8").splitlines()) == 5


def test_without_labels_nothing_is_ready(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`train` says which labels are missing and where to put them, with exit code 1."""
    (fresh / LABELLED).write_text("", encoding="utf-8")
    done = command(fresh, monkeypatch, "train", "x")
    assert (done.exit_code, done.stdout) == (1, "")
    assert (
        "problem: no section classifier: no section has labelled articles, at least two must have some. Label articles "
        f"in {LABELLED} (`textml suggest x` names the most useful ones), and train again"
    ) in done.stderr
    done = command(fresh, monkeypatch, "suggest", "x", "--n", "2", "--append")
    assert (done.exit_code, len((fresh / LABELLED).read_text("utf-8").splitlines())) == (0, 2)


def contents(**values: Any) -> Any:
    return SimpleNamespace(folder=SimpleNamespace(folder=Path("artifacts/x")), **values)


def test_a_run_prints_the_sections_that_have_articles() -> None:
    """Of a hundred sections those with articles have a line, and one line counts the others."""
    found = count_labels(
        contents(
            sections=[Section(f"s{n}", f"类{n}") for n in range(100)],
            reject=NONE,
            promise=PrecisionPromise(0.9),
            labels=[
                {"section": "s7", "topic": "夜市", "needs_review": False},
                {"section": "", "topic": "", "needs_review": True},
                {"section": "s7", "topic": "", "needs_review": False},
                {"section": "", "topic": "", "needs_review": False},
            ],
        )
    )
    assert found == [
        ("类7 s7", "2"),
        ("99 sections without articles", "0"),
        ("其他 none", "1"),
        ("left to a person", "1"),
        ("topic 夜市", "1"),
    ]


def test_why_there_is_no_classifier() -> None:
    """Nothing where there is one; the setting where no labelled set is named."""
    assert describe_no_classifier(contents(no_classifier=[]), [LABELLED]) == []
    (said,) = describe_no_classifier(contents(no_classifier=[Reason("no_labels")]), [])
    assert "Label articles in a labelled set, named in [corpus] labeled" in said
