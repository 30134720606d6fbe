"""What the compiled loops compute, in plain Python."""

from collections import Counter

import numpy as np

from textml.features.characters.folding import normalize_text
from textml.features.characters.kernel import LEAD, LEAD_WEIGHT
from textml.features.characters.symbols import as_symbol, gram_key, split_symbols
from textml.features.characters.tfidf import CharacterTfidf
from textml.models.sections.prediction import word_cutter


def share_margin(text: str, features: CharacterTfidf, weights: np.ndarray) -> dict[str, float]:
    """Part of the margin of every word with a letter or digit, by the n-grams that its characters are part of."""
    pieces = split_symbols(normalize_text(text))
    carried = _share_by_piece(pieces, features, weights)
    piece_of = np.repeat(np.arange(len(pieces)), [len(piece) for piece in pieces])
    by_character = carried[piece_of] / np.array([len(pieces[piece]) for piece in piece_of])
    whole, at = "".join(pieces), 0
    totals: dict[str, float] = {}
    for word in word_cutter()(whole):
        at = whole.index(word, at)
        if any(character.isalnum() for character in word):
            totals[word] = totals.get(word, 0.0) + float(by_character[at : at + len(word)].sum())
        at += len(word)
    return totals


def _times(at: int) -> int:
    """How often the place of a symbol counts."""
    return LEAD_WEIGHT if at < LEAD else 1


def _share_by_piece(pieces: list[str], features: CharacterTfidf, weights: np.ndarray) -> np.ndarray:
    """What each character, Latin word or number carries; a pair gives half to either side."""
    row = features.transform(["".join(pieces)])
    keys = features.vocabulary_[row.indices].tolist()
    share = dict(zip(keys, (row.data * weights[row.indices]).tolist(), strict=True))
    symbols = "".join(map(as_symbol, pieces))
    places = [(at, gram_key(symbols[at : at + size]), size) for size in (1, 2) for at in range(len(symbols) - size + 1)]
    tally = Counter[int]()
    for at, key, _ in places:
        tally[key] += _times(at)
    carried = np.zeros(len(pieces))
    for at, key, size in places:
        carried[at : at + size] += _times(at) * share.get(key, 0.0) / tally[key] / size
    return carried
