"""Golden predictions show whether a model still predicts what it predicted when it was fitted."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from textml.corpus.article import Article
from textml.corpus.seeds import Seed
from textml.errors import ArtifactError
from textml.predict.golden import N_GOLDEN, check_golden, choose_golden
from textml.predict.labeller import Models


class Fixed:
    """A model whose predictions are known: a third of one and two thirds of the other, moved by `shift`."""

    def __init__(self, shift: float = 0.0) -> None:
        self.shift = shift

    def predict_proba(self, texts: Sequence[str]) -> np.ndarray:
        return np.array([[1 / 3 + self.shift, 2 / 3 - self.shift]] * len(texts))

    transform = predict_proba


def models(shift: float = 0.0, topics: bool = True) -> Models:
    given: tuple[Any, Any] = (Fixed(shift), Fixed() if topics else None)
    return Models(*given)


ARTICLES = [Article(f"x{number}", "", f"第{number}条") for number in range(30)]


def test_a_dozen_articles_are_spread_over_the_run() -> None:
    """Every second of thirty, with rounded predictions of both models."""
    rows = choose_golden(ARTICLES, models())
    assert [row["id"] for row in rows] == [f"x{number}" for number in range(0, 24, 2)]
    assert len(rows) == N_GOLDEN
    assert rows[0] == {"id": "x0", "text": "第0条", "sections": [0.333333, 0.666667], "topics": [0.333333, 0.666667]}
    assert "topics" not in choose_golden(ARTICLES, models(topics=False))[0]
    assert choose_golden([], models()) == []


@pytest.mark.parametrize("shift", [0.0, 0.0009, -0.0009])
def test_the_last_digits_may_differ(shift: float) -> None:
    """Processors differ in the last digits of a float32."""
    check_golden(choose_golden(ARTICLES, models()), models(shift), "run")


@pytest.mark.parametrize("shift", [0.002, float("nan")])
def test_other_predictions_are_refused(shift: float) -> None:
    """Also predictions that are no numbers; the message has the run, the model and the article."""
    with pytest.raises(ArtifactError, match="run: predicts different sections for golden article x0"):
        check_golden(choose_golden(ARTICLES, models()), models(shift), "run")


def test_predictions_of_another_shape_are_refused() -> None:
    """A model that was added, and one with more sections."""
    with pytest.raises(ArtifactError, match="predicts different topics"):
        check_golden(choose_golden(ARTICLES, models(topics=False)), models(), "run")
    rows = [{**row, "sections": [*row["sections"], 0.0]} for row in choose_golden(ARTICLES, models())]
    with pytest.raises(ArtifactError, match="predicts different sections"):
        check_golden(rows, models(), "run")


class Broken:
    """A model whose arrays do not fit together."""

    def predict_proba(self, texts: Sequence[str]) -> np.ndarray:
        raise IndexError("out of bounds")


@pytest.mark.parametrize(
    "golden",
    [[], [{"id": "x"}], [{"id": 1, "text": "文"}], ["x"], [{"id": "x", "text": "文", "sections": "0.5"}], {"id": "x"}],
)
def test_golden_predictions_that_are_none_are_refused(golden: Any) -> None:
    """Other keys, other types, and none at all for a run that has models."""
    with pytest.raises(ArtifactError, match=r"run: (its manifest holds no golden|predicts different)"):
        check_golden(golden, models(), "run")


def test_a_model_that_cannot_predict_is_refused() -> None:
    """A classifier whose file was put together wrongly is named, whatever it raises."""
    broken: Any = Models(Broken(), None)  # type: ignore[arg-type]
    with pytest.raises(ArtifactError, match=r"run: a model of it cannot predict \(out of bounds\)"):
        check_golden(choose_golden(ARTICLES, models()), broken, "run")


def test_a_run_without_articles_has_golden_predictions() -> None:
    """Its labelled articles take their place."""
    assert choose_golden([Seed("s", "", "文", "a")], models())[0]["sections"] == [0.333333, 0.666667]
