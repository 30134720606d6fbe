"""Shares of other articles in topics that stay as they were fitted."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np

from textml.features.counts import count_texts, load_words
from textml.models.topics.model import TopicModel

# New articles whose words and shares are in memory at a time: the counts of a million would take gigabytes.
_AT_ONCE = 5000


def extend_model(
    model: TopicModel,
    rows: np.ndarray,
    new_texts: Iterable[str],
    dates: Sequence[str],
    sections: Sequence[str],
    on_articles: Callable[[int], Any] | None = None,
) -> TopicModel:
    """Return a model with the same topics, words and names, and the shares of other articles.

    A share is the one that `TopicModel.transform` gives: those of known articles are taken over, and only the new ones
    are counted.

    Parameters
    ----------
    model : TopicModel
        A fitted model.
    rows : ndarray of int, shape (n_articles,)
        Position of each article among those of the model; -1 for new ones.
    new_texts : iterable of str, shape (number of -1 in rows,)
        Texts of the new articles.
    dates, sections : sequence of str, shape (n_articles,)
        Of all articles, empty where unknown.
    on_articles : callable or None
        Called from time to time with the number of new articles that have shares.

    Returns
    -------
    TopicModel
        Coherence, stability and boilerplate are those of the articles that it was fitted on; its `changes_` are None.
    """
    known = rows >= 0
    other = copy(model)
    other.shares_ = np.empty((len(rows), len(model.topics_)))
    other.shares_[known] = model.shares_[rows[known]]
    is_unknown = np.zeros(len(rows), dtype=bool)
    is_unknown[known] = np.isin(rows[known], model.unknown_)
    new, done = np.flatnonzero(~known), 0
    for shares, without_words in _share_texts(model, new_texts):
        places = new[done : done + len(shares)]
        other.shares_[places], is_unknown[places] = shares, without_words
        done += len(shares)
        (on_articles or _ignore)(done)
    other.unknown_ = np.flatnonzero(is_unknown)
    other.dates_, other.sections_ = np.array(dates, dtype=str), np.array(sections, dtype=str)
    other.topics_ = [
        replace(topic, share=float(share)) for topic, share in zip(model.topics_, other.mean_share(), strict=True)
    ]
    other.changes_ = None
    return other


def _share_texts(model: TopicModel, texts: Iterable[str]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Shares of some texts at a time, and whether a text has no word that counts."""
    words, rest = load_words(model.words_), iter(texts)
    while block := list(islice(rest, _AT_ONCE)):
        counts = count_texts(block, words, model.vocabulary_)
        yield model.transform_counts(counts), np.diff(counts.indptr) == 0


def _ignore(n_articles: int) -> None:
    """Take the number of articles that are done, and show nothing."""
