"""The documentation builds, and every public name has its page with an example that runs."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import textml
from tests.contracts.test_rooms import ROOMS

#: What a page fetches, as against what a reader may click.
FETCHED = re.compile(
    r"<(?:script|img|iframe|source)[^>]+src=\"?(?:https?:)?//|<link[^>]+stylesheet[^>]+href=\"?(?:https?:)?//"
)


@dataclass(frozen=True)
class Site:
    """The documentation as `make docs` builds it.

    Attributes
    ----------
    folder : Path
        The pages.
    printed : str
        What the tools said.
    """

    folder: Path
    printed: str

    def read(self, page: str) -> str:
        """Text of a page."""
        return (self.folder / page).read_text("utf-8")


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The documentation in a folder of its own; a link that leads nowhere fails the build."""
    pytest.importorskip("zensical", reason="what builds the documentation is not installed: make test brings it")
    folder = tmp_path_factory.mktemp("docs")
    shutil.copy(root / "mkdocs.yml", folder)
    (folder / "textml").symlink_to(root / "textml")
    subprocess.run([sys.executable, root / ".ci/docs.py", folder / ".docs/pages"], cwd=root, check=True)
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env={"NO_COLOR": "1"}, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return Site(folder / ".docs/site", done.stdout + done.stderr)


def test_docstrings_of_public_names_are_read_without_a_warning(site: Site) -> None:
    """Every parameter that a docstring describes exists and has a type."""
    assert [line for line in site.printed.splitlines() if "griffe" in line] == []


def test_there_is_a_page_for_everything(site: Site, root: Path) -> None:
    """README in both languages, notebooks, rooms, command line, changelog and every public name have a page."""
    pages = {path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*.html")}
    notebooks = {f"{path.stem}.html" for path in (root / "notebooks").glob("*.ipynb")}
    rooms = {f"rooms/{room}.html" for room in ROOMS}
    names = {f"api/textml.{name}.html" for name in textml.__all__}
    texts = {"index.html", "README.zh.html", "CHANGELOG.html", "CONTRIBUTING.html", "command_line.html"}
    assert (notebooks | rooms | names | texts) - pages == set()


def test_every_name_is_shown_with_an_example(site: Site) -> None:
    """Each page of a name has an example; those of textml are run as docstrings."""
    pages = sorted((site.folder / "api").glob("*.html"))
    assert len(pages) >= len(textml.__all__)
    assert [page.stem for page in pages if "&gt;&gt;&gt;" not in page.read_text("utf-8")] == []


def test_pages_say_what_the_code_says(site: Site) -> None:
    """A signature, a module's job and an option stand on their pages."""
    assert "min_df" in site.read("api/textml.TopicModel.html")
    assert "cutting.py" in site.read("rooms/corpus.html")
    assert "--no-topics" in site.read("command_line.html")


def test_pages_fetch_nothing(site: Site) -> None:
    """Fonts, scripts and styles come with the site: it opens from disk without a network."""
    pages = list(site.folder.rglob("*.html"))
    assert [page.name for page in pages if FETCHED.search(page.read_text("utf-8"))] == []
