"""Pages that were scanned askew are made level."""

import pytest

from tests.corpus.printed.ocr_files import chars
from textml.corpus.geometry import Box
from textml.corpus.printed.ocr.recognized import Line, Recognized, Word
from textml.corpus.printed.ocr.straighten import straighten


def askew(slope: float, n_lines: int = 12) -> Recognized:
    """A page of one column that goes down to the right."""
    page = Recognized(2000, 3000)
    for n in range(n_lines):
        words = []
        for text, (left, top, right, bottom) in chars("立夏才过三天南坡的水渠", 400, 300 + 60 * n, 40).words:
            down, aside = slope * left, -slope * top
            words.append(Word(text, Box(left + aside, top + down, right + aside, bottom + down)))
        page.lines.append(Line(words, None))
    return page


@pytest.mark.parametrize("slope", [0.01, -0.02])
def test_lines_become_level(slope: float) -> None:
    """All words of a line are at one height, and all lines begin at one place."""
    page = askew(slope)
    page.pictures.append(Box(1000, 1000, 1100, 1100))
    assert straighten(page) == pytest.approx(slope, rel=0.01)
    for line in page.lines:
        tops = [word.box.top for word in line.words if word.box]
        assert max(tops) - min(tops) < 0.5
    lefts = [line.words[0].box.left for line in page.lines if line.words[0].box]
    assert max(lefts) - min(lefts) < 0.5
    assert page.pictures[0].top == pytest.approx(1000 - slope * 1050, abs=0.5)


@pytest.mark.parametrize(("slope", "n_lines"), [(0.0003, 12), (0.3, 12), (0.01, 5)])
def test_what_is_level_or_unknown_stays(slope: float, n_lines: int) -> None:
    """A slope that does not matter, one that cannot be, and one of a few lines change nothing."""
    page = askew(slope, n_lines)
    assert straighten(page) == 0
    assert page == askew(slope, n_lines)
