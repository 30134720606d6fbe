"""Shares of sections and topics before and now, and which of them moved beyond chance."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from textml.models.evaluation.intervals import Estimate, estimate_share

# Standard errors that a share moves by chance once in a hundred times: with a dozen topics, two would be passed by
# chance in every other comparison.
_BEYOND_CHANCE = 2.58


@dataclass(frozen=True, slots=True)
class Change:
    """A section or topic before and now.

    Attributes
    ----------
    name : str
    before, now : Estimate
        Share of the articles that it has, with Wilson's intervals.
    moved : bool
        Whether the share moved by more than chance explains.
    """

    name: str
    before: Estimate
    now: Estimate
    moved: bool


def compare_mix(before: Sequence[str], now: Sequence[str]) -> list[Change]:
    """Compare how often names stand in two lists.

    Parameters
    ----------
    before, now : sequence of str
        Section or topic of each article; one article or more each.

    Returns
    -------
    list of Change
        One for each name, the largest growth first.

    Examples
    --------
    >>> changes = compare_mix(["economy"] * 90 + ["culture"] * 10, ["economy"] * 25 + ["culture"] * 25)
    >>> [(change.name, change.now.value, change.moved) for change in changes]
    [('culture', 0.5, True), ('economy', 0.5, True)]
    """
    counts = Counter(before), Counter(now)
    changes = [_compare(name, counts[0][name], len(before), counts[1][name], len(now)) for name in {*before, *now}]
    return sorted(changes, key=lambda change: (change.before.value - change.now.value, change.name))


def _compare(name: str, n_before: int, all_before: int, n_now: int, all_now: int) -> Change:
    pooled = (n_before + n_now) / (all_before + all_now)
    error = sqrt(pooled * (1 - pooled) * (1 / all_before + 1 / all_now))
    difference = abs(n_now / all_now - n_before / all_before)
    moved = difference > _BEYOND_CHANCE * error
    return Change(name, estimate_share(n_before, all_before), estimate_share(n_now, all_now), moved)
