"""The labelled articles as a run keeps them."""

import json

import numpy as np
import pytest

from tests.models.shift.articles import COMMON, make_articles
from textml import store
from textml.corpus.words.segment import Words
from textml.models.shift.reference import build_reference, pack_reference, unpack_reference

REFERENCE = build_reference(make_articles(30, COMMON, 1, n_issues=5), ["a"] * 30, Words())


def test_a_reference_comes_back_as_it_was() -> None:
    """Words, issues, labels and the way of cutting are the same after JSON and npz."""
    values, arrays = pack_reference(REFERENCE)
    back = unpack_reference(json.loads(json.dumps(values)), store.arrays_as_npz(**arrays))
    assert (back.side.counts != REFERENCE.side.counts).nnz == 0
    assert back.side.vocabulary.tolist() == REFERENCE.side.vocabulary.tolist()
    assert (back.side.issues, back.side.sections) == (REFERENCE.side.issues, REFERENCE.side.sections)
    assert back.words.fingerprint() == REFERENCE.fingerprint


@pytest.mark.parametrize("damage", ["indices", "sections", "vocabulary"])
def test_a_damaged_reference_is_refused(damage: str) -> None:
    """Positions outside the matrix, a missing label and words out of order are no reference."""
    values, arrays = pack_reference(REFERENCE)
    if damage == "indices":
        arrays["indices"] = np.full_like(arrays["indices"], 10_000)
    else:
        values[damage] = values[damage][::-1] if damage == "vocabulary" else values[damage][1:]
    with pytest.raises(ValueError, match=r"articles|bounds|indices"):
        unpack_reference(values, store.arrays_as_npz(**arrays))
