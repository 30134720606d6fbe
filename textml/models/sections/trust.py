"""How far the unlabelled articles are to be trusted, as the labels tell."""

import numpy as np

from textml.models.sections.calibration import fit_temperature, softmax
from textml.models.sections.cross_fit import HeldOut

# Gain in log likelihood an article at which the pool has all the trust; as great a loss takes all of it.
_SURE = 0.05


def pool_trust(held_out: HeldOut) -> float:
    """Weight of what labels and pool say together, against what the labels say alone.

    Both are scored on labelled articles that were held out; the gain in calibrated log likelihood moves the weight from
    one half to all or nothing. A pool of other articles than the labelled ones (another paper, another century) loses
    there before it can mislead.

    Parameters
    ----------
    held_out : labelled articles as classifiers see them that did not learn their labels

    Returns
    -------
    float in [0, 1]; 0.5 where nothing could be held out
    """
    if not len(held_out.sections):
        return 0.5
    gain = _log_likelihood(held_out.scores, held_out.sections) - _log_likelihood(held_out.alone, held_out.sections)
    return float(np.clip(0.5 + 0.5 * gain / _SURE, 0, 1))


def _log_likelihood(scores: np.ndarray, sections: np.ndarray) -> float:
    """Mean log probability of the true sections, at the temperature that suits the scores best."""
    proba = softmax(fit_temperature(scores, sections) * scores)
    return float(np.log(np.maximum(proba[np.arange(len(sections)), sections], 1e-6)).mean())
