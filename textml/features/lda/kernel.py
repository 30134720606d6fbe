"""Compiled loops of topic inference, each over a range of rows of a sparse count matrix."""

from typing import Any

import numba
import numpy as np

_F = numba.float32
_VECTOR, _MATRIX = numba.float32[::1], numba.float32[:, ::1]
_POINTERS, _INDICES = numba.int64[::1], numba.int32[::1]

# Topics are padded to whole vector registers, so that the inner loops need no remainder.
LANES = 16

# fastmath lets sums over topics be vectorised: their order is then fixed by the instruction set, not by threads.
_jit: dict[str, Any] = {"nogil": True, "fastmath": True, "cache": True}


@numba.njit(
    numba.void(_POINTERS, _INDICES, _VECTOR, _MATRIX, _MATRIX, _VECTOR, numba.int64, numba.int64, numba.int64), **_jit
)
def update_articles(pointers, words, counts, topic_words, shares, alpha, first, last, steps):  # type: ignore[no-untyped-def]
    """EM steps on the shares of articles first..last, in place, given (n_words, n_topics) word probabilities."""
    n_topics = topic_words.shape[1]
    mass = np.empty(n_topics, np.float32)
    for a in range(first, last):
        share = shares[a]
        for _ in range(steps):
            mass[:] = _F(0)
            for j in range(pointers[a], pointers[a + 1]):
                row = topic_words[words[j]]
                likelihood = _F(1e-30)
                for k in range(n_topics):
                    likelihood += share[k] * row[k]
                weight = counts[j] / likelihood
                # the share of a topic is the same for all words, and multiplies their sum
                for k in range(n_topics):
                    mass[k] += weight * row[k]
            total = _F(0)
            for k in range(n_topics):
                mass[k] = alpha[k] + mass[k] * share[k]
                total += mass[k]
            for k in range(n_topics):
                share[k] = mass[k] / total


@numba.njit(numba.void(_POINTERS, _INDICES, _VECTOR, _MATRIX, _MATRIX, _MATRIX, numba.int64, numba.int64), **_jit)
def update_words(pointers, articles, counts, topic_words, shares, updated, first, last):  # type: ignore[no-untyped-def]
    """How often words first..last stand for each topic, given the shares: each word is one thread's own sum."""
    n_topics = topic_words.shape[1]
    mass = np.empty(n_topics, np.float32)
    for w in range(first, last):
        mass[:] = _F(0)
        for j in range(pointers[w], pointers[w + 1]):
            a = articles[j]
            likelihood = _F(1e-30)
            for k in range(n_topics):
                likelihood += shares[a, k] * topic_words[w, k]
            weight = counts[j] / likelihood
            for k in range(n_topics):
                mass[k] += weight * shares[a, k]
        for k in range(n_topics):
            updated[w, k] = mass[k] * topic_words[w, k]


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
