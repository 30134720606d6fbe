"""Break valid input: bytes changed, doubled, cut off, moved, and replaced by what readers stumble over."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Sequence

from hypothesis import strategies as st

# Input grows to about this many bytes: long enough to show what is slow, short enough to try thousands.
_LONGEST = 200_000
#: What readers stumble over, in many formats.
_TOKENS: list[str | bytes] = [
    *(b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\r", b"\n", b"\r\n", b"\x1a", b"\x85"),
    *(b"NaN", b"Infinity", b"-1", b"1e999", b"0", b"null", b"true", b'""', b"{}", b"[]", b"1.5", b"2024-02-30"),
    *(b"{", b"[", b'"', b"'", b"\\", b"\\ud800", b"\\u0000", b",", b":", b"=", b"#", b"[[", b"]]", b"\t", b"\x1b[2J"),
    *(b"9" * 30, b"9" * 5000, b"{{" * 900, b"[" * 3000, b'{"a":' * 3000, b"a." * 2000, b"\x00" * 500, b" " * 3000),
    *("渠", "\u3000", "。", "（", "）", "本报讯（记者 何小满）", "（下转2版）", "上接1版", "驻", "——", "“", "\u2028"),
    *("\u200b", "\ufeff", "e\u0301", "\U0010ffff", "２０２４年", "第01版", "=1+1", "../../x"),
    *("渠水".encode(encoding) for encoding in ("gb18030", "big5", "utf-16")),
    *(b"<!DOCTYPE html><p>", b"&#x4e00;"),
]
TOKENS = [token.encode() if isinstance(token, str) else token for token in _TOKENS]


def mutated(good: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Inputs made of valid ones, and some of nothing but bytes or tokens."""
    return st.one_of(_changed(good), _changed(good), _changed(good), st.binary(max_size=300), _joined())


def _joined() -> st.SearchStrategy[bytes]:
    return st.lists(st.sampled_from(TOKENS), max_size=12).map(b"".join)


@st.composite
def _changed(draw: st.DrawFn, good: Sequence[bytes]) -> bytes:
    content = draw(st.sampled_from(good))
    if draw(st.booleans()):
        unpacked = _unpack(content)
        if unpacked:
            parts, pack = unpacked
            at = draw(st.integers(0, len(parts) - 1))
            parts[at] = _edit(draw, parts[at], good)
            return pack(parts)
    return _edit(draw, content, good)


def _unpack(content: bytes) -> tuple[list[bytes], Callable[[list[bytes]], bytes]] | None:
    """The parts of a packed file, which are changed inside, and how to pack them again."""
    if content.startswith(b"\x1f\x8b"):
        return [gzip.decompress(content)], lambda parts: gzip.compress(parts[0], mtime=0)
    if not content.startswith(b"PK"):
        return None
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        names = source.namelist()
        entries = [source.read(name) for name in names]

    def pack(parts: list[bytes]) -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
            for name, part in zip(names, parts, strict=True):
                target.writestr(zipfile.ZipInfo(name), part)
        return packed.getvalue()

    return entries, pack


def _edit(draw: st.DrawFn, content: bytes, good: Sequence[bytes]) -> bytes:
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        stop = min(len(content), start + draw(st.sampled_from((0, 1, 2, 4, 16, 100))))
        piece = draw(
            st.one_of(
                st.sampled_from(TOKENS),
                st.binary(min_size=1, max_size=4),
                st.integers(1, 500).map(lambda times, part=content[start:stop]: part * times),  # type: ignore[misc]
                st.sampled_from(good).map(lambda other, at=start: other[at:]),  # type: ignore[misc]
                st.just(b""),
            )
        )
        content = (content[:start] + piece + content[stop:])[:_LONGEST]
    return content


def crc(content: bytes) -> str:
    """A short name for an input."""
    return f"{zlib.crc32(content):08x}"
