"""The 95 % interval of a share."""

import numpy as np

_Z = 1.959964


def wilson_interval(mean: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Ends of Wilson's 95 % interval of means of values in [0, 1], `n` values above 0 each."""
    middle = mean + _Z**2 / (2 * n)
    half = _Z * np.sqrt(mean * (1 - mean) / n + _Z**2 / (4 * n**2))
    scale = 1 + _Z**2 / n
    return np.clip((middle - half) / scale, 0, 1), np.clip((middle + half) / scale, 0, 1)
