"""Tables of any format: one dict of formats, and what holds for all of them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from textml.corpus.chains import file_name
from textml.corpus.formats.csv import Csv
from textml.corpus.formats.jsonl import GzipJsonLines, JsonLines
from textml.corpus.formats.parquet import Parquet
from textml.corpus.formats.rows import Numbered, Row
from textml.corpus.formats.xlsx import Xlsx
from textml.disk.files import open_regular
from textml.errors import ArtifactError, CorpusError

if TYPE_CHECKING:
    import pyarrow as pa


class Reader(Protocol):
    """A format that can be read."""

    @staticmethod
    def read_rows(file: BinaryIO, where: str) -> Iterator[Numbered]:
        """Read the rows of a file, whoever wrote it.

        Parameters
        ----------
        file : BinaryIO
            Open at its beginning.
        where : str
            Name of the file for messages.

        Yields
        ------
        (int, Row or str)
            Number of the row, and the row or what is wrong with it.

        Raises
        ------
        CorpusError
            The file is more than can be read, or its columns are ambiguous.
        """

    @staticmethod
    def damage() -> tuple[type[Exception], ...]:
        """Return what the library behind `read_rows` raises on a damaged file, besides OSError."""


class Format(Reader, Protocol):
    """A format that can be read and written: batch by batch, all of one schema."""

    def __init__(self, file: BinaryIO, schema: "pa.Schema") -> None:
        """Begin a table.

        Parameters
        ----------
        file : BinaryIO
            Open for writing; it stays open.
        schema : pyarrow.Schema
            Names and types of the columns.
        """

    def write(self, rows: "pa.RecordBatch") -> None:
        """Append rows."""

    def position(self) -> int:
        """Return where the next row will be, for `read_back`."""

    def close(self) -> None:
        """Finish the table; the file stays open."""

    @staticmethod
    def read_back(path: Path, schema: "pa.Schema", start: int, stop: int) -> Iterator["pa.RecordBatch"]:
        """Read rows that this class wrote.

        Parameters
        ----------
        path : Path
            The finished table.
        schema : pyarrow.Schema
            The schema with which it was written.
        start, stop : int
            Values of `position` before the first row and after the last one.

        Yields
        ------
        pyarrow.RecordBatch
        """


#: Formats that are read and written, by the ending of the file's name.
FORMATS: dict[str, type[Format]] = {".csv": Csv, ".jsonl": JsonLines, ".parquet": Parquet, ".xlsx": Xlsx}
#: Formats that are read.
READERS: Mapping[str, type[Reader]] = {**FORMATS, ".jsonl.gz": GzipJsonLines}


def find_ending(name: str) -> str | None:
    """Return the ending by which a file is read as a table.

    Parameters
    ----------
    name : str
        Name, path or address.

    Returns
    -------
    str or None
        One of READERS; None where the file is no table.

    >>> find_ending("archive/2024.JSONL.GZ"), find_ending("2024-02-19/01.txt")
    ('.jsonl.gz', None)
    """
    lower = file_name(name).lower()
    return next((ending for ending in READERS if lower.endswith(ending)), None)


def find_format(name: str) -> type[Format]:
    """Return the format in which a table is written.

    Parameters
    ----------
    name : str
        Name of the file.

    Returns
    -------
    type of Format

    Raises
    ------
    ArtifactError
        The ending is none of FORMATS.
    """
    ending = Path(f"table{name}").suffix.lower()
    if ending not in FORMATS:
        raise ArtifactError(
            f"{name}: unknown kind of table {ending!r}. Allowed: {', '.join(sorted(FORMATS))}. Change the "
            f"ending of --out"
        )
    return FORMATS[ending]


def read_table(path: Path) -> Iterator[Numbered]:
    """Read the rows of a table.

    Parameters
    ----------
    path : Path
        A file with one of the endings of READERS.

    Yields
    ------
    (int, Row or str)
        Number of the row, and the row or what is wrong with it.

    Raises
    ------
    CorpusError
        The file as a whole cannot be read.
    """
    try:
        with open_regular(path) as file:
            yield from read_rows(file, str(path))
    except OSError as cause:
        why = cause.strerror or cause
        raise CorpusError(f"{path}: cannot be read ({why}). Check the path and its permissions") from cause


def read_rows(file: BinaryIO, where: str) -> Iterator[Numbered]:
    """Read the rows of a table from an open file, as `read_table` does.

    Parameters
    ----------
    file : BinaryIO
        Open at its beginning.
    where : str
        Name of the file for messages; its ending says which format.

    Yields
    ------
    (int, Row or str)
        Number of the row, and the row or what is wrong with it.

    Raises
    ------
    CorpusError
        The ending is unknown, or the file cannot be read to its end.
    """
    ending = find_ending(where)
    if ending is None:
        raise CorpusError(f"{where}: unknown kind of table. Allowed: {', '.join(sorted(READERS))}")
    reader = READERS[ending]
    damage: tuple[type[Exception], ...] = (OSError, *reader.damage())
    try:
        yield from reader.read_rows(file, where)
    except damage as cause:
        raise CorpusError(_unreadable(where, cause)) from cause


def _unreadable(where: str, cause: Exception) -> str:
    return f"{where}: cannot be read as {find_ending(where)} ({cause}). Write it again, or leave it out"


def table_bytes(rows: Sequence[Row], name: str) -> bytes:
    """Return rows as the bytes of a table.

    Parameters
    ----------
    rows : sequence of Row
        All with the same keys, in the same order.
    name : str
        Its ending chooses the format: .csv, .jsonl, .parquet or .xlsx.

    Raises
    ------
    ArtifactError
        Another ending, or more than the format can hold.
    MissingExtraError
        XlsxWriter is not installed.
    """
    import pyarrow as pa

    target = BytesIO()
    batch = pa.RecordBatch.from_pylist([dict(row) for row in rows])
    with closing(find_format(name)(target, batch.schema)) as table:
        table.write(batch)
    return target.getvalue()
