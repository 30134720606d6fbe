"""A set of ids in eight bytes each, for archives whose ids would not fit into memory."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np


def hash_ids(ids: Sequence[str]) -> np.ndarray:
    """Hash ids to 64 bits each.

    Parameters
    ----------
    ids : sequence of str, shape (n_ids,)

    Returns
    -------
    ndarray of uint64, shape (n_ids,)
    """
    digests = b"".join(blake2b(i.encode("utf-8", "surrogatepass"), digest_size=8).digest() for i in ids)
    return np.frombuffer(digests, dtype=np.uint64)


class IdSet:
    """A set of hashes of ids, eight bytes each."""

    def __init__(self) -> None:
        # sorted runs, each at least twice as long as the next: few to look into, seldom merged
        self._runs: list[np.ndarray] = []

    def add(self, keys: np.ndarray) -> np.ndarray:
        """Add hashes.

        Parameters
        ----------
        keys : ndarray of uint64, shape (n_keys,)
            Hashes of `hash_ids`.

        Returns
        -------
        ndarray of bool, shape (n_keys,)
            Whether each is new: not in the set before, and not earlier in `keys`.
        """
        distinct, places = np.unique(keys, return_index=True)
        known = np.zeros(len(distinct), dtype=bool)
        for run in self._runs:
            known |= run[np.minimum(np.searchsorted(run, distinct), len(run) - 1)] == distinct
        fresh = np.zeros(len(keys), dtype=bool)
        fresh[places[~known]] = True
        self._append(distinct[~known])
        return fresh

    def _append(self, run: np.ndarray) -> None:
        while len(run) and self._runs and len(self._runs[-1]) < 2 * len(run):
            run = np.sort(np.concatenate([self._runs.pop(), run]))
        if len(run):
            self._runs.append(run)
