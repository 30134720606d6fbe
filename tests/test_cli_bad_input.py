"""Bad input, wrong calls, damaged runs: what is said, and that nothing is lost."""

import json
import re
import signal
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ENVIRONMENT, TEXTML, files_of, textml_here
from tests.waiting import PATIENCE, wait_until
from textml.model_files import load_estimator
from textml.store import Draft, read_manifest


def test_bad_files_do_not_stop_the_others(fresh: Path) -> None:
    """Empty, binary, undecodable and article-less pages are named in summary and report; the rest is there."""
    pages = fresh / "seeds/pages/2025-02-13"
    (pages / "03.txt").write_text("", encoding="utf-8")
    (pages / "04.txt").write_bytes(b"\x89PNG\r\n" + bytes(3000))
    (pages / "05.txt").write_bytes(b"\x81\xff\x80" * 400)
    (pages / "06.txt").write_text("汀禾新报\n", encoding="utf-8")
    (pages / "20250213_01.txt").write_text("市里开会，讨论水库。", encoding="utf-8")
    done = textml_here(fresh, "run")
    assert done.returncode == 1
    problems = [line for line in done.stderr.splitlines() if line.startswith("problem: ")]
    named = ["03.txt", "04.txt", "05.txt", "06.txt"]
    assert [re.search(r"(\w+\.txt)", line)[1] for line in problems] == named  # type: ignore[index]
    report = (fresh / "artifacts/default/reports/index.html").read_text("utf-8")
    assert all(name in report for name in named)
    pages = json.loads((fresh / "artifacts/default/corpus/pages.json").read_text("utf-8"))
    assert "seeds/pages/2025-02-13/20250213_01.txt" in [page["path"] for page in pages]
    assert done.stdout.splitlines()[-1].startswith("report: ")


def test_a_three_character_article(fresh: Path) -> None:
    """A very short article is kept out of labels and topics, with the reason in the report."""
    (fresh / "short.jsonl").write_text('{"id": "tiny", "text": "雨停了"}\n', encoding="utf-8")
    done = textml_here(fresh, "run", "--input", "seeds/pages", "--input", "short.jsonl")
    assert done.returncode == 0
    dropped = [
        json.loads(line) for line in (fresh / "artifacts/default/corpus/dropped.jsonl").read_text("utf-8").splitlines()
    ]
    assert {
        "id": "tiny",
        "title": "雨停了",
        "reason": {"code": "too_short", "numbers": {"n": 3, "needed": 20}},
    } in dropped
    assert textml_here(fresh, "label", "default", "short.jsonl").returncode == 0


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["run", "--input", "nowhere"], 1, "nowhere: no such file or folder"),
        (["run", "--config", "nowhere.toml"], 2, "nowhere.toml: cannot be read as settings"),
        (["label", "nothing", "seeds/pages"], 1, "artifacts/nothing: no run of textml"),
        (["label", "default"], 2, "Missing argument"),
        (
            ["split", "seeds/pages", "--out", "x.docx"],
            1,
            "x.docx: unknown kind of table '.docx'. Allowed: .csv, .jsonl, .parquet, .xlsx",
        ),
        (["run", "--nonsense"], 2, "No such option"),
    ],
)
def test_wrong_calls(fresh: Path, words: list[str], code: int, message: str) -> None:
    """A missing path is exit code 1, a wrong option or settings file 2; each says what was found and what to do."""
    done = textml_here(fresh, *words)
    assert (done.returncode, message in done.stderr) == (code, True), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("[corpus]\nsegmentr = 'jieba'\n", "did you mean 'segmenter'?"),
        ("[models]\nfolds = 'five'\n", "[models] folds: 'five' is not allowed"),
    ],
)
def test_wrong_settings(fresh: Path, settings: str, message: str) -> None:
    """An unknown key and a wrong type end with exit code 2."""
    (fresh / "configs/default.toml").write_text(settings)
    done = textml_here(fresh, "run")
    assert (done.returncode, message in done.stderr) == (2, True)


def test_nothing_read_nothing_overwritten(project: Path) -> None:
    """A table that cannot be read does not replace the labels that stand there."""
    (project / "labels.csv").write_text("mine")
    (project / "broken.parquet").write_bytes(b"not a table")
    done = textml_here(project, "label", "default", "broken.parquet")
    assert (done.returncode, "labels.csv: not written" in done.stderr) == (1, True)
    assert (project / "labels.csv").read_text() == "mine"


def test_a_stage_alone_drops_nothing(project: Path) -> None:
    """`train` after a page has changed works every stage of the run again that is out of date."""
    page = project / "seeds/pages/2025-01-14/01.txt"
    page.write_text(page.read_text("utf-8").replace("代表", "委员"), encoding="utf-8")
    before = set(files_of(project / "artifacts/default"))
    assert textml_here(project, "train", "default").returncode == 0
    assert set(files_of(project / "artifacts/default")) == before


def test_labels_of_an_unknown_section(fresh: Path) -> None:
    """A label that sections.toml does not know ends with exit code 1 and the line it stands in."""
    with (fresh / "seeds/labeled.jsonl").open("a", encoding="utf-8") as seeds:
        seeds.write('{"id": "z", "text": "球队赢了。", "section": "sport"}\n')
    done = textml_here(fresh, "run")
    assert (done.returncode, "labeled.jsonl:51: unknown section 'sport'" in done.stderr) == (1, True)


def _keep(fresh: Path, **n_of: int) -> None:
    path = fresh / "seeds/labeled.jsonl"
    lines = [(json.loads(line)["section"], line) for line in path.read_text("utf-8").splitlines()]
    kept = [
        line
        for section, n in n_of.items()
        for line in [text for name, text in lines if name == section.replace("_", "-")][:n]
    ]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")


def test_a_section_with_one_label_and_one_with_none(fresh: Path) -> None:
    """The run goes on with the sections it has; instead of scores it says which section has too few labels."""
    _keep(fresh, economy=10, politics_law=10, livelihood=1)
    done = textml_here(fresh, "run")
    assert done.returncode == 0, done.stderr
    report = (fresh / "artifacts/default/reports/index.html").read_text("utf-8")
    assert "估计不了成绩：民生 1；每个栏目至少要标 5 篇。" in report
    columns = (fresh / "artifacts/default/reports/tables/labels.csv").read_text("utf-8-sig").splitlines()[0]
    assert "p_livelihood" in columns
    assert "p_culture" not in columns
    classifier = load_estimator((fresh / "artifacts/default/models/sections.skops").read_bytes(), "sections")
    assert set(classifier.keywords) == {"economy", "politics-law", "livelihood"}


@pytest.mark.parametrize("which", ["one section", "none"])
def test_labels_of_one_section_or_none(fresh: Path, which: str) -> None:
    """Without two labelled sections there is no classifier, but there are topics all the same."""
    if which == "none":
        (fresh / "configs/default.toml").write_text(
            '[corpus]\nlabeled = ""\n[features]\nn_topics = 3\n[reports]\nfigure_formats = ["svg"]\n'
        )
    else:
        _keep(fresh, economy=10)
    done = textml_here(fresh, "run")
    assert done.returncode == 0, done.stderr
    assert "no section classifier" in done.stdout
    assert len((fresh / "artifacts/default/reports/tables/topics.csv").read_text("utf-8").splitlines()) == 4


def test_an_empty_labelled_set(fresh: Path) -> None:
    """An empty file is a set without labels yet: the run has topics, and `suggest` names what to label first."""
    (fresh / "seeds/labeled.jsonl").write_text("\n")
    done = textml_here(fresh, "run")
    assert (done.returncode, "no section has labelled articles" in done.stderr) == (0, True)
    assert textml_here(fresh, "suggest", "default", "--n", "2").stdout.count("\n") == 3


def test_a_slip_in_the_name_of_a_run_makes_none(project: Path) -> None:
    """What asks something of a run does not train another one under a misspelt name."""
    for command in ("evaluate", "topics", "report"):
        done = textml_here(project, command, "defualt")
        assert (done.returncode, "no run of textml. Runs there: default" in done.stderr) == (1, True)
    assert not (project / "artifacts/defualt").exists()


def test_an_artifacts_folder_that_cannot_be_written(fresh: Path) -> None:
    """A file where the folder should be: exit code 1, and what to choose."""
    (fresh / "taken").write_text("")
    done = textml_here(fresh, "run", "--artifacts", "taken")
    assert (done.returncode, "taken: is not a folder" in done.stderr) == (1, True)


def test_killed_while_it_writes(project: Path) -> None:
    """SIGKILL in the middle of a run: the older run is as it was, and the next run succeeds."""
    before = files_of(project / "artifacts/default")
    (project / "configs/default.toml").write_text(
        "[corpus]\nmin_chars = 21\n[features]\nn_topics = 3\n[models]\nfolds = 2\nprecision = 0.7\n"
        '[reports]\nfigure_formats = ["svg"]\n'
    )
    said = project / "said.txt"
    with said.open("w") as file:
        process = subprocess.Popen([*TEXTML, "run"], cwd=project, env=ENVIRONMENT, stdout=file, stderr=file)
    first = project / "artifacts/.default.new/corpus/articles.jsonl"
    wait_until(lambda: first.exists() or process.poll() is not None, "the first file of the run", said.read_text)
    process.send_signal(signal.SIGKILL)
    assert process.wait(PATIENCE) == -signal.SIGKILL, said.read_text()
    assert files_of(project / "artifacts/default") == before
    assert textml_here(project, "run").returncode == 0
    assert not list((project / "artifacts").glob(".default.[no]*"))


def test_a_changed_byte_in_a_model(project: Path) -> None:
    """A model with one other byte does not label; `textml run` makes it again."""
    model = project / "artifacts/default/models/sections.skops"
    raw = bytearray(model.read_bytes())
    raw[len(raw) // 2] ^= 1
    model.write_bytes(raw)
    done = textml_here(project, "label", "default", "seeds/pages")
    assert (done.returncode, "sections.skops: was changed after it was written" in done.stderr) == (1, True)
    assert textml_here(project, "run").returncode == 0
    assert textml_here(project, "label", "default", "seeds/pages").returncode == 0


def test_other_golden_predictions(project: Path) -> None:
    """A run whose models predict otherwise than when it was made is refused with the article that shows it."""
    folder = project / "artifacts/default"
    manifest = read_manifest(folder)
    assert len(manifest["golden"]) == 12
    manifest["golden"][0]["sections"][0] += 0.01
    Draft(folder, None).write_manifest(manifest)
    done = textml_here(project, "label", "default", "seeds/pages")
    assert (done.returncode, "predicts different sections for golden article" in done.stderr) == (1, True)
