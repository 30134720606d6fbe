"""Content of the files of a run as values of the types that the stages wrote."""

import io
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from pydantic import TypeAdapter

if TYPE_CHECKING:
    import scipy.sparse as sp

T = TypeVar("T")


def parse_json(content: bytes, kind: type[T], lines: bool = False) -> T:
    """Parse JSON that was written from a value of a type.

    It has to give the same JSON again: what has other keys, other types or NaN was not written from such a value.

    Parameters
    ----------
    content : bytes
        The file.
    kind : type
        A dataclass, or lists and dicts of some; a list for lines.
    lines : bool
        Whether each line is an element of a list.

    Raises
    ------
    ValueError, RecursionError
        It is no JSON, or of another type.

    Examples
    --------
    >>> parse_json(b'["a"]', list[str]), parse_json(b'"a"\\n"b"\\n', list[str], lines=True)
    (['a'], ['a', 'b'])
    """
    rows = content.removesuffix(b"\n").split(b"\n") if content else []
    plain = [_load(row) for row in rows] if lines else _load(content)
    adapter = TypeAdapter(kind)
    value = adapter.validate_python(plain)
    if adapter.dump_python(value, mode="json") != plain:
        raise ValueError("keys that do not belong there")
    return value


def _load(content: bytes) -> Any:
    return json.loads(content, parse_constant=_refuse)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number of JSON")


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
