"""A page is divided along the gaps that run through it."""

from textml.corpus.geometry import Box
from textml.corpus.printed.layout.blocks import Thing, find_blocks


def head(left: float, top: float, right: float) -> Thing:
    """A headline of 20 points."""
    return Thing(Box(left, top, right, top + 20), True)


def text(left: float, top: float, right: float, bottom: float) -> Thing:
    """Running text."""
    return Thing(Box(left, top, right, bottom), False)


def test_a_gap_above_headlines_parts_a_page() -> None:
    """Two rows of two stories: the rows are parted, then the columns, because each begins with a headline."""
    things = [
        *(head(0, 0, 90), text(0, 30, 90, 200), head(110, 0, 200), text(110, 30, 200, 200)),
        *(head(0, 215, 90), text(0, 245, 90, 400), head(110, 215, 200), text(110, 245, 200, 400)),
    ]
    blocks = find_blocks(things, (), 10)
    assert len(set(blocks)) == 4
    assert [blocks[n] == blocks[n + 1] for n in range(0, 8, 2)] == [True] * 4


def test_columns_of_one_story_are_one_block() -> None:
    """Columns below one headline, and a column that rises beside it, are not parted."""
    things = [head(0, 0, 200), text(0, 30, 90, 200), text(110, 30, 200, 200), text(220, 0, 310, 200)]
    assert len(set(find_blocks(things, (), 10))) == 1


def test_a_rule_parts_what_it_runs_through() -> None:
    """Text below a rule is another block even without a headline; a short rule parts nothing."""
    things = [head(0, 0, 200), text(0, 30, 200, 100), text(0, 120, 200, 200)]
    assert len(set(find_blocks(things, [Box(0, 110, 200, 110.5)], 10))) == 2
    assert len(set(find_blocks(things, [Box(0, 110, 40, 110.5)], 10))) == 1


def test_nothing_is_no_block() -> None:
    """A page without text has no blocks."""
    assert find_blocks([], (), 10) == []
