"""The file of corrections is appended to, and what people wrote in it stays byte for byte."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textml.corpus.pages.corrections import Correction
from textml.errors import ArtifactError
from textml.review.cuts import corrections_file
from textml.review.cuts.corrections_file import CorrectionsFile, build_entry, quote

HAND = '# von Hand\n[[cut]]\npage = "p"\nline = "3 1b 夜市"  # hier\n'


def entry(line: int, page: str = "p", action: str = "cut") -> bytes:
    return build_entry(action, {"page": page, "line": f"{line:5d}   1b 第{line}行"})


def add(file: CorrectionsFile, *entries: bytes) -> None:
    for one in entries:
        with file.lock():
            file.append(one)


def lines_of(found: list[Correction]) -> list[int]:
    return [correction.line for correction in found]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_a_string_of_toml(text: str) -> None:
    """Quotes, backslashes, control and line breaks of every kind come back as they were."""
    assert tomllib.loads(f"line = {quote(text)}\n") == {"line": text}


@pytest.mark.parametrize(
    "before",
    [b"", HAND.encode(), HAND.strip().encode(), HAND.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + HAND.encode()],
)
def test_what_was_there_stays_byte_for_byte(tmp_path: Path, before: bytes) -> None:
    """Entries are appended behind it, also where its last line is not ended; all taken back, the file is as it was."""
    path = tmp_path / "c.toml"
    path.write_bytes(before)
    file = CorrectionsFile(path)
    add(file, entry(7), entry(9))
    assert path.read_bytes().startswith(before)
    assert lines_of(file.read().corrections) == [*([3] if before else []), 7, 9]
    assert lines_of(file.find_own(file.read(), "p")) == [7, 9]
    for left in ([7], []):
        with file.lock():
            file.take_back("p")
        assert lines_of(file.find_own(file.read(), "p")) == left
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_made_with_its_folder(tmp_path: Path) -> None:
    """The first correction of a project that has no file yet."""
    file = CorrectionsFile(tmp_path / "seeds/c.toml")
    assert file.read().corrections == []
    add(file, build_entry("cut", {"page": "p", "line": "3 1b x"}, datetime(2025, 2, 13, 9, 30, tzinfo=UTC)))
    assert file.path.read_text() == "\n# review page, 2025-02-13T09:30:00Z\n[[cut]]\npage = 'p'\nline = '3 1b x'\n"


def test_one_of_several_is_taken_back(tmp_path: Path) -> None:
    """The one with an action and a line, or the last of a page; those of other pages and of people stay."""
    path = tmp_path / "c.toml"
    file = CorrectionsFile(path)
    add(file, entry(3), entry(4), entry(5, "q"))
    path.write_bytes(path.read_bytes() + HAND.replace('"3', '"8').encode())
    add(file, entry(6))
    with file.lock():
        file.take_back("p", "cut", 3)
    assert lines_of(file.read().corrections) == [4, 5, 8, 6]
    with file.lock():
        file.take_back("q")
        file.take_back("p")
    assert path.read_bytes() == path.read_bytes().replace(entry(5, "q"), b"")
    assert lines_of(file.read().corrections) == [4, 8]
    with file.lock(), pytest.raises(ArtifactError, match=r"no such correction of p \(join 4\) that was made on"):
        file.take_back("p", "join", 4)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("line = '", "line =  '"),
        ("[[cut]]", "[[cut]] # really"),
        ("\n# review page", "\nnote = '''\n# review page"),
    ],
)
def test_an_entry_that_was_edited_is_not_taken_back(tmp_path: Path, old: str, new: str) -> None:
    """Who has changed it by hand removes it by hand."""
    path = tmp_path / "c.toml"
    path.write_text(entry(7).decode().replace(old, new), encoding="utf-8")
    before = path.read_bytes()
    file = CorrectionsFile(path)
    with file.lock(), pytest.raises((ArtifactError, corrections_file.CorpusError)):
        file.take_back("p")
    assert path.read_bytes() == before


def test_a_line_that_was_added_to_an_entry_keeps_it(tmp_path: Path) -> None:
    """Taking the entry out would leave its new line to the entry before it."""
    path = tmp_path / "c.toml"
    file = CorrectionsFile(path)
    add(file, entry(7))
    path.write_text(HAND + path.read_text("utf-8") + "\nlast = '9 1b 末行'\n", encoding="utf-8")
    before = path.read_bytes()
    with file.lock(), pytest.raises(ArtifactError, match="was edited around this correction"):
        file.take_back("p")
    assert path.read_bytes() == before


def test_a_read_only_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither an entry nor undo writes to it, although the folder could be written."""
    path = tmp_path / "c.toml"
    file = CorrectionsFile(path)
    add(file, entry(7))
    before = path.read_bytes()
    # the administrator may write to every file
    monkeypatch.setattr(corrections_file.os, "access", lambda *_: False)
    for change in (lambda: file.append(entry(8)), lambda: file.take_back("p")):
        with pytest.raises(ArtifactError, match=r"c\.toml: cannot be written \(it is read-only\)"), file.lock():
            change()
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "seeds").write_text("")
    file = CorrectionsFile(tmp_path / "seeds/c.toml")
    with pytest.raises(ArtifactError, match="seeds: cannot be made"), file.lock():
        pass


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half an entry is taken back."""
    path = tmp_path / "c.toml"
    path.write_text(HAND, encoding="utf-8")
    file = CorrectionsFile(path)

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(ArtifactError, match="No space left"), file.lock():
        file.append(entry(7))
    assert path.read_text("utf-8") == HAND
