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


@pytest.fixture(scope="module")
def printed() -> dict[str, list[nbformat.NotebookNode]]:
    """Code cells of every notebook with what they showed: one kernel, which forgets all names before each."""
    story = nbformat.v4.new_notebook()
    for path in NOTEBOOKS:
        cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        for cell in (nbformat.v4.new_code_cell("%reset -f"), *cells):
            cell.metadata["of"] = path.stem
            story.cells.append(cell)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(NOTEBOOKS[0].parent.parent))
        NotebookClient(
            story,
            timeout=PATIENCE,
            startup_timeout=PATIENCE,
            # each notebook has its own answer
            allow_errors=True,
            resources={"metadata": {"path": str(NOTEBOOKS[0].parent)}},
        ).execute()
    # the first cell of each is the one that forgets
    return {path.stem: [cell for cell in story.cells if cell.metadata["of"] == path.stem][1:] for path in NOTEBOOKS}


# nbclient and the kernel open event loops and sockets of their own
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_run(path: Path, printed: dict[str, list[nbformat.NotebookNode]]) -> None:
    """Every cell runs in order and shows something; nothing warns, no character lacks a glyph, figures are pictures."""
    for cell in printed[path.stem]:
        assert not [output for output in cell.outputs if output.output_type == "error"], cell.source
        assert cell.outputs, cell.source
        assert not [output.text for output in cell.outputs if output.get("name") == "stderr"]
        shown = [output.data for output in cell.outputs if "data" in output]
        assert all("image/png" in data for data in shown if data["text/plain"].startswith("<Figure"))
