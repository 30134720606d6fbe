"""Golden predictions: kept with a model, and compared at every load."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numba.core.errors import NumbaError
from pydantic import TypeAdapter, ValidationError

from textml.corpus.article import Article
from textml.corpus.seeds import Seed
from textml.errors import ArtifactError
from textml.model_files import DAMAGE
from textml.predict.labeller import Models

#: Articles whose predictions are kept: enough to notice a changed library, little work at every load.
N_GOLDEN = 12
# Probabilities and shares may differ by this: float32 kernels and BLAS differ in the last digits between processors.
_TOLERANCE = 1e-3


def choose_golden(articles: Sequence[Article | Seed], models: Models) -> list[dict[str, Any]]:
    """Predict a dozen articles, spread evenly over all of them.

    Parameters
    ----------
    articles : sequence of Article or Seed
        Articles of the run, or its labelled ones if it has no others.
    models : Models
        Its fitted models.

    Returns
    -------
    list of dict
        A row for each chosen article: id, text, the probabilities ``sections`` if there is a classifier, the shares
        ``topics`` if there is a topic model.
    """
    step = max(1, len(articles) // N_GOLDEN)
    chosen = list(articles)[::step][:N_GOLDEN]
    rows: list[dict[str, Any]] = [{"id": article.id, "text": article.text} for article in chosen]
    for name, found in _predict([article.text for article in chosen], models).items():
        for row, values in zip(rows, found, strict=True):
            row[name] = [round(float(value), 6) for value in values]
    return rows


def check_golden(golden: Sequence[Mapping[str, Any]], models: Models, where: str) -> None:
    """Check that the models predict what they predicted when they were fitted.

    Parameters
    ----------
    golden : sequence of dict
        What `choose_golden` returned.
    models : Models
        The models as they were loaded.
    where : str
        The run, for the message.

    Raises
    ------
    ArtifactError
        If a model predicts something else, for instance under another version of a library, or cannot predict, or the
        golden predictions are none.
    """
    rows = _parse_golden(golden, models, where)
    try:
        predictions = _predict([row["text"] for row in rows], models)
    except (*DAMAGE, NumbaError) as cause:
        raise ArtifactError(f"{where}: a model of it cannot predict ({cause}). Run `textml run` again") from cause
    for name, found in predictions.items():
        for row, values in zip(rows, found, strict=True):
            kept = row.get(name, ())
            if len(kept) != len(values) or not np.allclose(kept, values, rtol=0, atol=_TOLERANCE):
                raise ArtifactError(
                    f"{where}: predicts different {name} for golden article {row['id']} than when it was made. "
                    "Install the versions that its manifest names, or run `textml run` again"
                )


def _parse_golden(golden: Sequence[Mapping[str, Any]], models: Models, where: str) -> list[dict[str, Any]]:
    """Check that golden predictions have their keys and types, and that there are some where there is a model."""
    try:
        rows = TypeAdapter(list[dict[str, str | list[float]]]).validate_python(golden)
        whole = all(isinstance(row["id"], str) and isinstance(row["text"], str) for row in rows)
    except (ValidationError, KeyError):
        whole = False
    if not whole or (not rows and (models.sections, models.topics) != (None, None)):
        raise ArtifactError(f"{where}: its manifest holds no golden predictions. Run `textml run` again")
    return rows


def _predict(texts: list[str], models: Models) -> dict[str, np.ndarray]:
    predictions: dict[str, np.ndarray] = {}
    if texts and models.sections is not None:
        predictions["sections"] = models.sections.predict_proba(texts)
    if texts and models.topics is not None:
        predictions["topics"] = models.topics.transform(texts)
    return predictions
