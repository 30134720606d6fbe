"""No command writes over what it reads."""

import os
from pathlib import Path

import pytest

from textml.disk.guard import check_output
from textml.errors import ArtifactError


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
