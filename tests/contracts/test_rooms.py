"""The rules of the house, held by reading the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent.parent / "textml"
ROOMS = ["corpus", "features", "models", "predict", "reports", "review", "runs"]
#: What any room may import, because it imports no room.
LEAVES = [
    "config",
    "console",
    "disk",
    "display",
    "errors",
    "manifest",
    "model_files",
    "options",
    "progress",
    "reasons",
    "store",
    "versions",
    "workers",
]
#: What stands above the rooms: the command line, and the names that Python users import.
DOORS = ["__init__", "__main__", "cli", "commands"]
MODULES = sorted(PACKAGE.rglob("*.py"))
#: Files of Python, its `__init__` apart, that a person takes in at one look.
MOST_FILES = 14

Unit = tuple[str, ...]


def path_of(module: Path) -> Unit:
    """A module as the folders and the file that lead to it."""
    return module.relative_to(PACKAGE).with_suffix("").parts


def imported(tree: ast.AST) -> Iterator[str]:
    """Every dotted name that is imported anywhere in a module, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def module_of(name: str) -> Unit | None:
    """The module of textml that a dotted name leads to; None for other packages."""
    first, *parts = name.split(".")
    if first != "textml":
        return None
    while parts and not PACKAGE.joinpath(*parts).with_suffix(".py").exists():
        if PACKAGE.joinpath(*parts).is_dir():
            return (*parts, "__init__")
        parts.pop()
    return tuple(parts) or ("__init__",)


def imports_of(module: Path) -> set[Unit]:
    """The modules of textml that a module imports."""
    return {found for name in imported(ast.parse(module.read_text())) if (found := module_of(name))}


IMPORTS = {path_of(module): imports_of(module) for module in MODULES}


def names(units: set[Unit]) -> list[str]:
    """Modules as they are written in an import."""
    return sorted(".".join(unit) for unit in units)


@pytest.mark.parametrize("module", sorted(IMPORTS), ids="/".join)
def test_rooms_import_only_to_the_left(module: Unit) -> None:
    """A room imports itself, rooms to its left and leaves; a leaf imports leaves; only the doors import anything."""
    if module[0] in DOORS:
        return
    allowed = {*LEAVES, *(ROOMS[: ROOMS.index(module[0]) + 1] if module[0] in ROOMS else ())}
    assert names({unit for unit in IMPORTS[module] if unit[0] not in allowed}) == []


@pytest.mark.parametrize("module", [m for m in sorted(IMPORTS) if len(m) > 2], ids="/".join)
def test_rooms_inside_a_room_import_only_to_the_left(module: Unit) -> None:
    """Inside a room, too, alphabetical order is the order of the imports."""
    right = {unit for unit in IMPORTS[module] if len(unit) > 2 and unit[0] == module[0] and unit[1] > module[1]}
    assert names(right) == []


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_in_a_room_imports_in_a_circle(room: str) -> None:
    """The files of a room and the rooms inside it can be put in an order in which each imports only earlier ones."""
    needs: dict[str, set[str]] = {}
    for module, found in IMPORTS.items():
        if module[0] == room:
            own = {unit[1] for unit in found if unit[0] == room and unit[1] != module[1]}
            needs.setdefault(module[1], set()).update(own)
    while ready := [part for part, others in needs.items() if not others & needs.keys()]:
        for part in ready:
            del needs[part]
    assert needs == {}


def test_a_circle_of_imports_is_found() -> None:
    """Names lead to modules, through packages and through what a module defines."""
    assert module_of("textml.corpus.article.Article") == ("corpus", "article")
    assert module_of("textml.corpus.pages") == ("corpus", "pages", "__init__")
    assert module_of("textml") == ("__init__",)
    assert module_of("numpy.random") is None


def test_the_only_folders_are_the_flow() -> None:
    """The rooms, in the order of the data, commands and disk are the folders; beside them stand leaves and doors."""
    folders = sorted(p.name for p in PACKAGE.iterdir() if p.is_dir() and p.name != "__pycache__")
    assert folders == sorted(["commands", "disk", *ROOMS])
    assert sorted({*folders, *(p.stem for p in PACKAGE.glob("*.py"))}) == sorted([*ROOMS, *LEAVES, *DOORS])


@pytest.mark.parametrize("folder", sorted({m.parent for m in MODULES}), ids=lambda f: str(f.relative_to(PACKAGE)))
def test_a_folder_is_taken_in_at_one_look(folder: Path) -> None:
    """No folder holds more modules than fit on a page, and each says in a paragraph what it is for."""
    assert len([p for p in folder.glob("*.py") if p.stem != "__init__"]) <= MOST_FILES
    paragraph = ast.get_docstring(ast.parse((folder / "__init__.py").read_text())) or ""
    assert folder == PACKAGE or len(paragraph.split()) >= 20, "say what comes in, what goes out, where to start"


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
_MAY_CATCH_ALL = ("batch.py",)


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
