"""The rules of the house, held by reading the code."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent.parent / "textml"
ROOMS = ["corpus", "features", "models", "reports", "review"]
# What any room may import, because it imports nothing of textml: how things fail, how values show themselves.
LEAVES = {"errors", "cards"}
# `TopicModel.map` asks reports for the map when it is called; nothing else may point right, and nothing on import.
POINTING_RIGHT = {"models/topics.py": {"reports"}}
MODULES = sorted(PACKAGE.rglob("*.py"))
IN_ROOMS = [module for module in MODULES if module.parent != PACKAGE]


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def known(name: str) -> str:
    """The file or room of textml that an import names, or nothing."""
    parts = name.split(".")
    return parts[1] if parts[0] == "textml" and len(parts) > 1 else ""


@pytest.mark.parametrize("module", IN_ROOMS, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_rooms_import_only_to_the_left(module: Path) -> None:
    """A room imports itself, rooms to its left, errors and cards; never config, store, pipeline, stages or cli."""
    room = module.relative_to(PACKAGE).parts[0]
    allowed = {*ROOMS[: ROOMS.index(room) + 1], *LEAVES, "", *POINTING_RIGHT.get(str(module.relative_to(PACKAGE)), ())}
    assert {known(name) for name in imported(ast.parse(module.read_text()))} <= allowed


@pytest.mark.parametrize("module", POINTING_RIGHT)
def test_what_points_right_is_imported_only_when_it_is_called(module: str) -> None:
    """Importing the room loads nothing of a room to its right."""
    code = (
        f"import sys, textml.{module[:-3].replace('/', '.')}; print([m for m in sys.modules if 'textml.reports' in m])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize("leaf", sorted(LEAVES))
def test_what_every_room_may_import_imports_no_room(leaf: str) -> None:
    """errors and cards import nothing of textml, so that importing them never points right."""
    assert {known(name) for name in imported(ast.parse((PACKAGE / f"{leaf}.py").read_text()))} <= {""}


def test_the_only_folders_are_the_flow() -> None:
    """The rooms, in the order of the data, are the only folders of the package."""
    assert sorted(p.name for p in PACKAGE.iterdir() if p.is_dir() and p.name != "__pycache__") == ROOMS


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_modules_open_with_their_job(module: Path) -> None:
    """The first line of a module is its job in one sentence; a module has at most 400 lines."""
    text = module.read_text()
    doc = ast.get_docstring(ast.parse(text))
    assert doc, "no docstring"
    assert doc.splitlines()[0].endswith("."), "the job is one sentence"
    assert len(text.splitlines()) <= 400


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_functions_hold_one_idea(module: Path) -> None:
    """No function has more than 50 lines, its docstring not counted; public ones have a docstring."""
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
            assert lines <= 50, f"{node.name} has {lines} lines"


_BROAD = ("Exception", "BaseException")
# Whatever one article in a million brings about must not lose the others of its batch: it is named there.
_MAY_CATCH_ALL = ("parts.py",)


@pytest.mark.parametrize(
    "module", [m for m in MODULES if m.name != "cli.py"], ids=lambda m: str(m.relative_to(PACKAGE))
)
def test_no_printing_exiting_or_swallowing_below_the_command_line(module: Path) -> None:
    """Below cli.py nothing prints, exits, asserts on input, or catches everything; nothing anywhere unpickles."""
    tree = ast.parse(module.read_text())
    for node in ast.walk(tree):
        assert not isinstance(node, ast.Assert)
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, "a bare except"
            assert ast.unparse(node.type) not in _BROAD or module.name in _MAY_CATCH_ALL
        if isinstance(node, ast.Call):
            assert ast.unparse(node.func) not in ("print", "sys.exit", "exit", "quit")
    assert not {"pickle", "joblib.load", "dill", "cloudpickle"} & set(imported(tree))
