"""A dataset of labels: the same parts on any number of machines, resumable, with nothing lost."""

import errno
import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import fsspec
import pyarrow.parquet as pq
import pytest

from tests.conftest import ENVIRONMENT, TEXTML, textml_here, textml_in
from tests.predict.dask_processes import worker_named
from tests.predict.test_archive import write_rows
from tests.waiting import PATIENCE, wait_until
from textml.corpus.reading.sources import list_sources
from textml.errors import ArtifactError, ClusterError, ConfigError, MissingExtraError
from textml.predict import dataset_lock, partitions, plan
from textml.predict.archive import open_recipe
from textml.predict.cluster import connect
from textml.predict.dataset import MANIFEST
from textml.predict.partitions import Job, label_dataset
from textml.predict.plan import plan_partitions
from textml.predict.result import LabelResult, MessageLog
from textml.progress import Silent
from textml.versions import made_with


def label(project: Path, *paths: Path | str, out: str = "labels", **settings: Any) -> LabelResult:
    """Label with the finished run of a project into a dataset."""
    place = out if "://" in out else str(project / out)
    return label_dataset(open_recipe(project / "artifacts/default"), [str(path) for path in paths], place, **settings)


def files_of(folder: Path) -> dict[str, bytes]:
    """Everything in a folder by its name, hidden files too."""
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def ids_of(folder: Path) -> list[str]:
    """Ids in all parts, in their order."""
    return [i for part in sorted(folder.glob("part-*")) for i in pq.read_table(part)["id"].to_pylist()]


def manifest_of(folder: Path) -> Any:
    return json.loads((folder / MANIFEST).read_text("utf-8"))


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of some dozen articles."""
    monkeypatch.setattr(plan, "PART_BYTES", 5000)


@pytest.mark.usefixtures("small_parts")
def test_parts_of_two_workers_are_those_of_one_machine(dask_processes, project):
    """Every file, the manifest too, has the same bytes from one process, two processes and two cluster workers."""
    paths = [write_rows(project / "a.jsonl", 0, 150), project / "seeds/pages", write_rows(project / "b.jsonl", 150, 9)]
    found = label(project, *paths, out="one", n_workers=1)
    assert label(project, *paths, out="two", n_workers=2).n_articles == found.n_articles
    assert label(project, *paths, out="cluster", cluster=dask_processes.address).n_articles == found.n_articles
    parts = files_of(project / "one")
    assert len(parts) > 8
    assert files_of(project / "two") == parts
    assert files_of(project / "cluster") == parts
    ids = ids_of(project / "one")
    assert len(ids) == found.n_articles
    assert (ids[:150], ids[-9:]) == ([f"x{n}" for n in range(150)], [f"x{n}" for n in range(150, 159)])
    assert manifest_of(project / "one")["complete"]


def test_a_dataset_has_the_rows_of_a_table(project):
    """Read as one, the parts are what `--out labels.parquet` writes."""
    paths = ["a.jsonl", "seeds/pages"]
    write_rows(project / "a.jsonl", 0, 30)
    for out in ("labels", "labels.parquet"):
        done = textml_here(project, "label", "default", *paths, "--out", out)
        assert done.returncode == 0, done.stderr
    assert done.stdout.split(":", 1)[1].startswith(" 52 articles")
    assert pq.read_table(project / "labels").equals(pq.read_table(project / "labels.parquet"))


# In a worker: it says that it is at work, and never comes to an end of it.
_STUCK = """
import threading
from pathlib import Path
from textml.predict import partitions
def label_partition(*_):
    Path("AT_WORK").touch()
    threading.Event().wait()
partitions.label_partition = label_partition
"""


@pytest.mark.usefixtures("small_parts")
def test_a_killed_worker_is_reported_and_its_work_done_elsewhere(dask_processes, project):
    """SIGKILL while it labels: another worker makes its part, a line says so, the files are those of one machine."""
    table = write_rows(project / "a.jsonl", 0, 400)
    label(project, table, out="one")
    at_work, preload = project / "at_work", project / "stuck.py"
    preload.write_text(_STUCK.replace("AT_WORK", str(at_work)), encoding="utf-8")
    said: list[str] = []

    class Watch(Silent):
        def say(self, what: str) -> None:
            said.append(what)

    def kill() -> None:
        wait_until(at_work.exists, "the worker is at work", lambda: dask_processes.log("doomed"))
        dask_processes.kill("doomed")

    with dask_processes.extra_worker("doomed", "--preload", str(preload)), connect(dask_processes.address) as client:
        doomed = worker_named(client, "doomed")
        with ThreadPoolExecutor(1) as beside:
            killing = beside.submit(kill)
            label(project, table, out="cluster", cluster=dask_processes.address, progress=Watch())
            killing.result()
    assert said == [f"worker {doomed} was lost; other workers repeat its work"]
    assert files_of(project / "cluster") == files_of(project / "one")


def test_a_killed_command_is_resumed(dask_processes, project):
    """SIGKILL after some parts: the same command keeps them, makes the others, and leaves no unfinished file."""
    (project / "tables").mkdir()
    for number in range(10):
        write_rows(project / f"tables/{number:02d}.jsonl", 3000 * number, 3000)
    words = ("label", "default", "tables", "--out", "labels", "--cluster", dask_processes.address)
    said = project / "said.txt"
    with said.open("w") as file:
        process = subprocess.Popen([*TEXTML, *words], cwd=project, env=ENVIRONMENT, stdout=file, stderr=file)
    wait_until(lambda: _has_parts(project / "labels", 2) or process.poll() is not None, "two parts", said.read_text)
    process.send_signal(signal.SIGKILL)
    assert process.wait(PATIENCE) == -signal.SIGKILL, said.read_text()
    stopped = manifest_of(project / "labels")
    assert not stopped["complete"]
    assert 1 <= len(stopped["parts"]) < 10
    before = {entry["name"]: (project / "labels" / entry["name"]).stat().st_mtime_ns for entry in stopped["parts"]}
    done = textml_in(project, *words)
    assert done.returncode == 0, done.stderr
    assert f"; {3000 * len(before)} unchanged and kept" in done.stdout
    for name, written in before.items():
        assert (project / "labels" / name).stat().st_mtime_ns == written
    assert textml_in(project, "label", "default", "tables", "--out", "one").returncode == 0
    assert files_of(project / "labels") == files_of(project / "one")


def _has_parts(folder: Path, n_parts: int) -> bool:
    return (folder / MANIFEST).exists() and len(list(folder.glob("part-*"))) >= n_parts


def test_a_folder_that_grew_costs_its_new_files(project, monkeypatch):
    """Old parts are kept, and renamed if a new one comes before them; parts of a removed file are removed."""
    folder = project / "tables"
    folder.mkdir()
    write_rows(folder / "b.jsonl", 20, 20)
    write_rows(folder / "c.jsonl", 40, 20)
    label(project, folder)
    write_rows(folder / "a.jsonl", 0, 20)
    (folder / "c.jsonl").unlink()
    made: list[list[str]] = []
    work = partitions.label_partition
    monkeypatch.setattr(partitions, "label_partition", lambda *job: (made.append(job[-1].input), work(*job))[1])
    grown = label(project, folder)
    assert [text.split(",")[0] for (text,) in made] == [str(folder / "a.jsonl")]
    assert (grown.n_kept, grown.n_articles) == (20, 40)
    again = label(project, folder, out="again")
    assert again.n_kept == 0
    assert files_of(project / "again") == files_of(project / "labels")


@pytest.mark.parametrize("out", ["tables/labels", "tables"])
def test_a_dataset_is_no_input_of_itself(project, out):
    """In a folder that is labelled, the parts of the dataset are skipped the next time."""
    folder = project / "tables"
    write_rows(project / "a.jsonl", 0, 6)
    folder.mkdir()
    if out == "tables/labels":
        write_rows(folder / "a.jsonl", 0, 6)
    for n_kept in (0, 6):
        found = label(project, folder if out == "tables/labels" else project / "a.jsonl", out=out)
        assert (found.n_articles, found.n_kept, found.problems.n_messages) == (6, n_kept, 0)
    before = files_of(project / out)
    with pytest.raises(ArtifactError, match="is both input and output"):
        label(project, project / out, out=f"file://{project / out}")
    assert files_of(project / out) == before
    with pytest.raises(ArtifactError, match=r"labels: lies in the run .*default, whose files belong together"):
        label(project, project / "a.jsonl", out="artifacts/default/labels")


def test_a_story_that_a_run_leaves_out_is_in_no_part(project):
    """A text shorter than the run's `min_chars` is named in a note and gets no row."""
    rows = [
        {"id": "short", "text": "早市开。"},
        {"id": "long", "text": "县人民法院公开开庭审理一起盗窃案件，被告人当庭认罪，法官依法宣判。"},
    ]
    (project / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    found = label(project, project / "a.jsonl")
    assert ids_of(project / "labels") == ["long"]
    assert found.notes.messages == ["short: not labelled (4 characters, fewer than 20)"]


def test_parts_of_others_are_never_removed(project):
    """A folder of Parquet parts that Spark wrote is refused as a place for labels."""
    (project / "spark").mkdir()
    (project / "spark/part-00000-c000.snappy.parquet").write_bytes(b"theirs")
    with pytest.raises(ArtifactError, match="holds other files and no labels"):
        label(project, write_rows(project / "a.jsonl", 0, 4), out="spark")
    assert files_of(project / "spark") == {"part-00000-c000.snappy.parquet": b"theirs"}


@pytest.mark.usefixtures("small_parts")
def test_a_part_that_was_changed_is_made_again(project):
    """A part whose size is not that in the manifest, and a missing one, are made again."""
    table = write_rows(project / "a.jsonl", 0, 60)
    label(project, table)
    whole = files_of(project / "labels")
    first, second, *_ = sorted((project / "labels").glob("part-*"))
    first.write_bytes(first.read_bytes()[:-5])
    second.unlink()
    assert label(project, table).n_kept < 60
    assert files_of(project / "labels") == whole


def test_issues_of_pages_share_a_part(project, monkeypatch):
    """Many small issues do not become many small files; a table has parts of its own."""
    paths = [project / "seeds/pages", write_rows(project / "a.jsonl", 0, 4)]
    sources, _ = list_sources([str(path) for path in paths])
    pieces = [[source.name for source, _ in part.pieces] for part in plan_partitions(sources, MessageLog())]
    assert pieces == [["issue 2025-01-14", "issue 2025-02-13"], [str(project / "a.jsonl")]]
    monkeypatch.setattr(plan, "PART_BYTES", 1000)
    assert [len(part.pieces) for part in plan_partitions(sources, MessageLog())] == [1, 1, 1]


def test_addresses_work_like_paths(project, monkeypatch):
    """Input and output in another file system give the same rows as local files."""
    monkeypatch.setattr(dataset_lock, "_SETTLE", 0)
    memory = fsspec.filesystem("memory")
    table = write_rows(project / "a.jsonl", 0, 12)
    memory.pipe("/archive/a.jsonl", table.read_bytes())
    memory.pipe("/archive/2025-01-14/01.txt", (project / "seeds/pages/2025-01-14/01.txt").read_bytes())
    memory.pipe("/archive/notes.md", b"not for us")
    try:
        found = label(project, "memory://archive", out="memory://labels", n_workers=1)
        again = label(project, "memory://archive", out="memory://labels", n_workers=1)
        parts = [pq.read_table(memory.open(name)) for name in sorted(memory.glob("/labels/part-*"))]
    finally:
        memory.store.clear()
    here = label(project, project / "seeds/pages/2025-01-14/01.txt", table, n_workers=1)
    assert again.n_kept == found.n_articles == here.n_articles
    wanted = [pq.read_table(name) for name in sorted((project / "labels").glob("part-*"))]
    assert [part.equals(other) for part, other in zip(parts, wanted, strict=True)] == [True, True]
    assert label(project, f"file://{table}", out=f"file://{project}/other").n_articles == 12
    assert ids_of(project / "other") == [f"x{n}" for n in range(12)]


def test_problems_are_reported_every_time(project):
    """A broken line, an id twice in a part, a .gz that breaks off: the rest is labelled, and each is reported again."""
    table = write_rows(project / "a.jsonl", 0, 4)
    table.write_text("no json\n" + table.read_text("utf-8") + table.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    packed = gzip.compress(write_rows(project / "b.txt", 10, 3000).read_bytes())
    (project / "b.jsonl.gz").write_bytes(packed[: len(packed) * 3 // 4])
    for _ in range(2):
        found = label(project, table, project / "b.jsonl.gz")
        assert found.n_articles > 1000
        assert found.problems.n_messages == 3
        assert f"{table}:1: not JSON" in found.problems.messages[0]
        assert found.problems.messages[1].startswith("x0: read twice")
        assert "b.jsonl.gz: cannot be read as .jsonl.gz" in found.problems.messages[2]
    assert found.n_kept == found.n_articles


def test_input_that_a_worker_cannot_see_leaves_its_part_missing(project, monkeypatch):
    """It is reported, the rest is labelled, and the next command tries it again."""
    paths = [write_rows(project / "a.jsonl", 0, 4), write_rows(project / "b.jsonl", 4, 4)]
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(partitions, "is_unchanged", lambda source: not source.name.endswith("a.jsonl"))
        found = label(project, *paths)
    assert found.problems.messages == [
        f"{paths[0]}: missing on the worker, or changed in the meantime. Start the same command again"
    ]
    assert not manifest_of(project / "labels")["complete"]
    found = label(project, *paths)
    assert (found.n_kept, found.n_articles, found.problems.n_messages) == (4, 8, 0)
    assert ids_of(project / "labels") == [f"x{n}" for n in range(8)]


def test_input_that_changes_while_a_part_is_made_is_left_out_of_it(project, monkeypatch):
    """A page that vanishes, a table that shrinks: each is named once, and the other issues of the part are labelled."""
    table = write_rows(project / "a.jsonl", 0, 8)
    page = project / "seeds/pages/2025-02-13/02.txt"
    before = page.read_bytes()
    work = partitions.label_batch

    def change(batch: Any, *rest: Any) -> Any:
        page.unlink(missing_ok=True)
        if batch.source == str(table):
            write_rows(table, 0, 3)
        return work(batch, *rest)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(partitions, "label_batch", change)
        found = label(project, project / "seeds/pages", table, n_workers=1)
    assert found.problems.messages == [
        f"{name}: missing on the worker, or changed in the meantime. Start the same command again"
        for name in ("issue 2025-02-13", table)
    ]
    assert {i[:10] for i in ids_of(project / "labels")} == {"2025-01-14"}
    assert not manifest_of(project / "labels")["complete"]
    page.write_bytes(before)
    assert label(project, project / "seeds/pages", table, n_workers=1).problems.messages == []
    label(project, project / "seeds/pages", table, out="anew", n_workers=1)
    assert files_of(project / "labels") == files_of(project / "anew")


def test_a_full_disk_leaves_nothing_half_written(project, monkeypatch):
    """The error says what to do; there is no part and no unfinished file."""
    files = type(fsspec.filesystem("file"))
    work = files.mv

    def full(self: Any, path: str, *rest: Any) -> None:
        if ".part-" in path:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        work(self, path, *rest)

    table = write_rows(project / "a.jsonl", 0, 4)
    with monkeypatch.context() as broken:
        broken.setattr(files, "mv", full)
        with pytest.raises(ArtifactError, match=r"labels: cannot be written \(No space left on device\)"):
            label(project, table)
    assert list(files_of(project / "labels")) == [MANIFEST]
    assert label(project, table).n_articles == 4


def test_labels_of_different_settings_are_not_mixed(project):
    """Another precision, or a folder of other files: refused, and the folder stays as it is."""
    table = write_rows(project / "a.jsonl", 0, 4)
    label(project, table)
    before = files_of(project / "labels")
    other = open_recipe(project / "artifacts/default", precision=0.8)
    with pytest.raises(ArtifactError, match=r"holds labels made with different settings \(precision\)"):
        label_dataset(other, [str(table)], str(project / "labels"))
    assert files_of(project / "labels") == before
    with pytest.raises(ArtifactError, match="holds other files and no labels"):
        label(project, table, out="seeds")
    shutil.copy(table, project / "labels" / MANIFEST)
    with pytest.raises(ArtifactError, match="was not written by textml"):
        label(project, table)


def test_a_worker_that_came_later_and_differs_does_nothing(project):
    """Before each part a worker compares itself with the process that asked."""
    job = Job(open_recipe(project / "artifacts/default"), str(project / "x"), {**made_with(), "numpy": "1.0"})
    with pytest.raises(ClusterError, match=rf"numpy 1\.0 here, {made_with()['numpy']} there"):
        partitions._label_on_worker(job, None, None)  # type: ignore[arg-type]


def test_what_a_dataset_cannot_do_is_refused(project):
    """One file as output, the standard input, and addresses without fsspec: each with what to do."""
    done = textml_here(project, "label", "default", "seeds/pages", "--out", "x.csv", "--cluster", "local:2")
    assert (done.returncode, done.stderr) == (
        2,
        "error: --out x.csv: a cluster writes a dataset. Name a folder, such as --out labels/\n",
    )
    with pytest.raises(ConfigError, match="Cannot read standard input into a dataset"):
        label(project, "-")
    with pytest.MonkeyPatch.context() as without:
        without.setitem(sys.modules, "fsspec.core", None)
        with pytest.raises(MissingExtraError, match=r"needs fsspec. Run: pip install 'textml\[cluster\]'"):
            label(project, "memory://archive")
