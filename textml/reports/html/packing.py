"""Values packed into the HTML file that shows them."""

import base64
import json
import sys
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np

# Tells zlib to write a gzip header, without a time in it, and to look back as far as it can.
_GZIP = 31
# Level 7 takes a quarter longer for articles that are two thousandths smaller, level 4 a quarter less for larger ones.
_LEVEL, _MEMORY = 5, 9
# Texts whose characters are looked up together: some megabytes.
_AT_ONCE = 1000


def pack(value: Any) -> str:
    """A plain value as base64 of gzip of JSON in UTF-16; the same value always gives the same characters.

    Base64 has nothing that HTML could take for markup. Chinese in UTF-16 gets a tenth smaller than in UTF-8.
    """
    # half of a surrogate pair, which no UTF can write, becomes a question mark
    whole = _to_json(value).encode("utf-8", "replace").decode().encode("utf-16-le")
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP, _MEMORY)
    return base64.b64encode(packer.compress(whole) + packer.flush()).decode()


def find_characters(texts: Sequence[str]) -> str:
    """Find the different characters of many texts, in order.

    >>> find_characters(["水库", "水位"])
    '位库水'
    """
    seen = np.zeros(sys.maxunicode + 1, dtype=bool)
    for start in range(0, len(texts), _AT_ONCE):
        # halves of surrogate pairs, which no UTF can write, are characters here
        block = "".join(texts[start : start + _AT_ONCE]).encode("utf-32-le", "surrogatepass")
        seen[np.frombuffer(block, dtype="<u4")] = True
    return "".join(map(chr, np.flatnonzero(seen).tolist()))


def json_for_script(value: Any) -> str:
    """A plain value as JSON inside a script element: without any character that could end the element."""
    text = _to_json(value)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
