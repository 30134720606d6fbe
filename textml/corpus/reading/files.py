"""Files and folders to pages and finished articles."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from os import PathLike
from pathlib import Path

from textml.corpus.article import Article, Page, place_of
from textml.corpus.decode import decode
from textml.corpus.formats.rows import parse_article
from textml.corpus.formats.table import READERS, find_ending, read_table
from textml.corpus.reading.addresses import find_addresses, is_address, open_input
from textml.display import brief
from textml.errors import CorpusError

PathLikes = str | PathLike[str] | Iterable[str | PathLike[str]]

_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_.年]?(\d{2})[-_.月]?(\d{2})(?!\d)")
_NUMBER = re.compile(r"(?<!\d)(\d{1,3})(?!\d)")
_READABLE = f"a .txt page dump, a table ({', '.join(sorted(READERS))}), or a folder of them"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be used: where it stands and what is wrong with it."""

    where: str
    what: str

    def __str__(self) -> str:
        return self.what if self.what.startswith(self.where) else f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a set of paths held: pages, finished articles, and the files that could not be read."""

    pages: list[Page] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)

    __repr__ = brief


def read_inputs(paths: PathLikes) -> Reading:
    """Read page dumps and tables of articles; a file that cannot be read is named, and the rest goes on.

    Parameters
    ----------
    paths : a file or folder, or several; folders are searched to any depth for .txt, .jsonl, .jsonl.gz, .csv,
        .parquet and .xlsx

    Returns
    -------
    Reading, in the order of the sorted file names within each given path

    Raises
    ------
    CorpusError : a given path does not exist, or nothing readable lies in a given folder
    """
    reading = Reading()
    page_of: dict[str, Page] = {}
    article_ids: dict[str, str] = {}
    read: set[Path] = set()
    for path in _as_list(paths):
        # a folder and a file in it, or one file given twice, is read once
        found = [file for file in find_files(path) if file.resolve() not in read]
        read |= {file.resolve() for file in found}
        reading.files.extend(found)
        for file in found:
            try:
                if find_ending(file.name):
                    _add_articles(reading, article_ids, file)
                else:
                    _add_page(reading, page_of, read_page(file))
            except CorpusError as problem:
                reading.problems.append(Problem(str(file), str(problem)))
    return reading


def read_pages(paths: PathLikes) -> list[Page]:
    """Read page dumps.

    Parameters
    ----------
    paths : a .txt file or a folder, or several. Issue and page come from names like ``2024-02-19/01.txt`` or
        ``20240219_01.txt``; encodings: UTF-8 with or without BOM, GB18030, UTF-16, Big5

    Returns
    -------
    list of Page, in the order of the sorted file names

    Raises
    ------
    CorpusError : a path is missing, or a file cannot be read (all of them are named)
    """
    reading = read_inputs(paths)
    if reading.problems:
        raise CorpusError("\n".join(map(str, reading.problems)))
    if not reading.pages:
        raise CorpusError(f"{paths}: holds tables but no page dump. Read tables with read_articles")
    return reading.pages


def read_articles(paths: PathLikes) -> list[Article]:
    """Read tables of finished articles (.jsonl, .jsonl.gz, .csv, .parquet, .xlsx with a column ``text``).

    Raises
    ------
    CorpusError : as for `read_pages`
    """
    reading = read_inputs(paths)
    if reading.problems:
        raise CorpusError("\n".join(map(str, reading.problems)))
    if not reading.articles:
        raise CorpusError(f"{paths}: holds page dumps but no table. Read pages with read_pages")
    return reading.articles


def find_files(path: str | PathLike[str]) -> list[Path]:
    """The readable files at a path, sorted by name.

    Raises
    ------
    CorpusError : the path does not exist, has an unknown ending, or is a folder without readable files
    """
    root = Path(path)
    if root.is_dir():
        found = sorted(f for f in root.rglob("*") if f.is_file() and not _hidden(f, root) and _readable(f))
        # the truth beside pages is no input
        found = [f for f in found if f.name != "truth.jsonl"]
        if not found:
            raise CorpusError(f"{root}: no page dump in this folder. Looked for {_READABLE}")
        return found
    if not root.exists():
        raise CorpusError(f"{root}: no such file or folder. Give {_READABLE}")
    if not _readable(root):
        raise CorpusError(f"{root}: unknown kind of file {''.join(root.suffixes)!r}. Give {_READABLE}")
    return [root]


def find_inputs(path: str) -> list[str]:
    """The readable files at a path or address, sorted by name.

    Raises
    ------
    CorpusError : as for `find_files`
    """
    if not is_address(path):
        return [str(file) for file in find_files(path)]
    try:
        found = find_addresses(path)
    except OSError as cause:
        raise CorpusError(f"{path}: cannot be listed ({cause}). Check the address and its permissions") from cause
    found = [name for name in found if _readable(Path(name)) and Path(name).name != "truth.jsonl"]
    if not found:
        raise CorpusError(f"{path}: nothing readable there. Looked for {_READABLE}")
    return found


def read_page(path: str | PathLike[str]) -> Page:
    """Read one page dump, by path or address.

    Raises
    ------
    CorpusError : the file is missing, empty, binary, or in none of the encodings
    """
    file, name = Path(path), str(path)
    try:
        with open_input(name) as opened:
            raw = opened.read()
    except OSError as cause:
        raise CorpusError(f"{name}: cannot be read ({cause.strerror}). Check the path and its permissions") from cause
    text, encoding = decode(raw, name)
    if not text.strip():
        raise CorpusError(f"{name}: empty. Dump the page again, or take the file out of the folder")
    issue, number = issue_and_number(file)
    identity = f"{issue}/{number:02d}" if issue and number else place_of(file.with_suffix(""))
    return Page(identity, text, issue, number, name, encoding)


def issue_and_number(path: Path) -> tuple[str | None, int | None]:
    """Date and page number that a file's name, or its folder's name, tells.

    >>> issue_and_number(Path("2024-02-19/01.txt"))
    ('2024-02-19', 1)
    >>> issue_and_number(Path("20240219_01.txt"))
    ('2024-02-19', 1)
    >>> issue_and_number(Path("page_a.txt"))
    (None, None)
    """
    stem = path.stem
    for name in (stem, path.parent.name):
        for found in _DATE.finditer(name):
            try:
                day = date(*map(int, found.groups()))
            except ValueError:
                continue
            rest = stem.replace(found[0], " ")
            number = _NUMBER.search(rest)
            return day.isoformat(), int(number[1]) if number else None
    return None, None


def _add_page(reading: Reading, known: dict[str, Page], page: Page) -> None:
    earlier = known.setdefault(page.id, page)
    if earlier is not page:
        raise CorpusError(repeated_page(page, earlier))
    reading.pages.append(page)


def repeated_page(page: Page, earlier: Page) -> str:
    """What is said of a page whose issue and number an earlier one has."""
    return (
        f"{page.path}: same issue and page ({page.id}) as {earlier.path}, which was kept. Rename one of them, or "
        "remove it"
    )


def _add_articles(reading: Reading, known: dict[str, str], file: Path) -> None:
    articles, problems = _read_articles(file)
    reading.problems.extend(Problem(str(file), what) for what in problems)
    for article in articles:
        earlier = known.setdefault(article.id, str(file))
        if earlier != str(file):
            reading.problems.append(
                Problem(
                    str(file),
                    f"{file}: id {article.id!r} stands in {earlier} already, which was kept. Give every article "
                    f"an id of its own",
                )
            )
        else:
            reading.articles.append(article)


def _read_articles(path: Path) -> tuple[list[Article], list[str]]:
    """Articles of a table, and the rows that cannot be used."""
    articles: list[Article] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    for number, found in read_table(path):
        article = parse_article(found, place_of(path), number)
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


def _as_list(paths: PathLikes) -> Sequence[str | PathLike[str]]:
    return [paths] if isinstance(paths, str | PathLike) else list(paths)


def _readable(file: Path) -> bool:
    return file.suffix.lower() == ".txt" or find_ending(file.name) is not None


def _hidden(file: Path, root: Path) -> bool:
    # "~$" opens the names that Excel gives to what it has open
    return any(part.startswith((".", "~$")) for part in file.relative_to(root).parts)
