"""Tables as Parquet, in row groups that fit into memory."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from textml.corpus.formats.rows import Numbered

if TYPE_CHECKING:
    import pyarrow as pa

# Rows of a row group: small groups make a file long and slow to read, large ones have to fit into memory.
_GROUP_ROWS = 50_000
# Rows read at a time: a row group of another program may be as large as its file.
_BATCH_ROWS = 1000
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

        number = 0
        with pq.ParquetFile(file, buffer_size=_BUFFER_BYTES, pre_buffer=False) as table:
            for batch in table.iter_batches(_BATCH_ROWS):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
