"""Predict the sections of a batch of articles, with the words behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from textml.corpus.words.dictionary import DictionaryCut, build_dictionary
from textml.display import brief
from textml.features.characters.buffers import Buffers
from textml.features.characters.symbols import in_blocks
from textml.features.characters.tfidf import CharacterTfidf, GramRows
from textml.models.sections.familiarity import Familiarity
from textml.models.sections.kernel import find_words, predict_articles


@dataclass(frozen=True, slots=True)
class Prediction:
    """Predicted sections of articles and the words behind them; every row depends on its own article alone.

    Attributes
    ----------
    proba : ndarray of float
        Probability of every section, (n_articles, n_sections), rows sum to 1; equal shares for an article without a
        character.
    novelty : ndarray of float
        Novelty score, (n_articles,), see `Familiarity`: the higher, the less an article resembles the labelled ones of
        any section.
    likeliest, runner_up : ndarray of int
        The two likeliest sections as columns of `proba`, (n_articles,) each.
    empty : ndarray of bool
        Whether an article has no character to predict by, (n_articles,).
    spoke_for : list of list of str
        For each article the words that added most to the margin of its likeliest section over the runner-up, the
        largest first.
    spoke_against : list of list of str
        The same for the runner-up.
    shares : ndarray of float
        Part of the margin of each of these words, in absolute value: those of `spoke_for`, zeros up to their largest
        number, then those of `spoke_against`; (n_articles, n_words).
    """

    proba: np.ndarray
    novelty: np.ndarray
    likeliest: np.ndarray
    runner_up: np.ndarray
    empty: np.ndarray
    spoke_for: list[list[str]]
    spoke_against: list[list[str]]
    shares: np.ndarray

    __repr__ = brief

    @property
    def confidence(self) -> np.ndarray:
        """Probability of the likeliest section, (n_articles,), in [0, 1]."""
        return np.asarray(self.proba.max(axis=1))


def best_section(proba: np.ndarray, reject: int) -> np.ndarray:
    """Likeliest section of each article, as a column of `proba`, (n_articles,), leaving out the column `reject`."""
    if reject < 0:
        return np.asarray(proba.argmax(axis=1))
    of_sections = proba.copy()
    of_sections[:, reject] = -1
    return np.asarray(of_sections.argmax(axis=1))


def predict_texts(
    texts: Sequence[str],
    features: CharacterTfidf,
    coef: np.ndarray,
    temperature: float,
    reject: int,
    familiarity: Familiarity,
    n_words: tuple[int, int],
) -> Prediction:
    """Predict articles block by block.

    Parameters
    ----------
    texts : sequence of str
        (n_articles,).
    features : CharacterTfidf
        Fitted, with n_grams.
    coef : ndarray of float64
        Weights of each n-gram for each section, then those for the novelty score, (n_grams, 2 * n_sections).
    temperature : float
        Factor on the scores before the softmax.
    reject : int
        Column that stands for none of the sections; -1 where there is none.
    familiarity : Familiarity
        Measures novelty.
    n_words : tuple of int
        Largest number of words for the section and for the runner-up; (0, 0) looks for none.

    Returns
    -------
    Prediction
    """
    coef = np.ascontiguousarray(coef)
    proba = np.empty((len(texts), coef.shape[1] // 2))
    novelty, empty = np.empty(len(texts)), np.empty(len(texts), dtype=bool)
    likeliest, runner_up = np.empty((2, len(texts)), dtype=np.int64)
    shares = np.zeros((len(texts), sum(n_words)))
    words: list[list[str]] = []
    done, buffers = 0, Buffers()
    for block in in_blocks(texts):
        rows, part = features.read_rows(block, buffers), slice(done, done + len(block))
        margins = buffers.lend("margins", len(rows.columns), np.float64)
        resemblance = np.empty(len(block))
        predict_articles(
            rows.pointers,
            rows.columns,
            rows.weights,
            rows.counts,
            coef,
            temperature,
            reject,
            proba[part],
            likeliest[part],
            runner_up[part],
            resemblance,
            margins,
        )
        novelty[part] = familiarity.measure(rows, resemblance, buffers)
        empty[part] = np.diff(rows.symbols.folded.bounds) == 0
        words += _find_words(rows, margins, n_words[0], shares[part])
        done += len(block)
    spoke_for = [list(filter(None, row[: n_words[0]])) for row in words]
    spoke_against = [list(filter(None, row[n_words[0] :])) for row in words]
    return Prediction(proba, novelty, likeliest, runner_up, empty, spoke_for, spoke_against, shares)


@cache
def word_cutter() -> DictionaryCut:
    """Load jieba's dictionary once: it takes longer to load than an article to explain."""
    return DictionaryCut(build_dictionary())


def _find_words(rows: GramRows, margins: np.ndarray, n_for: int, shares: np.ndarray) -> list[list[str]]:
    """Words of every article of a block, for and against, empty where there are no more; fills in their shares."""
    n_articles, n_words = shares.shape
    if not n_words:
        return [[]] * n_articles
    symbols, folded = rows.symbols, rows.symbols.folded
    points = folded.points.view(np.uint32)
    places = np.zeros((n_articles, n_words, 2), dtype=np.int32)
    find_words(
        points,
        folded.bounds,
        symbols.starts,
        symbols.bounds,
        rows.entries,
        rows.pointers,
        margins,
        _letter_table(),
        word_cutter().dictionary,
        n_for,
        places,
        shares,
    )
    whole = str(points.data, "utf-32-le", "surrogatepass")
    # flat lists: thousands of small ones would keep the garbage collector busy
    firsts, lasts = ((folded.bounds[:-1, None] + places[:, :, end]).ravel().tolist() for end in (0, 1))
    words = [whole[first:last] for first, last in zip(firsts, lasts, strict=True)]
    return [words[at : at + n_words] for at in range(0, len(words), n_words)]


@cache
def _letter_table() -> np.ndarray:
    """Whether a character up to the pictographs is a letter or a digit."""
    return np.array([chr(point).isalnum() for point in range(0x20000)])
