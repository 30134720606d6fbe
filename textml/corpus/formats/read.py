"""Tables of articles to articles."""

import codecs
import gzip
import math
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile

from textml.corpus.article import KINDS, STORIES, Article, Lines, place_of
from textml.corpus.formats.workbook import read_workbook
from textml.errors import CorpusError

Row = Mapping[str, Any]
#: A row with its number, or its number and what is wrong with it.
Numbered = tuple[int, Row | str]
# A cell may be a whole page; this much in one cell is a quotation mark that nobody closed.
_LONGEST_CELL = 1 << 26
# The encoding of a longer CSV file is told from its beginning: it is read row by row.
_SAMPLE = 1 << 26
# Stands behind the last line of a CSV file; within a cell it shows that a quotation mark was not closed.
_END = "\U0010ffff"


def _read_jsonl(file: BinaryIO, where: str) -> Iterator[Numbered]:
    yield from parse_lines(file)


def _read_jsonl_gz(file: BinaryIO, where: str) -> Iterator[Numbered]:
    with gzip.open(file) as lines:
        yield from parse_lines(lines)


def parse_lines(lines: Iterable[bytes], first: int = 1) -> Iterator[Numbered]:
    """Rows of JSON lines; a line that is no JSON object comes as a text that says so.

    Parameters
    ----------
    lines : with or without their line ends
    first : number of the first of them in its file
    """
    import orjson

    for number, line in enumerate(lines, first):
        line = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError as cause:
            yield number, f"not JSON ({cause})"
        else:
            yield number, row if isinstance(row, dict) else "not a JSON object"


def _read_csv(file: BinaryIO, where: str) -> Iterator[Numbered]:
    import csv

    csv.field_size_limit(_LONGEST_CELL)
    text = TextIOWrapper(file, _encoding(file, where), "replace", "")
    try:
        first = text.readline()
        text.seek(0)
        # spreadsheets write semicolons or tabs where commas stand for decimal points
        rows = csv.DictReader(chain(text, [_END]), delimiter=max(",;\t", key=first.count))
        before = 1 if rows.fieldnames else 0
        for row in rows:
            last = next((cell for cell in reversed(row.values()) if cell), "")
            if _END in last:
                if next(iter(row.values())) != _END:
                    yield before + 1, "a quotation mark that is not closed: all that follows was taken for one cell"
            elif None in row:
                yield rows.line_num, "more cells than the first line has columns: quote texts that hold commas"
            else:
                yield rows.line_num, {name: _unescaped(cell) for name, cell in row.items()}
            before = rows.line_num
    except csv.Error as cause:
        raise ValueError(str(cause)) from cause
    finally:
        text.detach()


def _encoding(file: BinaryIO, where: str) -> str:
    """What a CSV file is written in, by its whole lines up to some length."""
    from textml.corpus.decode import decode

    sample = file.read(_SAMPLE)
    if file.read(1):
        end = sample.rfind(b"\n") + 1
        # a character of UTF-16 has two bytes
        sample = sample[: end + end % 2]
    file.seek(0)
    encoding = decode(sample, where)[1]
    return "utf-8-sig" if encoding == "utf-8" else encoding


#: Beginning of a cell that a spreadsheet computes, full-width forms included, behind any apostrophes that keep it from
#: doing so (OWASP, CSV injection; some skip spaces first). Python's `re` and Arrow's RE2 read it alike.
COMPUTED = "'*(?:[\t\r\n]|[ \u00a0\u3000]*[=+\\-@＝＋－＠])"
_KEPT_FROM_IT = re.compile(f"'(?={COMPUTED})")


def _unescaped(cell: str | None) -> str | None:
    """A cell as it was before it was written so that no spreadsheet takes it for a formula."""
    return cell[1:] if cell and _KEPT_FROM_IT.match(cell) else cell


def _read_parquet(file: BinaryIO, where: str) -> Iterator[Numbered]:
    import pyarrow.parquet as pq

    number = 0
    # in small steps: a row group may be as large as the file
    with pq.ParquetFile(file, buffer_size=1 << 20, pre_buffer=False) as table:
        for batch in table.iter_batches(1000):
            for row in batch.to_pylist():
                number += 1
                yield number, row


# What readers of broken files raise; a SyntaxError is one in the XML of a workbook.
_BROKEN = (OSError, EOFError, ValueError, LookupError, NotImplementedError, SyntaxError, BadZipFile, zlib.error)

#: Reader of a table by the ending of its name; reads from the file while its rows are asked for.
TABLES: dict[str, Callable[[BinaryIO, str], Iterator[Numbered]]] = {
    ".csv": _read_csv,
    ".jsonl": _read_jsonl,
    ".jsonl.gz": _read_jsonl_gz,
    ".parquet": _read_parquet,
    ".xlsx": read_workbook,
}


def table_kind(path: Path) -> str | None:
    """The ending by which a file is read as a table, or None."""
    return next((ending for ending in TABLES if path.name.lower().endswith(ending)), None)


def read_rows(path: Path) -> Iterator[Numbered]:
    """Rows of a table with their numbers; a row that cannot be read comes as a text that says why.

    Raises
    ------
    CorpusError : the file as a whole cannot be read
    """
    try:
        with path.open("rb") as file:
            yield from rows_of(file, str(path))
    except OSError as cause:
        raise CorpusError(_unreadable(str(path), cause)) from cause


def rows_of(file: BinaryIO, where: str) -> Iterator[Numbered]:
    """`read_rows` of a file that is open; `where` is its name, whose ending tells how it is read."""
    kind = table_kind(Path(where))
    if kind is None:
        raise CorpusError(f"{where}: unknown kind of table. Allowed: {', '.join(sorted(TABLES))}")
    try:
        yield from TABLES[kind](file, where)
    except _BROKEN as cause:
        raise CorpusError(_unreadable(where, cause)) from cause


def _unreadable(where: str, cause: Exception) -> str:
    return f"{where}: cannot be read as {table_kind(Path(where))} ({cause}). Write it again, or take it out"


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
        article = article_of(found, place_of(path), number)
        if isinstance(article, str):
            problems.append(f"{path}:{number}: {article}")
        elif article.id in seen:
            problems.append(
                f"{path}:{number}: id {article.id!r} stands in line {seen[article.id]} already. Give every article an "
                "id of its own"
            )
        else:
            seen[article.id] = number
            articles.append(article)
    if not articles:
        first = f" First of {len(problems)} problems: {problems[0]}" if problems else ""
        raise CorpusError(f"{path}: no article in this table.{first}")
    return articles, problems


def article_of(found: Row | str, source: str, number: int) -> Article | str:
    """The article in a row of a table, or what is wrong with the row and what to do.

    Parameters
    ----------
    found : the row, or why it could not be read
    source : `place_of` the table, number : of the row; together they are the id of an article without one
    """
    if isinstance(found, str):
        return f"{found}. Mend the line, or remove it"
    row = _in_english(found)
    if isinstance(row.get("text"), list | dict):
        return f"the cell 'text' holds a {type(row['text']).__name__}. Write it as one text"
    text, kind = as_text(row.get("text")), as_text(row.get("kind")) or "article"
    if kind not in KINDS:
        return f"unknown kind {kind!r}; known: {', '.join(KINDS)}. Correct it, or leave it out"
    # a teaser or masthead that `textml split` wrote has a headline and nothing else
    if not text.strip() and kind in STORIES:
        what = (
            "the cell 'text' is empty" if "text" in row else f"no column 'text' (or 正文, 内容); found: {_columns(row)}"
        )
        return f"{what}. Every row needs a text"
    day = as_date(row.get("date"))
    if day is None:
        return f"{row.get('date')!r} is no date. {DATES}"
    identity = as_text(row.get("id")) or f"{source}:{number}"
    return Article(identity, as_text(row.get("title")), text, date=day, kind=kind)


def as_text(value: object) -> str:
    """A cell as text; None and NaN are empty."""
    if type(value) is str:
        return value
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return str(value)


#: How dates may be written.
DATES = "Allowed: 2024-02-19, 2024/2/19, 20240219, with or without a time behind, 2024年2月19日; or empty"
_DATE = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?:[ T].*)?")
_CHINESE_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


_COLUMNS = {"编号": "id", "标题": "title", "正文": "text", "内容": "text", "日期": "date", "类型": "kind"}
_NAMES = frozenset(_COLUMNS.values())


def as_date(value: object) -> str | None:
    """A cell as a date ``YYYY-MM-DD``; empty for an empty cell, None for what is no date.

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


def _in_english(row: Row) -> Row:
    """The row with the names of columns as textml knows them; 标题, 正文, 日期 and capital letters are understood."""
    if _NAMES.issuperset(row):
        return row
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
