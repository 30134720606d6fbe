"""How often items of a given confidence are right, on invented pages that no weight was fitted on.

pytest tests/bench/bench_confidence.py -m bench -s
"""

from itertools import chain
from pathlib import Path

import numpy as np
import pytest

from tests.fitting.confidence import read_rows, simulated_pages, typeset_pages
from textml.corpus.pages.lines.fitted import read_table
from textml.corpus.pages.search.confidence import find_chance

pytestmark = pytest.mark.bench


def test_reliability(root: Path) -> None:
    """Ten groups of the same size; what is expected and what is right lie close together."""
    rows = read_rows(chain(typeset_pages([90]), simulated_pages(root, [990])))
    chance = np.array([find_chance(cues, read_table("confidence")) for cues in rows.cues])
    right = np.array(rows.right, float)
    groups = np.array_split(np.argsort(chance, kind="stable"), 10)
    print()
    for group in groups:
        print(f"expected {chance[group].mean():.3f}  right {right[group].mean():.3f}  of {len(group)}")
    error = sum(abs(chance[group].mean() - right[group].mean()) * len(group) for group in groups) / len(right)
    print(f"calibration error {error:.3f}; expected wrong {(1 - chance).sum():.0f}, wrong {(1 - right).sum():.0f}")
    assert error < 0.1
