"""What is given as texts is a list of texts, or an error says what it is."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from textml.corpus.texts import check_list, check_texts
from textml.errors import CorpusError, TextsError


@pytest.mark.parametrize(
    "texts",
    [
        ["水库", ""],
        ("水库", ""),
        np.array(["水库", ""]),
        np.array(["水库", ""], dtype=object),
        pd.Series(["水库", ""], index=[7, 8]),
        pd.Series(["水库", ""], dtype="string"),
        (text for text in ("水库", "")),
    ],
    ids=["list", "tuple", "array", "object array", "Series", "Series of strings", "generator"],
)
def test_lists_of_texts_pass(texts: Any) -> None:
    """Lists, arrays, Series and generators of str come back as a list, in their order."""
    assert check_texts(texts) == ["水库", ""]


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ("水库泄洪", r"^texts: found one text, '水库泄洪' \(str\); allowed: a list of texts\. Put it in brackets$"),
        ("水库".encode(), r"found one text, b'.*' \(bytes\)"),
        (["水库", None, float("nan")], r"by its position from 0: 1: None \(NoneType\), 2: nan \(float\); allowed: str"),
        (["水库", b"\xe6"], r"1: b'\\xe6' \(bytes\); allowed: str.*bytes are text after \.decode\(\)"),
        (pd.Series(["水库", None], dtype="string"), r"1: <NA> \(NAType\)"),
        ([1] * 7, r"4: 1 \(int\) and 2 more"),
        (pd.DataFrame({"text": ["水库"], "title": ["x"]}), r"found a DataFrame of shape \(1, 2\).*one column"),
        (np.array([["水库"]]), r"found a ndarray of shape \(1, 1\)"),
        (np.array("水库"), r"found a ndarray of shape \(\)"),
        ({"a": "水库"}, "found a dict; allowed: a list of texts"),
        ({"水库"}, "found a set; allowed: a list of texts"),
        (None, "found a NoneType; allowed: a list of texts"),
        (3, "found a int; allowed"),
    ],
)
def test_anything_else_is_named(texts: Any, message: str) -> None:
    """One text, tables, gaps, bytes and numbers are refused with what they are and where; also as a ValueError."""
    with pytest.raises(TextsError, match=message) as caught:
        check_texts(texts)
    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value, CorpusError)


def test_values_of_articles_are_a_list() -> None:
    """Labels and dates may be anything, but one for each article."""
    assert check_list(pd.Series([1, 2]), "labels") == [1, 2]
    with pytest.raises(TextsError, match="labels: found one text, 'ab'"):
        check_list("ab", "labels")
