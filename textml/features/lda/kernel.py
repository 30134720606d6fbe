"""Compiled loops of topic inference, each over a range of rows of a sparse count matrix."""

from typing import Any

import numba
import numpy as np

_F = numba.float32
_VECTOR, _MATRIX = numba.float32[::1], numba.float32[:, ::1]
_POINTERS, _INDICES = numba.int64[::1], numba.int32[::1]

# Topics are padded to whole vector registers, so that the inner loops need no remainder.
LANES = 8

# What a step that goes further than EM leaves at least of the value that EM finds, so that none gets to 0 or below.
_LEAST_LEFT = _F(0.2)

# fastmath lets sums over topics be vectorised: their order is then fixed by the instruction set, not by threads.
_jit: dict[str, Any] = {"nogil": True, "fastmath": True, "cache": True}


# Part of its callers: linked to them, it came out of the compiler other than out of the cache, in the last digits.
@numba.njit(inline="always", **_jit)
def _add_up(others, counts, at, end, rows, weights, mass):  # type: ignore[no-untyped-def]
    """Sum counts / (weights @ rows[other]) * rows[other] over counts at..end into `mass`.

    Four rows at a time: `weights` and `mass` are then read and written a quarter as often.
    """
    n_topics = rows.shape[1]
    for k in range(n_topics):
        mass[k] = _F(0)
    whole = at + (end - at) // 4 * 4
    for j in range(at, whole, 4):
        a, b, c, d = others[j], others[j + 1], others[j + 2], others[j + 3]
        in_a = in_b = in_c = in_d = _F(1e-30)
        for k in range(n_topics):
            weight = weights[k]
            in_a += weight * rows[a, k]
            in_b += weight * rows[b, k]
            in_c += weight * rows[c, k]
            in_d += weight * rows[d, k]
        of_a, of_b, of_c, of_d = counts[j] / in_a, counts[j + 1] / in_b, counts[j + 2] / in_c, counts[j + 3] / in_d
        for k in range(n_topics):
            mass[k] += of_a * rows[a, k] + of_b * rows[b, k] + of_c * rows[c, k] + of_d * rows[d, k]
    for j in range(whole, end):
        a = others[j]
        in_a = _F(1e-30)
        for k in range(n_topics):
            in_a += weights[k] * rows[a, k]
        of_a = counts[j] / in_a
        for k in range(n_topics):
            mass[k] += of_a * rows[a, k]


@numba.njit(
    numba.void(
        _POINTERS, _INDICES, _VECTOR, _MATRIX, _MATRIX, _VECTOR, numba.int64, numba.int64, numba.int64, numba.float32
    ),
    **_jit,
)
def update_articles(  # type: ignore[no-untyped-def]
    pointers, words, counts, topic_words, shares, alpha, first, last, steps, reach
):
    """EM steps on the shares of articles first..last, in place, given (n_words, n_topics) word probabilities.

    Each step goes `reach` times as far as plain EM.
    """
    n_topics = topic_words.shape[1]
    mass = np.empty(n_topics, np.float32)
    share = np.empty(n_topics, np.float32)
    for a in range(first, last):
        for k in range(n_topics):
            share[k] = shares[a, k]
        for _ in range(steps):
            _add_up(words, counts, pointers[a], pointers[a + 1], topic_words, share, mass)
            total = _F(0)
            for k in range(n_topics):
                mass[k] = alpha[k] + mass[k] * share[k]
                total += mass[k]
            moved = _F(0)
            for k in range(n_topics):
                value = mass[k] / total
                share[k] = max(share[k] + reach * (value - share[k]), _LEAST_LEFT * value)
                moved += share[k]
            for k in range(n_topics):
                share[k] /= moved
        for k in range(n_topics):
            shares[a, k] = share[k]


@numba.njit(numba.void(_POINTERS, _INDICES, _VECTOR, _MATRIX, _MATRIX, _MATRIX, numba.int64, numba.int64), **_jit)
def update_words(pointers, articles, counts, topic_words, shares, updated, first, last):  # type: ignore[no-untyped-def]
    """How often words first..last stand for each topic, given the shares: each word is one thread's own sum."""
    n_topics = topic_words.shape[1]
    mass = np.empty(n_topics, np.float32)
    row = np.empty(n_topics, np.float32)
    for w in range(first, last):
        for k in range(n_topics):
            row[k] = topic_words[w, k]
        _add_up(articles, counts, pointers[w], pointers[w + 1], shares, row, mass)
        for k in range(n_topics):
            updated[w, k] = mass[k] * row[k]


@numba.njit(numba.void(_MATRIX, _MATRIX, _MATRIX, numba.float32), **_jit)
def move_words(topic_words, updated, moved, reach):  # type: ignore[no-untyped-def]
    """Word probabilities `reach` times as far from those before as plain EM takes them, given its pseudo-counts."""
    n_words, n_topics = updated.shape
    totals, sums = np.zeros(n_topics), np.zeros(n_topics)
    for w in range(n_words):
        for k in range(n_topics):
            totals[k] += updated[w, k]
    scale = np.empty(n_topics, np.float32)
    for k in range(n_topics):
        scale[k] = 1 / totals[k] if totals[k] > 0 else 1
    for w in range(n_words):
        for k in range(n_topics):
            value = updated[w, k] * scale[k]
            moved[w, k] = max(topic_words[w, k] + reach * (value - topic_words[w, k]), _LEAST_LEFT * value)
            sums[k] += moved[w, k]
    for k in range(n_topics):
        scale[k] = 1 / sums[k] if sums[k] > 0 else 1
    for w in range(n_words):
        for k in range(n_topics):
            moved[w, k] *= scale[k]


@numba.njit(
    numba.void(
        _POINTERS, _INDICES, _VECTOR, _MATRIX, _VECTOR, _MATRIX, numba.int64, numba.int64, numba.int64, numba.float32
    ),
    **_jit,
)
def infer_articles(  # type: ignore[no-untyped-def]
    pointers, words, counts, topic_words, alpha, shares, first, last, steps, tolerance
):
    """Shares of articles first..last from scratch; each stops by its own change, so neighbours do not matter."""
    n_topics = topic_words.shape[1]
    mass = np.empty(n_topics, np.float32)
    longest = 0
    for a in range(first, last):
        longest = max(longest, pointers[a + 1] - pointers[a])
    rows = np.empty((longest, n_topics), np.float32)
    start = alpha / alpha.sum()
    for a in range(first, last):
        at, n = pointers[a], pointers[a + 1] - pointers[a]
        for j in range(n):
            rows[j] = topic_words[words[at + j]]
        share = shares[a]
        share[:] = start
        for _ in range(steps):
            mass[:] = _F(0)
            for j in range(n):
                likelihood = _F(1e-30)
                for k in range(n_topics):
                    likelihood += share[k] * rows[j, k]
                weight = counts[at + j] / likelihood
                for k in range(n_topics):
                    mass[k] += weight * rows[j, k]
            total = _F(0)
            for k in range(n_topics):
                mass[k] = alpha[k] + mass[k] * share[k]
                total += mass[k]
            change = _F(0)
            for k in range(n_topics):
                value = mass[k] / total
                change += abs(value - share[k])
                share[k] = value
            if change < tolerance:
                break


@numba.njit(numba.float64(_POINTERS, _INDICES, _VECTOR, _MATRIX, _MATRIX, numba.int64, numba.int64), **_jit)
def log_likelihood(pointers, words, counts, topic_words, shares, first, last):  # type: ignore[no-untyped-def]
    """Sum over the tokens of articles first..last of the log probability of the word."""
    n_topics = topic_words.shape[1]
    total = 0.0
    for a in range(first, last):
        for j in range(pointers[a], pointers[a + 1]):
            likelihood = _F(1e-30)
            for k in range(n_topics):
                likelihood += shares[a, k] * topic_words[words[j], k]
            total += counts[j] * np.log(likelihood)
    return total


@numba.njit(numba.void(_POINTERS, _INDICES, _VECTOR, _MATRIX, _MATRIX), **_jit)
def multiply_rows(pointers, columns, values, dense, product):  # type: ignore[no-untyped-def]
    """Sparse rows times a dense matrix, four entries at a time: half the time of scipy's loop over single ones."""
    width = dense.shape[1]
    for r in range(len(pointers) - 1):
        at, end = pointers[r], pointers[r + 1]
        whole = at + (end - at) // 4 * 4
        for k in range(width):
            product[r, k] = _F(0)
        for j in range(at, whole, 4):
            a, b, c, d = columns[j], columns[j + 1], columns[j + 2], columns[j + 3]
            of_a, of_b, of_c, of_d = values[j], values[j + 1], values[j + 2], values[j + 3]
            for k in range(width):
                product[r, k] += of_a * dense[a, k] + of_b * dense[b, k] + of_c * dense[c, k] + of_d * dense[d, k]
        for j in range(whole, end):
            a, of_a = columns[j], values[j]
            for k in range(width):
                product[r, k] += of_a * dense[a, k]
