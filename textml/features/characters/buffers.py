"""Reuse of arrays from one block of articles to the next."""

import numpy as np
from numpy.typing import DTypeLike


class Buffers:
    """Lends arrays by name; their content is undefined, and lost when the same name is lent again.

    New memory from the system costs more time than the work that is done in it.
    """

    def __init__(self) -> None:
        self._held: dict[str, np.ndarray] = {}

    def lend(self, name: str, size: int, kind: DTypeLike, fill: int | None = None) -> np.ndarray:
        """Lend an array of `size`; one with `fill` is filled when new, and its users have to leave it filled."""
        held = self._held.get(name)
        if held is None or len(held) < size:
            # Blocks differ in length: with a quarter more room, few of them need a larger array.
            room = size + size // 4
            held = np.empty(room, kind) if fill is None else np.full(room, fill, kind)
            self._held[name] = held
        return held[:size]
