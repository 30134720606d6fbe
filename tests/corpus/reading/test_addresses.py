"""Files in other file systems are found and read as those of this machine."""

from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.corpus.reading.printed_files import dump_of, pdf_of, story
from textml.corpus.reading.addresses import file_system, find_addresses, look_at, open_input
from textml.corpus.reading.files import find_inputs
from textml.corpus.reading.inputs import read_inputs, read_pages
from textml.corpus.reading.readers import read_page_file
from textml.errors import CorpusError


def test_a_file_is_the_same_by_path_and_address(tmp_path: Path) -> None:
    """Content and size agree; the stamp changes with the file."""
    path = tmp_path / "a.txt"
    path.write_text("汀禾", encoding="utf-8")
    for name in (str(path), f"file://{path}"):
        with open_input(name) as file:
            assert file.read().decode() == "汀禾"
        n_bytes, stamp = look_at(name)
        assert n_bytes == 6
        path.write_text("汀禾", encoding="utf-8")
        assert look_at(name) != (n_bytes, stamp)


def test_a_file_that_is_missing_is_an_os_error(tmp_path: Path) -> None:
    """By address as by path."""
    for name in (str(tmp_path / "a.txt"), f"file://{tmp_path}/a.txt"):
        with pytest.raises(OSError, match=r"a\.txt"):
            look_at(name)


def test_unknown_addresses_say_what_is_allowed() -> None:
    """A slip in the scheme is an error with the known ones."""
    with pytest.raises(CorpusError, match="file://, s3://"):
        file_system("s4://bucket/pages")


def test_a_pattern_names_files_in_many_folders(tmp_path: Path) -> None:
    """A star stands for any part of a name; the result is sorted."""
    for name in ("2025/b.txt", "2024/a.txt", "2024/a.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    assert find_addresses(f"file://{tmp_path}/*/*.txt") == [
        f"file://{tmp_path}/2024/a.txt",
        f"file://{tmp_path}/2025/b.txt",
    ]


def test_errors_of_other_file_systems_are_told_in_their_words() -> None:
    """A file that is not at an address has a reason, though fsspec's errors have no text of the system."""
    with pytest.raises(CorpusError, match=r"^memory://gone/01\.txt: cannot be read \(/gone/01\.txt\)"):
        read_page_file("memory://gone/01.txt")


def test_pages_in_an_archive_are_read_by_its_address(tmp_path: Path) -> None:
    """A zip archive is a folder: as a whole, one of its folders, a pattern, or one file; ids are those of its files."""
    files = {"2024-02-19.pdf": pdf_of(story(1, 2)), "2024-02-20/01.txt": dump_of(story(3)).encode(), "t.jsonl": b""}
    with ZipFile(tmp_path / "2024.zip", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    for path, ids in {
        "": ["2024-02-19/01", "2024-02-19/02", "2024-02-20/01"],
        "2024-02-20": ["2024-02-20/01"],
        "*.pdf": ["2024-02-19/01", "2024-02-19/02"],
        "2024-02-19.pdf": ["2024-02-19/01", "2024-02-19/02"],
    }.items():
        address = f"zip://{path}::file://{tmp_path}/2024.zip"
        assert [page.id for page in read_pages(address)] == ids
    # the mark of encryption, in the header of each file and in the list of files
    raw = (tmp_path / "2024.zip").read_bytes()
    locked = raw.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01")
    locked = locked.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")
    (tmp_path / "locked.zip").write_bytes(locked)
    with pytest.raises(CorpusError, match=r"01\.txt::.*locked\.zip: cannot be read \(File '.*' is encrypted"):
        read_pages(f"zip://2024-02-20/01.txt::{tmp_path}/locked.zip")
    assert len(read_inputs(f"zip://::{tmp_path}/locked.zip").problems) == 3
    assert find_inputs(f"zip://::{tmp_path}/2024.zip") == [
        f"zip://{name}::{tmp_path}/2024.zip" for name in sorted(files)
    ]
