"""The code stays in small, typed, documented pieces; the figures themselves are counted right."""

import ast
from pathlib import Path

import pytest

from tests.contracts.code_figures import (
    Module,
    body_lines,
    functions,
    measure,
    public,
    read_modules,
    share,
    unannotated,
)

PACKAGE = Path(__file__).parent.parent.parent / "textml"
MODULES = read_modules(PACKAGE)
NAMES = [module.path.relative_to(PACKAGE).as_posix() for module in MODULES]
LONGEST_FUNCTION = 50
EXAMPLE = '''"""Read things."""

import numba


@numba.njit
def loop(values, n):
    """Compiled."""
    # a comment
    return values[:n]


class Reader:
    """Reads."""

    def read(self, path: str, *, n):
        return path

    def _skip(self):
        pass
'''


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_arguments_have_types(module: Module) -> None:
    """Every argument is annotated, except in what numba compiles."""
    assert unannotated(module.tree) == []


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_functions_are_short(module: Module) -> None:
    """No function is longer than a screen."""
    assert [f.name for f in functions(module.tree) if body_lines(f) > LONGEST_FUNCTION] == []


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_public_names_have_docstrings(module: Module) -> None:
    """Every public function, class and method says what it does."""
    assert [node.name for node in public(module.tree) if not ast.get_docstring(node)] == []


def test_rows_of_any_are_named_once() -> None:
    """A type for rows of unknown columns is defined in one place at most: elsewhere rows have types of their own."""
    defined = [
        f"{name}: {ast.unparse(node)}"
        for name, module in zip(NAMES, MODULES, strict=True)
        for node in module.tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and ast.unparse(node.value or node) == "Mapping[str, Any]"
    ]
    assert len(defined) <= 1, defined


def test_figures_are_those_of_a_small_package(tmp_path: Path) -> None:
    """Compiled functions, `self`, docstrings and blank lines are counted as what they are."""
    (tmp_path / "pack/room").mkdir(parents=True)
    (tmp_path / "pack/room/reader.py").write_text(EXAMPLE)
    found = measure(tmp_path / "pack")
    assert found["files"] == "1"
    assert found["lines"] == "20"
    assert found["lines without docstrings, comments, blank lines"] == "9"
    assert found["lines per function, median / p90 / largest"] == "2 / 3 / 3"
    assert found["annotated arguments"] == share(1, 4)
    assert found["annotated arguments outside kernels"] == share(1, 2)
    assert found["public names with a docstring"] == share(2, 3)
    assert found["files in the fullest folder"] == "1 (room)"


def test_an_argument_without_type_is_named() -> None:
    """The function and the argument are named, so that they are found."""
    assert unannotated(ast.parse(EXAMPLE)) == ["read(n)"]
