"""A run of a few pages without its models: what the pages of the review page need."""

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.corpus.reading.printed_files import pdf_of, story, write_files
from textml.corpus.article import Article
from textml.corpus.pages.corrections import read_corrections
from textml.corpus.pages.cutting import cut_pages
from textml.corpus.reading.inputs import Reading, read_inputs
from textml.disk.files import sha256_of
from textml.review.cuts.page_desk import PageDesk

#: A dump with two headlines, an apostrophe, quotation marks and a backslash.
DUMP = """夜市重开

本报讯（记者 田望生） 沙埠镇夜市昨晚重新开张，四十二
个摊位亮起了灯，到十点还有人来。卖烤饼的小伙子一晚上
没有坐下来过。
招牌上写着 "it's C:\\new" 几个字，没有人说得清是什么
意思。
摊主说，明天再来问。

水库除险
本报讯（记者 林小满） 枫溪水库的除险加固昨天动工，工
期二百天，汛期之前要把坝脚做完。坝上来了三台挖机，两
台在坝脚，一台在溢洪道，夜里也不停。
"""
QUOTED, MARKET, DAM = 6, 3, 11
CORRECTIONS = "seeds/corrections.toml"
PAGE, ISSUE = "2024-02-20/01", "2024-02-19/02"


def write_paper(folder: Path) -> Path:
    """A dump, and an issue of two pages as PDF."""
    return write_files(folder, {"pages/2024-02-20/01.txt": DUMP, "pages/2024-02-19.pdf": pdf_of(story(1, 2))})


def read_paper(folder: Path) -> Reading:
    """Its pages, as a run in this folder reads them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return read_inputs(["pages"])


def open_desk(
    folder: Path, corrections: str | None = "seeds/corrections.toml", items: Sequence[Article] = ()
) -> PageDesk:
    """The desk of a run that read the pages in a folder as they are now."""
    reading = read_paper(folder)
    rows = [{"id": p.id, "issue": p.issue, "path": p.path, "encoding": p.encoding} for p in reading.pages]
    sums = {str(page.path): sha256_of(folder / str(page.path)) for page in reading.pages}
    run = SimpleNamespace(folder=folder / "artifacts/default", manifest={"inputs": sums})
    contents: Any = SimpleNamespace(folder=run, pages=rows, items=items or cut_pages(reading.pages).articles)
    return PageDesk(contents, folder / corrections if corrections else None)


def replay(folder: Path) -> list[tuple[str, str]]:
    """Headline and text of every article of the dump after a run that applies the corrections."""
    corrections = read_corrections(folder / CORRECTIONS)
    cutting = cut_pages(read_paper(folder).pages, corrections)
    assert cutting.problems == []
    return [(article.title, article.body) for article in cutting.articles if article.page_id == PAGE]
