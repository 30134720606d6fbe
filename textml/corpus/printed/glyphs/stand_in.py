"""A font that stands in for Chinese fonts which a PDF names and does not hold.

pdfium takes such a font from the machine. Where the machine has none, its characters have no extent, and pdfium leaves
out text objects without one: single characters, vertical headlines, turned text. So every machine gets the same font,
one small mark for all characters; nothing is ever drawn with it. Advances are those of the file in any case.
"""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_void_p, cast, memmove
from functools import cache
from typing import Any

# Character sets of Windows' font mapper: Shift-JIS, Hangul, GB 2312, Big5.
_EAST_ASIAN = frozenset({128, 129, 134, 136})
_GB2312 = 134
_NAME = "textml stand-in"
# The mark is as wide as this, in thousandths of the font size: too narrow to reach into the next character.
_MARK = 200


@contextmanager
def stand_in() -> Iterator[None]:
    """Let pdfium take the stand-in for Chinese fonts that a file does not hold, and its own fonts for others.

    Afterwards it looks for fonts on the machine again.
    """
    import pypdfium2.raw

    ours, _ = _describe_font()
    pypdfium2.raw.FPDF_SetSystemFontInfo(ours)
    try:
        yield
    finally:
        # a new one each time: pdfium takes to pieces what it gets instead
        pypdfium2.raw.FPDF_SetSystemFontInfo(pypdfium2.raw.FPDF_GetDefaultSystemFontInfo())


def build_font() -> bytes:
    """Build the font: TrueType with two glyphs, of which the second is that of all characters.

    Returns
    -------
    bytes
    """
    corners = [(0, 0), (0, _MARK), (_MARK, _MARK), (_MARK, 0)]
    steps = [(x - u, y - v) for (u, v), (x, y) in zip([(0, 0), *corners], corners, strict=False)]
    mark = struct.pack(">5h2H4B", 1, 0, 0, _MARK, _MARK, len(corners) - 1, 0, *[1] * len(corners))
    mark += struct.pack(">8h", *[x for x, _ in steps], *[y for _, y in steps])
    mark += bytes(-len(mark) % 4)
    name = _NAME.encode("utf-16-be")
    return _join_tables(
        {
            # format 13: one glyph for a whole range of characters
            b"cmap": struct.pack(">2H2HI2H6I", 0, 1, 3, 10, 12, 13, 0, 28, 0, 1, 0x20, 0x10FFFF, 1),
            b"glyf": 2 * mark,
            b"head": struct.pack(
                ">4I2H2Q4h2H3h", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, 0, _MARK, _MARK, 0, 8, 2, 1, 0
            ),
            b"hhea": struct.pack(">I3hH11hH", 0x10000, 880, -120, 0, 1000, 0, 0, _MARK, 1, *[0] * 7, 1),
            b"hmtx": struct.pack(">H2h", 1000, 0, 0),
            b"loca": struct.pack(">3I", 0, len(mark), 2 * len(mark)),
            b"maxp": struct.pack(">I14H", 0x10000, 2, 4, 1, 0, 0, 2, *[0] * 8),
            b"name": struct.pack(">9H", 0, 1, 18, 3, 1, 0x409, 1, len(name), 0) + name,
            b"post": struct.pack(">2I2h5I", 0x30000, *[0] * 8),
        }
    )


def _join_tables(tables: dict[bytes, bytes]) -> bytes:
    """Return a TrueType file; `tables` are in the order of their tags."""
    head = struct.pack(">I4H", 0x10000, len(tables), 0, 0, 0)
    body = b""
    for tag, table in tables.items():
        head += struct.pack(">4s3I", tag, 0, 12 + 16 * len(tables) + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return head + body


@cache
def _describe_font() -> tuple[Any, list[Any]]:
    """Return what pdfium asks for fonts, and what must live as long as it."""
    import pypdfium2.raw

    font = build_font()

    def give(_this: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
        found = font if not table else _find_table(font, table.to_bytes(4, "big"))
        return _hand_over(found, buffer, size)

    callbacks = {
        "MapFont": lambda _this, _weight, _italic, charset, *_: 1 if charset in _EAST_ASIAN else None,
        "GetFont": lambda _this, _face: None,
        "GetFontData": give,
        "GetFaceName": lambda _this, _font, buffer, size: _hand_over(_NAME.encode() + b"\0", buffer, size),
        "GetFontCharset": lambda _this, _font: _GB2312,
        "EnumFonts": lambda _this, _mapper: None,
        "DeleteFont": lambda _this, _font: None,
        "Release": lambda _this: None,
    }
    info = pypdfium2.raw.FPDF_SYSFONTINFO()
    info.version = 1
    types = dict(pypdfium2.raw.FPDF_SYSFONTINFO._fields_)
    kept = [types[name](function) for name, function in callbacks.items()]
    for name, function in zip(callbacks, kept, strict=True):
        setattr(info, name, function)
    return info, kept


def _find_table(font: bytes, tag: bytes) -> bytes:
    for start in range(12, 12 + 16 * int.from_bytes(font[4:6], "big"), 16):
        if font[start : start + 4] == tag:
            _, offset, length = struct.unpack(">3I", font[start + 4 : start + 16])
            return font[offset : offset + length]
    return b""


def _hand_over(found: bytes, buffer: Any, size: int) -> int:
    """Write into a buffer of pdfium, if it is large enough, and return how long it has to be."""
    if found and size >= len(found):
        memmove(cast(buffer, c_void_p), found, len(found))
    return len(found)
