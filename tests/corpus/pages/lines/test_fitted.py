"""Fitted weights and their files."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from textml.corpus.pages.lines import fitted
from textml.corpus.pages.lines.fitted import read_table, read_weights


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two small files instead of those of the package."""
    cutter, printed = tmp_path / "cutter.toml", tmp_path / "printed.toml"
    cutter.write_text('[roles]\n"glued" = [1.0, -1.0]\n[layout]\n"inner" = -2.0\n', encoding="utf-8")
    printed.write_text('[layout]\n"story changes" = 3.0\n[parts]\n"large" = 0.5\n', encoding="utf-8")
    monkeypatch.setattr(fitted, "CUTTER", cutter)
    monkeypatch.setattr(fitted, "PRINTED", printed)
    for cached in (fitted.read_tables, read_weights):
        cached.cache_clear()
    yield
    for cached in (fitted.read_tables, read_weights):
        cached.cache_clear()


@pytest.mark.usefixtures("files")
def test_printed_cues_join_those_of_dumps() -> None:
    """A table in both files has the rows of both; one in a single file has its own."""
    assert read_table("layout") == {"inner": -2.0, "story changes": 3.0}
    assert read_table("roles") == {"glued": [1.0, -1.0]}
    assert read_table("parts") == {"large": 0.5}


@pytest.mark.usefixtures("files")
def test_weights_come_in_the_order_of_the_cues() -> None:
    """A cue that the fit did not know weighs nothing, whatever the number of outputs."""
    assert read_weights("layout", ("story changes", "new cue", "inner")).tolist() == [3.0, 0.0, -2.0]
    assert read_weights("roles", ("new cue", "glued")).tolist() == [[0.0, 0.0], [1.0, -1.0]]


@pytest.mark.usefixtures("files")
def test_a_table_that_is_not_there_is_named() -> None:
    """A wrong name is a fault of the program, not a page without weights."""
    with pytest.raises(KeyError, match="rolls"):
        read_table("rolls")


def test_the_package_has_finite_weights() -> None:
    """The files of the package: five numbers for each cue of a role, one for each cue of a layout and of a title."""
    assert {np.shape(row) for row in read_table("roles").values()} == {(5,)}
    for table in ("layout", "title_parts"):
        assert {np.shape(row) for row in read_table(table).values()} == {()}
        assert np.isfinite([*read_table(table).values()]).all()
