"""An archive of any size becomes one label table: in order, in bounded memory, without labelling twice."""

import gc
import json
import os
import resource
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import joblib
import pytest

from tests.conftest import ENVIRONMENT, TEXTML, textml_here
from tests.waiting import PATIENCE
from textml.corpus.article import Article
from textml.corpus.reading import batches
from textml.corpus.reading.sources import Source
from textml.disk.writing import write_beside
from textml.errors import ArtifactError
from textml.predict import archive
from textml.predict.archive import label_archive, open_recipe
from textml.predict.label_table import LabelTable
from textml.predict.labeller import Labeller
from textml.predict.result import LabelResult
from textml.progress import Count, Silent

TEXTS = (
    "市法院昨天开庭审理一起借款案，法官当庭宣判，被告当场履行。",
    "县剧团的新戏在祠堂首演，老艺人把唱腔教给孩子。",
    "泵业公司的订单排到明年，车间添了两条生产线，产值增长两成。",
    "小区的电梯修好了，社区医院给老人量血压。",
)


def write_rows(path: Path, start: int, n: int) -> Path:
    """A table of n articles with ids from `start` on."""
    rows = (
        {"id": f"x{i}", "title": f"第{i}条", "text": TEXTS[i % 4] + "又讯。" * (i % 7)} for i in range(start, start + n)
    )
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def label(project: Path, *paths: Path, out: str = "labels.csv", **settings: Any) -> LabelResult:
    """Label with the finished run of a project."""
    recipe = open_recipe(project / "artifacts/default")
    return label_archive(recipe, [str(path) for path in paths], project / out, **settings)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of a few articles, and a pool for any amount of them."""
    monkeypatch.setattr(batches, "BLOCK_BYTES", 2000)
    monkeypatch.setattr(archive, "_WORTH_PROCESSES", 0)
    monkeypatch.setattr(archive, "_WINDOW", 5)


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("out", ["labels.csv", "labels.jsonl", "labels.parquet", "labels.xlsx"])
def test_the_same_bytes_for_any_number_of_workers(project: Path, out: str) -> None:
    """One process, two, two threads by joblib's own configuration: the same file, in the order of the input."""
    paths = [write_rows(project / "a.jsonl", 0, 150), project / "seeds/pages", write_rows(project / "b.jsonl", 150, 9)]
    written = []
    for n_workers, backend in ((1, None), (2, None), (None, "threading")):
        (project / f".{out}.ledger.json").unlink(missing_ok=True)
        if backend:
            with joblib.parallel_config(backend=backend, n_jobs=2):
                found = label(project, *paths, out=out, n_workers=n_workers)
        else:
            found = label(project, *paths, out=out, n_workers=n_workers)
        assert found.n_kept == 0
        written.append((project / out).read_bytes())
    assert written[0] == written[1] == written[2]
    if out == "labels.jsonl":
        ids = [json.loads(line)["id"] for line in written[0].splitlines()]
        assert len(ids) == found.n_articles
        assert (ids[:150], ids[-9:]) == ([f"x{n}" for n in range(150)], [f"x{n}" for n in range(150, 159)])


@pytest.mark.usefixtures("small_batches")
def test_a_row_depends_on_its_article_alone(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In batches of other sizes every row is the same."""
    table = write_rows(project / "a.jsonl", 0, 60)
    label(project, table, out="small.jsonl")
    monkeypatch.setattr(batches, "BLOCK_BYTES", 1 << 20)
    label(project, table, out="large.jsonl")
    assert (project / "small.jsonl").read_bytes() == (project / "large.jsonl").read_bytes()


@pytest.mark.parametrize("out", ["labels.csv", "labels.jsonl", "labels.parquet", "labels.xlsx"])
def test_a_folder_that_grew_costs_its_new_files(project: Path, out: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old files are not read again; the table equals one that is made of all of them at once."""
    folder = project / "tables"
    folder.mkdir()
    write_rows(folder / "b.jsonl", 20, 20)
    shutil.copytree(project / "seeds/pages/2025-01-14", folder / "2025-01-14")
    first = label(project, folder, out=out)
    write_rows(folder / "a.jsonl", 0, 20)
    read: list[str] = []
    work = archive.label_batch
    monkeypatch.setattr(archive, "label_batch", lambda batch, *rest: (read.append(batch.source), work(batch, *rest))[1])
    grown = label(project, folder, out=out)
    assert [Path(name).name for name in read] == ["a.jsonl"]
    assert (grown.n_kept, grown.n_articles) == (first.n_articles, first.n_articles + 20)
    assert grown.n_labelled >= first.n_labelled > 0
    again = (project / out).read_bytes()
    (project / f".{out}.ledger.json").unlink()
    assert label(project, folder, out=out).n_kept == 0
    assert (project / out).read_bytes() == again


def test_a_table_that_was_changed_is_made_anew(project: Path) -> None:
    """Rows are copied only from the table as it was written, by the same run and precision; a changed one is kept."""
    table = write_rows(project / "a.jsonl", 0, 8)
    label(project, table)
    assert label(project, table).n_kept == 8
    with (project / "labels.csv").open("a") as file:
        file.write("mine\n")
    changed = (project / "labels.csv").read_bytes()
    found = label(project, table)
    (kept,) = project.glob("labels.????-??-??.csv")
    assert (found.n_kept, kept.read_bytes()) == (0, changed)
    assert found.notes.messages == [
        f"{project / 'labels.csv'}: had been changed since textml wrote it, and is kept as it was: {kept}"
    ]
    assert label(project, table).notes.messages == []
    recipe = open_recipe(project / "artifacts/default", precision=0.8)
    assert label_archive(recipe, [str(table)], project / "labels.csv").n_kept == 0


def test_problems_are_reported_again_with_copied_rows(project: Path) -> None:
    """A broken line is reported every time, not only when its file was read."""
    table = write_rows(project / "a.jsonl", 0, 4)
    table.write_text(table.read_text("utf-8") + "no json\n", encoding="utf-8")
    first, again = label(project, table), label(project, table)
    assert (first.n_kept, again.n_kept) == (0, 4)
    assert first.problems.messages == again.problems.messages
    assert f"{table}:5: not JSON" in first.problems.messages[0]


def test_an_id_that_comes_twice_is_kept_once(project: Path) -> None:
    """Over tables and batches the first article keeps the id; the second is reported, whether new or copied."""
    one, other = write_rows(project / "b.jsonl", 0, 6), project / "a.jsonl"
    assert label(project, project).n_articles > 6
    write_rows(other, 4, 4)
    for _ in range(2):
        found = label(project, other, one)
        assert found.n_articles == 8
        assert found.problems.messages == [
            f"x{n}: read twice; the first was kept. Give every article its own id and name every input once"
            for n in (4, 5)
        ]


def test_a_story_that_a_run_leaves_out_is_not_labelled(project: Path) -> None:
    """[corpus] min_chars of the run holds for labelling too; a story that is too short is noted."""
    rows = [{"id": "long", "text": TEXTS[0]}, {"id": "short", "text": "早市五点开。"}]
    (project / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = label(project, project / "a.jsonl", out="labels.jsonl")
    assert [json.loads(line)["id"] for line in (project / "labels.jsonl").read_text("utf-8").splitlines()] == ["long"]
    assert found.notes.messages == ["short: not labelled (6 characters, fewer than 20)"]


def test_an_article_that_fails_leaves_its_batch(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any error of one article is reported with its id; the others of the batch are labelled."""
    work = Labeller.label

    def fail(self: Labeller, articles: Sequence[Article]) -> Any:
        if any(article.id in ("x3", "x17") for article in articles):
            raise ZeroDivisionError("by this article")
        return work(self, articles)

    monkeypatch.setattr(Labeller, "label", fail)
    found = label(project, write_rows(project / "a.jsonl", 0, 20), out="labels.jsonl")
    ids = [json.loads(line)["id"] for line in (project / "labels.jsonl").read_text("utf-8").splitlines()]
    assert ids == [f"x{n}" for n in range(20) if n not in (3, 17)]
    assert [problem.split(". ")[0] for problem in found.problems.messages] == [
        f"{name}: could not be labelled (ZeroDivisionError: by this article)" for name in ("x3", "x17")
    ]


def test_a_table_of_nothing_is_not_written(project: Path) -> None:
    """An earlier file stays if nothing could be read; a table without stories has its columns only."""
    (project / "labels.csv").write_text("mine")
    (project / "a.jsonl").write_text("no json\n")
    with pytest.raises(
        ArtifactError, match=r"not written because no input could be read\. First of 1 problems: .*a\.jsonl:1"
    ):
        label(project, project / "a.jsonl")
    assert (project / "labels.csv").read_text() == "mine"
    (project / "a.jsonl").write_text('{"title": "广告", "text": "", "kind": "slogan"}\n', encoding="utf-8")
    assert label(project, project / "a.jsonl").n_articles == 0
    assert (project / "labels.csv").read_text("utf-8-sig").startswith('"id","title","section"')


def test_a_full_disk_is_a_clear_error(project: Path) -> None:
    """The earlier file stays, and no unfinished file is left beside it."""
    (project / "labels.csv").write_text("mine")
    write_rows(project / "a.jsonl", 0, 400)
    done = subprocess.run(
        [*TEXTML, "label", "default", "a.jsonl"],
        cwd=project,
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        timeout=PATIENCE,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert done.returncode == 1
    assert "error: labels.csv: cannot be written (File too large); what was there before is untouched" in done.stderr
    assert (project / "labels.csv").read_text() == "mine"
    assert not list(project.glob(".labels*"))


def test_standard_input_to_standard_output(project: Path) -> None:
    """JSON lines in, JSON lines out; messages go to stderr."""
    table = write_rows(project / "a.jsonl", 0, 5)
    label(project, table, out="labels.jsonl")
    done = subprocess.run(
        [*TEXTML, "label", "default", "-", "--out", "-"],
        cwd=project,
        input=table.read_bytes(),
        capture_output=True,
        env=ENVIRONMENT,
        timeout=PATIENCE,
        check=True,
    )
    assert done.stdout == (project / "labels.jsonl").read_bytes()
    assert done.stderr.decode().startswith("-: 5 articles, ")


def test_topics_can_be_left_out(project: Path) -> None:
    """With --no-topics the column is there and empty, and everything else is the same."""
    write_rows(project / "a.jsonl", 0, 5)
    rows = []
    for switch in ("--topics", "--no-topics"):
        done = textml_here(project, "label", "default", "a.jsonl", "--out", "labels.jsonl", switch)
        assert done.returncode == 0, done.stderr
        rows.append([json.loads(line) for line in (project / "labels.jsonl").read_text("utf-8").splitlines()])
    assert all(row["topic"] for row in rows[0])
    assert [{**row, "topic": ""} for row in rows[0]] == rows[1]


def test_the_table_is_no_input_of_itself(project: Path) -> None:
    """A label table in a folder that is labelled is skipped; no other file of the input is overwritten."""
    folder = project / "tables"
    folder.mkdir()
    write_rows(folder / "a.jsonl", 0, 6)
    for n_kept in (0, 6):
        found = label(project, folder, out="tables/labels.csv")
        assert (found.n_articles, found.n_kept, found.problems.n_messages) == (6, n_kept, 0)
    before = (folder / "a.jsonl").read_bytes()
    for paths in ([folder], [folder / "a.jsonl"]):
        with pytest.raises(ArtifactError, match=r"a\.jsonl: is also part of the input, which would be overwritten"):
            label(project, *paths, out="tables/a.jsonl")
    assert (folder / "a.jsonl").read_bytes() == before


def test_a_file_that_changes_while_it_is_read_is_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rows may be missing, so this is reported, and they are not copied the next time."""
    table = write_rows(project / "a.jsonl", 0, 8)
    work = archive.label_batch
    monkeypatch.setattr(archive, "label_batch", lambda *given: (write_rows(table, 0, 3), work(*given))[1])
    found = label(project, table)
    assert found.problems.messages == [
        f"{table}: changed while it was read, so rows may be missing. Start the same command again"
    ]
    monkeypatch.undo()
    found = label(project, table)
    assert (found.n_articles, found.n_kept, found.problems.n_messages) == (3, 0, 0)


@pytest.mark.usefixtures("small_batches")
def test_files_that_vanish_while_others_are_labelled_are_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table and a page: each is named once, rows that were read stay, and the other files are labelled."""
    paths = [write_rows(project / name, start, 60) for name, start in (("a.jsonl", 0), ("b.jsonl", 60))]
    page = project / "seeds/pages/2025-02-13/02.txt"
    work = archive._iter_steps

    def vanish(*given: Any) -> Iterator[Any]:
        for number, step in enumerate(work(*given)):
            if number == 1:
                paths[0].unlink()
                page.unlink()
            yield step

    monkeypatch.setattr(archive, "_iter_steps", vanish)
    found = label(project, *paths, project / "seeds/pages", out="labels.jsonl", n_workers=1)
    said = [problem.split(" (")[0] for problem in found.problems.messages]
    changed = "changed while it was read, so rows may be missing. Start the same command again"
    assert said == [
        f"{paths[0]}: cannot be read",
        f"{paths[0]}: {changed}",
        f"{page}: cannot be read",
        f"issue 2025-02-13: {changed}",
    ]
    ids = [json.loads(line)["id"] for line in (project / "labels.jsonl").read_text("utf-8").splitlines()]
    assert [i for i in ids if i[0] == "x"][-60:] == [f"x{n}" for n in range(60, 120)]
    assert {i[:13] for i in ids if i[0] != "x"} == {"2025-01-14/01", "2025-01-14/02", "2025-02-13/01"}


def test_an_error_in_the_middle_ends_the_tasks_without_a_warning(
    project: Path, monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    """What joblib says about tasks that nobody waits for is no news to a user."""
    monkeypatch.setattr(batches, "BLOCK_BYTES", 2000)

    def fail(*_: Any) -> None:
        raise ArtifactError("full")

    monkeypatch.setattr(archive, "_enter_result", fail)
    with pytest.raises(ArtifactError, match=r"^full$"):
        label(project, write_rows(project / "a.jsonl", 0, 150), n_workers=2)
    gc.collect()
    assert list(recwarn) == []


def test_few_long_rows_wait_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps are taken until their rows fill the memory that is set aside; rows that are read later need none."""
    monkeypatch.setattr(archive, "_WINDOW_SIZE", 100)
    source = Source("t.csv", ("t.csv",), 10, "")
    held = [archive._Step(source, batches.Batch("t.csv", ("t.csv",), rows=((1, {"text": "汀" * 40}),)))] * 5
    later = [archive._Step(source, batches.Batch("t.jsonl", ("t.jsonl",), span=(0, 1000)))] * 70
    steps = iter([*held, *later])
    assert [len(archive._take_window(steps)) for _ in range(4)] == [3, 64, 8, 0]


def test_a_table_that_is_being_written_is_left_alone(project: Path) -> None:
    """A second command into the same table is refused while the first one writes; no other file is left."""
    table = write_rows(project / "a.jsonl", 0, 4)
    with write_beside(project / "labels.csv") as file:
        file.write(b"first")
        with pytest.raises(ArtifactError, match=r"labels\.csv: is being written by another textml"):
            label(project, table)
    assert (project / "labels.csv").read_bytes() == b"first"
    assert not list(project.glob(".labels*"))
    assert label(project, table).n_articles == 4


def test_the_time_left_is_that_of_new_input(project: Path) -> None:
    """Copied bytes are not counted: they would make the estimate too short."""
    old, new = write_rows(project / "a.jsonl", 0, 50), write_rows(project / "b.jsonl", 50, 5)
    label(project, old)
    counted: list[int] = []

    class Counted(Silent):
        def counting(self, what: str, n_items: int) -> AbstractContextManager[Count]:
            counted.append(n_items)
            return nullcontext(lambda done, *_: counted.append(done))

    assert label(project, old, new, progress=Counted()).n_kept == 50
    assert (counted[0], counted[1], counted[-1]) == (new.stat().st_size, 0, new.stat().st_size)


def test_names_that_are_no_utf8(project: Path) -> None:
    """Tables with names in GBK are labelled, and their rows copied the next time."""
    table = write_rows(project / os.fsdecode("稿.jsonl".encode("gbk")), 0, 4)
    assert [label(project, table).n_kept for _ in range(2)] == [0, 4]


def test_problems_without_end_weigh_little(project: Path) -> None:
    """A source with many problems is read again, and only some of them are kept in memory."""
    table = write_rows(project / "a.jsonl", 0, 4)
    with table.open("a") as file:
        file.write("no json\n" * 300)
    kept = []
    end = LabelTable.end_source

    def look(self: LabelTable, source: Source, complete: bool) -> None:
        kept.append(len(self._problems))
        end(self, source, complete)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LabelTable, "end_source", look)
        found = [label(project, table) for _ in range(2)]
    assert [(f.n_kept, f.problems.n_messages) for f in found] == [(0, 300), (0, 300)]
    assert kept == [100, 100]
