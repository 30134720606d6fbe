"""Topics start from rotated directions of the TF-IDF matrix."""

import numpy as np
import pytest
import scipy.sparse as sp

from textml.features.lda import start as module
from textml.features.lda.blocks import LocalBlocks
from textml.features.lda.start import start_topics, weigh

SUBJECTS = sp.csr_matrix(np.kron(np.eye(3, dtype=int), np.ones((8, 5), dtype=int)))


def test_each_subject_is_a_start():
    """Three subjects of five words: each topic starts with the words of one, columns sum to 1."""
    found = start_topics(LocalBlocks(SUBJECTS), 3)
    assert found.dtype == np.float32
    assert found.sum(0) == pytest.approx(1)
    blocks = found.reshape(3, 5, 3).sum(1)
    assert sorted(blocks.argmax(0).tolist()) == [0, 1, 2]
    assert (blocks.max(0) > 0.9).all()


def test_topics_beyond_the_rank_start_near_the_average():
    """Twelve topics of three subjects: the others have something of every word."""
    found = start_topics(LocalBlocks(SUBJECTS), 12)
    assert found.shape == (15, 12)
    assert (found > 0).all()
    assert found.sum(0) == pytest.approx(1)


def test_weights_are_logs_of_counts_times_rarity():
    """Rows have length 1; a word in every article weighs less than one in a single article."""
    rows = weigh(sp.csr_matrix(np.array([[1, 1, 0], [1, 0, 3]]))).toarray()
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1)
    assert rows[0, 1] / rows[0, 0] == pytest.approx(np.log(2) / np.log(1 + 2 / 3), rel=1e-6)


def test_varimax_stops_by_its_tolerance(monkeypatch: pytest.MonkeyPatch):
    """A large tolerance ends the rotation after the second step, so the constant is the one that is used."""
    steps: list[int] = []
    moments = module._turned_moments

    def count(*given):
        steps.append(1)
        return moments(*given)

    monkeypatch.setattr(module, "_turned_moments", count)
    counts = sp.csr_matrix(np.random.default_rng(0).poisson(0.5, (60, 30)))
    start_topics(LocalBlocks(counts), 5)
    usual = len(steps)
    steps.clear()
    monkeypatch.setattr(module, "_VARIMAX_TOLERANCE", 10.0)
    start_topics(LocalBlocks(counts), 5)
    assert len(steps) == 2 < usual
