"""Compiled loops: n-gram weights to probabilities of sections and to words behind them, cosines to nearest articles."""

from typing import Any

import numba
import numpy as np

from textml.corpus.words.hashing import HASH_MULTIPLIER
from textml.corpus.words.kernel import DICTIONARY, cut
from textml.features.characters.kernel import LEAD, LEAD_WEIGHT

_jit: dict[str, Any] = {"nogil": True, "cache": True, "error_model": "numpy"}
_POINTS, _INTS, _LONGS, _FLOATS = numba.uint32[::1], numba.int32[::1], numba.int64[::1], numba.float64[::1]
_INT, _PAIRS, _MATRIX = numba.int64, numba.int32[:, ::1], numba.float64[:, ::1]
_COSINES = numba.float32[:, ::1]
_WEIGHTS = numba.types.Array(numba.float64, 2, "C", readonly=True)
# A table says which of the first characters are letters; those beyond it count as letters.
_LETTERS = numba.types.Array(numba.boolean, 1, "C", readonly=True)
_KEY, _KEYS = numba.uint64, numba.uint64[::1]
# Set in the key of a word of more than three characters, so that a hash never equals the characters of a shorter one.
_HASHED = np.uint64(1 << 63)


@numba.njit(
    numba.void(_LONGS, _INTS, _FLOATS, _INTS, _WEIGHTS, numba.float64, _INT, _MATRIX, _LONGS, _LONGS, _FLOATS, _FLOATS),
    **_jit,
)
def predict_articles(  # type: ignore[no-untyped-def]
    pointers, columns, weights, counts, coef, temperature, reject, proba, likeliest, runner_up, resemblance, margins
):
    """Probabilities by the first half of `coef`; resemblance is the score of the likeliest section by the second.

    The column `reject` is none of the sections, -1 where there is none such. `margins` is what every entry of an
    article's row adds, at each of its places, to the score of its likeliest section beyond that of the runner-up.
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
        section = second if best == reject else best
        supervised = 0.0
        for j in range(pointers[a], pointers[a + 1]):
            row = coef[columns[j]]
            supervised += weights[j] * row[n_sections + section]
            margins[j] = weights[j] * (row[best] - row[second]) / counts[j]
        resemblance[a] = supervised


@numba.njit(numba.void(_LONGS, _INTS, _FLOATS, _LONGS, _INTS, _FLOATS, _FLOATS, _FLOATS, _FLOATS), **_jit)
def nearest_articles(  # type: ignore[no-untyped-def]
    pointers, columns, weights, starts, numbers, values, similarity, largest, nearness
):
    """Mean cosine of every article with its nearest ones among others, which are held by column.

    `similarity` has room for one number for each of the others, `largest` for the nearest ones that count.
    """
    n_nearest = len(largest)
    for a in range(len(nearness)):
        similarity[:] = 0.0
        for j in range(pointers[a], pointers[a + 1]):
            weight = weights[j]
            for i in range(starts[columns[j]], starts[columns[j] + 1]):
                similarity[numbers[i]] += weight * values[i]
        largest[:] = 0.0
        for value in similarity:
            if value > largest[n_nearest - 1]:
                at = n_nearest - 1
                while at > 0 and value > largest[at - 1]:
                    largest[at] = largest[at - 1]
                    at -= 1
                largest[at] = value
        nearness[a] = largest.sum() / n_nearest


@numba.njit(numba.void(_INTS, _PAIRS, _FLOATS, _FLOATS), **_jit)
def _share_out(starts, entries, margins, carried):  # type: ignore[no-untyped-def]
    """Margin of all characters before a place, by the n-grams they are part of: a pair gives half to either side."""
    from_left = 0.0
    for i in range(len(starts)):
        single, pair, times = entries[i, 0], entries[i, 1], LEAD_WEIGHT if i < LEAD else 1
        half = times * margins[pair] / 2 if pair >= 0 else 0.0
        share = from_left + half + (times * margins[single] if single >= 0 else 0.0)
        first, last = starts[i], starts[i + 1] if i + 1 < len(starts) else len(carried) - 1
        if last > first + 1:
            share /= last - first
        for p in range(first, last):
            carried[p + 1] = carried[p] + share
        from_left = half


@numba.njit(numba.boolean(_POINTS, _INT, _INT, _LETTERS), **_jit)
def _is_shown(points, first, last, letters):  # type: ignore[no-untyped-def]
    """Whether a word holds a letter or a digit."""
    p = first
    while p < last and points[p] < len(letters) and not letters[points[p]]:
        p += 1
    return p < last


@numba.njit(_KEY(_POINTS, _INT, _INT), **_jit)
def _key(points, first, last):  # type: ignore[no-untyped-def]
    """A number for a word: three characters themselves, more than that as a hash of 63 bits."""
    second, third = points[min(first + 1, last - 1)], points[min(first + 2, last - 1)]
    key = np.uint64(points[first])
    key |= np.uint64(second if last - first > 1 else 0) << np.uint64(21)
    key |= np.uint64(third if last - first > 2 else 0) << np.uint64(42)
    for p in range(first + 3, last):
        key = (key ^ np.uint64(points[p])) * HASH_MULTIPLIER | _HASHED
    return key


@numba.njit(_INT(_POINTS, _FLOATS, _INTS, _LETTERS, _KEYS, _INTS, _PAIRS, _FLOATS), **_jit)
def _sum_words(points, carried, ends, letters, keys, table, words, totals):  # type: ignore[no-untyped-def]
    """Different words with a letter, by their first bounds, and the margin of each at all its places; their number."""
    size = 64
    while size < 2 * len(ends):
        size *= 2
    table[:size] = -1
    n, first = 0, 0
    for last in ends:
        if _is_shown(points, first, last, letters):
            key = _key(points, first, last)
            at = np.int64((key * HASH_MULTIPLIER) >> np.uint64(40)) & (size - 1)
            while table[at] >= 0 and keys[table[at]] != key:
                at = (at + 1) & (size - 1)
            if table[at] < 0:
                table[at], keys[n] = n, key
                words[n, 0], words[n, 1], totals[n] = first, last, 0.0
                n += 1
            totals[table[at]] += carried[last] - carried[first]
        first = last
    return n


@numba.njit(numba.void(_PAIRS, _FLOATS, numba.float64, _PAIRS, _FLOATS), **_jit)
def _choose(words, totals, sign, chosen, shares):  # type: ignore[no-untyped-def]
    """The words with the largest totals in one direction and their totals, earlier words before equal ones."""
    for w in range(len(totals)):
        total, at = sign * totals[w], len(chosen)
        while at > 0 and shares[at - 1] < total:
            if at < len(chosen):
                shares[at], chosen[at, 0], chosen[at, 1] = shares[at - 1], chosen[at - 1, 0], chosen[at - 1, 1]
            at -= 1
        if at < len(chosen) and total > 0:
            shares[at], chosen[at, 0], chosen[at, 1] = total, words[w, 0], words[w, 1]


@numba.njit(
    numba.void(
        _POINTS,
        _LONGS,
        _INTS,
        _LONGS,
        _PAIRS,
        _LONGS,
        _FLOATS,
        _LETTERS,
        DICTIONARY,
        _INT,
        numba.int32[:, :, ::1],
        _MATRIX,
    ),
    **_jit,
)
def find_words(  # type: ignore[no-untyped-def]
    points, bounds, starts, symbol_bounds, entries, pointers, margins, letters, dictionary, n_for, chosen, shares
):
    """Words of every article that carry most of the margin: first `n_for` for its section, then for the runner-up.

    `chosen` are the bounds of a word within its article, `shares` the sizes of its part of the margin; both are given
    as zeros, which stay where there are no more words.
    """
    longest = 1
    for a in range(len(chosen)):
        longest = max(longest, bounds[a + 1] - bounds[a])
    carried, totals = np.zeros(longest + 1), np.empty(longest)
    ends, words = np.empty(longest, np.int32), np.empty((longest, 2), np.int32)
    keys = np.empty(longest, np.uint64)
    table = np.empty(64 + 4 * longest, np.int32)
    for a in range(len(chosen)):
        text = points[bounds[a] : bounds[a + 1]]
        s, s_end = symbol_bounds[a], symbol_bounds[a + 1]
        _share_out(starts[s:s_end], entries[s:s_end], margins[pointers[a] : pointers[a + 1]], carried[: len(text) + 1])
        n_words = cut(text, 0, len(text), dictionary, ends)
        n = _sum_words(text, carried, ends[:n_words], letters, keys, table, words, totals)
        _choose(words[:n], totals[:n], 1.0, chosen[a, :n_for], shares[a, :n_for])
        _choose(words[:n], totals[:n], -1.0, chosen[a, n_for:], shares[a, n_for:])


@numba.njit(numba.void(_COSINES, _INT, _PAIRS, _COSINES), **_jit)
def choose_nearest(cosine, start, columns, nearest):  # type: ignore[no-untyped-def]
    """The largest cosines of every row and their columns, of equal ones the first, but column ``start + row``.

    A tenth of the time of numpy's partial sort.
    """
    near = columns.shape[1]
    for r in range(len(columns)):
        found = 0
        for c in range(cosine.shape[1]):
            value = cosine[r, c]
            if c == start + r or (found == near and value <= nearest[r, near - 1]):
                continue
            at = min(found, near - 1)
            while at > 0 and nearest[r, at - 1] < value:
                nearest[r, at], columns[r, at] = nearest[r, at - 1], columns[r, at - 1]
                at -= 1
            nearest[r, at], columns[r, at] = value, c
            found = min(found + 1, near)
