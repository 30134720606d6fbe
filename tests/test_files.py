"""Files are whole or as they were before."""

import os
from datetime import date
from pathlib import Path

import pytest

from textml import files
from textml.errors import ArtifactError
from textml.files import check_output, digest, keep_beside, open_regular, read_regular, write_beside, write_file


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

    monkeypatch.setattr(files.os, "fsync", fsync)
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


def test_a_digest_does_not_depend_on_the_order_of_keys() -> None:
    """The same value gives the same digest, another value another one."""
    assert digest({"a": 1, "b": [2]}) == digest({"b": [2], "a": 1}) != digest({"a": 1, "b": [3]})


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    """A pipe is not waited for and a device not read for ever; links to files are followed."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "file").write_bytes(b"one")
    (tmp_path / "link").symlink_to("file")
    with pytest.raises(OSError, match="a named pipe; only regular files are read"):
        open_regular(tmp_path / "pipe")
    with pytest.raises(OSError, match="a device; only regular files are read"):
        read_regular(tmp_path / "zero")
    assert read_regular(tmp_path / "link") == b"one"
    with pytest.raises(IsADirectoryError):
        read_regular(tmp_path)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of just the size is read; one byte more is an error that says the limit."""
    monkeypatch.setattr(files, "MOST_BYTES", 1 << 20)
    (tmp_path / "file").write_bytes(bytes(1 << 20))
    assert len(read_regular(tmp_path / "file")) == 1 << 20
    (tmp_path / "file").write_bytes(bytes((1 << 20) + 1))
    with pytest.raises(OSError, match="more than 1 MB, the largest file that is read as a whole"):
        read_regular(tmp_path / "file")


@pytest.mark.parametrize("given", ["in.jsonl", "folder", "link.jsonl", "twin.jsonl", "file:", "folder/../in.jsonl"])
def test_no_input_is_an_output(tmp_path: Path, given: str) -> None:
    """By its name, by a link, by a hard link, by an address, or in a folder: the same file is the same file."""
    (tmp_path / "folder").mkdir()
    out = tmp_path / ("folder/sub.jsonl" if given == "folder" else "in.jsonl")
    out.write_text("{}\n")
    (tmp_path / "link.jsonl").symlink_to(out)
    os.link(out, tmp_path / "twin.jsonl")
    name = f"file://{out}" if given == "file:" else f"{tmp_path}/{given}"
    with pytest.raises(ArtifactError, match=r"is also part of the input, which would be overwritten"):
        check_output(out, ["nowhere", "s3://bucket/in.jsonl", name])
    check_output(tmp_path / "new.jsonl", [name])
    check_output(os.devnull, [os.devnull])


def test_what_linked_folders_hold_is_input(tmp_path: Path) -> None:
    """They are read, so nothing is written over a file in them; links in a circle end."""
    for name in ("in", "elsewhere"):
        (tmp_path / name).mkdir()
    (tmp_path / "elsewhere/table.jsonl").write_text("{}\n")
    (tmp_path / "in/link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere/back").symlink_to(tmp_path / "in")
    with pytest.raises(ArtifactError, match=r"is also part of the input, which would be overwritten \(.*link.table"):
        check_output(tmp_path / "elsewhere/table.jsonl", [tmp_path / "in"])
    (tmp_path / "table.jsonl").write_text("{}\n")
    check_output(tmp_path / "table.jsonl", [tmp_path / "in"])


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


def test_nothing_is_written_into_a_run(tmp_path: Path) -> None:
    """Neither over a file of a run nor beside one; a manifest of another program is no matter."""
    (tmp_path / "run/corpus").mkdir(parents=True)
    (tmp_path / "run/manifest.json").write_text('{\n "made_by": "textml"\n}')
    (tmp_path / "manifest.json").write_text('{"made_by": "others"}')
    (tmp_path / "link").symlink_to("run/corpus")
    for name in ("run/new.csv", "link/articles.jsonl"):
        with pytest.raises(ArtifactError, match=rf"{name}: lies in the run .*run, whose files belong together"):
            check_output(tmp_path / name, [])
    with pytest.raises(ArtifactError, match="lies in the run"):
        check_output(f"file://{tmp_path}/run/labels", [])
    for elsewhere in (tmp_path / "new.csv", "s3://bucket/run/labels", "-"):
        check_output(elsewhere, [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a = 0x" + "f" * 5000, "a number of more than 64 bits"),
        ("a = [{b = 9223372036854775808}]", "a number of more than 64 bits"),
        ("a = " + "9" * 5000, "4300"),
        ("k." * 3000 + "k = 1", "tables or lists in one another without end"),
        ("a = " + "[" * 30 + "]" * 30, "tables or lists in one another without end"),
        ("a = " + "[" * 5000, "tables or lists in one another without end"),
    ],
)
def test_toml_that_no_message_could_show_is_refused(tmp_path: Path, text: str, found: str) -> None:
    """Numbers of thousands of digits and endless nesting are errors where they are read, not where they are shown."""
    (tmp_path / "s.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=found):
        files.read_toml(tmp_path / "s.toml")
    (tmp_path / "s.toml").write_text("a = [{b = 9223372036854775807}]", encoding="utf-8")
    assert files.read_toml(tmp_path / "s.toml") == {"a": [{"b": 2**63 - 1}]}
