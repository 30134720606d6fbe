"""Roles of printed lines."""

import numpy as np
import pytest

from tests.corpus.pages.invented import TWO_STORIES
from tests.corpus.pages.simulator import only, simulate_page
from textml.corpus.pages.lines import roles
from textml.corpus.pages.lines.roles import Role, read_roles
from textml.corpus.pages.lines.sheet import read_sheet


def told(monkeypatch: pytest.MonkeyPatch, rows: dict[str, dict[Role, float]]) -> None:
    """Let these cues alone decide, with these weights for these roles."""

    def read(_: str, cues: tuple[str, ...]) -> np.ndarray:
        return np.array([[rows.get(cue, {}).get(role, 0.0) for role in Role] for cue in cues])

    monkeypatch.setattr(roles, "read_weights", read)


def test_the_role_with_the_most_weight_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cue speaks for a role as much as its weight says, line by line."""
    told(monkeypatch, {"always": {Role.HEADLINE: 1.0}, "ends with a full stop": {Role.START: 2.0}})
    assert read_roles(read_sheet("竹席上市\n渠首在南坡。\n")) == [Role.HEADLINE, Role.START]


def test_the_weight_of_a_cue_may_hang_on_the_role_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same line is a mark behind a headline and a start behind a mark."""
    rows = {
        "first line": {Role.HEADLINE: 9.0},
        "headline before, always": {Role.MARK: 3.0},
        "mark before, always": {Role.START: 3.0},
    }
    told(monkeypatch, rows)
    assert read_roles(read_sheet("竹席\n竹席\n竹席\n")) == [Role.HEADLINE, Role.MARK, Role.START]


def test_the_best_path_need_not_hold_the_best_role_of_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """What follows can outweigh what a line looks like alone."""
    rows = {
        "first line": {Role.HEADLINE: 1.0},
        "start before, always": {Role.MARK: 5.0},
        "headline before, always": {Role.MARK: 0.0},
    }
    told(monkeypatch, rows)
    assert read_roles(read_sheet("竹席\n竹席\n")) == [Role.START, Role.MARK]


def test_only_a_paragraph_is_continued(monkeypatch: pytest.MonkeyPatch) -> None:
    """However much speaks for it, no page starts with a continuation and none stands behind a mark."""
    told(monkeypatch, {"always": {Role.CONTINUATION: 50.0}, "first line": {Role.MARK: 500.0}})
    found = read_roles(read_sheet("竹席\n竹席\n竹席\n"))
    assert found[0] == Role.MARK
    assert Role.CONTINUATION not in found[:2]


def test_a_simulated_page_is_read() -> None:
    """One headline, then a paragraph of many lines."""
    page = simulate_page(
        [
            {
                "kind": "article",
                "title": "竹席卖到桥头",
                "text": "立夏才过，上湾村的竹席摊子就摆到了桥头，来往的人都要停下来看一看。" * 4,
            }
        ],
        only("leads"),
        0,
    )
    found = read_roles(read_sheet(page.text))
    assert found[:3] == [Role.HEADLINE, Role.START, Role.CONTINUATION]
    assert set(found[2:]) == {Role.CONTINUATION}


def test_every_line_of_a_page_gets_its_role() -> None:
    """Headlines, first lines two em narrower than the column, the lines after them, a byline."""
    names = "".join(role.name[0] for role in read_roles(read_sheet(TWO_STORIES)))
    assert names == "HSCCSCCMHSCC"


def test_a_numbered_line_is_a_sub_heading() -> None:
    """（一） numbers a sub-heading above its paragraph."""
    sheet = read_sheet("(一)怎么种\n\n" + "早稻要在立夏之前种下，田里的水不能太深。" * 4)
    assert read_roles(sheet) == [Role.SUBHEADING, Role.START]


def test_a_page_without_lines_has_no_roles() -> None:
    """Nothing in, nothing out."""
    assert read_roles(read_sheet(" \n\n")) == []
