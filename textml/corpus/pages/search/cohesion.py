"""How much the paragraphs on two sides of a cut say in the same words."""

import math
from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import accumulate
from operator import or_

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
        groups = [[mask for word, mask in shared if len(word) == size] for size in (2, 1)]
        # log of paragraphs per paragraph that contains a word, by their number
        self._rarities = [0.0, *(math.log(max(n, 2) / n_holders) for n_holders in range(1, n + 1))]
        self._words = [_pack(count_before(group, n)) for group in groups]
        counts = ([len(block.bigrams) for block in paragraphs], [len(block.letters) for block in paragraphs])
        # how many bigrams, and characters, of their own the paragraphs before each have
        self._singles = [
            [0, *accumulate(size - words.bit_count() for size, words in zip(sizes, held, strict=True))]
            for sizes, (held, _) in zip(counts, self._words, strict=True)
        ]

    def between(self, start: int, k: int, stop: int) -> Cues:
        """Cohesion of paragraphs start to k with paragraphs k to stop."""
        (grams, gram_classes), (letters, letter_classes) = self._words
        one, other = reduce(or_, grams[start:k], 0), reduce(or_, grams[k:stop], 0)
        repeated = self._sum_rarity(one & other, gram_classes)
        singles = self._singles[0]
        pairs = (one.bit_count() + singles[k] - singles[start]) * (other.bit_count() + singles[stop] - singles[k])
        one, other = reduce(or_, letters[start:k], 0), reduce(or_, letters[k:stop], 0)
        common = self._sum_rarity(one & other, letter_classes)
        singles = self._singles[1]
        own, others = singles[k] - singles[start], singles[stop] - singles[k]
        if one.bit_count() + own > other.bit_count() + others:
            one, own = other, others
        possible = self._sum_rarity(one, letter_classes) + (own * self._rarities[1] if own else 0.0)
        return cohesion_cues(repeated, pairs, common, possible)

    def _sum_rarity(self, words: int, classes: Sequence[tuple[int, int]]) -> float:
        """Summed rarity of words; a class has the words that so many paragraphs contain."""
        return sum([self._rarities[n_holders] * (words & members).bit_count() for n_holders, members in classes])


def _pack(before: NDArray[np.int32]) -> tuple[list[int], list[tuple[int, int]]]:
    """The words of each paragraph, and of each number of paragraphs, as bits of a whole number."""
    held = before[1:] > before[:-1]
    n_holders = before[-1]
    numbers = np.unique(n_holders)
    rows = np.packbits(np.concatenate([held, n_holders == numbers[:, None]]), axis=1, bitorder="little")
    packed = [int.from_bytes(row.tobytes(), "little") for row in rows]
    return packed[: len(held)], list(zip(numbers.tolist(), packed[len(held) :], strict=True))


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
