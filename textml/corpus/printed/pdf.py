"""Read PDF files: each page's printed lines with their places.

Nothing in the file is run: pdfium works here without its form environment, so that scripts, launch actions and
attachments are only bytes. pdfium is not safe for threads: of those that read PDF here, one works and the others wait,
and nobody else in the process may use pdfium meanwhile. Processes do not wait for each other.
"""

from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from textml.corpus.pages.cutting import MOST_CHARACTERS, MOST_LINES
from textml.corpus.printed.glyphs.calls import address
from textml.corpus.printed.glyphs.characters import Glyphs, read_glyphs
from textml.corpus.printed.glyphs.drawings import MOST_OBJECTS, Drawings, read_drawings
from textml.corpus.printed.glyphs.layers import drop_unread, turn_upright
from textml.corpus.printed.glyphs.setting import set_lines
from textml.corpus.printed.glyphs.sheet import Sheet
from textml.corpus.printed.glyphs.stand_in import stand_in
from textml.corpus.printed.order import MOST_ORDERED, arrange
from textml.corpus.printed.values import PrintedFile, PrintedPage
from textml.errors import CorpusError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfiumError, PdfPage

#: Held by whoever uses pdfium, which draws pages, too.
ONE_THREAD = Lock()
# Readers accept junk before the header of a PDF, but no more than this (PDF 1.7, implementation note 13).
_HEADER = 1024
_OCR = "Make a text layer first, e.g. with `ocrmypdf -l chi_sim IN.pdf OUT.pdf`"
# A page of text has more characters than this; what stamps and libraries put on a scan is shorter.
_STAMP = 100
_PART = "Leave the page out, or part it"
# Share of characters without a Unicode mapping from which on a note says so.
_UNREADABLE = 0.01


def read_pdf(raw: bytes, name: str) -> PrintedFile:
    """Read the pages of a PDF.

    Parameters
    ----------
    raw : bytes
        Content of the file.
    name : str
        Name of the file for messages.

    Returns
    -------
    PrintedFile
        A page that cannot be read, or that is only a picture, is a problem; the others are there all the same.

    Raises
    ------
    CorpusError
        It is no PDF, damaged beyond reading, has no page, or is encrypted with a password.
    """
    import pypdfium2

    if b"%PDF-" not in raw[:_HEADER]:
        raise CorpusError(f"{name}: no PDF: it does not begin with %PDF-. Save the file itself, not a page about it")
    with ONE_THREAD:
        try:
            document = pypdfium2.PdfDocument(raw)
        except pypdfium2.PdfiumError as problem:
            raise CorpusError(f"{name}: {_explain(problem)}") from problem
        try:
            with stand_in():
                return _read_pages(document, name)
        finally:
            document.close()


def _read_pages(document: "PdfDocument", name: str) -> PrintedFile:
    """Read all pages, one at a time."""
    import pypdfium2

    if not len(document):
        raise CorpusError(f"{name}: a PDF without pages. Fetch it again, or remove it")
    pages: list[PrintedPage] = []
    problems: list[str] = []
    for place in range(len(document)):
        try:
            pages.append(_read_page(document, place, name))
        except pypdfium2.PdfiumError as problem:
            problems.append(f"{name}: page {place + 1} cannot be read: {problem}. Fetch the file again")
        except CorpusError as problem:
            problems.append(str(problem))
    return PrintedFile(tuple(pages), tuple(problems))


def _explain(problem: "PdfiumError") -> str:
    """Say why pdfium does not open a file, and what to do."""
    import pypdfium2.raw

    if problem.err_code in (pypdfium2.raw.FPDF_ERR_PASSWORD, pypdfium2.raw.FPDF_ERR_SECURITY):
        return (
            "encrypted with a password. Save it without one, e.g. with `qpdf --decrypt --password=... IN.pdf OUT.pdf`"
        )
    return f"a PDF that cannot be read ({problem}). Fetch it again, or mend it, e.g. with `qpdf IN.pdf OUT.pdf`"


def _read_page(document: "PdfDocument", place: int, name: str) -> PrintedPage:
    """Read one page; all that pdfium holds of it is closed again."""
    page = document[place]
    try:
        shown = sheet = _find_sheet(page)
        textpage = page.get_textpage()
        try:
            if (n := textpage.count_chars()) > MOST_CHARACTERS:
                raise CorpusError(f"{name}: page {place + 1} has {n} characters; at most {MOST_CHARACTERS}. {_PART}")
            glyphs, fonts = read_glyphs(address(textpage.raw), sheet)
        finally:
            textpage.close()
        glyphs, sheet, turned = turn_upright(glyphs, sheet)
        drawn = read_drawings(address(page.raw), sheet)
    finally:
        page.close()
    if not len(glyphs) and drawn.n_images:
        raise CorpusError(f"{name}: page {place + 1} is a picture without text. {_OCR}")
    width, height = sheet.shown
    glyphs, unread = drop_unread(glyphs, width, height)
    lines, ruby = set_lines(glyphs, fonts, drawn.rules, width, height)
    if len(lines) > MOST_LINES:
        raise CorpusError(f"{name}: page {place + 1} has {len(lines)} lines; at most {MOST_LINES}. {_PART}")
    text, geometry = arrange(lines, width, height, drawn.rules, drawn.areas, drawn.pictures)
    geometry = replace(geometry, turn=(shown.turn - sheet.turn) % 4)
    if len(lines) > MOST_ORDERED:
        unread += (
            f"it has {len(lines)} lines, too many to find columns (at most {MOST_ORDERED}): read from top to bottom",
        )
    notes = turned + unread + ruby + _note_unmapped(glyphs) + _note_objects(drawn) + _note_scan(glyphs, drawn)
    return PrintedPage(place + 1, text, geometry, notes)


def _find_sheet(page: "PdfPage") -> Sheet:
    """Return the visible part of a page. Its unit (UserUnit) stays unknown: pdfium does not tell it."""
    left, bottom, right, top = page.get_bbox()
    return Sheet(left, bottom, right, top, page.get_rotation() // 90)


def _note_scan(glyphs: Glyphs, drawn: Drawings) -> tuple[str, ...]:
    """Say that a page is likely to be a scan with no more than a stamp, or a line of the library, as text."""
    if not drawn.is_covered or len(glyphs) >= _STAMP:
        return ()
    return (f"a picture covers it, and it has {len(glyphs)} characters: if it is a scan, its text is missing. {_OCR}",)


def _note_objects(drawn: Drawings) -> tuple[str, ...]:
    """Say that not all that is drawn was looked at."""
    if drawn.n_objects <= MOST_OBJECTS:
        return ()
    return (f"{drawn.n_objects} objects are drawn on it: rules and pictures were looked for in {MOST_OBJECTS} of them",)


def _note_unmapped(glyphs: Glyphs) -> tuple[str, ...]:
    """Say how much of the text cannot be read because fonts do not name their characters."""
    if not len(glyphs) or glyphs.unmapped.mean() < _UNREADABLE:
        return ()
    return (
        f"{glyphs.unmapped.mean():.0%} of its characters are unreadable: their fonts do not say which they are. {_OCR}",
    )
