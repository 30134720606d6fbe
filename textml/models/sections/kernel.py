"""Compiled loops from weighted n-grams to probabilities of sections, each over a batch of articles."""

from typing import Any

import numba
import numpy as np

_jit: dict[str, Any] = {"nogil": True, "cache": True, "error_model": "numpy"}
_INTS, _LONGS, _FLOATS = numba.int32[::1], numba.int64[::1], numba.float64[::1]
_WEIGHTS = numba.types.Array(numba.float64, 2, "C", readonly=True)


@numba.njit(
    numba.void(
        _LONGS, _INTS, _FLOATS, _INTS, _WEIGHTS, numba.float64, numba.float64[:, ::1], _LONGS, _LONGS, _FLOATS, _FLOATS
    ),
    **_jit,
)
def judge_articles(  # type: ignore[no-untyped-def]
    pointers, columns, weights, counts, coef, temperature, proba, likeliest, runner_up, familiarity, margins
):
    """Probabilities by the first half of `coef`, familiarity of the likeliest section by the other half.

    `margins` is what every entry of an article's row adds, at each of its places, to the score of its likeliest section
    beyond that of the runner-up.
    """
    n_sections = proba.shape[1]
    for a in range(len(proba)):
        share = proba[a]
        share[:] = 0.0
        for j in range(pointers[a], pointers[a + 1]):
            weight, row = weights[j], coef[columns[j]]
            for k in range(n_sections):
                share[k] += weight * row[k]
        top = share.max()
        total = 0.0
        for k in range(n_sections):
            share[k] = np.exp(temperature * (share[k] - top))
            total += share[k]
        share /= total
        best = np.argmax(share)
        second = 1 if best == 0 else 0
        for k in range(n_sections):
            if k != best and share[k] > share[second]:
                second = k
        likeliest[a], runner_up[a] = best, second
        familiar = 0.0
        for j in range(pointers[a], pointers[a + 1]):
            row = coef[columns[j]]
            familiar += weights[j] * row[n_sections + best]
            margins[j] = weights[j] * (row[best] - row[second]) / counts[j]
        familiarity[a] = familiar
