"""The compiled loops: as they come out of the compiler, and out of its cache."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

from textml.features.lda.blocks import kernel_arrays
from textml.features.lda.kernel import multiply_rows

# Topics of a made-up table; the sum shows every digit of all of them.
_FIT = """
import hashlib
import numpy as np
from scipy.sparse import csr_matrix
from textml import LDA
counts = csr_matrix(np.random.default_rng(0).poisson(0.3, (60, 200)))
print(hashlib.sha256(LDA(n_topics=4).fit(counts).components_.tobytes()).hexdigest())
"""


def test_the_first_run_on_a_machine_gives_what_later_ones_give(tmp_path: Path) -> None:
    """The first process compiles, the second takes what the first has kept: topics are the same to the last digit."""
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)}
    sums = [
        subprocess.run([sys.executable, "-c", _FIT], env=environment, capture_output=True, check=True).stdout
        for _ in range(2)
    ]
    assert any(tmp_path.rglob("*.nbc"))
    assert len(sums[0]) == 65
    assert sums[0] == sums[1]


@pytest.mark.parametrize("n_entries", range(7))
def test_sparse_rows_are_multiplied_whole(n_entries: int) -> None:
    """Entries are read four at a time; those left over count as well, and a row without any is zero."""
    rng = np.random.default_rng(n_entries)
    rows = np.zeros((2, 9), np.float32)
    rows[1, rng.permutation(9)[:n_entries]] = 1 + rng.random(n_entries)
    dense, product = rng.normal(size=(9, 5)).astype(np.float32), np.full((2, 5), np.nan, np.float32)
    multiply_rows(*kernel_arrays(sp.csr_matrix(rows)), dense, product)
    assert product == pytest.approx(rows @ dense, abs=1e-5)
    assert not product[0].any()
