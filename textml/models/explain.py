"""Words that spoke for a section, put together from overlapping character n-grams."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from textml.corpus.words import Words
from textml.features.characters import CharacterTfidf, gram_key, normalize_text


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an article went to its section and not to the runner-up.

    Attributes
    ----------
    section : likeliest section; runner_up : the next one
    spoke_for : words with their share of the margin between the two, largest first
    spoke_against : words that spoke for the runner-up, with their (negative) share, strongest first
    margin : score of the section minus score of the runner-up; the sum of all words and of `constant`
    constant : part of the margin that no word carries
    """

    section: str | int
    runner_up: str | int
    spoke_for: tuple[tuple[str, float], ...]
    spoke_against: tuple[tuple[str, float], ...]
    margin: float
    constant: float


def explain_margin(
    text: str,
    features: CharacterTfidf,
    weights: np.ndarray,
    names: tuple[str | int, str | int],
    constant: float,
    n_words: int,
) -> Explanation:
    """Share every word of a text has in the margin between two sections.

    Each occurrence of an n-gram carries its part of the score, a pair of characters gives half of it to either; what
    the characters of a word carry is the word's. So the parts add up to the margin.

    Parameters
    ----------
    text : article
    features : fitted
    weights : (n_grams,) float, weight of the section minus weight of the runner-up
    names : section and runner-up
    constant : intercept of the section minus that of the runner-up
    n_words : words at most, for and against
    """
    normalised = normalize_text(text)
    carried = _by_character(normalised, features, weights)
    words = _by_word(normalised, carried)
    ranked = sorted(words.items(), key=lambda item: (-abs(item[1]), item[0]))
    shown = [(word, share) for word, share in ranked if any(character.isalnum() for character in word)]
    return Explanation(
        *names,
        tuple((word, share) for word, share in shown if share > 0)[:n_words],
        tuple((word, share) for word, share in shown if share < 0)[:n_words],
        float(carried.sum() + constant),
        constant,
    )


def _by_character(text: str, features: CharacterTfidf, weights: np.ndarray) -> np.ndarray:
    """What each character of a normalised text carries, by all n-grams it is part of."""
    row = features.transform([text])
    tally: dict[int, int] = {}
    grams = [*text, *(text[at : at + 2] for at in range(len(text) - 1))]
    for key in map(gram_key, grams):
        tally[key] = tally.get(key, 0) + 1
    share = {
        int(features.vocabulary_[column]): float(value * weights[column])
        for column, value in zip(row.indices, row.data, strict=True)
    }
    carried = np.zeros(len(text))
    for at in range(len(text)):
        for size in (1, 2):
            key = gram_key(text[at : at + size])
            if at + size <= len(text) and key in share:
                carried[at : at + size] += share[key] / tally[key] / size
    return carried


def _by_word(text: str, carried: np.ndarray) -> Mapping[str, float]:
    totals: dict[str, float] = {}
    at = 0
    for word in Words(stop_words=()).cut(text):
        at = text.index(word, at)
        totals[word] = totals.get(word, 0.0) + float(carried[at : at + len(word)].sum())
        at += len(word)
    return totals
