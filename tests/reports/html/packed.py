"""What a page holds packed, read as its own script reads it."""

import base64
import gzip
import json
import re
from typing import Any


def unpack(packed: str) -> Any:
    """The value that `pack` was given."""
    return json.loads(gzip.decompress(base64.b64decode(packed)).decode("utf-16-le"))


def unpack_part(page: str, name: str) -> Any:
    """The value that a page holds packed under a name."""
    found = re.search(rf'id="packed-{name}">([^<]*)<', page)
    assert found, name
    return unpack(found[1])
