"""What readers said of pages and files, in the language of the report."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from textml.reports.texts import Texts

_TABLE = Path(__file__).with_name("messages.toml")
# A place comes first: a file, a page, an article. Addresses (s3://) have colons of their own.
_PLACED = re.compile(r"(?P<place>(?:\w+://)?\S[^:]*?(?::\d+)*): (?P<what>.*)", re.DOTALL)
_PAGE_OF = re.compile(r", page (\d+)$")


def word_messages(messages: Sequence[str], texts: Texts) -> list[str]:
    """Word messages of a run, which are English, for its report.

    Parameters
    ----------
    messages : sequence of str
        Problems or notes.
    texts : Texts
        Of the language of the report.

    Returns
    -------
    list of str
        In Chinese those that fit no known pattern name their place and where the English sentence stands.
    """
    return list(messages) if texts.language == "en" else [_word(message, texts) for message in messages]


def _word(message: str, texts: Texts) -> str:
    placed = _PLACED.fullmatch(message)
    place, what = (placed["place"], placed["what"]) if placed else ("", message)
    known = _find_wording(what)
    if known is None and placed:
        # a place may hold a colon and a blank, and some sentences have no place
        known = _find_wording(message)
        place = "" if known else place
    said = known or texts("messages.unknown")
    place = _PAGE_OF.sub(r" 第 \1 版", place)
    return f"{place}：{said}" if place else said


def _find_wording(what: str) -> str | None:
    for pattern, wording in _patterns():
        if found := pattern.fullmatch(what):
            return wording.format(**found.groupdict(default=""))
    return None


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    rows = tomllib.loads(_TABLE.read_text(encoding="utf-8"))["message"]
    return [(re.compile(row["en"], re.DOTALL), row["zh"]) for row in rows]
