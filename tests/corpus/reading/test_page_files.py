"""Every page is read once, and no page is lost because another has its name."""

from pathlib import Path

import pytest

from textml.corpus.reading.batches import iter_batches, read_batch
from textml.corpus.reading.inputs import read_inputs
from textml.corpus.reading.page_files import read_page_files
from textml.corpus.reading.sources import list_sources

TEXT = "市里开会\n市里昨天开会讨论水库的除险加固，会上定了工期。\n"


def write_pages(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def ids_of_label(folder: Path, name_pattern: str = "") -> set[str]:
    """Ids of the pages as `textml label` reads them, an issue at a time."""
    sources, _ = list_sources([folder], name_pattern=name_pattern)
    read = [read_batch(batch).articles for source in sources for batch in iter_batches(source)]
    return {article.page_id for articles in read for article in articles}


@pytest.mark.parametrize(
    ("names", "ids"),
    [
        (("2024/02/19/01", "2024/03/19/01"), {"2024-02-19/01", "2024-03-19/01"}),
        (("20240219A01版", "20240219B01版"), {"2024-02-19/A01", "2024-02-19/B01"}),
        (("a/20240219_01", "b/20240219_01"), {"2024-02-19/01~a/20240219_01", "2024-02-19/01~b/20240219_01"}),
        (("20240219_01", "2024-02-19_01"), {"2024-02-19/01~x/20240219_01", "2024-02-19/01~x/2024-02-19_01"}),
        (("a/19/text", "b/19/text"), {"a/19/text", "b/19/text"}),
        (("2024/02/19/text", "2024/03/19/text"), {"2024-02-19/text", "2024-03-19/text"}),
        (("2024-02-19/text", "text"), {"2024-02-19/text", "x/text"}),
        (("a/b/p/01", "a/c/p/01", "d/c/p/01"), {"a/b/p/01", "a/c/p/01", "d/c/p/01"}),
    ],
)
def test_different_pages_have_different_ids(tmp_path: Path, names: tuple[str, ...], ids: set[str]) -> None:
    """Pages are told apart by issue and page, else by the ends of their paths; `run` and `label` give the same ids."""
    folder = write_pages(tmp_path / "x", {f"{name}.txt": f"{TEXT}会开了{n}天。\n" for n, name in enumerate(names)})
    reading = read_inputs(folder)
    assert {page.id for page in reading.pages} == ids == ids_of_label(folder)
    assert reading.problems == []
    files = [str(page.path) for page in reading.pages]
    assert {(p.id, p.path) for p in read_page_files(files[::-1]).pages} == {(p.id, p.path) for p in reading.pages}


def test_files_with_one_id_are_noted(tmp_path: Path) -> None:
    """The note names the issue and page, both files, and their ids."""
    folder = write_pages(tmp_path, {"a/20240219_01.txt": TEXT, "b/20240219_01.txt": f"{TEXT}会开了两天。\n"})
    assert read_inputs(folder).notes == [
        "2024-02-19/01: 2 files have this issue and page, with different texts. All were kept: "
        f"{folder}/a/20240219_01.txt as 2024-02-19/01~a/20240219_01, "
        f"{folder}/b/20240219_01.txt as 2024-02-19/01~b/20240219_01"
    ]


def test_files_that_differ_in_their_endings_only(tmp_path: Path) -> None:
    """Their ids have the endings."""
    folder = write_pages(tmp_path / "x", {"20240219_01.txt": TEXT, "20240219_01.TXT": f"{TEXT}会开了两天。\n"})
    ids = {"2024-02-19/01~x/20240219_01.txt", "2024-02-19/01~x/20240219_01.TXT"}
    assert {page.id for page in read_inputs(folder).pages} == ids


def test_of_copies_one_is_kept(tmp_path: Path) -> None:
    """The same text under the same issue and page is one page, with the usual id, and the copy is named."""
    folder = write_pages(tmp_path, {"a/20240219_01.txt": TEXT, "b/2024-02-19/01.txt": TEXT})
    for files in (["a/20240219_01.txt", "b/2024-02-19/01.txt"], ["b/2024-02-19/01.txt", "a/20240219_01.txt"]):
        reading = read_page_files(str(folder / file) for file in files)
        assert [(page.id, page.path) for page in reading.pages] == [("2024-02-19/01", f"{folder}/a/20240219_01.txt")]
        assert reading.problems == [
            f"{folder}/b/2024-02-19/01.txt: same issue and page (2024-02-19/01) and same text as "
            f"{folder}/a/20240219_01.txt, which was kept. Remove one of them"
        ]


def test_names_that_are_not_understood_are_one_note(tmp_path: Path) -> None:
    """Names with digits that look like a date are listed once, the first three and how many more."""
    names = [f"2024年第{n}期.txt" for n in range(1, 6)]
    folder = write_pages(tmp_path, {name: f"{TEXT}{name}" for name in [*names, "page_a.txt", "03-02-2024_01.txt"]})
    shown = ", ".join(f"{folder}/{name}" for name in names[:3])
    assert [note.partition(". Say")[0] for note in read_inputs(folder).notes] == [
        f"digits that look like a date were not read as one in {shown} and 2 more",
        "a date that can be read in two ways was read with the file's name before its folder's, the day before the "
        f"month or the year first in {folder}/03-02-2024_01.txt",
    ]


def test_a_pattern_decides_issues_and_ids(tmp_path: Path) -> None:
    """With [corpus] name_pattern the same files make other issues, for `run` and for `label`; others are named."""
    texts = {"02-03-2024_01.txt": TEXT, "02-03-2024_02.txt": f"{TEXT}再议。", "page_a.txt": f"{TEXT}三议。"}
    folder = write_pages(tmp_path / "x", texts)
    pattern = "{month}-{day}-{year}_{page}.txt"
    reading = read_inputs(folder, name_pattern=pattern)
    assert {page.id for page in reading.pages} == {"2024-02-03/01", "2024-02-03/02", "x/page_a"}
    assert ids_of_label(folder, pattern) == {page.id for page in reading.pages}
    assert reading.notes == [
        f"names that [corpus] name_pattern does not fit have no date: {folder}/page_a.txt. Correct the pattern, or the "
        "names"
    ]
    assert {page.issue for page in read_inputs(folder).pages} == {"2024-03-02", None}
