"""When a label was given, as rows of the labelled set say it."""

from datetime import MAXYEAR, UTC, datetime

#: Column that says when a person has decided, in ISO 8601.
LABELLED_AT = "labelled_at"


def read_moment(said: str) -> datetime | None:
    """Read when a label was given; None where nothing is said, or no moment. Without a zone it is UTC.

    The year 9999, which stands for never in other programs, is no moment: a label given later could not say so.

    >>> read_moment("2026-11-27T17:31:05+08:00").isoformat(), read_moment("last week")
    ('2026-11-27T09:31:05+00:00', None)
    """
    try:
        moment = datetime.fromisoformat(said.strip())
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year < MAXYEAR else None


def write_moment(moment: datetime) -> str:
    """Write a moment as `labelled_at` holds it, in UTC with milliseconds.

    >>> write_moment(datetime(2026, 11, 27, 9, 31, 5, 123999, tzinfo=UTC))
    '2026-11-27T09:31:05.123Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
