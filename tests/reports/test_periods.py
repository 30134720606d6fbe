"""Issues are grouped where a chart has no room for each."""

from tests.reports.small_run import DATES, SUBJECTS, small_articles, small_model
from textml.models.topics.model import TopicModel
from textml.reports.periods import MOST, group_dates, list_periods, share_by_period


def test_many_issues_are_shown_by_month() -> None:
    """Sixty issues stand each for itself; sixty-one are put together by month, undated articles left out."""
    days = [f"2025-{month:02d}-{day:02d}" for month in (1, 2, 3) for day in range(1, 21)]
    assert group_dates(days) == days
    assert group_dates([*days, "", "2025-04-01"]) == [*(day[:7] for day in days), "", "2025-04"]


def test_many_months_are_shown_by_year() -> None:
    """More months than a chart has room for become years; years stay, however many they are."""
    months = [f"{1900 + n // 12}-{n % 12 + 1:02d}-01" for n in range(MOST + 1)]
    assert set(group_dates(months)) == {str(1900 + n) for n in range(6)}
    years = [f"{1000 + n}-01-01" for n in range(MOST + 1)]
    assert group_dates(years) == [day[:4] for day in years]


def test_shares_by_period_are_those_of_the_issues() -> None:
    """Few issues are the periods; an undated article is in none; a model without dates has no period."""
    model = small_model(small_articles())
    assert share_by_period(model).groups == DATES
    assert list_periods(model)[-1] == ""
    bare = TopicModel(n_topics=2, min_df=1, n_resamples=0).fit(list(SUBJECTS) * 3)
    assert list_periods(bare) == [""] * 9
