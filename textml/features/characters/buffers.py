"""Arrays that are used again from one block of articles to the next."""

from typing import Any

import numpy as np


class Buffers:
    """Lends arrays by name; what is lent holds anything, and is overwritten when its name is lent again.

    Memory fresh from the system costs more than the work that is done in it.
    """

    def __init__(self) -> None:
        self._held: dict[str, np.ndarray] = {}

    def lend(self, name: str, size: int, kind: Any, fill: int | None = None) -> np.ndarray:
        """An array of `size`; one with `fill` is filled when it is new, and has to be left so by those who use it."""
        held = self._held.get(name)
        if held is None or len(held) < size:
            # Blocks differ in length: with some room, few of them need a larger one.
            room = size + size // 4
            held = np.empty(room, kind) if fill is None else np.full(room, fill, kind)
            self._held[name] = held
        return held[:size]
