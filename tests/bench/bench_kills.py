"""A hundred SIGKILLs, each before a system call that changes something on the disk.

    pytest tests/bench/bench_kills.py -m bench -s

After each: what readers find is whole, the old or the new; the same command then ends without an error, a question or a
word about changes by hand; and every file of the project is what it is where nobody was killed. It needs strace.
"""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.bench.killing import STRACE, choose_points, kill_before, list_points, run_command
from tests.conftest import files_of, without_costs, write_small_project
from tests.predict.test_archive import write_rows
from textml.cli import app
from textml.predict import dataset, partitions
from textml.reports import report
from textml.reports.figures import run as figures
from textml.runs import open_run, pipeline

# What the commands import: the processes are forked from this one and find it there.
__all__ = ["figures", "open_run", "partitions", "pipeline", "report"]
pytestmark = [pytest.mark.bench, pytest.mark.skipif(not STRACE, reason="needs strace")]
Files = dict[str, bytes]


def textml(*words: str) -> Callable[[], int | None]:
    """A command, to be called in a process of its own."""

    def work() -> int | None:
        app([*words], prog_name="textml")
        return 0

    return work


def comparable(files: Files) -> Files:
    """Files without what differs between two runs of one thing: times, and sums over times."""
    found = dict(files)
    for name, content in files.items():
        if name.endswith(".lock"):
            # an empty file that marks a place; readers and writers take it or not
            del found[name]
        elif name.endswith("artifacts/default/manifest.json"):
            manifest = json.loads(content)
            # the report shows what its stages took
            manifest["files"].pop("reports/index.html", None)
            for stage in manifest["stages"].values():
                stage.pop("seconds", None)
                stage.pop("peak_mb", None)
            found[name] = json.dumps(
                {k: v for k, v in manifest.items() if k not in ("started", "finished", "sum")}
            ).encode()
        elif name.endswith("reports/index.html"):
            found[name] = without_costs(content)
        elif name.endswith(".ledger.json"):
            found[name] = re.sub(rb'"(table|earlier)": "\d+:\d+"', b"", content)
    return found


@dataclass(frozen=True)
class Command:
    """A command that is killed.

    Attributes
    ----------
    words : tuple of str
    before : tuple of tuple of str
        commands that were run before it
    change : function of the project's folder
        what a user changed between those and it
    check : function of (files found, files before, files after)
        whether readers find something whole right after the kill
    n_kills : int
    window : str
        pattern of the calls of which none is left out
    """

    words: tuple[str, ...]
    before: tuple[tuple[str, ...], ...]
    change: Callable[[Path], Any]
    check: Callable[[Path, Files, Files], None]
    n_kills: int
    window: str


def set_minimum(project: Path) -> None:
    """A setting of the first stage: every stage runs again."""
    config = project / "configs/default.toml"
    config.write_text("[corpus]\nmin_chars = 21\n" + config.read_text("utf-8"), encoding="utf-8")


def set_language(project: Path) -> None:
    """A setting of the last stages: the others are kept."""
    config = project / "configs/default.toml"
    config.write_text(config.read_text("utf-8") + 'language = "en"\n', encoding="utf-8")


def add_rows(project: Path) -> None:
    """Another table in the folder that is labelled."""
    write_rows(project / "tables/b.jsonl", 300, 3000)


def check_run(project: Path, old: Files, new: Files) -> None:
    """The run is that of before or the new one, every file of it, without any recovery."""
    found = comparable({f"artifacts/default/{k}": v for k, v in files_of(project / "artifacts/default").items()})
    assert found in ([{k: v for k, v in files.items() if k.startswith("artifacts/default/")} for files in (old, new)])


def check_table(project: Path, old: Files, new: Files) -> None:
    """The table is that of before or the new one."""
    assert (project / "labels.csv").read_bytes() in (old["labels.csv"], new["labels.csv"])


def check_labelled(project: Path, old: Files, new: Files) -> None:
    """The labelled set is that of before or the new one, whole."""
    assert (project / "seeds/labeled.jsonl").read_bytes() in [files["seeds/labeled.jsonl"] for files in (old, new)]


def check_dataset(project: Path, old: Files, new: Files) -> None:
    """Every part that can be seen is one of before or a new one, whole; no label of before is lost."""
    ids = set()
    for part in (project / "labels").glob("part-*"):
        assert part.read_bytes() in [files[name] for files in (old, new) for name in files if "part-" in name]
        ids.update(pq.read_table(part)["id"].to_pylist())
    assert {f"x{n}" for n in range(300)} <= ids
    json.loads((project / "labels" / dataset.MANIFEST).read_text("utf-8"))


COMMANDS = {
    "run, all stages": Command(("run",), (("run",),), set_minimum, check_run, 20, "nothing"),
    "run, report only": Command(
        ("run",),
        (("run",),),
        set_language,
        check_run,
        30,
        r"rename|\.default\.(ready|trash)(?!.*unlinkat)|rmdir|fsync.*artifacts>",
    ),
    "label, table": Command(
        ("label", "default", "tables", "--workers", "1"),
        (("run",), ("label", "default", "tables", "--workers", "1")),
        add_rows,
        check_table,
        25,
        "rename",
    ),
    "label, dataset": Command(
        ("label", "default", "tables", "--workers", "1", "--out", "labels"),
        (("run",), ("label", "default", "tables", "--workers", "1", "--out", "labels")),
        add_rows,
        check_dataset,
        25,
        "rename",
    ),
    "suggest --append": Command(
        ("suggest", "default", "--n", "8", "--append"), (("run",),), str, check_labelled, 25, "labeled|rename"
    ),
}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Callable[[tuple[tuple[str, ...], ...]], Path]:
    """A small project after some commands; the same commands are run only once."""
    made: dict[tuple[tuple[str, ...], ...], Path] = {}

    def prepare(commands: tuple[tuple[str, ...], ...]) -> Path:
        if commands not in made:
            project = tmp_path_factory.mktemp("prepared") / "project"
            if len(commands) > 1:
                shutil.copytree(prepare(commands[:-1]), project)
            else:
                project.mkdir()
                write_small_project(project)
                (project / "tables").mkdir()
                write_rows(project / "tables/a.jsonl", 0, 300)
            code, said = run_command(textml(*commands[-1]), project)
            assert code == 0, said
            made[commands] = project
        return made[commands]

    return prepare


@pytest.mark.parametrize("name", COMMANDS)
def test_kills(name: str, prepared: Callable[[tuple[tuple[str, ...], ...]], Path], tmp_path: Path) -> None:
    """Wherever it is killed: readers find something whole, and the next start ends as if nobody had been killed."""
    command = COMMANDS[name]
    work = textml(*command.words)

    def start_anew() -> Path:
        project = tmp_path / "place" / "project"
        shutil.rmtree(project.parent, ignore_errors=True)
        shutil.copytree(template, project)
        return project

    template = tmp_path / "template"
    shutil.copytree(prepared(command.before), template)
    command.change(template)
    old = comparable(files_of(template))
    undisturbed = start_anew()
    points = list_points(work, undisturbed)
    new = comparable(files_of(undisturbed))
    window = [number for number, point in enumerate(points) if re.search(command.window, point.what)]
    n_killed = n_old = n_new = 0
    failures = []
    for point in choose_points(points, command.n_kills, window):
        project = start_anew()
        if not kill_before(work, project, point):
            continue
        n_killed += 1
        found = comparable(files_of(project))
        try:
            command.check(project, old, new)
            code, said = run_command(work, project)
            assert code == 0, said
            assert not re.search("Traceback|by hand|kept as", said), said
            after = comparable(files_of(project))
            assert sorted(after) == sorted(new), "leftovers, or something is missing"
            assert [file for file in new if new[file] != after[file]] == []
        except AssertionError as failure:
            failures.append(f"{point.what[:160]}\n    {str(failure)[:600]}")
        n_new += found == new
        n_old += found == old
    print(
        f"\n| {name} | {len(points)} points | {n_killed} kills | {n_killed - len(failures)} as if nobody was killed |"
    )
    for failure in failures:
        print(f"- {failure}")
    # a process that opens fewer files than the first one does not come to the last points of that kind
    assert n_killed >= 0.6 * min(command.n_kills, len(points))
    assert not failures
