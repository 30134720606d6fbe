"""Values packed into the HTML file that shows them."""

import base64
import json
import zlib
from typing import Any

# Tells zlib to write a gzip header, without a time in it, and to look back as far as it can.
_GZIP = 31
# Level 9 takes three times as long for a page that is three thousandths smaller.
_LEVEL, _MEMORY = 7, 9


def pack(value: Any) -> str:
    """A plain value as base64 of gzip of JSON in UTF-16; the same value always gives the same characters.

    Base64 has nothing that HTML could take for markup. Chinese in UTF-16 gets a tenth smaller than in UTF-8.
    """
    # half of a surrogate pair, which no UTF can write, becomes a question mark
    whole = _to_json(value).encode("utf-8", "replace").decode().encode("utf-16-le")
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP, _MEMORY)
    return base64.b64encode(packer.compress(whole) + packer.flush()).decode()


def json_for_script(value: Any) -> str:
    """A plain value as JSON inside a script element: without any character that could end the element."""
    text = _to_json(value)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
