"""Blocks of articles fix the order of every sum."""

import numpy as np
import pytest
import scipy.sparse as sp

from textml.features.lda import blocks as module
from textml.features.lda.blocks import LocalBlocks, add_sums, block_bounds, canonical_order, row_keys

COUNTS = sp.csr_matrix(np.random.default_rng(0).poisson(0.5, (50, 12)))


def test_few_articles_are_one_block_and_many_are_at_most_64():
    """The bounds depend on the number of articles alone."""
    assert block_bounds(16_383) == [0, 16_383]
    assert block_bounds(16_384) == [0, 8_192, 16_384]
    assert len(block_bounds(10_000_000)) == 65


def test_rows_have_keys_of_their_content():
    """Equal rows have equal keys, in any order; another count, or another word, is another key."""
    rows = sp.csr_matrix(np.array([[1, 0, 2], [1, 0, 2], [1, 0, 3], [1, 2, 0], [0, 0, 0]]))
    keys = row_keys(rows).tolist()
    assert keys[0] == keys[1]
    assert len(set(keys)) == 4
    assert keys[4] == 0


def test_the_order_of_rows_does_not_matter():
    """Shuffled rows come out in the same order."""
    shuffled = COUNTS[np.random.default_rng(1).permutation(50)]
    ordered, other = (rows[canonical_order(rows)].toarray() for rows in (COUNTS, shuffled))
    assert np.array_equal(ordered, other)


def test_steps_keep_a_state_for_every_block_and_add_up(monkeypatch: pytest.MonkeyPatch):
    """Ten articles a block: the sum is that of all articles, the state counts the steps."""
    monkeypatch.setattr(module, "_ARTICLES_PER_BLOCK", 10)
    held = LocalBlocks(COUNTS).hold(lambda counts, first, factor: (counts.toarray() * factor, first), 2)

    def step(made, state, more):
        state = (state or 0) + more
        return state, (made[0].sum(0), np.array([made[1], state]))

    held.step(step, 1)
    words, others = held.step(step, 1)
    assert np.array_equal(words, 2 * COUNTS.toarray().sum(0))
    assert others.tolist() == [0 + 10 + 20 + 30 + 40, 5 * 2]
    assert LocalBlocks(COUNTS).first_rows(3).shape == (3, 12)


def test_the_first_sums_are_the_totals():
    """No totals yet are an empty tuple."""
    assert add_sums((), (np.array([1, 2]),))[0].tolist() == [1, 2]
    assert add_sums((np.array([1, 2]),), (np.array([3, 4]),))[0].tolist() == [4, 6]
