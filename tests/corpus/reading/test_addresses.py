"""Files in other file systems are found and read as those of this machine."""

from pathlib import Path

import pytest

from textml.corpus.reading.addresses import file_system, find_addresses, look_at, open_input
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
