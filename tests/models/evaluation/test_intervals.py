"""Intervals: by hand, and by drawing whole groups."""

import numpy as np
import pytest

from textml.models.evaluation.intervals import bootstrap_interval, estimate_share, resample_groups, wilson_interval


def test_whole_groups_are_resampled() -> None:
    """Every resample draws as many groups as there are, each with all its articles; the first row is the set."""
    samples = resample_groups(np.array([0, 0, 1, 2]), 0, 500)
    assert samples[0].tolist() == [1, 1, 1, 1]
    assert np.array_equal(samples[:, 0], samples[:, 1])
    assert set((samples[:, 0] + samples[:, 2] + samples[:, 3]).tolist()) == {3}
    assert samples[1:].mean(axis=0) == pytest.approx([1, 1, 1, 1], abs=0.15)


def test_wilson_by_hand() -> None:
    """8 of 10: 49.0 % to 94.3 % (Wilson 1927); nothing of nothing is anything."""
    estimate = estimate_share(8, 10)
    assert (estimate.low, estimate.high) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert (estimate_share(0, 0).low, estimate_share(0, 0).high) == (0, 1)


def test_wilson_of_many_means_is_that_of_each() -> None:
    """An array of means has the ends of each share on its own."""
    low, high = wilson_interval(np.array([0.8, 0.0]), np.array([10, 5]))
    one, other = estimate_share(8, 10), estimate_share(0, 5)
    assert low.tolist() == [one.low, other.low]
    assert high.tolist() == [one.high, other.high]


def test_the_bootstrap_interval_is_that_of_the_resamples() -> None:
    """The value is of the first table; the ends are percentiles of the others, and never leave out the value."""
    estimate = bootstrap_interval(float, np.array([5.0, *range(1001)]))
    assert (estimate.value, estimate.low, estimate.high) == (5.0, 5.0, 975.0)
