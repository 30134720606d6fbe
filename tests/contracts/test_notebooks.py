"""Notebooks tell one story in flow order, run from start to end, and are stored without what they printed."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.contracts.test_rooms import ROOMS
from tests.waiting import PATIENCE

NOTEBOOKS = sorted((Path(__file__).parent.parent.parent / "notebooks").glob("*.ipynb"))


def test_they_go_through_the_rooms() -> None:
    """1_corpus to 5_review: rooms in the order of the data; `predict` and `runs` are shown at the end of the last."""
    shown = [room for room in ROOMS if room not in ("predict", "runs")]
    assert [path.stem for path in NOTEBOOKS] == [f"{number}_{room}" for number, room in enumerate(shown, 1)]
    last = NOTEBOOKS[-1].read_text("utf-8")
    assert "textml.predict" in last
    assert "textml.open_run" in last


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_stored_without_outputs(path: Path) -> None:
    """No output and no execution count is committed; notebooks define nothing reusable."""
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert cells
    assert all(not cell.outputs and cell.execution_count is None for cell in cells)
    assert not any(line.startswith(("def ", "class ")) for cell in cells for line in cell.source.splitlines())


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_step_is_explained(path: Path) -> None:
    """A title comes first, no code cell lacks its text, the end says what to take along; all use their own room."""
    cells = nbformat.read(path, as_version=4).cells
    kinds = [cell.cell_type for cell in cells]
    assert cells[0].source.startswith(f"# {path.stem[0]} {path.stem[2:].title()}: ")
    assert "What to take along" in cells[-1].source
    assert kinds == ["markdown", "code"] * (len(kinds) // 2) + ["markdown"]
    assert path.stem == "1_corpus" or f"textml.{path.stem[2:]}" in "".join(cell.source for cell in cells)


# nbclient and the kernel open event loops and sockets of their own
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_run(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every cell runs in order and shows something; nothing warns, no character lacks a glyph, figures are pictures."""
    monkeypatch.setenv("PYTHONPATH", str(path.parent.parent))
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=PATIENCE, startup_timeout=PATIENCE, resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs, cell.source
            assert not [output.text for output in cell.outputs if output.get("name") == "stderr"]
            shown = [output.data for output in cell.outputs if "data" in output]
            assert all("image/png" in data for data in shown if data["text/plain"].startswith("<Figure"))
