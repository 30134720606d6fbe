"""Decode page files in any of the encodings that Chinese newspapers use."""

import codecs
import unicodedata
from collections import Counter

from textml.errors import CorpusError

#: Encodings among which charset-normalizer chooses for bytes without a byte order mark that are not UTF-8.
LEGACY = ["gb18030", "big5", "utf_16_le", "utf_16_be"]
_ADVICE = "Allowed: UTF-8 (with or without BOM), GB18030, UTF-16, Big5. Convert the file, or remove it from the folder"
# Characters from the beginning that are searched for control characters.
_SAMPLE = 20_000
# Share of control characters above which a file is binary.
_BINARY = 0.02
# Share of characters that have to be Chinese or printable ASCII in a text without other signs of its encoding.
_CHINESE = 0.9
_LOST = "\ufffd"
_PUNCTUATION = frozenset("，。、；：？！“”‘’（）《》〈〉【】…—·％　\ufeff")
_UNREADABLE = frozenset({"Cc", "Cn", "Co", "Cs"})
# Share of broken characters above which a text is in another encoding, or no text.
_DAMAGED = 0.05


def decode(raw: bytes, where: str) -> tuple[str, str]:
    """Decode the bytes of a file.

    Parameters
    ----------
    raw : bytes
        Content of the file.
    where : str
        Name of the file for error messages.

    Returns
    -------
    text : str
        With line breaks as ``\\n`` and without byte order mark.
    encoding : str
        Name of the encoding.

    Raises
    ------
    CorpusError
        The bytes are binary, or text in none of the known encodings.
    """
    found = _as_marked(raw) or _as_utf8(raw) or _as_legacy(raw) or _as_damaged(raw)
    if found is None:
        raise CorpusError(f"{where}: binary, or text in no known encoding. {_ADVICE}")
    text, encoding = found
    controls = sum(unicodedata.category(c) == "Cc" and c not in "\n\r\t\f" for c in text[:_SAMPLE])
    if controls > _BINARY * min(len(text), _SAMPLE):
        raise CorpusError(f"{where}: binary, not a page dump ({controls} control characters). {_ADVICE}")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), encoding


def unreadable_share(text: str) -> float:
    """Return the share of characters that nobody can read: U+FFFD, private use, unassigned and control characters.

    Parameters
    ----------
    text : str

    Returns
    -------
    float
        In [0, 1]; white space does not count, and an empty text has 0.

    >>> unreadable_share("夜市\ufffd开")
    0.25
    """
    counts = Counter(text)
    seen = sum(n for c, n in counts.items() if not c.isspace())
    lost = sum(n for c, n in counts.items() if _is_unreadable(c) and not c.isspace())
    return lost / seen if seen else 0.0


def _is_unreadable(c: str) -> bool:
    return c == _LOST or unicodedata.category(c) in _UNREADABLE


def _as_utf8(raw: bytes) -> tuple[str, str] | None:
    # UTF-16 of Latin text is valid UTF-8 full of NULs
    if b"\x00" in raw[:_SAMPLE]:
        return None
    return _try_decode(raw, "utf-8")


def _as_marked(raw: bytes) -> tuple[str, str] | None:
    """Decode text with a UTF-16 byte order mark."""
    if not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    return _try_decode(raw, "utf-16")


def _try_decode(raw: bytes, encoding: str) -> tuple[str, str] | None:
    try:
        return raw.decode(encoding), encoding
    except UnicodeDecodeError:
        return None


def _as_legacy(raw: bytes) -> tuple[str, str] | None:
    """Decode as charset-normalizer suggests.

    Where it suggests UTF-16 or nothing, the first encoding that gives Chinese is taken.
    """
    from charset_normalizer import from_bytes

    best = from_bytes(raw, cp_isolation=LEGACY).best()
    # a few characters of GB2312 may pass for Big5; many never do, nor the other way about
    if best and best.encoding == "big5" and _try_decode(raw, "gb2312"):
        return _try_decode(raw, "gb18030")
    if best and not best.encoding.startswith("utf_16"):
        return str(best), best.encoding
    readings = [found for encoding in ("gb18030", "utf-16-le", "utf-16-be") if (found := _try_decode(raw, encoding))]
    chinese = next((found for found in readings if _is_chinese(found[0])), None)
    return chinese or ((str(best), best.encoding) if best else None)


def _is_chinese(text: str) -> bool:
    """Return whether nearly all characters are Chinese, Chinese punctuation, or printable ASCII."""
    counts = Counter(text)
    plain = sum(
        n for c, n in counts.items() if "\u4e00" <= c <= "\u9fff" or c in _PUNCTUATION or c.isspace() or " " <= c <= "~"
    )
    return plain >= _CHINESE * len(text)


def _as_damaged(raw: bytes) -> tuple[str, str] | None:
    """Decode UTF-8 or GB18030 with a few broken bytes, each of which becomes U+FFFD."""
    for encoding in ("utf-8", "gb18030"):
        text = raw.decode(encoding, errors="replace")
        if unreadable_share(text) <= _DAMAGED:
            return text, encoding
    return None
