"""Read ALTO XML, in which libraries and OCR programs keep the text of a page with the place of every word."""

from collections import Counter
from dataclasses import dataclass, field

from textml.corpus.geometry import Box
from textml.corpus.printed.kinds import find_root, read_start
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

# Points in one unit of measure; the schema knows mm10, inch1200 and pixel, programs write mm too.
_UNITS = {"mm10": POINTS_PER_INCH / 254, "inch1200": POINTS_PER_INCH / 1200, "mm": POINTS_PER_INCH / 25.4}
_PIXEL = "pixel"
_ALLOWED = "Allowed: ALTO, whose first element is alto, with a Page in its Layout"
# Other XML that comes with scanned pages, by its first element, with what to do.
_OTHERS = {
    "mets": "METS, which lists the files of an issue; give the ALTO files that it names",
    "pcgts": "PAGE XML; let the OCR program write ALTO",
    "document": "a document in XML, such as ABBYY's own; let the OCR program write ALTO",
    "tei": "TEI; let the OCR program write ALTO",
    "html": "HTML; hOCR is read as such if it has elements of class ocr_page or ocr_line",
    "schema": "an XML schema, not a page",
}
# Graphical elements that are thinner than this are rules, others frames around something; in points.
_THIN = 6.0
_HOLDERS = frozenset(
    {"page", "printspace", "topmargin", "leftmargin", "rightmargin", "bottommargin", "composedblock", "textblock"}
)


def read_alto(raw: bytes, name: str) -> PrintedFile:
    """Read the pages of an ALTO file of any version.

    Parameters
    ----------
    raw : bytes
        Content of the file.
    name : str
        Its name, for messages.

    Returns
    -------
    PrintedFile
        A damaged file gives what can be read of it, and a problem that names the first fault.

    Raises
    ------
    CorpusError
        It is no ALTO, in no known encoding, or without a page.
    """
    root = find_root(read_start(raw))
    if root != "alto":
        found = _OTHERS.get(root, f"XML that begins with <{root}>" if root else "no XML")
        raise CorpusError(f"{name}: not ALTO but {found}. {_ALLOWED}")
    text = decode_markup(raw, name)
    reading = _Reading()
    fault = reading.read(text)
    if not reading.pages:
        raise CorpusError(f"{name}: ALTO without a page{fault and f' (damaged: {fault})'}. {_ALLOWED}")
    scale, notes = _find_scale(reading)
    pages = []
    for number, page in enumerate(reading.pages, 1):
        points = scale
        if not points:
            dpi, note = find_dpi(page)
            points = POINTS_PER_INCH / dpi
            notes += [note] if note and note not in notes else []
        _sort_graphics(page, points)
        pages.append(make_page(number, page, points))
    problems = (f"{name}: damaged XML, {fault}. What could be read is kept; write the file again",) if fault else ()
    return PrintedFile(tuple(pages), problems, tuple(notes))


def _find_scale(reading: "_Reading") -> tuple[float, list[str]]:
    """Points in one unit, 0 for pixels, and what a person should know of it."""
    unit = reading.unit.strip().lower()
    if unit in _UNITS or unit in (_PIXEL, "px"):
        return _UNITS.get(unit, 0.0), []
    said = f"unknown MeasurementUnit {unit[:40]!r}" if unit else "no MeasurementUnit"
    return 0.0, [f"{said}; pixel is taken, allowed are pixel, mm10 and inch1200"]


def _sort_graphics(page: Recognized, points: float) -> None:
    """Tell rules from frames."""
    graphics, page.rules = page.rules, []
    for box in graphics:
        thin = min(box.right - box.left, box.bottom - box.top) * points < _THIN
        (page.rules if thin else page.areas).append(box)


@dataclass(frozen=True, slots=True)
class _Style:
    """A TextStyle."""

    size: float = 0.0
    font: str = ""
    bold: bool = False


@dataclass(slots=True)
class _Reading:
    """Goes through the tags of a file and keeps what they say."""

    pages: list[Recognized] = field(default_factory=list)
    unit: str = ""
    styles: dict[str, _Style] = field(default_factory=dict)
    # names of the open elements with the style that holds inside them
    opened: list[tuple[str, _Style]] = field(default_factory=list)
    n_open: Counter[str] = field(default_factory=Counter)
    block: int = 0
    line: Line | None = None
    # the whole word of which the first part stood at the end of a line
    hyphenated: str = ""

    def read(self, text: str) -> str:
        """Read all; the first fault in words, or nothing."""
        fault = ""
        for tag in read_tags(text):
            if found := self._take(tag):
                fault = fault or f"line {text.count(chr(10), 0, tag.at) + 1}: {found}"
        if self.opened:
            fault = fault or f"line {text.count(chr(10)) + 1}: the file ends inside <{self.opened[-1][0]}>"
        return fault

    def _take(self, tag: Tag) -> str:
        """Take one step; what is wrong with it, or nothing."""
        if tag.kind == "text":
            return self._take_text(tag.name)
        if tag.kind == "open":
            self._open(tag.name, read_attributes(tag.inside))
            return ""
        return self._close(tag.name)

    def _take_text(self, text: str) -> str:
        inside = self.opened[-1][0] if self.opened else ""
        if inside == "measurementunit":
            self.unit += text
        return (
            "a tag that cannot be read" if text.lstrip().startswith("<") and inside in (*_HOLDERS, "textline") else ""
        )

    def _open(self, name: str, said: dict[str, str]) -> None:
        style = self._find_style(said)
        self.opened.append((name, style))
        self.n_open[name] += 1
        if name == "textstyle":
            self.styles[said.get("id", "")] = _read_style(said)
        elif name == "page":
            width, height = (read_number(said.get(side, "")) or 0.0 for side in ("width", "height"))
            self.pages.append(Recognized(width, height))
            self.line = None
        elif self.pages:
            self._open_in_page(name, said, style)

    def _open_in_page(self, name: str, said: dict[str, str], style: "_Style") -> None:
        page, box = self.pages[-1], _read_box(said)
        if name in ("textblock", "composedblock"):
            self.block, self.line = self.block + 1, None
        elif name in ("textline", "string", "hyp"):
            if self.line is None or name == "textline":
                self.line = Line([], box if name == "textline" else None, self.block, _is_turned(said))
                page.lines.append(self.line)
            if name != "textline":
                self._add_word(self.line, name, said, Word("", box, style.size, style.font, style.bold))
        elif name in ("illustration", "graphicalelement"):
            _keep_graphic(page, name, box)
        elif name == "polygon":
            self._take_shape(page, _read_points(said.get("points", "")))

    def _add_word(self, line: Line, name: str, said: dict[str, str], word: Word) -> None:
        """Add a word, or the hyphen behind its first part; where the whole word is known, its parts are not needed."""
        whole, part = said.get("subs_content", ""), said.get("subs_type", "").lower()
        word.text = said.get("content", "-" if name == "hyp" else "")
        word.bold = word.bold or "bold" in said.get("style", "").lower()
        if name == "hyp":
            word.text = "" if self.hyphenated else word.text
        elif part == "hyppart2":
            word.text = "" if whole and whole == self.hyphenated else word.text
            self.hyphenated = ""
        else:
            self.hyphenated = whole if part == "hyppart1" else ""
            word.text = self.hyphenated or word.text
        line.words.append(word)

    def _take_shape(self, page: Recognized, box: Box | None) -> None:
        """A polygon is the place of the element around its Shape, where that has no numbers of its own."""
        owner = self.opened[-3][0] if len(self.opened) > 2 else ""
        if owner == "textline" and self.line is not None:
            self.line.box = self.line.box or box
        elif owner == "string" and self.line is not None:
            self.line.words[-1].box = self.line.words[-1].box or box
        elif owner in ("illustration", "graphicalelement"):
            _keep_graphic(page, owner, box)

    def _find_style(self, said: dict[str, str]) -> "_Style":
        """The style that an element refers to, or that of the element around it."""
        around = self.opened[-1][1] if self.opened else _Style()
        return next((self.styles[ref] for ref in said.get("stylerefs", "").split() if ref in self.styles), around)

    def _close(self, name: str) -> str:
        if not self.n_open[name]:
            return f"</{name}> without a beginning"
        fault = "" if self.opened[-1][0] == name else f"</{name}> inside <{self.opened[-1][0]}>"
        while True:
            closed, _ = self.opened.pop()
            self.n_open[closed] -= 1
            if closed in ("textline", "textblock"):
                self.line = None
            if closed == name:
                return fault


def _read_box(said: dict[str, str]) -> Box | None:
    left, top, width, height = (read_number(said.get(side, "")) for side in ("hpos", "vpos", "width", "height"))
    if left is None or top is None or width is None or height is None:
        return None
    return make_box(left, top, left + width, top + height)


def _read_points(points: str) -> Box | None:
    """The box around a polygon, whose numbers are separated by spaces or commas."""
    numbers = [read_number(number) for number in points.replace(",", " ").split()]
    known = [number for number in numbers if number is not None]
    if len(known) != len(numbers) or len(known) < 4:
        return None
    return make_box(min(known[::2]), min(known[1::2]), max(known[::2]), max(known[1::2]))


def _is_turned(said: dict[str, str]) -> bool:
    """Whether a line says that it runs downwards, or that it is turned by a right angle."""
    angle = read_number(said.get("rotation", "")) or 0.0
    return said.get("basedirection", "").lower() in ("ttb", "btt") or round(angle) % 180 == 90


def _keep_graphic(page: Recognized, name: str, box: Box | None) -> None:
    if box:
        (page.pictures if name == "illustration" else page.rules).append(box)


def _read_style(said: dict[str, str]) -> "_Style":
    size = read_number(said.get("fontsize", "")) or 0.0
    return _Style(size, said.get("fontfamily", ""), "bold" in said.get("fontstyle", "").lower())
