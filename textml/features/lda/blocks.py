"""Counts in fixed blocks of articles: every sum over articles has one order, wherever the blocks lie."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp

from textml.corpus.words.hashing import HASH_MULTIPLIER

# The number of blocks depends on nothing but the number of articles: with it the order of every sum is given.
_ARTICLES_PER_BLOCK = 8192
# What comes back of one pass is an array of words by topics a block; more blocks would drown the one who adds them.
_MOST_BLOCKS = 64
# Multipliers of the finalizer of SplitMix64 (Steele, Lea & Flood 2014, Fast splittable pseudorandom number generators).
_FIRST_MIX, _SECOND_MIX = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)

#: What every block holds through a phase of the fit, made from (counts, number of the block's first article, *shared).
Make = Callable[..., Any]
#: (held, state, *shared) to the next state and what is to be added up; changes nothing that it is given.
Step = Callable[..., tuple[Any, tuple[np.ndarray, ...]]]


class Held(ABC):
    """Something made of every block, with a state that steps move on; the first state is None."""

    @abstractmethod
    def step(self, step: Step, *shared: Any) -> tuple[np.ndarray, ...]:
        """Move the state of every block on; returns sums of the blocks' arrays, added in their order."""


class Blocks(ABC):
    """Counts of articles in canonical order, cut into blocks.

    Attributes
    ----------
    n_articles, n_words : shape of all blocks on top of each other
    n_jobs : threads that the loops over one block may take; -1 takes all cores
    """

    n_articles: int
    n_words: int
    n_jobs: int | None

    @abstractmethod
    def hold(self, make: Make, *shared: Any) -> Held:
        """What `make` makes of every block, where the block lies."""

    @abstractmethod
    def first_rows(self, n_rows: int) -> sp.csr_matrix:
        """(n_rows, n_words) CSR of the first articles; not more than the first block has."""


class LocalBlocks(Blocks):
    """Blocks in the memory of this process, one after the other.

    Parameters
    ----------
    counts : (n_articles, n_words) CSR, indices sorted, 0 or more; the order of the rows does not matter
    n_jobs : threads; -1 takes all cores
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
    """Totals with the sums of one more block; no totals yet is an empty tuple."""
    return tuple(total + more for total, more in zip(totals, sums, strict=True)) if totals else sums


def block_bounds(n_articles: int) -> list[int]:
    """Where blocks begin, and the number of articles as the last."""
    n_blocks = min(max(n_articles // _ARTICLES_PER_BLOCK, 1), _MOST_BLOCKS)
    return [n_articles * number // n_blocks for number in range(n_blocks + 1)]


def canonical_order(counts: sp.csr_matrix) -> np.ndarray:
    """Order of the rows that depends on what they hold and not on where they stand.

    Parameters
    ----------
    counts : (n_articles, n_words) CSR, indices sorted

    Returns
    -------
    (n_articles,) int : the same rows in any order come out in the same order (equal rows are interchangeable)
    """
    return np.argsort(row_keys(counts), kind="stable")


def row_keys(counts: sp.csr_matrix) -> np.ndarray:
    """(n_articles,) uint64 that depend on nothing but what a row holds."""
    with np.errstate(over="ignore"):
        bits = counts.data.astype(np.float64).view(np.uint64)
        mixed = (counts.indices.astype(np.uint64) + np.uint64(1)) * HASH_MULTIPLIER ^ bits * np.uint64(
            0xBF58476D1CE4E5B9
        )
        mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0x94D049BB133111EB)
        sums = np.concatenate([[np.uint64(0)], np.cumsum(mixed ^ (mixed >> np.uint64(29)), dtype=np.uint64)])
        return np.asarray(sums[counts.indptr[1:]] - sums[counts.indptr[:-1]])
