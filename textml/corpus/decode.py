"""Bytes of a page file to text, whichever of the encodings of Chinese newspapers they are in."""

import codecs
import unicodedata

from textml.errors import CorpusError

#: Encodings told apart by charset-normalizer on bytes that are neither marked nor valid UTF-8.
LEGACY = ["gb18030", "big5", "utf_16_le", "utf_16_be"]
_ADVICE = "Allowed: UTF-8 (with or without BOM), GB18030, UTF-16, Big5. Convert the file, or take it out of the folder"
_LOOKED_AT = 20_000
_LOST = "\ufffd"
_POINTS = frozenset("，。、；：？！“”‘’（）《》〈〉【】…—·％　\ufeff")
_UNREADABLE = frozenset({"Cc", "Cn", "Co", "Cs"})
# With more broken bytes than this it is another encoding, or no text.
_DAMAGED = 0.05


def decode(raw: bytes, where: str) -> tuple[str, str]:
    """Text of a file and the name of the encoding it is in.

    Parameters
    ----------
    raw : the file's bytes
    where : how errors call the file

    Returns
    -------
    text, encoding : line breaks are ``\\n``, a byte order mark is gone

    Raises
    ------
    CorpusError : the bytes are binary, or text in none of the encodings
    """
    found = _as_marked(raw) or _as_utf8(raw) or _as_legacy(raw) or _as_damaged(raw)
    if found is None:
        raise CorpusError(f"{where}: binary, or text in no known encoding. {_ADVICE}")
    text, encoding = found
    controls = sum(unicodedata.category(c) == "Cc" and c not in "\n\r\t\f" for c in text[:_LOOKED_AT])
    if controls > 0.02 * min(len(text), _LOOKED_AT):
        raise CorpusError(f"{where}: binary, not a page dump ({controls} control characters). {_ADVICE}")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), encoding


def unreadable_share(text: str) -> float:
    """Share of the characters that nobody can read: U+FFFD, private use, unassigned, controls; white space apart.

    Returns
    -------
    float in [0, 1]; 0 for an empty text

    >>> unreadable_share("夜市\ufffd开")
    0.25
    """
    seen = [c for c in text if not c.isspace()]
    lost = sum(c == _LOST or unicodedata.category(c) in _UNREADABLE for c in seen)
    return lost / len(seen) if seen else 0.0


def _as_utf8(raw: bytes) -> tuple[str, str] | None:
    # UTF-16 of Latin text is valid UTF-8 full of NULs
    if b"\x00" in raw[:_LOOKED_AT]:
        return None
    return _strictly(raw, "utf-8")


def _as_marked(raw: bytes) -> tuple[str, str] | None:
    """Text behind a UTF-16 byte order mark."""
    if not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    return _strictly(raw, "utf-16")


def _strictly(raw: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        return raw.decode(encoding), encoding
    except UnicodeDecodeError:
        return None


def _as_legacy(raw: bytes) -> tuple[str, str] | None:
    """What charset-normalizer takes it for; where it takes nothing or UTF-16, the first encoding that gives Chinese."""
    from charset_normalizer import from_bytes

    best = from_bytes(raw, cp_isolation=LEGACY).best()
    if best and not best.encoding.startswith("utf_16"):
        return str(best), best.encoding
    readings = [found for encoding in ("gb18030", "utf-16-le", "utf-16-be") if (found := _strictly(raw, encoding))]
    chinese = next((found for found in readings if _is_chinese(found[0])), None)
    return chinese or ((str(best), best.encoding) if best else None)


def _is_chinese(text: str) -> bool:
    """Whether nine of ten characters are Chinese, Chinese punctuation, or printable ASCII."""
    plain = sum("\u4e00" <= c <= "\u9fff" or c in _POINTS or c.isspace() or " " <= c <= "~" for c in text)
    return plain >= 0.9 * len(text)


def _as_damaged(raw: bytes) -> tuple[str, str] | None:
    """UTF-8 or GB18030 with a few broken bytes, each of which becomes U+FFFD."""
    for encoding in ("utf-8", "gb18030"):
        text = raw.decode(encoding, errors="replace")
        if unreadable_share(text) <= _DAMAGED:
            return text, encoding
    return None
