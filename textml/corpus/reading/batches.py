"""Inputs of any size as batches that fit into memory, each read where it is worked on."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import BinaryIO

from textml.corpus.article import Article, Page, place_of
from textml.corpus.formats.jsonl import parse_lines
from textml.corpus.formats.rows import Numbered, parse_article
from textml.corpus.formats.table import find_ending, read_rows
from textml.corpus.pages.corrections import Correction
from textml.corpus.pages.cutting import cut_pages
from textml.corpus.reading.addresses import is_address, look_at, open_input
from textml.corpus.reading.files import find_inputs, issue_and_number, read_page, repeated_page
from textml.errors import CorpusError

#: What stands for the standard input among paths: JSON lines.
STDIN = "-"
# JSON lines are handed out in blocks of this many bytes, other tables in this many rows: enough work for one call,
# little enough for memory.
BLOCK_BYTES = 1 << 21
BLOCK_ROWS = 500


@dataclass(frozen=True, slots=True)
class Source:
    """Input that is read as a whole or not at all: a table, or the pages of an issue.

    Attributes
    ----------
    name : how messages call it
    files : paths, empty for the standard input
    n_bytes : size of the files; 0 for the standard input
    stamp : names, sizes and times of change of the files: the same while nobody writes or renames them
    """

    name: str
    files: tuple[str, ...]
    n_bytes: int
    stamp: str


@dataclass(frozen=True, slots=True)
class Batch:
    """A part of a source that makes sense alone: lines or rows of a table, or the pages of an issue.

    Attributes
    ----------
    source : name of the source
    files : the table, or page dumps
    first : number of the first row
    span : (start, stop) bytes of the table, where its rows are read again from there
    held : JSON lines or rows that cannot be read from a file again; None otherwise
    n_bytes : bytes of the source between the end of the batch before and the end of this one
    """

    source: str
    files: tuple[str, ...]
    first: int = 1
    span: tuple[int, int] = (0, 0)
    held: bytes | tuple[Numbered, ...] | None = None
    n_bytes: int = 0


@dataclass(frozen=True, slots=True)
class BatchReading:
    """What a batch held: stories in order, what could not be used, what a person may want to look at."""

    articles: list[Article]
    problems: list[str]
    notes: list[str]


def list_sources(paths: Sequence[str | PathLike[str]]) -> tuple[list[Source], list[str]]:
    """What there is to read, in the order of the paths and of the file names in folders.

    Parameters
    ----------
    paths : tables, page dumps, folders, by path or address; ``-`` for JSON lines from the standard input

    Returns
    -------
    sources, problems : files that cannot be looked at are named

    Raises
    ------
    CorpusError : a given path does not exist, or nothing readable lies in a given folder
    """
    found: dict[str, str] = {}
    for path in map(str, paths):
        for file in [STDIN] if path == STDIN else find_inputs(path):
            found.setdefault(file if is_address(file) else str(Path(file).resolve()), file)
    together: dict[str, list[str]] = defaultdict(list)
    for file in found.values():
        issue = None if find_ending(file) else issue_and_number(Path(file))[0]
        together[f"issue {issue}" if issue else file].append(file)
    sources, problems = [], []
    for name, files in together.items():
        try:
            sources.append(_source(name, files))
        except OSError as cause:
            problems.append(f"{name}: cannot be read ({cause.strerror}). Check the path and its permissions")
    return sources, problems


def _source(name: str, files: Sequence[str]) -> Source:
    if name == STDIN:
        return Source("stdin", (), 0, "")
    found = [look_at(file) for file in files]
    stamp = " ".join(f"{place_of(file)} {stamp}" for file, (_, stamp) in zip(files, found, strict=True))
    return Source(name, tuple(files), sum(n_bytes for n_bytes, _ in found), stamp)


def is_unchanged(source: Source) -> bool:
    """Whether the files of a source are here as they were when it was listed."""
    try:
        return _source(source.name, source.files).stamp == source.stamp
    except OSError:
        return False


def batches_of(source: Source, n_bytes: int | None = None) -> Iterator[Batch]:
    """The batches of a source, always the same ones.

    Parameters
    ----------
    source : of `list_sources`
    n_bytes : of JSON lines in a batch; BLOCK_BYTES where it is not given

    Raises
    ------
    CorpusError : the source cannot be read, or not to its end, or is an empty table
    """
    empty = True
    for batch in _batches_of(source, n_bytes or BLOCK_BYTES):
        empty = False
        yield batch
    if empty:
        raise CorpusError(f"{source.name}: no row in this table. Write it again, or take it out")


def _batches_of(source: Source, n_bytes: int) -> Iterator[Batch]:
    if not source.files:
        yield from _blocks(source, sys.stdin.buffer, n_bytes)
    elif not is_table(source):
        yield Batch(source.name, source.files, n_bytes=source.n_bytes)
    else:
        try:
            with open_input(source.files[0]) as file:
                if _is_plain(source):
                    yield from _spans(source, file, n_bytes)
                else:
                    yield from _row_blocks(source, file)
        except OSError as cause:
            raise CorpusError(_gone(source.name, cause)) from cause


def is_table(source: Source) -> bool:
    """Whether it holds rows, not pages."""
    return not source.files or find_ending(source.files[0]) is not None


def split_batch(batch: Batch) -> Iterator[Batch]:
    """A batch of JSON lines that is read from its file, in batches of BLOCK_BYTES; any other batch as it is.

    Raises
    ------
    CorpusError : the file cannot be read
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
                    block += file.readline()
                yield replace(batch, first=first, held=block, n_bytes=len(block))
                start, first = start + len(block), first + block.count(b"\n")
    except OSError as cause:
        raise CorpusError(_gone(batch.source, cause)) from cause


def reads_again(source: Source) -> bool:
    """Whether batches of a source are read from its files where they are worked on, and so weigh nothing."""
    return not is_table(source) or (bool(source.files) and _is_plain(source))


def _is_plain(source: Source) -> bool:
    return find_ending(source.files[0]) == ".jsonl"


def _blocks(source: Source, file: BinaryIO, n_bytes: int) -> Iterator[Batch]:
    """Whole lines, kept."""
    first = 1
    while block := file.read(n_bytes):
        block += file.readline()
        yield Batch(source.name, source.files, first, held=block, n_bytes=len(block))
        first += block.count(b"\n")


def _spans(source: Source, file: BinaryIO, n_bytes: int) -> Iterator[Batch]:
    """Where whole lines stand; they are read again by who works on them."""
    start = 0
    for block in _blocks(source, file, n_bytes):
        stop = start + block.n_bytes
        yield replace(block, held=None, span=(start, stop))
        start = stop


def _row_blocks(source: Source, file: BinaryIO) -> Iterator[Batch]:
    """Rows, kept; how far the file is read tells how much of it they are."""
    rows = read_rows(file, source.files[0])
    before, failure = 0, None
    while failure is None:
        block: list[Numbered] = []
        try:
            # what came before a failure stays in the block
            block.extend(islice(rows, BLOCK_ROWS))
        except CorpusError as problem:
            failure = problem
        if not block:
            break
        now = max(before, file.tell())
        yield Batch(source.name, source.files, block[0][0], held=tuple(block), n_bytes=now - before)
        before = now
    if failure:
        raise failure


def _gone(name: str, cause: OSError) -> str:
    return f"{name}: cannot be read ({cause.strerror}). Check the file, and start again"


def read_batch(batch: Batch, corrections: Sequence[Correction] = ()) -> BatchReading:
    """Articles of a batch.

    Parameters
    ----------
    batch : of `batches_of`
    corrections : of cuts, of any pages

    Raises
    ------
    CorpusError : the file it lies in cannot be read any more
    """
    if batch.held is None and not find_ending(batch.files[0]):
        return _read_pages(batch.files, corrections)
    return _read_rows(batch, _rows(batch))


def _rows(batch: Batch) -> Iterable[Numbered]:
    if isinstance(batch.held, tuple):
        return batch.held
    return parse_lines((batch.held or _read_span(batch)).split(b"\n"), batch.first)


def _read_span(batch: Batch) -> bytes:
    start, stop = batch.span
    try:
        with open_input(batch.files[0]) as file:
            file.seek(start)
            return file.read(stop - start)
    except OSError as cause:
        raise CorpusError(_gone(batch.source, cause)) from cause


def _read_rows(batch: Batch, rows: Iterable[Numbered]) -> BatchReading:
    reading = BatchReading([], [], [])
    name = place_of(batch.files[0]) if batch.files else batch.source
    for number, row in rows:
        article = parse_article(row, name, number)
        if isinstance(article, str):
            reading.problems.append(f"{batch.source}:{number}: {article}")
        elif article.is_story:
            reading.articles.append(article)
    return reading


def _read_pages(files: Sequence[str], corrections: Sequence[Correction]) -> BatchReading:
    pages: dict[str, Page] = {}
    problems = []
    for file in files:
        try:
            page = read_page(file)
        except CorpusError as problem:
            problems.append(str(problem))
            continue
        earlier = pages.setdefault(page.id, page)
        if earlier is not page:
            problems.append(repeated_page(page, earlier))
    known = [correction for correction in corrections if correction.page in pages]
    cutting = cut_pages(list(pages.values()), known)
    stories = [article for article in cutting.articles if article.is_story]
    return BatchReading(stories, [*problems, *cutting.problems], cutting.notes)
