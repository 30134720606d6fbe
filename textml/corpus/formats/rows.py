"""Rows of tables to articles."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from textml.corpus.article import KINDS, STORIES, Article
from textml.corpus.doubt import needs_check
from textml.corpus.geometry import Box
from textml.errors import CorpusError

#: Cells of a table by the names of their columns.
Row = Mapping[str, Any]
#: The number of a row in its file, and the row or what is wrong with it.
Numbered = tuple[int, Row | str]

#: How dates may be written.
DATES = "Allowed: 2024-02-19, 2024/2/19, 20240219, with or without a time after it, 2024年2月19日; or empty"
_DATE = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:[ T].*)?")
_CHINESE_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")

_COLUMNS = {"编号": "id", "标题": "title", "正文": "text", "内容": "text", "日期": "date", "类型": "kind"}
_NAMES_IN_ORDER = ("id", "title", "text", "date", "kind")
_NAMES = frozenset(_NAMES_IN_ORDER)
# Points from the page's corner beyond which a number is no place on it; PDF allows pages of a few kilometres.
_FARTHEST = 1e7
# Columns that only a labelled set has.
_LABELS = ("section", "labelled_by", "chosen")
_FIELDS = tuple(field.name for field in fields(Article))


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that holds no value; it is a problem of its row if its column is used.

    Attributes
    ----------
    reason : str
        What it holds, after "the cell 'text'", and what to do.
    """

    reason: str


def check_columns(names: Iterable[object], where: str) -> None:
    """Check that no column of a table hides another.

    Parameters
    ----------
    names : iterable of object
        Names as they stand in the table.
    where : str
        Name of the table for the message.

    Raises
    ------
    CorpusError
        Two columns that textml reads have the same name.
    """
    found: set[str] = set()
    for name in names:
        known = str(name).strip().lower()
        if str(name) in found and (_COLUMNS.get(known, known) in _NAMES or known in _LABELS):
            raise CorpusError(f"{where}: two columns have the name {name!r}. Rename or remove one of them")
        found.add(str(name))


def find_bad_cell(row: Row) -> str:
    """Return what is wrong with the cells of a row that textml reads, or an empty text.

    >>> find_bad_cell({"text": ["甲"], "url": ["u"]})
    "the cell 'text' holds a list. Write it as text"
    """
    for name in _NAMES_IN_ORDER:
        value = row.get(name)
        if type(value) is str:
            continue
        if isinstance(value, BadCell):
            return f"the cell {name!r} {value.reason}"
        if isinstance(value, list | dict | tuple):
            return f"the cell {name!r} holds a {type(value).__name__}. Write it as text"
    return ""


def parse_article(found: Row | str, source: str, number: int) -> Article | str:
    """Read the article in a row of any table.

    Parameters
    ----------
    found : Row or str
        The row, or why it could not be read. Columns: text, and optionally id, title, date, kind and boxes.
    source : str
        Short name of the table; with `number` it is the id of an article that has none.
    number : int
        Number of the row in its table.

    Returns
    -------
    Article or str
        The article, or what is wrong with the row and what to do.
    """
    if isinstance(found, str):
        return f"{found}. Correct the line, or remove it"
    row = rename_columns(found)
    bad = find_bad_cell(row)
    if bad:
        return bad
    text, kind = as_text(row.get("text")), as_text(row.get("kind")) or "article"
    if kind not in KINDS:
        return f"unknown kind {kind!r}; known: {', '.join(KINDS)}. Correct it, or leave it out"
    # a teaser or masthead that `textml split` wrote has a headline and nothing else
    if not text.strip() and kind in STORIES:
        what = (
            "the cell 'text' is empty"
            if "text" in row
            else f"no column 'text' (or 正文, 内容); found: {', '.join(map(str, row)) or 'none'}"
        )
        return f"{what}. Every row needs a text"
    day = as_date(row.get("date"))
    if day is None:
        return f"{row.get('date')!r} is not a date. {DATES}"
    identity = as_text(row.get("id")) or f"{source}:{number}"
    boxes = read_boxes(row["boxes"]) if "boxes" in row else ()
    return Article(identity, as_text(row.get("title")), text, date=day, kind=kind, boxes=boxes)


def as_text(value: object) -> str:
    """Return a cell as text.

    Parameters
    ----------
    value : object
        A cell of any table.

    Returns
    -------
    str
        Empty for None and NaN.

    >>> as_text(7), as_text(None), as_text(float("nan"))
    ('7', '', '')
    """
    if type(value) is str:
        return value
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return str(value)


def as_date(value: object) -> str | None:
    """Return a cell as a date.

    Parameters
    ----------
    value : object
        A date of Python or Excel, or a text in one of the forms of DATES.

    Returns
    -------
    str or None
        ``YYYY-MM-DD``; empty for an empty cell, and None for what is no date.

    >>> as_date("2024/2/9"), as_date("20240209"), as_date("2024-02-09 00:00:00"), as_date(""), as_date("9.2.2024")
    ('2024-02-09', '2024-02-09', '2024-02-09', '', None)
    """
    if isinstance(value, date):
        return value.isoformat()[:10]
    text = _CHINESE_DATE.sub(r"\1-\2-\3", as_text(value).strip())
    if not text:
        return ""
    found = _DATE.fullmatch(text)
    # without marks between them month and day need two digits each
    if not found or (not found[2] and len(found[3] + found[4]) < 4):
        return None
    try:
        return date(int(found[1]), int(found[3]), int(found[4])).isoformat()
    except ValueError:
        return None


def rename_columns(row: Row) -> Row:
    """Name the columns of a row as textml does, see `column_name`; two of one name that disagree are a BadCell."""
    if _NAMES.issuperset(row):
        return row
    renamed: dict[str, Any] = {}
    for key, value in row.items():
        known = column_name(key)
        earlier = renamed.setdefault(known, value)
        if earlier is not value and known in _NAMES:
            renamed[known] = _choose(earlier, value)
    return renamed


def _choose(one: object, other: object) -> object:
    """The value of two columns that mean the same."""
    if as_text(one) in ("", as_text(other)):
        return other
    return BadCell("stands in two columns with different values. Remove one of them") if as_text(other) else one


def column_name(key: object) -> str:
    """Return the name of a column as textml calls it; 标题, 正文, 日期 and capital letters are understood.

    >>> column_name(" Title "), column_name("正文"), column_name("版次")
    ('title', 'text', '版次')
    """
    name = str(key).strip().lower()
    return _COLUMNS.get(name, name)


def article_to_row(article: Article) -> dict[str, Any]:
    """Return an article as a row of plain values, its boxes rounded to a tenth of a point."""
    row = {name: getattr(article, name) for name in _FIELDS}
    return row | {"lines": asdict(article.lines), "boxes": _plain_boxes(article.boxes)}


def article_to_cells(article: Article) -> dict[str, Any]:
    """Return an article as a row of a table that a person opens and `parse_article` reads.

    Parameters
    ----------
    article : Article
        Of any kind.

    Returns
    -------
    dict of str to object
        Its fields as cells, and ``check``: whether a person should look at its cut. Line numbers and names are
        separated by spaces; ``boxes`` is a JSON list of [left, top, right, bottom] in points from the upper left corner
        of the page, empty where there are none.
    """
    row = article_to_row(article)
    lines, boxes = row.pop("lines"), row.pop("boxes")
    return {
        **row,
        "byline": " ".join(row["byline"]),
        **{f"{role}_lines": " ".join(map(str, numbers)) for role, numbers in lines.items()},
        "check": needs_check(article),
        "boxes": json.dumps(boxes) if boxes else "",
        "text": article.body,
    }


def _plain_boxes(boxes: Iterable[Box]) -> list[list[float]]:
    return [[round(float(edge), 1) for edge in box] for box in boxes]


def read_boxes(cell: object) -> tuple[Box, ...]:
    """Return the boxes in a cell; a column of that name may hold anything else, which is none.

    Parameters
    ----------
    cell : object
        A JSON list of [left, top, right, bottom], as text or as a list.

    Returns
    -------
    tuple of Box

    >>> read_boxes("[[36.0, 40.5, 200.0, 90.0]]"), read_boxes("3 boxes")
    ((Box(left=36.0, top=40.5, right=200.0, bottom=90.0),), ())
    """
    if isinstance(cell, str) and cell.lstrip().startswith("[["):
        try:
            cell = json.loads(cell)
        except (ValueError, RecursionError):
            return ()
    if not isinstance(cell, list) or not all(map(_is_box, cell)):
        return ()
    return tuple(Box(*map(float, edges)) for edges in cell)


def _is_box(edges: object) -> bool:
    return (
        isinstance(edges, list)
        and len(edges) == len(Box._fields)
        and all(type(edge) in (int, float) and abs(edge) < _FARTHEST for edge in edges)
    )
