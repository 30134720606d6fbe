"""Files are grouped into sources that are read as a whole, and their changes are noticed."""

import os
from pathlib import Path

from textml.corpus.reading.sources import group_files, is_seekable, is_table, is_unchanged, list_sources


def write_page(path: Path) -> Path:
    """A page dump of one article."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("市里开会\n市里昨天开会讨论水库的除险加固，会上定了工期。\n", encoding="utf-8")
    return path


def test_a_stamp_changes_with_its_file(tmp_path: Path) -> None:
    """The stamp of a source stays while its file is the same, and changes with size or time."""
    path = tmp_path / "t.jsonl"
    path.write_text('{"text": "早市"}\n', encoding="utf-8")
    before = list_sources([str(path)])[0][0].stamp
    assert list_sources([str(path)])[0][0].stamp == before
    os.utime(path, ns=(1, 1))
    assert list_sources([str(path)])[0][0].stamp != before


def test_a_stamp_changes_with_the_name_of_a_page(tmp_path: Path) -> None:
    """A page that gets another number is another page, though its file keeps size and time."""
    page = tmp_path / "2025-01-02/01.txt"
    page.parent.mkdir()
    page.write_text("市里开会\n市里昨天开会讨论水库的除险加固，会上定了工期。\n", encoding="utf-8")
    (before,), _ = list_sources([str(tmp_path)])
    page.rename(page.with_name("03.txt"))
    (after,), _ = list_sources([str(tmp_path)])
    assert before.name == after.name
    assert before.stamp != after.stamp


def test_a_file_is_listed_once(tmp_path: Path) -> None:
    """A folder, a file in it and another way to write its path name one file; the first way is kept."""
    page = write_page(tmp_path / "2025-01-02/01.txt")
    sources, problems = list_sources([tmp_path, page, page.parent / "../2025-01-02/01.txt"])
    assert [source.files for source in sources] == [(str(page),)]
    assert problems == []


def test_the_standard_input_is_a_table_without_files() -> None:
    """It has no size and no stamp, and cannot be read twice."""
    (source,), _ = list_sources(["-", "-"])
    assert (source.name, source.files, source.n_bytes, source.stamp) == ("stdin", (), 0, "")
    assert (is_table(source), is_seekable(source)) == (True, False)


def test_what_can_be_read_in_parts(tmp_path: Path) -> None:
    """Pages and plain JSON lines are read where they are worked on; other tables are read in order by one process."""
    write_page(tmp_path / "page.txt")
    for name in ("a.csv", "b.jsonl", "c.jsonl.gz"):
        (tmp_path / name).write_bytes(b"")
    found = {source.files[0][-5:]: (is_table(source), is_seekable(source)) for source in list_sources([tmp_path])[0]}
    assert found == {"a.csv": (True, False), "jsonl": (True, True), "nl.gz": (True, False), "e.txt": (False, True)}


def test_a_change_is_noticed(tmp_path: Path) -> None:
    """A source whose file was written, or has gone, is not the same."""
    page = write_page(tmp_path / "page.txt")
    (source,), _ = list_sources([page])
    assert is_unchanged(source)
    page.write_text("市里", encoding="utf-8")
    assert not is_unchanged(source)
    page.unlink()
    assert not is_unchanged(source)


def test_a_missing_page_does_not_take_its_issue_along(tmp_path: Path) -> None:
    """Of two pages of an issue one has gone since it was listed: it is named, and the other one is read."""
    here, gone = (write_page(tmp_path / f"2025-01-02/0{number}.txt") for number in (1, 2))
    gone.unlink()
    (source,), (problem,) = group_files([str(here), str(gone)])
    assert source.files == (str(here),)
    assert problem.startswith(f"{gone}: cannot be read (No such file or directory)")
