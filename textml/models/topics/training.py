"""What a topic model is fitted on: word counts of the articles, with their dates and sections."""

import warnings
from collections.abc import Sequence
from datetime import datetime
from numbers import Integral
from typing import Any

import numpy as np

from textml.corpus.texts import check_list
from textml.corpus.words.segment import Words
from textml.errors import ConfigError, FewArticlesWarning
from textml.features.counts import Counts, count_content

# By default a word stands in at least one article in 200, but in 2 to 5 articles: rarer words tell nothing of a topic,
# and in small corpora nearly all words are rare.
_ONE_IN, _LEAST_MIN_DF, _MOST_MIN_DF = 200, 2, 5
# A largest share of the articles never takes out words of this many articles or fewer.
_LEAST_MAX_DF = 10
# A topic of one article is that article.
_ARTICLES_A_TOPIC = 2


def count_for_topics(texts: Sequence[str], words: Words, min_df: int | float | None, max_df: int | float) -> Counts:
    """Count the content words of articles, with bounds that suit the number of articles.

    Parameters
    ----------
    texts : sequence of str, shape (n_articles,)
        Running texts.
    words : Words
        How text is cut.
    min_df : int, float or None
        Least number of articles (int) or share of them (float) that a word stands in; None takes 2 to 5.
    max_df : int or float
        Largest number or share of articles; a share leaves words of ten articles and fewer alone.

    Returns
    -------
    Counts

    Raises
    ------
    ConfigError
        No word is left, or the bounds are not allowed.
    """
    n = len(texts)
    low = min(max(n // _ONE_IN, _LEAST_MIN_DF), _MOST_MIN_DF, max(n, 1)) if min_df is None else min_df
    high = max(int(max_df * n), _LEAST_MAX_DF) if isinstance(max_df, float) and 0 < max_df <= 1 else max_df
    return count_content(texts, words, min_df=low, max_df=high)


def limit_topics(n_topics: int, n_articles: int, n_steered: int) -> int:
    """Return a number of topics that the articles suffice for; fewer than asked for is a warning.

    Parameters
    ----------
    n_topics : int
        Number asked for.
    n_articles : int
        Number of articles.
    n_steered : int
        Topics that seed words name, which are always there.

    Returns
    -------
    int
        At most one topic for every two articles.

    Warns
    -----
    FewArticlesWarning
        The number is smaller than asked for.
    """
    most = max(n_articles // _ARTICLES_A_TOPIC, n_steered, 1)
    if not isinstance(n_topics, Integral) or n_topics <= most:
        # `LDA` says which numbers are allowed.
        return n_topics
    warnings.warn(
        f"n_topics={n_topics} for {n_articles} articles: {most} topics were made, at most one for every "
        f"{_ARTICLES_A_TOPIC} articles. Lower n_topics, or give more articles",
        FewArticlesWarning,
        stacklevel=3,
    )
    return most


def align_values(name: str, values: Sequence[str] | None, n_articles: int) -> np.ndarray | None:
    """Turn dates or sections into an array of str, "" for None and for gaps of pandas.

    Parameters
    ----------
    name : str
        What the values are, for the message.
    values : sequence of str, shape (n_articles,), or None
        One for each article.
    n_articles : int
        Number of articles.

    Returns
    -------
    ndarray of str, shape (n_articles,), or None
        None where no values are given.

    Raises
    ------
    ConfigError
        There are not as many values as articles.
    TextsError
        This is a single value or a table.
    """
    if values is None:
        return None
    found = check_list(values, name, name)
    if len(found) != n_articles:
        raise ConfigError(f"{name}: {len(found)} for {n_articles} texts; one for each is needed, empty where unknown")
    return np.array([_as_str(value) for value in found], dtype=str)


def _as_str(value: Any) -> str:
    """A value as text: a day without its midnight, and nothing for None, NaN and NaT, which differ from themselves."""
    if value is None or value != value:
        return ""
    return value.date().isoformat() if isinstance(value, datetime) else str(value)
