"""Tables of articles to articles."""

import gzip
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from textml.corpus.article import KINDS, STORIES, Article, Lines
from textml.errors import CorpusError

Row = Mapping[str, Any]


def _read_jsonl(path: Path) -> Iterator[tuple[int, Row | str]]:
    import orjson

    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
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
    rows = csv.DictReader(StringIO(text, newline=""))
    try:
        for row in rows:
            yield rows.line_num, row
    except csv.Error as cause:
        raise ValueError(str(cause)) from cause


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
    except (OSError, EOFError, ValueError, KeyError) as cause:
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
    for number, row in read_rows(path):
        where = f"{path}:{number}"
        if isinstance(row, str):
            problems.append(f"{where}: {row}. Mend the line, or remove it")
            continue
        text, kind = as_text(row.get("text")), as_text(row.get("kind")) or "article"
        if kind not in KINDS:
            problems.append(f"{where}: unknown kind {kind!r}; known: {', '.join(KINDS)}. Correct it, or leave it out")
            continue
        # a teaser or masthead that `textml split` wrote has a headline and nothing else
        if not text.strip() and kind in STORIES:
            problems.append(f"{where}: no text. Every row needs a column 'text'; found: {_columns(row)}")
            continue
        identity = as_text(row.get("id")) or f"{path.name}:{number}"
        if identity in seen:
            problems.append(
                f"{where}: id {identity!r} stands in line {seen[identity]} already. Give every article an id of its own"
            )
            continue
        seen[identity] = number
        articles.append(Article(identity, as_text(row.get("title")), text, date=as_text(row.get("date")), kind=kind))
    if not articles:
        first = f" First of {len(problems)} problems: {problems[0]}" if problems else ""
        raise CorpusError(f"{path}: no article in this table.{first}")
    return articles, problems


def as_text(value: object) -> str:
    """A cell as text; None and NaN are empty."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return str(value)


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
