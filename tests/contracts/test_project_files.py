"""Files that other programs read about the project agree with each other."""

import re
import sys
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.contracts.code_figures import read_modules
from tests.contracts.test_rooms import imported

#: Packages that are imported under another name.
PACKAGES = {
    "IPython": "ipykernel",
    "distributed": "dask",
    "fontTools": "fonttools",
    "sklearn": "scikit-learn",
    "typing_extensions": "pydantic",
}


@pytest.fixture
def project(root: Path) -> dict[str, Any]:
    """The table `project` of pyproject.toml."""
    return dict(tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"])


def pins(lock: Path) -> dict[str, str]:
    """Versions by package."""
    return dict(re.findall(r"^([\w.-]+)==(\S+)", lock.read_text("utf-8"), re.MULTILINE))


def test_what_developing_needs_holds_what_running_needs(root: Path) -> None:
    """Every package that running needs is in the other lock file, in the same version."""
    run, develop = pins(root / "requirements.lock"), pins(root / "requirements-dev.lock")
    assert run.items() < develop.items()


def test_running_needs_no_tools(root: Path) -> None:
    """`make run` installs no test runner, no cluster, no notebook and no documentation tool."""
    tools = {"pytest", "dask", "ipykernel", "mypy", "ruff", "zensical"}
    assert tools & pins(root / "requirements.lock").keys() == set()
    assert tools <= pins(root / "requirements-dev.lock").keys()


def test_lock_files_name_no_place(root: Path) -> None:
    """A lock file holds versions and hashes: where packages come from is the user's affair."""
    for lock in root.glob("*.lock"):
        assert not re.search(r"://|--(?:extra-)?index|--find-links|--trusted", lock.read_text("utf-8"))


def test_every_import_is_required(root: Path, project: dict[str, Any]) -> None:
    """What the package imports is a dependency, or comes with an extra."""
    listed = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    packages = {re.split(r"[\[<>=;]", requirement)[0] for requirement in listed}
    trees = [module.tree for module in read_modules(root / "textml")]
    names = {name.split(".")[0] for tree in trees for name in imported(tree)} - set(sys.stdlib_module_names)
    assert {PACKAGES.get(name, name.replace("_", "-")) for name in names} <= packages


def test_the_citation_is_of_this_version(root: Path, project: dict[str, Any]) -> None:
    """CITATION.cff has the version and the licence of the package."""
    citation = yaml.safe_load((root / "CITATION.cff").read_text("utf-8"))
    assert (citation["version"], citation["license"]) == (project["version"], project["license"])


def test_ci_runs_the_versions_that_are_promised(root: Path, project: dict[str, Any]) -> None:
    """The matrix of the workflow is the list of Pythons in pyproject.toml."""
    workflow = yaml.safe_load((root / ".github/workflows/ci.yml").read_text("utf-8"))
    promised = [
        c.rsplit(" ", 1)[1] for c in project["classifiers"] if c.startswith("Programming Language :: Python :: 3.")
    ]
    assert workflow["jobs"]["run"]["strategy"]["matrix"]["python"] == promised


@pytest.mark.parametrize("form", ["1_bug", "2_page_cut_wrong", "3_feature"])
def test_issue_forms_ask_something(root: Path, form: str) -> None:
    """Each form has a name, a description and fields of their own id."""
    asked = yaml.safe_load((root / f".github/ISSUE_TEMPLATE/{form}.yml").read_text("utf-8"))
    fields = [part["id"] for part in asked["body"] if part["type"] != "markdown"]
    assert asked["name"]
    assert asked["description"]
    assert len(fields) == len(set(fields)) >= 3


def test_new_names_of_modules_exist(root: Path) -> None:
    """Where the changelog says that modules moved to, there is a module or a folder."""
    table = (root / "CHANGELOG.md").read_text("utf-8").split("### Modules", 1)[1]
    rows = [line.split("|")[2] for line in table.splitlines() if line.startswith("| `")]
    new = [name for cell in rows for name in re.findall(r"`([a-z_/]+)`", cell.split(":")[0])]
    assert len(new) == len(rows) > 30
    assert [n for n in new if not (root / f"textml/{n}").is_dir() and not (root / f"textml/{n}.py").exists()] == []
