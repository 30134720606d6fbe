"""The words that all headline blocks of a page share with its articles, counted for many articles at once."""

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from textml.corpus.pages.lines.blocks import Block
from textml.corpus.pages.search.cohesion import count_before

Span = tuple[int, int]  # paragraphs from, to (exclusive)

# News repeats the words of its headline in its first paragraphs; this many count in full.
_LEAD = 3
# For bigrams, then characters: how often an article repeats one of its headline's, and at least how often by chance.
_REPEATED = ((0.25, 0.02), (0.5, 0.05))


class SharedWords:
    """Bigrams and characters of headline blocks, and in which paragraphs they occur.

    Parameters
    ----------
    headlines : sequence of Block
        All headline blocks of a page.
    masks : dict of str to int
        For every bigram and character of the page; bit p is set if paragraph p contains it.
    n_paragraphs : int
        Number of paragraphs on the page, at least one.

    Notes
    -----
    Words of a block that occur in the same paragraphs count alike, so they share a row of the tables below. Each block
    has its rows for bigrams and one for bigrams that the article lacks, then the same for characters.
    """

    def __init__(self, headlines: Sequence[Block], masks: dict[str, int], n_paragraphs: int) -> None:
        self._n_blocks, self._n = len(headlines), n_paragraphs
        if not headlines:
            return
        found: list[int] = []
        counts: list[int] = []
        sizes: list[int] = []
        for block in headlines:
            for words in (block.bigrams, block.letters):
                rows = Counter([masks.get(word, 0) for word in words])
                missing = rows.pop(0, 0)
                found += [*rows, 0]
                counts += [*rows.values(), missing]
                sizes.append(len(rows) + 1)
        self._counts = np.array(counts, dtype=np.int64)[:, None]
        self._first = np.cumsum([0, *sizes[:-1]], dtype=np.int64)
        self._lacking = self._first + np.array(sizes, dtype=np.int64) - 1
        kinds = np.arange(len(sizes)) % 2
        self._kind = np.repeat(kinds, sizes)[:, None]
        self._owner = np.repeat(np.arange(len(sizes)) // 2, sizes)[:, None]
        # log odds of a word that an article lacks
        self._absent = np.array([math.log(1.0 - repeated) for repeated, _ in _REPEATED])[kinds][:, None]
        # how many of the paragraphs before each contain the words of a row
        self._before = np.ascontiguousarray(count_before(found, n_paragraphs).T)

    def measure(self, bodies: Sequence[Span]) -> NDArray[np.float64]:
        """How much better each article explains the words of each headline block than the rest of the page does.

        Parameters
        ----------
        bodies : sequence of Span
            The articles, at least one.

        Returns
        -------
        ndarray of shape (n_bodies, n_blocks)
            Naive Bayes log likelihood ratios over bigrams and characters.

        Notes
        -----
        The right article contains a bigram or character of its headline by chance, or because it repeats the headline
        (noisy or: 0.25 for a bigram, 0.5 for a character). The first three paragraphs count in full, the others half.
        """
        n = len(bodies)
        if not self._n_blocks:
            return np.zeros((n, 0))
        starts, ends = np.array(bodies, dtype=np.int64).T
        leads = np.minimum(ends - starts, _LEAD)
        ratios = np.zeros((len(_REPEATED), n, 2, self._n + 1))
        for at, (size, lead) in enumerate(zip((ends - starts).tolist(), leads.tolist(), strict=True)):
            outside = self._n - size
            for kind in range(len(_REPEATED)):
                ratios[kind, at, :, : outside + 1] = _ratios(kind, outside, lead)
        before = self._before
        up_to_start = before[:, starts]
        inside = before[:, ends] - up_to_start
        later = before[:, starts + leads] == up_to_start
        held = inside > 0
        scores = self._counts * ratios[self._kind, np.arange(n), later.view(np.int8), before[:, -1:] - inside]
        scores[~held] = 0.0
        scores[self._lacking] = np.add.reduceat(np.where(held, 0, self._counts), self._first, axis=0) * self._absent
        # counts up row by row, as the sum over one block would
        cells = self._owner * n + np.arange(n)
        found = np.bincount(cells.ravel(), scores.ravel(), self._n_blocks * n).astype(np.float64, copy=False)
        return found.reshape(self._n_blocks, n).T


@lru_cache(maxsize=1_000)
def _ratios(kind: int, n_outside: int, n_lead: int) -> NDArray[np.float64]:
    """`_log_ratios` for every number of paragraphs elsewhere, shape (2, n_outside + 1)."""
    return np.array([_log_ratios(n, n_outside, n_lead, *_REPEATED[kind]) for n in range(n_outside + 1)]).T


def _log_ratios(n_elsewhere: int, n_outside: int, n_lead: int, repeated: float, least: float) -> tuple[float, float]:
    """Log likelihood ratios of a bigram or character in an article's first paragraphs, and of one further down."""
    chance = min(0.9, max(least, 1.0 - (1.0 - (n_elsewhere + 0.3) / (n_outside + 1.7)) ** n_lead))
    hit = math.log((chance + (1.0 - chance) * repeated) / chance)
    return hit, 0.5 * (hit + math.log(1.0 - repeated))
