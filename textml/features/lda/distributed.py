"""Counts in partitions on a Dask cluster, as the blocks that `LDA.fit` takes."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from operator import itemgetter
from typing import Any

import numpy as np
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

from textml.features.lda.blocks import Blocks, Held, Make, Step, add_sums, block_bounds, row_keys


class ClusterBlocks(Blocks):
    """Counts on a cluster, for `LDA.fit`: the articles stay on the workers, only sums over them come to the client.

    The topics are those of the same counts on one machine, bit for bit on processors of the same kind: articles are
    first sorted into the blocks and the order of one machine. Nothing is lost with a worker: Dask computes again what
    it held, starting from the partitions.

    Parameters
    ----------
    client : distributed.Client
        For example of `textml.predict.cluster.connect`.
    parts : sequence of csr_matrix or of futures
        At least one, each of shape (articles in the part, n_words), 0 or more. Futures of `submit` or `map`, which
        Dask can compute again, survive the loss of a worker; those of `scatter` do not.

    Raises
    ------
    ValueError
        A part has a negative count or another number of words, or there is no part.

    Examples
    --------
    >>> from textml.features.counts import count_words
    >>> from textml.features.lda.estimator import LDA
    >>> from textml.predict.cluster import connect
    >>> counts = count_words(["水库放水", "水库蓄水", "法院开庭", "法院宣判"]).counts
    >>> with connect("tcp://127.0.0.1:8786") as client:  # doctest: +SKIP
    ...     LDA(n_topics=2).fit(ClusterBlocks(client, [counts[:2], counts[2:]])).n_articles_
    4
    """

    n_jobs = 1

    def __init__(self, client: Any, parts: Sequence[Any]) -> None:
        if not parts:
            raise ValueError("no part to learn from; at least one is needed")
        self._client = client
        clean = [client.submit(_clean, part, number, pure=False) for number, part in enumerate(parts)]
        found = client.gather([client.submit(_keys, part, pure=False) for part in clean])
        widths = [n_words for n_words, _ in found]
        if len(set(widths)) > 1:
            raise ValueError(f"parts of {sorted(set(widths))} words; all parts need the same words in the same columns")
        keys = np.concatenate([keys for _, keys in found])
        self.n_articles, self.n_words = len(keys), widths[0]
        self._bounds = block_bounds(self.n_articles)
        part = np.repeat(np.arange(len(found)), [len(keys) for _, keys in found])
        row = np.concatenate([np.arange(len(keys)) for _, keys in found])
        order = np.argsort(keys, kind="stable")
        self._blocks = [
            self._block(clean, part[order[first:last]], row[order[first:last]])
            for first, last in pairwise(self._bounds)
        ]

    def hold(self, make: Make, *shared: Any) -> Held:
        """See `Blocks`."""
        given = self._client.submit(_bundle, *shared, pure=False)
        made = [
            self._client.submit(_make, make, block, first, given, pure=False)
            for block, first in zip(self._blocks, self._bounds, strict=False)
        ]
        return _HeldOnCluster(self._client, made)

    def first_rows(self, n_rows: int) -> sp.csr_matrix:
        """See `Blocks`."""
        rows: sp.csr_matrix = self._client.submit(_take, self._blocks[0], np.arange(n_rows), pure=False).result()
        return rows

    def _block(self, parts: Sequence[Any], part: np.ndarray, row: np.ndarray) -> Any:
        """Future of the articles at these rows of these parts, in this order."""
        by_part = np.argsort(part, kind="stable")
        pieces = [
            self._client.submit(_take, parts[number], row[by_part][part[by_part] == number], pure=False)
            for number in np.unique(part)
        ]
        return self._client.submit(_stack, np.argsort(by_part), *pieces, pure=False)


class _HeldOnCluster(Held):
    """Held values and states as futures, so that Dask can compute again what was lost with a worker."""

    def __init__(self, client: Any, made: list[Any]) -> None:
        self._client = client
        self._made = made
        self._states: list[Any] = [None] * len(made)

    def step(self, step: Step, *shared: Any) -> tuple[np.ndarray, ...]:
        # As a task: scattered data would be lost with its worker.
        given = self._client.submit(_bundle, *shared, pure=False)
        moved = [
            self._client.submit(_move, step, held, state, given, pure=False)
            for held, state in zip(self._made, self._states, strict=True)
        ]
        self._states = [self._client.submit(itemgetter(0), each, pure=False) for each in moved]
        sums = [self._client.submit(itemgetter(1), each, pure=False) for each in moved]
        totals: tuple[np.ndarray, ...] = ()
        for future in sums:
            totals = add_sums(totals, tuple(map(_aligned, future.result())))
        return totals


# The functions below run on the workers.


@cache
def _one_blas_thread() -> None:
    """Limit BLAS to one thread, because their number changes the rounding; once, since tasks run side by side."""
    threadpool_limits(1, "blas")


def _clean(part: Any, number: int) -> sp.csr_matrix:
    counts = sp.csr_matrix(part, copy=True)
    counts.sum_duplicates()
    counts.eliminate_zeros()
    if counts.nnz and not (np.isfinite(counts.data).all() and counts.data.min() > 0):
        wrong = counts.data[~(np.isfinite(counts.data) & (counts.data > 0))][0]
        raise ValueError(f"part {number}: {wrong} among the counts passed to LDA. Counts are finite and 0 or more")
    return counts


def _keys(counts: sp.csr_matrix) -> tuple[int, np.ndarray]:
    return counts.shape[1], row_keys(counts)


def _take(counts: sp.csr_matrix, rows: np.ndarray) -> sp.csr_matrix:
    return counts[rows]


def _stack(order: np.ndarray, *pieces: sp.csr_matrix) -> sp.csr_matrix:
    stacked: sp.csr_matrix = sp.vstack(pieces, format="csr")
    return stacked[order]


def _bundle(*shared: Any) -> tuple[Any, ...]:
    return shared


def _make(make: Make, counts: sp.csr_matrix, first: int, shared: tuple[Any, ...]) -> Any:
    _one_blas_thread()
    return make(counts, first, *shared)


def _move(step: Step, held: Any, state: Any, shared: tuple[Any, ...]) -> tuple[Any, tuple[np.ndarray, ...]]:
    _one_blas_thread()
    return step(held, _aligned(state), *map(_aligned, shared))


def _aligned(value: Any) -> Any:
    """Copy an array that came over the network to an odd address: numpy multiplies such arrays by other routines."""
    return np.require(value, requirements="A") if isinstance(value, np.ndarray) else value
