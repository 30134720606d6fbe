"""What a stopped run has finished is kept, and nothing of it is left over."""

import json
import signal
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ENVIRONMENT, TEXTML, files_of, textml_here
from tests.runs.growing import PAGE, START, Stopped, add_page, comparable
from tests.waiting import wait_until
from textml.manifest import UNFINISHED
from textml.runs.stages import STAGES


def test_finished_stages_survive_ctrl_c(grown: Path, start: START, fresh_files: dict[str, bytes]) -> None:
    """The earlier run stays readable; each next run goes on behind the last finished stage, to the same files."""
    add_page(grown)
    before = files_of(grown / "artifacts/r")
    stages = list(STAGES)
    begun = 0
    for at in ("features", "labels", "review"):
        stopped = Stopped(at)
        with pytest.raises(KeyboardInterrupt):
            start(True, stopped, "review")
        assert stopped.begun == [STAGES[name].title for name in stages[begun : stages.index(at) + 1]]
        begun = stages.index(at)
        assert files_of(grown / "artifacts/r") == before
        assert (grown / "artifacts/.r.new" / UNFINISHED).exists()
    found = start(True, until="review")
    assert list(found.kept) == stages[:begun]
    assert not (grown / "artifacts/.r.new").exists()
    assert comparable(found.folder) == fresh_files


def test_finished_stages_survive_sigkill(fresh: Path) -> None:
    """A process that is killed leaves its finished stages; the next one goes on behind them and leaves nothing over."""
    left = fresh / "artifacts/.default.new" / UNFINISHED
    process = subprocess.Popen([*TEXTML, "run"], cwd=fresh, env=ENVIRONMENT, stderr=subprocess.DEVNULL)
    wait_until(lambda: (left.exists() and "features" in left.read_text("utf-8")) or process.poll(), "two stages")
    process.kill()
    assert process.wait() == -signal.SIGKILL
    done = textml_here(fresh, "run")
    assert done.returncode == 0, done.stderr
    assert f"{STAGES['features'].title}: finished before textml was stopped, kept" in done.stderr
    assert [path.name for path in (fresh / "artifacts").iterdir() if path.suffix != ".lock"] == ["default"]
    assert not (fresh / "artifacts/default" / UNFINISHED).exists()


def test_what_is_left_of_a_stopped_run_is_checked(grown: Path, start: START) -> None:
    """A file that is damaged or foreign is worked again; what a plain run left is nothing for a fresh one."""
    add_page(grown)
    with pytest.raises(KeyboardInterrupt):
        start(progress=Stopped("labels"))
    draft = grown / "artifacts/.r.new"
    (draft / "features/vocabulary.json").write_text('["夜市"]', encoding="utf-8")
    (draft / "foreign.txt").write_text("x", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        start(progress=Stopped("labels"))
    assert json.loads((draft / "features/vocabulary.json").read_text("utf-8")) != ["夜市"]
    found = start(fresh=True)
    assert found.kept == ()
    assert "foreign.txt" not in files_of(found.folder)


def test_a_stopped_run_that_nobody_needs_any_more_is_removed(grown: Path, start: START) -> None:
    """The page is taken out again: the earlier run is up to date, and the half one goes."""
    add_page(grown)
    with pytest.raises(KeyboardInterrupt):
        start(progress=Stopped("labels"))
    (grown / PAGE).unlink()
    assert len(start().kept) == 9
    assert not (grown / "artifacts/.r.new").exists()
