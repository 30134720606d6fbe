"""Text frames of hand-made lines: which stand below each other in one column, and which are indented."""

from tests.corpus.printed.columns import LEADING, SIZE, Set, column, line, prose, title, wrap
from textml.corpus.geometry import Box
from textml.corpus.printed.layout.boxes import PageLines, hold
from textml.corpus.printed.layout.frames import find_body_style, find_frames, find_indents


def page_of(lines: Set, **drawn: tuple[Box, ...]) -> PageLines:
    """A page whose lines stand in the order of `find_frames`: from top to bottom."""
    kept = sorted(lines, key=lambda item: (item[1].box.top, item[1].box.left))
    printed = [place for _, place in kept]
    held = hold(printed, drawn.get("areas", ()), 800, 1100)
    return PageLines([text for text, _ in kept], printed, 800, 1100, held=held, **drawn)


def frames_of(lines: Set, **drawn: tuple[Box, ...]) -> list[int]:
    """Number of lines of each frame."""
    return [len(frame.lines) for frame in find_frames(page_of(lines, **drawn))]


def text(n_lines: int) -> list[tuple[str, bool]]:
    return wrap(prose("甲", 9))[:n_lines]


def test_columns_side_by_side_are_frames() -> None:
    """Lines at one height in two columns are not one line."""
    assert frames_of([*column(text(8), 40, 100), *column(text(6), 192, 100)]) == [8, 6]


def test_a_headline_is_a_frame_of_its_own() -> None:
    """Its type is larger than that of the text close below it."""
    assert frames_of([*title("渠水通了", 40, 76, 20), *column(text(8), 40, 100)]) == [1, 8]


def test_a_gap_of_a_line_ends_a_frame() -> None:
    """What is set a line and a half further down is another text."""
    below = 100 + 8 * LEADING + 1.0 * LEADING
    assert frames_of([*column(text(8), 40, 100), *column(text(6), 40, below)]) == [8, 6]


def test_a_rule_ends_a_frame() -> None:
    """A thin line between two lines of one column parts them, a short stroke does not."""
    lines = column(text(8), 40, 100)
    y = 100 + 4 * LEADING - 2
    assert frames_of(lines, rules=(Box(40, y, 180, y + 0.5),)) == [4, 4]
    assert frames_of(lines, rules=(Box(40, y, 60, y + 0.5),)) == [8]


def test_a_box_ends_a_frame() -> None:
    """Lines in a tinted area are not continued below it."""
    lines = column(text(8), 40, 100)
    assert frames_of(lines, areas=(Box(36, 96, 184, 99 + 4 * LEADING),)) == [4, 4]


def test_a_wide_lead_is_parted_from_the_columns_below_it() -> None:
    """A lead of two columns' width does not go on in the first of them."""
    wide = wrap(prose("丁", 1, 6), 29)[:2]
    top = 100 + 2 * LEADING
    lines = [*column(wide, 40, 100), *column(text(8), 40, top), *column(text(8), 192, top)]
    assert sorted(frames_of(lines)) == [2, 8, 8]


def test_a_line_of_one_character_belongs_to_its_column() -> None:
    """The indented line below it shares no width with it."""
    assert frames_of(
        column([("渠水通到了石坊村的每一块田", False), ("。", False), ("老桥两头种上了乌桕", True)], 40, 100)
    ) == [3]


def test_the_smallest_area_holds_a_line() -> None:
    """Areas of nearly the whole page hold nothing."""
    lines = [place for _, place in column(text(2), 40, 100)]
    areas = (Box(0, 0, 799, 1099), Box(30, 90, 300, 300), Box(35, 95, 190, 112))
    assert hold(lines, areas, 800, 1100) == [2, 1]


def test_body_style_is_that_of_most_text() -> None:
    """Many headlines and one caption do not outweigh the columns."""
    page = page_of(
        [*column(text(20), 40, 100), *title("渠水通到了三个村的每一块田", 40, 40, 20), *column(text(3), 300, 100, 8)]
    )
    assert find_body_style(find_frames(page), page) == ("Song", SIZE)


def test_first_lines_of_paragraphs_are_indented_and_centred_lines_are_not() -> None:
    """Two characters are an indent; a heading in the middle of its column is none."""
    lines = column(
        [("渠水通到了石坊村的每", True), ("一块田的边上，人们说今年", False), ("的稻子要好得多了，真的。", False)],
        40,
        100,
    )
    lines += [line("老桥", 40 + 5.0 * SIZE, 100 + 3 * LEADING)]
    page = page_of(lines)
    assert find_indents(find_frames(page), page) == {0}


def test_a_column_of_first_lines_is_indented_as_its_neighbours_say() -> None:
    """A frame of one line begins where longer columns of the page do."""
    page = page_of([*column(text(8), 40, 100), *column([("老桥两头种上乌桕。", True)], 40, 400)])
    frames = find_frames(page)
    assert find_indents(frames, page) == {0, 8} | {n for n, (_, first) in enumerate(text(8)) if first}
