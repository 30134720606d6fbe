"""The fitted weights of the cutter: cutter.toml, a table for each model and a row for each cue."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Written by `make fit-cutter`, with the figures of the fit.
CUTTER = Path(__file__).parent.parent / "cutter.toml"
#: Weights of the cues that only printed pages give, fitted on such pages with the weights of the others held.
PRINTED = CUTTER.with_name("printed.toml")
#: Weights of what says how likely an item is right, fitted on pages that the cutter was not fitted on.
CONFIDENCE = CUTTER.with_name("confidence.toml")
#: Weights of what says that a text goes on elsewhere on its page, fitted on typeset pages.
SEAMS = CUTTER.with_name("seams.toml")


@cache
def read_tables() -> dict[str, Any]:
    """Read all tables of the four files."""
    files = (CUTTER, PRINTED, CONFIDENCE, SEAMS)
    tables, printed, confidence, seams = (tomllib.loads(path.read_text("utf-8")) for path in files)
    return tables | confidence | seams | {name: tables.get(name, {}) | rows for name, rows in printed.items()}


def read_table(table: str) -> dict[str, Any]:
    """Read the weights of a model, by the names of its cues.

    Parameters
    ----------
    table : str
        Name of its table in cutter.toml or printed.toml.

    Returns
    -------
    dict of str to float or list of float, length n_outputs
        Weights in log odds; the printed ones win.

    Raises
    ------
    KeyError
        There is no such table.
    """
    weights: dict[str, Any] = read_tables()[table]
    return weights


@cache
def read_weights(table: str, cues: tuple[str, ...]) -> NDArray[np.float64]:
    """Read the weights of a model.

    Parameters
    ----------
    table : str
        Name of its table in cutter.toml.
    cues : tuple of str, length n_cues
        Names of its cues.

    Returns
    -------
    ndarray of shape (n_cues,) or (n_cues, n_outputs)
        In the order of the cues; a cue that the fit did not know weighs nothing.

    Raises
    ------
    KeyError
        There is no such table.
    """
    rows = read_table(table)
    shape = np.shape(next(iter(rows.values())))
    return np.array([rows.get(cue, np.zeros(shape)) for cue in cues], dtype=float)


def weigh(cues: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Weighted sum of cues, in log odds; a cue without a weight counts nothing.

    Examples
    --------
    >>> weigh({"alone": 1.0, "is new": 2.0}, {"alone": -0.5})
    -0.5
    """
    return sum([weights.get(name, 0.0) * size for name, size in cues.items()])


def forget() -> None:
    """Read the files again the next time; they have been written anew."""
    read_tables.cache_clear()
    read_weights.cache_clear()
