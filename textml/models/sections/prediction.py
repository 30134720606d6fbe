"""What a section classifier says of a batch of articles."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from textml.display import brief
from textml.features.characters.buffers import Buffers
from textml.features.characters.tfidf import CharacterTfidf, GramRows, in_blocks
from textml.models.sections.explain import word_cutter
from textml.models.sections.kernel import judge_articles
from textml.models.sections.why_kernel import find_words


@dataclass(frozen=True, slots=True)
class Judgement:
    """Sections of articles, and why; every row depends on its own article alone.

    Attributes
    ----------
    proba : (n_articles, n_sections) float, rows sum to 1; equal shares where there is no character
    familiarity : (n_articles,) float, score of the likeliest section by the labels alone
    likeliest, runner_up : (n_articles,) int, columns of `proba`
    empty : (n_articles,) bool, no character to judge by
    spoke_for : for each article the words that carried most for its likeliest section against the runner-up, most
        first
    spoke_against : the same for the runner-up
    """

    proba: np.ndarray
    familiarity: np.ndarray
    likeliest: np.ndarray
    runner_up: np.ndarray
    empty: np.ndarray
    spoke_for: list[list[str]]
    spoke_against: list[list[str]]

    __repr__ = brief

    @property
    def confidence(self) -> np.ndarray:
        """(n_articles,) float in [0, 1], probability of the likeliest section."""
        return np.asarray(self.proba.max(axis=1))


def judge_texts(
    texts: Sequence[str], features: CharacterTfidf, coef: np.ndarray, temperature: float, n_words: tuple[int, int]
) -> Judgement:
    """Judge articles block by block.

    Parameters
    ----------
    texts : (n_articles,) str
    features : fitted, of n_grams
    coef : (n_grams, 2 * n_sections) float64, weights for the section, then those for familiarity
    temperature : factor on the scores before the softmax
    n_words : words at most for the section and for the runner-up; 0, 0 looks for none
    """
    coef = np.ascontiguousarray(coef)
    proba = np.empty((len(texts), coef.shape[1] // 2))
    familiarity, empty = np.empty(len(texts)), np.empty(len(texts), dtype=bool)
    likeliest, runner_up = np.empty((2, len(texts)), dtype=np.int64)
    words: list[tuple[list[str], list[str]]] = []
    done, buffers = 0, Buffers()
    for block in in_blocks(texts):
        rows, part = features.read_rows(block, buffers), slice(done, done + len(block))
        margins = buffers.lend("margins", len(rows.columns), np.float64)
        judge_articles(
            rows.pointers,
            rows.columns,
            rows.weights,
            rows.counts,
            coef,
            temperature,
            proba[part],
            likeliest[part],
            runner_up[part],
            familiarity[part],
            margins,
        )
        empty[part] = np.diff(rows.symbols.folded.bounds) == 0
        words += _words_of(rows, margins, n_words)
        done += len(block)
    spoke_for, spoke_against = ([pair[side] for pair in words] for side in (0, 1))
    return Judgement(proba, familiarity, likeliest, runner_up, empty, spoke_for, spoke_against)


def _words_of(rows: GramRows, margins: np.ndarray, n_words: tuple[int, int]) -> list[tuple[list[str], list[str]]]:
    """Words for and against of every article of a block."""
    n_articles, n_for = len(rows.pointers) - 1, n_words[0]
    if not any(n_words):
        return [([], [])] * n_articles
    symbols, folded = rows.symbols, rows.symbols.folded
    points = folded.points.view(np.uint32)
    places = np.zeros((n_articles, sum(n_words), 2), dtype=np.int32)
    find_words(
        points,
        folded.bounds,
        symbols.starts,
        symbols.bounds,
        rows.entries,
        rows.pointers,
        margins,
        _letters(),
        word_cutter().dictionary,
        n_for,
        places,
    )
    whole = str(points.data, "utf-32-le", "surrogatepass")
    # flat lists: thousands of small ones would keep the garbage collector busy
    firsts, lasts = ((folded.bounds[:-1, None] + places[:, :, end]).ravel().tolist() for end in (0, 1))
    words = [whole[first:last] for first, last in zip(firsts, lasts, strict=True)]
    n_all = sum(n_words)
    return [
        (list(filter(None, words[at : at + n_for])), list(filter(None, words[at + n_for : at + n_all])))
        for at in range(0, len(words), n_all)
    ]


@cache
def _letters() -> np.ndarray:
    """Of the characters up to the pictographs, which are letters or digits."""
    return np.array([chr(point).isalnum() for point in range(0x20000)])
