"""Read the date of the issue and the mark of the page from the path of a page file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from os.path import splitext
from pathlib import Path
from unicodedata import normalize

from textml.corpus.numerals import write_digits
from textml.corpus.reading.addresses import list_parts
from textml.corpus.reading.name_pattern import match_pattern

# A file and the folders above it that may hold its date: year, month, day and edition have a folder each.
_DEPTH = 5
# The file and the folders above it in which digits that look like a date are named if they are not read as one.
_DEPTH_OF_DOUBT = 4
# Two-digit years from this one on are of the last century, as POSIX has it.
_LAST_CENTURY = 69


@dataclass(frozen=True, slots=True)
class PageName:
    """What the path of a page file says.

    Attributes
    ----------
    issue : str or None
        Date of the issue as ``YYYY-MM-DD``.
    number : int or None
        Number of the page, 1 to 999; None where the date is not known either.
    mark : str
        Letter of the edition, if there is one, and the number in two digits or more, such as ``A01``; empty without.
    is_near : bool
        Whether the date is in the file's name and that of its folder.
    doubt : {"", "undated", "ambiguous", "unmatched"}
        Whether there are digits that look like a date and are not read as one, a date that can be read in two ways or
        differs from that of a folder, or a pattern that does not fit.
    """

    issue: str | None = None
    number: int | None = None
    mark: str = ""
    is_near: bool = False
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """A date in a path: where it begins and ends, how it is written, and the page if they are written as one number."""

    start: int
    stop: int
    form: str
    day: date
    ambiguous: bool
    page: int


# The pieces of which dates are made. A break is a mark, a unit, the end of a folder's name, or several of these.
_PIECES = {
    "year": r"(?<!\d)(?P<year>(?:19|20)\d\d)",
    "yy": r"(?<!\d)(?P<yy>\d\d)",
    "month": r"(?P<month>\d{1,2})",
    "mm": r"(?P<month>\d\d)",
    "again": r"(?P<again>\d{1,2})",
    "day": r"(?P<day>\d{1,2})(?![\d年月期版])",
    "dd": r"(?P<day>\d\d)",
    "break": r"[-_./ 年月]{1,3}",
    "mark": r"[-_. ]",
    "end": r"(?!\d)",
}
# Every way to write a date, by an example. The first that fits is taken, in the file's own name before its folder's.
_WRITTEN = {
    "20240219": "{year}{mm}{dd}{end}",
    "2024021901": r"{year}{mm}{dd}(?P<page>\d\d|0\d\d){end}",
    "2024/02/0219": "{year}{break}?{mm}月?/(?P<again>\\d\\d){dd}{end}",
    "2024年2月/2月19日": "{year}{break}?{month}月?/{again}[-_. 月]{day}(?:日|(?=/))",
    "2024-02-19": "{year}{break}{month}{break}{day}",
    "2024-0219": "{year}{break}{mm}{dd}{end}",
    "202402-19": "{year}{mm}{break}{day}",
    "24年2月19日": "{yy}年{month}月{day}",
    "19-02-2024": r"(?<!\d)(?P<day>\d{1,2}){mark}{month}{mark}(?P<year>(?:19|20)\d\d){end}",
    "19022024": r"(?<!\d){dd}{mm}(?P<year>(?:19|20)\d\d){end}",
    "240219": "{yy}{mm}{dd}{end}",
}
_FORMS = {
    example: re.compile(re.sub(r"\{(\w*[a-z]\w*)\}", lambda piece: _PIECES[piece[1]], written))
    for example, written in _WRITTEN.items()
}
_ORDER = {form: place for place, form in enumerate(_FORMS)}
_NUMBER_STARTS = re.compile(r"(?<!\d)(?=\d)")
_DAY_FIRST = ("19-02-2024", "19022024")
# Six digits, and eight that begin with the day, are a date only beside a page: they may as well be any number.
_WEAK = ("19022024", "240219")
_YEAR_MONTH = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])")
_LOOKS_DATED = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d\D{0,3}\d|\d{8}(?!\d)|\d{1,4}[-_.]\d{1,2}[-_.]\d{1,4}(?!\d)|\d{1,2}月\d)"
)
# What may follow a date in the name of a folder that is not the file's own: a weekday, an edition, a paper's name.
_AFTER_DATE = re.compile(r"[日号]?[\s_.()-]*[\u3400-\u9fff\s()]*(?:[A-Z][叠版刊组]?)?[\s()]*")
_EDITION = re.compile(r"[\s_.-]*(?:[日号]?[\s_.-]*)([A-Z])[叠版刊组]?")
# A page: an edition's letter, a number, 版. Numbers of issues, days, weekdays and web nodes are none.
_NO_PAGE_BEFORE = r"(?<!\d)(?<!共)(?<!今日)(?<!周)(?<!星期)(?<!NODE)(?<!NODE[_-])(?<!CONTENT)(?<!CONTENT[_-])"
_LETTER = r"(?:(?<![A-Z])(?P<letter>[A-Z])(?:[叠刊组]?[\s_-]*第?|版[\s_-]*第?))?"
_MORE = r"(?:\s*[-~,、—和至]\s*[A-Z]?\d{1,3})?"
_MARKED_PAGE = re.compile(rf"第?{_LETTER}{_NO_PAGE_BEFORE}(?P<number>\d{{1,3}}){_MORE}\s*版")
_LETTER_PAGE = re.compile(r"(?<![A-Z])(?P<letter>[A-Z])(?P<number>\d{1,3})(?!\d)")
_ANY_PAGE = re.compile(rf"{_LETTER}{_NO_PAGE_BEFORE}(?P<number>\d{{1,3}})(?!\d|\s*[期年月日号周卷])")
# P1 is page 1, not page 1 of an edition P.
_NO_EDITION = "P"


def read_name(path: str | Path, pattern: str = "") -> PageName:
    """Read what a path says about the issue and the page: in the file's name, then in the folders above it.

    Parameters
    ----------
    path : str or Path
        Path or address.
    pattern : str
        Setting ``[corpus] name_pattern``.

    Returns
    -------
    PageName

    Notes
    -----
    Day and month in numbers with the year behind them (03-02-2024) are read with the day first. Six digits are year,
    month and day; they are year and month where day and page follow (202402/19/01).

    Examples
    --------
    >>> read_name("2024-02-19/01.txt")
    PageName(issue='2024-02-19', number=1, mark='01', is_near=True, doubt='')
    >>> [read_name(name).mark for name in ("20240219A01版.txt", "2024年2月19日/第三版.txt", "20240219_B叠_02.txt")]
    ['A01', '03', 'B02']
    >>> read_name("page_a.txt")
    PageName(issue=None, number=None, mark='', is_near=False, doubt='')
    """
    parts = _fold(path)
    if pattern:
        return _read_by_pattern(parts, pattern)
    text = "/".join(parts[-_DEPTH:])
    dates = _find_dates(text)
    for found in dates:
        letter, number = ("", found.page) if found.page else _find_page(text, found)
        if _is_trusted(text, found, number > 0):
            mark = f"{letter}{number:02d}" if number else ""
            is_near = text.count("/", found.start) <= 1
            doubt = "ambiguous" if found.ambiguous or _is_contradicted(text, found, dates) else ""
            return PageName(found.day.isoformat(), number or None, mark, is_near, doubt)
    near = "/".join(text.split("/")[-_DEPTH_OF_DOUBT:])
    return PageName(doubt="undated" if _LOOKS_DATED.search(near) else "")


def _fold(path: str | Path) -> list[str]:
    """The folders and the name without its ending, in capital letters, with all digits of ASCII."""
    # the root has no parts
    *folders, file = list_parts(path) or [""]
    return [_fold_part(part) for part in [*folders, splitext(file)[0]]]


# most folders hold many files
@lru_cache(maxsize=1024)
def _fold_part(part: str) -> str:
    # a slash that normalizing makes of another sign is none
    return write_digits(normalize("NFKC", part).upper()).replace("/", " ")


def _read_by_pattern(parts: list[str], pattern: str) -> PageName:
    found = match_pattern(parts, pattern)
    day = found and _as_date(found)
    if not found or not day:
        return PageName(doubt="unmatched")
    number = int(found.get("page") or 0)
    letter = found.get("letter", "").replace(_NO_EDITION, "")
    return PageName(day.isoformat(), number or None, f"{letter}{number:02d}" if number else "")


def _as_date(fields: Mapping[str, str | None]) -> date | None:
    """The date of which the fields year (or yy), month and day are parts; None where there is no such day."""
    year, short, month, day = (int(fields.get(name) or 0) for name in ("year", "yy", "month", "day"))
    try:
        return date(year or short + (1900 if short >= _LAST_CENTURY else 2000), month, day)
    except ValueError:
        return None


def _find_dates(text: str) -> list[_Found]:
    """Dates in the order in which they are believed: nearest to the end first, then by form."""
    starts = [number.start() for number in _NUMBER_STARTS.finditer(text)]
    matches = ((form, match) for form, written in _FORMS.items() for at in starts if (match := written.match(text, at)))
    found = [date_found for form, match in matches if (date_found := _read_date(form, match))]
    return sorted(found, key=lambda d: (text.count("/", d.stop), _ORDER[d.form], d.start))


def _read_date(form: str, match: re.Match[str]) -> _Found | None:
    """The date of a match; None where there is no such day, or the month is given twice and differs."""
    fields = match.groupdict()
    day = _as_date(fields)
    if day is None or int(fields.get("again") or day.month) != day.month:
        return None
    both_ways = form in _DAY_FIRST and day.day <= 12 and day.day != day.month
    both_ways = both_ways or (form == "240219" and _YEAR_MONTH.fullmatch(match[0]) is not None)
    return _Found(match.start(), match.end(), form, day, both_ways, int(fields.get("page") or 0))


def _is_trusted(text: str, found: _Found, has_page: bool) -> bool:
    """Whether digits that can be a date are one."""
    after = text[found.stop :]
    if found.form == "202402-19" and not has_page and _is_year_first(text[found.start : found.start + 6]):
        return False
    if found.form in _WEAK and not has_page:
        return False
    # A folder further up may be a project's, not an issue's.
    far = after.count("/") > 1
    return not far or (has_page and _AFTER_DATE.fullmatch(after.partition("/")[0]) is not None)


def _is_contradicted(text: str, found: _Found, dates: list[_Found]) -> bool:
    """Whether a folder is another day: a name may hold the date of what it tells of."""
    parts = text.split("/")
    return any(
        other.day != found.day and other.form not in _WEAK and text[other.start : other.stop] in parts[:-1]
        for other in dates
    )


def _is_year_first(digits: str) -> bool:
    """Whether six digits that are a year and a month can be a year, a month and a day as well."""
    try:
        date(2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))
    except ValueError:
        return False
    return True


def _find_page(text: str, found: _Found) -> tuple[str, int]:
    """Letter of the edition and number of the page; 0 if there is none."""
    *between, stem = text[found.stop :].split("/")
    above = text[: found.start].split("/")
    # a date in the file's own name: the name begins before it, and the folder above may be the page's
    folders, head = (between[1:], "") if between else (above[-2:-1], above[-1])
    in_folder = (_MARKED_PAGE.fullmatch(part) or _LETTER_PAGE.fullmatch(part) for part in reversed(folders))
    places = (
        _MARKED_PAGE.search(stem),
        _MARKED_PAGE.search(head),
        *in_folder,
        _ANY_PAGE.search(stem),
        _ANY_PAGE.search(head),
    )
    page = next((place for place in places if place), None)
    if page is None:
        return "", 0
    letter = page["letter"] or _find_edition(between)
    return "" if letter == _NO_EDITION else letter, int(page["number"])


def _find_edition(between: list[str]) -> str:
    """The letter of the edition: a folder's name, or what follows the date in one."""
    letters = [found[1] for part in between if (found := _EDITION.fullmatch(part))]
    return letters[-1] if letters else ""
