"""Runs are whole or not there, and what was altered is refused."""

import json
import multiprocessing
import os
import signal
import time
import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from textml import store
from textml.errors import ArtifactError
from textml.files import write_file
from textml.model_files import dump_estimator, load_estimator

WHOLE = {"made_by": "textml", "format": store.FORMAT, "settings": {}, "inputs": {}, "stages": {}, "golden": []}


def finish(draft: store.Draft) -> None:
    files = store.hash_files(draft.folder)
    draft.write_json(store.MANIFEST, {**WHOLE, "files": files})


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
        time.sleep(60)


def _killed_while_writing(folder: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_write_slowly, args=(folder,))
    process.start()
    beside = folder.parent / f".{folder.name}.new" / "corpus" / "a.txt"
    deadline = time.monotonic() + 30
    while not beside.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()


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
        draft.write_json(store.MANIFEST, {**WHOLE, "files": {}})
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
        draft.write_json(store.MANIFEST, {**WHOLE, "files": {}})
    assert draft.set_aside == tmp_path / "r.before1"
    assert (tmp_path / "r.before1/labels.csv").read_text() == "id,section"
    assert store.read_run(tmp_path / "r").manifest["format"] == 2


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ({"made_by": "textml", "format": 0, "files": {}}, "format 0, this textml reads format 2"),
        ({"made_by": "textml", "format": 1, "files": {}}, "format 1.*again with this version"),
        ({"made_by": "textml", "format": 2, "files": {}}, "lacks golden, inputs, settings, stages"),
        ({"made_by": "other", "format": 2, "files": {}}, "not a manifest of textml"),
        ("{", "cannot be read"),
    ],
)
def test_older_foreign_and_broken_manifests(tmp_path: Path, manifest: object, message: str) -> None:
    """Another format, another maker and broken JSON are refused with what to do."""
    (tmp_path / "r").mkdir()
    text = manifest if isinstance(manifest, str) else json.dumps(manifest)
    (tmp_path / "r" / store.MANIFEST).write_text(text)
    with pytest.raises(ArtifactError, match=message):
        store.read_run(tmp_path / "r")


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


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", ".hidden", "a\\b"])
def test_names_that_are_no_names(tmp_path: Path, name: str) -> None:
    """A run's name is one folder name, so that no run is written over others."""
    with pytest.raises(ArtifactError, match="cannot name a run"):
        store.run_folder(tmp_path, name)
    assert store.run_folder(tmp_path, "二月 2024") == tmp_path / "二月 2024"


def test_a_reader_does_not_disturb_a_writer(tmp_path: Path) -> None:
    """While a run is written nobody else puts the older one back."""
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


def model() -> LogisticRegression:
    values = np.random.default_rng(0).normal(size=(30, 4))
    return LogisticRegression().fit(values, np.array(["甲", "乙"] * 15))


def test_estimators_come_back_equal_and_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stored estimator has the same parameters; written an hour later it has the same bytes."""
    raw = dump_estimator(model())
    assert np.array_equal(load_estimator(raw, "m").coef_, model().coef_)
    now = time.localtime(time.time() + 3600)
    monkeypatch.setattr(time, "localtime", lambda *_: now)
    assert dump_estimator(model()) == raw


def test_damaged_and_foreign_estimators_are_refused() -> None:
    """A damaged file is an error; a file that would build something foreign is refused before it is built."""
    with pytest.raises(ArtifactError, match="cannot be read as an estimator"):
        load_estimator(b"PK not really", "m")
    raw = dump_estimator(model())
    changed = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "schema.json":
                content = content.replace(b'"LogisticRegression"', b'"Popen"').replace(
                    b'"sklearn.linear_model._logistic"', b'"subprocess"'
                )
            target.writestr(name, content)
    with pytest.raises(ArtifactError, match=r"foreign types subprocess\.Popen"):
        load_estimator(changed.getvalue(), "m")


def test_files_are_written_beside_and_renamed(tmp_path: Path) -> None:
    """A table replaces the older one at once; where it cannot be written, the error names the place."""
    write_file(tmp_path / "labels.csv", b"one")
    write_file(tmp_path / "labels.csv", b"two")
    assert [p.name for p in tmp_path.iterdir()] == ["labels.csv"]
    assert (tmp_path / "labels.csv").read_bytes() == b"two"
    with pytest.raises(ArtifactError, match=r"labels\.csv: cannot be written"):
        write_file(tmp_path / "nowhere" / "labels.csv", b"three")
