"""Files are whole or as they were before."""

import os
from datetime import date
from pathlib import Path

import pytest

from textml.disk.writing import keep_beside, write_beside, write_file
from textml.errors import ArtifactError


def test_files_are_written_beside_and_renamed(tmp_path: Path) -> None:
    """A table replaces the older one at once; where it cannot be written, the error names the place."""
    write_file(tmp_path / "labels.csv", b"one")
    write_file(tmp_path / "labels.csv", b"two")
    assert [p.name for p in tmp_path.iterdir()] == ["labels.csv"]
    assert (tmp_path / "labels.csv").read_bytes() == b"two"
    with pytest.raises(ArtifactError, match=r"labels\.csv: cannot be written"):
        write_file(tmp_path / "nowhere" / "labels.csv", b"three")


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    """What one group may read, the world may not read after it was written again; a new file is as usual."""
    path, usual = tmp_path / "labels.csv", tmp_path / "usual"
    usual.write_bytes(b"")
    write_file(path, b"one")
    assert path.stat().st_mode == usual.stat().st_mode
    path.chmod(0o640)
    write_file(path, b"two")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"two", 0o640)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """The file that a link leads to is written, also where there is none yet."""
    (tmp_path / "disk").mkdir()
    link = tmp_path / "labels.csv"
    link.symlink_to(tmp_path / "disk/labels.csv")
    for content in (b"one", b"two"):
        write_file(link, content)
        assert link.is_symlink()
        assert (tmp_path / "disk/labels.csv").read_bytes() == content
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["disk", "labels.csv", "labels.csv"]


def test_what_is_no_regular_file_is_not_replaced(tmp_path: Path) -> None:
    """A pipe and a folder stay what they are."""
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    for name in ("pipe.csv", "folder.csv"):
        with pytest.raises(ArtifactError, match=f"{name}: is not a regular file, so it was not replaced"):
            write_file(tmp_path / name, b"")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder.csv", "pipe.csv"]


def test_the_content_is_on_the_disk_before_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """First the file is flushed, then it is renamed, then the folder is flushed: a power cut leaves no empty file."""
    steps: list[str] = []
    flush, replace = os.fsync, Path.replace

    def fsync(number: int) -> None:
        steps.append("folder" if os.path.isdir(f"/proc/self/fd/{number}") else "file")
        flush(number)

    def rename(self: Path, target: Path) -> Path:
        steps.append("rename")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", rename)
    with write_beside(tmp_path / "labels.csv") as file:
        file.write(b"one")
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("this system does not show what a file number belongs to")
    assert steps == ["file", "rename", "folder"]


def test_an_error_while_writing_changes_nothing(tmp_path: Path) -> None:
    """The older file stays, with nothing beside it."""
    write_file(tmp_path / "labels.csv", b"one")

    def fail_midway() -> None:
        with write_beside(tmp_path / "labels.csv") as file:
            file.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_midway()
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"labels.csv": b"one"}


def test_a_dated_name_is_never_taken_twice(tmp_path: Path) -> None:
    """Three versions of one day are kept under three names; one that is kept already stays one."""
    path = tmp_path / "labels.csv"
    today = date.today().isoformat()
    for content in ("one", "two", "three"):
        write_file(path, content.encode())
        kept = keep_beside(path)
        assert keep_beside(path) == kept
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {
        "labels.csv": "three",
        f"labels.{today}.csv": "one",
        f"labels.{today}.2.csv": "two",
        f"labels.{today}.3.csv": "three",
    }


def test_without_links_a_copy_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system that has no links the content is copied, and a name that is taken stays as it was."""

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "labels.csv"
    for content in (b"one", b"two"):
        path.write_bytes(content)
        assert keep_beside(path).read_bytes() == content
    assert len(list(tmp_path.iterdir())) == 3
