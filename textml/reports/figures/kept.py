"""Files of figures that an earlier run drew, taken over where the figure is still the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path

from textml.disk.files import digest, sha256_of
from textml.disk.run_files import Folder
from textml.model_files import DAMAGE
from textml.predict.parsing import parse_json
from textml.reports.figures.fonts import font_families
from textml.versions import made_with

#: File below ``reports/`` with the sum of each figure; see `sum_outline`.
SUMS = "figures.json"


@dataclass(frozen=True, slots=True)
class KeptFigures:
    """Figures of an earlier run.

    Attributes
    ----------
    sums : mapping of str to str
        What `sum_outline` said of each figure, by its name.
    read : callable
        The name of a file below ``reports/`` to its content, None where there is no such file.
    """

    sums: Mapping[str, str] = field(default_factory=dict)
    read: Callable[[str], bytes | None] = lambda _: None

    def find(self, file: str, name: str, wanted: str) -> bytes | None:
        """Find a file of a figure with a given sum; None where there is none."""
        return self.read(file) if self.sums.get(name) == wanted else None


def read_kept_figures(run: Folder | None) -> KeptFigures:
    """Read which figures a finished run has.

    Parameters
    ----------
    run : Folder or None
        The earlier run; None where there is none, or nothing of it may be kept.
    """
    if run is None or not run.has(f"reports/{SUMS}"):
        return KeptFigures()
    try:
        sums = parse_json(run.read_bytes(f"reports/{SUMS}"), dict[str, str])
    except DAMAGE:
        return KeptFigures()
    return KeptFigures(sums, lambda name: run.read_bytes(f"reports/{name}") if run.has(f"reports/{name}") else None)


def sum_outline(outline: str) -> str:
    """Digest of all that decides the files of a figure: what is on it and where, fonts, libraries and code.

    Parameters
    ----------
    outline : str
        What `draw_outline` returned.
    """
    return digest([outline, _drawn_with()])


@cache
def _drawn_with() -> str:
    from matplotlib import font_manager

    fonts = [sha256_of(Path(font_manager.findfont(family))) for family in font_families()]
    return digest([made_with(), version("matplotlib"), fonts])
