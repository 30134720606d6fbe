"""Only what can be read to its end is read."""

import os
from pathlib import Path

import pytest

from textml.disk import files
from textml.disk.files import digest, open_regular, read_regular


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
