"""Headlines with articles: the fast sum is the sum of the cues."""

import pytest

from tests.corpus.pages.invented import invent_items
from tests.corpus.pages.simulator import PRESS, simulate_page
from tests.corpus.printed.typesetter import typeset_page
from textml.corpus.pages.lines.blocks import build_blocks
from textml.corpus.pages.lines.fitted import weigh
from textml.corpus.pages.lines.roles import Role, read_roles
from textml.corpus.pages.lines.sheet import Sheet, read_sheet
from textml.corpus.pages.search.evidence import Evidence
from textml.corpus.pages.search.headlines import FAR, WORD_CUES, find_side
from textml.corpus.pages.search.layout import find_layout


def dump() -> Sheet:
    """A page of the simulator."""
    return read_sheet(simulate_page(invent_items(3, 6), PRESS, 3).text)


def printed() -> Sheet:
    """A typeset page with its geometry."""
    text, geometry, _ = typeset_page((), "local", "columns", 3).arranged()
    return read_sheet(text, geometry)


@pytest.mark.parametrize("sheet", [dump(), printed()], ids=["dump", "printed"])
def test_a_fit_weighs_what_its_cues_weigh(sheet: Sheet) -> None:
    """On every side of the article, near and far."""
    evidence = Evidence(build_blocks(sheet, read_roles(sheet)), sheet)
    layout, _, _ = find_layout(evidence)
    places, bodies = layout.headlines(), layout.bodies()
    assert len(places) > 2
    assert {find_side(place[0], *body) for place in places for body in bodies} >= {"before", *FAR}
    for place in places:
        for body in bodies:
            wanted = weigh(evidence.fits.cues(place, body), evidence.weights)
            assert evidence.fits.weigh(place, body) == pytest.approx(wanted, abs=1e-9)


def test_words_far_off_count_apart() -> None:
    """Words that a headline shares with an article further on have weights of their own."""
    sheet = dump()
    evidence = Evidence(build_blocks(sheet, read_roles(sheet)), sheet)
    layout, _, _ = find_layout(evidence)
    for place in layout.headlines():
        for body in layout.bodies():
            cues = evidence.fits.cues(place, body)
            far = find_side(place[0], *body) in FAR
            for name in WORD_CUES:
                assert cues.get(f"{name} afar") == (cues.get(name) if far else None)


def test_disorder_is_how_far_a_headline_is_from_the_place_of_its_article() -> None:
    """Two headlines at the foot of a page of three paragraphs: they stand at 1/4 and 3/4, the first article at 1/6."""
    sheet = read_sheet("渠水通了，沿渠的田都种上了。\n早稻也种上了。\n竹席卖到桥头去了。\n渠水到田\n竹席上市\n")
    roles = [Role.START, Role.START, Role.START, Role.HEADLINE, Role.HEADLINE]
    fits = Evidence(build_blocks(sheet, roles), sheet).fits
    assert fits.cues((3, 0, 1), (0, 2))["out of order"] == pytest.approx(1 / 4 - 1 / 6)
    assert fits.cues((3, 1, 2), (0, 2))["out of order"] == pytest.approx(3 / 4 - 1 / 6)
    assert "out of order" not in fits.cues((3, 0, 1), (2, 3))
