"""Tables of results as CSV, JSON lines, Parquet or Excel, written piece by piece."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

from textml.corpus.formats.read import COMPUTED
from textml.corpus.formats.xlsx import Excel
from textml.errors import ArtifactError

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, Any]
# Small row groups make a Parquet file long and slow to read, large ones have to fit into memory.
_ROW_GROUP = 50_000
# With one apostrophe more, a spreadsheet shows what it would compute; with one less the cell is as it was.
_FORMULA = f"^({COMPUTED})"
_APOSTROPHE = f"^'({COMPUTED})"
_PIECE = 1 << 20


class Table(Protocol):
    """A kind of table: written batch by batch, all of one schema, and read again piece by piece."""

    def __init__(self, file: BinaryIO, schema: "pa.Schema") -> None:
        """Open a table to write."""

    def write(self, rows: "pa.RecordBatch") -> None:
        """Append rows."""

    def position(self) -> int:
        """Where the next row will stand; for `read`."""

    def close(self) -> None:
        """Finish the table; the file stays open."""

    @staticmethod
    def read(path: Path, schema: "pa.Schema", start: int, stop: int) -> Iterator["pa.RecordBatch"]:
        """Rows that were written between two positions."""


class _Csv:
    def __init__(self, file: BinaryIO, schema: "pa.Schema") -> None:
        import pyarrow.csv as csv

        # the mark tells spreadsheets that this is UTF-8; without it they show Chinese as mojibake
        file.write("\ufeff".encode())
        self._file = file
        self._writer = csv.CSVWriter(file, schema)

    def write(self, rows: "pa.RecordBatch") -> None:
        self._writer.write(_changed(rows, _FORMULA, r"'\1"))

    def position(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._writer.close()

    @staticmethod
    def read(path: Path, schema: "pa.Schema", start: int, stop: int) -> Iterator["pa.RecordBatch"]:
        import pyarrow as pa
        import pyarrow.csv as csv

        names = csv.ReadOptions(column_names=schema.names)
        marks = csv.ParseOptions(newlines_in_values=True)
        types = csv.ConvertOptions(column_types=schema)
        if start < stop:
            with pa.OSFile(str(path)) as file:
                for rows in csv.open_csv(file.get_stream(start, stop - start), names, marks, types):
                    yield _changed(rows, _APOSTROPHE, r"\1")


class _JsonLines:
    def __init__(self, file: BinaryIO, schema: "pa.Schema") -> None:
        self._file = file
        # a pipe cannot tell how much went into it
        self._n_bytes = 0

    def write(self, rows: "pa.RecordBatch") -> None:
        import orjson

        lines = b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows.to_pylist())
        self._file.write(lines)
        self._n_bytes += len(lines)

    def position(self) -> int:
        return self._n_bytes

    def close(self) -> None:
        pass

    @staticmethod
    def read(path: Path, schema: "pa.Schema", start: int, stop: int) -> Iterator["pa.RecordBatch"]:
        import orjson
        import pyarrow as pa

        with path.open("rb") as file:
            file.seek(start)
            while start < stop:
                # reads on until it has more than it is told
                lines = file.readlines(min(_PIECE, stop - start) - 1)
                start += sum(map(len, lines))
                yield pa.RecordBatch.from_pylist([orjson.loads(line) for line in lines], schema)


class _Parquet:
    def __init__(self, file: BinaryIO, schema: "pa.Schema") -> None:
        import pyarrow.parquet as pq

        self._writer = pq.ParquetWriter(file, schema, compression="zstd")
        self._waiting: list[pa.RecordBatch] = []
        self._n_rows = self._n_waiting = 0

    def write(self, rows: "pa.RecordBatch") -> None:
        self._waiting.append(rows)
        self._n_rows += len(rows)
        self._n_waiting += len(rows)
        if self._n_waiting >= _ROW_GROUP:
            self._write_group()

    def _write_group(self) -> None:
        import pyarrow as pa

        if self._waiting:
            self._writer.write_table(pa.Table.from_batches(self._waiting))
        self._waiting, self._n_waiting = [], 0

    def position(self) -> int:
        return self._n_rows

    def close(self) -> None:
        self._write_group()
        self._writer.close()

    @staticmethod
    def read(path: Path, schema: "pa.Schema", start: int, stop: int) -> Iterator["pa.RecordBatch"]:
        import pyarrow.parquet as pq

        first = 0
        with pq.ParquetFile(path) as table:
            for group in range(table.num_row_groups):
                n_rows = table.metadata.row_group(group).num_rows
                if start < first + n_rows and first < stop:
                    rows = table.read_row_group(group).slice(max(start - first, 0), stop - max(start, first))
                    yield from rows.to_batches()
                first += n_rows


#: How a table is written, by the ending of the file's name.
FORMATS: dict[str, type[Table]] = {".csv": _Csv, ".jsonl": _JsonLines, ".parquet": _Parquet, ".xlsx": Excel}


def table_bytes(rows: Sequence[Row], name: str) -> bytes:
    """Rows as the bytes of a table.

    Parameters
    ----------
    rows : all with the same keys, in the same order
    name : its ending chooses the format: .csv, .jsonl, .parquet or .xlsx

    Raises
    ------
    ArtifactError : another ending, or more than the format can hold
    MissingExtraError : XlsxWriter is not installed
    """
    import pyarrow as pa

    target = BytesIO()
    batch = pa.RecordBatch.from_pylist([dict(row) for row in rows])
    with closing(table_format(name)(target, batch.schema)) as table:
        table.write(batch)
    return target.getvalue()


def table_format(name: str) -> type[Table]:
    """Kind of table that a file's name asks for.

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


def _changed(rows: "pa.RecordBatch", pattern: str, into: str) -> "pa.RecordBatch":
    """The same with a pattern replaced in every cell of text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = [
        pc.replace_substring_regex(column, pattern, into) if pa.types.is_string(column.type) else column
        for column in rows.columns
    ]
    return pa.RecordBatch.from_arrays(columns, schema=rows.schema)
