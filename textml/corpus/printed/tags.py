"""Read the tags and the text of XML and of HTML, damaged files too.

A parser of XML stops at the first fault and gives nothing of what stands behind it; OCR programs write `&` for `&amp;`
and control characters, and files are cut off. This reader goes on, in time linear in the file's length. It resolves no
entity but HTML's own and opens no other file, so what a document type declares can do no harm.
"""

import codecs
import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from textml.corpus.decode import decode

# A tag ends before the next "<" at the latest, so that one whose ">" or quotation mark is missing takes no more along.
_TAG = re.compile(r"<(/?)([A-Za-z_][\w:.-]*+)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+|[^<>]*+)>")
_BEGUN = re.compile(r"</?[A-Za-z_]")
# The character before a name is looked at first: a long name is then tried once and not from each of its letters.
_ATTRIBUTE = re.compile(r"(?<![\w:.-])([\w:.-]++)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>=]++))")
_DECLARED = re.compile(
    r"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{1,40})|<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.I
)
# Characters from the beginning in which the encoding is declared.
_HEAD = 4096
# What XML forbids, and OCR programs write all the same.
_CONTROLS = {code: " " for code in (*range(0x20), 0x7F, 0xFFFE, 0xFFFF) if chr(code) not in "\t\n\r"}
# Those whose characters are all in GB18030, which pages have in truth.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "big5": "big5hkscs"}


class Tag(NamedTuple):
    """One step through a file: a tag, or the text between two tags.

    Attributes
    ----------
    kind : str
        ``open``, ``close`` or ``text``. A tag that closes itself is both.
    name : str
        Of the element in small letters, without its namespace's prefix; of text the text itself.
    inside : str
        What stands in the tag behind the name, for `read_attributes`.
    at : int
        Where it begins, in characters from the beginning of the file.
    """

    kind: str
    name: str
    inside: str
    at: int


def decode_markup(raw: bytes, name: str) -> str:
    """Decode XML or HTML as it declares, or as its bytes say where it declares nothing or declares it wrongly.

    Parameters
    ----------
    raw : bytes
    name : str
        Of the file, for messages.

    Returns
    -------
    str
        With a space for every control character.

    Raises
    ------
    CorpusError
        It is text in no known encoding.

    >>> decode_markup('<?xml version="1.0" encoding="GB18030"?><alto/>汀'.encode("gb18030"), "a.xml")[-1]
    '汀'
    """
    encoding = _find_declared(raw)
    if encoding:
        try:
            return raw.decode(encoding).removeprefix("\ufeff").translate(_CONTROLS)
        except (UnicodeError, LookupError):
            pass  # declared wrongly
    return decode(raw, name)[0].translate(_CONTROLS)


def _find_declared(raw: bytes) -> str:
    """Encoding by byte order mark, by the zeros beside the first "<", or as declared; empty for none."""
    if raw.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # two characters of markup are ASCII, whatever the second is
    if raw.startswith(b"<") and raw[1:4:2] == b"\0\0":
        return "utf-16-le"
    if raw.startswith(b"\0<") and raw[2:3] == b"\0":
        return "utf-16-be"
    found = _DECLARED.search(raw[:_HEAD].decode("latin-1"))
    declared = (found[1] or found[2]).lower() if found else ""
    try:
        known = codecs.lookup(declared).name if declared else ""
    except LookupError:
        return ""
    # a file whose declaration can be read byte by byte is in no UTF-16, whatever it declares; rot13 is no encoding
    is_text = declared and not known.startswith("utf-16") and not known.startswith("utf-32")
    return _WIDER.get(known, known) if is_text else ""


def read_tags(text: str) -> Iterator[Tag]:
    """Go through the tags and texts of a file in their order; comments and declarations are left out.

    Parameters
    ----------
    text : str
        From `decode_markup`.

    Yields
    ------
    Tag

    >>> [tag[:2] for tag in read_tags("<p>夜市<br/></p>")]
    [('open', 'p'), ('text', '夜市'), ('open', 'br'), ('close', 'br'), ('close', 'p')]
    """
    at, n, last = 0, len(text), text.rfind(">")
    ends = dict.fromkeys(("-->", "]]>"), True)
    while at < n:
        start = text.find("<", at)
        start = n if start < 0 else start
        if start > at:
            yield Tag("text", unescape(text[at:start]), "", at)
        if start == n:
            return
        found = _TAG.match(text, start)
        if found:
            closes, name, inside = found.groups()
            name = name.rpartition(":")[2].lower()
            if not closes:
                yield Tag("open", name, inside, start)
            if closes or inside.endswith("/"):
                yield Tag("close", name, "", start)
            at = found.end()
        elif start > last and _BEGUN.match(text, start):
            return  # the file is cut off in a tag
        else:
            at, literal = _skip(text, start, ends)
            if literal:
                yield Tag("text", literal, "", start)


def _skip(text: str, start: int, ends: dict[str, bool]) -> tuple[int, str]:
    """Where what is no tag ends, and what of it is text; `ends` keeps which ends the rest of the file lacks."""
    for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>")):
        if text.startswith(opening, start):
            end = text.find(closing, start + len(opening)) if ends[closing] else -1
            ends[closing] = end >= 0
            if end < 0:
                return start + len(opening), ""
            return end + len(closing), text[start + len(opening) : end] if closing == "]]>" else ""
    if text.startswith(("<!", "<?"), start):
        return _end_of_declaration(text, start), ""
    return start + 1, "<"


def _end_of_declaration(text: str, start: int) -> int:
    """Where a declaration ends; a document type may hold others in square brackets."""
    end = text.find(">", start)
    if end < 0:
        return len(text)
    if text.startswith("<!DOCTYPE", start) and "[" in text[start:end]:
        closed = text.find("]", start)
        end = text.find(">", closed) if closed >= 0 else end
    return len(text) if end < 0 else end + 1


def read_attributes(inside: str) -> dict[str, str]:
    """Attributes of a tag by their names in small letters, without prefixes; the first of two alike counts.

    Parameters
    ----------
    inside : str
        `Tag.inside`

    Returns
    -------
    dict of str to str

    >>> read_attributes(' HPOS="12" CONTENT="R&amp;D" /')
    {'hpos': '12', 'content': 'R&D'}
    """
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(inside):
        found.setdefault(name.rpartition(":")[2].lower(), unescape(double or single or bare))
    return found
