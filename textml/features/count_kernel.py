"""Compiled loops that find and count words in texts, without a Python object for each place of a word."""

from typing import Any, NamedTuple

import numba
import numpy as np

from textml.corpus.words.hashing import HASH_MULTIPLIER
from textml.corpus.words.kernel import DICTIONARY, cut

# Space, tab and the ideographic space.
_SPACES = (32, 9, 0x3000)
# The two halves of a hash, see `Vocabulary.places`.
_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)


class Vocabulary(NamedTuple):
    """Words and their columns as a hash table.

    Attributes
    ----------
    places : ndarray of uint64, shape (a power of two,)
        Upper half: upper half of a word's hash; lower half: its column + 1. 0 where there is no word.
    words : ndarray of uint32, shape (n_words, length of the longest)
        Code points, with zeros behind shorter words.
    """

    places: np.ndarray
    words: np.ndarray


_POINTS = numba.types.Array(numba.uint32, 1, "C", readonly=True)
_COLUMNS, _HASHED, _WORDS = numba.int32[::1], numba.uint64[::1], numba.uint32[:, ::1]
_PAIRS = numba.int32[:, ::1]
_VOCABULARY: Any = numba.types.NamedTuple((_HASHED, _WORDS), Vocabulary)  # type: ignore[no-untyped-call]
_INT = numba.int64
_jit: dict[str, Any] = {"nogil": True, "cache": True}


@numba.njit(numba.boolean(_POINTS, _INT, _INT, _WORDS, _INT), **_jit)
def _is_same(points, first, last, words, column):  # type: ignore[no-untyped-def]
    """Whether characters first..last are this word of the vocabulary."""
    n, longest = last - first, words.shape[1]
    i = 0
    while i < n and i < longest and points[first + i] == words[column, i]:
        i += 1
    return i == n and (n == longest or words[column, n] == 0)


@numba.njit(numba.uint64(_POINTS, _INT, _INT), **_jit)
def _hash(points, first, last):  # type: ignore[no-untyped-def]
    mixed = np.uint64(0)
    for i in range(first, last):
        mixed = (mixed ^ np.uint64(points[i])) * HASH_MULTIPLIER
    return mixed ^ (mixed >> _HALF)


@numba.njit(_INT(_POINTS, _INT, _INT, _HASHED, _WORDS), **_jit)
def _column(points, first, last, places, words):  # type: ignore[no-untyped-def]
    """The column of a word, or -1."""
    mixed = _hash(points, first, last)
    mask = np.uint64(len(places) - 1)
    at = mixed & mask
    while places[at]:
        if places[at] >> _HALF == mixed >> _HALF:
            column = np.int64(places[at] & _LOW) - 1
            if _is_same(points, first, last, words, column):
                return column
        at = (at + np.uint64(1)) & mask
    return -1


@numba.njit(numba.void(_VOCABULARY), **_jit)
def fill_places(vocabulary):  # type: ignore[no-untyped-def]
    """Give every word its place in the table."""
    places, words = vocabulary
    mask = np.uint64(len(places) - 1)
    for column in range(len(words)):
        n = 0
        while n < words.shape[1] and words[column, n] != 0:
            n += 1
        mixed = _hash(words[column], 0, n)
        at = mixed & mask
        while places[at]:
            at = (at + np.uint64(1)) & mask
        places[at] = (mixed >> _HALF << _HALF) | np.uint64(column + 1)


@numba.njit(numba.boolean(numba.uint32), **_jit)
def _is_chinese(point):  # type: ignore[no-untyped-def]
    return 0x3400 <= point <= 0x9FFF


@numba.njit(_INT(_POINTS, _INT, _INT, numba.uint32[::1]), **_jit)
def _without_spaces(points, first, last, kept):  # type: ignore[no-untyped-def]
    """Characters first..last without the spaces between Chinese ones, as `Words.cut` takes them; how many are kept."""
    n, i = 0, first
    while i < last:
        if points[i] in _SPACES and n > 0 and _is_chinese(kept[n - 1]):
            end = i
            while end < last and points[end] in _SPACES:
                end += 1
            if end == last or not _is_chinese(points[end]):
                kept[n : n + end - i] = points[i:end]
                n += end - i
            i = end
        else:
            kept[n] = points[i]
            n += 1
            i += 1
    return n


@numba.njit(_INT(_COLUMNS, _INT, _COLUMNS, _COLUMNS, _INT), **_jit)
def _tally(found, n_found, columns, counts, n):  # type: ignore[no-untyped-def]
    """Write the found columns, sorted and with their counts, from place n on; return where the row ends."""
    found[:n_found].sort()
    for i in range(n_found):
        if i and found[i] == found[i - 1]:
            counts[n - 1] += 1
        else:
            columns[n], counts[n] = found[i], 1
            n += 1
    return n


@numba.njit(_INT(_POINTS, _COLUMNS, DICTIONARY, _VOCABULARY, _COLUMNS, _COLUMNS, numba.int64[::1]), **_jit)
def count_articles(points, ends, dictionary, vocabulary, columns, counts, pointers):  # type: ignore[no-untyped-def]
    """Counts of the vocabulary's words as rows of a sparse matrix, columns sorted; returns how many there are.

    `points` are the texts one after another, `ends` where each ends; `columns` and `counts` are as long as `points`.
    """
    places, words = vocabulary
    longest = first = n = 0
    for last in ends:
        longest, first = max(longest, last - first), last
    text, word_ends, found = np.empty(longest, np.uint32), np.empty(longest, np.int32), np.empty(longest, np.int32)
    first = 0
    for article in range(len(ends)):
        length = _without_spaces(points, first, ends[article], text)
        n_words = cut(text, 0, length, dictionary, word_ends)
        n_found = start = 0
        for word in range(n_words):
            # single characters are no content words
            column = _column(text, start, word_ends[word], places, words) if word_ends[word] > start + 1 else -1
            if column >= 0:
                found[n_found] = column
                n_found += 1
            start = word_ends[word]
        n = _tally(found, n_found, columns, counts, n)
        pointers[article + 1] = n
        first = ends[article]
    return n


@numba.njit(_INT(_POINTS, _INT, _INT, _HASHED, _PAIRS, _INT), **_jit)
def _number(points, first, last, places, bounds, n):  # type: ignore[no-untyped-def]
    """The number of a word among the `n` that stand in the table, which gets it as number `n` if it is a new one."""
    mixed = _hash(points, first, last)
    mask = np.uint64(len(places) - 1)
    at = mixed & mask
    while places[at]:
        if places[at] >> _HALF == mixed >> _HALF:
            number = np.int64(places[at] & _LOW) - 1
            start, i = bounds[number, 0], 0
            while i < last - first and points[start + i] == points[first + i]:
                i += 1
            if i == last - first and bounds[number, 1] == start + i:
                return number
        at = (at + np.uint64(1)) & mask
    places[at] = (mixed >> _HALF << _HALF) | np.uint64(n + 1)
    bounds[n, 0], bounds[n, 1] = first, last
    return n


@numba.njit(_INT(_POINTS, _COLUMNS, DICTIONARY, _HASHED, numba.uint32[::1], _PAIRS, _COLUMNS, numba.int64[::1]), **_jit)
def number_words(points, ends, dictionary, places, kept, bounds, numbers, pointers):  # type: ignore[no-untyped-def]
    """Number the words of two and more characters in the order of their first places; returns how many differ.

    `points` are the texts one after another, `ends` where each ends. `kept` is as long and becomes the same without the
    spaces that part no words, `bounds` are those of each different word in `kept`, `numbers` the words of all texts,
    `pointers` where those of each text begin. `places` is a table of zeros, a power of two, longer than there can be
    words.
    """
    longest = first = at = n = n_different = 0
    for last in ends:
        longest, first = max(longest, last - first), last
    word_ends = np.empty(longest, np.int32)
    first = 0
    for article in range(len(ends)):
        length = _without_spaces(points, first, ends[article], kept[at:])
        start = np.int64(at)
        for word in range(cut(kept, at, at + length, dictionary, word_ends)):
            end = np.int64(word_ends[word])
            # single characters are no content words
            if end > start + 1:
                numbers[n] = _number(kept, start, end, places, bounds, n_different)
                n_different += numbers[n] == n_different
                n += 1
            start = end
        pointers[article + 1] = n
        at += length
        first = ends[article]
    return n_different
