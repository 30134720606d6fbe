"""Read one page file of any kind: its pages, and what could not be read of it."""

import re
import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from tarfile import TarError
from unicodedata import normalize
from zipfile import BadZipFile

from textml.corpus.article import Page, escape_bytes, shorten_path
from textml.corpus.chains import file_name
from textml.corpus.decode import decode
from textml.corpus.printed.kinds import find_kind
from textml.corpus.printed.values import PrintedFile, PrintedPage
from textml.corpus.reading.addresses import open_input
from textml.corpus.reading.html import decode_html, find_other_kind, is_html, read_html
from textml.corpus.reading.names import PageName, read_name
from textml.disk.files import MOST_BYTES, read_at_most
from textml.errors import CorpusError

# The largest PDF, five times an issue with its pictures in the quality of the press; and the largest file of OCR, an
# issue of 32 large pages, which takes ten times as much memory.
MOST_BYTES_OF_PDF = 1 << 29
MOST_BYTES_OF_OCR = 1 << 26
# How files begin that are no text, whatever their names say.
_NO_TEXT = {
    b"{\\rtf": "a document in RTF",
    b"PK\x03\x04": "a zip archive, such as .docx or .epub",
    b"\xd0\xcf\x11\xe0": "a document of older Word",
    b"\x1f\x8b": "a gzip archive",
}
# What ends the name of a file that holds an edition.
_EDITION = re.compile(r"(?:^|[\d_.\s-])([A-Z])[叠版刊组]?$")
# The page of which a problem is, and the numbers that are shown of those that have the same.
_PAGE = re.compile(r"\bpage (\d+)")
_SHOWN = 5
# What files hold with these endings, or should.
_PROMISED = {".pdf": "pdf", ".xml": "alto", ".hocr": "hocr"}
# A name of nothing but a date is that of an issue.
_NO_WORDS = re.compile(r"[\d\W_年月日]+")


@dataclass(frozen=True, slots=True)
class PageReading:
    """Pages of some files.

    Attributes
    ----------
    pages : list of Page
        In the order of the files, and of each file.
    problems : list of str
        Files and pages that could not be used, and copies that were left out.
    notes : list of str
        What a person should know of pages that were read, and files that were left out for better ones.
    """

    pages: list[Page] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_page_file(path: str | PathLike[str], name_pattern: str = "") -> PageReading:
    """Read the pages of one file, whatever the ending of its name: PDF, ALTO, hOCR, HTML or plain text.

    A file of one page has the issue and page number of its name. Of a file of several pages the first has the number in
    the name, or 1, and the others go on from there: ``2024-02-19/A05.pdf`` with three pages holds A05, A06 and A07,
    ``2024-02-19.pdf`` the pages from 01, and ``20240219_B.pdf`` those from B01. Without a date their ids are
    ``FOLDER/NAME/01``, ``FOLDER/NAME/02``.

    Parameters
    ----------
    path : str or path-like
        Path or address; issue and page number come from its name.
    name_pattern : str
        Setting ``[corpus] name_pattern``.

    Returns
    -------
    PageReading
        Its problems are of single pages.

    Raises
    ------
    CorpusError
        The file is missing, empty, larger than 32 MB (PDF: 512 MB, ALTO and hOCR: 64 MB), binary, damaged, in none of
        the known encodings, or no text of a page.
    """
    name = str(path)
    promised = _PROMISED.get(Path(file_name(name)).suffix.lower(), "")
    try:
        with open_input(name) as opened:
            raw = read_at_most(opened, _find_limit(promised))
    except (OSError, EOFError, BadZipFile, TarError, zlib.error) as cause:
        # errors of archives and of other file systems have no text but their own
        why = getattr(cause, "strerror", None) or cause
        raise CorpusError(f"{name}: cannot be read ({why}). Check the path and its permissions") from cause
    # the reader of what the name promises says best what is wrong
    kind = find_kind(raw) or promised
    if kind:
        return _read_printed(PRINTED[kind](raw, name), kind, name, name_pattern)
    text, encoding = read_text(raw, name)
    if not text.strip():
        raise CorpusError(
            f"{name}: empty, or nothing but links. Dump the page again, or remove the file from the folder"
        )
    said = read_name(name, name_pattern)
    page = Page(build_page_id(name, said), text, said.issue, said.number, name, encoding, said.mark)
    return PageReading([page])


def _find_limit(promised: str) -> int:
    if promised == "pdf":
        return MOST_BYTES_OF_PDF
    return MOST_BYTES_OF_OCR if promised else MOST_BYTES


def _read_pdf(raw: bytes, name: str) -> PrintedFile:
    from textml.corpus.printed.pdf import read_pdf

    return read_pdf(raw, name)


def _read_alto(raw: bytes, name: str) -> PrintedFile:
    from textml.corpus.printed.alto import read_alto

    return read_alto(raw, name)


def _read_hocr(raw: bytes, name: str) -> PrintedFile:
    from textml.corpus.printed.hocr import read_hocr

    return read_hocr(raw, name)


#: What reads each kind of file that says where its lines are printed; in the order in which they are believed.
PRINTED: dict[str, Callable[[bytes, str], PrintedFile]] = {"pdf": _read_pdf, "alto": _read_alto, "hocr": _read_hocr}


def _read_printed(found: PrintedFile, kind: str, name: str, name_pattern: str) -> PageReading:
    """The pages of a printed file with their ids; blank ones are noted."""
    n_pages = max([page.number for page in found.pages], default=0)
    if kind == "pdf":
        # one for each page; of other kinds they are of the file
        n_pages = max(n_pages, len(found.pages) + len(found.problems))
    said = read_name(name, name_pattern)
    reading = PageReading(problems=[_of(name, problem) for problem in _gather(found.problems, name)])
    reading.notes.extend(_of(name, note) for note in found.notes)
    for page in found.pages:
        where = f"{name}, page {page.number}" if n_pages > 1 else name
        if page.text.strip():
            reading.pages.append(_build_page(page, said, n_pages, name, kind))
            reading.notes.extend(_of(where, note) for note in page.notes)
        else:
            reading.notes.append(f"{where}: an empty page")
    if not reading.pages and not reading.problems:
        raise CorpusError(f"{name}: no text on its pages. Make it again, or remove it from the folder")
    return reading


def _find_edition(name: str) -> str:
    """The letter of the edition whose pages a file holds: ``20240219_A.pdf`` and ``2024-02-19/A叠.pdf``."""
    found = _EDITION.search(normalize("NFKC", Path(file_name(name)).stem).upper())
    return found[1] if found else ""


def _gather(problems: Sequence[str], name: str) -> list[str]:
    """Say once what is wrong with many pages: a scanned issue has no text on any."""
    alike: dict[str, list[str]] = defaultdict(list)
    for problem in (problem.removeprefix(f"{name}: ") for problem in problems):
        alike[_PAGE.sub("page ", problem, count=1)].append(problem)
    return [same[0] if len(same) == 1 else f"{same[0]} (and {_list_pages(same[1:])})" for same in alike.values()]


def _list_pages(problems: Sequence[str]) -> str:
    """The numbers of the pages that have the same problem, the first of them."""
    numbers = [found[1] for problem in problems if (found := _PAGE.search(problem))]
    more = f" and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else ""
    return f"{'pages' if len(numbers) > 1 else 'page'} {', '.join(numbers[:_SHOWN])}{more}"


def _of(where: str, message: str) -> str:
    return message if message.startswith(where) else f"{where}: {message}"


def _build_page(page: PrintedPage, said: PageName, n_pages: int, name: str, kind: str) -> Page:
    identity, number, mark = _number_page(page.number, said, n_pages, name)
    place = page.number if n_pages > 1 else 0
    return Page(identity, page.text, said.issue, number, name, kind, mark, page.geometry, place)


def _number_page(place: int, said: PageName, n_pages: int, name: str) -> tuple[str, int | None, str]:
    """Id, number and mark of a page by its place in a file of so many pages."""
    is_issue = said.issue is not None and (n_pages > 1 or bool(_NO_WORDS.fullmatch(Path(file_name(name)).stem)))
    if is_issue or (said.issue and said.number):
        number = (said.number or 1) + place - 1
        letter = said.mark.rstrip("0123456789") if said.number else _find_edition(name)
        mark = f"{letter}{number:02d}"
        return f"{said.issue}/{mark}", number, mark
    own = build_page_id(name, said)
    return (f"{own}/{place:02d}" if n_pages > 1 else own), said.number, said.mark


def read_text(raw: bytes, name: str) -> tuple[str, str]:
    """Decode a page file, and take the text out of HTML, whatever the ending of its name.

    Parameters
    ----------
    raw : bytes
        Content of the file.
    name : str
        Its path or address, for messages.

    Returns
    -------
    text, encoding : str

    Raises
    ------
    CorpusError
        The bytes are no text, text in no known encoding, or text of another kind, such as XML.
    """
    kind = next((kind for start, kind in _NO_TEXT.items() if raw.startswith(start)), "")
    text, encoding = ("", "") if kind else decode_html(raw) or decode(raw, name)
    if is_html(text):
        return read_html(text), encoding
    if kind := kind or find_other_kind(text):
        raise CorpusError(
            f"{name}: holds {kind}, not the text of a page. Save it as text, or remove it from the folder"
        )
    return text, encoding


def build_page_id(path: str, said: PageName) -> str:
    """Return the id that a page gets if no other file claims it: issue and page, or as much as is known of them.

    Parameters
    ----------
    path : str
        Path or address of its file.
    said : PageName
        What the path says.

    Returns
    -------
    str
    """
    if said.issue and said.mark:
        return f"{said.issue}/{said.mark}"
    # FOLDER/NAME, unless the date is further up, where months and years would be lost
    file = Path(file_name(path)).with_suffix("")
    return escape_bytes(f"{said.issue}/{file.name}") if said.issue and not said.is_near else shorten_path(file)
