"""Compiled loops that find the words that speak for a section, cutting only the clauses they stand in."""

from typing import Any, NamedTuple

import numba
import numpy as np

from textml.corpus.word_kernel import DICTIONARY, cut
from textml.features.character_kernel import BREAK

_jit: dict[str, Any] = {"nogil": True, "cache": True, "error_model": "numpy"}
_INTS, _LONGS, _FLOATS = numba.int32[::1], numba.int64[::1], numba.float64[::1]
# Words are told apart from the marks between them by this table, all characters beyond it being words.
# Letters are told from marks by a table of the first characters; those beyond it are taken for letters.
_LETTERS = numba.types.Array(numba.boolean, 1, "C", readonly=True)
# So many n-grams are looked at for every word wanted: two of one word and pairs across two words add none.
_LOOKED_AT = 4
# An n-gram is followed to so many places, to see which words it is part of.
_FOLLOWED = 3


class Article(NamedTuple):
    """One article of a batch, places counted from its own beginning.

    Attributes
    ----------
    points : (n_points,) uint32, normalised
    codes, starts : (n_symbols,) int32; entries : (n_symbols, 2) int32, as in `GramRows`
    margins, counts : (n_entries,) float64 and int32, what an n-gram carries at each place, and how many it has
    letters : (n_characters,) bool
    dictionary : of the word kernel
    """

    points: Any
    codes: Any
    starts: Any
    entries: Any
    margins: Any
    counts: Any
    letters: Any
    dictionary: Any


class Scratch(NamedTuple):
    """What becomes known of an article while its words are looked for.

    Attributes
    ----------
    carried : (n_points + 1,) float64, share of the margin that the characters before a place carry
    bounds : (n_points, 2) int32, the word a character is in; 0, 0 where its clause is not cut yet
    ends : (n_points,) int32, where the words of a clause end
    following : (n_symbols, 2) int32, next place of the same n-gram, -1 for none
    head : (n_entries,) int32, first place of an n-gram
    mass : (n_entries,) float64, what its characters carry at all its places; those of a character are left out where it
        stands beside a neighbour it has elsewhere, too, for then the pair stands for it
    """

    carried: Any
    bounds: Any
    ends: Any
    following: Any
    head: Any
    mass: Any


@numba.njit(**_jit)
def _share_out(article):  # type: ignore[no-untyped-def]
    """What the characters of an article carry, and where its n-grams stand."""
    n, n_points, n_entries = len(article.codes), len(article.points), len(article.margins)
    scratch = Scratch(
        np.zeros(n_points + 1, np.float64),
        np.zeros((n_points, 2), np.int32),
        np.empty(n_points, np.int32),
        np.empty((n, 2), np.int32),
        np.full(n_entries, -1, np.int32),
        np.zeros(n_entries, np.float64),
    )
    share = np.zeros(n + 1, np.float64)
    for i in range(n):
        single, pair = article.entries[i, 0], article.entries[i, 1]
        if single >= 0:
            share[i] += article.margins[single]
        if pair >= 0:
            half = article.margins[pair] / 2
            share[i] += half
            share[i + 1] += half
    for i in range(n - 1, -1, -1):
        single, pair = article.entries[i, 0], article.entries[i, 1]
        if pair >= 0:
            scratch.following[i, 1], scratch.head[pair] = scratch.head[pair], i
            scratch.mass[pair] += share[i] + share[i + 1]
        before = article.entries[i - 1, 1] if i else -1
        repeats = (pair >= 0 and article.counts[pair] > 1) or (before >= 0 and article.counts[before] > 1)
        if single >= 0:
            scratch.following[i, 0], scratch.head[single] = scratch.head[single], i
            scratch.mass[single] += 0.0 if repeats else share[i]
    for i in range(n):
        first, last = article.starts[i], article.starts[i + 1] if i + 1 < n else n_points
        for p in range(first, last):
            scratch.carried[p + 1] = scratch.carried[p] + share[i] / (last - first)
    return scratch


@numba.njit(**_jit)
def _is_letter(code, letters):  # type: ignore[no-untyped-def]
    return code >= len(letters) or letters[code]


@numba.njit(**_jit)
def _heaviest(article, scratch, sign, n):  # type: ignore[no-untyped-def]
    """Entries of the n-grams of letters whose characters carry most, at most n, heaviest first."""
    top, mass, found = np.empty(n + 1, np.int32), np.zeros(n + 1), 0
    for entry in range(len(scratch.mass)):
        value, i = sign * scratch.mass[entry], scratch.head[entry]
        if value <= mass[n - 1] or not _is_letter(article.codes[i], article.letters):
            continue
        if article.entries[i, 1] == entry and not _is_letter(article.codes[i + 1], article.letters):
            continue
        at = found
        while at > 0 and mass[at - 1] < value:
            top[at], mass[at] = top[at - 1], mass[at - 1]
            at -= 1
        top[at], mass[at] = entry, value
        found = min(found + 1, n)
    return top[:found]


@numba.njit(**_jit)
def _cut_clause(article, scratch, i):  # type: ignore[no-untyped-def]
    """Cut the letters and numbers around a symbol into words, unless that is done."""
    if scratch.bounds[article.starts[i], 1]:
        return
    codes, letters = article.codes, article.letters
    first = last = i
    while first > 0 and (codes[first - 1] == BREAK or _is_letter(codes[first - 1], letters)):
        first -= 1
    while last < len(codes) and (codes[last] == BREAK or _is_letter(codes[last], letters)):
        last += 1
    at = article.starts[first]
    end = article.starts[last] if last < len(codes) else len(article.points)
    for word in range(cut(article.points, at, end, article.dictionary, scratch.ends)):
        for p in range(at, scratch.ends[word]):
            scratch.bounds[p, 0], scratch.bounds[p, 1] = at, scratch.ends[word]
        at = scratch.ends[word]


@numba.njit(**_jit)
def _is_same(points, a, b, length):  # type: ignore[no-untyped-def]
    if a < 0 or b < 0 or max(a, b) + length > len(points):
        return False
    k = 0
    while k < length and points[a + k] == points[b + k]:
        k += 1
    return k == length


@numba.njit(**_jit)
def _carried_by(article, scratch, first, last, i, size):  # type: ignore[no-untyped-def]
    """What a word carries at all places of its n-gram at symbol i, as far as it is not cut otherwise there."""
    length, before = last - first, article.starts[i] - first
    total, open_total, n_same, n_cut = 0.0, 0.0, 0, 0
    j = scratch.head[article.entries[i, size]]
    while j >= 0:
        at = article.starts[j] - before
        if _is_same(article.points, first, at, length):
            carried = scratch.carried[at + length] - scratch.carried[at]
            if scratch.bounds[at, 1] == 0:
                open_total += carried
            else:
                n_cut += 1
                if scratch.bounds[at, 0] == at and scratch.bounds[at, 1] == at + length:
                    n_same += 1
                    total += carried
        j = scratch.following[j, size]
    # Where it is not known how the text is cut, it is cut as elsewhere.
    return total + open_total * n_same / n_cut


@numba.njit(**_jit)
def _insert(words, totals, n, first, last, total):  # type: ignore[no-untyped-def]
    """Put a word among those found so far, heaviest first; returns how many there are."""
    at = n
    while at > 0 and totals[at - 1] < total:
        if at < len(words):
            words[at], totals[at] = words[at - 1], totals[at - 1]
        at -= 1
    if total <= 0 or at == len(words):
        return n
    words[at, 0], words[at, 1], totals[at] = first, last, total
    return min(n + 1, len(words))


@numba.njit(**_jit)
def _find_words(article, scratch, sign, words):  # type: ignore[no-untyped-def]
    """Bounds of the words that carry most, most first, into `words`; 0, 0 where there are no more."""
    n = 0
    totals = np.zeros(len(words))
    for entry in _heaviest(article, scratch, sign, _LOOKED_AT * len(words)):
        if n == len(words) and sign * scratch.mass[entry] <= totals[n - 1]:
            break
        i = scratch.head[entry]
        size = 1 if article.entries[i, 1] == entry else 0
        for _ in range(_FOLLOWED):
            _cut_clause(article, scratch, i)
            first, last = scratch.bounds[article.starts[i], 0], scratch.bounds[article.starts[i], 1]
            if last > article.starts[i + size]:
                known = False
                for k in range(n):
                    length = words[k, 1] - words[k, 0]
                    known |= length == last - first and _is_same(article.points, words[k, 0], first, length)
                if not known:
                    total = sign * _carried_by(article, scratch, first, last, i, size)
                    n = _insert(words, totals, n, first, last, total)
            i = scratch.following[i, size]
            if i < 0:
                break


@numba.njit(
    numba.void(
        numba.uint32[::1],
        _LONGS,
        _INTS,
        _INTS,
        _LONGS,
        numba.int32[:, ::1],
        _LONGS,
        _FLOATS,
        _INTS,
        _LETTERS,
        DICTIONARY,
        numba.int64,
        numba.int32[:, :, ::1],
    ),
    **_jit,
)
def find_words(  # type: ignore[no-untyped-def]
    points,
    point_bounds,
    codes,
    starts,
    symbol_bounds,
    entries,
    pointers,
    margins,
    counts,
    letters,
    dictionary,
    n_for,
    words,
):
    """Words of every article that carry most of the margin: first `n_for` for its section, then for the runner-up.

    `words` are their bounds in the article, zeros given; what is wanted of either side are its first places.
    """
    for a in range(len(words)):
        p, s, e = point_bounds[a], symbol_bounds[a], pointers[a]
        p_end, s_end, e_end = point_bounds[a + 1], symbol_bounds[a + 1], pointers[a + 1]
        article = Article(
            points[p:p_end],
            codes[s:s_end],
            starts[s:s_end],
            entries[s:s_end],
            margins[e:e_end],
            counts[e:e_end],
            letters,
            dictionary,
        )
        scratch = _share_out(article)
        _find_words(article, scratch, 1.0, words[a, :n_for])
        _find_words(article, scratch, -1.0, words[a, n_for:])
