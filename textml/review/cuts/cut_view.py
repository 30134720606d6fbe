"""Describe a page with its cuts in plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from urllib.parse import quote

from textml.corpus.article import Article, Page
from textml.corpus.doubt import needs_check
from textml.corpus.geometry import Box
from textml.corpus.pages.corrections import Correction
from textml.corpus.pages.cutting import CutPage
from textml.corpus.pages.ids import keep_letters
from textml.corpus.pages.lines.sheet import Sheet
from textml.review.cuts.page_files import ReadPage

# Where the picture of a page is; the width is added behind it.
_PICTURE = "/api/cuts/picture?page={}&version={}"
# Letters at the end of half a line by which it is found in the text of an article.
_ENOUGH = 8
# Characters of a line that the list of corrections shows.
_SHOWN = 30


class Piece(NamedTuple):
    """A printed line, or the half of one in which a dump has two columns.

    Attributes
    ----------
    text : str
        As printed, without white space at its ends.
    article : int or None
        Place of its article; None where the page was not cut.
    part : {"title", "body", "furniture", ""}
        What it is there.
    """

    text: str
    article: int | None
    part: str


@dataclass(frozen=True, slots=True)
class CutLines:
    """The printed lines of a page, and which article has each.

    Attributes
    ----------
    texts : dict of int to str
        By the numbers of the lines that are not blank.
    pieces : dict of int to list of Piece
        By the same numbers; several where two articles share a line.
    """

    texts: dict[int, str]
    pieces: dict[int, list[Piece]]

    def choose(self, number: int, article: int | None = None) -> Piece:
        """The piece of a line that is an article's, otherwise the first."""
        return next((piece for piece in self.pieces[number] if piece.article == article), self.pieces[number][0])

    def show(self, number: int, article: int | None = None) -> str:
        """A line, or an article's piece of it, as ``textml split --explain`` prints it."""
        piece = self.choose(number, article)
        return f"{number:5d} {(piece.article or 0) + 1:3d}{piece.part[:1] or 'b'} {piece.text}"


def read_lines(page: Page, articles: Sequence[Article], sheet: Sheet | None = None) -> CutLines:
    """List the lines of a page with their articles.

    Parameters
    ----------
    page : Page
    articles : sequence of Article
        What it is cut into.
    sheet : Sheet or None
        Its lines as the cutter reads them; without it, a line that two articles share is that of the first.

    Returns
    -------
    CutLines
    """
    texts = {number: line.strip() for number, line in enumerate(page.text.split("\n"), 1) if line.strip()}
    owners: dict[int, list[tuple[int, str]]] = {number: [] for number in texts}
    for index, article in enumerate(articles):
        for part in ("title", "body", "furniture"):
            for number in getattr(article.lines, part):
                owners[number].append((index, part))
    halves: dict[int, list[str]] = {}
    for line in sheet.lines if sheet else ():
        halves.setdefault(line.number, []).append(line.text)
    shared = {number for number, own in owners.items() if len(own) > 1 and len(halves.get(number, ())) > 1}
    letters = {index: _letters(articles[index]) for index in {index for n in shared for index, _ in owners[n]}}
    pieces = {}
    for number, text in texts.items():
        own = owners[number]
        if number in shared:
            # as they are printed: the cutter may read the right one first
            pieces[number] = _part(sorted(halves[number], key=text.find), own, letters)
        else:
            pieces[number] = [Piece(text, *own[0]) if own else Piece(text, None, "")]
    return CutLines(texts, pieces)


def _part(halves: Sequence[str], owners: Sequence[tuple[int, str]], letters: Mapping[int, str]) -> list[Piece]:
    """Give each half of a line to the article whose text has it; one that no text has, to the article left over."""
    found: list[tuple[int, str] | None] = []
    for half in halves:
        end = keep_letters(half)[-_ENOUGH:]
        found.append(next((owner for owner in owners if end and end in letters[owner[0]]), None))
    left = [owner for owner in owners if owner not in found]
    sure = [owner or (left.pop(0) if left else owners[0]) for owner in found]
    return [Piece(half, *owner) for half, owner in zip(halves, sure, strict=True)]


def _letters(article: Article) -> str:
    return keep_letters(" ".join((article.column, article.kicker, article.title, article.subtitle, article.body)))


def first_line(article: Article) -> int:
    """Number of the first line of an article's text, or of what it has instead.

    Parameters
    ----------
    article : Article
        Of a page.

    Returns
    -------
    int
    """
    return (article.lines.body or article.lines.all())[0]


def describe_cut(
    read: ReadPage, cut: CutPage, lines: CutLines, corrections: Sequence[Correction], own: Sequence[Correction]
) -> dict[str, Any]:
    """Describe a page: its lines, its articles, and what people have corrected.

    Parameters
    ----------
    read : ReadPage
    cut : CutPage
        What it is cut into.
    lines : CutLines
        Its lines.
    corrections : sequence of Correction
        Of this page, in the order of the file.
    own : sequence of Correction
        Those that were made on the review page and can be taken back; the last one comes last.

    Returns
    -------
    dict
        page, version (changes when the file is written again), kind, picture (an address, empty where there is none),
        width and height (points; 0 for dumps), lines, articles, corrections, problems, notes.
    """
    page, geometry = read.page, read.page.geometry
    is_pdf = read.kind == "pdf" and geometry is not None
    return {
        "page": page.id,
        "version": read.version,
        "kind": read.kind,
        "picture": _PICTURE.format(quote(page.id, safe=""), read.version) if is_pdf else "",
        "width": geometry.width if geometry else 0.0,
        "height": geometry.height if geometry else 0.0,
        "lines": _describe_lines(read, lines),
        "articles": [_describe_article(index, article) for index, article in enumerate(cut.articles)],
        "corrections": [describe_correction(correction, own) for correction in corrections],
        "problems": list(cut.problems),
        "notes": [*read.notes, *cut.notes],
    }


def describe_correction(correction: Correction, own: Sequence[Correction]) -> dict[str, Any]:
    """Describe a correction in one line, its action apart, which the page names in the language of its reader.

    Parameters
    ----------
    correction : Correction
    own : sequence of Correction
        Those that can be taken back.

    Returns
    -------
    dict
        action, text, line, to, own (whether it can be taken back), last (whether it is the last of those).

    Examples
    --------
    >>> moved = Correction("move", "2025-02-13/01", 3, "今日4版", last=5, last_text="星期四", to="furniture")
    >>> describe_correction(moved, [])["text"]
    '3 今日4版 – 5 星期四 = furniture'
    """
    text = _shorten(correction.line, correction.text)
    if correction.last:
        text += f" – {_shorten(correction.last, correction.last_text)}"
    if correction.body:
        other = f"{correction.body_page} " if correction.body_page else ""
        text += f" → {other}{_shorten(correction.body, correction.body_text)}"
    if correction.to:
        text += f" = {correction.to}"
    said = replace(correction, where="")
    known = [replace(one, where="") for one in own]
    return {
        "action": correction.action,
        "text": text,
        "line": correction.line,
        "to": correction.to,
        "own": said in known,
        "last": said in known[-1:],
    }


def _shorten(number: int, text: str) -> str:
    return f"{number} {text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}"


def _describe_lines(read: ReadPage, lines: CutLines) -> list[dict[str, Any]]:
    geometry = read.page.geometry
    printed = geometry.lines if geometry and len(geometry.lines) == len(lines.texts) else [None] * len(lines.texts)
    rows = []
    for (number, text), place in zip(lines.texts.items(), printed, strict=True):
        pieces = lines.pieces[number]
        first = {"number": number, "text": text, "article": pieces[0].article, "part": pieces[0].part}
        shared = [piece._asdict() for piece in pieces] if len(pieces) > 1 else []
        rows.append({**first, "pieces": shared, "box": _round(place.box) if place else None})
    return rows


def _describe_article(index: int, article: Article) -> dict[str, Any]:
    return {
        "index": index,
        "id": article.id,
        "title": article.title,
        "kind": article.kind,
        "confidence": article.confidence,
        "doubtful": needs_check(article),
        "reason": article.reason,
        "boxes": [_round(box) for box in article.boxes],
        "first_line": first_line(article),
    }


def _round(box: Box) -> list[float]:
    """A box in tenths of points, which is finer than any screen."""
    return [round(side, 1) for side in box]
