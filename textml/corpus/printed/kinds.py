"""Tell by their content which files say where their lines are printed."""

import re
from typing import Literal

PrintedKind = Literal["pdf", "alto", "hocr", ""]

# PDF readers accept so many bytes before a PDF's first line, and so many behind its last.
_AROUND_PDF = 1024
# Bytes from the beginning in which the first element stands: before it there is a licence or a document type at most.
_BEFORE_ROOT = 1 << 16
# Bytes in which a page of hOCR begins: before it there are styles and scripts at most.
_BEFORE_PAGE = 1 << 20
_SKIPPED = re.compile(r"\s+|<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\][^>]*)?>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z_][\w:.-]*+)")
_OCR_CLASS = re.compile(
    r"<\w+\s[^<>]{0,2000}?\bclass\s*=\s*[\"']?[\w \t-]*?\bocrx?_(?:page|carea|block|par|line|word)\b"
)


def find_kind(raw: bytes) -> PrintedKind:
    """Tell what kind of printed file this is; its name does not matter.

    Parameters
    ----------
    raw : bytes
        Content of the file, or its first megabyte.

    Returns
    -------
    str
        ``pdf``, ``alto``, ``hocr``; empty for everything else.

    >>> find_kind(b"%PDF-1.7"), find_kind(b"<alto><Layout/></alto>"), find_kind(b"<p class='ocr_line'>"), find_kind(b"")
    ('pdf', 'alto', 'hocr', '')
    """
    if _is_pdf(raw):
        return "pdf"
    start = read_start(raw)
    root = find_root(start)
    if root == "alto":
        return "alto"
    return "hocr" if root and _OCR_CLASS.search(start) else ""


def _is_pdf(raw: bytes) -> bool:
    head = raw[:_AROUND_PDF]
    # a page that tells of PDF may have the mark in its text, but not the end of one
    return head.lstrip(b"\xef\xbb\xbf \t\r\n\f\0").startswith(b"%PDF-") or (
        b"%PDF-" in head and b"startxref" in raw[-2 * _AROUND_PDF :]
    )


def read_start(raw: bytes) -> str:
    """The beginning of a file, of which only ASCII has to be right.

    Parameters
    ----------
    raw : bytes

    Returns
    -------
    str
    """
    start = raw[:_BEFORE_PAGE]
    if start.startswith((b"\xff\xfe", b"\xfe\xff", b"\0<\0")) or (start[:1] == b"<" and start[1:4:2] == b"\0\0"):
        # every second byte of ASCII in UTF-16 is zero
        start = start.replace(b"\0", b"")
    return start.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").removeprefix(b"\xef\xbb\xbf").decode("latin-1")


def find_root(start: str) -> str:
    """Name of a file's first element in small letters, without prefix; empty where it does not begin with one.

    Parameters
    ----------
    start : str
        From `read_start`.

    Returns
    -------
    str

    >>> find_root('<?xml version="1.0"?><!-- scanned --><a:alto>')
    'alto'
    """
    at, head = 0, start[:_BEFORE_ROOT]
    while skipped := _SKIPPED.match(head, at):
        at = skipped.end()
    found = _ROOT.match(head, at)
    return found[1].rpartition(":")[2].lower() if found else ""
