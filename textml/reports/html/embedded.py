"""Values as compressed text inside an HTML file."""

import base64
import gzip
import json
import zlib
from typing import Any

# Tells zlib to write a gzip header, without a time in it, and to look back as far as it can.
_GZIP = 31


def pack(value: Any) -> str:
    """A plain value as base64 of gzip of JSON in UTF-16, the same characters for the same value.

    Base64 has nothing that HTML could take for markup. Chinese in UTF-16 gets a tenth smaller than in UTF-8.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # half a character pair, which no text may hold, becomes a question mark
    whole = text.encode("utf-8", "replace").decode().encode("utf-16-le")
    packer = zlib.compressobj(9, zlib.DEFLATED, _GZIP, 9)
    return base64.b64encode(packer.compress(whole) + packer.flush()).decode()


def unpack(packed: str) -> Any:
    """The value that `pack` was given; what the page's own script does, for tests and for notebooks."""
    return json.loads(gzip.decompress(base64.b64decode(packed)).decode("utf-16-le"))


def json_for_script(value: Any) -> str:
    """A plain value as JSON that may stand inside a script element: no character that could end it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
