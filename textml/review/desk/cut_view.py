"""Describe a page with its cuts in plain values."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from textml.corpus.article import Article
from textml.corpus.doubt import needs_check
from textml.corpus.geometry import Box
from textml.corpus.pages.corrections import Correction
from textml.corpus.pages.cutting import CutPage
from textml.review.desk.page_files import ReadPage
from textml.review.desk.wanted import first_line, read_lines

# Where the picture of a page is; the width is added behind it.
_PICTURE = "/api/cuts/picture?page={}&version={}"
# Characters of a line that the list of corrections shows.
_SHOWN = 30


def describe_cut(
    read: ReadPage, cut: CutPage, corrections: Sequence[Correction], own: Sequence[Correction]
) -> dict[str, Any]:
    """Describe a page: its lines, its articles, and what people have corrected.

    Parameters
    ----------
    read : ReadPage
    cut : CutPage
        What it is cut into.
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
        "lines": _describe_lines(read, cut.articles),
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


def _describe_lines(read: ReadPage, articles: Sequence[Article]) -> list[dict[str, Any]]:
    lines, geometry = read_lines(read.page, articles), read.page.geometry
    printed = geometry.lines if geometry and len(geometry.lines) == len(lines.texts) else [None] * len(lines.texts)
    rows = []
    for (number, text), place in zip(lines.texts.items(), printed, strict=True):
        owners = lines.owners[number]
        index, part = owners[0] if owners else (None, "")
        rows.append(
            {
                "number": number,
                "text": text,
                "article": index,
                "part": part,
                "others": [other for other, _ in owners[1:]],
                "box": _round(place.box) if place else None,
            }
        )
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
