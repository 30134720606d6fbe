"""Texts to arrays of code points."""

from collections.abc import Sequence

import numpy as np


def code_points(text: str) -> np.ndarray:
    """(n_characters,) uint32, read-only."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def joined(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Code points of texts one after another, and where each text starts and ends in them.

    Returns
    -------
    (n_characters,) uint32, (n_texts,) int32, (n_texts,) int32; at most 2,147,483,647 characters
    """
    ends = np.cumsum([len(text) for text in texts], dtype=np.int32)
    return code_points("".join(texts)), np.append(np.int32(0), ends)[: len(texts)].astype(np.int32), ends
