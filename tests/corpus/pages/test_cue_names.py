"""The names of cues: what the code finds and what the weights know are the same."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.corpus.pages.invented import invent_items
from tests.corpus.pages.simulator import PRESS, simulate_page
from tests.corpus.printed.kinds import KINDS
from tests.corpus.printed.typesetter import typeset_page
from textml.corpus.pages import search
from textml.corpus.pages.lines.blocks import build_blocks
from textml.corpus.pages.lines.fitted import read_table
from textml.corpus.pages.lines.role_cues import line_cues
from textml.corpus.pages.lines.roles import Role, read_roles
from textml.corpus.pages.lines.sheet import Sheet, read_sheet
from textml.corpus.pages.search.evidence import Evidence
from textml.corpus.pages.search.headlines import FAR as SIDES
from textml.corpus.pages.search.headlines import WORD_CUES, split_cues
from textml.corpus.pages.search.layout import find_layout

ROOM = Path(search.__file__).parent
# Cues that code names on the spot, not through `find_cues`.
COMPUTED = {"common words", "common characters", *SIDES, *WORD_CUES, *(f"{name} afar" for name in WORD_CUES)} | {
    f"{kind} below {least}" for kind in ("article", "notice") for least in (40, 60, 110, 150, 250)
}
# Cues that no page of the fit shows, so that they weigh nothing yet.
UNKNOWN = {
    "alone in letters",
    "caption",
    "office between",
    "opens with origin",
    "split letters",
}


def written(*files: str) -> set[str]:
    """Names that calls of `find_cues` in these modules give."""
    calls = [node for file in files for node in ast.walk(ast.parse((ROOM / file).read_text("utf-8")))]
    keywords = [
        keyword.arg
        for node in calls
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "find_cues"
        for keyword in node.keywords
    ]
    return {name.replace("_", " ") for name in keywords if name}


class Asked(dict[str, float]):
    """Weights of the package that keep the names which were asked for."""

    def __init__(self) -> None:
        super().__init__(read_table("layout"))
        self.names: set[str] = set()

    def get(self, name: str, default: float = 0.0) -> float:  # type: ignore[override]
        """The weight of a cue."""
        self.names.add(name)
        return super().get(name, default)


def sheets() -> Iterator[Sheet]:
    """Dumps of simulated pages, and a typeset page of every kind."""
    for seed in range(6):
        yield read_sheet(simulate_page(invent_items(seed), PRESS, seed).text)
    for n, kind in enumerate(KINDS):
        text, geometry, _ = typeset_page((), kind, "columns", n).arranged()
        yield read_sheet(text, geometry)


@cache
def found() -> set[str]:
    """Names of the cues that the search finds on all these pages."""
    asked = Asked()
    for sheet in sheets():
        find_layout(Evidence(build_blocks(sheet, read_roles(sheet)), sheet, asked))
    return asked.names


def test_cues_of_layouts_have_weights() -> None:
    """Every name in the code is in the files or known to be unknown, and no weight is for a cue that no code gives."""
    names = written("cues.py", "headlines.py", "evidence.py", "fits.py", "print_cues.py") | COMPUTED
    assert read_table("layout").keys() - names == set()
    assert names - read_table("layout").keys() - UNKNOWN == set(), "fit anew, or list it in UNKNOWN"
    assert names >= UNKNOWN


def test_cues_on_pages_are_those_in_the_code() -> None:
    """Pages of all kinds show most of the names that the code has, and no others."""
    names = written("cues.py", "headlines.py", "evidence.py", "fits.py", "print_cues.py") | COMPUTED
    assert found() - names == set()
    assert len(found()) > 0.8 * len(names)


def test_cues_of_lines_have_weights() -> None:
    """The cues of a line, and those of the line before for each of its roles."""
    own, after = line_cues(read_sheet("竹席上市\n立夏才过\n"))
    names = {"always", *own, *(f"{role.name.lower()} before, {cue}" for role in Role for cue in after)}
    assert read_table("roles").keys() == names


def test_cues_of_titles_have_weights() -> None:
    """They are those of two headline blocks."""
    names = {name for name in written("headlines.py") if name.startswith("split")}
    block = build_blocks(read_sheet("竹席上市"), [Role.HEADLINE])[0]
    assert split_cues(block, block).keys() <= names
    assert read_table("title_parts").keys() <= names
