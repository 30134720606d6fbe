"""Every bad file of the collection is named by every command that meets it, and takes nothing along."""

import hashlib
import re
import shutil
import signal
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import orjson
import pytest

from tests.conftest import textml_here
from tests.contracts.bad_inputs import CONFIGS, CONTENTS, INPUTS, NAMED, PAGE, ROW, SETTINGS
from tests.waiting import PATIENCE
from textml.corpus.gold import read_gold
from textml.errors import SeedError
from textml.manifest import MANIFEST, sum_manifest

# Names of Python's and of libraries' own exceptions: a message is a sentence.
_EXCEPTION = re.compile(r"\b(Traceback|\w*[a-z](Error|Exception|Warning)|Arrow\w+|KeyError|NoneType)\b")


class Said(NamedTuple):
    code: int
    out: str
    err: str


def textml(folder: Path, *words: str) -> Said:
    """A command in a folder; its exit code, and its two outputs."""
    with _in_time(words):
        done = textml_here(folder, *words)
    code, out, err = done.returncode, done.stdout, done.stderr
    assert code in (0, 1, 2), (words, err)
    assert not _EXCEPTION.search(out + err), (words, out, err)
    return Said(code, out, err)


@contextmanager
def _in_time(words: tuple[str, ...]) -> Iterator[None]:
    """A command that waits for a pipe for ever is a failure, not a suite that never ends."""

    def fail(*_: object) -> None:
        raise AssertionError(f"{words}: no end within {PATIENCE} s")

    earlier = signal.signal(signal.SIGALRM, fail), signal.getsignal(signal.SIGINT)
    signal.alarm(PATIENCE)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, earlier[0])
        signal.signal(signal.SIGINT, earlier[1])


def everything_in(folder: Path) -> dict[str, object]:
    """Every name in a folder, hidden ones too, with the content of regular files."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if stat.S_ISREG(mode) else mode
        for path in sorted(folder.rglob("*"))
        for mode in [path.lstat().st_mode]
    }


@contextmanager
def nothing_changed(folder: Path, *made: str) -> Iterator[None]:
    """What was there is there unchanged, and nothing new but what the command is asked to make."""
    before = everything_in(folder)
    yield
    after = everything_in(folder)
    assert {name: after.get(name) for name in before} == before
    new = [name for name in after.keys() - before.keys() if not name.startswith(made or ("\0",))]
    assert new == []


def put(name: str, build: object, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    build(path)
    return path


def shown(name: str) -> str:
    """A name of a file as messages show it."""
    return name.encode(errors="backslashreplace").decode()


def write_good(folder: Path) -> Path:
    """A page that lies beside a bad file, and is read whatever that is."""
    path = folder / "2025-01-14/01.txt"
    path.parent.mkdir(parents=True)
    path.write_text(PAGE, encoding="utf-8")
    return path


def check_problems(said: Said, name: str, value: int) -> None:
    """What cannot be read is named in a line of its own; what can is no problem."""
    problems = [line for line in said.err.splitlines() if line.startswith("problem: ")]
    assert said.code == (value == NAMED)
    assert len(problems) == (value == NAMED)
    assert all(shown(name) in line for line in problems)


def stories_in(table: Path) -> int:
    return sum(orjson.loads(line)["kind"] == "article" for line in table.read_bytes().splitlines())


@pytest.mark.parametrize("name", INPUTS)
def test_split_names_it_and_reads_the_others(name: str, tmp_path: Path) -> None:
    """In a folder with a good page: its right value, and the article of the good page."""
    build, value = INPUTS[name]
    put(name, build, tmp_path / "in")
    write_good(tmp_path / "in")
    with nothing_changed(tmp_path, "out.jsonl"):
        said = textml(tmp_path, "split", "in", "--out", "out.jsonl", "--workers", "1")
    check_problems(said, name, value)
    assert stories_in(tmp_path / "out.jsonl") == 1 + max(value, 0)


@pytest.mark.parametrize("name", CONFIGS)
def test_a_bad_settings_file_is_named(name: str, project: Path) -> None:
    """`run`, and the commands that bring a run up to date, refuse it with its name; the run stays as it is."""
    put(name, CONFIGS[name], project)
    for words in (("run",), ("report", "default")):
        with nothing_changed(project):
            said = textml(project, *words, "--config", name)
        assert said.code == 2
        assert said.err.startswith(f"starting ...\nerror: {name}")


@pytest.fixture(scope="module")
def settled(_finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project after `textml run`, for commands that refuse to change anything."""
    return Path(shutil.copytree(_finished, tmp_path_factory.mktemp("settled") / "project"))


NAMED_BY_SETTINGS = [(key, name) for key, builds in SETTINGS.items() for name in builds]


@pytest.mark.parametrize(("key", "name"), NAMED_BY_SETTINGS)
def test_a_bad_file_in_the_settings_is_named(key: str, name: str, settled: Path, tmp_path: Path) -> None:
    """Labelled set, sections, corrections, word lists: `train` refuses it, and the run stays as it was.

    Checked articles only measure: their reader refuses them, and a run does without.
    """
    path = put(name, SETTINGS[key][name], tmp_path)
    if key == "truth":
        with pytest.raises(SeedError, match=re.escape(name)):
            read_gold(path)
        return
    config = tmp_path / "settings.toml"
    config.write_text(f"[corpus]\n{key} = {str(path)!r}\n")
    with nothing_changed(settled):
        said = textml(settled, "train", "default", "--config", str(config))
    assert said.code == 1
    assert f"\nerror: {path}" in said.err


def forge(run: Path, name: str, content: bytes) -> None:
    """Put other content into a file of a run, with sums that fit."""
    (run / name).write_bytes(content)
    manifest = orjson.loads((run / MANIFEST).read_bytes())
    manifest["files"][name] = hashlib.sha256(content).hexdigest()
    manifest["sum"] = sum_manifest(manifest)
    (run / MANIFEST).write_bytes(orjson.dumps(manifest))


# Commands that read a run and never write into it; the others make again what is damaged.
READERS = (("label", "default", "a.jsonl", "--out", "labels.jsonl"), ("suggest", "default"))


@pytest.fixture(scope="module")
def unforged(settled: Path) -> list[Said]:
    """What the readers say of the run as it was written."""
    (settled / "a.jsonl").write_bytes(orjson.dumps(ROW))
    said = [textml(settled, *words) for words in READERS]
    for path in settled.glob("*labels.jsonl*"):
        path.unlink()
    assert [one.code for one in said] == [0, 0]
    return said


FORGED = [
    ("corpus/articles.jsonl", "other keys"),
    ("corpus/pages.json", "a list"),
    ("corpus/sections.jsonl", "other keys"),
    ("corpus/seeds.jsonl", "other keys"),
    ("features/counts.npz", "bytes"),
    ("features/vocabulary.json", "an object"),
    ("models/labels.jsonl", "no json"),
    ("models/promise.json", "endless"),
    ("models/scores.json", "null"),
    ("models/sections.json", "an object"),
    ("models/sections.skops", "bytes"),
    ("models/topics.skops", "nothing"),
]


@pytest.mark.parametrize(("name", "content"), FORGED)
def test_a_forged_file_of_a_run_is_named(name: str, content: str, settled: Path, unforged: list[Said]) -> None:
    """With sums that fit: every reader refuses it and names the file, or does not need it and says what it said."""
    run = settled / "artifacts/default"
    was = {path: path.read_bytes() for path in (run / name, run / MANIFEST)}
    forge(run, name, CONTENTS[content])
    try:
        for words, before in zip(READERS, unforged, strict=True):
            with nothing_changed(settled, "labels.jsonl", ".labels.jsonl.ledger.json"):
                said = textml(settled, *words)
            for path in settled.glob("*labels.jsonl*"):
                path.unlink()
            assert said == before or (said.code == 1 and name in said.err), (words, said)
    finally:
        for path, raw in was.items():
            path.write_bytes(raw)
