"""Precision where articles differ, from second opinions."""

import numpy as np
import pytest
import scipy.sparse as sp

from textml.models.shift.agreement import expect_precision

# Words of two sections: the first three of one, the next three of the other.
KINDS = np.repeat([0, 1], 20)
SECTIONS = np.where(KINDS, "sport", "economy")
ROWS = np.zeros((40, 6), dtype=np.int64)
ROWS[np.arange(40), 3 * KINDS + np.arange(40) % 3] = 1


def test_labels_that_the_words_support_are_expected_to_be_right() -> None:
    """Every second opinion agrees with labels that go with the words."""
    assert expect_precision(sp.csr_matrix(ROWS), SECTIONS, sp.csr_matrix(ROWS), SECTIONS) == pytest.approx(1)


def test_labels_against_the_words_are_not() -> None:
    """Where one label in four is the other one, half of these are expected to be wrong."""
    given = np.where(np.arange(40) % 4 == 0, np.where(KINDS, "economy", "sport"), SECTIONS)
    assert expect_precision(sp.csr_matrix(ROWS), SECTIONS, sp.csr_matrix(ROWS), given) == pytest.approx(0.875)


def test_articles_without_a_label_do_not_count() -> None:
    """Only labels that were given are judged; without any there is nothing to expect."""
    given = np.where(np.arange(40) < 5, SECTIONS, "")
    assert expect_precision(sp.csr_matrix(ROWS), SECTIONS, sp.csr_matrix(ROWS), given) == pytest.approx(1)
    assert expect_precision(sp.csr_matrix(ROWS), SECTIONS, sp.csr_matrix(ROWS), np.full(40, "")) is None


def test_a_single_label_of_a_section_gives_no_second_opinion() -> None:
    """Halves need an article of each section."""
    lonely = np.array(["sport", *["economy"] * 39])
    assert expect_precision(sp.csr_matrix(ROWS), lonely, sp.csr_matrix(ROWS), lonely) is None
