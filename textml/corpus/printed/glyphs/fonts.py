"""What the fonts of a PDF say of themselves."""

import re
from ctypes import addressof, create_string_buffer
from typing import NamedTuple

from textml.corpus.printed.glyphs.calls import bind

# Enough for any name: PDF allows 127 bytes.
_NAME_BYTES = 512
_SUBSET = re.compile(r"^[A-Z]{6}\+")
# What names say of weights (400 is regular, 700 bold), in the order in which they are looked for. Hei and 黑 are faces
# without serifs, which Chinese papers use where others use bold; 方正 and 汉仪 name their headline faces in pinyin.
_NAMED_WEIGHTS = (
    (re.compile(r"light|thin|xihei|xiyuan|细|纤", re.I), 300),
    (re.compile(r"semi-?bold|demi-?bold|medium|中等", re.I), 600),
    (re.compile(r"extra-?bold|heavy|black|cuhei|dahei|chaocu|粗黑|大黑|超粗|特粗", re.I), 800),
    (re.compile(r"bold|hei|gothic|biaosong|cusong|黑|粗|标宋", re.I), 700),
)
# Flag ForceBold, PDF 32000-1, table 123.
_FORCE_BOLD = 1 << 18
_REGULAR, _BOLD = 400, 700


class Font(NamedTuple):
    """A font as the file names it.

    Attributes
    ----------
    name : str
        Without the mark of a subset; may be empty.
    weight : int
        From its name and its flags; 400 where neither says more.
    """

    name: str
    weight: int


def read_font(handle: int) -> Font:
    """Read the name and the weight of a font.

    Parameters
    ----------
    handle : int
        Address of pdfium's font; 0 for none.

    Returns
    -------
    Font
    """
    if not handle:
        return Font("", 0)
    buffer = create_string_buffer(_NAME_BYTES)
    length = bind("FPDFFont_GetBaseFontName")(handle, addressof(buffer), _NAME_BYTES)
    name = _SUBSET.sub("", _decode_name(buffer.value if 0 < length <= _NAME_BYTES else b""))
    flags = bind("FPDFFont_GetFlags")(handle)
    return Font(name, weigh(name, flags > 0 and bool(flags & _FORCE_BOLD)))


def weigh(name: str, force_bold: bool = False) -> int:
    """Return the weight that the name of a font tells.

    Parameters
    ----------
    name : str
    force_bold : bool
        Whether the file has it drawn bold.

    Returns
    -------
    int
        In [300, 800].

    >>> weigh("FZXiaoBiaoSong-B05S"), weigh("SimSun"), weigh("NotoSansCJKsc-Light")
    (700, 400, 300)
    """
    named = next((weight for pattern, weight in _NAMED_WEIGHTS if pattern.search(name)), _REGULAR)
    return max(named, _BOLD) if force_bold else named


def _decode_name(raw: bytes) -> str:
    """Decode a name, which older programs wrote in GBK."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")
