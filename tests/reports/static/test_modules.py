"""Each module of the page's script is plain, can be read by node and passes its own tests."""

import re
from pathlib import Path

import pytest

from tests.reports.static.node import STATIC, needs_node, run_node
from textml.reports.html.linker import find_imports

MODULES = sorted(STATIC.glob("*.mjs"))
TESTS = sorted(Path(__file__).parent.glob("*.test.mjs"))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_a_module_is_plain(module: Path) -> None:
    """It says its job in the first line, imports only what it uses, and is no longer than one of Python."""
    source = module.read_text("utf-8")
    first, *others = source.splitlines()
    assert re.fullmatch(r"// [A-Z].*\.", first)
    assert len(others) < 200
    for names in find_imports(source).values():
        assert [name for name in names if len(re.findall(rf"\b{name}\b", source)) < 2] == []


def test_what_is_exported_is_used() -> None:
    """Another module or a test imports it."""
    sources = {file.name: file.read_text("utf-8") for file in [*MODULES, *TESTS, *Path(__file__).parent.glob("*.py")]}
    for module in MODULES:
        others = " ".join(source for name, source in sources.items() if name != module.name)
        exported = re.findall(r"^export (?:async )?(?:function|const) (\w+)", sources[module.name], re.MULTILINE)
        assert [name for name in exported if not re.search(rf"\b{name}\b", others)] == []


@needs_node
@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_node_reads_a_module(module: Path) -> None:
    """Its syntax is that of a module."""
    done = run_node("--check", str(module))
    assert done.returncode == 0, done.stderr


@needs_node
@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.name)
def test_a_module_passes_its_tests(file: Path) -> None:
    """Every test of the file runs, and none fails or is skipped."""
    done = run_node("--test", "--test-reporter=tap", str(file))
    assert done.returncode == 0, done.stdout
    counts = dict(re.findall(r"^# (\w+) (\d+)$", done.stdout, re.MULTILINE))
    written = len(re.findall(r"^test\(", file.read_text("utf-8"), re.MULTILINE))
    assert written > 0
    assert (counts["tests"], counts["pass"]) == (str(written), str(written))


def test_every_test_file_has_its_module() -> None:
    """Tests mirror modules."""
    assert {file.name.split(".")[0] for file in TESTS} <= {module.stem for module in MODULES}
