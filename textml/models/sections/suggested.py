"""Count labelled articles that were suggested, which are hard ones, as rare as they are."""

from collections.abc import Sequence

import numpy as np

from textml.errors import SeedError
from textml.features.characters.folding import normalize_texts
from textml.models.evaluation.weights import LEAST_POOL, margins, weigh_by_pool, weigh_random
from textml.models.sections.learning.calibration import softmax
from textml.models.sections.learning.cross_fit import OutOfFold
from textml.models.sections.training_set import TrainingSet

# Random articles from which on they alone say more than all together.
_LEAST_RANDOM = 20
# Weights are above 0: it stands for none.
_NEARLY_NONE = 1e-3


def find_suggested(texts: Sequence[str], suggested: Sequence[bool] | None, labelled: Sequence[str]) -> np.ndarray:
    """Find which articles of a training set were suggested.

    Parameters
    ----------
    texts : sequence of str
        Labelled articles as they were given, (n_labelled,).
    suggested : sequence of bool or None
        Which of them were suggested; None: none.
    labelled : sequence of str
        Their normalised texts, each once, (n_distinct,).

    Returns
    -------
    ndarray of bool
        (n_distinct,).

    Raises
    ------
    SeedError
        The lengths differ.
    """
    if suggested is None:
        return np.zeros(len(labelled), dtype=bool)
    if len(suggested) != len(texts):
        raise SeedError(f"{len(texts)} texts, but suggested has {len(suggested)}. Say of each text whether it was")
    hard = set(normalize_texts([text for text, was in zip(texts, suggested, strict=True) if was]))
    return np.array([text in hard for text in labelled], dtype=bool)


def weigh_suggested(
    out_of_fold: OutOfFold, temperature: float, suggested: np.ndarray, training: TrainingSet, reject: int
) -> tuple[np.ndarray, np.ndarray]:
    """Weigh held-out articles as `weigh_by_pool` does; without a pool the others count.

    Parameters
    ----------
    out_of_fold : OutOfFold
        Scores of n_held_out labelled articles and of unlabelled ones.
    temperature : float
        Factor on the scores before the softmax.
    suggested : ndarray of bool
        Which labelled articles were suggested, (n_labelled,).
    training : TrainingSet
        All articles of the fit.
    reject : int
        Column of the class for articles of none of the sections; -1 where there is none.

    Returns
    -------
    weights : ndarray of float
        (n_held_out,), above 0, mean 1.
    confidence : ndarray of float
        Probability of the likeliest section of the unlabelled articles, 0 where that is none, (n_pool,); empty where no
        weights were needed, or there are too few for any.
    """
    proba, pool = (softmax(temperature * scores) for scores in (out_of_fold.scores, out_of_fold.pool))
    hard = suggested[out_of_fold.positions]
    if hard.any() and len(pool) >= LEAST_POOL:
        n_unlabelled = len(training.texts) - training.n_labelled + training.dropped["unlabelled, beyond the sample"]
        confidence = np.where(pool.argmax(axis=1) == reject, 0.0, pool.max(axis=1))
        return weigh_by_pool(margins(proba), hard, margins(pool), n_unlabelled), confidence
    if hard.any() and (~hard).sum() >= _LEAST_RANDOM:
        weights = np.maximum(weigh_random(hard), _NEARLY_NONE)
        return weights / weights.mean(), np.zeros(0)
    return np.ones(len(proba)), np.zeros(0)
