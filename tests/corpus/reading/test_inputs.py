"""Files and folders become pages and articles; one bad file does not stop the rest."""

import errno
import gzip
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from textml.corpus.formats.rows import as_date
from textml.corpus.reading.inputs import read_articles, read_inputs, read_pages
from textml.errors import CorpusError


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    """Pages come sorted by name, with issue and number."""
    for name in ("2025-03-02/02.txt", "2025-03-02/01.txt", "2025-02-01/01.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("县里开会。", encoding="utf-8")
    pages = read_pages(tmp_path)
    assert [page.id for page in pages] == ["2025-02-01/01", "2025-03-02/01", "2025-03-02/02"]
    assert (pages[0].issue, pages[0].number, pages[0].encoding) == ("2025-02-01", 1, "utf-8")


def test_pages_are_read_beside_tables_of_another_kind(tmp_path: Path) -> None:
    """A file of checked articles beside the pages, whatever its name and columns, is no reason to read nothing."""
    (tmp_path / "20250101_01.txt").write_text("市里发布通告。", encoding="utf-8")
    (tmp_path / "checked.jsonl").write_text('{"page": "2025-01-01/01", "articles": []}\n', encoding="utf-8")
    assert [page.id for page in read_pages(tmp_path)] == ["2025-01-01/01"]


def test_one_bad_file_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    """Empty, binary and undecodable files are problems with their names; the good page is there."""
    (tmp_path / "20250101_01.txt").write_text("市里发布通告。", encoding="utf-8")
    (tmp_path / "empty.txt").write_text(" \n\n", encoding="utf-8")
    (tmp_path / "photo.txt").write_bytes(b"\x89PNG" + bytes(4000))
    (tmp_path / "torn.txt").write_bytes(b"\xff\xfe\x00\xd8" * 3 + b"\x81\xff")
    reading = read_inputs(tmp_path)
    assert [page.id for page in reading.pages] == ["2025-01-01/01"]
    said = [problem.partition(": ")[0] for problem in reading.problems]
    assert [Path(name).name for name in said] == ["empty.txt", "photo.txt", "torn.txt"]
    with pytest.raises(CorpusError, match=r"empty\.txt: empty.*\n.*photo\.txt"):
        read_pages(tmp_path)


def test_what_is_no_regular_file_is_named(tmp_path: Path) -> None:
    """Pipes, devices and links that lead nowhere are problems with their names, given or in a folder; none is read."""
    os.mkfifo(tmp_path / "20250101_02.txt")
    (tmp_path / "20250101_03.txt").symlink_to("/dev/zero")
    (tmp_path / "20250101_04.txt").symlink_to("nowhere")
    (tmp_path / "a.jsonl").symlink_to("/dev/null")
    (tmp_path / "20250101_01.txt").write_text("市里发布通告。", encoding="utf-8")
    what = {
        "20250101_02.txt": "a named pipe; only regular files are read",
        "20250101_03.txt": "a device; only regular files are read",
        "20250101_04.txt": "No such file or directory",
        "a.jsonl": "a device; only regular files are read",
    }
    reading = read_inputs(tmp_path)
    assert [page.id for page in reading.pages] == ["2025-01-01/01"]
    said = [f"{tmp_path}/{name}: cannot be read ({why})" for name, why in what.items()]
    assert [problem.partition(". Check")[0] for problem in reading.problems] == said
    assert read_inputs(tmp_path / "20250101_02.txt").problems == reading.problems[:1]


def test_links_to_folders_are_followed(tmp_path: Path) -> None:
    """Years of an archive may lie on other disks; a folder that has two names is read once."""
    for name in ("disk/2024-02-19/01.txt", "pages/2024-02-20/01.txt"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(f"市里发布通告：{name}。", encoding="utf-8")
    (tmp_path / "pages/old").symlink_to(tmp_path / "disk")
    (tmp_path / "pages/1_latest").symlink_to(tmp_path / "pages/2024-02-20")
    (tmp_path / "disk/loop").symlink_to(tmp_path / "pages")
    reading = read_inputs(tmp_path / "pages")
    assert {page.id for page in reading.pages} == {"2024-02-19/01", "2024-02-20/01"}
    assert reading.problems == []


def test_a_folder_that_cannot_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its pages are not left out without a word; the others are read."""
    closed = tmp_path / "2024-02-19"
    for name in ("2024-02-19", "2024-02-20"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "01.txt").write_text(f"市里发布通告：{name}。", encoding="utf-8")

    def refuse(path: Any = ".") -> Any:
        if str(path) == str(closed):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", refuse)
    monkeypatch.setattr(os, "listdir", refuse)
    reading = read_inputs(tmp_path)
    assert [page.id for page in reading.pages] == ["2024-02-20/01"]
    assert reading.problems == [f"{closed}: cannot be read (Permission denied). Check the path and its permissions"]


def test_missing_paths_and_empty_folders_are_errors(tmp_path: Path) -> None:
    """A path that does not exist, a folder without pages, and an unknown ending each say what can be read."""
    with pytest.raises(CorpusError, match=r"nowhere: no such file or folder"):
        read_inputs(tmp_path / "nowhere")
    with pytest.raises(CorpusError, match=r"no readable file"):
        read_inputs(tmp_path)
    (tmp_path / "page.docx").write_bytes(b"PK")
    with pytest.raises(CorpusError, match=r"unknown kind of file '\.docx'"):
        read_inputs(tmp_path / "page.docx")


ROWS = [
    {"id": "a", "title": "早市", "text": "早市五点开。", "date": "2025-01-02"},
    {"id": "b", "title": None, "text": "晚市七点收。", "date": None},
]


def write(rows: list[dict[str, str | None]], path: Path) -> Path:
    if path.name.endswith(".jsonl"):
        path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    elif path.name.endswith(".gz"):
        path.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in rows).encode()))
    elif path.suffix == ".csv":
        pd.DataFrame(rows).to_csv(path, index=False)
    elif path.suffix == ".xlsx":
        pd.DataFrame(rows).to_excel(path, index=False)
    else:
        pd.DataFrame(rows).to_parquet(path)
    return path


@pytest.mark.parametrize("name", ["t.jsonl", "t.jsonl.gz", "t.csv", "t.parquet", "t.xlsx"])
def test_tables_of_every_kind_hold_the_same_articles(tmp_path: Path, name: str) -> None:
    """JSON lines, CSV, Parquet and Excel give the same articles, ids kept, empty cells empty."""
    articles = read_articles(write(ROWS, tmp_path / name))
    assert [(a.id, a.title, a.body, a.date) for a in articles] == [
        ("a", "早市", "早市五点开。", "2025-01-02"),
        ("b", "", "晚市七点收。", ""),
    ]


def test_rows_without_id_get_one_and_bad_rows_are_named(tmp_path: Path) -> None:
    """A row without id is called after its line; broken, empty and repeated rows are problems with their line."""
    table = tmp_path / "t.jsonl"
    table.write_text(
        '{"text": "甲"}\nnot json\n{"title": "无文"}\n{"id": "x", "text": "乙"}\n{"id": "x", "text": "丙"}\n[1]\n',
        encoding="utf-8",
    )
    reading = read_inputs(table)
    assert [(a.id, a.body) for a in reading.articles] == [(f"{tmp_path.name}/t.jsonl:1", "甲"), ("x", "乙")]
    said = [str(problem) for problem in reading.problems]
    assert "t.jsonl:2: not JSON" in said[0]
    assert "t.jsonl:3: no column 'text' (or 正文, 内容); found: title. Every row needs a text" in said[1]
    assert "x: read twice; the first was kept" in said[3]
    assert "t.jsonl:6: not a JSON object" in said[2]


def test_the_same_id_in_two_tables_is_a_problem(tmp_path: Path) -> None:
    """Two tables with one id: the first article is kept, and the id is named."""
    write(ROWS[:1], tmp_path / "a.jsonl")
    write(ROWS[:1], tmp_path / "b.jsonl")
    reading = read_inputs(tmp_path)
    assert len(reading.articles) == 1
    assert reading.problems == [
        "a: read twice; the first was kept. Give every article its own id and name every input once"
    ]


@pytest.mark.parametrize("name", ["bad.parquet", "bad.jsonl.gz", "bad.xlsx"])
def test_damaged_tables_are_problems(tmp_path: Path, name: str) -> None:
    """A damaged Parquet or gzip file is named, not a crash."""
    (tmp_path / name).write_bytes(b"not what it says")
    reading = read_inputs(tmp_path)
    assert name in str(reading.problems[0])
    assert "cannot be read as" in str(reading.problems[0])


def test_a_csv_cell_may_hold_a_whole_page(tmp_path: Path) -> None:
    """Cells longer than the csv module's own limit, with line breaks, are read whole."""
    text = "市场里的人很多。\n" * 30_000
    assert read_articles(write([{"id": "a", "text": text}], tmp_path / "t.csv"))[0].body == text


def test_what_is_given_twice_is_read_once(tmp_path: Path) -> None:
    """A folder and a file in it, or the same table twice: no article is doubled."""
    table = write(ROWS, tmp_path / "t.jsonl")
    (tmp_path / "20250101_01.txt").write_text("市里开会。", encoding="utf-8")
    reading = read_inputs([tmp_path, table, tmp_path / "20250101_01.txt"])
    assert (len(reading.pages), len(reading.articles), reading.problems) == (1, 2, [])


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-02-09", "2024-02-09"),
        ("2024/2/9", "2024-02-09"),
        ("20240209", "2024-02-09"),
        ("2024年2月9日", "2024-02-09"),
        ("2024-02-09 00:00:00", "2024-02-09"),
        (datetime(2024, 2, 9, 8, tzinfo=UTC), "2024-02-09"),
        (None, ""),
        ("9.2.2024", None),
        ("2024-13-45", None),
        ("202429", None),
    ],
)
def test_dates_come_in_one_form(value: object, day: str | None) -> None:
    """Every way of writing a day gives one form, so that an issue is one group; what is no date is none."""
    assert as_date(value) == day


def test_a_wrong_date_is_a_problem_of_its_row(tmp_path: Path) -> None:
    """The row is named and left out, the others are read."""
    reading = read_inputs(
        write([{"text": "甲", "date": "19.2.2024"}, {"text": "乙", "date": "2024/2/19"}], tmp_path / "t.jsonl")
    )
    assert [a.date for a in reading.articles] == ["2024-02-19"]
    assert "t.jsonl:1: '19.2.2024' is not a date. Allowed: 2024-02-19" in str(reading.problems[0])


def test_commas_in_an_unquoted_cell_are_noticed(tmp_path: Path) -> None:
    """A text that the comma cut off is a problem, not a shorter text."""
    (tmp_path / "t.csv").write_text("id,text\n1,市里开会,讨论水库\n2,晚市收摊\n", encoding="utf-8-sig")
    reading = read_inputs(tmp_path / "t.csv")
    assert [a.body for a in reading.articles] == ["晚市收摊"]
    assert "t.csv:2: more cells than the first line has columns" in str(reading.problems[0])


def test_a_byte_order_mark_in_json_lines(tmp_path: Path) -> None:
    """A table that an editor saved with a mark is read from its first row."""
    (tmp_path / "t.jsonl").write_text('{"id": "a", "text": "甲"}\n', encoding="utf-8-sig")
    assert [a.id for a in read_articles(tmp_path / "t.jsonl")] == ["a"]


@pytest.mark.parametrize("head", ["id;标题;正文;日期", "ID\tTitle\tText\tDate", "id,title,text,date"])
def test_tables_as_spreadsheets_write_them(tmp_path: Path, head: str) -> None:
    """Semicolons and tabs between cells, Chinese and capital headings are understood."""
    mark = ";" if ";" in head else "\t" if "\t" in head else ","
    (tmp_path / "t.csv").write_text(
        head + "\n" + mark.join(["a", "早市", "早市五点开。", "2025/1/2"]) + "\n", encoding="utf-8-sig"
    )
    article = read_articles(tmp_path / "t.csv")[0]
    assert (article.id, article.title, article.body, article.date) == ("a", "早市", "早市五点开。", "2025-01-02")


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_quotation_mark_that_is_not_closed_is_noticed(tmp_path: Path, end: str) -> None:
    """It takes the rest of the file into one cell: the row is named, with its line, instead of passing for a text."""
    path = tmp_path / "t.csv"
    path.write_text(f'id,text\n1,早市开了。\n2,"晚市收了。\n3,河里涨水。\n4,桥修好了。{end}', encoding="utf-8")
    reading = read_inputs(path)
    assert [article.id for article in reading.articles] == ["1"]
    assert [str(problem) for problem in reading.problems] == [
        f"{path}:3: a quotation mark is not closed, so all that follows was read as one cell. Correct the line, or "
        "remove it"
    ]
    path.write_text(f'id,text\n1,"早市\n开了。"\n2,说“好”，是 5" 的{end}', encoding="utf-8")
    reading = read_inputs(path)
    assert [article.body for article in reading.articles] == ["早市\n开了。", '说“好”，是 5" 的']
    assert reading.problems == []


def test_a_list_of_paragraphs_is_no_text(tmp_path: Path) -> None:
    """A cell with a list is named; its brackets and commas would be read as words."""
    path = tmp_path / "t.jsonl"
    path.write_text('{"text": "早市开了。"}\n{"text": ["早市开了。", "晚市收了。"]}\n', encoding="utf-8")
    reading = read_inputs(path)
    assert [str(problem) for problem in reading.problems] == [
        f"{path}:2: the cell 'text' holds a list. Write it as text"
    ]
    assert len(reading.articles) == 1


def test_a_name_that_is_no_utf8(tmp_path: Path) -> None:
    """Archives from elsewhere have names in GBK: their bytes are written out in the ids, which any table can hold."""
    folder = tmp_path / "pages"
    folder.mkdir()
    Path(os.fsdecode(bytes(folder) + "/版.txt".encode("gbk"))).write_text("市里开会讨论水库。\n", encoding="utf-8")
    Path(os.fsdecode(bytes(folder) + "/稿.jsonl".encode("gbk"))).write_text('{"text": "早市"}\n', encoding="utf-8")
    reading = read_inputs(folder)
    assert [page.id for page in reading.pages] == ["pages/\\xb0\\xe6"]
    assert [article.id for article in reading.articles] == ["pages/\\xb8\\xe5.jsonl:1"]
