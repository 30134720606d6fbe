"""Read the names of page files as a pattern says, such as ``{year}{month}{day}_{page}``."""

import re
from functools import lru_cache
from unicodedata import normalize

from textml.corpus.numerals import write_digits
from textml.errors import ConfigError

_FIELDS = {
    "year": r"(?P<year>(?:19|20)\d\d)",
    "yy": r"(?P<yy>\d\d)",
    "month": r"(?P<month>\d{1,2})",
    "day": r"(?P<day>\d{1,2})",
    "page": r"(?P<letter>[A-Z])?(?P<page>\d{1,3})",
}
_NOTHING = ("", "", "")
_TOKEN = re.compile(r"\{\s*(\w+)\s*\}|(\*)|([^{}*]+)|(.)")
_ENDING = re.compile(r"\.(?:txt|html?|pdf|xml|hocr)$", re.IGNORECASE)
_ALLOWED = (
    "Allowed: {year} (or {yy} for two digits), {month} and {day}, each once; {page} once or not at all; * for any "
    'text; all else as it is in the names. Examples: "{year}{month}{day}_{page}", "{day}.{month}.{year}/{page}"'
)


@lru_cache(maxsize=8)
def compile_pattern(pattern: str) -> tuple[re.Pattern[str], int]:
    """Check a pattern, and translate it.

    Parameters
    ----------
    pattern : str
        Setting ``[corpus] name_pattern``.

    Returns
    -------
    expression : re.Pattern
        Fits the last parts of a path, without the file's ending, in capitals and joined by ``/``.
    n_parts : int
        Number of these parts.

    Raises
    ------
    ConfigError
        A field is unknown, missing or twice, or a brace is alone.
    """
    plain = _ENDING.sub("", normalize("NFKC", pattern).replace("\\", "/").strip().strip("/"))
    tokens = [(found[1] or "", found[2] or found[3] or "", found[4] or "") for found in _TOKEN.finditer(plain)]
    fields = [name.lower() for name, _, _ in tokens if name]
    for what, wrong in (
        ("is not a field", [f"{{{name}}}" for name in fields if name not in _FIELDS]),
        ("is alone; braces are around a field", [brace for _, _, brace in tokens if brace]),
        ("is there twice", [f"{{{name}}}" for name in fields if fields.count(name) > 1]),
        ("is missing", [f"{{{name}}}" for name in ("month", "day") if name not in fields]),
        ("is missing", [] if ("year" in fields) + ("yy" in fields) == 1 else ["exactly one of {year} and {yy}"]),
    ):
        if wrong:
            raise ConfigError(f"[corpus] name_pattern: in {pattern!r}, {wrong[0]} {what}. {_ALLOWED}")
    written = "".join(_translate(tokens, place) for place in range(len(tokens)))
    return re.compile(written), plain.count("/") + 1


def _translate(tokens: list[tuple[str, str, str]], place: int) -> str:
    """One part of a pattern; a month or a day that touches another field has two digits."""
    name, literal, _ = tokens[place]
    if not name:
        return "[^/]*?" if literal == "*" else re.escape(write_digits(literal.upper()))
    before, _, after = [_NOTHING, *tokens, _NOTHING][place : place + 3]
    field = _FIELDS[name.lower()]
    if before[0] or after[0]:
        field = field.replace(r"\d{1,2}", r"\d\d")
    # any text does not end in the middle of a number or of a word
    return (r"(?<!\d)(?<![A-Z](?=[A-Z]))" if before[1] == "*" else "") + field + ("" if after[0] else r"(?!\d)")


def match_pattern(parts: list[str], pattern: str) -> dict[str, str] | None:
    """Read the fields of a path.

    Parameters
    ----------
    parts : list of str
        Folders and name of the file without its ending, in capitals, with digits of ASCII.
    pattern : str
        Setting ``[corpus] name_pattern``.

    Returns
    -------
    dict of str to str or None
        year, month, day, letter and page; None where the pattern does not fit.

    Raises
    ------
    ConfigError
        As for `compile_pattern`.

    >>> match_pattern(["PAPER", "3.2.2024", "A01"], "{day}.{month}.{year}/{page}")
    {'day': '3', 'month': '2', 'year': '2024', 'letter': 'A', 'page': '01'}
    """
    expression, n_parts = compile_pattern(pattern)
    found = expression.fullmatch("/".join(parts[-n_parts:]))
    return {name: text or "" for name, text in found.groupdict().items()} if found else None
