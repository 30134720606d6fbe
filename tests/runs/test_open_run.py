"""A finished run, opened once."""

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

import textml
from tests.conftest import textml_here
from textml import store
from textml.config import read_settings
from textml.corpus.seeds import Seed
from textml.disk.files import sha256_of
from textml.errors import ArtifactError, CorpusError
from textml.predict.contents import Contents
from textml.review.label_errors import rank_label_errors
from textml.review.queue import add_doubt
from textml.runs import inputs
from textml.runs.pipeline import run

COURT = "县人民法院公开开庭审理一起盗窃案件，被告人当庭认罪，法官依法宣判。"


@pytest.fixture
def finished(project: Path) -> Any:
    """The small project's run."""
    return textml.open_run(project / "artifacts/default")


def test_texts_are_labelled_as_the_command_line_labels_them(project: Path, finished: Any) -> None:
    """The same section, confidence, topic and words as `textml label` writes for the same text."""
    (project / "court.jsonl").write_text(json.dumps({"id": "1", "text": COURT}) + "\n", encoding="utf-8")
    done = textml_here(project, "label", "default", "court.jsonl", "--out", "labels.jsonl")
    assert done.returncode == 0, done.stderr
    (row,) = (json.loads(line) for line in (project / "labels.jsonl").read_text("utf-8").splitlines())
    assert finished.label([COURT]) == [row]


def test_a_run_shows_what_it_holds(project: Path, finished: Any) -> None:
    """Its repr names the folder and counts the articles; its card says what can be expected of the labels."""
    n_articles = len(finished.contents.stories)
    assert repr(finished) == f"FinishedRun({str(project / 'artifacts/default')!r}, {n_articles} articles)"
    assert str(finished.contents.promise)[:30] in finished._repr_html_()


def test_one_text_is_not_taken_for_its_characters(finished: Any) -> None:
    """A text instead of a list of texts is refused with what to write."""
    with pytest.raises(CorpusError, match=r"texts: found one text, .*; allowed: a list of texts"):
        finished.label(COURT)


def test_articles_come_as_a_table_with_their_labels(finished: Any) -> None:
    """A row an article, indexed by id, with text, date, section and probabilities that sum to one."""
    articles = finished.articles()
    assert list(articles.index) == [article.id for article in finished.contents.stories]
    assert set(articles["date"]) == {"2025-01-14", "2025-02-13"}
    sections = [f"p_{section.key}" for section in finished.contents.named]
    assert articles[sections].sum(axis=1).round(4).eq(1).all()


def test_what_speaks_for_a_section_is_explained(finished: Any) -> None:
    """The likeliest section of a court report is that of the courts, and a word of the court speaks for it."""
    explanation = finished.explain(COURT)
    assert explanation.section == "politics-law"
    assert "法院" in "".join(word for word, _ in explanation.spoke_for)


def test_suggestions_leave_the_section_open(finished: Any) -> None:
    """Articles of the run without a label, each once, with an empty section to fill in."""
    rows = finished.suggest(5)
    assert len({row["id"] for row in rows}) == 5
    assert {row["section"] for row in rows} == {""}
    labelled = {row["id"]: add_doubt(row)["doubt"] for row in finished.contents.labels}
    assert {row["id"]: row["doubt"] for row in rows}.items() <= labelled.items()


def test_a_validation_set_and_labels_that_look_wrong(finished: Any) -> None:
    """Both are rows to fill in that say how they were chosen; the first says nothing that could sway a person."""
    drawn = finished.suggest(4, "random")
    assert {row["id"] for row in drawn} <= {story.id for story in finished.contents.stories}
    assert [(row["chosen"], row["doubt"], row["section"]) for row in drawn] == [("random", "", "")] * 4
    assert [row["id"] for row in finished.suggest(2, "random")] == [row["id"] for row in drawn[:2]]
    assert {row["chosen"] for row in finished.suggest(2)} == {"suggested"}
    errors = finished.suggest(3, "error check")
    worst = rank_label_errors(finished.contents.scores)[0]
    assert errors[0]["id"] == finished.contents.scores.ids[worst.position]
    assert errors[0]["doubt"].startswith(f"labelled {worst.label} ")
    assert {(row["chosen"], row["section"]) for row in errors} == {("error check", "")}


def test_labelled_articles_are_not_offered_again(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither after a correction elsewhere on their page, nor where their ids are numbers of an earlier version.

    What cannot be found on a page that was read is named once; other ids are not.
    """
    monkeypatch.chdir(fresh)
    config, folder = Path("configs/default.toml"), Path("artifacts/default")
    run(read_settings(config), folder, "sections")
    before = textml.open_run(folder)
    items = [article for article in before.contents.items if article.page_id == "2025-02-13/01"]
    chosen = [article for article in items if article.is_story]
    corrected, labelled = chosen[0], chosen[1:]
    rows = [
        {"id": article.id if n % 2 else f"2025-02-13/01#{n + 1:02d}", "text": article.body, "section": "culture"}
        for n, article in enumerate(labelled)
    ]
    gone = {"id": "2025-02-13/01#77", "text": "本版没有的一篇文字，说的是别的事情。", "section": "culture"}
    with Path("seeds/labeled.jsonl").open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in [*rows, gone])
    printed = Path("seeds/pages/2025-02-13/01.txt").read_text("utf-8").split("\n")
    line = corrected.lines.body[len(corrected.lines.body) // 2]
    entry = f'[[cut]]\npage = "2025-02-13/01"\nline = {line}\ntext = """{printed[line - 1].strip()}"""\n'
    Path("fixed.toml").write_text(entry, encoding="utf-8")
    config.write_text(f'[corpus]\ncorrections = "fixed.toml"\n{config.read_text("utf-8")}', encoding="utf-8")
    run(read_settings(config), folder, "sections")
    after = textml.open_run(folder)
    ids = {article.id for article in after.contents.items if article.page_id == "2025-02-13/01"}
    assert {article.id for article in items} < ids
    offered = {row["id"] for row in after.suggest(1000)}
    assert offered == {story.id for story in after.contents.stories} - {article.id for article in labelled}
    assert [note for note in after.contents.notes if "labelled" in note] == [
        "seeds/labeled.jsonl: 1 labelled article is not found on its page, which may be read or cut otherwise now: "
        "2025-02-13/01#77. Labels are learnt from as before, but `textml suggest` may offer parts of these texts again"
    ]


def test_a_run_that_only_compared_ids_is_read_as_before(tmp_path: Path) -> None:
    """A run of an earlier version has ids with numbers and does not say which of its articles are labelled."""
    seed = asdict(Seed("2025-01-14/01#07", "", "早市五点开。", "economy"))
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/seeds.jsonl").write_text(json.dumps(seed) + "\n", encoding="utf-8")
    assert Contents(store.Folder(tmp_path)).labelled == {"2025-01-14/01#07": "2025-01-14/01#07"}


def test_a_folder_without_a_run_is_refused(tmp_path: Path) -> None:
    """The error says that there is no run and how to make one."""
    with pytest.raises(ArtifactError, match=r"no run of textml.*start with `textml run`"):
        textml.open_run(tmp_path / "default")


def test_a_run_parses_each_file_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other settings of the report: articles, labels and scores are read once, whatever needs them."""
    monkeypatch.chdir(project)
    (project / "configs/default.toml").write_text(
        "[features]\nn_topics = 3\n[models]\nfolds = 2\nprecision = 0.7\n"
        '[reports]\nfigure_formats = ["svg"]\nn_words = 8\n'
    )
    read: Counter[str] = Counter()
    read_bytes = store.Folder.read_bytes
    monkeypatch.setattr(store.Folder, "read_bytes", lambda self, file: (read.update([file]), read_bytes(self, file))[1])
    for folder in (store.Folder, store.Run):
        lines = folder.read_lines
        monkeypatch.setattr(
            folder, "read_lines", lambda self, file, lines=lines: (read.update([file]), lines(self, file))[1]
        )
    outcome = run(read_settings(Path("configs/default.toml")), Path("artifacts/default"))
    assert "labels" in outcome.kept
    assert "reports" not in outcome.kept
    parsed = ("corpus/articles.jsonl", "models/labels.jsonl", "models/scores.json", "models/topics.skops")
    assert {file: read[file] for file in parsed} == dict.fromkeys(parsed, 1)


def test_a_run_without_change_is_hashed_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file of the run and each input is hashed once to see that nothing changed."""
    monkeypatch.chdir(project)
    hashed: Counter[str] = Counter()

    def count(path: Path) -> str:
        hashed.update([str(path)])
        return sha256_of(path)

    for module in (store, inputs):
        monkeypatch.setattr(module, "sha256_of", count)
    outcome = run(read_settings(Path("configs/default.toml")), Path("artifacts/default"), "curve")
    assert "curve" in outcome.kept
    assert set(hashed.values()) == {1}
    assert "artifacts/default/corpus/articles.jsonl" in hashed
