"""Take the text out of HTML: headings and paragraphs in their order, without scripts, styles and navigation."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from html import unescape

# html.parser needs quadratic time for tags that are not closed (before Python 3.13.6); these patterns are linear.
_TAG = re.compile(r"<(/?[a-zA-Z][^\s/<>]*+)(?:(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+|[^<>]*+)>")
_DECLARATION = re.compile(r"<[!?][^<>]*>")
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
# Encodings that pages declare; those that say GB2312 or GBK have characters of GB18030.
_ENCODINGS = dict.fromkeys((b"gb2312", b"gbk", b"gb18030"), "gb18030") | {b"big5": "big5", b"big5-hkscs": "big5hkscs"}
_JSON = re.compile(r'[\[{]\s*(?:\{\s*)?"\w+"\s*:')
# Bytes of a page in which its encoding is declared.
_HEAD = 4096

# Elements whose content is no markup, and elements that hold nothing to read.
_RAW = frozenset({"script", "style", "title", "textarea", "xmp"})
_DROPPED = frozenset({"nav", "footer", "aside", "select", "button", "noscript", "template", "svg", "iframe", "object"})
_HEADINGS = frozenset({"h1", "h2", "h3"})
# Elements within a line of text; all others begin a new one.
_INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img"}
    | {"ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong"}
    | {"sub", "sup", "time", "tt", "u", "var", "wbr"}
)
# Elements by which HTML without its frame is known.
_COMMON = re.compile(
    r"</?(?:html|head|body|p|div|span|font|table|tr|td|ul|li|h[1-6]|br|a|b|strong|script|style)\b[^<>]*>", re.IGNORECASE
)
_BEGINS = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
# Share of characters inside tags from which text without a frame is HTML; a story about HTML has fewer.
_MARKUP = 0.1
# Characters of the window's title that can be a headline.
_LONGEST_TITLE = 200
# Lines from the top among which a headline may be that the title repeats.
_NEAR_TOP = 5
_HAN = "\u3400-\u9fff，。、；：？！“”（）《》"
_BREAK_IN_CHINESE = re.compile(rf"(?<=[{_HAN}])[ \t]*\n\s*(?=[{_HAN}])")
# What a paper's site puts around the headline in the title of its window: the paper's name, and the channel's.
_PAPER = "报|网|在线|新闻|社|频道|中心|平台|客户端|[电数].版"
_SITE = re.compile(rf"^[^-_|–—]*[报版]\s*[-_|–—]+|(?:\s*[_|][^-_|–—]{{1,8}})?\s*[-_|–—]+[^-_|–—]*(?:{_PAPER})\s*$")


def is_html(text: str) -> bool:
    """Return whether a text is HTML, and not a text in which a tag occurs.

    >>> is_html("<!DOCTYPE html><title>夜市</title>"), is_html("网页里写着<b>夜市</b>，a < b。")
    (True, False)
    """
    if "<" not in text:
        return False
    if _BEGINS.match(text):
        return True
    tags = _COMMON.findall(text)
    return sum(tag.startswith("</") for tag in tags) > 1 and sum(map(len, tags)) > _MARKUP * len(text)


def find_other_kind(text: str) -> str:
    """Return what a text is that is no prose and no HTML: XML or JSON; empty for all others."""
    start = text[:_HEAD].lstrip()
    if start.startswith("<?xml"):
        return "XML"
    return "JSON, which is read as .jsonl," if _JSON.match(start) else ""


def decode_html(raw: bytes) -> tuple[str, str] | None:
    """Decode a page in the encoding that it declares.

    Parameters
    ----------
    raw : bytes

    Returns
    -------
    text, encoding : str or None
        None for a page that declares none of those in which Chinese pages are, is UTF-8 whatever it declares, or cannot
        be decoded so.

    >>> decode_html('<meta charset="gb2312">夜市'.encode("gbk"))
    ('<meta charset="gb2312">夜市', 'gb18030')
    """
    found = _DECLARED.search(raw[:_HEAD])
    encoding = _ENCODINGS.get(found[1].lower()) if found and raw.lstrip().startswith(b"<") else None
    if encoding is None or _decodes(raw, "utf-8") or not _decodes(raw, encoding):
        return None
    return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n"), encoding


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def read_html(text: str) -> str:
    """Take the text out of an HTML page.

    Parameters
    ----------
    text : str
        The page with its tags.

    Returns
    -------
    str
        The headline in the first line, and every paragraph in a line of its own. The title of the window is the
        headline where the page has no heading. Lines that are mostly links are left out.

    >>> read_html("<title>夜市重开-汀禾日报</title><body><p>沙埠镇夜市<b>昨晚</b>重开。<p><a href='/'>首页</a>")
    '夜市重开\\n沙埠镇夜市昨晚重开。'
    """
    page = _Page({name for name in _DROPPED if _is_balanced(text, name)})
    for tag, data in _tokenize(text):
        page.add(tag, data)
    page.end_line()
    headline = _SITE.sub("", page.title).strip() or page.title
    if headline and not page.has_heading and headline not in page.lines[:_NEAR_TOP]:
        return "\n".join([headline, *page.lines])
    return "\n".join(page.lines)


def _is_balanced(text: str, name: str) -> bool:
    """Whether an element is closed as often as it is opened; one that is not would take the rest of the page along."""
    opened, closed = (sum(1 for _ in re.finditer(rf"<{end}{name}\b", text, re.IGNORECASE)) for end in ("", "/"))
    return opened == closed


def _tokenize(text: str) -> Iterator[tuple[str, str]]:
    """Tags as ("p", "") and ("/p", ""), the text between them as ("", text), and ("title", text)."""
    at, has_comments = 0, True
    unclosed: set[str] = set()
    while at < len(text):
        start = text.find("<", at)
        if start != at:
            yield "", unescape(text[at : start if start >= 0 else len(text)])
        if start < 0:
            return
        at = start + 1
        if has_comments and text.startswith("<!--", start):
            stop = text.find("-->", start)
            has_comments = stop >= 0
            at = stop + 3 if has_comments else start + 4
        elif found := _TAG.match(text, start):
            name, at = found[1].lower(), found.end()
            if name not in _RAW:
                yield name, ""
                continue
            end = None if name in unclosed else re.compile(rf"</{name}[^<>]*>", re.IGNORECASE).search(text, at)
            if name == "title" and end:
                yield name, unescape(text[at : min(end.start(), at + _HEAD)])
            if end:
                at = end.end()
            elif name == "title":
                unclosed.add(name)
            else:
                # a page that was cut off in the middle of a script
                return
        elif found := _DECLARATION.match(text, start):
            at = found.end()
        else:
            yield "", "<"


class _Page:
    """The lines of a page as they grow, tag by tag."""

    def __init__(self, dropped: AbstractSet[str]) -> None:
        self.title = ""
        self.lines: list[str] = []
        self.has_heading = False
        self._dropped = dropped
        self._depth = 0
        self._in_link = self._in_pre = self._in_heading = False
        self._text: list[str] = []
        self._linked: list[bool] = []

    def add(self, tag: str, data: str) -> None:
        """Take a token of `_tokenize`."""
        if tag == "title":
            self.title = self.title or _tidy(data)[:_LONGEST_TITLE]
        elif not tag:
            self._add_text(data)
        else:
            self._add_tag(tag, tag.lstrip("/"))

    def _add_text(self, data: str) -> None:
        if self._depth:
            return
        first, *more = data.split("\n") if self._in_pre else [data]
        self._add_piece(first)
        for piece in more:
            self.end_line()
            self._add_piece(piece)

    def _add_piece(self, piece: str) -> None:
        self._text.append(piece)
        self._linked.append(self._in_link)

    def _add_tag(self, tag: str, name: str) -> None:
        if name in self._dropped:
            self._depth = max(0, self._depth + (1 if tag == name else -1))
        if name == "a":
            self._in_link = tag == name
        elif name not in _INLINE:
            self.end_line()
            self._in_pre = tag == name if name == "pre" else self._in_pre
            self._in_heading = tag == name if name in _HEADINGS else self._in_heading

    def end_line(self) -> None:
        """Keep the line so far, unless it is empty or mostly links."""
        line = _tidy("".join(self._text))
        told, linked = (self._count(is_linked) for is_linked in (False, True))
        # a sentence may be one link; menus have none
        is_navigation = linked > 0 and linked >= told and "。" not in line and not self._in_heading
        if line and not is_navigation:
            self.lines.append(line)
            self.has_heading = self.has_heading or self._in_heading
        self._text, self._linked = [], []

    def _count(self, is_linked: bool) -> int:
        """Letters, digits and Chinese characters of the line that are in links, or that are not."""
        pieces = zip(self._text, self._linked, strict=True)
        return sum(c.isalnum() for piece, linked in pieces if linked is is_linked for c in piece)


def _tidy(text: str) -> str:
    """A line with single spaces, and without those that breaking lines has put into Chinese."""
    return " ".join(_BREAK_IN_CHINESE.sub("", text).split())
