"""What changes or goes while a run reads it is a problem, and the next run reads it again."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from textml.config import Settings
from textml.corpus.article import Article
from textml.disk.files import sha256_of
from textml.errors import ConfigError, CorpusError, SeedError
from textml.progress import Finish, Silent
from textml.runs.inputs import Inputs, hash_inputs
from textml.runs.pipeline import Outcome, run

STORY = "市里昨天开会讨论水库的除险加固，会上定了工期，明年汛期前完工。"


class Meddling(Silent):
    """Somebody who changes files after they were hashed and before they are read."""

    def __init__(self, meddle: Callable[[], object]) -> None:
        self.meddle = meddle

    def stage(self, name: str, expected: float = 0.0) -> AbstractContextManager[Finish]:
        self.meddle()
        return super().stage(name, expected)


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Start the first stage of a run over three pages of one issue."""
    monkeypatch.chdir(tmp_path)
    for number in (1, 2, 3):
        page = tmp_path / f"in/20250213_0{number}.txt"
        page.parent.mkdir(exist_ok=True)
        page.write_text(f"水库第{number}次开会\n{STORY}{number}\n", encoding="utf-8")
    (tmp_path / "sections.toml").write_text('[a]\ntitle = "经济"\n[b]\ntitle = "文化"\n', encoding="utf-8")

    def start(meddle: Callable[[], object] | None = None, **corpus: str) -> Outcome:
        tables = {"input": ["in"], "sections": "sections.toml", "labeled": "", "truth": "", **corpus}
        settings = Settings.model_validate({"corpus": tables})
        return run(settings, tmp_path / "artifacts/r", "corpus", Meddling(meddle) if meddle else None)

    return start


def ids(articles: list[Article]) -> list[str]:
    return [article.page_id for article in articles]


def test_a_page_that_goes_is_a_problem(tmp_path: Path, start: Callable[..., Outcome]) -> None:
    """The page is named once, the other pages of its issue are read, and the manifest knows only those."""
    found = start((tmp_path / "in/20250213_02.txt").unlink)
    assert ids(found.contents.items) == ["2025-02-13/01", "2025-02-13/03"]
    assert [problem.split(" (")[0] for problem in found.problems] == ["in/20250213_02.txt: cannot be read"]
    assert sorted(found.contents.folder.manifest["inputs"]) == [  # type: ignore[attr-defined]
        "in/20250213_01.txt",
        "in/20250213_03.txt",
        "sections.toml",
    ]


def test_a_page_that_changes_is_a_problem_until_it_is_read_again(tmp_path: Path, start: Callable[..., Outcome]) -> None:
    """Its sum is not that of what was read, so it has none in the manifest, and the next run reads it again."""
    page = tmp_path / "in/20250213_02.txt"
    found = start(lambda: page.write_text("水库停工\n" + STORY, encoding="utf-8"))
    assert found.problems == ["in/20250213_02.txt: changed while the run read it. Run again when nobody writes it"]
    assert "in/20250213_02.txt" not in found.contents.folder.manifest["inputs"]  # type: ignore[attr-defined]
    again = start()
    assert (again.kept, again.problems) == ((), [])
    assert again.contents.folder.manifest["inputs"]["in/20250213_02.txt"] == sha256_of(page)  # type: ignore[attr-defined]
    assert start().kept == ("corpus",)


def test_a_page_that_comes_late_is_read_by_the_next_run(tmp_path: Path, start: Callable[..., Outcome]) -> None:
    """A page that nobody hashed is not read; the next run finds it."""
    late = tmp_path / "in/20250213_04.txt"
    found = start(lambda: late.write_text("水库放水\n" + STORY, encoding="utf-8"))
    assert (len(found.contents.items), found.problems) == (3, [])
    assert len(start().contents.items) == 4


@pytest.mark.parametrize("name", ["truth", "stop_words", "user_words", "labeled"])
def test_named_files_are_watched_too(tmp_path: Path, start: Callable[..., Outcome], name: str) -> None:
    """A truth file, a word list and a labelled set that change while they are read are problems of the run."""
    file = tmp_path / ("words.txt" if "words" in name else "rows.jsonl")
    file.write_text("\n", encoding="utf-8")
    found = start(lambda: file.write_text("\n\n", encoding="utf-8"), **{name: file.name})
    assert found.problems == [f"{file.name}: changed while the run read it. Run again when nobody writes it"]
    assert start(**{name: file.name}).kept == ()


def test_a_labelled_set_that_goes_is_an_error(tmp_path: Path, start: Callable[..., Outcome]) -> None:
    """Without it nothing can be trained: the run ends, and there is none."""
    file = tmp_path / "rows.jsonl"
    file.write_text("\n", encoding="utf-8")
    with pytest.raises(SeedError, match=r"rows\.jsonl: cannot be read"):
        start(file.unlink, labeled="rows.jsonl")
    assert not (tmp_path / "artifacts/r").exists()


def test_a_broken_truth_file_only_costs_its_scores(tmp_path: Path, start: Callable[..., Outcome]) -> None:
    """Its line is a problem; the pages are read."""
    (tmp_path / "truth.jsonl").write_text('{"id": "2025-02-13/01", "articles": ["x"]}\n', encoding="utf-8")
    found = start(truth="truth.jsonl")
    assert (len(found.contents.items), found.contents.checked) == (3, [])
    assert [problem[:14] for problem in found.problems] == ["truth.jsonl:1:"]


def test_nothing_read_at_all_is_an_error(tmp_path: Path, start: Callable[..., Outcome]) -> None:
    """Where no page can be read the first problems are the message, and the earlier run stays."""
    start()
    for page in (tmp_path / "in").iterdir():
        page.write_bytes(b"\x89PNG\r\n" + bytes(3000))
    with pytest.raises(CorpusError, match=r"no page and no article could be read\nin/20250213_01\.txt: binary"):
        start()
    assert (tmp_path / "artifacts/r/corpus/articles.jsonl").exists()


def test_the_same_content_written_again_is_noticed(tmp_path: Path) -> None:
    """Between two equal sums a file may have been another one; the time tells."""
    file = tmp_path / "t.txt"
    file.write_text("甲", encoding="utf-8")
    inputs = Inputs([str(file)])
    assert inputs.check() == []
    os.utime(file, ns=(1, 1))
    assert inputs.check() == [f"{file}: changed while the run read it. Run again when nobody writes it"]
    assert inputs.sums() == {}
    assert inputs.state() == {str(file): "changed while it was read"}


def test_an_address_is_no_input_of_a_run() -> None:
    """The message says what is allowed, and what labels files elsewhere."""
    settings = Settings.model_validate({"corpus": {"input": ["s3://archive/2024"]}})
    with pytest.raises(ConfigError, match=r"'s3://archive/2024' is an address; allowed: files .*textml label"):
        hash_inputs(settings)
