"""Which n-grams hold a punctuation mark."""

import unicodedata

import numpy as np

from textml.features.characters.kernel import POINT_BITS, POINT_MASK


def holds_mark(keys: np.ndarray) -> np.ndarray:
    """Whether n-grams, by their numbers, hold a punctuation mark or another sign that is not a letter."""
    points = np.stack([keys >> POINT_BITS, keys & POINT_MASK])
    distinct, places = np.unique(points, return_inverse=True)
    marks = np.array([unicodedata.category(chr(point))[0] in "PS" for point in distinct.tolist()])
    return np.asarray(marks[places.reshape(points.shape)].any(axis=0))
