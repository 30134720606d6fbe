"""How the stories of a corpus differ from those of an earlier one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from textml.corpus.article import Article


@dataclass(frozen=True)
class Growth:
    """Stories of a corpus beside those of an earlier one.

    Attributes
    ----------
    rows : ndarray of int, shape (n_stories,)
        Position of each story among the earlier ones; -1 where it is new or was changed.
    n_new, n_changed, n_gone : int
        Stories that the earlier one does not have, has otherwise, and has alone.
    """

    rows: np.ndarray
    n_new: int
    n_changed: int
    n_gone: int

    @property
    def n_different(self) -> int:
        """Stories that are new, changed or gone."""
        return self.n_new + self.n_changed + self.n_gone

    def __str__(self) -> str:
        return f"{self.n_new:,} articles are new, {self.n_changed:,} have changed, {self.n_gone:,} are gone"

    def choose_new(self, stories: Sequence[Article]) -> list[Article]:
        """Return the stories that are new or changed, in their order."""
        return [story for story, row in zip(stories, self.rows.tolist(), strict=True) if row < 0]


def compare_stories(earlier: Sequence[Article], stories: Sequence[Article]) -> Growth:
    """Compare the stories of two corpora by their ids and by all that words, labels and topics hang on.

    Parameters
    ----------
    earlier, stories : sequence of Article
        Each with ids of its own.

    Returns
    -------
    Growth
    """
    at = {story.id: position for position, story in enumerate(earlier)}
    rows, n_changed = np.full(len(stories), -1), 0
    for number, story in enumerate(stories):
        position = at.pop(story.id, None)
        if position is None:
            continue
        if _what_counts(earlier[position]) == _what_counts(story):
            rows[number] = position
        else:
            n_changed += 1
    return Growth(rows, int((rows < 0).sum()) - n_changed, n_changed, len(at))


def _what_counts(story: Article) -> tuple[str, str, str, float]:
    return story.title, story.text, story.date, story.confidence
