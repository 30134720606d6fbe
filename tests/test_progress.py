"""How far things are is shown on a terminal and in a notebook, and costs nothing elsewhere."""

import os
import pty
import re
import subprocess
import sys
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import ENVIRONMENT
from tests.waiting import PATIENCE
from textml.progress import Bars, Silent


@pytest.mark.parametrize("progress", [Bars(), Silent()])
def test_items_pass_unchanged(progress: Bars | Silent, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal nothing is shown, and every item comes through."""
    assert list(progress.track(iter("汀禾新报"), "cutting pages", 4)) == list("汀禾新报")
    with progress.counting("passes", 9) as count:
        count(5, 1733.8)
    assert capsys.readouterr() == ("", "")


def test_a_stage_has_a_line_at_its_beginning_and_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal, a line says that a stage begins, another what came out and how long it took."""
    with Bars().stage("finding topics", 3.0) as finish:
        assert capsys.readouterr() == ("", "finding topics ...\n")
        finish("12 topics")
    assert re.fullmatch(r"finding topics: 12 topics, 0\.\d s\n", capsys.readouterr().err)
    with Silent().stage("finding topics") as finish:
        finish("12 topics")
    assert capsys.readouterr() == ("", "")


def test_a_bar_says_how_long_a_stage_still_takes() -> None:
    """What took 60 s the last time is nearly all left at first; what takes longer says so and is never full."""
    code = "import time\nfrom textml.progress import Bars\nwith Bars().stage('finding topics', {}): time.sleep(1.3)\n"
    assert re.search("finding topics about (59|58) s left", on_terminal(code.format(60)))
    late = on_terminal(code.format(0.5))
    assert "finding topics longer than the last time" in late
    assert re.search(r"finding topics: 1\.\d s", late)


def test_lines_go_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    """A line about what was done does not mix with results, and is written as it is."""
    Bars().say("note: :smile: [bold]汀禾[/bold]")
    assert capsys.readouterr() == ("", "note: :smile: [bold]汀禾[/bold]\n")


def on_terminal(code: str) -> str:
    """What a process writes to a terminal."""
    ours, theirs = pty.openpty()
    terminal = {**ENVIRONMENT, "TERM": "xterm"}
    subprocess.run([sys.executable, "-c", code], stderr=theirs, env=terminal, check=True, timeout=PATIENCE)
    os.close(theirs)
    written = b""
    try:
        while chunk := os.read(ours, 65536):
            written += chunk
    except OSError:
        # Linux says so when the last writer has closed its end
        pass
    finally:
        os.close(ours)
    return written.decode()


def test_a_terminal_has_a_bar_and_keeps_the_lines() -> None:
    """Bars are drawn while things pass, nested ones in one place; lines stand as they were given."""
    shown = on_terminal(
        "from textml.progress import Bars; bars = Bars()\n"
        "with bars.stage('corpus'):\n"
        "    for _ in bars.track(range(3), 'cutting pages', 3): pass\n"
        "    bars.say('note: :smile: [bold]汀禾[/bold]')\n"
    )
    assert "corpus" in shown
    assert "cutting pages" in shown
    assert "━" in shown
    assert "note: :smile: [bold]汀禾[/bold]" in shown


def run_in_kernel(*cells: str) -> list[list[Any]]:
    """Outputs of cells that a kernel ran."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=PATIENCE, startup_timeout=PATIENCE, kernel_name="python3").execute()
    return [cell.outputs for cell in notebook.cells]


# nbclient and the kernel open event loops and sockets of their own
@pytest.mark.filterwarnings("default")
def test_a_notebook_has_its_own_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a notebook a bar is an element of HTML, full at the end; its name is text, and lines are plain output."""
    monkeypatch.setenv("PYTHONPATH", ENVIRONMENT["PYTHONPATH"])
    tracked, counted, staged, timed, said, failed = run_in_kernel(
        "import textml; bars = textml.Bars(); seen = list(bars.track(range(28), 'cutting <b>', 28))",
        "with bars.counting('passes', 100) as on_pass: on_pass(18, 1733.8)",
        "with bars.stage('corpus'): pass",
        "import time\nwith bars.stage('topics', 9): time.sleep(1)",
        "bars.say('corpus: done')",
        "try:\n    for k in bars.track(range(9), 'cutting', 9): 1 / (3 - k)\nexcept ZeroDivisionError: pass",
    )
    (bar,) = (output.data["text/html"] for output in tracked)
    assert '<progress value=28 max=28 aria-label="cutting &lt;b&gt;"></progress> cutting &lt;b&gt; 28 of 28 · ' in bar
    assert "<progress value=18 max=18" in counted[0].data["text/html"]
    assert "<progress value=1 max=1" in staged[0].data["text/html"]
    assert re.fullmatch(r"corpus: 0\.\d s\n", staged[1].text)
    assert "<progress value=1000 max=1000" in timed[0].data["text/html"]
    assert "of 1,000" not in timed[0].data["text/html"]
    assert (said[0].name, said[0].text) == ("stdout", "corpus: done\n")
    assert "<progress value=3 max=9 " in failed[0].data["text/html"]
