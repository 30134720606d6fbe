"""Training texts are checked, and their order does not depend on the order given."""

import pytest

from textml.errors import SeedError
from textml.models.sections import training_set
from textml.models.sections.training_set import prepare_training, sample_pool, sample_texts


def test_the_order_given_does_not_matter() -> None:
    """Labelled articles first, each text once, in the order of their hashes."""
    one = prepare_training(["甲", "乙", "丙"], ["b", "a", "b"], ["丁", "戊"])
    other = prepare_training(["丙", "甲", "乙"], ["b", "b", "a"], ["戊", "丁", "戊"])
    assert one.texts == other.texts
    assert one.sections.tolist() == other.sections.tolist()
    assert one.classes.tolist() == ["a", "b"]
    assert (one.n_labelled, set(one.texts[:3])) == (3, {"甲", "乙", "丙"})


def test_what_is_left_out_is_counted() -> None:
    """By reason: empty, labelled already, given twice."""
    found = prepare_training(["甲", "乙", "甲"], [1, 2, 1], ["甲", "丁", " 丁", ""])
    assert found.texts[2:] == ["丁"]
    assert found.dropped == {
        "unlabelled, empty": 1,
        "unlabelled, repeats a labelled one": 1,
        "unlabelled, repeats another": 1,
        "unlabelled, beyond the sample": 0,
        "labelled twice": 1,
    }


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (["a", 1], "all str or all int; found both"),
        (["a", ""], "found 1: ''"),
        (["a", None], "found 1: None"),
        (["a"], "2 texts, but 1 labels"),
        (["a", "a"], "all 2 labelled articles are a"),
    ],
)
def test_labels_are_checked(labels: list[object], message: str) -> None:
    """Mixed, empty, missing and single labels are refused with their positions."""
    with pytest.raises(SeedError, match=message):
        prepare_training(["甲", "乙"], labels, None)


def test_no_label_at_all() -> None:
    """The error says what to do."""
    with pytest.raises(SeedError, match=r"no labelled article\. Label articles of at least two sections"):
        prepare_training([], [], None)


def test_a_sample_does_not_depend_on_the_order() -> None:
    """The same texts are drawn from either end; a larger sample holds the smaller one; copies are drawn together."""
    texts = [f"第{i}篇" for i in "甲乙丙丁戊己庚辛"] + ["", "第 丁篇"]
    drawn = {n: {texts[i].replace(" ", "") for i in sample_pool(texts, n)} for n in (3, 5)}
    assert (len(drawn[3]), len(drawn[5])) == (3, 5)
    assert drawn[3] < drawn[5]
    assert {texts[::-1][i].replace(" ", "") for i in sample_pool(texts[::-1], 3)} == drawn[3]
    assert sample_pool(texts, 8) == [0, 1, 2, 3, 4, 5, 6, 7, 9]


def test_a_large_pool_is_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is beyond it is counted, and the order given does not matter."""
    monkeypatch.setattr(training_set, "MAX_POOL", 2)
    pool = ["丁", "戊", "己", "庚"]
    one, other = (prepare_training(["甲", "乙"], [1, 2], texts) for texts in (pool, pool[::-1]))
    assert one.texts == other.texts
    assert [pool[i] for i in sample_pool(pool, 2)] == sorted(one.texts[2:], key=pool.index)
    assert one.dropped["unlabelled, beyond the sample"] == 2


def test_a_sample_of_texts_has_each_text_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The texts of `sample_pool`; of copies the article with the first id, in whatever order and blocks they come."""
    texts = ["甲", "乙", "甲 ", "丙", "丁", "甲", "戊", ""]
    names = ["7", "1", "3", "2", "4", "5", "6", "0"]
    drawn = sample_texts(texts, names, 3)
    assert drawn == sorted(drawn)
    assert {texts[i].strip() for i in drawn} == {texts[i].strip() for i in sample_pool(texts, 3)}
    assert sample_texts(texts, names, 9) == [1, 2, 3, 4, 6]
    monkeypatch.setattr("textml.models.sections.training_set._HASHED_AT_ONCE", 2)
    again = sample_texts(texts[::-1], names[::-1], 3)
    assert sorted(len(texts) - 1 - i for i in again) == drawn


def test_what_every_issue_prints_is_not_drawn() -> None:
    """A text of 51 copies stays out of the pool of held-out fits; one of 50 copies is drawn with all of them."""
    often, seldom = ["征订"] * 51, ["启事"] * 50
    assert sample_pool([*often, *seldom, "甲"], 5) == list(range(51, 102))
