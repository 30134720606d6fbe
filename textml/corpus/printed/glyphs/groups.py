"""Middle values of numbered groups, without a loop over the groups."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def take_middle(values: NDArray[Any], starts: NDArray[np.int64]) -> NDArray[Any]:
    """Return the lower median of each group.

    Where most values of a group are the same, it is this value: so it serves for names that are numbered, too.

    Parameters
    ----------
    values : (n,) numbers
        One group behind the other.
    starts : (n_groups,) int, ascending
        Where each group begins; none is empty.

    Returns
    -------
    (n_groups,) numbers

    >>> take_middle(np.array([9, 1, 5, 7, 7, 2, 7]), np.array([0, 3])).tolist()
    [5, 7]
    """
    ends = np.append(starts[1:], len(values))
    group = np.repeat(np.arange(len(starts)), ends - starts)
    middle: NDArray[Any] = values[np.lexsort((values, group))][(starts + ends - 1) // 2]
    return middle
