"""Inputs come in batches that together hold what reading them whole gives."""

import gzip
import json
import os
import zlib
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from textml.corpus.reading import batches
from textml.corpus.reading.batches import iter_batches, read_batch
from textml.corpus.reading.inputs import read_articles
from textml.corpus.reading.sources import list_sources
from textml.errors import CorpusError

ROWS = [{"id": f"a{n}", "title": f"第{n}条", "text": f"早市{n}点开，晚市收。"} for n in range(40)]


def write(path: Path) -> Path:
    """The rows as the kind of table that the name asks for."""
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS).encode()
    if path.name.endswith(".jsonl"):
        path.write_bytes(lines)
    elif path.name.endswith(".gz"):
        path.write_bytes(gzip.compress(lines))
    elif path.suffix == ".csv":
        pd.DataFrame(ROWS).to_csv(path, index=False)
    elif path.suffix == ".xlsx":
        pd.DataFrame(ROWS).to_excel(path, index=False)
    else:
        pd.DataFrame(ROWS).to_parquet(path)
    return path


@pytest.mark.parametrize("name", ["t.jsonl", "t.jsonl.gz", "t.csv", "t.parquet", "t.xlsx"])
def test_batches_hold_what_the_whole_table_holds(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every row stands in one batch, in order; row numbers go on from batch to batch; all bytes are accounted for."""
    monkeypatch.setattr(batches, "BLOCK_BYTES", 400)
    monkeypatch.setattr(batches, "BLOCK_ROWS", 7)
    path = write(tmp_path / name)
    (source,), problems = list_sources([str(path)])
    found = list(iter_batches(source))
    assert len(found) > 4
    assert [a for batch in found for a in read_batch(batch).articles] == read_articles(path)
    assert all(one.first < other.first for one, other in pairwise(found))
    assert 0 < sum(batch.n_bytes for batch in found) <= source.n_bytes == path.stat().st_size
    assert problems == []


def test_a_line_that_is_no_json_is_named_with_its_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the middle of a large file the broken line is named as it counts in the file; the others are read."""
    monkeypatch.setattr(batches, "BLOCK_BYTES", 400)
    path = write(tmp_path / "t.jsonl")
    lines = path.read_bytes().split(b"\n")
    lines[24] = lines[24][:-5]
    path.write_bytes(b"\n".join(lines))
    (source,), _ = list_sources([str(path)])
    readings = [read_batch(batch) for batch in iter_batches(source)]
    said = [problem for reading in readings for problem in reading.problems]
    assert len(said) == 1
    assert said[0].startswith(f"{path}:25: not JSON")
    assert [a.id for r in readings for a in r.articles] == [row["id"] for row in ROWS if row["id"] != "a24"]


def test_the_pages_of_an_issue_are_one_source(tmp_path: Path) -> None:
    """Articles that jump are joined within an issue, so its pages stay together, wherever their files lie."""
    for name in ("a/20250102_01.txt", "a/20250103_01.txt", "b/20250102_02.txt", "b/page_x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("市里开会\n市里昨天开会讨论水库的除险加固，会上定了工期。\n", encoding="utf-8")
    sources, _ = list_sources([str(tmp_path)])
    assert [(s.name.split("/")[-1], len(s.files)) for s in sources] == [
        ("issue 2025-01-02", 2),
        ("issue 2025-01-03", 1),
        ("page_x.txt", 1),
    ]
    reading = read_batch(next(iter_batches(sources[0])))
    assert {article.page_id for article in reading.articles} == {"2025-01-02/01", "2025-01-02/02"}


def test_a_page_that_cannot_be_read_leaves_the_others(tmp_path: Path) -> None:
    """An empty dump and a second dump of the same page are named; the issue's other pages are cut."""
    text = "市里开会\n市里昨天开会讨论水库的除险加固，会上定了工期。\n"
    for name, content in (("a_2025-01-02_01.txt", text), ("b_2025-01-02_01.txt", text), ("2025-01-02_02.txt", "")):
        (tmp_path / name).write_text(content, encoding="utf-8")
    (source,), _ = list_sources([str(tmp_path)])
    reading = read_batch(next(iter_batches(source)))
    assert [article.page_id for article in reading.articles] == ["2025-01-02/01"]
    assert ["empty" in reading.problems[0], "same issue and page" in reading.problems[1]] == [True, True]


def test_a_damaged_table_fails_after_its_readable_rows(tmp_path: Path) -> None:
    """Every row before the damage is handed out, also those of a batch that is not full; then the source fails."""
    path = tmp_path / "t.jsonl.gz"
    rows = "".join(json.dumps({"id": str(n), "text": os.urandom(40).hex()}) + "\n" for n in range(3000))
    path.write_bytes(gzip.compress(rows.encode())[:-20_000])
    whole = zlib.decompressobj(31).decompress(path.read_bytes()).count(b"\n")
    (source,), _ = list_sources([str(path)])
    ids: list[str] = []
    with pytest.raises(CorpusError, match=r"t\.jsonl\.gz: cannot be read as \.jsonl\.gz"):
        ids.extend(article.id for batch in iter_batches(source) for article in read_batch(batch).articles)
    assert whole % batches.BLOCK_ROWS
    assert ids == [str(n) for n in range(whole)]


@pytest.mark.parametrize("name", ["t.jsonl", "t.csv"])
def test_a_table_without_rows_is_named(tmp_path: Path, name: str) -> None:
    """An empty file, which a copy that was broken off leaves, does not pass for a table."""
    (tmp_path / name).write_text("id,text\n" if name == "t.csv" else "", encoding="utf-8")
    (source,), _ = list_sources([str(tmp_path)])
    with pytest.raises(CorpusError, match="this table has no rows"):
        list(iter_batches(source))


def test_rows_without_id_are_told_apart_by_their_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables of one name in two folders keep all their rows, whatever folder the command is given in."""
    for year in ("2024", "2025"):
        (tmp_path / year).mkdir()
        (tmp_path / year / "news.jsonl").write_text('{"text": "早市开了。"}\n', encoding="utf-8")
    sources, _ = list_sources([str(tmp_path)])
    found = [
        article.id for source in sources for batch in iter_batches(source) for article in read_batch(batch).articles
    ]
    assert found == ["2024/news.jsonl:1", "2025/news.jsonl:1"] == [a.id for a in read_articles(tmp_path)]
    monkeypatch.chdir(tmp_path / "2024")
    (source,), _ = list_sources(["news.jsonl"])
    assert [article.id for article in read_batch(next(iter_batches(source))).articles] == found[:1]


def test_short_stories_are_left_out_and_noted(tmp_path: Path) -> None:
    """The limit that a run sets holds for rows and for pages; what is no story is left out without a word."""
    rows = [
        {"id": "a", "text": "早 市"},
        {"id": "b", "text": "早市五点开。"},
        {"id": "c", "kind": "slogan", "text": "汀"},
    ]
    (tmp_path / "t.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    page = "市里开会\n\n本报讯（记者 田望生） 市里昨天开会讨论水库。\n"
    (tmp_path / "2025-01-02_01.txt").write_text(page, encoding="utf-8")
    pages, table = (next(iter_batches(source)) for source in list_sources([tmp_path])[0])
    reading = read_batch(table, min_chars=3)
    assert [article.id for article in reading.articles] == ["b"]
    assert reading.notes == ["a: not labelled (2 characters, fewer than 3)"]
    assert [len(read_batch(pages, min_chars=n).articles) for n in (0, 11, 12)] == [1, 1, 0]
