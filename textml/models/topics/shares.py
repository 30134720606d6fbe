"""Topic shares of groups of articles, with 95 % intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textml.display import brief, card
from textml.models.evaluation.intervals import wilson_interval


@dataclass(frozen=True)
class ShareTable:
    """Topic shares by group, an issue or a section.

    Attributes
    ----------
    groups : tuple of str, shape (n_groups,)
        Names, sorted.
    n_articles : ndarray of int, shape (n_groups,)
        Articles of each group.
    topics : tuple of str, shape (n_topics,)
        Topic names.
    share : ndarray of float, shape (n_groups, n_topics)
        Mean share over the articles of the group, rows sum to 1.
    low, high : ndarray of float, shape (n_groups, n_topics)
        Ends of the 95 % interval, in [0, 1].
    """

    groups: tuple[str, ...]
    n_articles: np.ndarray
    topics: tuple[str, ...]
    share: np.ndarray
    low: np.ndarray
    high: np.ndarray

    __repr__ = brief

    def _repr_html_(self) -> str:
        facts = (f"{len(self.groups)} groups", f"{len(self.topics)} topics", "largest shares with 95 % intervals")
        rows = (
            (name, n, *self._largest(g)) for g, (name, n) in enumerate(zip(self.groups, self.n_articles, strict=True))
        )
        return card("ShareTable", facts, ("group", "articles", "first topic", "second topic"), rows)

    def _largest(self, group: int) -> list[str]:
        """Describe the two largest topics of a group."""
        order = np.argsort(-self.share[group], kind="stable")[:2]
        ends = ((self.topics[t], self.share[group, t], self.low[group, t], self.high[group, t]) for t in order)
        return [f"{name}: {100 * share:.0f} % ({100 * low:.0f} to {100 * high:.0f})" for name, share, low, high in ends]

    def rows(self) -> list[dict[str, str | int | float]]:
        """Return one row for each group and topic: group, articles, topic, share, low, high."""
        return [
            {
                "group": group,
                "articles": int(self.n_articles[g]),
                "topic": topic,
                "share": float(self.share[g, t]),
                "low": float(self.low[g, t]),
                "high": float(self.high[g, t]),
            }
            for g, group in enumerate(self.groups)
            for t, topic in enumerate(self.topics)
        ]


def share_table(shares: np.ndarray, groups: Sequence[str], topics: Sequence[str]) -> ShareTable:
    """Average the topic shares over every group.

    The interval is Wilson's (1927) with articles as trials. A share in [0, 1] varies no more than a yes or no of the
    same mean, so the interval is never too short, and it has a width even for one article.

    Parameters
    ----------
    shares : ndarray of float, shape (n_articles, n_topics)
        Topic shares, rows sum to 1.
    groups : sequence of str, shape (n_articles,)
        Name of each article's group; articles with an empty name are left out.
    topics : sequence of str, shape (n_topics,)
        Topic names.

    Returns
    -------
    ShareTable
    """
    named = np.array([bool(group) for group in groups], dtype=bool)
    names, member = np.unique(np.asarray(groups, dtype=str)[named], return_inverse=True)
    n = np.bincount(member, minlength=len(names))
    sums = np.zeros((len(names), shares.shape[1]))
    np.add.at(sums, member, shares[named])
    mean = sums / np.maximum(n, 1)[:, None]
    low, high = wilson_interval(mean, n[:, None])
    return ShareTable(tuple(names.tolist()), n, tuple(topics), mean, low, high)


def sum_shares(shares: np.ndarray, position: np.ndarray) -> np.ndarray:
    """Add up the columns of shares that go to the same position.

    Parameters
    ----------
    shares : ndarray of float, shape (n_articles, n_columns)
        Topic shares, rows sum to 1.
    position : ndarray of int, shape (n_columns,)
        Where each column goes, from 0 on, without gaps.

    Returns
    -------
    ndarray of float, shape (n_articles, n_positions)
        Rows sum to 1.
    """
    sums = np.zeros((len(shares), position.max() + 1))
    for column, k in enumerate(position.tolist()):
        sums[:, k] += shares[:, column]
    return sums
