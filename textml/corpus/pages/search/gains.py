"""What the headlines of a page gain with its articles: a table that grows as the search asks for more of them."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from textml.corpus.pages.search.evidence import Evidence
from textml.corpus.pages.search.fits import Place, Span

# Rows and columns that the table starts with, by hand: a small page needs no more.
_ROOM = (32, 64)


class Gains:
    """By how much headlines with an article beat the two apart, if no other article is between them.

    Parameters
    ----------
    evidence : Evidence
        Of a page with at least one paragraph.
    """

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._places: dict[Place, int] = {}
        self._bodies: dict[Span, int] = {}
        self._table = np.zeros(_ROOM)

    def find_rows(self, places: Sequence[Place]) -> list[int]:
        """Row of each headline in the table."""
        if not all(map(self._places.__contains__, places)):
            self.add(places, ())
        return list(map(self._places.__getitem__, places))

    def find_columns(self, bodies: Sequence[Span]) -> list[int]:
        """Column of each article in the table."""
        if not all(map(self._bodies.__contains__, bodies)):
            self.add((), bodies)
        return list(map(self._bodies.__getitem__, bodies))

    def read(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.float64]:
        """Read rows (n_headlines) and columns (n_bodies) of the table, shape (n_headlines, n_bodies)."""
        found: NDArray[np.float64] = self._table[rows[:, None], columns]
        return found

    def add(self, places: Iterable[Place], bodies: Iterable[Span]) -> None:
        """Weigh these headlines and articles with each other and with all of before."""
        new_places = [place for place in dict.fromkeys(places) if place not in self._places]
        new_bodies = [body for body in dict.fromkeys(bodies) if body not in self._bodies]
        old_bodies = list(self._bodies)
        self._places.update((place, row) for row, place in enumerate(new_places, len(self._places)))
        self._bodies.update((body, column) for column, body in enumerate(new_bodies, len(self._bodies)))
        n_places, n_bodies = len(self._places), len(self._bodies)
        self._grow(n_places, n_bodies)
        if new_places and old_bodies:
            first = n_places - len(new_places)
            self._table[first:n_places, : len(old_bodies)] = self._weigh(new_places, old_bodies)
        if new_bodies and self._places:
            self._table[:n_places, len(old_bodies) : n_bodies] = self._weigh(list(self._places), new_bodies)

    def _weigh(self, places: Sequence[Place], bodies: Sequence[Span]) -> NDArray[np.float64]:
        evidence = self._evidence
        alone = np.array([evidence.alone[place] for place in places])[:, None]
        unheaded = np.array([evidence.unheaded[body] for body in bodies])
        found: NDArray[np.float64] = evidence.fits.weigh_all(places, bodies) - alone - unheaded
        return found

    def _grow(self, n_places: int, n_bodies: int) -> None:
        rows, columns = self._table.shape
        while rows < n_places:
            rows *= 2
        while columns < n_bodies:
            columns *= 2
        if (rows, columns) != self._table.shape:
            table = np.zeros((rows, columns))
            table[: self._table.shape[0], : self._table.shape[1]] = self._table
            self._table = table
