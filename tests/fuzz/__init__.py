"""Readers fed with broken input: `make fuzz`, or `python -m tests.fuzz.run SECONDS TARGET...`.

`targets` names what is fed and what has to hold, `mutate` breaks valid input, `run` searches until the time is up. What
it found is in `seeds/`, and test_seeds.py tries that again in every run of the tests.
"""
