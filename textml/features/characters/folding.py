"""Normalisation of texts: width and case folded, white space removed."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from textml.corpus.words.code_points import join_code_points, split_blocks
from textml.features.characters.buffers import Buffers
from textml.features.characters.kernel import DROPPED, HARD, fold_articles, measure_folded

# Characters that are folded one at a time by a table: the basic plane and the pictographs. The table is made in the
# process that needs it, by the Unicode version of its Python, in 20 ms.
_RANGES = ((0x0, 0x3400), (0xA000, 0x10000), (0x1F000, 0x1FB00))
# Chinese characters; every version of Unicode folds them to themselves.
_THEMSELVES = (0x3400, 0xA000)
# Characters that are normalised at a time: 10 MB of arrays.
_BLOCK = 1 << 20
# Stands between characters that are normalised in one call; it combines with none of them.
_APART = "\U00020000"


@dataclass(frozen=True, slots=True)
class Folded:
    """Normalised texts as code points.

    Attributes
    ----------
    points : ndarray of int32, shape (n_points,)
        All texts, one after another.
    bounds : ndarray of int64, shape (n_texts + 1,)
        Where each text begins in `points`, and where the last one ends.
    """

    points: np.ndarray
    bounds: np.ndarray


@dataclass(frozen=True, slots=True)
class _FoldTable:
    """Folding of single characters; `values` hold a code point, DROPPED, HARD, or -3 - k for expansion k."""

    values: np.ndarray
    expansions: np.ndarray
    expansion_bounds: np.ndarray


def normalize_text(text: str) -> str:
    """Normalise a text: compatible forms such as full width folded (NFKC), lower case, no white space, no NUL.

    >>> normalize_text("ＧＤＰ　增长\\n5％")
    'gdp增长5%'
    """
    return "".join(unicodedata.normalize("NFKC", text).lower().replace("\0", "").split())


def normalize_texts(texts: Sequence[str]) -> list[str]:
    """Normalise many texts at once, with the result of `normalize_text` on each.

    >>> normalize_texts(["ＧＤＰ　增长\\n5％", ""])
    ['gdp增长5%', '']
    """
    buffers, found = Buffers(), []
    for block in split_blocks(texts, _BLOCK) if len(texts) else ():
        folded = fold_texts(block, buffers)
        whole = str(folded.points.view(np.uint32).data, "utf-32-le", "surrogatepass")
        found += [whole[first:last] for first, last in pairwise(folded.bounds.tolist())]
    return found


def fold_texts(texts: Sequence[str], buffers: Buffers) -> Folded:
    """Normalise texts by a table, with the result of `normalize_text`; texts with combining characters one by one.

    Parameters
    ----------
    texts : sequence of str, shape (n_texts,)
        Lone surrogates are allowed.
    buffers : Buffers
        Holds the result until the next block.

    Returns
    -------
    Folded
    """
    table = _fold_table()
    given, given_bounds = _join(texts)
    sizes = np.empty(len(texts), dtype=np.int64)
    measure_folded(given, given_bounds, table.values, table.expansion_bounds, sizes)
    hard = sizes < 0
    if hard.any():
        given, given_bounds = _join(
            [normalize_text(text) if is_hard else text for text, is_hard in zip(texts, hard, strict=True)]
        )
        sizes = np.where(hard, np.diff(given_bounds), sizes)
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    points = buffers.lend("points", int(bounds[-1]), np.int32)
    fold_articles(given, given_bounds, hard, table.values, table.expansions, table.expansion_bounds, points, bounds)
    return Folded(points, bounds)


def _join(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Code points of all texts as int32, so that negative numbers can stand beside them, and their bounds."""
    points, bounds = join_code_points(texts)
    return points.view(np.int32), bounds


@cache
def _fold_table() -> _FoldTable:
    values = np.full(_RANGES[-1][1], HARD, dtype=np.int32)
    values[slice(*_THEMSELVES)] = np.arange(*_THEMSELVES)
    expansions: list[str] = []
    for first, last in _RANGES:
        composed = unicodedata.normalize("NFKC", _APART.join(map(chr, range(first, last))))
        for point, whole, lower in zip(
            range(first, last), composed.split(_APART), composed.lower().split(_APART), strict=True
        ):
            if not _folds_alone(whole):
                continue
            folded = "".join(lower.replace("\0", "").split())
            if len(folded) > 1:
                values[point] = -3 - len(expansions)
                expansions.append(folded)
            else:
                values[point] = ord(folded) if folded else DROPPED
    return _FoldTable(values, *_join(expansions))


def _folds_alone(composed: str) -> bool:
    """Whether a character folds the same whatever precedes it.

    Marks combine with the character before them, as the second and third part of a Korean syllable do; the lower case
    of a capital sigma depends on its place in the word.
    """
    return not ("\u1100" <= composed[0] <= "\u11ff" or unicodedata.category(composed[0])[0] == "M" or "Σ" in composed)
