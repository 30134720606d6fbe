"""A page that is there as PDF and as dump is read once."""

from pathlib import Path

import pytest

from tests.corpus.reading.printed_files import alto_of, dump_of, hocr_of, pdf_of, story, write_files
from textml.corpus.pages.cutting import cut_pages
from textml.corpus.printed.pdf import read_pdf
from textml.corpus.printed.values import PrintedFile
from textml.corpus.reading import readers
from textml.corpus.reading.inputs import read_inputs
from textml.corpus.reading.page_files import read_page_files

ONE, THREE = story(1), story(1, 2, 3)


@pytest.mark.parametrize(
    ("files", "kept", "left_out"),
    [
        # beside each other, in another folder, for a whole issue, and for a file without a date
        ({"20240219/1.txt": dump_of(ONE), "20240219/1.pdf": pdf_of(ONE)}, ["2024-02-19/01"], ["20240219/1.txt"]),
        ({"t/20240219_1.txt": dump_of(ONE), "p/20240219/1.pdf": pdf_of(ONE)}, ["2024-02-19/01"], ["t/20240219_1.txt"]),
        (
            {"2024-02-19.txt": dump_of(THREE), "2024-02-19.pdf": pdf_of(THREE)},
            ["2024-02-19/01", "2024-02-19/02", "2024-02-19/03"],
            ["2024-02-19.txt"],
        ),
        ({"p/scan.txt": dump_of(ONE), "p/scan.pdf": pdf_of(ONE)}, ["p/scan"], ["p/scan.txt"]),
        # an issue in one file, and one of its pages as a dump
        (
            {"2024-02-19/02.txt": dump_of(story(2)), "2024-02-19.pdf": pdf_of(THREE)},
            ["2024-02-19/01", "2024-02-19/02", "2024-02-19/03"],
            ["2024-02-19/02.txt"],
        ),
        # PDF, then ALTO, then hOCR
        (
            {"d/20240219_01.xml": alto_of(ONE), "d/20240219_01.hocr": hocr_of(ONE), "d/20240219_01.pdf": pdf_of(ONE)},
            ["2024-02-19/01"],
            ["d/20240219_01.hocr", "d/20240219_01.xml"],
        ),
        ({"d/1.hocr": hocr_of(ONE), "d/1.xml": alto_of(ONE)}, ["d/1"], ["d/1.hocr"]),
    ],
)  # fmt: skip
def test_the_file_that_says_most_is_kept(
    tmp_path: Path, files: dict[str, bytes | str], kept: list[str], left_out: list[str]
) -> None:
    """One note names what was left out, and nothing is a problem; the order of the files does not matter."""
    folder = write_files(tmp_path, files)
    paths = [str(folder / name) for name in files]
    for reading in (read_page_files(paths), read_page_files(paths[::-1]), read_inputs(folder)):
        assert sorted(page.id for page in reading.pages) == kept
        assert reading.problems == []
        *others, note = reading.notes
        assert note.startswith("the same pages in two kinds of files are read once; left out: ")
        assert sorted(name for name in files if f"{folder / name} for " in note) == left_out
        # notes about the file that was left out would be about nothing
        assert [name for name in left_out for other in others if name in other] == []


def test_different_pages_of_one_name_are_both_kept(tmp_path: Path) -> None:
    """A PDF and a dump of one issue and page that tell different things are two pages with ids of their own."""
    folder = write_files(tmp_path, {"a/20240219_01.pdf": pdf_of(story(1)), "b/20240219_01.txt": dump_of(story(2))})
    reading = read_inputs(folder)
    assert {page.id for page in reading.pages} == {"2024-02-19/01~a/20240219_01", "2024-02-19/01~b/20240219_01"}
    assert reading.notes[0].startswith("2024-02-19/01: 2 files have this issue and page, with different texts.")


def test_a_dump_is_kept_where_pages_of_the_pdf_are_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If a page of the PDF cannot be read, the dump of the whole issue loses nothing, and the PDF is left out."""
    folder = write_files(tmp_path, {"2024-02-19.pdf": pdf_of(THREE), "2024-02-19.txt": dump_of(THREE)})

    def read_two(raw: bytes, name: str) -> PrintedFile:
        whole = read_pdf(raw, name)
        return PrintedFile(whole.pages[:2], ("page 3 is a picture",))

    monkeypatch.setitem(readers.PRINTED, "pdf", read_two)
    reading = read_inputs(folder)
    assert [page.encoding for page in reading.pages] == ["utf-8"]
    assert f"{folder}/2024-02-19.pdf for {folder}/2024-02-19.txt" in reading.notes[0]
    assert reading.problems == [f"{folder}/2024-02-19.pdf: page 3 is a picture"]


def test_a_dump_is_kept_where_the_pdf_is_unreadable(tmp_path: Path) -> None:
    """A PDF whose fonts do not name their characters is no better than a dump that somebody made otherwise."""
    unreadable = pdf_of(ONE).replace(b"/ToUnicode", b"/NoUnicode")
    folder = write_files(tmp_path, {"2024-02-19/01.pdf": unreadable, "2024-02-19/01.txt": dump_of(ONE)})
    reading = read_inputs(folder)
    assert [(page.id, page.encoding) for page in reading.pages] == [("2024-02-19/01", "utf-8")]
    assert [note.partition("left out: ")[2] for note in reading.notes] == [
        f"{folder}/2024-02-19/01.pdf for {folder}/2024-02-19/01.txt"
    ]
    (folder / "2024-02-19/01.txt").unlink()
    reading = read_inputs(folder)
    assert [page.encoding for page in reading.pages] == ["pdf"]
    (said,) = reading.notes + cut_pages(reading.pages).notes
    assert "100% of its characters are unreadable" in said


def test_issues_of_two_papers_keep_all_pages(tmp_path: Path) -> None:
    """Two whole issues of one day in two folders: every page has an id of its own, with and without a date."""
    for name, ids in (
        ("20240219.pdf", {f"2024-02-19/{n}~{paper}/20240219" for n in ("01", "02") for paper in "ab"}),
        ("x/scan.pdf", {f"{paper}/x/scan/{n}" for n in ("01", "02") for paper in "ab"}),
    ):
        folder = tmp_path / name[:1]
        write_files(folder, {f"a/{name}": pdf_of(story(1, 2)), f"b/{name}": pdf_of(story(2, 3))})
        reading = read_inputs(folder)
        assert {page.id for page in reading.pages} == ids
        assert reading.problems == []
