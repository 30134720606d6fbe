"""Texts become arrays of code points, and blocks of neighbours."""

from textml.corpus.words.code_points import join_code_points, split_blocks


def test_texts_are_joined_with_their_bounds() -> None:
    """Characters beyond the basic plane and lone surrogates are one code point each; an empty text has no length."""
    points, bounds = join_code_points(["水𠮷", "", "\ud800"])
    assert points.tolist() == [0x6C34, 0x20BB7, 0xD800]
    assert bounds.tolist() == [0, 2, 2, 3]
    assert [part.tolist() for part in join_code_points([])] == [[], [0]]


def test_blocks_hold_all_texts_in_order() -> None:
    """A text longer than a block is not cut; no texts are no blocks."""
    texts = ["水", "学" * 9, "银", "", "行"]
    assert list(split_blocks(texts, 5)) == [["水"], ["学" * 9, "银"], ["", "行"]]
    assert list(split_blocks([], 5)) == []
