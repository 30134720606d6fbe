"""Tables of articles to articles."""

import codecs
import gzip
import math
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from textml.corpus.article import KINDS, STORIES, Article, Lines
from textml.errors import CorpusError

Row = Mapping[str, Any]


def _read_jsonl(path: Path) -> Iterator[tuple[int, Row | str]]:
    import orjson

    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            line = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
            if not line.strip():
                continue
            try:
                row = orjson.loads(line)
            except orjson.JSONDecodeError as cause:
                yield number, f"not JSON ({cause})"
            else:
                yield number, row if isinstance(row, dict) else "not a JSON object"


def _read_csv(path: Path) -> Iterator[tuple[int, Row | str]]:
    import csv
    from io import StringIO

    from textml.corpus.decode import decode

    text, _ = decode(path.read_bytes(), str(path))
    # a cell may be a whole page; the csv module's own limit is 128 kB
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    first = text.partition("\n")[0]
    # spreadsheets write semicolons or tabs where commas stand for decimal points
    delimiter = max(",;\t", key=first.count)
    rows = csv.DictReader(StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in rows:
            if None in row:
                yield rows.line_num, "more cells than the first line has columns: quote texts that hold commas"
            else:
                yield rows.line_num, {name: _unescaped(cell) for name, cell in row.items()}
    except csv.Error as cause:
        raise ValueError(str(cause)) from cause


def _unescaped(cell: str | None) -> str | None:
    """A cell as it was before it was written so that no spreadsheet takes it for a formula."""
    return cell[1:] if cell and cell[0] == "'" and cell[1:2] in ("=", "+", "-", "@", "\t") else cell


def _read_parquet(path: Path) -> Iterator[tuple[int, Row | str]]:
    import pyarrow.parquet as pq

    number = 0
    for batch in pq.ParquetFile(path).iter_batches():
        for row in batch.to_pylist():
            number += 1
            yield number, row


#: Reader of a table by the ending of its name; each yields (row number, row), or (row number, what is wrong with it).
TABLES: dict[str, Callable[[Path], Iterator[tuple[int, Row | str]]]] = {
    ".csv": _read_csv,
    ".jsonl": _read_jsonl,
    ".jsonl.gz": _read_jsonl,
    ".parquet": _read_parquet,
}


def table_kind(path: Path) -> str | None:
    """The ending by which a file is read as a table, or None."""
    return next((ending for ending in TABLES if path.name.lower().endswith(ending)), None)


def read_rows(path: Path) -> Iterator[tuple[int, Row | str]]:
    """Rows of a table with their numbers; a row that cannot be read comes as a text that says why.

    Raises
    ------
    CorpusError : the file as a whole cannot be read
    """
    kind = table_kind(path)
    if kind is None:
        raise CorpusError(f"{path}: unknown kind of table. Allowed: {', '.join(sorted(TABLES))}")
    try:
        yield from TABLES[kind](path)
    except (OSError, EOFError, ValueError, KeyError, zlib.error) as cause:
        raise CorpusError(f"{path}: cannot be read as {kind} ({cause}). Write it again, or take it out") from cause


def read_table(path: Path) -> tuple[list[Article], list[str]]:
    """Articles of a table with a column ``text`` and optionally ``id``, ``title``, ``date``, ``kind``.

    Returns
    -------
    articles, problems : rows that cannot be used are left out and named

    Raises
    ------
    CorpusError : the file cannot be read, or no row has a text
    """
    articles: list[Article] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    for number, found in read_rows(path):
        where = f"{path}:{number}"
        row = found if isinstance(found, str) else _in_english(found)
        if isinstance(row, str):
            problems.append(f"{where}: {row}. Mend the line, or remove it")
            continue
        text, kind = as_text(row.get("text")), as_text(row.get("kind")) or "article"
        if kind not in KINDS:
            problems.append(f"{where}: unknown kind {kind!r}; known: {', '.join(KINDS)}. Correct it, or leave it out")
            continue
        # a teaser or masthead that `textml split` wrote has a headline and nothing else
        if not text.strip() and kind in STORIES:
            what = "the cell 'text' is empty" if "text" in row else f"no column 'text'; found: {_columns(row)}"
            problems.append(f"{where}: {what}. Every row needs a text")
            continue
        day = as_date(row.get("date"))
        if day is None:
            problems.append(f"{where}: {row.get('date')!r} is no date. {DATES}")
            continue
        identity = as_text(row.get("id")) or f"{path.name}:{number}"
        if identity in seen:
            problems.append(
                f"{where}: id {identity!r} stands in line {seen[identity]} already. Give every article an id of its own"
            )
            continue
        seen[identity] = number
        articles.append(Article(identity, as_text(row.get("title")), text, date=day, kind=kind))
    if not articles:
        first = f" First of {len(problems)} problems: {problems[0]}" if problems else ""
        raise CorpusError(f"{path}: no article in this table.{first}")
    return articles, problems


def as_text(value: object) -> str:
    """A cell as text; None and NaN are empty."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return str(value)


#: How dates may be written.
DATES = "Allowed: 2024-02-19, 2024/2/19, 20240219, with or without a time behind; or empty"
_DATE = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:[ T].*)?")


_COLUMNS = {"编号": "id", "标题": "title", "正文": "text", "内容": "text", "日期": "date", "类型": "kind"}


def as_date(value: object) -> str | None:
    """A cell as a date ``YYYY-MM-DD``; empty for an empty cell, None for what is no date.

    >>> as_date("2024/2/9"), as_date("20240209"), as_date("2024-02-09 00:00:00"), as_date(""), as_date("9.2.2024")
    ('2024-02-09', '2024-02-09', '2024-02-09', '', None)
    """
    if isinstance(value, date):
        return value.isoformat()[:10]
    text = as_text(value).strip()
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


def _in_english(row: Row) -> Row:
    """The row with the names of columns as textml knows them; 标题, 正文, 日期 and capital letters are understood."""
    return {_COLUMNS.get(name := str(key).strip().lower(), name): value for key, value in row.items()}


def _columns(row: Row) -> str:
    names: Iterable[str] = (str(name) for name in row)
    return ", ".join(names) or "none"


def article_row(article: Article) -> dict[str, Any]:
    """An article as a row of plain values; `article_of_row` makes it again."""
    return asdict(article)


def article_of_row(row: Row) -> Article:
    """The article that `article_row` wrote."""
    lines = Lines(**{role: tuple(numbers) for role, numbers in row["lines"].items()})
    return Article(**{**row, "lines": lines, "byline": tuple(row["byline"])})
