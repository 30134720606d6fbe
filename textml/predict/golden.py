"""A dozen predictions kept with a model, to see at every load that it still predicts the same."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from textml.corpus.article import Article
from textml.errors import ArtifactError
from textml.predict.labeller import Models

N_GOLDEN = 12
# float32 kernels and BLAS differ in the last digits between processors
_TOLERANCE = 1e-3


def choose_golden(articles: Sequence[Article], models: Models) -> list[dict[str, Any]]:
    """Predictions for a dozen articles, evenly chosen.

    Returns
    -------
    rows with id, text, and as far as there is such a model: sections (probabilities), topics (shares)
    """
    step = max(1, len(articles) // N_GOLDEN)
    chosen = list(articles)[::step][:N_GOLDEN]
    rows: list[dict[str, Any]] = [{"id": article.id, "text": article.text} for article in chosen]
    for name, found in _predict([article.text for article in chosen], models).items():
        for row, values in zip(rows, found, strict=True):
            row[name] = [round(float(value), 6) for value in values]
    return rows


def check_golden(golden: Sequence[Mapping[str, Any]], models: Models, where: str) -> None:
    """See that the models predict what they predicted when they were made.

    Raises
    ------
    ArtifactError : one of them predicts something else, for instance under another version of a library
    """
    for name, found in _predict([row["text"] for row in golden], models).items():
        for row, values in zip(golden, found, strict=True):
            if (
                name not in row
                or len(row[name]) != len(values)
                or np.abs(np.asarray(row[name]) - values).max() > _TOLERANCE
            ):
                raise ArtifactError(
                    f"{where}: predicts other {name} for its golden article {row['id']} than when it was made. "
                    "Install the versions that its manifest names, or run `textml run` again"
                )


def _predict(texts: list[str], models: Models) -> dict[str, Any]:
    predictions = {}
    if texts and models.sections is not None:
        predictions["sections"] = models.sections.predict_proba(texts)
    if texts and models.topics is not None:
        predictions["topics"] = models.topics.transform(texts)
    return predictions
