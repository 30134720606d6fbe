"""Read paths as a whole: pages and finished articles, with what could not be used."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from types import MappingProxyType

from textml.corpus.article import Article, Page, drop_repeats
from textml.corpus.formats.table import find_ending
from textml.corpus.reading.batches import iter_batches, read_rows
from textml.corpus.reading.page_files import read_page_files
from textml.corpus.reading.readers import PageReading
from textml.corpus.reading.side_by_side import Track, read_side_by_side
from textml.corpus.reading.sources import Source, describe_names, group_files, is_table, list_files
from textml.display import brief
from textml.errors import CorpusError

PathLikes = str | PathLike[str] | Iterable[str | PathLike[str]]


@dataclass(frozen=True, slots=True)
class Reading:
    """Content of a set of paths.

    Attributes
    ----------
    pages : list of Page
    articles : list of Article
        Rows of tables, of any kind.
    problems : list of str
        Files and rows that could not be used.
    notes : list of str
        What names of files say and may be misunderstood.
    files : dict of str to PageReading
        What was read of each page file that could be read, before copies were left out.
    """

    pages: list[Page] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    files: dict[str, PageReading] = field(default_factory=dict)

    __repr__ = brief


def read_inputs(paths: PathLikes, name_pattern: str = "", n_workers: int = 1, track: Track | None = None) -> Reading:
    """Read pages and tables of articles; a file that cannot be read is named, and the others are read.

    Parameters
    ----------
    paths : str, path-like, or several of them
        Files and folders, as for `list_sources`.
    name_pattern, n_workers, track
        As for `read_files`.

    Returns
    -------
    Reading
        In the order of the sorted file names within each given path.

    Raises
    ------
    CorpusError
        A given path does not exist, or nothing readable lies in a given folder.
    """
    files = list_files([paths] if isinstance(paths, str | PathLike) else list(paths))
    return read_files(files, name_pattern, n_workers, track)


def read_files(
    files: Sequence[str],
    name_pattern: str = "",
    n_workers: int = 1,
    track: Track | None = None,
    known: Mapping[str, PageReading] = MappingProxyType({}),
) -> Reading:
    """Read listed files; one that cannot be read, or is there no more, is named, and the others are read.

    Parameters
    ----------
    files : sequence of str
        Page files and tables, as `list_files` lists them.
    name_pattern : str
        Setting ``[corpus] name_pattern``.
    n_workers : int
        Number of processes that read PDF and OCR, -1 for all cores. The result does not depend on it.
    track : callable or None
        Wraps the iterator over page files to show progress: called with the iterator, a description and their number.
    known : mapping of str to PageReading
        What page files hold that need not be read.

    Returns
    -------
    Reading
        In the order of the files.
    """
    sources, problems = group_files(files, name_pattern)
    pages: list[Page] = []
    notes = describe_names(sources)
    page_sources = [source for source in sources if not is_table(source)]
    read = read_side_by_side(page_sources, n_workers, track, known)
    articles: list[Article] = []
    for source in sources:
        if is_table(source):
            found, said = _read_table(source)
            articles += found
        else:
            reading = read_page_files(source.files, name_pattern, read)
            said = reading.problems
            pages += reading.pages
            notes += reading.notes
        problems += said
    kept, repeats = drop_repeats(articles)
    # sources hold the pages of an issue together, wherever their files lie
    place = {file: number for number, file in enumerate(files)}
    in_order = sorted(pages, key=lambda page: place[str(page.path)])
    found_of = {file: found for file, found in read.items() if not isinstance(found, str)}
    return Reading(in_order, kept, problems + repeats, notes, found_of)


def _read_table(source: Source) -> tuple[list[Article], list[str]]:
    articles: list[Article] = []
    problems: list[str] = []
    try:
        for batch in iter_batches(source):
            found, said = read_rows(batch)
            articles += found
            problems += said
    except CorpusError as problem:
        problems.append(str(problem))
    if not articles and len(problems) > 1:
        # one wrong column would be named once for every row
        first = f"First of {len(problems)} problems: {problems[0]}"
        return [], [f"{source.name}: no article in this table. {first}"]
    return articles, problems


def read_pages(paths: PathLikes, n_workers: int = 1) -> list[Page]:
    """Read pages: PDF with a text layer, ALTO XML, hOCR, text dumps, and pages of a web edition.

    Parameters
    ----------
    paths : str, path-like, or several of them
        Files and folders; tables in a folder are skipped. Endings: .pdf, .xml (ALTO), .hocr, .txt and .html (hOCR or a
        web page). Issue and page number come from names like ``2024-02-19/01.pdf`` or ``20240219_01.txt``; a whole
        issue in one file, such as ``2024-02-19.pdf``, has pages from 01. Encodings of dumps: UTF-8 with or without
        byte order mark, GB18030, UTF-16, Big5.
    n_workers : int
        Number of processes that read PDF and OCR where there are many, -1 for all cores. The pages do not depend on it.

    Returns
    -------
    list of Page
        In the order of the sorted file names, and of the pages of each file. Pages of PDF and OCR have a `geometry`.

    Raises
    ------
    CorpusError
        A path is missing, or a file or page cannot be read (all of them are named).

    Examples
    --------
    >>> page = read_pages("seeds/pages/2025-02-13/01.txt")[0]
    >>> page.id, page.issue, page.number, page.encoding
    ('2025-02-13/01', '2025-02-13', 1, 'utf-8')
    """
    files = list_files([paths] if isinstance(paths, str | PathLike) else list(paths))
    reading = read_files([file for file in files if find_ending(file) is None], n_workers=n_workers)
    if reading.problems:
        raise CorpusError("\n".join(reading.problems))
    if not reading.pages:
        raise CorpusError(f"{paths}: holds tables but no page. Read tables with read_articles")
    return reading.pages


def read_articles(paths: PathLikes) -> list[Article]:
    """Read tables of finished articles (.jsonl, .jsonl.gz, .csv, .parquet, .xlsx with a column ``text``).

    Parameters
    ----------
    paths : str, path-like, or several of them
        Tables and folders.

    Returns
    -------
    list of Article
        In the order of the sorted file names and of the rows.

    Raises
    ------
    CorpusError
        A path is missing, or a file or row cannot be read (all of them are named).

    Examples
    --------
    >>> articles = read_articles("seeds/labeled.jsonl")
    >>> len(articles), articles[0].date
    (348, '2025-01-06')
    """
    reading = _read_whole(paths)
    if not reading.articles:
        raise CorpusError(f"{paths}: holds pages but no table. Read pages with read_pages")
    return reading.articles


def _read_whole(paths: PathLikes) -> Reading:
    reading = read_inputs(paths)
    if reading.problems:
        raise CorpusError("\n".join(reading.problems))
    return reading
