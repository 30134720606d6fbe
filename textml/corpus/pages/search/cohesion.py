"""How much the paragraphs on two sides of a cut say in the same words."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from textml.corpus.pages.lines.blocks import Block
from textml.corpus.pages.search.cues import Cues, cohesion_cues


class Cohesion:
    """Bigrams and characters of a page, and in which paragraphs they occur.

    Parameters
    ----------
    paragraphs : sequence of Block
        In page order.
    masks : mapping of str to int
        For every bigram and character of theirs; bit p is set if paragraph p contains it.

    Notes
    -----
    Words of one paragraph only are never on both sides; of them only the number counts.
    """

    def __init__(self, paragraphs: Sequence[Block], masks: Mapping[str, int]) -> None:
        n = len(paragraphs)
        shared = [(word, mask) for word, mask in masks.items() if mask & (mask - 1)]
        letters, bigrams = ([mask for word, mask in shared if len(word) == size] for size in (1, 2))
        self._n_bigrams = len(bigrams)
        # how many of the paragraphs before each contain a word, shape (n_paragraphs + 1, n_words)
        self._before = count_before([*bigrams, *letters], n)
        holders = self._before[-1]
        # log of paragraphs per paragraph that contains it
        rarities = [0.0, *(math.log(max(n, 2) / n_holders) for n_holders in range(1, n + 1))]
        self._rarity = np.array(rarities)[holders]
        self._single = rarities[1] if n else 0.0
        held = self._before[1:] > self._before[:-1]
        counts = np.array([(len(block.bigrams), len(block.letters)) for block in paragraphs]).reshape(n, 2)
        counts[:, 0] -= held[:, : self._n_bigrams].sum(axis=1)
        counts[:, 1] -= held[:, self._n_bigrams :].sum(axis=1)
        # how many words of their own the paragraphs before each have: bigrams, characters
        self._singles = [(0, 0), *map(tuple, counts.cumsum(axis=0).tolist())]

    def between(self, start: int, k: int, stop: int) -> Cues:
        """Cohesion of paragraphs start to k with paragraphs k to stop."""
        before, middle, after = self._before[start], self._before[k], self._before[stop]
        one, other = middle > before, after > middle
        both = np.where(one & other, self._rarity, 0.0)
        n = self._n_bigrams
        repeated, common = float(both[:n].sum()), float(both[n:].sum())
        (grams, letters), (grams_k, letters_k), (grams_n, letters_n) = (self._singles[at] for at in (start, k, stop))
        n_grams = np.count_nonzero(one[:n]) + grams_k - grams, np.count_nonzero(other[:n]) + grams_n - grams_k
        sizes = np.count_nonzero(one[n:]) + letters_k - letters, np.count_nonzero(other[n:]) + letters_n - letters_k
        if sizes[0] <= sizes[1]:
            side, own = one, letters_k - letters
        else:
            side, own = other, letters_n - letters_k
        possible = float(self._rarity[n:][side[n:]].sum()) + own * self._single
        return cohesion_cues(repeated, n_grams[0] * n_grams[1], common, possible)


def count_before(masks: Sequence[int], n_paragraphs: int) -> NDArray[np.int32]:
    """Count the paragraphs that contain each word, up to each paragraph.

    Parameters
    ----------
    masks : sequence of int, length n_words
        Bit p is set if paragraph p contains the word.
    n_paragraphs : int
        Number of paragraphs on the page.

    Returns
    -------
    ndarray of int32, shape (n_paragraphs + 1, n_words)
        How many of the paragraphs before each.
    """
    counts = np.zeros((n_paragraphs + 1, len(masks)), dtype=np.int32)
    if masks:
        n_bytes = n_paragraphs // 8 + 1
        packed = np.frombuffer(b"".join([mask.to_bytes(n_bytes, "little") for mask in masks]), dtype=np.uint8)
        bits = np.unpackbits(packed.reshape(len(masks), n_bytes), axis=1, count=n_paragraphs, bitorder="little")
        bits.T.cumsum(axis=0, out=counts[1:])
    return counts
