"""The multiplier of the project's hash tables."""

import numpy as np

#: 2**64 divided by the golden ratio, for multiplicative hashing (Knuth, The art of computer programming, vol. 3, 6.4):
#: keys that are close together land far apart.
HASH_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
