"""Shares of other articles in topics that stay as they were fitted."""

from collections.abc import Sequence
from copy import copy
from dataclasses import replace

import numpy as np

from textml.features.counts import count_texts, load_words
from textml.models.topics.model import TopicModel


def extend_model(
    model: TopicModel, rows: np.ndarray, new_texts: Sequence[str], dates: Sequence[str], sections: Sequence[str]
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
    new_texts : sequence of str, shape (number of -1 in rows,)
        Texts of the new articles.
    dates, sections : sequence of str, shape (n_articles,)
        Of all articles, empty where unknown.

    Returns
    -------
    TopicModel
        Coherence, stability and boilerplate are those of the articles that it was fitted on; its `changes_` are None.
    """
    new = rows < 0
    other = copy(model)
    other.shares_ = np.empty((len(rows), len(model.topics_)))
    other.shares_[~new] = model.shares_[rows[~new]]
    is_unknown = np.zeros(len(rows), dtype=bool)
    is_unknown[~new] = np.isin(rows[~new], model.unknown_)
    if new.any():
        counts = count_texts(new_texts, load_words(model.words_), model.vocabulary_)
        is_unknown[new] = np.diff(counts.indptr) == 0
        other.shares_[new] = model.transform_counts(counts)
    other.unknown_ = np.flatnonzero(is_unknown)
    other.dates_, other.sections_ = np.array(dates, dtype=str), np.array(sections, dtype=str)
    other.topics_ = [
        replace(topic, share=float(share)) for topic, share in zip(model.topics_, other.mean_share(), strict=True)
    ]
    other.changes_ = None
    return other
