"""Issues grouped into as many periods as a chart has room for."""

from collections.abc import Sequence

from textml.models.topics.model import TopicModel
from textml.models.topics.shares import ShareTable, share_table

#: More issues than this are shown by month, more months by year.
MOST = 60
# How much of YYYY-MM-DD names a day, a month, a year.
_LENGTHS = (10, 7, 4)


def group_dates(dates: Sequence[str], most: int = MOST) -> list[str]:
    """Find the period of each date: the date itself, or its month or year where there are more than `most`.

    Parameters
    ----------
    dates : (n_articles,) sequence of str
        ``YYYY-MM-DD``, empty where unknown.
    most : int
        Largest number of periods, unless there are more years.

    Returns
    -------
    (n_articles,) list of str
        Empty where the date is.

    Examples
    --------
    >>> group_dates(["2025-01-14", "", "2025-02-13", "2025-02-20"], most=2)
    ['2025-01', '', '2025-02', '2025-02']
    """
    for length in _LENGTHS:
        periods = [date[:length] for date in dates]
        if len(set(periods) - {""}) <= most:
            break
    return periods


def share_by_period(model: TopicModel) -> ShareTable:
    """Average topic shares by issue, or by month or year where there are many issues, with 95 % intervals.

    Parameters
    ----------
    model : TopicModel
        Fitted.

    Returns
    -------
    ShareTable
        Columns in the order of the model's topics.
    """
    return share_table(model.shares_, list_periods(model), [topic.name for topic in model.topics_])


def list_periods(model: TopicModel) -> list[str]:
    """List the period of each of a model's articles, empty where its date is unknown.

    Parameters
    ----------
    model : TopicModel
        Fitted.

    Returns
    -------
    (n_articles,) list of str
        See `group_dates`.
    """
    return [""] * len(model.shares_) if model.dates_ is None else group_dates(model.dates_.tolist())
