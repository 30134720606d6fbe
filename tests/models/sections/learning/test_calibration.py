"""Scores become probabilities by one factor."""

import numpy as np
import pytest

from textml.models.sections.learning.calibration import PRIOR_TEMPERATURE, fit_temperature, softmax


def test_temperature_recovers_the_scale_of_the_scores() -> None:
    """Scores drawn from a softmax with factor 12 get a factor near 12, whatever the prior."""
    rng = np.random.default_rng(0)
    scores = rng.normal(0, 0.3, (4000, 4))
    sections = np.array([rng.choice(4, p=row) for row in softmax(12 * scores)])
    assert fit_temperature(scores, sections) == pytest.approx(12, abs=1)


def test_without_articles_the_temperature_is_the_prior() -> None:
    """Nothing held out, nothing learned."""
    assert fit_temperature(np.zeros((0, 3)), np.zeros(0, int)) == pytest.approx(PRIOR_TEMPERATURE, rel=1e-3)


def test_softmax_in_closed_form() -> None:
    """A score higher by log 3 has three times the share, however large both are."""
    np.testing.assert_allclose(softmax(np.array([[900 + np.log(3), 900]])), [[0.75, 0.25]])
