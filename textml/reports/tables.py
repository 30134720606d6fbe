"""Tables of results as CSV, JSON lines or Parquet."""

import json
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from textml.errors import ArtifactError

Row = Mapping[str, Any]


def _as_csv(rows: Sequence[Row]) -> bytes:
    import csv

    target = StringIO()
    writer = csv.DictWriter(target, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _safe_cell(value) for name, value in row.items()} for row in rows)
    # the mark tells spreadsheets that this is UTF-8; without it they show Chinese as mojibake
    return target.getvalue().encode("utf-8-sig")


def _as_jsonl(rows: Sequence[Row]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _as_parquet(rows: Sequence[Row]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    target = BytesIO()
    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows]), target)
    return target.getvalue()


#: How a table is written, by the ending of the file's name.
FORMATS: dict[str, Callable[[Sequence[Row]], bytes]] = {".csv": _as_csv, ".jsonl": _as_jsonl, ".parquet": _as_parquet}


def table_bytes(rows: Sequence[Row], name: str) -> bytes:
    """Rows as the bytes of a table.

    Parameters
    ----------
    rows : all with the same keys, in the same order
    name : its ending chooses the format: .csv, .jsonl or .parquet

    Raises
    ------
    ArtifactError : another ending
    """
    return table_format(name)(rows)


def table_format(name: str) -> Callable[[Sequence[Row]], bytes]:
    """Writer for a file's name.

    Raises
    ------
    ArtifactError : an ending that is none of FORMATS
    """
    ending = Path(f"table{name}").suffix.lower()
    if ending not in FORMATS:
        raise ArtifactError(
            f"{name}: unknown kind of table {ending!r}. Allowed: {', '.join(sorted(FORMATS))}. Change the "
            f"ending of --out"
        )
    return FORMATS[ending]


def _safe_cell(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t"):
        return f"'{value}"
    return value
