"""Find the lines that corrections name: by their text, and lines that read alike by their number."""

from collections.abc import Iterable

from textml.corpus.pages.corrections import Correction
from textml.errors import CorpusError

_CONTROLS = dict.fromkeys([*range(32), *range(127, 160)])


class Finder:
    """Finds lines of a page.

    Parameters
    ----------
    page_id : str
        Id of the page, for messages.
    lines : iterable of (int, str)
        Number and text of every line that is not blank.
    """

    def __init__(self, page_id: str, lines: Iterable[tuple[int, str]]) -> None:
        self._page_id = page_id
        known = list(lines)
        # two columns may share a printed line, and its number
        self._printed = dict(known)
        self._numbers = [number for number, _ in known]
        self._places: dict[str, list[int]] = {}
        self._moved: set[str] = set()
        parts: dict[int, list[tuple[int, str]]] = {}
        for place, (number, text) in enumerate(known):
            self._places.setdefault(_squeeze(text), []).append(place)
            parts.setdefault(number, []).append((place, text))
        for number, halves in parts.items():
            if len(halves) > 1:
                # who names the whole line means what stands first in it
                self._printed[number] = " ".join(text for _, text in halves)
                self._places.setdefault(_squeeze(self._printed[number]), []).append(halves[0][0])

    def find(self, said: Correction, number: int, text: str) -> int:
        """Find a line.

        Parameters
        ----------
        said : Correction
            The correction that names it, for messages.
        number : int
            Its number as the correction says.
        text : str
            What it reads; white space, which every extractor sets in its own way, and control characters do not count.

        Returns
        -------
        int
            Its place among the lines.

        Raises
        ------
        CorpusError
            No line reads so, or several do and none has the number.
        """
        alike = self._places.get(_squeeze(text), [])
        if at := [place for place in alike if self._numbers[place] == number]:
            return at[0]
        if len(alike) == 1:
            self._moved.add(f"{said.where} (line {number} is {self._numbers[alike[0]]} now)")
            return alike[0]
        printed = self._printed.get(number)
        found = "there is no such line, or it is blank" if printed is None else f"it reads {printed!r}"
        again = " and ".join(str(self._numbers[place]) for place in alike)
        again = f" It stands in lines {again}." if again else ""
        raise CorpusError(
            f"{said.where}: line {number} of {self._page_id} should read {text.strip()!r}, but {found}.{again} The "
            "page has changed since: give the right line and text, or remove the entry"
        )

    def number(self, place: int) -> int:
        """The printed number of the line at a place."""
        return self._numbers[place]

    def notes(self) -> list[str]:
        """Return a note if lines were found at another number."""
        moved = ", ".join(sorted(self._moved))
        return [f"{self._page_id}: lines were found by their text at other numbers: {moved}"] if moved else []


def _squeeze(text: str) -> str:
    """A text without white space, and without control characters, which no terminal shows."""
    return "".join(text.split()).translate(_CONTROLS)
