"""Tables as Parquet, in row groups that fit into memory."""

from collections.abc import Iterator
from io import SEEK_END
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from textml.corpus.formats.lines import LONGEST_LINE
from textml.corpus.formats.rows import BadCell, Numbered, check_columns
from textml.errors import CorpusError

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

# Rows of a row group: small groups make a file long and slow to read, large ones have to fit into memory.
_GROUP_ROWS = 50_000
# Rows read at a time: a row group of another program may be as large as its file.
_BATCH_ROWS = 1000
# Bytes of these rows, by the mean of their row group; fewer rows are read at a time where they are long.
_BATCH_BYTES = 1 << 25
# Bytes of a row, by the mean of its row group, as the longest line of other tables.
_LONGEST_ROW = LONGEST_LINE
# A row group unpacks to at most this many times the size of its file, if it is not small anyway. Text packs to a tenth;
# a page of a column, which is unpacked as a whole, may be as large as its row group.
_MOST_UNPACKED, _SMALL_GROUP = 500, 1 << 28
# Bytes read at a time, for the same reason.
_BUFFER_BYTES = 1 << 20


class Parquet:
    """A Parquet file, compressed by zstd."""

    def __init__(self, file: BinaryIO, schema: "pa.Schema") -> None:
        import pyarrow.parquet as pq

        self._writer = pq.ParquetWriter(file, schema, compression="zstd")
        self._waiting: list[pa.RecordBatch] = []
        self._n_rows = self._n_waiting = 0

    def write(self, rows: "pa.RecordBatch") -> None:
        """Append rows."""
        self._waiting.append(rows)
        self._n_rows += len(rows)
        self._n_waiting += len(rows)
        if self._n_waiting >= _GROUP_ROWS:
            self._write_group()

    def _write_group(self) -> None:
        import pyarrow as pa

        if self._waiting:
            self._writer.write_table(pa.Table.from_batches(self._waiting))
        self._waiting, self._n_waiting = [], 0

    def position(self) -> int:
        """Return the number of rows written."""
        return self._n_rows

    def close(self) -> None:
        """Finish the table; the file stays open."""
        self._write_group()
        self._writer.close()

    @staticmethod
    def read_back(path: Path, schema: "pa.Schema", start: int, stop: int) -> Iterator["pa.RecordBatch"]:
        """Read the rows that this class wrote between two positions."""
        import pyarrow.parquet as pq

        first = 0
        with pq.ParquetFile(path) as table:
            for group in range(table.num_row_groups):
                n_rows = table.metadata.row_group(group).num_rows
                if start < first + n_rows and first < stop:
                    rows = table.read_row_group(group).slice(max(start - first, 0), stop - max(start, first))
                    yield from rows.to_batches()
                first += n_rows

    @staticmethod
    def read_rows(file: BinaryIO, where: str) -> Iterator[Numbered]:
        """Read the rows of any Parquet file."""
        import pyarrow.parquet as pq

        number, file_bytes = 0, file.seek(0, SEEK_END)
        with pq.ParquetFile(file, buffer_size=_BUFFER_BYTES, pre_buffer=False) as table:
            check_columns(table.schema_arrow.names, where)
            n_rows = _fit_rows(table.metadata, file_bytes, where)
            for batch in table.iter_batches(n_rows):
                cells = [_to_values(column) for column in batch.columns]
                for values in zip(*cells, strict=True):
                    number += 1
                    yield number, dict(zip(batch.schema.names, values, strict=True))

    @staticmethod
    def damage() -> tuple[type[Exception], ...]:
        """What Arrow raises; names in a damaged footer may be no UTF-8."""
        import pyarrow as pa

        return (pa.ArrowException, UnicodeDecodeError)


def _fit_rows(about: "pq.FileMetaData", file_bytes: int, where: str) -> int:
    """Number of rows to read at a time, so that they fit into memory."""
    longest = 1.0
    for number in range(about.num_row_groups):
        # sizes of single columns would say more, but Arrow ends the process where their statistics are damaged
        group = about.row_group(number)
        n_bytes = group.total_byte_size
        row_bytes = n_bytes / max(group.num_rows, 1)
        if row_bytes > _LONGEST_ROW or n_bytes > max(_SMALL_GROUP, _MOST_UNPACKED * file_bytes):
            raise CorpusError(
                f"{where}: row group {number + 1} unpacks to {n_bytes:,} bytes in {group.num_rows:,} rows. Allowed: "
                f"{_LONGEST_ROW:,} bytes a row, and {_MOST_UNPACKED} times the size of the file. Write it again with "
                "shorter cells, or as .jsonl"
            )
        longest = max(longest, row_bytes)
    return max(1, min(_BATCH_ROWS, int(_BATCH_BYTES / longest)))


def _to_values(column: "pa.Array") -> list[Any]:
    """Cells as values of Python; text that was stored as bytes is text."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_dictionary(kind):
        return _to_values(column.dictionary_decode())
    try:
        values: list[Any] = column.to_pylist()
    except UnicodeDecodeError:
        # a file may call bytes a text that are none
        return _to_values(column.cast(pa.large_binary())) if _is_text(kind) else [_to_value(cell) for cell in column]
    except (OverflowError, ValueError, LookupError):
        return [_to_value(cell) for cell in column]
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return [None if value is None else _decode(value) for value in values]
    return values


def _is_text(kind: "pa.DataType") -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _to_value(cell: "pa.Scalar") -> Any:
    try:
        return cell.as_py()
    except (OverflowError, ValueError, LookupError) as cause:
        what = f"{cell.type} {getattr(cell, 'value', '')}".strip()
        return BadCell(f"holds {what}, which is out of range ({cause}). Correct it, or leave it empty")


def _decode(value: bytes) -> str | BadCell:
    try:
        return value.decode()
    except UnicodeDecodeError as cause:
        return BadCell(f"holds bytes that are no UTF-8 text ({cause.reason}). Write the table again from the texts")
