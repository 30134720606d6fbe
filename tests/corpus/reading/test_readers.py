"""A page file is read by what it holds, and its pages are named after it."""

from pathlib import Path

import pytest

from tests.corpus.reading.printed_files import STORIES, alto_of, dump_of, hocr_of, pdf_of, story, write_files
from textml.corpus.printed.values import PrintedFile
from textml.corpus.reading import readers
from textml.corpus.reading.inputs import read_inputs, read_pages
from textml.corpus.reading.readers import read_page_file
from textml.errors import CorpusError

PDF, ALTO, HOCR = pdf_of(story(1)), alto_of(story(1)), hocr_of(story(1))


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("01.pdf", PDF, "pdf"),
        ("01.txt", PDF, "pdf"),
        ("01.pdf", b"\n" + PDF, "pdf"),
        ("01.xml", ALTO, "alto"),
        ("01.txt", ALTO, "alto"),
        ("01.hocr", HOCR, "hocr"),
        ("01.html", HOCR, "hocr"),
        ("01.HTM", HOCR, "hocr"),
    ],
)
def test_pages_with_places_are_known_by_their_content(
    tmp_path: Path, name: str, content: bytes | str, kind: str
) -> None:
    """PDF, ALTO and hOCR give the lines that are printed, each with its place, under any ending of a page."""
    write_files(tmp_path, {f"2024-02-19/{name}": content})
    page = read_pages(tmp_path / "2024-02-19" / name)[0]
    assert (page.id, page.number, page.encoding, page.place) == ("2024-02-19/01", 1, kind, 0)
    assert page.where == page.path == str(tmp_path / "2024-02-19" / name)
    lines = [line.replace("\u3000", "").replace(" ", "") for line in page.text.split("\n")]
    assert lines == [line.replace(" ", "") for line in (STORIES[0][0], *STORIES[0][1])]
    assert page.geometry is not None
    assert len(page.geometry.lines) == 3


@pytest.mark.parametrize("make", [pdf_of, alto_of, hocr_of])
@pytest.mark.parametrize(
    ("name", "n_pages", "ids", "numbers"),
    [
        ("2024-02-19.pdf", 3, ["2024-02-19/01", "2024-02-19/02", "2024-02-19/03"], [1, 2, 3]),
        ("2024-02-19/issue.pdf", 2, ["2024-02-19/01", "2024-02-19/02"], [1, 2]),
        ("20240219.pdf", 1, ["2024-02-19/01"], [1]),
        ("2024-02-19/front.pdf", 1, ["2024-02-19/front"], [None]),
        ("2024-02-19/A05.pdf", 3, ["2024-02-19/A05", "2024-02-19/A06", "2024-02-19/A07"], [5, 6, 7]),
        ("2024-02-19/08.pdf", 3, ["2024-02-19/08", "2024-02-19/09", "2024-02-19/10"], [8, 9, 10]),
        ("20240219_B.pdf", 2, ["2024-02-19/B01", "2024-02-19/B02"], [1, 2]),
        ("2024-02-19/a叠.pdf", 2, ["2024-02-19/A01", "2024-02-19/A02"], [1, 2]),
        ("2024-02-19/press.pdf", 2, ["2024-02-19/01", "2024-02-19/02"], [1, 2]),
        ("paper/scan.pdf", 2, ["paper/scan/01", "paper/scan/02"], [None, None]),
        ("paper/scan.pdf", 1, ["paper/scan"], [None]),
    ],
)
def test_pages_of_a_file_are_numbered_on(
    tmp_path: Path, make: object, name: str, n_pages: int, ids: list[str], numbers: list[int | None]
) -> None:
    """The first page has the number in the file's name, or 1; a file of one page has the id of a dump."""
    assert callable(make)
    write_files(tmp_path, {name: make(story(1, 2, 3)[:n_pages])})
    pages = read_page_file(tmp_path / name).pages
    assert [page.id for page in pages] == ids
    assert [page.number for page in pages] == numbers
    assert [page.place for page in pages] == ([0] if n_pages == 1 else [1, 2, 3][:n_pages])
    assert [STORIES[n][0] in page.text for n, page in enumerate(pages)] == [True] * n_pages
    if n_pages > 1:
        assert pages[1].where == f"{tmp_path / name}, page 2"


def test_a_pattern_names_the_pages_of_an_issue(tmp_path: Path) -> None:
    """[corpus] name_pattern is for files of any ending, with and without it in the pattern."""
    write_files(tmp_path, {"240219.pdf": pdf_of(story(1, 2)), "240220.pdf": pdf_of(story(3))})
    for pattern in ("{yy}{month}{day}", "{yy}{month}{day}.pdf"):
        reading = read_inputs(tmp_path, name_pattern=pattern)
        assert [page.id for page in reading.pages] == ["2024-02-19/01", "2024-02-19/02", "2024-02-20/01"]


def test_what_cannot_be_read_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    """A PDF that is a web page or damaged and an empty page are named; the pages beside them are there."""
    write_files(
        tmp_path,
        {
            "2024-02-19.pdf": pdf_of([*story(1), ("", ()), *story(2)]),
            "2024-02-20_01.pdf": "<html><body><p>请先登录。</p></body></html>",
            "2024-02-20_02.pdf": "汀禾新报\n",
            "2024-02-20_03.pdf": PDF[:900],
            "2024-02-20_04.pdf": b"\x89PNG" + bytes(4000),
        },
    )
    reading = read_inputs(tmp_path)
    assert [page.id for page in reading.pages] == ["2024-02-19/01", "2024-02-19/03"]
    assert reading.notes == [f"{tmp_path}/2024-02-19.pdf, page 2: an empty page"]
    html, text, damaged, binary = reading.problems
    assert html.startswith(f"{tmp_path}/2024-02-20_01.pdf: no PDF")
    assert text.startswith(f"{tmp_path}/2024-02-20_02.pdf: no PDF")
    assert damaged.startswith(f"{tmp_path}/2024-02-20_03.pdf: ")
    assert binary.startswith(f"{tmp_path}/2024-02-20_04.pdf: no PDF")


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("01.xml", '<mets xmlns="http://www.loc.gov/METS/"/>', "not ALTO but METS"),
        ("01.xml", "汀禾新报", "not ALTO but no XML"),
        ("01.hocr", "<html><p>汀禾新报</p></html>", "not hOCR"),
        ("01.txt", "<page><p>text</p></page>", ""),
    ],
)
def test_a_name_that_promises_more_is_a_problem(tmp_path: Path, name: str, content: str, found: str) -> None:
    """The message names the file and what it holds; only a dump may hold anything that is text."""
    write_files(tmp_path, {name: content})
    problems = read_inputs(tmp_path / name).problems
    assert [problem.startswith(f"{tmp_path}/{name}: {found}") for problem in problems] == ([True] if found else [])


@pytest.mark.parametrize(
    ("n_scanned", "more"),
    [(1, ""), (2, " (and page 2)"), (4, " (and pages 2, 3, 4)"), (9, " (and pages 2, 3, 4, 5, 6 and 3 more)")],
)
def test_a_scanned_issue_is_one_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, n_scanned: int, more: str
) -> None:
    """Pages that have the same fault are one problem with their numbers; another fault is another problem."""
    write_files(tmp_path, {"page 1, 2024-02-19.pdf": PDF})

    def read_scans(raw: bytes, name: str) -> PrintedFile:
        scans = [f"{name}: page {n} is a picture without text. Make a text layer" for n in range(1, n_scanned + 1)]
        return PrintedFile((), (*scans, f"{name}: page 20 cannot be read"))

    monkeypatch.setitem(readers.PRINTED, "pdf", read_scans)
    name = f"{tmp_path}/page 1, 2024-02-19.pdf"
    assert read_inputs(tmp_path).problems == [
        f"{name}: page 1 is a picture without text. Make a text layer{more}",
        f"{name}: page 20 cannot be read",
    ]


def test_a_file_of_empty_pages_is_an_error(tmp_path: Path) -> None:
    """Nothing is read of it, so it cannot be a note."""
    write_files(tmp_path, {"2024-02-19/01.pdf": pdf_of([("", ())])})
    with pytest.raises(CorpusError, match=r"01\.pdf: no text on its pages"):
        read_page_file(tmp_path / "2024-02-19/01.pdf")


def test_a_pdf_may_be_larger_than_a_dump(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dump has a limit of its own; what is over its limit is named with it."""
    monkeypatch.setattr("textml.disk.files.MOST_BYTES", 1 << 10)
    monkeypatch.setattr(readers, "MOST_BYTES", 1 << 10)
    files: dict[str, bytes | str] = {"01.pdf": PDF, "03.xml": ALTO * 2, "04.hocr": HOCR * 2}
    write_files(tmp_path, {**files, "02.txt": dump_of(story(1)) * 10})
    for name, content in files.items():
        assert len(content) > 1 << 10
        assert len(read_page_file(tmp_path / name).pages) >= 1
    monkeypatch.setattr(readers, "MOST_BYTES_OF_PDF", len(PDF) - 1)
    monkeypatch.setattr(readers, "MOST_BYTES_OF_OCR", 1 << 10)
    for name in (*files, "02.txt"):
        with pytest.raises(CorpusError, match=rf"{name}: cannot be read \(more than 0 MB, the largest file"):
            read_page_file(tmp_path / name)
