"""Calibrate scores to probabilities, and estimate how common each class is."""

from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar

# Held-out articles a section from which on a calibration says more than its prior.
LABELS_TO_CALIBRATE = 5
# Temperature without evidence: it fits ridge scores of news.
PRIOR_TEMPERATURE = 6.0
# Standard deviation of the prior on log temperature: a factor of 1.6 either way is likely.
PRIOR_SPREAD = 0.5
# Held-out articles shaped the vocabulary and the latent axes, new ones did not: the scores of new articles lie closer
# together by this factor (1.1 to 1.3 on five tasks).
NEW_ARTICLE_FACTOR = 1.15
# A class is never taken to be rarer than this part of an even share: a few hundred articles would not show it.
LEAST_SHARE = 0.2
# Steps of EM; on pools of 500 to 2,500 articles later ones move no share by a hundredth.
_EM_STEPS = 30


def softmax(scores: np.ndarray) -> np.ndarray:
    """Turn rows of scores into shares that sum to 1."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def fit_temperature(scores: np.ndarray, sections: np.ndarray) -> float:
    """Fit the factor on out-of-fold scores that makes the true sections likeliest, shrunk towards a prior.

    Parameters
    ----------
    scores : ndarray of float
        (n_articles, n_sections), 0 or more articles.
    sections : ndarray of int
        True sections, (n_articles,).

    Returns
    -------
    float
        Factor on the scores before the softmax, in [0.5, 200]. It is the inverse of the temperature of Guo et al.

    References
    ----------
    Guo, Pleiss, Sun & Weinberger (2017), On calibration of modern neural networks.
    """
    rows = np.arange(len(sections))

    def cost(log_factor: float) -> float:
        likely = softmax(scores * np.exp(log_factor))[rows, sections]
        prior = ((log_factor - np.log(PRIOR_TEMPERATURE)) / PRIOR_SPREAD) ** 2 / 2
        return float(prior - np.log(np.maximum(likely, 1e-12)).sum())

    return float(np.exp(minimize_scalar(cost, bounds=(np.log(0.5), np.log(200)), method="bounded").x))


def calibrate(scores: np.ndarray, sections: np.ndarray) -> dict[str, Any]:
    """Fit the temperature on out-of-fold scores, and say whether they are enough to believe the probabilities.

    Parameters
    ----------
    scores, sections : ndarray
        As for `fit_temperature`.

    Returns
    -------
    dict
        temperature, n_held_out, reliable, and the reason where it is not; empty otherwise.
    """
    n_held_out, n_sections = scores.shape
    enough = n_held_out >= LABELS_TO_CALIBRATE * n_sections
    reason = "" if enough else f"{n_held_out} labelled articles could be held out; it takes 5 a section"
    temperature = fit_temperature(scores, sections)
    return {"temperature": temperature, "n_held_out": n_held_out, "reliable": enough, "reason": reason}


def estimate_shares(proba: np.ndarray) -> np.ndarray:
    """Estimate how common each class is among unlabelled articles, by EM on their probabilities.

    Parameters
    ----------
    proba : ndarray of float
        Probabilities of the classes where all are equally common, (n_articles, n_classes), 1 or more articles.

    Returns
    -------
    ndarray of float
        (n_classes,), sum 1, each at least `LEAST_SHARE` of an even one.

    References
    ----------
    Saerens, Latinne & Decaestecker (2002), Adjusting the outputs of a classifier to new a priori probabilities.
    """
    n_classes = proba.shape[1]
    shares = np.full(n_classes, 1 / n_classes)
    for _ in range(_EM_STEPS):
        raised = proba * shares
        shares = (raised / raised.sum(axis=1, keepdims=True)).mean(axis=0)
        shares = np.maximum(shares, LEAST_SHARE / n_classes)
        shares /= shares.sum()
    return np.asarray(shares)
