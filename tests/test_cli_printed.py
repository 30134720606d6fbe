"""PDF, ALTO and hOCR go through every command as dumps do."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import textml_here
from tests.corpus.reading.printed_files import alto_of, dump_of, hocr_of, pdf_of, story, write_files
from textml.corpus.reading.inputs import read_articles

PAGES = ["2024-02-19/01", "2024-02-19/02", "2024-02-20/01", "2024-02-21/01", "2024-02-22/01"]


@pytest.fixture
def issues(tmp_path: Path) -> Path:
    """A whole issue as PDF, pages as ALTO, hOCR and text, a copy of one as text, and a PDF that is none."""
    return write_files(
        tmp_path / "issues",
        {
            "2024-02-19.pdf": pdf_of(story(1, 2)),
            "2024-02-19.txt": dump_of(story(1, 2)),
            "2024-02-20/01.xml": alto_of(story(3)),
            "2024-02-20/mets.xml": "<mets/>",
            "2024-02-21/01.hocr": hocr_of(story(1)),
            "2024-02-22/01.txt": dump_of(story(2)),
            "2024-02-23/01.pdf": "<html><body>login</body></html>",
        },
    )


def test_split_takes_them_all(tmp_path: Path, issues: Path) -> None:
    """An article of every page once, with its id; what could not be read and what was left out are named."""
    done = textml_here(tmp_path, "split", "issues", "--out", "articles.csv")
    rows = pd.read_csv(tmp_path / "articles.csv", keep_default_na=False)
    assert rows["page_id"].tolist() == PAGES
    assert rows["title"].tolist() == ["夜市重开", "水库除险", "龙舟下水", "夜市重开", "水库除险"]
    assert set(rows["check"]) <= {True, False}
    assert re.search(r"^about \d of 5 articles are expected to be cut wrong", done.stdout, re.M)
    assert done.returncode == 1
    assert "problem: issues/2024-02-23/01.pdf: no PDF" in done.stderr
    assert "left out: issues/2024-02-19.txt for issues/2024-02-19.pdf" in done.stderr
    assert "mets.xml" not in done.stderr
    boxes = [article.boxes for article in read_articles(tmp_path / "articles.csv")]
    assert boxes[-1] == ()


def test_corrections_hold_on_a_page_of_pdf(tmp_path: Path, issues: Path) -> None:
    """A line as `--explain` prints it, of the second page of a file, is found again and becomes furniture."""
    shown = textml_here(tmp_path, "split", "issues/2024-02-19.pdf", "--explain").stdout
    assert "2024-02-19/02  issues/2024-02-19.pdf, page 2" in shown
    line = next(line for line in shown.splitlines() if "汛期之前" in line)
    (tmp_path / "c.toml").write_text(
        f'[[move]]\npage = "2024-02-19/02"\nline = "{line}"\nto = "furniture"\n', encoding="utf-8"
    )
    done = textml_here(tmp_path, "split", "issues/2024-02-19.pdf", "--corrections", "c.toml")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(row) for row in (tmp_path / "articles.jsonl").read_text("utf-8").splitlines()]
    assert ["汛期之前" in row["body"] for row in rows] == [False, False]


def test_label_gives_the_ids_of_run(project: Path, issues: Path) -> None:
    """By path and by address, into a table and a dataset, in one process and two; a second time nothing is read."""
    good = ["issues/2024-02-19.pdf", "issues/2024-02-20", "issues/2024-02-21", "issues/2024-02-22"]
    issues.rename(project / "issues")
    assert textml_here(project, "label", "default", *good, "--out", "one.csv", "--workers", "1").returncode == 0
    rows = pd.read_csv(project / "one.csv")
    assert rows["id"].str.partition("#")[0].tolist() == PAGES
    again = textml_here(project, "label", "default", *good, "--out", "one.csv")
    assert "5 unchanged and kept" in again.stdout
    addresses = [f"file://{project}/{name}" for name in good]
    assert textml_here(project, "label", "default", *addresses, "--out", "two/", "--workers", "2").returncode == 0
    assert pd.read_parquet(project / "two")["id"].tolist() == rows["id"].tolist()
    done = textml_here(project, "run", *(word for name in good for word in ("--input", name)), "--run", "pdf")
    assert done.returncode == 0, done.stderr
    items = [
        json.loads(row) for row in (project / "artifacts/pdf/corpus/articles.jsonl").read_text("utf-8").splitlines()
    ]
    assert [item["id"] for item in items] == rows["id"].tolist()
    table = pd.read_csv(project / "artifacts/pdf/reports/tables/articles.csv", keep_default_na=False)
    assert table["id"].tolist() == rows["id"].tolist()
    pages = json.loads((project / "artifacts/pdf/corpus/pages.json").read_text("utf-8"))
    assert [(page["id"], page["encoding"]) for page in pages] == [
        *zip(PAGES, ["pdf", "pdf", "alto", "hocr", "utf-8"], strict=True)
    ]
    assert "issues/2024-02-19.pdf" in json.loads((project / "artifacts/pdf/manifest.json").read_text("utf-8"))["inputs"]
