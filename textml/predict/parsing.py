"""Content of the files of a run as values of the types that the stages wrote."""

import io
import json
from collections.abc import Iterable, Mapping
from itertools import islice
from sys import intern
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from pydantic import TypeAdapter

if TYPE_CHECKING:
    import scipy.sparse as sp

T = TypeVar("T")
E = TypeVar("E")

# Lines that are plain values, values and plain values again at a time.
_LINES = 1000


def parse_json(content: bytes, kind: type[T]) -> T:
    """Parse JSON that was written from a value of a type.

    It has to give the same JSON again: what has other keys, other types or NaN was not written from such a value.

    Parameters
    ----------
    content : bytes
        The file.
    kind : type
        A dataclass, or lists and dicts of some.

    Raises
    ------
    ValueError, RecursionError
        It is no JSON, or of another type.

    Examples
    --------
    >>> parse_json(b'["a"]', list[str])
    ['a']
    """
    return _validate(TypeAdapter(kind), _load(content))


def parse_lines(lines: Iterable[bytes], kind: type[list[E]]) -> list[E]:
    """Parse JSON lines, each of which was written from a value of a type, some at a time.

    Parameters
    ----------
    lines : iterable of bytes
        Lines of the file with their ends.
    kind : type
        List of what a line holds.

    Raises
    ------
    ValueError, RecursionError
        As for `parse_json`.

    Examples
    --------
    >>> parse_lines([b'"a"\\n', b'"b"\\n'], list[str])
    ['a', 'b']
    """
    adapter, values, rest = TypeAdapter(kind), list[E](), iter(lines)
    while block := list(islice(rest, _LINES)):
        found: list[E] = _validate(adapter, [_load(line) for line in block])
        values += found
    return values


def _validate(adapter: TypeAdapter[T], plain: Any) -> T:
    value = adapter.validate_python(plain)
    if adapter.dump_python(value, mode="json") != plain:
        raise ValueError("keys that do not belong there")
    return value


def _load(content: bytes) -> Any:
    return _DECODER.decode(content.decode())


def _share_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A row whose columns are named by the same objects as those of all others: names are longer than most values."""
    return {intern(name): value for name, value in pairs}


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number of JSON")


# One for all lines: making one takes longer than reading a line.
_DECODER = json.JSONDecoder(parse_constant=_refuse, object_pairs_hook=_share_names)


def has_columns(row: Mapping[str, Any], types: Mapping[str, Any]) -> bool:
    """Whether a row has just these columns, with cells of these types.

    Parameters
    ----------
    row : mapping
        Cells by column.
    types : mapping
        Types by column.
    """
    return row.keys() == types.keys() and all(isinstance(row[name], kind) for name, kind in types.items())


def read_counts(content: bytes, n_articles: int) -> "sp.csr_matrix":
    """Read word counts from an npz file.

    Parameters
    ----------
    content : bytes
        The file.
    n_articles : int
        How many articles they are of.

    Raises
    ------
    ValueError, LookupError, zipfile.BadZipFile
        They are no counts of so many articles.
    """
    import scipy.sparse as sp

    with np.load(io.BytesIO(content), allow_pickle=False) as kept:
        counts = sp.csr_matrix((kept["data"], kept["indices"], kept["indptr"]), shape=tuple(kept["shape"]))
    # positions outside the matrix would be read outside its memory
    counts.check_format(full_check=True)
    if counts.shape[0] != n_articles or counts.dtype.kind not in "iu" or (counts.data < 0).any():
        raise ValueError(f"no counts of {n_articles} articles")
    return counts
