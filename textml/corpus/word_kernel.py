"""Compiled loops that cut code points into words as jieba does."""

from typing import Any, NamedTuple

import numba
import numpy as np

# Below this a node of the trie is a first character; above it the children stand in a hash table.
FIRST_CHARACTERS = 1 << 16
# A node: its parent, its character, the number of its score (0: no word ends here), whether it has children.
_SCORE, _CHARACTER, _PARENT = 1, 17, 33
_SCORES = (1 << 16) - 1
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
# The characters that finalseg knows, of those that jieba looks up at all
HAN, HAN_END = 0x4E00, 0x9FD6
# jieba's own stand-in for the logarithm of nothing
NEVER = -3.14e100
_BEGIN, _MIDDLE, _END, _SINGLE = range(4)


class Dictionary(NamedTuple):
    """What decides how text is cut, as the kernels read it; made by `textml.corpus.dictionary.build_dictionary`.

    Attributes
    ----------
    nodes : (FIRST_CHARACTERS + a power of two,) uint64, the trie; a node's number is its place
    scores : (n_scores,) float64, log probability of a word by the number in its node; 0 is that of an unknown character
    start, move : (4,) and (4, 4) float64, log probabilities of the places begin, middle, end, single in a word
    emit : (HAN_END - HAN, 4) float64, log probability of a character given its place
    """

    nodes: np.ndarray
    scores: np.ndarray
    start: np.ndarray
    move: np.ndarray
    emit: np.ndarray


_POINTS = numba.types.Array(numba.uint32, 1, "C", readonly=True)
_PLACES, _NODES = numba.int32[::1], numba.uint64[::1]
_FLOATS, _TABLE = numba.float64[::1], numba.float64[:, ::1]
DICTIONARY: Any = numba.types.NamedTuple((_NODES, _FLOATS, _FLOATS, _TABLE, _TABLE), Dictionary)  # type: ignore[no-untyped-call]
_INT = numba.int64
_jit: dict[str, Any] = {"nogil": True, "cache": True}


@numba.njit(_INT(_POINTS, _PLACES, _PLACES, _PLACES), **_jit)
def read_entries(points, starts, ends, frequencies):  # type: ignore[no-untyped-def]
    """Lines of "word frequency tag" to where the words stand and how frequent they are; returns their number."""
    n, i = 0, 0
    while i < len(points):
        starts[n] = i
        while i < len(points) and points[i] != 32 and points[i] != 10:
            i += 1
        ends[n] = i
        frequencies[n] = 0
        i += 1
        while i < len(points) and 48 <= points[i] <= 57:
            frequencies[n] = 10 * frequencies[n] + numba.int32(points[i] - 48)
            i += 1
        while i < len(points) and points[i] != 10:
            i += 1
        i += 1
        n += ends[n] > starts[n]
    return n


@numba.njit(_INT(_NODES, _INT, numba.uint32), **_jit)
def _place(nodes, parent, character):  # type: ignore[no-untyped-def]
    """Where the child of a node stands, or the empty place that it would take."""
    key = (np.uint64(parent) << np.uint64(16)) | np.uint64(character)
    mask = np.uint64(len(nodes) - FIRST_CHARACTERS - 1)
    at = ((key * _SPREAD) >> np.uint64(32)) & mask
    while True:
        node = nodes[np.uint64(FIRST_CHARACTERS) + at]
        if node == 0 or (node >> np.uint64(_CHARACTER)) == key:
            return np.int64(at) + FIRST_CHARACTERS
        at = (at + np.uint64(1)) & mask


@numba.njit(numba.void(_POINTS, _PLACES, _PLACES, _PLACES, _NODES), **_jit)
def add_words(points, starts, ends, scores, nodes):  # type: ignore[no-untyped-def]
    """Put words into the trie; a word that stands there gets the new score."""
    for word in range(len(starts)):
        at = numba.int64(points[starts[word]])
        nodes[at] |= np.uint64(points[starts[word]]) << np.uint64(_CHARACTER)
        for i in range(starts[word] + 1, ends[word]):
            nodes[at] |= np.uint64(1)
            child = _place(nodes, at, points[i])
            key = (np.uint64(at) << np.uint64(_PARENT)) | (np.uint64(points[i]) << np.uint64(_CHARACTER))
            nodes[child] |= key
            at = child
        nodes[at] &= ~np.uint64(_SCORES << _SCORE)
        nodes[at] |= np.uint64(scores[word]) << np.uint64(_SCORE)


@numba.njit(numba.boolean(numba.uint32), **_jit)
def _is_letter(point):  # type: ignore[no-untyped-def]
    """Whether a character is a Latin letter or a digit."""
    return 97 <= point <= 122 or 65 <= point <= 90 or 48 <= point <= 57


@numba.njit(numba.boolean(numba.uint32), **_jit)
def _is_looked_up(point):  # type: ignore[no-untyped-def]
    """Whether jieba looks a character up in its dictionary (its re_han_default)."""
    if point >= HAN:
        return point < HAN_END
    # + # & . _ % -
    return _is_letter(point) or point in (43, 35, 38, 46, 95, 37, 45)


@numba.njit(numba.void(_POINTS, _INT, _INT, DICTIONARY, _FLOATS, _PLACES), **_jit)
def _find_route(points, first, last, dictionary, route, words):  # type: ignore[no-untyped-def]
    """The likeliest words of a block: `words[i]` is where the one from character i ends, counted from `first`."""
    nodes, scores = dictionary.nodes, dictionary.scores
    length = last - first
    route[length] = 0.0
    for i in range(length - 1, -1, -1):
        at = numba.int64(points[first + i])
        node = nodes[at]
        best, end = -np.inf, i
        j = i
        while node != 0:
            j += 1
            score = (node >> np.uint64(_SCORE)) & np.uint64(_SCORES)
            if score:
                found = scores[score] + route[j]
                # of equals the longest, as in jieba's max over (score, end)
                if found >= best:
                    best, end = found, j
            if j == length or not node & np.uint64(1):
                break
            at = _place(nodes, at, points[first + j])
            node = nodes[at]
        if end == i:
            best, end = scores[0] + route[i + 1], i + 1
        route[i] = best
        words[i] = end


@numba.njit(numba.boolean(_POINTS, _INT, _INT, _NODES), **_jit)
def _is_word(points, first, last, nodes):  # type: ignore[no-untyped-def]
    """Whether characters first..last are a word of the dictionary."""
    at = numba.int64(points[first])
    for i in range(first + 1, last):
        if not nodes[at] & np.uint64(1):
            return False
        at = _place(nodes, at, points[i])
    return ((nodes[at] >> np.uint64(_SCORE)) & np.uint64(_SCORES)) != 0


@numba.njit(_INT(_POINTS, _INT, _INT, DICTIONARY, _PLACES, _INT), **_jit)
def _cut_unknown(points, first, last, dictionary, ends, n):  # type: ignore[no-untyped-def]
    """Words among Chinese characters outside the dictionary, by the likeliest places in a word (Viterbi)."""
    start, move, emit = dictionary.start, dictionary.move, dictionary.emit
    came = np.empty((last - first, 4), np.uint8)
    row = emit[points[first] - HAN]
    begin, middle, end, single = start[0] + row[0], start[1] + row[1], start[2] + row[2], start[3] + row[3]
    for i in range(1, last - first):
        row = emit[points[first + i] - HAN]
        # of equals the later letter of B E M S, as in jieba's max over (score, letter)
        from_end, from_single = end + move[_END, _BEGIN] + row[0], single + move[_SINGLE, _BEGIN] + row[0]
        came[i, _BEGIN] = _SINGLE if from_single >= from_end else _END
        from_middle, from_begin = middle + move[_MIDDLE, _MIDDLE] + row[1], begin + move[_BEGIN, _MIDDLE] + row[1]
        came[i, _MIDDLE] = _MIDDLE if from_middle >= from_begin else _BEGIN
        middle_ends, begin_ends = middle + move[_MIDDLE, _END] + row[2], begin + move[_BEGIN, _END] + row[2]
        came[i, _END] = _MIDDLE if middle_ends >= begin_ends else _BEGIN
        after_end, after_single = end + move[_END, _SINGLE] + row[3], single + move[_SINGLE, _SINGLE] + row[3]
        came[i, _SINGLE] = _SINGLE if after_single >= after_end else _END
        begin, middle = max(from_end, from_single), max(from_middle, from_begin)
        end, single = max(middle_ends, begin_ends), max(after_end, after_single)
    place = _SINGLE if single >= end else _END
    n_words = 0
    # Back through the places: a word ends where the place is end or single.
    for i in range(last - first - 1, -1, -1):
        if place in (_END, _SINGLE):
            ends[n + n_words] = first + i + 1
            n_words += 1
        place = came[i, place]
    ends[n : n + n_words] = ends[n : n + n_words][::-1].copy()
    return n + n_words


@numba.njit(_INT(_POINTS, _INT, _INT), **_jit)
def _end_of_latin(points, i, last):  # type: ignore[no-untyped-def]
    """Where letters, digits and a percent sign from i on end, as in finalseg's re_skip."""
    while i < last and _is_letter(points[i]):
        i += 1
    if i + 1 < last and points[i] == 46 and 48 <= points[i + 1] <= 57:
        i += 2
        while i < last and 48 <= points[i] <= 57:
            i += 1
    return i + (i < last and points[i] == 37)


@numba.njit(_INT(_POINTS, _INT, _INT, DICTIONARY, _PLACES, _INT), **_jit)
def _cut_run(points, first, last, dictionary, ends, n):  # type: ignore[no-untyped-def]
    """Words of a run of single characters first..last, by finalseg; returns how many words there are by now."""
    if last - first > 1 and not _is_word(points, first, last, dictionary.nodes):
        i = first
        while i < last:
            j = i + 1
            if points[i] >= HAN:
                while j < last and points[j] >= HAN:
                    j += 1
                n = _cut_unknown(points, i, j, dictionary, ends, n)
            else:
                if _is_letter(points[i]):
                    j = _end_of_latin(points, i, last)
                else:
                    while j < last and points[j] < HAN and not _is_letter(points[j]):
                        j += 1
                ends[n] = j
                n += 1
            i = j
        return n
    for i in range(first, last):
        ends[n] = i + 1
        n += 1
    return n


@numba.njit(_INT(_POINTS, _INT, _INT, DICTIONARY, _PLACES), **_jit)
def cut(points, first, last, dictionary, ends):  # type: ignore[no-untyped-def]
    """Where the words of characters first..last end, into `ends` (last - first long at least); returns their number.

    The words are those of `jieba.cut(text)`: https://github.com/fxsjy/jieba, 0.42.1.
    """
    route = np.empty(last - first + 1, np.float64)
    words = np.empty(last - first + 1, np.int32)
    n, i = 0, first
    while i < last:
        block = i
        while i < last and _is_looked_up(points[i]):
            i += 1
        if i == block:
            i += 1 + (points[i] == 13 and i + 1 < last and points[i + 1] == 10)
            ends[n] = i
            n += 1
            continue
        _find_route(points, block, i, dictionary, route, words)
        at = run = 0
        while at < i - block:
            end = words[at]
            if end - at > 1:
                n = _cut_run(points, block + run, block + at, dictionary, ends, n)
                ends[n] = block + end
                n += 1
                run = end
            at = end
        n = _cut_run(points, block + run, i, dictionary, ends, n)
    return n
