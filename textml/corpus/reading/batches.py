"""Divide sources into batches that fit into memory, and read them where they are worked on."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from textml.corpus.article import Article, drop_reason, shorten_path
from textml.corpus.formats.jsonl import parse_lines
from textml.corpus.formats.lines import LONGEST_LINE, describe_long_line, skip_rest
from textml.corpus.formats.rows import Numbered, parse_article
from textml.corpus.formats.table import find_ending
from textml.corpus.formats.table import read_rows as read_table_rows
from textml.corpus.pages.corrections import Correction
from textml.corpus.pages.cutting import cut_pages
from textml.corpus.reading.addresses import open_input
from textml.corpus.reading.page_files import read_page_files
from textml.corpus.reading.sources import Source, is_seekable, is_table
from textml.errors import CorpusError

# Bytes of JSON lines in a batch: enough work for one call, little enough for memory.
BLOCK_BYTES = 1 << 21
# Rows of other tables in a batch, for the same reasons; fewer if they have more characters than BLOCK_BYTES.
BLOCK_ROWS = 500


@dataclass(frozen=True, slots=True)
class Batch:
    """A part of a source that makes sense alone: lines or rows of a table, or the pages of an issue.

    Attributes
    ----------
    source : str
        Name of the source.
    files : tuple of str
        The table, or page files.
    first : int
        Number of the first row.
    span : tuple of int
        (start, stop) in bytes of the table, from where the rows are read when they are worked on.
    rows : bytes, tuple of Numbered or None
        JSON lines or rows that cannot be read from a file again.
    n_bytes : int
        Bytes of the source between the end of the batch before and the end of this one.
    name_pattern : str
        Setting ``[corpus] name_pattern``.
    """

    source: str
    files: tuple[str, ...]
    first: int = 1
    span: tuple[int, int] = (0, 0)
    rows: bytes | tuple[Numbered, ...] | None = None
    n_bytes: int = 0
    name_pattern: str = ""


@dataclass(frozen=True, slots=True)
class BatchReading:
    """Content of a batch.

    Attributes
    ----------
    articles : list of Article
        Stories to label, in order.
    problems : list of str
        Files, rows and corrections that could not be used.
    notes : list of str
        Stories that were left out because they are short, and what may be wrong with the cuts.
    """

    articles: list[Article]
    problems: list[str]
    notes: list[str]


def iter_batches(source: Source, n_bytes: int | None = None) -> Iterator[Batch]:
    """Divide a source into batches, always the same ones.

    Parameters
    ----------
    source : Source
        One of `list_sources`.
    n_bytes : int, optional
        Size of a batch of JSON lines; BLOCK_BYTES by default.

    Yields
    ------
    Batch

    Raises
    ------
    CorpusError
        The source cannot be read to its end, or is an empty table.
    """
    empty = True
    for batch in _divide(source, n_bytes or BLOCK_BYTES):
        empty = False
        yield batch
    if empty:
        raise CorpusError(f"{source.name}: this table has no rows. Write it again, or leave it out")


def _divide(source: Source, n_bytes: int) -> Iterator[Batch]:
    if source.files and not is_table(source):
        yield Batch(source.name, source.files, n_bytes=source.n_bytes, name_pattern=source.name_pattern)
        return
    try:
        if not source.files:
            yield from _blocks(source, sys.stdin.buffer, n_bytes)
            return
        with open_input(source.files[0]) as file:
            if is_seekable(source):
                yield from _spans(source, file, n_bytes)
            else:
                yield from _row_blocks(source, file)
    except OSError as cause:
        raise CorpusError(_cannot_read(source.name, cause)) from cause


def split_batch(batch: Batch) -> Iterator[Batch]:
    """Divide a batch of JSON lines into smaller ones.

    Parameters
    ----------
    batch : Batch
        One of `iter_batches`.

    Yields
    ------
    Batch
        At most BLOCK_BYTES and a line; only the batch itself where it is not read from a file of JSON lines.

    Raises
    ------
    CorpusError
        The file cannot be read.
    """
    start, stop = batch.span
    if start == stop:
        yield batch
        return
    first = batch.first
    try:
        with open_input(batch.files[0]) as file:
            file.seek(start)
            while start < stop:
                block = file.read(min(BLOCK_BYTES, stop - start))
                if not block:
                    return
                if start + len(block) < stop:
                    block += file.readline(LONGEST_LINE)
                yield replace(batch, first=first, rows=block, n_bytes=len(block))
                start, first = start + len(block), first + block.count(b"\n")
    except OSError as cause:
        raise CorpusError(_cannot_read(batch.source, cause)) from cause


def _blocks(source: Source, file: BinaryIO, n_bytes: int) -> Iterator[Batch]:
    """Read blocks of whole lines; a line that is too long is a block by itself that holds a problem."""
    first = 1
    while block := file.read(n_bytes):
        block += file.readline(LONGEST_LINE + 1)
        last = block.rfind(b"\n", 0, -1) + 1
        whole = block if len(block) - last <= LONGEST_LINE else block[:last]
        if whole:
            yield Batch(source.name, source.files, first, rows=whole, n_bytes=len(whole))
            first += whole.count(b"\n")
        if whole is not block:
            n_long = len(block) - last + skip_rest(file, block)
            yield Batch(source.name, source.files, first, rows=((first, describe_long_line(n_long)),), n_bytes=n_long)
            first += 1


def _spans(source: Source, file: BinaryIO, n_bytes: int) -> Iterator[Batch]:
    """Find blocks of whole lines, without keeping them."""
    start = 0
    for block in _blocks(source, file, n_bytes):
        stop = start + block.n_bytes
        # the problem of a line that is too long needs no second reading
        yield replace(block, rows=None, span=(start, stop)) if isinstance(block.rows, bytes) else block
        start = stop


def _row_blocks(source: Source, file: BinaryIO) -> Iterator[Batch]:
    """Read blocks of rows; the position in the file shows how much of it they are."""
    rows = read_table_rows(file, source.files[0])
    before, failure, ended = 0, None, False
    while not (failure or ended):
        block: list[Numbered] = []
        try:
            # rows before the failure stay in the block
            ended = _fill_block(block, rows)
        except CorpusError as problem:
            failure = problem
        if block:
            now = max(before, file.tell())
            yield Batch(source.name, source.files, block[0][0], rows=tuple(block), n_bytes=now - before)
            before = now
    if failure:
        raise failure


def _fill_block(block: list[Numbered], rows: Iterator[Numbered]) -> bool:
    """Fill a block up to BLOCK_ROWS rows or BLOCK_BYTES characters; return whether the rows have ended."""
    n_characters = 0
    for row in rows:
        block.append(row)
        n_characters += _count_characters(row)
        if len(block) == BLOCK_ROWS or n_characters >= BLOCK_BYTES:
            return False
    return True


def held_size(batch: Batch) -> int:
    """Return about how many bytes or characters a batch keeps in memory until it is worked on."""
    if isinstance(batch.rows, tuple):
        return sum(map(_count_characters, batch.rows))
    return len(batch.rows or b"")


def _count_characters(row: Numbered) -> int:
    cells = row[1] if isinstance(row[1], Mapping) else {}
    return sum(len(cell) for cell in cells.values() if isinstance(cell, str))


def _cannot_read(name: str, cause: OSError) -> str:
    return f"{name}: cannot be read ({cause.strerror or cause}). Check the file, and start again"


def read_batch(batch: Batch, corrections: Sequence[Correction] = (), min_chars: int = 0) -> BatchReading:
    """Read the stories of a batch; pages are cut into their articles.

    Parameters
    ----------
    batch : Batch
        One of `iter_batches`.
    corrections : sequence of Correction
        Corrections of cuts, on any pages.
    min_chars : int
        Stories with fewer characters, white space apart, are left out and noted.

    Returns
    -------
    BatchReading

    Raises
    ------
    CorpusError
        The file cannot be read any more.
    """
    if batch.rows is None and not find_ending(batch.files[0]):
        reading = read_page_files(batch.files, batch.name_pattern)
        ids = {page.id for page in reading.pages}
        cutting = cut_pages(reading.pages, [correction for correction in corrections if correction.page in ids])
        articles, notes = cutting.articles, reading.notes + cutting.notes
        problems = reading.problems + cutting.problems
    else:
        (articles, problems), notes = read_rows(batch), []
    stories = [article for article in articles if article.is_story]
    reasons = [drop_reason(story, min_chars) for story in stories]
    short = [f"{story.id}: not labelled ({why})" for story, why in zip(stories, reasons, strict=True) if why]
    kept = [story for story, why in zip(stories, reasons, strict=True) if not why]
    return BatchReading(kept, problems, [*notes, *short])


def read_rows(batch: Batch) -> tuple[list[Article], list[str]]:
    """Read the articles of a batch of a table, of any kind.

    Parameters
    ----------
    batch : Batch
        One of `iter_batches`, of a table.

    Returns
    -------
    articles : list of Article
    problems : list of str
        Rows that could not be used.

    Raises
    ------
    CorpusError
        The file cannot be read any more.
    """
    articles: list[Article] = []
    problems: list[str] = []
    name = shorten_path(batch.files[0]) if batch.files else batch.source
    for number, row in _rows(batch):
        article = parse_article(row, name, number)
        if isinstance(article, str):
            problems.append(f"{batch.source}:{number}: {article}")
        else:
            articles.append(article)
    return articles, problems


def _rows(batch: Batch) -> Iterable[Numbered]:
    if isinstance(batch.rows, tuple):
        return batch.rows
    return parse_lines((batch.rows or _read_span(batch)).split(b"\n"), batch.first)


def _read_span(batch: Batch) -> bytes:
    start, stop = batch.span
    try:
        with open_input(batch.files[0]) as file:
            file.seek(start)
            return file.read(stop - start)
    except OSError as cause:
        raise CorpusError(_cannot_read(batch.source, cause)) from cause
