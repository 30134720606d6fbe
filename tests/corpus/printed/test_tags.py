"""Tags are read of whole files and of damaged ones."""

import time

import pytest

from textml.corpus.printed.tags import decode_markup, read_attributes, read_tags
from textml.errors import CorpusError


def steps(text: str) -> list[str]:
    """Tags as they are written, and texts."""
    shown = {"open": "<{}>", "close": "</{}>", "text": "{}"}
    return [shown[tag.kind].format(tag.name) for tag in read_tags(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<a><b x='1'/>字</a>", ["<a>", "<b>", "</b>", "字", "</a>"]),
        ("<n:A xmlns:n='u'></n:A >", ["<a>", "</a>"]),
        ("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'y>z'>]><a>", ["<a>"]),
        ("<a><!-- <b> --><![CDATA[1 < 2 &amp;]]></a>", ["<a>", "1 < 2 &amp;", "</a>"]),
        ("R&D &amp; 1 < 2 &#x6c40; &nbsp;&unknown;", ["R&D & 1 ", "<", " 2 汀 \xa0&unknown;"]),
        ("<a x='1<b>字</b>", ["<", "a x='1", "<b>", "字", "</b>"]),
        ("<a title='a > b'>字", ["<a>", "字"]),
        ("<!-- 没有结束 <a>字", [" 没有结束 ", "<a>", "字"]),
        ("字<a b='1", ["字"]),
        ("1 < 2", ["1 ", "<", " 2"]),
    ],
)
def test_tags_and_texts(text: str, expected: list[str]) -> None:
    """What is no tag is text or a declaration; a fault takes along nothing that stands behind it."""
    assert steps(text) == expected


def test_attributes() -> None:
    """Quotation marks of both kinds or none; a prefix and capitals do not matter; the first of two counts."""
    assert read_attributes(""" A="1" b='2' xlink:C=3 d = "&lt;汀&#10;" a="9" e f='' /""") == {
        "a": "1",
        "b": "2",
        "c": "3",
        "d": "<汀\n",
        "f": "",
    }


@pytest.mark.parametrize(
    ("declared", "real"),
    [
        ("UTF-8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16", "utf-16-be"),
        ("utf-16le", "utf-16-le"),
        ("GB18030", "gb18030"),
        ("gb2312", "gb18030"),
        ("Big5", "big5"),
        # declared wrongly
        ("UTF-8", "gb18030"),
        ("UTF-16", "utf-8"),
        ("ascii", "utf-8"),
        ("rot13", "utf-8"),
        ("no-such", "utf-8"),
    ],
)
def test_encodings(declared: str, real: str) -> None:
    """The encoding is that of the declaration, unless the bytes say otherwise."""
    text = f'<?xml version="1.0" encoding="{declared}"?><alto>{"汀禾新報今天刊出" * 9}</alto>'
    assert decode_markup(text.encode(real), "a.xml") == text


def test_control_characters_become_spaces() -> None:
    """XML forbids them, and OCR programs write them."""
    assert decode_markup(b"<a>1\x0c2\x00 3\t\n</a>" + b" " * 200, "a.xml").rstrip() == "<a>1 2  3\t\n</a>"


def test_what_is_no_text_is_refused() -> None:
    """Bytes in no encoding are named."""
    with pytest.raises(CorpusError, match=r"a\.xml: binary"):
        decode_markup(b"<alto>" + b"\x81\xff\x80" * 400, "a.xml")


_PIECES = [
    "<",
    "<!--",
    "<![CDATA[",
    "<a x='",
    '<a x="1" ',
    "<a " + "b" * 5000,
    "<!DOCTYPE [",
    "&",
    "<a b=c" * 9,
    "</a ",
]


@pytest.mark.parametrize("piece", _PIECES)
def test_time_is_linear(piece: str) -> None:
    """A megabyte of anything is read within seconds."""
    started = time.process_time()
    for tag in read_tags(piece * ((1 << 20) // len(piece))):
        read_attributes(tag.inside)
    read_attributes(piece * ((1 << 20) // len(piece)))
    assert time.process_time() - started < 5
