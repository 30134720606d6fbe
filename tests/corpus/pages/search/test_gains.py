"""The table of what headlines gain with articles: it says the same in whatever order it grew."""

from itertools import combinations

import numpy as np
import pytest

from tests.corpus.pages.invented import invent_items
from tests.corpus.pages.simulator import PRESS, simulate_page
from textml.corpus.pages.lines.blocks import build_blocks
from textml.corpus.pages.lines.roles import read_roles
from textml.corpus.pages.lines.sheet import read_sheet
from textml.corpus.pages.search import gains as module
from textml.corpus.pages.search.evidence import Evidence
from textml.corpus.pages.search.gains import Gains


@pytest.mark.parametrize("order", ["headlines first", "articles first", "by turns"])
def test_the_table_holds_the_gain_of_each_pair(order: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It starts with room for two headlines and three articles here, and is asked for more."""
    monkeypatch.setattr(module, "_ROOM", (2, 3))
    sheet = read_sheet(simulate_page(invent_items(2, 6), PRESS, 3).text)
    evidence = Evidence(build_blocks(sheet, read_roles(sheet)), sheet)
    places = [(run, 0, len(blocks)) for run, blocks in enumerate(evidence.runs) if blocks]
    bodies = list(combinations(range(len(evidence.paragraphs) + 1), 2))
    assert len(places) > 2
    table = Gains(evidence)
    if order == "headlines first":
        table.add(places, ())
    elif order == "articles first":
        table.add((), bodies)
    else:
        for place, body in zip(places, bodies, strict=False):
            table.add([place], [body])
    rows, columns = table.find_rows(places), table.find_columns(bodies)
    found = table.read(np.array(rows), np.array(columns))
    wanted = [[evidence.gains[place][body] for body in bodies] for place in places]
    assert found == pytest.approx(np.array(wanted), abs=1e-9)
