"""Arrays are lent again instead of being made anew."""

import numpy as np

from textml.features.characters.buffers import Buffers


def test_the_same_memory_is_lent_again():
    """A smaller array lies in the memory of the larger one, another name in its own; a filled one comes filled."""
    buffers = Buffers()
    large = buffers.lend("points", 8, np.int32)
    assert np.shares_memory(large, buffers.lend("points", 5, np.int32))
    assert len(buffers.lend("points", 5, np.int32)) == 5
    assert not np.shares_memory(large, buffers.lend("codes", 8, np.int32))
    assert buffers.lend("entries", 3, np.int64, fill=-1).tolist() == [-1, -1, -1]
    assert not np.shares_memory(large, buffers.lend("points", 100, np.int32))
