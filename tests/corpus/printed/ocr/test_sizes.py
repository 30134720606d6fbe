"""Lines of one type have one size, however their boxes jitter."""

import random

import pytest

from textml.corpus.printed.ocr.sizes import even_out


def test_types_are_told_apart() -> None:
    """Body, caption and headline stay three sizes, each the usual one of its lines."""
    rng = random.Random(3)
    true = [9.0] * 60 + [8.0] * 20 + [28.0] * 3
    found = even_out([size * rng.uniform(0.97, 1.03) for size in true], range(len(true)), [15] * len(true))
    assert len(set(found)) == 3
    assert found == [pytest.approx(size, rel=0.03) for size in true]


def test_a_block_has_one_size() -> None:
    """What differs little within a block is jitter; what differs by more is another type."""
    assert even_out([10.0, 10.4, 10.2, 12.0], [0, 0, 0, 0], [9, 9, 9, 9]) == [10.2, 10.2, 10.2, 12.0]


def test_no_lines_have_no_sizes() -> None:
    """A page may be empty."""
    assert even_out([], [], []) == []
