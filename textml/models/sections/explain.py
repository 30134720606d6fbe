"""Words that spoke for a section, put together from overlapping character n-grams."""

from collections import Counter
from dataclasses import dataclass
from functools import cache

import numpy as np

from textml.corpus.words.dictionary import DictionaryCut, build_dictionary
from textml.display import brief, word_card
from textml.features.characters.folding import normalize_text
from textml.features.characters.tfidf import CharacterTfidf, as_symbol, gram_key, split_symbols


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an article went to its section and not to the runner-up.

    Attributes
    ----------
    section : likeliest section; runner_up : the next one
    spoke_for : words with their share of the margin between the two, largest first
    spoke_against : words that spoke for the runner-up, with their (negative) share, strongest first
    margin : score of the section minus score of the runner-up: the sum of all words shown and of `rest`
    rest : what punctuation marks and the words not shown carry
    """

    section: str | int
    runner_up: str | int
    spoke_for: tuple[tuple[str, float], ...]
    spoke_against: tuple[tuple[str, float], ...]
    margin: float
    rest: float

    __repr__ = brief

    def _repr_html_(self) -> str:
        facts = (f"{self.section} before {self.runner_up}", f"margin {self.margin:.3f}")
        sides = ((str(self.section), self.spoke_for), (str(self.runner_up), self.spoke_against))
        return word_card("Explanation", facts, sides)


def explain_margin(
    text: str, features: CharacterTfidf, weights: np.ndarray, names: tuple[str | int, str | int], n_words: int
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
    n_words : words at most, for and against
    """
    pieces = split_symbols(normalize_text(text))
    carried = _by_piece(pieces, features, weights)
    words = _by_word(pieces, carried)
    ranked = sorted(words.items(), key=lambda item: (-abs(item[1]), item[0]))
    shown = [(word, share) for word, share in ranked if any(character.isalnum() for character in word)]
    spoke_for = tuple((word, share) for word, share in shown if share > 0)[:n_words]
    against = tuple((word, share) for word, share in shown if share < 0)[:n_words]
    margin = float(carried.sum())
    return Explanation(*names, spoke_for, against, margin, margin - sum(share for _, share in (*spoke_for, *against)))


def _by_piece(pieces: list[str], features: CharacterTfidf, weights: np.ndarray) -> np.ndarray:
    """What each character, Latin word or number of a text carries, by all n-grams it is part of."""
    row = features.transform(["".join(pieces)])
    keys = features.vocabulary_[row.indices].tolist()
    share = dict(zip(keys, (row.data * weights[row.indices]).tolist(), strict=True))
    symbols = "".join(map(as_symbol, pieces))
    places = [(at, gram_key(symbols[at : at + size]), size) for size in (1, 2) for at in range(len(symbols) - size + 1)]
    tally = Counter(key for _, key, _ in places)
    carried = np.zeros(len(pieces))
    for at, key, size in places:
        carried[at : at + size] += share.get(key, 0.0) / tally[key] / size
    return carried


@cache
def word_cutter() -> DictionaryCut:
    """jieba's dictionary, which takes longer to load than an article to explain."""
    return DictionaryCut(build_dictionary())


def _by_word(pieces: list[str], carried: np.ndarray) -> dict[str, float]:
    """What the pieces carry, summed over the words they make up."""
    piece_of = np.repeat(np.arange(len(pieces)), [len(piece) for piece in pieces])
    by_character = carried[piece_of] / np.array([len(pieces[piece]) for piece in piece_of])
    text, at = "".join(pieces), 0
    totals: dict[str, float] = {}
    for word in word_cutter()(text):
        at = text.index(word, at)
        totals[word] = totals.get(word, 0.0) + float(by_character[at : at + len(word)].sum())
        at += len(word)
    return totals
