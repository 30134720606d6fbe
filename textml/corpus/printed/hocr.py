"""Read hOCR, the HTML in which Tesseract and others write the text of a page with the place of every word."""

import re
from collections import Counter
from dataclasses import dataclass, field

from textml.corpus.geometry import Box
from textml.corpus.printed.kinds import find_kind
from textml.corpus.printed.ocr.assemble import make_page
from textml.corpus.printed.ocr.recognized import (
    POINTS_PER_INCH,
    Line,
    Recognized,
    Word,
    find_dpi,
    make_box,
    read_number,
)
from textml.corpus.printed.tags import Tag, decode_markup, read_attributes, read_tags
from textml.corpus.printed.values import PrintedFile
from textml.errors import CorpusError

_ALLOWED = "Allowed: hOCR, which is HTML with elements of class ocr_page, ocr_line or ocrx_word"
_LINES = frozenset(
    {"ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat", "ocr_pageno", "ocr_title"}
)
_WORDS = frozenset({"ocrx_word", "ocr_word"})
_BLOCKS = frozenset({"ocr_carea", "ocrx_block", "ocr_par", "ocr_float"})
_PICTURES = frozenset({"ocr_photo", "ocr_image", "ocr_linedrawing"})
_RULES = frozenset({"ocr_separator"})
# Elements that are never closed, and those whose text is not on the page.
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_HIDDEN = frozenset({"head", "title", "style", "script", "del"})
_BOLD = frozenset({"strong", "b"})
# A property of a title attribute: its name, and values of which some are in quotation marks and may hold ";".
_PROPERTY = re.compile(r"([\w-]++)((?:[^;\"]|\"[^\"]*+\")*+)(?:;|$)")
# Angles of text that runs up or down the page, in degrees.
_TURNED = (90, 270)


def read_hocr(raw: bytes, name: str) -> PrintedFile:
    """Read the pages of an hOCR file.

    Parameters
    ----------
    raw : bytes
        Content of the file: XHTML or any HTML.
    name : str
        Its name, for messages.

    Returns
    -------
    PrintedFile
        A file that is cut off gives what can be read of it, and a problem.

    Raises
    ------
    CorpusError
        It has no element of hOCR, or is in no known encoding.
    """
    if find_kind(raw) != "hocr":
        raise CorpusError(f"{name}: not hOCR. {_ALLOWED}")
    reading = _Reading()
    for tag in read_tags(decode_markup(raw, name)):
        reading.take(tag)
    if not reading.pages:
        raise CorpusError(f"{name}: not hOCR, or damaged: no page in it can be read. {_ALLOWED}")
    notes: list[str] = []
    pages = []
    for number, page in enumerate(reading.pages, 1):
        dpi, note = find_dpi(page)
        notes += [note] if note and note not in notes else []
        pages.append(make_page(number, page, POINTS_PER_INCH / dpi))
    cut = reading.n_open["html"] > 0 or reading.roles["page"] > 0
    problem = (
        f"{name}: the file ends too early, in or behind page {len(pages)}. What could be read is kept; write it again"
    )
    return PrintedFile(tuple(pages), (problem,) if cut else (), tuple(notes))


@dataclass(slots=True)
class _Open:
    """An open element, with the line that goes on behind it."""

    name: str
    role: str
    line: Line | None
    word: Word | None


@dataclass(slots=True)
class _Reading:
    """Goes through the tags of a file and keeps what they say."""

    pages: list[Recognized] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)
    n_open: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    block: int = 0
    line: Line | None = None
    word: Word | None = None
    # upper left corner of the page in the picture of which it is a part
    origin: tuple[float, float] = (0.0, 0.0)

    def take(self, tag: Tag) -> None:
        """Take one step."""
        if tag.kind == "text":
            self._take_text(tag.name)
        elif tag.kind == "close":
            self._close(tag.name)
        elif tag.name in _VOID:
            self._take_text(" ")
        else:
            self._open(tag.name, read_attributes(tag.inside))

    def _take_text(self, text: str) -> None:
        if self.roles["hidden"] or not self.pages:
            return
        if self.word is not None:
            self.word.text += text
            self.word.bold = self.word.bold or (self.roles["bold"] > 0 and not text.isspace())
        elif text.strip():
            line = self.line or self._start_line(None, turned=False)
            # text beside words has no place of its own
            line.words += [Word(piece, bold=self.roles["bold"] > 0) for piece in text.split()]

    def _start_line(self, box: Box | None, *, turned: bool) -> Line:
        self.line = Line([], box, self.block, turned)
        self.pages[-1].lines.append(self.line)
        return self.line

    def _open(self, name: str, said: dict[str, str]) -> None:
        classes = set(said.get("class", "").split())
        role = _find_role(name, classes, said)
        self.opened.append(_Open(name, role, self.line, self.word))
        self.n_open[name] += 1
        self.roles[role] += 1
        if role == "page":
            self._start_page(read_title(said.get("title", "")))
        elif role in ("block", "line", "word", "picture", "rule"):
            if not self.pages:
                self._start_page({})
            self._open_in_page(role, read_title(said.get("title", "")))

    def _start_page(self, title: dict[str, str]) -> None:
        box = _read_box(title, (0.0, 0.0))
        self.origin = (box.left, box.top) if box else (0.0, 0.0)
        dpi = next(iter(_numbers(title.get("scan_res", ""))), 0.0)
        size = (box.right - box.left, box.bottom - box.top) if box else (0.0, 0.0)
        self.pages.append(Recognized(*size, dpi=dpi))
        self.line = self.word = None

    def _open_in_page(self, role: str, title: dict[str, str]) -> None:
        page, box = self.pages[-1], _read_box(title, self.origin)
        if role == "block":
            self.block, self.line = self.block + 1, None
        elif role == "line":
            angle = next(iter(_numbers(title.get("textangle", ""))), 0.0)
            self._start_line(box, turned=round(angle) % 360 in _TURNED)
        elif role == "word":
            line = self.line or self._start_line(None, turned=False)
            size = next(iter(_numbers(title.get("x_fsize", ""))), 0.0)
            self.word = Word("", box, size, title.get("x_font", "").strip(" \"'"))
            line.words.append(self.word)
        elif box:
            (page.pictures if role == "picture" else page.rules).append(box)

    def _close(self, name: str) -> None:
        if not self.n_open[name]:
            return
        while True:
            closed = self.opened.pop()
            self.n_open[closed.name] -= 1
            self.roles[closed.role] -= 1
            if closed.role in ("page", "block", "line"):
                # a header may hold lines, and goes on behind them
                self.line = closed.line if closed.role == "line" else None
            if closed.role != "":
                self.word = closed.word
            if closed.name == name:
                return


def _find_role(name: str, classes: set[str], said: dict[str, str]) -> str:
    """What an element is for the reader."""
    if name in _HIDDEN or "ocr_symbol" in classes:
        return "hidden"
    if "ocrx_cinfo" in classes:
        # a character with its place, or else another reading of it
        title = read_title(said.get("title", ""))
        return "" if "x_bboxes" in title or "x_conf" in title else "hidden"
    roles = {
        "page": {"ocr_page"},
        "line": _LINES,
        "word": _WORDS,
        "block": _BLOCKS,
        "picture": _PICTURES,
        "rule": _RULES,
    }
    return next((role for role, known in roles.items() if classes & known), "bold" if name in _BOLD else "")


def read_title(title: str) -> dict[str, str]:
    """Properties of a title attribute by their names.

    Parameters
    ----------
    title : str

    Returns
    -------
    dict of str to str

    >>> read_title('image "a;b.png"; bbox 0 0 90 120; ppageno 0')
    {'image': '"a;b.png"', 'bbox': '0 0 90 120', 'ppageno': '0'}
    """
    return {name.lower(): value.strip() for name, value in _PROPERTY.findall(title)}


def _numbers(text: str) -> list[float]:
    return [number for piece in text.split() if (number := read_number(piece)) is not None]


def _read_box(title: dict[str, str], origin: tuple[float, float]) -> Box | None:
    numbers = _numbers(title.get("bbox", ""))
    if len(numbers) < 4:
        return None
    left, top, right, bottom = numbers[:4]
    return make_box(left - origin[0], top - origin[1], right - origin[0], bottom - origin[1])
