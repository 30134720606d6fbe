"""Write lines, rules and grey areas as a PDF whose embedded fonts show every character as a small block."""

import struct
import zlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Stroke(NamedTuple):
    """Characters of one size that stand beside each other, in points from the page's upper left corner."""

    text: str
    left: float
    baseline: float
    size: float
    font: str
    weight: int
    spacing: float = 0.0


class Patch(NamedTuple):
    """A rectangle: filled with a grey of 0 (black) to 1 (white), framed, or a picture."""

    left: float
    top: float
    right: float
    bottom: float
    grey: float = 0.0
    kind: str = "fill"


def write_pdf(pages: Iterable[tuple[float, float, Sequence[Stroke], Sequence[Patch]]]) -> bytes:
    """Pages of width, height, strokes and patches; the order of the strokes is that of the file."""
    objects: list[bytes] = [b"", b""]
    fonts: dict[str, int] = {}
    kids: list[int] = []
    picture = _add(objects, _stream(zlib.compress(b"\xaa"), _PICTURE))
    for width, height, strokes, patches in pages:
        for font, weight in dict.fromkeys((s.font, s.weight) for s in strokes):
            if font not in fonts:
                fonts[font] = _add_font(objects, font, weight)
        names = {font: f"F{n}" for n, font in enumerate(fonts)}
        used = " ".join(f"/{name} {fonts[font]} 0 R" for font, name in names.items())
        content = _add(
            objects, _stream(zlib.compress(_content(height, strokes, patches, names), 1), "/Filter /FlateDecode")
        )
        kids.append(
            _add(
                objects,
                (
                    f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.2f} {height:.2f}] /Contents {content} 0 R "
                    f"/Resources << /Font << {used} >> /XObject << /Im {picture} 0 R >> >> >>"
                ).encode(),
            )
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>".encode()
    return _file(objects)


_PICTURE = (
    "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode"
)


def _add(objects: list[bytes], body: bytes) -> int:
    objects.append(body)
    return len(objects)


def _stream(body: bytes, entries: str) -> bytes:
    return f"<< {entries} /Length {len(body)} >>\nstream\n".encode() + body + b"\nendstream"


def _content(height: float, strokes: Sequence[Stroke], patches: Sequence[Patch], names: dict[str, str]) -> bytes:
    parts: list[str] = []
    for p in patches:
        place = f"{p.left:.2f} {height - p.bottom:.2f} {p.right - p.left:.2f} {p.bottom - p.top:.2f}"
        if p.kind == "picture":
            w, h = p.right - p.left, p.bottom - p.top
            parts.append(f"q {w:.2f} 0 0 {h:.2f} {p.left:.2f} {height - p.bottom:.2f} cm /Im Do Q")
        elif p.kind == "frame":
            parts.append(f"q 0.6 w {p.grey:.2f} G {place} re S Q")
        else:
            parts.append(f"q {p.grey:.2f} g {place} re f Q")
    for s in strokes:
        code = s.text.encode("utf-16-be").hex()
        place = f"1 0 0 1 {s.left:.2f} {height - s.baseline:.2f} Tm"
        parts.append(f"BT /{names[s.font]} {s.size:.2f} Tf {s.spacing:.3f} Tc {place} <{code}> Tj ET")
    return "\n".join(parts).encode()


def _add_font(objects: list[bytes], name: str, weight: int) -> int:
    """A Type 0 font whose codes are UTF-16; the thickness of its stems gives its weight away."""
    program = _add(
        objects, _stream(zlib.compress(_FONT_PROGRAM), f"/Length1 {len(_FONT_PROGRAM)} /Filter /FlateDecode")
    )
    # readers take a stem of n for a weight of about 5 n
    descriptor = _add(
        objects,
        (
            f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 "
            f"/Ascent 880 /Descent -120 /CapHeight 700 /StemV {weight // 5} /FontFile2 {program} 0 R >>"
        ).encode(),
    )
    glyphs = _add(objects, _stream(_GLYPHS, "/Filter /FlateDecode"))
    child = _add(
        objects,
        (
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} "
            f"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            f"/FontDescriptor {descriptor} 0 R /DW 1000 /W [32 126 500] /CIDToGIDMap {glyphs} 0 R >>"
        ).encode(),
    )
    unicode = _add(objects, _stream(_TO_UNICODE, "/Filter /FlateDecode"))
    return _add(
        objects,
        (
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [{child} 0 R] "
            f"/ToUnicode {unicode} 0 R >>"
        ).encode(),
    )


def _file(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for n, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{n} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _to_unicode() -> bytes:
    ranges = [f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>" for high in range(256) if not 0xD8 <= high <= 0xDF]
    blocks = "".join(
        f"{len(ranges[at : at + 100])} beginbfrange\n" + "\n".join(ranges[at : at + 100]) + "\nendbfrange\n"
        for at in range(0, len(ranges), 100)
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{blocks}endcmap end end\n"
    ).encode()


def _rectangle(left: int, bottom: int, right: int, top: int) -> bytes:
    """A TrueType outline of one rectangle."""
    xs = (left, 0, right - left, 0)
    ys = (bottom, top - bottom, 0, bottom - top)
    body = struct.pack(">hhhhhHH", 1, left, bottom, right, top, 3, 0) + b"\x01" * 4
    return body + struct.pack(">8h", *xs, *ys)


def _font_program() -> bytes:
    """The smallest TrueType font: an empty glyph, a full-width block, a half-width block and a blank."""
    glyphs = [b"", _rectangle(60, -60, 940, 820), _rectangle(40, 0, 460, 720), b""]
    glyphs = [g + b"\0" * (-len(g) % 4) for g in glyphs]
    offsets = [sum(len(g) for g in glyphs[:n]) for n in range(len(glyphs) + 1)]
    n = len(glyphs)
    widths = b"".join(struct.pack(">Hh", width, 0) for width in (1000, 1000, 500, 1000))
    tables = {
        b"glyf": b"".join(glyphs),
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, 1000, 0, 0, 0, -120, 1000, 880, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">IhhhHhhhhhh4hhH", 0x10000, 880, -120, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, n),
        b"hmtx": widths,
        b"loca": struct.pack(f">{n + 1}I", *offsets),
        b"maxp": struct.pack(">IH13H", 0x10000, n, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    out = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 32)
    at = len(out) + 16 * len(tables)
    body = b""
    for tag, table in sorted(tables.items()):
        out += struct.pack(">4sIII", tag, 0, at + len(body), len(table))
        body += table + b"\0" * (-len(table) % 4)
    return out + body


def _glyph_map() -> bytes:
    blank = {0x20, 0x3000, 0xA0}
    return struct.pack(">65536H", *(3 if c in blank else 2 if c < 0x7F else 1 for c in range(65536)))


_FONT_PROGRAM = _font_program()
_GLYPHS = zlib.compress(_glyph_map(), 9)
_TO_UNICODE = zlib.compress(_to_unicode(), 9)
