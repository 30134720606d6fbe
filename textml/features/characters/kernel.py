"""Compiled loops from code points to weighted n-grams, each over a block of articles."""

from typing import Any

import numba
import numpy as np

#: Values in a table of foldings: the character vanishes; its folding depends on its neighbours.
DROPPED, HARD = -1, -2
#: Symbol in place of a number; no pair goes across it.
BREAK = 32
#: Latin words are code points of a private-use plane, by their CRC-32.
WORD_PLANE, WORD_CODES = 0xF0000, 0xFFFE
#: A code point needs 21 bits, so a pair of them fits into one integer.
POINT_BITS = 21
POINT_MASK = (1 << POINT_BITS) - 1
# What begins among the first symbols of an article counts as often as this; tests/bench/README.md says what it gains.
LEAD, LEAD_WEIGHT = 250, 2
# A slot of the hash table holds the numbers of two symbols and their column in one integer, so it is read at once.
NUMBER_BITS, COLUMN_BITS = 19, 24
COLUMN_MASK = (1 << COLUMN_BITS) - 1
#: What these bits can number: half a million symbols, 16 million n-grams.
MAX_SYMBOLS, MAX_GRAMS = (1 << NUMBER_BITS) - 1, 1 << COLUMN_BITS
# An empty slot.
_FREE = 0


def _given(kind: Any) -> Any:
    """Type of an array that is only read: workers get theirs as read-only maps of a file."""
    return numba.types.Array(kind, 1, "C", readonly=True)


_INTS, _LONGS, _FLOATS = _given(numba.int32), _given(numba.int64), _given(numba.float64)
_OUT_INTS, _OUT_LONGS, _OUT_FLOATS = numba.int32[::1], numba.int64[::1], numba.float64[::1]
_jit: dict[str, Any] = {"nogil": True, "cache": True, "error_model": "numpy"}


@numba.njit(numba.void(_INTS, _LONGS, _INTS, _LONGS, _OUT_LONGS), **_jit)
def measure_folded(points, bounds, values, expansion_bounds, sizes):  # type: ignore[no-untyped-def]
    """Code points of every text once folded; -1 where it holds a character that is HARD or beyond the table."""
    for a in range(len(sizes)):
        size = 0
        for i in range(bounds[a], bounds[a + 1]):
            value = values[points[i]] if points[i] < len(values) else HARD
            if value >= 0:
                size += 1
            elif value == HARD:
                size = -1
                break
            elif value != DROPPED:
                size += expansion_bounds[-2 - value] - expansion_bounds[-3 - value]
        sizes[a] = size


@numba.njit(
    numba.void(_INTS, _LONGS, _given(numba.boolean), _INTS, _INTS, _LONGS, _OUT_INTS, _LONGS),
    **_jit,
)
def fold_articles(points, bounds, folded, values, expansions, expansion_bounds, out, out_bounds):  # type: ignore[no-untyped-def]
    """Write every text folded; those that are `folded` already are copied."""
    for a in range(len(folded)):
        at = out_bounds[a]
        for i in range(bounds[a], bounds[a + 1]):
            value = points[i] if folded[a] else values[points[i]]
            if value >= 0:
                out[at] = value
                at += 1
            elif value != DROPPED:
                for j in range(expansion_bounds[-3 - value], expansion_bounds[-2 - value]):
                    out[at] = expansions[j]
                    at += 1


@numba.njit(numba.void(_INTS, _LONGS, _given(numba.uint32), _OUT_INTS, _OUT_INTS, _OUT_LONGS), **_jit)
def read_symbols(points, bounds, crc_table, symbols, starts, symbol_bounds):  # type: ignore[no-untyped-def]
    """Characters of folded texts, a Latin word as one symbol, a number as a BREAK; `starts` count from each text."""
    n = 0
    symbol_bounds[0] = 0
    for a in range(len(bounds) - 1):
        i, last = bounds[a], bounds[a + 1]
        while i < last:
            first, point = i, points[i]
            i += 1
            if 48 <= point <= 57:
                while i < last and 48 <= points[i] <= 57:
                    i += 1
                point = BREAK
            elif 97 <= point <= 122:
                while i < last and 97 <= points[i] <= 122:
                    i += 1
                if i > first + 1:
                    crc = np.uint32(0xFFFFFFFF)
                    for j in range(first, i):
                        crc = crc_table[(crc ^ np.uint32(points[j])) & np.uint32(0xFF)] ^ (crc >> np.uint32(8))
                    point = WORD_PLANE + (crc ^ np.uint32(0xFFFFFFFF)) % WORD_CODES
            symbols[n] = point
            starts[n] = first - bounds[a]
            n += 1
        symbol_bounds[a + 1] = n


@numba.njit(numba.int64(numba.int64, numba.int64), inline="always", **_jit)
def _home(pair, size):  # type: ignore[no-untyped-def]
    """Slot at which the search for a pair begins, by a Fibonacci hash whose multiplier fits a signed integer."""
    return ((pair * 0x1E3779B97F4A7C15) >> 28) & (size - 1)


@numba.njit(numba.int64(numba.int64, numba.int64, _LONGS), inline="always", **_jit)
def _probe(pair, slot, pairs):  # type: ignore[no-untyped-def]
    """Slot of a pair, or the free slot for it, by linear probing from its home."""
    while pairs[slot] != _FREE and pairs[slot] >> COLUMN_BITS != pair:
        slot = (slot + 1) & (len(pairs) - 1)
    return slot


@numba.njit(numba.int64(_LONGS, _OUT_INTS, _OUT_INTS, _OUT_LONGS), **_jit)
def index_grams(vocabulary, numbers, single_columns, pairs):  # type: ignore[no-untyped-def]
    """Fill the tables in which `count_grams` finds the column of an n-gram; how many symbols there are.

    `numbers` are those of the symbols (0: unknown), `single_columns` of each its column plus 1 (0: none), `pairs` a
    hash table of two numbers, each pair with its column; all are given as 0.
    """
    n_symbols = 0
    for column in range(len(vocabulary)):
        first, second = vocabulary[column] >> POINT_BITS, vocabulary[column] & POINT_MASK
        for symbol in (first, second):
            if symbol and not numbers[symbol]:
                n_symbols += 1
                numbers[symbol] = n_symbols
        if first:
            pair = np.int64(numbers[first]) << NUMBER_BITS | numbers[second]
            pairs[_probe(pair, _home(pair, len(pairs)), pairs)] = pair << COLUMN_BITS | column
        else:
            single_columns[numbers[second]] = column + 1
    return n_symbols


@numba.njit(
    numba.int64(_INTS, numba.int64, numba.int64, _INTS, _INTS, _LONGS, _OUT_LONGS, _OUT_LONGS, _OUT_INTS, _OUT_INTS),
    **_jit,
)
def _find_known(  # type: ignore[no-untyped-def]
    symbols, first, last, numbers, single_columns, pairs, keys, slots, columns, places
):
    """Columns of the known n-grams of an article, in order; `places` are twice the symbol's number, plus 1 for a pair.

    The first loop has no branch that waits for memory, so the processor asks for many slots at a time.
    """
    number = np.int64(numbers[symbols[first]]) if first < last else 0
    for i in range(first, last):
        following = np.int64(numbers[symbols[i + 1]]) if i + 1 < last else 0
        keys[i - first] = number << NUMBER_BITS | following
        slots[i - first] = pairs[_home(keys[i - first], len(pairs))]
        number = following
    n = 0
    for i in range(first, last):
        pair, found = keys[i - first], slots[i - first]
        columns[n] = single_columns[pair >> NUMBER_BITS] - 1
        places[n] = 2 * i
        n += columns[n] >= 0
        if found != _FREE and found >> COLUMN_BITS != pair:
            found = pairs[_probe(pair, _home(pair, len(pairs)), pairs)]
        columns[n] = found & COLUMN_MASK
        places[n] = 2 * i + 1
        n += found != _FREE
    return n


@numba.njit(
    numba.int64(
        _INTS,
        _LONGS,
        _INTS,
        _INTS,
        _LONGS,
        _FLOATS,
        _OUT_INTS,
        _OUT_LONGS,
        _OUT_INTS,
        _OUT_FLOATS,
        _OUT_INTS,
        _OUT_INTS,
    ),
    **_jit,
)
def count_grams(  # type: ignore[no-untyped-def]
    symbols, bounds, numbers, single_columns, pairs, idf, entry_of, pointers, columns, weights, counts, entries
):
    """Known n-grams of every article in the order of their first places, with their weights; how many there are.

    `entries` are two for each symbol, given as -1: the entry of the article's row for the symbol itself, and for the
    pair that begins with it. `entry_of` has a place for every column, given and left as -1. What begins in the lead
    counts `LEAD_WEIGHT` times.
    """
    longest = 0
    for a in range(len(bounds) - 1):
        longest = max(longest, bounds[a + 1] - bounds[a])
    known, places = np.empty(2 * longest + 2, np.int32), np.empty(2 * longest + 2, np.int32)
    keys, slots = np.empty(longest, np.int64), np.empty(longest, np.int64)
    n = 0
    pointers[0] = 0
    for a in range(len(bounds) - 1):
        first = n
        n_known = _find_known(
            symbols, bounds[a], bounds[a + 1], numbers, single_columns, pairs, keys, slots, known, places
        )
        for j in range(n_known):
            column = known[j]
            entry = entry_of[column]
            times = LEAD_WEIGHT if places[j] // 2 - bounds[a] < LEAD else 1
            if entry < 0:
                entry = n - first
                entry_of[column] = entry
                columns[n], counts[n] = column, times
                n += 1
            else:
                counts[first + entry] += times
            entries[places[j]] = entry
        square = 0.0
        for j in range(first, n):
            entry_of[columns[j]] = -1
            weights[j] = np.sqrt(counts[j]) * idf[columns[j]]
            square += weights[j] * weights[j]
        scale = 1 / np.sqrt(square)
        for j in range(first, n):
            weights[j] *= scale
        pointers[a + 1] = n
    return n
