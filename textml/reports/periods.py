"""Issues to periods that a chart has room for."""

from collections.abc import Sequence

from textml.models.topics.model import TopicModel
from textml.models.topics.shares import ShareTable, share_table

#: More issues than this are shown by month, more months by year.
MOST = 60
# How much of YYYY-MM-DD names a day, a month, a year.
_LENGTHS = (10, 7, 4)


def group_dates(dates: Sequence[str], most: int = MOST) -> list[str]:
    """The period of each date: the issue itself, or its month or year where there are more than `most`.

    Parameters
    ----------
    dates : ``YYYY-MM-DD`` each, empty where unknown; most : periods at most, unless there are more years

    >>> group_dates(["2025-01-14", "", "2025-02-13", "2025-02-20"], most=2)
    ['2025-01', '', '2025-02', '2025-02']
    """
    for length in _LENGTHS:
        periods = [date[:length] for date in dates]
        if len(set(periods) - {""}) <= most:
            break
    return periods


def share_by_period(model: TopicModel) -> ShareTable:
    """Topic shares of every issue, or of months or years where there are many, with 95 % intervals."""
    return share_table(model.shares_, model_periods(model), [topic.name for topic in model.topics_])


def model_periods(model: TopicModel) -> list[str]:
    """(n_articles,) the period of each article, empty where its date is unknown."""
    return [""] * len(model.shares_) if model.dates_ is None else group_dates(model.dates_.tolist())
