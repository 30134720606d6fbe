"""Seconds and memory that it takes to read, or to refuse, files that are made to be too much, and to cut hostile pages.

    pytest tests/bench/bench_limits.py -m bench -s

Each file is read in a process of its own with 12 GB of address space. Add a case as a function that makes a file.
"""

import gzip
import json
import os
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from tests.conftest import ENVIRONMENT
from tests.corpus.pages.hostile import KINDS

pytestmark = pytest.mark.bench

# Address space of a process that reads; what needs more has failed.
ADDRESS_SPACE = 12_000_000_000
MB = 1 << 20
TEXT = "市里昨天开会讨论水库的除险加固。"
READ = """
import resource, sys, time
from textml.corpus.reading.inputs import read_inputs
started = time.monotonic()
try:
    reading = read_inputs(sys.argv[1])
    said = f"{len(reading.pages)} pages, {len(reading.articles)} articles; {' '.join(reading.problems[:1])}"
except BaseException as cause:
    said = f"{type(cause).__name__}: {cause}"
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"{time.monotonic() - started:.1f} | {peak:,.0f} | {said[:200]}")
"""

# Two sizes of page in lines, the second four times the first; both are far below the limit of a page.
SIZES = (4_000, 16_000)
CUT = """
import resource, sys, time
from tests.corpus.pages.hostile import KINDS
from textml.corpus.pages.cutting import split_page
split_page("x")
for n in map(int, sys.argv[2:]):
    text, before = KINDS[sys.argv[1]](n), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    split_page(text)
    seconds = time.process_time() - started
    print(seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""

Case = Callable[[Path], Path]
CASES: dict[str, Case] = {}


def case(make: Case) -> Case:
    """Enter a function that makes a file into the cases, under its docstring."""
    CASES[str(make.__doc__)] = make
    return make


def fill(file: BinaryIO, piece: bytes, n_bytes: int) -> None:
    """Write a piece again and again."""
    for _ in range(n_bytes // len(piece)):
        file.write(piece)


@case
def blank_line(folder: Path) -> Path:
    """.jsonl.gz, one blank line of 2 GB"""
    with gzip.open(folder / "t.jsonl.gz", "wb", 9) as file:
        fill(file, b" " * MB, 2048 * MB)
        file.write(b"\n" + json.dumps({"id": "a", "text": TEXT}).encode() + b"\n")
    return folder / "t.jsonl.gz"


@case
def long_line(folder: Path) -> Path:
    """.jsonl, a line of 600 MB before a good one"""
    with (folder / "t.jsonl").open("wb") as file:
        file.write(b'{"id": "long", "text": "')
        fill(file, ("汀" * 349_525).encode(), 600 * MB)
        file.write(b'"}\n' + json.dumps({"id": "a", "text": TEXT}).encode() + b"\n")
    return folder / "t.jsonl"


@case
def many_lines(folder: Path) -> Path:
    """.jsonl, 400,000 lines of one article"""
    with (folder / "t.jsonl").open("w") as file:
        for number in range(400_000):
            file.write(json.dumps({"id": str(number), "text": TEXT}) + "\n")
    return folder / "t.jsonl"


@case
def long_line_of_csv(folder: Path) -> Path:
    """.csv, a line of 600 MB"""
    with (folder / "t.csv").open("wb") as file:
        file.write(f"id,text\na,{TEXT}\nlong,".encode())
        fill(file, ("汀" * 349_525).encode(), 600 * MB)
    return folder / "t.csv"


@case
def open_quotation(folder: Path) -> Path:
    """.csv, 600 MB of lines after a quotation mark that is not closed"""
    with (folder / "t.csv").open("wb") as file:
        file.write(f'id,text\na,{TEXT}\nlong,"'.encode())
        fill(file, f"b,{TEXT}\n".encode() * 10_000, 600 * MB)
    return folder / "t.csv"


def write_workbook(path: Path, name: str, parts: Iterator[bytes]) -> Path:
    """A workbook one of whose parts is replaced."""
    import xlsxwriter

    with xlsxwriter.Workbook(path.with_suffix(".small")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "text"])
        sheet.write_row(1, 0, ["a", TEXT])
    with (
        zipfile.ZipFile(path.with_suffix(".small")) as small,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as large,
    ):
        for about in small.infolist():
            if about.filename != name:
                large.writestr(about.filename, small.read(about.filename))
        with large.open(name, "w", force_zip64=True) as file:
            for part in parts:
                file.write(part)
    return path


@case
def workbook_of_strings(folder: Path) -> Path:
    """.xlsx of 2 MB, shared strings of 1.5 GB"""

    def parts() -> Iterator[bytes]:
        yield b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        for _ in range(1500):
            yield b"<si><t>text</t></si>" * (MB // 20)
        yield b"</sst>"

    return write_workbook(folder / "t.xlsx", "xl/sharedStrings.xml", parts())


@case
def workbook_within_the_limits(folder: Path) -> Path:
    """.xlsx, 2,000,000 shared strings of 230 bytes (0.5 GB, within the limits)"""

    def parts() -> Iterator[bytes]:
        yield b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        for number in range(2000):
            yield b"".join(b"<si><t>%0210d</t></si>" % (1000 * number + n) for n in range(1000))
        yield b"</sst>"

    return write_workbook(folder / "t.xlsx", "xl/sharedStrings.xml", parts())


@case
def workbook_of_one_cell(folder: Path) -> Path:
    """.xlsx of 2 MB, one cell of 1.5 GB"""

    def parts() -> Iterator[bytes]:
        yield b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        yield b'<c t="inlineStr" r="A1"><is><t>'
        for _ in range(1500):
            yield b"text" * (MB // 4)
        yield b"</t></is></c></row></sheetData></worksheet>"

    return write_workbook(folder / "t.xlsx", "xl/worksheets/sheet1.xml", parts())


@case
def workbook_of_empty_rows(folder: Path) -> Path:
    """.xlsx of 6 kB that says it has 16,384 columns and 1,048,576 rows"""

    def parts() -> Iterator[bytes]:
        yield b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        yield b'<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c t="inlineStr" r="A1"><is><t>text</t></is></c>'
        yield b'</row><row r="1048576"><c t="inlineStr" r="A1048576"><is><t>'
        yield f"{TEXT}</t></is></c></row></sheetData></worksheet>".encode()

    return write_workbook(folder / "t.xlsx", "xl/worksheets/sheet1.xml", parts())


@case
def parquet_of_one_cell(folder: Path) -> Path:
    """.parquet of 0.1 MB, one cell of 1.5 GB"""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"id": ["long", "a"], "text": pa.array(["text" * (384 * MB), TEXT], pa.large_string())})
    pq.write_table(table, folder / "t.parquet", compression="zstd", use_dictionary=False, write_statistics=False)
    return folder / "t.parquet"


@case
def parquet_of_long_cells(folder: Path) -> Path:
    """.parquet, 600 cells of 1 MB in one row group"""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("id", pa.string()), ("text", pa.large_string())])
    with pq.ParquetWriter(folder / "t.parquet", schema, compression="zstd", use_dictionary=False) as file:
        texts = [os.urandom(MB // 2).hex() for _ in range(600)]
        rows = pa.table({"id": [str(n) for n in range(600)], "text": texts}, schema)
        file.write_table(rows, row_group_size=600)
    return folder / "t.parquet"


def write_alto(path: Path, lines: Iterator[str]) -> Path:
    """ALTO of one page with these lines."""
    with path.open("w") as file:
        file.write("<alto><Description><MeasurementUnit>mm10</MeasurementUnit></Description><Layout>")
        file.write('<Page WIDTH="3500" HEIGHT="5000"><PrintSpace><TextBlock>')
        file.writelines(f"<TextLine>{line}</TextLine>\n" for line in lines)
        file.write("</TextBlock></PrintSpace></Page></Layout></alto>")
    return path


def string(left: int, top: int) -> str:
    """A word of OCR."""
    return f'<String HPOS="{left}" VPOS="{top}" WIDTH="60" HEIGHT="30" CONTENT="水库"/>'


@case
def alto_of_many_lines(folder: Path) -> Path:
    """.xml, ALTO of 30 MB, one page of 280,000 lines in one place"""
    return write_alto(folder / "t.xml", (string(n % 3000, n % 4900) for n in range(280_000)))


@case
def alto_of_one_line(folder: Path) -> Path:
    """.xml, ALTO of 30 MB, two lines of 200,000 words"""
    return write_alto(folder / "t.xml", ("".join(string(90 * n, 100 + at) for n in range(200_000)) for at in (0, 40)))


@case
def alto_without_places(folder: Path) -> Path:
    """.xml, ALTO of 30 MB, 550,000 lines without places"""
    return write_alto(folder / "t.xml", ('<String CONTENT="水库"/>' for _ in range(550_000)))


@case
def hocr_of_open_elements(folder: Path) -> Path:
    """.hocr of 30 MB, 600,000 elements in one another, none closed"""
    with (folder / "t.hocr").open("wb") as file:
        fill(file, "<span class='ocr_line' title='bbox 9 9 90 30'>水".encode(), 30 * MB)
    return folder / "t.hocr"


@case
def hocr_of_pages(folder: Path) -> Path:
    """.hocr of 30 MB, 170,000 pages of a word"""
    page = "<div class='ocr_page' title='bbox 0 0 900 900; scan_res 300 300'><span class='ocr_line'>"
    word = "<span class='ocrx_word' title='bbox 9 9 90 30; x_wconf 9'>水库</span></span></div>"
    with (folder / "t.hocr").open("wb") as file:
        fill(file, f"{page}{word}\n".encode(), 30 * MB)
    return folder / "t.hocr"


@case
def pdf_of_pages(folder: Path) -> Path:
    """.pdf, 1,000 pages"""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(folder / "t.pdf"), (300, 300))
    for number in range(1000):
        canvas.drawString(20, 200, f"page {number}")
        canvas.showPage()
    canvas.save()
    return folder / "t.pdf"


@pytest.mark.parametrize("title", CASES)
def test_what_a_file_costs(title: str, tmp_path: Path) -> None:
    """Prints size, seconds, peak memory in MB and what was said."""
    making = os.fork()
    if not making:
        # made in a process of its own, so that its memory is not counted
        CASES[title](tmp_path)
        os._exit(0)
    assert os.waitpid(making, 0)[1] == 0
    (path,) = (path for path in tmp_path.iterdir() if path.suffix != ".small")
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        timeout=900,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE)),
    )
    said = done.stdout.strip() or f"{time.monotonic() - started:.1f} | died with {done.returncode}"
    size = path.stat().st_size / MB
    path.unlink()
    print(f"\n| {title} | {size:,.1f} | {said} |")


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_hostile_page_costs(kind: str) -> None:
    """Prints CPU seconds and memory of a page and of one four times as long, which takes four times as long."""
    done = subprocess.run(
        [sys.executable, "-c", CUT, kind, *map(str, SIZES)],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        timeout=900,
        check=True,
    )
    (small, _), (large, megabytes) = (map(float, line.split()) for line in done.stdout.splitlines())
    print(f"\n| {kind} | {small:.2f} | {large:.2f} | {large / max(small, 0.001):.1f} | {megabytes:,.0f} |")
    # what takes less than a tenth of a second is not measured well enough for a ratio
    assert large < max(8 * small, 0.5)
