"""One command at a time writes a dataset; one that was killed holds nothing."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import fsspec
import pytest

from tests.conftest import ENVIRONMENT
from textml.errors import ArtifactError
from textml.predict import dataset_lock
from textml.predict.dataset import MANIFEST, open_dataset
from textml.predict.dataset_lock import Check, hold_dataset

_HOLD = """
import sys
from textml.predict.dataset_lock import hold_dataset
with hold_dataset(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""
REFUSED = r"labels: is being labelled by another command\. Wait for it, or name another --out"


def test_a_folder_is_held_by_one_process_until_it_ends(tmp_path: Path) -> None:
    """Another process is refused at once, by any name of the folder; after SIGKILL it is not, and no file stays."""
    folder, link = tmp_path / "labels", tmp_path / "labels_link"
    link.symlink_to(folder)
    first = subprocess.Popen(
        [sys.executable, "-c", _HOLD, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=ENVIRONMENT
    )
    with first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"held\n"
        for name in (str(folder), f"file://{folder}"):
            with pytest.raises(ArtifactError, match=REFUSED), hold_dataset(name):
                pass
        with pytest.raises(ArtifactError, match="labels_link: is being labelled"), hold_dataset(str(link)):
            pass
        first.kill()
        first.wait()
        with hold_dataset(str(folder)):
            pass
    assert list(folder.iterdir()) == []


def test_a_second_command_changes_nothing(tmp_path: Path) -> None:
    """With other settings or the same: the first goes on, and its list is that of its own settings."""
    out = str(tmp_path / "labels")
    with open_dataset(out, {"precision": 0.95}) as dataset:
        begun = (tmp_path / "labels" / MANIFEST).read_bytes()
        for precision in (0.6, 0.95):
            with pytest.raises(ArtifactError, match=REFUSED), open_dataset(out, {"precision": precision}):
                pass
        assert (tmp_path / "labels" / MANIFEST).read_bytes() == begun
        dataset.finish()
    assert [path.name for path in (tmp_path / "labels").iterdir()] == [MANIFEST]
    with pytest.raises(ArtifactError, match=r"different settings \(precision\)"), open_dataset(out, {"precision": 0.6}):
        pass


def test_settings_are_written_before_the_first_part(tmp_path: Path) -> None:
    """Workers of a killed command may still write a part, so another precision is refused from the beginning."""
    with open_dataset(str(tmp_path / "labels"), {"precision": 0.95}):
        found = json.loads((tmp_path / "labels" / MANIFEST).read_text("utf-8"))
    assert (found["recipe"], found["complete"], found["parts"]) == ({"precision": 0.95}, False, [])


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A file system without locks, in which claims settle at once and are refreshed often."""
    monkeypatch.setattr(dataset_lock, "_SETTLE", 0)
    monkeypatch.setattr(dataset_lock, "_REFRESH", 0.01)
    files = fsspec.filesystem("memory")
    yield files
    files.store.clear()


def claim_of(memory: Any) -> Any:
    return json.loads(memory.cat_file("/labels/.claim.json"))


def call_until_it_fails(check: Check) -> None:
    """The thread that refreshes the claim has to look at it first."""
    while True:
        check()
        Event().wait(0.01)


def test_an_address_is_claimed_and_the_claim_refreshed(memory: Any) -> None:
    """A second command is told by whom; the claim ends with the command."""
    with hold_dataset("memory://labels") as check:
        first = claim_of(memory)["time"]
        message = r"another command \(process \d+ on .*, \d s ago; 120 s after its last sign of life the claim ends\)"
        with pytest.raises(ArtifactError, match=message), hold_dataset("memory://labels"):
            pass
        while claim_of(memory)["time"] == first:
            Event().wait(0.01)
        check()
    assert memory.ls("/labels") == []


@pytest.mark.parametrize(
    "left",
    [
        {"owner": "process 1 on there", "token": "x", "time": time.time() - 200},
        {"owner": "process 1 on there", "token": "x", "time": time.time() + 2000},
        {},
        [],
        "nonsense",
    ],
)
def test_a_claim_that_nobody_refreshes_is_taken_over(memory: Any, left: object) -> None:
    """Two minutes after the last sign of life of a killed command the next one may begin; nonsense claims nothing."""
    memory.pipe_file("/labels/.claim.json", json.dumps(left).encode())
    with hold_dataset("memory://labels") as check:
        check()
        assert claim_of(memory)["token"] != "x"
    assert memory.ls("/labels") == []


def test_a_command_that_was_taken_over_stops(memory: Any) -> None:
    """It changes nothing any more, and leaves the claim of the other."""
    with open_dataset("memory://labels", {}) as dataset:
        other = {"owner": "process 2 on there", "token": "y", "time": time.time()}
        memory.pipe_file("/labels/.claim.json", json.dumps(other).encode())
        before = memory.cat_file(f"/labels/{MANIFEST}")
        with pytest.raises(ArtifactError, match=r"another command \(process 2 on there\)"):
            call_until_it_fails(dataset._check)
        with pytest.raises(ArtifactError, match=r"another command \(process 2 on there\)"):
            dataset.finish()
        dataset._complete = True
    assert claim_of(memory) == other
    assert memory.cat_file(f"/labels/{MANIFEST}") == before


def test_of_two_that_claim_at_once_one_goes_on(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The later claim overwrites the earlier one before that is read again."""
    other = {"owner": "process 2 on there", "token": "y", "time": time.time()}

    def overwrite(_: float) -> None:
        memory.pipe_file("/labels/.claim.json", json.dumps(other).encode())

    monkeypatch.setattr(dataset_lock.time, "sleep", overwrite)
    with pytest.raises(ArtifactError, match=r"another command \(process 2 on there\)"), hold_dataset("memory://labels"):
        pass
    assert claim_of(memory) == other


def test_a_command_that_gave_no_sign_of_life_looks_before_it_writes(
    memory: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped for minutes, it renews its claim at its next part, or finds that another command has it."""
    monkeypatch.setattr(dataset_lock, "_REFRESH", 100)
    other = {"owner": "process 2 on there", "token": "y", "time": time.time()}
    later = time.time() + 300
    with hold_dataset("memory://labels") as check:
        monkeypatch.setattr(dataset_lock.time, "time", lambda: later)
        check()
        assert claim_of(memory)["time"] == later
        monkeypatch.setattr(dataset_lock.time, "time", lambda: later + 300)
        memory.pipe_file("/labels/.claim.json", json.dumps(other).encode())
        with pytest.raises(ArtifactError, match=r"another command \(process 2 on there\)"):
            check()
    assert claim_of(memory) == other
