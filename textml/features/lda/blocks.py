"""Counts in fixed blocks of articles, so that every sum over articles has one order, wherever the blocks lie."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp

from textml.corpus.words.hashing import HASH_MULTIPLIER

# The number of blocks depends on the number of articles alone, which fixes the order of every sum. Below twice this
# number all articles are one block.
_ARTICLES_PER_BLOCK = 8192
# Each pass returns an array of words by topics from every block; adding up more of them would be the slowest part.
_MOST_BLOCKS = 64
# Multipliers of the finalizer of SplitMix64 (Steele, Lea & Flood 2014, Fast splittable pseudorandom number generators).
_FIRST_MIX, _SECOND_MIX = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)

#: Makes what a block holds during a phase of the fit, from (counts, number of the block's first article, *shared).
Make = Callable[..., Any]
#: Takes (held, state, *shared), returns the next state and the arrays to add up; changes none of its arguments.
Step = Callable[..., tuple[Any, tuple[np.ndarray, ...]]]


class Held(ABC):
    """A value for every block, with a state that steps change; the first state is None."""

    @abstractmethod
    def step(self, step: Step, *shared: Any) -> tuple[np.ndarray, ...]:
        """Apply a step to every block and return the sums of the arrays, added in the order of the blocks."""


class Blocks(ABC):
    """Counts of articles in canonical order, cut into blocks.

    Attributes
    ----------
    n_articles, n_words : int
        Shape of all blocks on top of each other.
    n_jobs : int or None
        Threads for the loops over one block; -1 takes all cores.
    """

    n_articles: int
    n_words: int
    n_jobs: int | None

    @abstractmethod
    def hold(self, make: Make, *shared: Any) -> Held:
        """Call `make` on every block, on the machine where the block lies."""

    @abstractmethod
    def first_rows(self, n_rows: int) -> sp.csr_matrix:
        """Return the first articles as an (n_rows, n_words) CSR; at most those of the first block."""


class LocalBlocks(Blocks):
    """Blocks in the memory of this process, one after the other.

    Parameters
    ----------
    counts : csr_matrix, shape (n_articles, n_words)
        0 or more, indices sorted; the order of the rows does not matter.
    n_jobs : int or None
        Threads; -1 takes all cores.
    """

    def __init__(self, counts: sp.csr_matrix, n_jobs: int | None = 1) -> None:
        self.n_articles, self.n_words = counts.shape
        self.n_jobs = n_jobs
        order = canonical_order(counts)
        self._bounds = block_bounds(self.n_articles)
        self._blocks = [counts[order[first:last]] for first, last in pairwise(self._bounds)]

    def hold(self, make: Make, *shared: Any) -> Held:
        """See `Blocks`."""
        made = [make(block, first, *shared) for block, first in zip(self._blocks, self._bounds, strict=False)]
        return _LocallyHeld(made)

    def first_rows(self, n_rows: int) -> sp.csr_matrix:
        """See `Blocks`."""
        return self._blocks[0][:n_rows]


class _LocallyHeld(Held):
    def __init__(self, made: list[Any]) -> None:
        self._made = made
        self._states: list[Any] = [None] * len(made)

    def step(self, step: Step, *shared: Any) -> tuple[np.ndarray, ...]:
        totals: tuple[np.ndarray, ...] = ()
        for number, held in enumerate(self._made):
            self._states[number], sums = step(held, self._states[number], *shared)
            totals = add_sums(totals, sums)
        return totals


def add_sums(totals: tuple[np.ndarray, ...], sums: tuple[np.ndarray, ...]) -> tuple[np.ndarray, ...]:
    """Add the sums of one more block to the totals; an empty tuple stands for no totals yet."""
    return tuple(total + more for total, more in zip(totals, sums, strict=True)) if totals else sums


def block_bounds(n_articles: int) -> list[int]:
    """Return where each block begins, and the number of articles at the end."""
    n_blocks = min(max(n_articles // _ARTICLES_PER_BLOCK, 1), _MOST_BLOCKS)
    return [n_articles * number // n_blocks for number in range(n_blocks + 1)]


def kernel_arrays(matrix: sp.csr_matrix) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return pointers, indices and values in the types that the kernels take."""
    return matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32), matrix.data.astype(np.float32)


def canonical_order(counts: sp.csr_matrix) -> np.ndarray:
    """Return an order of the rows that depends on their content and not on their places.

    Parameters
    ----------
    counts : csr_matrix, shape (n_articles, n_words)
        Indices sorted.

    Returns
    -------
    ndarray of int, shape (n_articles,)
        The same rows in any order come out in the same order; equal rows are interchangeable.
    """
    return np.argsort(row_keys(counts), kind="stable")


def row_keys(counts: sp.csr_matrix) -> np.ndarray:
    """Return a hash of the content of every row, (n_articles,) uint64."""
    with np.errstate(over="ignore"):
        bits = counts.data.astype(np.float64).view(np.uint64)
        mixed = (counts.indices.astype(np.uint64) + np.uint64(1)) * HASH_MULTIPLIER ^ bits * np.uint64(
            0xBF58476D1CE4E5B9
        )
        mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0x94D049BB133111EB)
        sums = np.concatenate([[np.uint64(0)], np.cumsum(mixed ^ (mixed >> np.uint64(29)), dtype=np.uint64)])
        return np.asarray(sums[counts.indptr[1:]] - sums[counts.indptr[:-1]])
