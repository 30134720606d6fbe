"""Many slow files are read in several processes, with the same result."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.corpus.reading.printed_files import dump_of, pdf_of, story, write_files
from textml.corpus.reading import side_by_side
from textml.corpus.reading.inputs import read_inputs, read_pages
from textml.corpus.reading.readers import read_page_file
from textml.errors import CorpusError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files: dict[str, bytes | str] = {
        f"2024-02-{day}.pdf": pdf_of(story(1, 2, 3)[: day % 3 + 1]) for day in range(10, 14)
    }
    return write_files(tmp_path, {**files, "2024-02-14/01.txt": dump_of(story(2)), "2024-02-15.pdf": "no PDF"})


def test_the_result_does_not_depend_on_the_number_of_processes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages, their geometry, problems and notes are the same, in the same order; progress counts every file."""
    one = read_inputs(folder)
    assert len(one.pages) == 9
    started: list[int] = []
    monkeypatch.setattr(side_by_side, "_WORTH_PROCESSES", 0.05)
    start_workers = side_by_side.start_workers
    monkeypatch.setattr(side_by_side, "start_workers", lambda pool: started.append(1) or start_workers(pool))
    told: list[tuple[str, int]] = []

    def track(items: Iterable[side_by_side.Read], what: str, n_items: int) -> Iterator[side_by_side.Read]:
        told.append((what, n_items))
        yield from items

    two = read_inputs(folder, n_workers=2, track=track)
    assert (two.pages, two.problems, two.notes) == (one.pages, one.problems, one.notes)
    assert (started, told) == ([1], [("reading pages", 6)])
    (folder / "2024-02-15.pdf").unlink()
    assert read_pages(folder, n_workers=2) == one.pages
    assert started == [1, 1]


def test_threads_take_turns_with_pdf(folder: Path) -> None:
    """pdfium knows no threads, but Dask has several in a worker; what they read is the same."""
    files = [str(folder / f"2024-02-{day}.pdf") for day in range(10, 14)] * 4
    with ThreadPoolExecutor(4) as threads:
        read = list(threads.map(lambda file: read_page_file(file).pages, files))
    assert read[:4] == read[4:8] == read[12:] == [read_page_file(file).pages for file in files[:4]]


def test_dumps_and_few_pages_need_no_processes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes take longer to start than a few pages to read."""

    def refuse(pool: object) -> None:
        raise CorpusError("no processes")

    monkeypatch.setattr(side_by_side, "start_workers", refuse)
    assert len(read_inputs(folder, n_workers=2).pages) == 9
    monkeypatch.setattr(side_by_side, "_WORTH_PROCESSES", 0.05)
    with pytest.raises(CorpusError, match="no processes"):
        read_inputs(folder, n_workers=2)
    assert len(read_inputs(folder / "2024-02-14", n_workers=2).pages) == 1
