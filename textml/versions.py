"""Versions of the libraries, the digest of textml's own code, and format numbers."""

import hashlib
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path

_CODE = (".css", ".jinja", ".mjs", ".py", ".toml", ".txt")
_LIBRARIES = ("gensim", "jieba", "numba", "numpy", "pypdfium2", "scikit-learn", "scipy", "skops")


def versions() -> dict[str, str]:
    """Versions of Python, textml and the libraries by their names."""
    return {"textml": version("textml"), "python": platform.python_version()} | {
        name: version(name) for name in _LIBRARIES
    }


def made_with() -> dict[str, str]:
    """Everything that decides the results besides input and settings: versions, and the digest of the code."""
    return {**versions(), "code of textml": hash_code()}


@cache
def hash_code() -> str:
    """sha256 over the files of textml that decide the results."""
    package = Path(__file__).parent
    files = [file for file in sorted(package.rglob("*")) if file.suffix in _CODE]
    sums = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    return hashlib.sha256("".join(sums).encode()).hexdigest()


def is_format(found: object, wanted: int) -> bool:
    """Whether a format number that was read from JSON is the wanted one; JSON's true would be equal to 1."""
    return type(found) is int and found == wanted
