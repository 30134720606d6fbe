"""Texts as arrays of code points."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np


def code_points(text: str) -> np.ndarray:
    """Return the code points of a text as a read-only (n_characters,) uint32 array."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def join_code_points(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Put the code points of texts one after another.

    Parameters
    ----------
    texts : sequence of str, shape (n_texts,)
        Lone surrogates are allowed.

    Returns
    -------
    points : ndarray of uint32, shape (n_characters,)
        Code points of all texts, read-only.
    bounds : ndarray of int64, shape (n_texts + 1,)
        Where each text begins in `points`, and where the last one ends.
    """
    bounds = np.zeros(len(texts) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)), out=bounds[1:])
    return code_points("".join(texts)), bounds


def split_blocks(texts: Sequence[str], n_characters: int) -> Iterator[Sequence[str]]:
    """Yield neighbouring texts together, about `n_characters` at a time; every block holds at least one text.

    >>> list(split_blocks(["水库", "学校", "银行"], 6))
    [['水库'], ['学校', '银行']]
    """
    # An empty text counts as well: the number of texts in a block is then bounded, too.
    block = np.cumsum([len(text) + 1 for text in texts], dtype=np.int64) // n_characters
    bounds = [0, *(np.flatnonzero(np.diff(block)) + 1).tolist(), len(texts)]
    return (texts[first:last] for first, last in pairwise(bounds) if last > first)
