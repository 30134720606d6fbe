"""Rows become articles; a row that cannot says what to do."""

from datetime import date
from pathlib import Path

import pytest

from textml.corpus.article import Article
from textml.corpus.formats.rows import BadCell, article_to_cells, as_text, check_columns, parse_article
from textml.corpus.formats.table import table_bytes
from textml.corpus.geometry import Box
from textml.corpus.reading.inputs import read_articles
from textml.errors import CorpusError


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("not JSON", "not JSON. Correct the line, or remove it"),
        ({"text": " "}, "the cell 'text' is empty. Every row needs a text"),
        ({}, "no column 'text' (or 正文, 内容); found: none. Every row needs a text"),
        ({"text": ["甲"]}, "the cell 'text' holds a list. Write it as text"),
        ({"text": "甲", "title": {"a": 1}}, "the cell 'title' holds a dict. Write it as text"),
        ({"text": "甲", "date": BadCell("holds the error #N/A. Correct it")}, "the cell 'date' holds the error #N/A."),
        ({"text": "甲", "正文": "乙"}, "the cell 'text' stands in two columns with different values"),
        ({"text": "甲", "date": "早春"}, "'早春' is not a date. Allowed: 2024-02-19"),
        ({"text": "甲", "kind": "poem"}, "unknown kind 'poem'; known: article, photo"),
    ],
)
def test_what_is_wrong_with_a_row(row: dict[str, object] | str, problem: str) -> None:
    """Every problem says what was found and what is needed."""
    assert str(parse_article(row, "t.csv", 2)).startswith(problem)


def test_names_of_columns_and_ids() -> None:
    """Chinese and capital names are understood; a row without id is named by its place; a masthead needs no text."""
    article = parse_article({"标题": "早市", "正文": "五点开。", "日期": date(2025, 1, 2)}, "2025/t.csv", 3)
    assert article == Article("2025/t.csv:3", "早市", "五点开。", date="2025-01-02")
    head = parse_article({"ID": 7, "Title": "汀禾新报", "Text": None, "Kind": "masthead"}, "t.csv", 2)
    assert head == Article("7", "汀禾新报", "", kind="masthead")


def test_empty_cells_are_empty_texts() -> None:
    """None and NaN are empty, numbers are written out."""
    assert [as_text(value) for value in (None, float("nan"), 0, 1.5, "汀")] == ["", "", "0", "1.5", "汀"]


def test_of_two_columns_that_mean_the_same_the_filled_one_is_read() -> None:
    """Whatever their order; what is empty hides nothing, and columns that are not read may have any names."""
    for row in ({"text": "", "正文": "汀禾"}, {"Text": "汀禾", "内容": float("nan")}, {"正文": "汀禾", "text": "汀禾"}):
        article = parse_article({"id": "a", "url": "u", "URL": "v", **row}, "t.csv", 2)
        assert article == Article("a", "", "汀禾")


def test_a_column_that_comes_twice_is_refused() -> None:
    """One of the two would be lost; columns that are not read may come twice."""
    check_columns(["id", "", "", "url", "url", "text", "Text"], "t.csv")
    for name in ("text", "正文", "section"):
        with pytest.raises(CorpusError, match=f"t.csv: two columns have the name '{name}'"):
            check_columns([name, "id", name], "t.csv")


@pytest.mark.parametrize("name", ["t.jsonl", "t.csv", "t.parquet", "t.xlsx"])
def test_boxes_come_back_from_every_table(tmp_path: Path, name: str) -> None:
    """Boxes are written as JSON to a tenth of a point, and read again; an article of a dump has an empty cell."""
    boxes = (Box(36.04, 20.0, 200.06, 90.0), Box(210, 20, 300, 44.5))
    articles = [
        Article("a", "夜市重开", "夜市昨晚重开。", confidence=0.6, page_id="p", boxes=boxes),
        Article("b", "", "早市照旧。"),
    ]
    cells = [article_to_cells(article) for article in articles]
    written = "[[36.0, 20.0, 200.1, 90.0], [210.0, 20.0, 300.0, 44.5]]"
    assert [(row["boxes"], row["check"]) for row in cells] == [(written, True), ("", False)]
    (tmp_path / name).write_bytes(table_bytes(cells, name))
    read = read_articles(tmp_path / name)
    assert [article.boxes for article in read] == [(Box(36.0, 20.0, 200.1, 90.0), Box(210, 20, 300, 44.5)), ()]


@pytest.mark.parametrize(
    "cell", [None, 3, "3 boxes", "[[1, 2]", "[[1, 2, 3]]", [[1, 2, 3, "4"]], "[[1, 2, 3, NaN]]", [[True, 2, 3, 4]]]
)
def test_a_column_of_boxes_may_hold_anything(cell: object) -> None:
    """What is no list of boxes is none, and no reason to leave the article out."""
    found = parse_article({"text": "早市照旧。", "boxes": cell}, "t", 1)
    assert isinstance(found, Article)
    assert found.boxes == ()
