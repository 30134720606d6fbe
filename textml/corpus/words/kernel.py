"""Compiled loops that cut code points into words as jieba does."""

from typing import Any, NamedTuple

import numba
import numpy as np

from textml.corpus.words.hashing import HASH_MULTIPLIER

# Nodes of the trie below this number are first characters; the others are in a hash table.
FIRST_CHARACTERS = 1 << 16
# Size of a filter that fits into the cache of a core: most characters continue no word, and the filter shows it without
# a look into the trie.
EDGES = 1 << 16
# Bits of a node at which its parts begin: the number of its score (0: no word ends here), its character, its parent.
# The lowest bit says whether it has children.
_SCORE, _CHARACTER, _PARENT = 1, 17, 33
# Mask of the number of a score.
_SCORES = (1 << 16) - 1
# Range of the characters that finalseg knows, of those that jieba looks up at all.
HAN, HAN_END = 0x4E00, 0x9FD6
# jieba's own value for the logarithm of 0.
NEVER = -3.14e100
# Positions in a word; a word ends at the last two.
_BEGIN, _MIDDLE, _END, _SINGLE = range(4)


class Dictionary(NamedTuple):
    """The tables by which the kernels cut text; `textml.corpus.words.dictionary.build_dictionary` makes them.

    Attributes
    ----------
    nodes : ndarray of uint64, shape (FIRST_CHARACTERS + a power of two,)
        The trie of all words; the number of a node is its index.
    edges : ndarray of uint64, shape (EDGES,)
        Bloom filter of the children: a bit that is 0 says that a node has no child with a certain character.
    scores : ndarray of float64, shape (n_scores,)
        Log probability of a word by the number in its node; the first one is that of an unknown character.
    start, move : ndarray of float64, shape (4,) and (4, 4)
        Log probabilities of the first position (begin, middle, end, single), and of one position after another.
    emit : ndarray of float64, shape (HAN_END - HAN, 4)
        Log probability of a character by its position.
    """

    nodes: np.ndarray
    edges: np.ndarray
    scores: np.ndarray
    start: np.ndarray
    move: np.ndarray
    emit: np.ndarray


_POINTS = numba.types.Array(numba.uint32, 1, "C", readonly=True)
_PLACES, _NODES = numba.int32[::1], numba.uint64[::1]
_FLOATS, _TABLE, _LETTERS = numba.float64[::1], numba.float64[:, ::1], numba.uint8[:, ::1]
DICTIONARY: Any = numba.types.NamedTuple((_NODES, _NODES, _FLOATS, _FLOATS, _TABLE, _TABLE), Dictionary)  # type: ignore[no-untyped-call]
_INT = numba.int64
_jit: dict[str, Any] = {"nogil": True, "cache": True}


@numba.njit(_INT(_POINTS, _PLACES, _PLACES, _PLACES), **_jit)
def read_entries(points, starts, ends, frequencies):  # type: ignore[no-untyped-def]
    """Find the words in lines of "word frequency tag", with their frequencies; return their number."""
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


@numba.njit(numba.uint64(_INT, numba.uint32), **_jit)
def _edge(parent, character):  # type: ignore[no-untyped-def]
    """Combine a node and a character into one number."""
    return (np.uint64(parent) << np.uint64(_PARENT - _CHARACTER)) | np.uint64(character)


@numba.njit(_INT(_NODES, numba.uint64), **_jit)
def _place(nodes, edge):  # type: ignore[no-untyped-def]
    """Return the index of the child of a node, or of the empty slot that it would take."""
    mask = np.uint64(len(nodes) - FIRST_CHARACTERS - 1)
    at = ((edge * HASH_MULTIPLIER) >> np.uint64(22)) & mask
    while True:
        node = nodes[np.uint64(FIRST_CHARACTERS) + at]
        if node == 0 or (node >> np.uint64(_CHARACTER)) == edge:
            return np.int64(at) + FIRST_CHARACTERS
        at = (at + np.uint64(1)) & mask


@numba.njit(_INT(_NODES, _NODES, _INT, numba.uint32), **_jit)
def _child(nodes, edges, parent, character):  # type: ignore[no-untyped-def]
    """Return the child of a node, or -1."""
    edge = _edge(parent, character)
    mixed = edge * HASH_MULTIPLIER
    if not (edges[mixed >> np.uint64(48)] >> ((mixed >> np.uint64(42)) & np.uint64(63))) & np.uint64(1):
        return -1
    at = _place(nodes, edge)
    return at if nodes[at] else -1


@numba.njit(numba.void(_POINTS, _PLACES, _PLACES, _PLACES, _NODES, _NODES), **_jit)
def add_words(points, starts, ends, scores, nodes, edges):  # type: ignore[no-untyped-def]
    """Put words into the trie; a word that is there already gets the new score."""
    for word in range(len(starts)):
        at = numba.int64(points[starts[word]])
        nodes[at] |= np.uint64(points[starts[word]]) << np.uint64(_CHARACTER)
        for i in range(starts[word] + 1, ends[word]):
            nodes[at] |= np.uint64(1)
            edge = _edge(at, points[i])
            mixed = edge * HASH_MULTIPLIER
            edges[mixed >> np.uint64(48)] |= np.uint64(1) << ((mixed >> np.uint64(42)) & np.uint64(63))
            at = _place(nodes, edge)
            nodes[at] |= edge << np.uint64(_CHARACTER)
        nodes[at] &= ~np.uint64(_SCORES << _SCORE)
        nodes[at] |= np.uint64(scores[word]) << np.uint64(_SCORE)


@numba.njit(numba.boolean(numba.uint32), **_jit)
def _is_letter(point):  # type: ignore[no-untyped-def]
    """Return whether a character is a Latin letter or a digit."""
    return 97 <= point <= 122 or 65 <= point <= 90 or 48 <= point <= 57


@numba.njit(numba.boolean(numba.uint32), **_jit)
def _is_looked_up(point):  # type: ignore[no-untyped-def]
    """Return whether jieba looks a character up in its dictionary (its re_han_default)."""
    if point >= HAN:
        return point < HAN_END
    # + # & . _ % -
    return _is_letter(point) or point in (43, 35, 38, 46, 95, 37, 45)


@numba.njit(numba.void(_POINTS, _INT, _INT, _NODES, _NODES, _FLOATS, _FLOATS, _PLACES), **_jit)
def _find_route(points, first, last, nodes, edges, scores, route, words):  # type: ignore[no-untyped-def]
    """Find the most likely words of a block: from character i to `words[i]`, both counted from `first`."""
    length = last - first
    route[length] = 0.0
    for i in range(length - 1, -1, -1):
        at = numba.int64(points[first + i])
        best, end, j = -np.inf, i, i
        node = nodes[at]
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
            at = _child(nodes, edges, at, points[first + j])
            if at < 0:
                break
            node = nodes[at]
        if end == i:
            best, end = scores[0] + route[i + 1], i + 1
        route[i] = best
        words[i] = end


@numba.njit(numba.boolean(_POINTS, _INT, _INT, _NODES, _NODES), **_jit)
def _is_word(points, first, last, nodes, edges):  # type: ignore[no-untyped-def]
    """Return whether characters first..last are a word of the dictionary."""
    at = numba.int64(points[first])
    for i in range(first + 1, last):
        at = _child(nodes, edges, at, points[i])
        if at < 0:
            return False
    return ((nodes[at] >> np.uint64(_SCORE)) & np.uint64(_SCORES)) != 0


@numba.njit(numba.void(_POINTS, _INT, _INT, _FLOATS, _TABLE, _TABLE, _LETTERS), **_jit)
def _find_places(points, first, last, start, move, emit, came):  # type: ignore[no-untyped-def]
    """Write the most likely position in a word of each Chinese character first..last into `came[:, 0]` (Viterbi)."""
    at = numba.int64(points[first]) - HAN
    begin, middle = start[_BEGIN] + emit[at, _BEGIN], start[_MIDDLE] + emit[at, _MIDDLE]
    end, single = start[_END] + emit[at, _END], start[_SINGLE] + emit[at, _SINGLE]
    for i in range(1, last - first):
        at = numba.int64(points[first + i]) - HAN
        # of equals the later letter of B E M S, as in jieba's max over (score, letter)
        end_begin = end + move[_END, _BEGIN] + emit[at, _BEGIN]
        single_begin = single + move[_SINGLE, _BEGIN] + emit[at, _BEGIN]
        middle_middle = middle + move[_MIDDLE, _MIDDLE] + emit[at, _MIDDLE]
        begin_middle = begin + move[_BEGIN, _MIDDLE] + emit[at, _MIDDLE]
        middle_end = middle + move[_MIDDLE, _END] + emit[at, _END]
        begin_end = begin + move[_BEGIN, _END] + emit[at, _END]
        end_single = end + move[_END, _SINGLE] + emit[at, _SINGLE]
        single_single = single + move[_SINGLE, _SINGLE] + emit[at, _SINGLE]
        came[i, _BEGIN] = _SINGLE if single_begin >= end_begin else _END
        came[i, _MIDDLE] = _MIDDLE if middle_middle >= begin_middle else _BEGIN
        came[i, _END] = _MIDDLE if middle_end >= begin_end else _BEGIN
        came[i, _SINGLE] = _SINGLE if single_single >= end_single else _END
        begin, middle = max(end_begin, single_begin), max(middle_middle, begin_middle)
        end, single = max(middle_end, begin_end), max(end_single, single_single)
    place = _SINGLE if single >= end else _END
    for i in range(last - first - 1, -1, -1):
        before = came[i, place]
        came[i, 0] = place
        place = before


@numba.njit(_INT(_POINTS, _INT, _INT), **_jit)
def _end_of_latin(points, i, last):  # type: ignore[no-untyped-def]
    """Return the end of the letters, digits and percent sign that begin at i, as in finalseg's re_skip."""
    while i < last and _is_letter(points[i]):
        i += 1
    if i + 1 < last and points[i] == 46 and 48 <= points[i + 1] <= 57:
        i += 2
        while i < last and 48 <= points[i] <= 57:
            i += 1
    return i + (i < last and points[i] == 37)


@numba.njit(_INT(_POINTS, _INT, _INT, _FLOATS, _TABLE, _TABLE, _LETTERS, _PLACES, _INT), **_jit)
def _cut_unknown(points, first, last, start, move, emit, came, ends, n):  # type: ignore[no-untyped-def]
    """Cut characters first..last, which are not in the dictionary, by finalseg; return the number of words so far."""
    i = first
    while i < last:
        j = i + 1
        if points[i] >= HAN:
            while j < last and points[j] >= HAN:
                j += 1
            _find_places(points, i, j, start, move, emit, came)
            for k in range(j - i):
                if came[k, 0] >= _END:
                    ends[n] = i + k + 1
                    n += 1
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


@numba.njit(_INT(_POINTS, _INT, _INT, DICTIONARY, _PLACES), **_jit)
def cut(points, first, last, dictionary, ends):  # type: ignore[no-untyped-def]
    """Cut characters first..last into words: write where each ends into `ends`, and return their number.

    The words are those of `jieba.cut(text)`: https://github.com/fxsjy/jieba, 0.42.1. `ends` has room for last - first
    or more.
    """
    nodes, edges, scores, start, move, emit = dictionary
    route = np.empty(last - first + 1, np.float64)
    words = np.empty(last - first + 1, np.int32)
    came = np.empty((last - first, 4), np.uint8)
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
        _find_route(points, block, i, nodes, edges, scores, route, words)
        at = run = 0
        while at < i - block:
            at = run
            while at < i - block and words[at] == at + 1:
                at += 1
            if at - run > 1 and not _is_word(points, block + run, block + at, nodes, edges):
                n = _cut_unknown(points, block + run, block + at, start, move, emit, came, ends, n)
            else:
                for k in range(run, at):
                    ends[n] = block + k + 1
                    n += 1
            if at < i - block:
                at = run = words[at]
                ends[n] = block + run
                n += 1
    return n
