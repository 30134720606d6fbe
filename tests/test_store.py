"""Runs are whole or not there, and what was altered is refused."""

import contextlib
import hashlib
import itertools
import json
import multiprocessing
import os
import shutil
import signal
import time
import tracemalloc
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.waiting import PATIENCE, wait_until
from textml import store
from textml.disk.writing import exchange
from textml.errors import ArtifactError
from textml.manifest import FORMAT, MANIFEST, sum_manifest

WHOLE: dict[str, Any] = {
    "made_by": "textml",
    "format": FORMAT,
    "settings": {},
    "inputs": {},
    "stages": {},
    "golden": [],
}


def finish(draft: store.Draft) -> None:
    draft.write_manifest({**WHOLE, "files": store.hash_files(draft.folder)})


def make(folder: Path, text: str = "first") -> None:
    """A run of one file."""
    with store.write_run(folder) as draft:
        draft.write_text("corpus/a.txt", text)
        finish(draft)


def test_a_run_appears_whole(tmp_path: Path) -> None:
    """While a run is written nothing stands under its name; afterwards it is whole, with nothing left beside."""
    with store.write_run(tmp_path / "r") as draft:
        draft.write_text("corpus/a.txt", "x")
        assert not (tmp_path / "r").exists()
        finish(draft)
    assert store.read_run(tmp_path / "r").path("corpus/a.txt").read_text() == "x"
    assert sorted(p.name for p in tmp_path.iterdir() if p.suffix != ".lock") == ["r"]


def test_an_error_leaves_the_older_run_untouched(tmp_path: Path) -> None:
    """What failed midway changes nothing."""
    make(tmp_path / "r")

    def fail_midway() -> None:
        with store.write_run(tmp_path / "r") as draft:
            draft.write_text("corpus/a.txt", "half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_midway()
    assert store.read_run(tmp_path / "r").path("corpus/a.txt").read_text() == "first"


def _write_slowly(folder: Path) -> None:
    with store.write_run(folder) as draft:
        draft.write_text("corpus/a.txt", "half")
        time.sleep(PATIENCE)


def _killed_while_writing(folder: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_write_slowly, args=(folder,))
    process.start()
    beside = folder.parent / f".{folder.name}.new" / "corpus" / "a.txt"
    wait_until(lambda: beside.exists() or process.exitcode, "the first file of the draft")
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    assert process.exitcode == -signal.SIGKILL


def test_a_process_killed_while_it_writes(tmp_path: Path) -> None:
    """After SIGKILL the older run is as it was, and the next run is written over what was left."""
    make(tmp_path / "r")
    _killed_while_writing(tmp_path / "r")
    assert store.read_run(tmp_path / "r").path("corpus/a.txt").read_text() == "first"
    make(tmp_path / "r", "second")
    assert store.read_run(tmp_path / "r").path("corpus/a.txt").read_text() == "second"


def test_a_process_killed_between_the_two_renames(tmp_path: Path) -> None:
    """The older run, renamed but not yet replaced, is put back at the next reading."""
    make(tmp_path / "r")
    (tmp_path / "r").rename(tmp_path / ".r.old")
    assert store.read_run(tmp_path / "r").path("corpus/a.txt").read_text() == "first"


def test_two_at_once_into_one_name(tmp_path: Path) -> None:
    """The second writer is refused at once; the first goes on."""
    with store.write_run(tmp_path / "r") as draft:
        with pytest.raises(ArtifactError, match="another textml is writing this run"), store.write_run(tmp_path / "r"):
            pass
        draft.write_manifest({**WHOLE, "files": {}})
    assert store.read_run(tmp_path / "r").manifest["files"] == {}


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    """One changed byte, an added file, a missing file: each is refused with its name."""
    make(tmp_path / "r")
    file = tmp_path / "r/corpus/a.txt"
    file.write_text("firsu")
    with pytest.raises(ArtifactError, match=r"a\.txt: was changed after it was written.*textml report r"):
        store.read_run(tmp_path / "r")
    file.unlink()
    with pytest.raises(ArtifactError, match=r"a\.txt: is missing"):
        store.read_run(tmp_path / "r")
    file.write_text("first")
    (tmp_path / "r/more.txt").write_text("")
    with pytest.raises(ArtifactError, match=r"more\.txt: is not part of this run"):
        store.read_run(tmp_path / "r")


def test_a_run_of_an_older_format_is_kept_beside_the_new_one(tmp_path: Path) -> None:
    """What an older textml left is not read, and not lost when the run is made again."""
    (tmp_path / "r").mkdir()
    (tmp_path / "r/manifest.json").write_text(json.dumps({**WHOLE, "format": 1, "files": {}}))
    (tmp_path / "r/labels.csv").write_text("id,section")
    with store.write_run(tmp_path / "r") as draft:
        draft.write_manifest({**WHOLE, "files": {}})
    assert draft.set_aside == tmp_path / "r.before1"
    assert (tmp_path / "r.before1/labels.csv").read_text() == "id,section"
    assert store.read_run(tmp_path / "r").manifest["format"] == FORMAT


def summed(**changes: object) -> dict[str, Any]:
    """A manifest with its own sum, whatever it says."""
    manifest = {**WHOLE, "files": {"corpus/a.txt": "0" * 64}} | changes
    return {**manifest, "sum": sum_manifest(manifest)}


STAGE = {"key": "k", "files": ["corpus/a.txt"]}


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        (summed(format=FORMAT - 1), f"format {FORMAT - 1}, this textml reads format {FORMAT}.*again with this version"),
        (summed(format=True), "format True, this textml reads"),
        (summed(format=str(FORMAT)), "this textml reads"),
        (summed(made_by="other"), "not a manifest of textml"),
        ([], "not a manifest of textml"),
        ("{", "cannot be read"),
        ("[" * 100_000, "cannot be read"),
        (summed() | {"settings": {"models": {"precision": 0.1}}}, "was changed after it was written"),
        ({key: value for key, value in summed().items() if key != "sum"}, "was changed after it was written"),
        (summed(golden=None), "lacks golden"),
        (summed(settings=[], stages=1), "lacks settings, stages"),
        (summed(files={"../../secret": "0" * 64}), r"names '\.\./\.\./secret', which is no file of this run"),
        (summed(files={"/etc/passwd": "0" * 64}), "names '/etc/passwd'"),
        (summed(files={"a\\b": "0" * 64}), "which is no file of this run"),
        (summed(files={"C:a": "0" * 64}), "names 'C:a'"),
        (summed(files={"a/../../b": "0" * 64}), r"names 'a/\.\./\.\./b'"),
        (summed(stages={"corpus": STAGE, "more": {"key": "k", "files": ["b.txt"]}}), "names 'b.txt'"),
        (summed(stages={"corpus": {"key": "k"}}), "a stage without files or key"),
    ],
)
def test_older_foreign_altered_and_broken_manifests(tmp_path: Path, manifest: object, message: str) -> None:
    """Another format, another maker, a changed setting, and names outside the run are refused with what to do."""
    (tmp_path / "r").mkdir()
    text = manifest if isinstance(manifest, str) else json.dumps(manifest)
    (tmp_path / "r" / MANIFEST).write_text(text)
    with pytest.raises(ArtifactError, match=message):
        store.read_manifest(tmp_path / "r")


def test_a_link_in_a_run_is_no_file_of_it(tmp_path: Path) -> None:
    """A file or folder of the run that was replaced by a link is refused, though what it leads to is the same."""
    for name in ("corpus", "corpus/a.txt"):
        make(tmp_path / "r")
        (tmp_path / "r" / name).rename(tmp_path / "elsewhere")
        (tmp_path / "r" / name).symlink_to(tmp_path / "elsewhere")
        with pytest.raises(ArtifactError, match=r"a\.txt: was changed"):
            store.read_run(tmp_path / "r")
        shutil.move(tmp_path / "elsewhere", tmp_path / f"moved {Path(name).name}")


def test_a_file_that_was_written_again_is_noticed(tmp_path: Path) -> None:
    """A run that another run replaced after it was opened gives no mixture of the two."""
    make(tmp_path / "r")
    run = store.read_run(tmp_path / "r")
    assert run.read_bytes("corpus/a.txt") == b"first"
    assert list(run.read_lines("corpus/a.txt")) == [b"first"]
    make(tmp_path / "r", "second")
    for read in (run.read_bytes, lambda name: next(run.read_lines(name))):
        with pytest.raises(ArtifactError, match=r"a\.txt: was written again after the run was opened"):
            read("corpus/a.txt")


def test_lines_are_written_one_at_a_time(tmp_path: Path) -> None:
    """Twenty rows of a megabyte need the memory of a few; the file and its sum are those of all lines at once."""
    draft = store.Draft(tmp_path, None)
    tracemalloc.start()
    draft.write_lines("a.jsonl", ({"n": n, "text": "a" * 1_000_000} for n in range(20)))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8_000_000
    lines = [f'{{"n": {n}, "text": "{"a" * 1_000_000}"}}\n' for n in range(20)]
    assert (tmp_path / "a.jsonl").read_text() == "".join(lines)
    assert draft.sums == store.hash_files(tmp_path)


class Killed(BaseException):
    """Stands for SIGKILL: no error handling of the code under test runs after it."""


def die_before_step(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Die before the call with this number, of all that change names on the disk from now on."""
    n_steps = 0

    def watch(owner: Any, name: str) -> None:
        work = getattr(owner, name)

        def step(*args: Any, **kwargs: Any) -> Any:
            nonlocal n_steps
            if n_steps >= number:
                # a dead process does nothing in `finally` either
                raise Killed
            n_steps += 1
            return work(*args, **kwargs)

        monkeypatch.setattr(owner, name, step)

    watch(store, "exchange")
    for name in ("rename", "unlink", "rmdir", "mkdir"):
        watch(os, name)


@pytest.mark.parametrize("at_once", [True, False], ids=["exchange", "two renames"])
@pytest.mark.parametrize("altered", [False, True], ids=["as written", "changed by hand"])
def test_a_process_killed_at_any_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool, altered: bool
) -> None:
    """Before every step: readers find a whole run, nothing is said to be changed by hand that was not, nothing stays.

    A run that somebody did change is still there afterwards, under its own name or beside.
    """
    if not at_once:
        monkeypatch.setattr(store, "exchange", lambda one, other: False)
    seen = []
    for number in itertools.count():
        home = tmp_path / str(number)
        make(home / "r")
        if altered:
            (home / "r/notes.txt").write_text("mine")
        killed = True
        with monkeypatch.context() as patched, contextlib.suppress(Killed):
            die_before_step(patched, number)
            make(home / "r", "second")
            killed = False
        if at_once:
            assert (home / "r" / MANIFEST).exists()
        manifest = store.read_manifest(home / "r")
        text = (home / "r/corpus/a.txt").read_text()
        assert manifest["files"]["corpus/a.txt"] == hashlib.sha256(text.encode()).hexdigest()
        seen.append(text)
        make(home / "r", "third")
        kept = [path.name for path in home.iterdir() if path.name not in ("r", ".r.lock")]
        assert kept == (["r.before1"] if altered else [])
        if altered:
            assert (home / "r.before1/notes.txt").read_text() == "mine"
        if not killed:
            break
    assert seen == sorted(seen)
    assert set(seen) == {"first", "second"}


def test_two_folders_exchange_their_names(tmp_path: Path) -> None:
    """In one step, where the file system can; a folder that is not there is an error."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).write_text("")
    if not exchange(tmp_path / "one", tmp_path / "other"):
        pytest.skip("this file system cannot exchange names")
    assert (tmp_path / "one/other").exists()
    assert (tmp_path / "other/one").exists()
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "one", tmp_path / "nowhere")


def test_a_run_behind_a_link_stays_behind_it(tmp_path: Path) -> None:
    """A run, and an empty folder, to which a link leads: the link stays, and nothing is left beside either."""
    (tmp_path / "disk/run").mkdir(parents=True)
    (tmp_path / "artifacts").mkdir()
    link = tmp_path / "artifacts/r"
    link.symlink_to(tmp_path / "disk/run")
    for text in ("first", "second"):
        make(link, text)
        assert link.is_symlink()
        assert store.read_run(link).read_bytes("corpus/a.txt") == text.encode()
        assert (tmp_path / "disk/run/corpus/a.txt").read_text() == text
    names = [p.name for folder in ("disk", "artifacts") for p in (tmp_path / folder).iterdir()]
    assert sorted(names) == [".run.lock", "r", "run"]


def test_a_missing_run_names_those_there(tmp_path: Path) -> None:
    """A misspelt run is answered with the runs that exist."""
    make(tmp_path / "march")
    with pytest.raises(ArtifactError, match=r"march2: no run of textml\. Runs there: march$"):
        store.read_run(tmp_path / "march2")


def test_a_folder_that_is_no_run_is_never_overwritten(tmp_path: Path) -> None:
    """A user's own folder under the run's name stays."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("dear")
    with pytest.raises(ArtifactError, match="exists and is not a run of textml"):
        make(tmp_path / "mine")
    assert (tmp_path / "mine/letter.txt").read_text() == "dear"


def test_a_link_to_a_disk_that_is_not_there(tmp_path: Path) -> None:
    """Nothing is written in the place where a disk should be mounted."""
    (tmp_path / "r").symlink_to(tmp_path / "mnt/disk/run")
    with pytest.raises(ArtifactError, match=r"r: is a link to .*run, which is not there\. Mount that disk"):
        make(tmp_path / "r")
    assert [p.name for p in tmp_path.iterdir()] == ["r"]


def test_what_a_person_put_into_a_run_is_kept_beside(tmp_path: Path) -> None:
    """A changed or added file in the older run: the new run takes its place, the older one stays under another name."""
    for number in (1, 2):
        make(tmp_path / "r", f"run {number}")
        (tmp_path / "r/review.txt").write_text(f"my notes {number}")
    with store.write_run(tmp_path / "r") as draft:
        finish(draft)
    assert draft.set_aside == tmp_path / "r.before2"
    assert (tmp_path / "r.before1/review.txt").read_text() == "my notes 1"
    assert (tmp_path / "r.before2/review.txt").read_text() == "my notes 2"
    assert store.read_run(tmp_path / "r").manifest["files"] == {}


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", ".hidden", "a\\b", "u\udcff"])
def test_names_that_are_no_names(tmp_path: Path, name: str) -> None:
    """A run's name is one folder name, so that no run is written over others."""
    with pytest.raises(ArtifactError, match="cannot name a run"):
        store.run_folder(tmp_path, name)
    assert store.run_folder(tmp_path, "二月 2024") == tmp_path / "二月 2024"


def test_a_reader_does_not_disturb_a_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a run is written nobody else puts the older one back."""
    monkeypatch.setattr(store, "_LONGEST_GAP", 0.1)
    make(tmp_path / "r")
    with store.write_run(tmp_path / "r") as draft:
        (tmp_path / "r").rename(tmp_path / ".r.old")
        store.recover(tmp_path / "r")
        assert not (tmp_path / "r").exists()
        (tmp_path / ".r.old").rename(tmp_path / "r")
        finish(draft)


def test_an_artifacts_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """A file where the folder should be is an error that says what to choose."""
    (tmp_path / "artifacts").write_text("")
    with pytest.raises(ArtifactError, match="is not a folder"):
        make(tmp_path / "artifacts" / "r")


def test_arrays_come_back_and_are_the_same_bytes_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers, text and plain lists, read by numpy without pickle, with nothing of the time in the file."""
    arrays: dict[str, Any] = {"data": np.arange(5) / 3, "words": np.array(["水库", "GDP"]), "shape": (2, 3)}
    packed = store.arrays_as_npz(**arrays)
    with np.load(BytesIO(packed), allow_pickle=False) as found:
        assert found["data"].tolist() == [0, 1 / 3, 2 / 3, 1, 4 / 3]
        assert (found["words"].tolist(), found["shape"].tolist()) == (["水库", "GDP"], [2, 3])
    monkeypatch.setattr("time.time", lambda: 4e9)
    assert store.arrays_as_npz(**arrays) == packed
    with pytest.raises(ValueError, match="Object arrays"):
        store.arrays_as_npz(data=np.array([None]))
