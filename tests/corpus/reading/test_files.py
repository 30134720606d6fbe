"""Input files are found below folders and addresses."""

from pathlib import Path

import pytest

from textml.config import Settings
from textml.corpus.reading.files import find_inputs
from textml.errors import CorpusError
from textml.runs.inputs import hash_inputs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a page, a table, and what is no input."""
    for name in (
        "2025/01.txt",
        "2025/._01.txt",
        ".cache/02.txt",
        "~$t.xlsx",
        "lost+found/1.txt",
        "t.jsonl",
        "notes.md",
        "gold.jsonl",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("汀禾", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("scheme", ["", "file://"])
def test_hidden_files_are_no_input(folder: Path, scheme: str) -> None:
    """By path and by address the same files are found: hidden ones and those that Excel has open are left out."""
    found = find_inputs(f"{scheme}{folder}", f"{scheme}{folder}/gold.jsonl")
    assert found == [f"{scheme}{folder}/2025/01.txt", f"{scheme}{folder}/t.jsonl"]


def test_hidden_files_do_not_match_a_pattern(folder: Path) -> None:
    """A pattern finds what the folder finds; the folder itself may be hidden."""
    assert find_inputs(f"file://{folder}/2025/*.txt") == [f"file://{folder}/2025/01.txt"]
    assert find_inputs(f"file://{folder}/.cache/*.txt") == [f"file://{folder}/.cache/02.txt"]
    assert find_inputs(folder / ".cache") == [str(folder / ".cache/02.txt")]


def test_only_the_named_file_of_checked_articles_is_left_out(folder: Path) -> None:
    """A table is input whatever its name, unless the settings name it as truth; a file given itself is read."""
    (folder / "truth.jsonl").write_text("{}", encoding="utf-8")
    names = [Path(file).name for file in find_inputs(folder, folder / "2025/../gold.jsonl")]
    assert names == ["01.txt", "t.jsonl", "truth.jsonl"]
    assert find_inputs(folder / "gold.jsonl", folder / "gold.jsonl") == [str(folder / "gold.jsonl")]


def test_the_checked_articles_that_come_with_textml_are_no_input(root: Path) -> None:
    """Whoever reads the invented newspaper reads its pages alone, without any settings."""
    assert (root / Settings().corpus.truth).is_file()
    found = find_inputs(root / "seeds/pages")
    assert {Path(file).suffix for file in found} == {".txt"}


@pytest.mark.parametrize("scheme", ["", "file://"])
def test_a_folder_without_input_says_what_is_read(tmp_path: Path, scheme: str) -> None:
    """The error names the kinds of files that textml reads."""
    with pytest.raises(
        CorpusError,
        match=r"no readable file. Looked for a page \(\.pdf, \.xml of ALTO, \.hocr, \.txt, \.html\), a table \(\.csv",
    ):
        find_inputs(f"{scheme}{tmp_path}")


def test_an_empty_path_is_not_the_current_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable of the shell that is not set gives an empty path: nothing is read that nobody asked for."""
    monkeypatch.chdir(folder)
    assert len(find_inputs(".")) == 3
    with pytest.raises(CorpusError, match=r"^an empty path\. Give a page \(\.pdf.*; the current folder is \.$"):
        find_inputs("")
    with pytest.raises(CorpusError, match=r"^an empty path"):
        hash_inputs(Settings.model_validate({"corpus": {"input": [""]}}))


def test_an_archive_that_is_none_is_named(folder: Path) -> None:
    """By a chained address, as fsspec has them."""
    with pytest.raises(CorpusError, match=r"^zip://01.txt::.*notes\.md: File is not a zip file"):
        find_inputs(f"zip://01.txt::{folder}/notes.md")


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("mets.xml", '<?xml version="1.0"?><!-- <alto> --><mets:mets xmlns:mets="http://www.loc.gov/METS/"/>', False),
        ("feed.XML", "<rss/>", False),
        ("01.xml", '<?xml version="1.0"?>\n<alto xmlns="http://www.loc.gov/standards/alto/ns-v2#">', True),
        ("01.xml", '<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml">', True),
        ("01.xml", "\x00 torn", True),
        ("01.xml", '<document xmlns="http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml">', True),
        ("01.hocr", "<html>", True),
        ("01.PDF", "%PDF-", True),
    ],
)
def test_xml_beside_pages_is_no_input_of_a_folder(tmp_path: Path, name: str, content: str, found: bool) -> None:
    """METS lies beside ALTO and is not asked for; what may be a damaged page is, and so is whatever is named itself."""
    (tmp_path / "02.txt").write_text("汀禾", encoding="utf-8")
    (tmp_path / name).write_text(content, encoding="utf-8")
    files = [Path(file).name for file in find_inputs(tmp_path)]
    assert files == ([name] if found else []) + ["02.txt"]
    assert find_inputs(tmp_path / name) == [str(tmp_path / name)]


def test_mets_is_no_input_of_an_address(tmp_path: Path) -> None:
    """It is known by its name there, because to look into every file takes long elsewhere."""
    for name in ("01.xml", "mets.xml", "0001-mets.XML", "comets.xml"):
        (tmp_path / name).write_text("<alto/>", encoding="utf-8")
    assert [Path(file).name for file in find_inputs(f"file://{tmp_path}")] == ["01.xml", "comets.xml"]
    assert find_inputs(f"file://{tmp_path}/mets.xml") == [f"file://{tmp_path}/mets.xml"]
